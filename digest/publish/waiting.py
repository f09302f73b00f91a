"""Files of a served site that are made when a browser asks for them: who edits an entry looks at pages, and waits for no feed."""

import posixpath
import threading
from collections.abc import Callable, Container, Iterable
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
            if needed is None or path in needed or path in self.asked:
                staging.write(path, make())
            else:
                self.coming[path] = make

    def keep(self, files: Iterable[File], *, staging: publish.Staging, apart_from: Container[str]) -> None:
        """Leave the files of the last site as they are, made or waiting, where nothing came of a new one."""
        self.coming = {path: make for path, make in files if path not in apart_from and not staging.keep(path)}

    def publish(self, staging: publish.Staging, site_dir: Path) -> None:
        """Put the new site in its place."""
        with self.alone:
            publish.publish(staging.folder, site_dir, same=staging.same)
            self.site_dir, self.files = site_dir, self.coming

    def make(self, path: str) -> None:
        """Make what is to stand at a path below the site, if anything is."""
        plain = posixpath.normpath(f"/{path}").strip("/")
        for name in (plain, f"{plain}/index.html"):
            if make := self.files.get(name):
                self.asked.add(name)
                target = self.site_dir / name
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(make())
                del self.files[name]


def on_demand(
    serve: "WSGIApplication", make: Callable[[str], None], *, mount: str, complain: Callable[[str], None], alone: threading.Lock
) -> "WSGIApplication":
    """Where a server finds nothing at a path below `mount`, `make` what belongs there, with `alone` held, and serve again."""

    def answer(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        heads: list[tuple[str, list[tuple[str, str]]]] = []
        body = serve(environ, lambda status, headers: heads.append((status, headers)))  # type: ignore[arg-type]
        path = environ["PATH_INFO"].encode("latin-1").decode("utf-8", "ignore")
        if not heads[0][0].startswith("404") or not path.startswith(mount):
            start_response(*heads[0])
            return body
        with alone:
            try:
                make(path.removeprefix(mount))
            except (DigestError, OSError) as error:
                complain(f"{path} cannot be made: {error}")
        return serve(environ, start_response)

    return answer
