"""A server of a site to one that makes the data of its search when a browser first asks for it."""

import threading
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from digest.search.pagefind import FOLDER, SearchError

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment


def on_demand(
    serve: "WSGIApplication", make: Callable[[], None], *, complain: Callable[[str], None], alone: threading.Lock
) -> "WSGIApplication":
    """Call `make` before anything below pagefind/ is served; it knows whether there is something to do, and has `alone` meanwhile."""

    def answer(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        if f"/{FOLDER}/" in environ["PATH_INFO"]:
            with alone:
                try:
                    make()
                except SearchError as error:
                    complain(str(error))
        return serve(environ, start_response)

    return answer
