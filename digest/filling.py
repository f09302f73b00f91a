"""Pages that have a frame to files of the site, and to the links in them that are still to be checked."""

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from digest.model.outputs import Page
from digest.publish import Staging
from digest.render.links import PageLinks, settled, unsettled
from digest.sharing import shared

MANY = 200
"""Pages that two processes make faster than one."""
_PIECES = 32
"""Few enough that pages with the same texts are mostly made by the same process, and enough that neither waits long for the other."""


@dataclass(frozen=True, slots=True)
class _Filled:
    """What one process has done."""

    links: dict[str, PageLinks]
    written: set[str]
    same: dict[str, int]
    said: list[logging.LogRecord]


def fill(
    pages: Sequence[Page], make: Callable[[Page], tuple[str, PageLinks]], staging: Staging, *, known: Iterable[str], host: str
) -> dict[str, PageLinks]:
    """Make pages, each when the one before it is written, and give what is to be checked of their links.

    Args:
        pages: Any number; more than `MANY` are made by two processes.
        make: Puts a page into its frame, and finds its links.
        staging: Where they are written.
        known: The URLs of all pages and files.
        host: Of the site; links to others are not checked.
    """
    size = -(-len(pages) // _PIECES) if len(pages) >= MANY else MANY
    at_depth = {depth: settled(known, depth) for depth in {page.url.count("/") for page in pages}}

    def work(numbers: Iterator[int]) -> _Filled:
        links = {}
        with _kept_back() as said:
            for page in (page for number in numbers for page in pages[number * size : (number + 1) * size]):
                output, found = make(page)
                staging.write(f"{page.url}index.html", output.encode("utf-8", errors="xmlcharrefreplace"))
                links[page.url] = unsettled(found, at_depth[page.url.count("/")], host)
        return _Filled(links, staging.written, staging.same, said)

    found: dict[str, PageLinks] = {}
    for filled in shared(-(-len(pages) // size), work):
        found |= filled.links
        staging.written |= filled.written
        staging.same |= filled.same
        for record in filled.said:
            logging.getLogger(record.name).handle(record)
    return {page.url: found[page.url] for page in pages}


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
