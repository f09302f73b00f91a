"""Pages that have a frame to files of the site, and to what is to be known of each; where there are many, two processes share them."""

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property

from digest.frame import Frames
from digest.model.outputs import Page
from digest.publish import Staging
from digest.remembered import Made, Remembered
from digest.render.links import settled, unsettled
from digest.sharing import shared

MANY = 200
"""Pages that two processes make faster than one."""
_PIECES = 32
"""Few enough that pages with the same texts are mostly made by the same process, and enough that neither waits long for the other."""


@dataclass(frozen=True, slots=True)
class _Filled:
    """What one process has done."""

    pages: dict[str, Made]
    written: set[str]
    same: dict[str, int]
    said: list[logging.LogRecord]


@dataclass(frozen=True)
class Filling:
    """All that pages of one build are made with."""

    frames: Frames
    staging: Staging
    banner: str
    """Stands above the content of each."""
    clean: Callable[[str, str], str]
    """Makes of the inside of the page at a URL what may be published."""
    known: frozenset[str]
    """The URLs of all pages and files."""
    host: str
    """Of the site; links to others are not checked."""
    name: Callable[[Page], bytes | None]
    """Names what a page is made of."""

    def renew(self, pages: Sequence[Page], before: Remembered) -> dict[str, Made]:
        """Make pages unless they stand in the published site as they would be made."""
        made = {} if self.banner else before.left(pages, self.name, self.frames, self.staging, self.known)
        return made | self.fill([page for page in pages if page.url not in made])

    def fill(self, pages: Sequence[Page]) -> dict[str, Made]:
        """Make pages, each when the one before it is written."""
        size = -(-len(pages) // _PIECES) if len(pages) >= MANY else MANY

        def work(numbers: Iterator[int]) -> _Filled:
            with _kept_back() as said:
                some = (page for number in numbers for page in pages[number * size : (number + 1) * size])
                made = {page.url: self._make(page) for page in some}
            return _Filled(made, self.staging.written, self.staging.same, said)

        found: dict[str, Made] = {}
        for filled in shared(-(-len(pages) // size), work):
            found |= filled.pages
            self.staging.written |= filled.written
            self.staging.same |= filled.same
            for record in filled.said:
                logging.getLogger(record.name).handle(record)
        return {page.url: found[page.url] for page in pages}

    def _make(self, page: Page) -> Made:
        html, head = page.html, page.head
        cleaned = self.clean(html, page.url), self.clean(head, page.url)
        output, found, kind = self.frames.filled(page, self.banner + cleaned[0], cleaned[1])
        self.staging.write(f"{page.url}index.html", output.encode("utf-8", errors="xmlcharrefreplace"))
        # What there is a word to say of is said every time, and what has no frame is made anew.
        is_plain = not self.banner and cleaned == (html, head) and self.frames.known[kind][0] is not None
        return Made(self.name(page) if is_plain else None, kind, unsettled(found, self._settled[page.url.count("/")], self.host))

    @cached_property
    def _settled(self) -> Mapping[int, frozenset[str]]:
        return {depth: settled(self.known, depth) for depth in self.frames.depths}


@contextmanager
def _kept_back() -> Iterator[list[logging.LogRecord]]:
    """Collect what is said, instead of saying it: nobody counts what a copy of this process says."""
    said: list[logging.LogRecord] = []
    collector = logging.Handler()
    collector.emit = said.append  # type: ignore[method-assign,assignment]
    logger = logging.getLogger("mkdocs")
    before = logger.handlers, logger.propagate
    logger.handlers, logger.propagate = [collector], False
    try:
        yield said
    finally:
        logger.handlers, logger.propagate = before
