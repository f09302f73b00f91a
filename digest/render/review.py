"""A year in review to its words on a page, in a terminal and in files."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial

from pydantic_core import to_json

from digest.model.outputs import File
from digest.model.project import Project
from digest.model.site import Site
from digest.model.trends import Review, Trend
from digest.render import addresses, numbers
from digest.render.exports.records import LICENSE, LICENSE_URL, Record
from digest.render.exports.tables import Cell, format_csv
from digest.render.figures import Figure, drawn, notes, sources
from digest.render.said import exact, say
from digest.render.words import Words

_VERSION = 1
"""Of trends/<year>.json: a key that goes or means something else makes it another."""
COLUMNS = ("edition", "figure", "place", "series", "value", "window_start", "window_end", "n", "missing", "source", "as_of", "note")
"""Of the table: a row for every number, and one without a number for a figure that has none."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Reviewed:
    """A year in review as a page shows it."""

    year: int
    figures: tuple[Figure, ...]
    order: str
    """Another order of the papers that evidence offers; empty where it offers none."""
    answers: tuple[str, ...]
    """What is computed beside each figure that was reported; empty where nothing is held against it."""
    csv: str
    json: str


def reviewed(review: Review, words: Words, root: str) -> Reviewed:
    """Put a review into words; links start at `root`."""
    name = str(review.year)
    return Reviewed(
        year=review.year,
        figures=tuple(drawn(review.figures, words, root, is_low=True, file=name)),
        order=say(review.order, words) if review.order else "",
        answers=tuple(say(answer, words) if answer else "" for answer in review.answers),
        csv=root + addresses.trend_file(name, "csv"),
        json=root + addresses.trend_file(name, "json"),
    )


def files(site: Site, project: Project, words: Words) -> Iterator[File]:
    """List the numbers of every figure and of every year in review, as CSV and as JSON."""
    yield from numbers.files(site, words)
    for review in site.trends.reviews.values():
        name = str(review.year)
        yield File(addresses.trend_file(name, "csv"), partial(as_csv, [review], words))
        yield File(addresses.trend_file(name, "json"), partial(_as_json, review, project, words))


def as_csv(reviews: Iterable[Review], words: Words) -> bytes:
    """Write reviews as a table, a row for every number."""
    return format_csv(COLUMNS, (row for review in reviews for trend in review.figures for row in _rows(review, trend, words)))


def record(review: Review, project: Project, words: Words) -> Record:
    """Say everything of a review that its page does, by site_config/schema/review-1.json."""
    return {
        "$schema": f"{project.site_url}{addresses.SCHEMAS}review-{_VERSION}.json",
        "version": _VERSION,
        "edition": review.year,
        "license": LICENSE,
        "license_url": LICENSE_URL,
        "figures": [
            {
                **numbers.document(trend, words),
                "title": say(trend.title, words) if trend.title else None,
                "unknown": say(trend.unknown, words) if trend.unknown else None,
                "notes": [say(place.note, words) if place.note else None for place in trend.places],
            }
            for trend in review.figures
        ],
        "order": say(review.order, words) if review.order else None,
    }


def _as_json(review: Review, project: Project, words: Words) -> bytes:
    return to_json(record(review, project, words), indent=2) + b"\n"


def as_text(review: Review, words: Words) -> Iterator[str]:
    """Write a review for a terminal, line by line."""
    yield words("review.heading", year=review.year)
    for trend in review.figures:
        yield ""
        yield say(trend.title, words) if trend.title else trend.name
        yield f"  {words('review.cannot', reason=say(trend.unknown, words)) if trend.unknown else say(trend.fact, words)}"
        for at, place in enumerate(() if trend.unknown else trend.places):
            told = [
                words("trends.told_series", name=say(one.name, words), value=exact(value, words))
                for one in trend.series
                if (value := one.values[at]) is not None
            ]
            values = words("trends.told_next").join(told) or words("trends.not_available")
            yield f"    {words('trends.told_place', name=say(place.name, words), values=values)}"
            if place.note:
                yield f"      {say(place.note, words)}"
        yield f"  {' · '.join((*notes(trend, words), *sources(trend, words)))}"
    if review.order:
        yield ""
        yield say(review.order, words)


def _rows(review: Review, trend: Trend, words: Words) -> Iterator[list[Cell]]:
    said = numbers.document(trend, words)
    if trend.unknown:
        yield [review.year, trend.name, "", "", "", *_about(said), say(trend.unknown, words)]
    for at, place in enumerate(trend.places):
        note = say(place.note, words) if place.note else ""
        for one, series in zip(trend.series, said["series"], strict=True):
            # A place has sources of its own, and a series may be about another time than its figure.
            about = _about({**said, **said["sources_of_places"][at], **series})
            yield [review.year, trend.name, say(place.name, words), one.id, one.values[at], *about, note]


def _about(said: Record) -> list[Cell]:
    """Give the cells that say what a number is about: window, how many were counted and left out, by whom and when."""
    return [said[key] for key in ("window_start", "window_end", "n", "missing", "source", "as_of")]
