"""The pages that were published before to those that need not be made again: what they are made of has not changed.

It is never more than a shorter way. A page is left as it stands if it is made of the same as before, has the same frame, and
its file was not touched since; what is noted of pages is one file with the user's caches, of the site that was built last.
"""

import os
import pickle
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import NamedTuple

from digest import caches
from digest.frame import Frames, Kind
from digest.model.outputs import Outputs, Page
from digest.publish import Staging
from digest.render.links import PageLinks

FEW = 100
"""Pages that are made faster than what is known of them is looked up and noted."""


class Made(NamedTuple):
    """What is known of a page that was made."""

    of: bytes | None
    """The name of what it is made of; None where it is to be made again in any case."""
    kind: Kind
    links: PageLinks
    """Those that are still to be checked."""


class _Noted(NamedTuple):
    made: Made
    frame: bytes
    changed: int
    """When its file was."""


class _Site(NamedTuple):
    folder: Path | None = None
    known: frozenset[str] = frozenset()
    """Everything that a link could lead to."""
    pages: Mapping[str, _Noted] = {}
    """By their URLs."""


class Remembered:
    """The pages of the site that was published last."""

    def __init__(self, path: Path | None) -> None:
        """Begin with none; those that are noted in a file are read when somebody asks."""
        self.path = path
        self.is_read = path is None
        self.site = _Site()

    def read(self) -> _Site:
        """Read what is noted; a file that cannot be read is as good as none."""
        if not self.is_read:
            self.is_read = True
            with suppress(Exception):  # whatever a file may hold that something else has written into
                data = caches.read(self.path) if self.path else None
                if data and isinstance(found := pickle.loads(data), _Site):  # noqa: S301 (this user's own file)
                    self.site = found
        return self.site

    def with_new_ones_made(self, outputs: Outputs) -> Outputs:
        """Make every page of a site that was not made of the same before, in which something could fail."""
        before = {url: noted.made.of for url, noted in self.read().pages.items()}
        given = {page.url: page for page in outputs.pages}
        name = cache(lambda url: outputs.name(given[url]))  # of a page that is made nobody can say any more what it is made of
        pages = tuple(page if page.url in before and before[page.url] == name(page.url) else page.made() for page in outputs.pages)
        return replace(outputs, pages=pages, name=lambda page: name(page.url))

    def left(
        self, pages: Iterable[Page], name: Callable[[Page], bytes | None], frames: Frames, staging: Staging, known: frozenset[str]
    ) -> dict[str, Made]:
        """Leave pages of the published site as they are, where they would be made the same; `known` is what links may lead to."""
        folder = staging.published
        if folder is None or folder != self.read().folder or not self.site.known <= known:
            return {}
        found = {}
        for page in pages:
            noted = self.site.pages.get(page.url)
            path = f"{page.url}index.html"
            if (
                noted
                and _time(f"{folder}/{path}") == noted.changed
                and _name(frames, noted.made.kind, page.url) == noted.frame
                and noted.made.of == name(page)
            ):
                staging.same[path] = noted.changed
                found[page.url] = noted.made
        return found

    def note(self, folder: Path, pages: Mapping[str, Made], frames: Frames, known: frozenset[str], same: Mapping[str, int]) -> None:
        """Note the pages of a site that is published now; of files that stayed the `same` it is known when they were changed."""
        kept = {url: made for url, made in pages.items() if made.of}
        noted = {
            url: _Noted(made, _name(frames, made.kind, url), time)
            for url, made in kept.items()
            if (time := same.get(f"{url}index.html") or _time(f"{folder}/{url}index.html"))
        }
        self.site = _Site(folder, known, noted)
        if self.path is None or len(noted) < FEW:
            return
        caches.write(self.path, pickle.dumps(self.site, pickle.HIGHEST_PROTOCOL))


def _time(path: str) -> int | None:
    try:
        return os.lstat(path).st_mtime_ns
    except OSError:
        return None


def _name(frames: Frames, kind: Kind, url: str) -> bytes:
    frame, _ = frames.of(kind, url)
    return frame.name if frame else b""
