"""Files of a served site that are made when a browser asks for them: who edits an entry looks at pages, and waits for no feed."""

import posixpath
import threading
from collections.abc import Callable, Container, Iterable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from digest import publish
from digest.model.outputs import File
from digest.problems import DigestError

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment


class Waiting:
    """What a site has, but not yet as a file."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.site_dir = Path()
        self.alone = threading.Lock()
        """Held while the site is published, or something of it is made: that would be of two builds if both were done at once."""
        self.coming: dict[str, Callable[[], bytes]] = {}
        """Of the site that is being built."""
        self.files: dict[str, Callable[[], bytes]] = {}
        """Of the site that is served."""
        self.asked: set[str] = set()
        """Somebody looks at these, so they are made with every site."""

    def take(self, files: Iterable[File], *, staging: publish.Staging, apart_from: Container[str], needed: Container[str] | None) -> None:
        """Let the files of a new site wait, but for those that are `needed` to build it; None where all of them are."""
        self.coming = {}
        for path, make in files:
            if path in apart_from:
                continue
            if needed is None or path in needed:
                staging.write(path, make())
            else:
                self.coming[path] = make

    def publish(self, staging: publish.Staging, site_dir: Path) -> None:
        """Put the new site in its place."""
        with self.alone:
            for path in self.asked & self.coming.keys():
                with suppress(DigestError):  # whoever asks again is told
                    staging.write(path, self.coming[path]())
                    del self.coming[path]
            publish.publish(staging.folder, site_dir, same=staging.same)
            self.site_dir, self.files = site_dir, self.coming

    def served(self, serve: "WSGIApplication", mount: str, *, complain: Callable[[str], None]) -> "WSGIApplication":
        """Make a file when a browser asks for it, before it is served below `mount`."""

        def answer(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
            path = environ["PATH_INFO"].encode("latin-1").decode("utf-8", "ignore").removeprefix(mount)
            with self.alone:
                for name in _names(path):
                    try:
                        self._make(name)
                    except (DigestError, OSError) as error:
                        complain(f"{name} cannot be made: {error}")
            return serve(environ, start_response)

        return answer

    def _make(self, name: str) -> None:
        if make := self.files.get(name):
            self.asked.add(name)
            target = self.site_dir / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(make())
            del self.files[name]


def _names(path: str) -> tuple[str, ...]:
    """Name the files that may stand at a path."""
    plain = posixpath.normpath(path).strip("/")
    return (plain, f"{plain}/index.html")
