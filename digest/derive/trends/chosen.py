"""The papers that are counted, and what has to be said beside every count of them."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from digest.model.paper import Paper
from digest.model.site import EditionPage
from digest.model.trends import Place, Said, Target

SEVERAL = 2
"""The least number of which one can be held against another."""


@dataclass(frozen=True)
class Chosen:
    """Accepted papers, and the editions that have any, oldest first."""

    papers: tuple[Paper, ...]
    editions: tuple[EditionPage, ...]

    @property
    def years(self) -> list[int]:
        """The years of the editions."""
        return [page.year for page in self.editions]

    @property
    def places(self) -> tuple[Place, ...]:
        """The editions, as places along a chart."""
        return tuple(Place(name=str(year), target=Target(kind="edition", id=str(year))) for year in self.years)

    @property
    def whole(self) -> list[int]:
        """The years that can be held against each other.

        An edition that covers part of a year was chosen by other rules, and an open one is not whole yet.
        """
        return [page.year for page in self.editions if not page.edition.period and page.edition.status == "closed"]

    @property
    def window(self) -> Said:
        """The editions, in words."""
        if len(self.years) < SEVERAL:
            return Said(key="trends.window_one", values={"year": str(self.years[0])})
        return Said(key="trends.window", values={"first": str(self.years[0]), "last": str(self.years[-1])})

    def of(self, year: int) -> Sequence[Paper]:
        """List the papers of an edition."""
        return self._by_year.get(year, ())

    @cached_property
    def _by_year(self) -> Mapping[int, list[Paper]]:
        found: dict[int, list[Paper]] = defaultdict(list)
        for paper in self.papers:
            found[paper.year].append(paper)
        return found


def chosen_of(papers: Iterable[Paper], editions: Iterable[EditionPage]) -> Chosen:
    """Choose what is counted: a draft is no choice yet."""
    accepted = tuple(paper for paper in papers if not paper.is_draft)
    years = {paper.year for paper in accepted}
    return Chosen(accepted, tuple(sorted((page for page in editions if page.year in years), key=lambda page: page.year)))


def count(papers: int) -> Said:
    """Say how many papers were counted."""
    return Said(key="papers", values={"n": papers})


def missing(key: str, number: int) -> Said:
    """Say how many were left out for want of a fact."""
    return Said(key=key, values={"n": number})


def limits(editions: Iterable[EditionPage]) -> tuple[Said, ...]:
    """Say which editions are not like the others."""
    found = []
    for page in editions:
        if period := page.edition.period:
            found.append(Said(key="trends.partial", values={"year": str(page.year), "start": period.start, "end": period.end}))
        elif page.edition.status == "open":
            found.append(Said(key="trends.open", values={"year": str(page.year)}))
    return tuple(found)


def newest_day(papers: Iterable[Paper]) -> dt.date | None:
    """Find the day of the newest thing that was counted: counting the same again on a later day gives the same."""
    return max((day for paper in papers for day in (paper.added, paper.revised) if day), default=None)
