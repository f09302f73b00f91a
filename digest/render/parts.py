"""A long list to the pages that hold it, so that none takes long to load.

The first page keeps the list's address; the others stand below it by number: years/2019/, years/2019/2/.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")

FULL = 30
"""Papers on a page that shows their whole text: some 200 kB."""
LISTED = 150
"""Papers on a page that shows what each is about: as much."""
ROWS = 300
"""Rows of an index, which may be of several papers."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Part(Generic[T]):
    """One page of a list."""

    list_url: str
    """Of the first page."""
    items: tuple[T, ...]
    number: int
    """Counted from 1."""
    of: int
    before: int
    """How many items stand on the pages before."""

    @property
    def url(self) -> str:
        """Its address."""
        return self.address(self.number)

    def address(self, number: int) -> str:
        """The address of a page of this list."""
        return self.list_url if number == 1 else f"{self.list_url}{number}/"


def parts(url: str, items: Sequence[T], most: int) -> Iterator[Part[T]]:
    """Part a list into pages of at most so many items; an empty list has a page, too."""
    starts = range(0, max(1, len(items)), most)
    for number, start in enumerate(starts, 1):
        yield Part(list_url=url, items=tuple(items[start : start + most]), number=number, of=len(starts), before=start)
