"""Things that several words share to how much each word has: a part of a thing for each, so that all adds up."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Literal, NamedTuple

from digest.derive.trends.chosen import SEVERAL, Chosen, newest_day
from digest.derive.trends.findings import leaders, rounded
from digest.model.paper import Named
from digest.model.trends import Label, Place, Said, Series, Target, Trend


class Shared(NamedTuple):
    """A thing that is counted: its edition, and the words that share it."""

    year: int
    words: tuple[Named, ...]


NO_FRAMEWORK = "none"
"""The word of frameworks.yml for code that uses none: it is known, and no share of frameworks."""


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
    alike = Counter((word.id, len(one.words)) for one in shared for word in one.words)
    for (word, words), number in alike.items():  # a sum of fractions for each thing takes a hundred times as long
        sums[word] += Fraction(number, words)
    return sums


class Apart(NamedTuple):
    """Things that are shown, but are no part of what the words share."""

    name: Label
    years: tuple[int, ...]
    """The edition of each."""


class Frameworks(NamedTuple):
    """Repositories by what is known of their framework."""

    shared: list[Shared]
    """Those that use one or more."""
    none: Apart
    unknown: Apart


def by_framework(listed: Sequence[Shared]) -> Frameworks:
    """Tell repositories that use a framework from those that use none and those of which it is not recorded."""
    using = [Shared(one.year, tuple(word for word in one.words if word.id != NO_FRAMEWORK)) for one in listed]
    name = next((word.name for one in listed for word in one.words if word.id == NO_FRAMEWORK), "")
    return Frameworks(
        shared=[one for one in using if one.words],
        none=Apart(name, tuple(one.year for one, used in zip(listed, using, strict=True) if one.words and not used.words)),
        unknown=Apart(Said(key="trends.unrecorded"), tuple(one.year for one in listed if not one.words)),
    )


def by_word(  # noqa: PLR0913 (each said beside the numbers)
    how: Presented, shared: Sequence[Shared], chosen: Chosen, *, counted: Said, missing: Said | None, apart: Sequence[Apart] = ()
) -> Trend | None:
    """Count things by the words that share them, most first: all in all, and by edition; then what is apart."""
    names = {word.id: word.name for one in shared for word in one.words}
    if len(names) < SEVERAL:
        return None
    total = parts(shared)
    order = sorted(names, key=lambda word: (-total[word], names[word].casefold(), word))
    of_year: dict[int, list[Shared]] = defaultdict(list)
    for one in shared:
        of_year[one.year].append(one)
    by_year = {year: parts(of_year[year]) for year in chosen.years}
    of = sum(1 for one in shared if one.words)
    leading = leaders([names[word] for word in order], [total[word] for word in order], of, counted)
    rest = [one for one in apart if one.years]
    all_apart = (len(one.years) for one in rest)
    whole = Series(id="all", name=Said(key="trends.all"), values=(*(rounded(total[word]) for word in order), *all_apart))
    editions = tuple(
        Series(
            id=str(year),
            name=str(year),
            values=(*(rounded(sums.get(word, Fraction())) for word in order), *(one.years.count(year) for one in rest)),
        )
        for year, sums in by_year.items()
    )
    return Trend(
        name=how.name,
        form="rows",
        fact=Said(key=how.fact, values={"leaders": leading}),
        measure=Said(key=how.measure),
        along=Said(key=how.along),
        places=(
            *(Place(name=names[word], target=Target(kind=how.kind, id=word) if how.kind else None) for word in order),
            *(Place(name=one.name) for one in rest),
        ),
        series=(whole, *(editions if len(editions) >= SEVERAL else ())),
        drawn=1,
        window=chosen.window,
        counted=counted,
        missing=missing,
        limits=(),
        day=newest_day(chosen.papers),
    )
