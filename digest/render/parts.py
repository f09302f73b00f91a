"""A long list to the pages that hold it, so that none takes long to load.

The first page keeps the list's address; the others stand below it by number: years/2019/, years/2019/2/.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from digest.model.paper import Paper

T = TypeVar("T")

FULL = 30
"""Papers on a page that shows their whole text: some 200 kB."""
LISTED = 150
"""Papers on a page that shows what each is about: as much."""
HEAVY = 250_000
"""Bytes of papers, about, on a page that shows their whole text: formulas make some ten times as much of it."""
_FRAME = 5_000
"""Bytes of a paper in full, but for its texts."""
_FORMULA, _SIGN = 60, 9
"""Bytes of MathML for a formula, and for each character of it."""
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


def parts(url: str, items: Sequence[T], most: int, weigh: Callable[[T], int] = lambda _: 0) -> Iterator[Part[T]]:
    """Part a list into pages of at most so many items, and of no more than is `HEAVY`; an empty list has a page, too."""
    starts, weight = [0], 0
    for place, item in enumerate(items):
        weight += weigh(item)
        if place > starts[-1] and (place - starts[-1] == most or weight > HEAVY):
            starts.append(place)
            weight = weigh(item)
    for number, (start, end) in enumerate(zip(starts, [*starts[1:], len(items)], strict=True), 1):
        yield Part(list_url=url, items=tuple(items[start:end]), number=number, of=len(starts), before=start)


def weight_of(paper: Paper) -> int:
    """Reckon how many bytes a paper in full is on a page, without making it."""
    texts = f"{paper.tldr} {paper.why} {paper.summary}".split("$")
    return _FRAME + sum(map(len, texts[::2])) + sum(_FORMULA + _SIGN * len(formula) for formula in texts[1::2])
