"""Things that several words share to how much each word has: a part of a thing for each, so that all adds up."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Literal, NamedTuple

from digest.derive.trends.chosen import SEVERAL, Chosen, newest_day
from digest.derive.trends.findings import leaders, rounded
from digest.model.paper import Named
from digest.model.trends import Place, Said, Series, Target, Trend


class Shared(NamedTuple):
    """A thing that is counted: its edition, and the words that share it."""

    year: int
    words: tuple[Named, ...]


class Presented(NamedTuple):
    """How a count by words presents itself."""

    name: str
    fact: str
    measure: str
    along: str
    kind: Literal["topic", "lab"] | None
    """Of the pages that the words have, if they have any."""


def parts(shared: Iterable[Shared]) -> Mapping[str, Fraction]:
    """Add up what each word has, by its id; a thing of three words is a third of each."""
    sums: dict[str, Fraction] = defaultdict(Fraction)
    for one in shared:
        for word in one.words:
            sums[word.id] += Fraction(1, len(one.words))
    return sums


def by_word(how: Presented, shared: Sequence[Shared], chosen: Chosen, *, counted: Said, missing: Said | None) -> Trend | None:
    """Count things by the words that share them, most first: all in all, and by edition."""
    names = {word.id: word.name for one in shared for word in one.words}
    if len(names) < SEVERAL:
        return None
    total = parts(shared)
    order = sorted(names, key=lambda word: (-total[word], names[word].casefold(), word))
    by_year = {year: parts(one for one in shared if one.year == year) for year in chosen.years}
    of = sum(1 for one in shared if one.words)
    leading = leaders([names[word] for word in order], [total[word] for word in order], of, counted)
    whole = Series(id="all", name=Said(key="trends.all"), values=tuple(rounded(total[word]) for word in order))
    editions = tuple(
        Series(id=str(year), name=str(year), values=tuple(rounded(sums.get(word, Fraction())) for word in order))
        for year, sums in by_year.items()
    )
    return Trend(
        name=how.name,
        form="rows",
        fact=Said(key=how.fact, values={"leaders": leading}),
        measure=Said(key=how.measure),
        along=Said(key=how.along),
        places=tuple(Place(name=names[word], target=Target(kind=how.kind, id=word) if how.kind else None) for word in order),
        series=(whole, *(editions if len(editions) >= SEVERAL else ())),
        drawn=1,
        window=chosen.window,
        counted=counted,
        missing=missing,
        limits=(),
        day=newest_day(chosen.papers),
    )
