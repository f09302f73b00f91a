"""What was counted to figures: a chart, what it says in words, its table, and the same as a file."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from markupsafe import Markup

from digest.model.facts import Stars
from digest.model.trends import Form, Origin, Target, Trend
from digest.render import addresses
from digest.render.charts import Chart, Line, draw, spark
from digest.render.charts.rows import MOST
from digest.render.said import exact, number, say
from digest.render.words import Words

_LOW = 96
"""Pixels of the bars at the head of a topic."""
_FEW = 5
"""Rows of a figure that is one of a dozen."""
MOST_IN_A_TABLE = 60
"""Rows; a thousand labs would make a page that nobody waits for, and all are in the files."""
_JANUARY = "-01"
"""At the end of the month that a year begins with."""
_MANY_SOURCES = 3
"""With their limits: what is shorter is read sooner than a reference is followed."""
_LEAST_FOR_A_SPARK = 3
"""Values; two are a difference, not a course."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """A line of a table."""

    name: str
    href: str | None
    cells: tuple[str, ...]
    spark: Markup | None
    note: str | None = None
    """What must be known of its numbers alone."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Figure:
    """A trend as a page shows it, with every word in its place."""

    name: str
    form: Form
    fact: str
    measure: str
    svg: Markup
    """Empty where nothing that is drawn is known."""
    notes: tuple[str, ...]
    sources: tuple[str, ...]
    """Who counted and when, and what keeps that from being compared."""
    along: str
    columns: tuple[str, ...]
    legend: tuple[tuple[str, str], ...]
    """Id and name of series that stand on one another."""
    rows: tuple[Row, ...]
    more: int
    """How many rows are in the files only."""
    csv: str
    """Where its numbers are."""
    json: str
    """Where they are with their definition."""
    title: str = ""
    """What it is called in the year in review."""
    unknown: str = ""
    """Why it has no numbers, where it has none."""
    window: str = ""
    queries: tuple[str, ...] = ()
    """What exactly sources were asked, or what of them was counted."""
    has_notes: bool = False
    """Its rows have notes."""
    like: str = ""
    """The figure on the same page that has its sources."""
    like_title: str = ""


def figure(trend: Trend, words: Words, root: str, *, is_low: bool = False, file: str = "") -> Figure:
    """Draw a trend, low or as high as it is, and say what it says; links start at `root`, its numbers are in its own files or in `file`."""
    most = _FEW if is_low else MOST
    hrefs = tuple(root + _address(place.target) if place.target else None for place in trend.places)
    charts = [_chart(trend, words, hrefs, _shown(trend, most))] if _is_drawn(trend) else []
    return Figure(
        name=trend.name,
        form=trend.form,
        fact=say(trend.fact, words),
        measure=say(trend.measure, words),
        svg=Markup("\n").join(svg for chart in charts for svg in draw(trend.form, chart, height=_LOW if is_low else None)),
        notes=(*notes(trend, words), *(_cut(trend, most, words) if charts else ())),
        sources=tuple(sources(trend, words)),
        along=say(trend.along, words),
        columns=tuple(say(one.name, words) for one in trend.series),
        legend=tuple((one.id, say(one.name, words)) for one in trend.series[: trend.drawn]) if _has_legend(trend) else (),
        rows=tuple(islice(_rows(trend, hrefs, words), MOST_IN_A_TABLE)),
        more=max(0, len(trend.places) - MOST_IN_A_TABLE),
        csv=root + addresses.trend_file(file or trend.name, "csv"),
        json=root + addresses.trend_file(file or trend.name, "json"),
        title=say(trend.title, words) if trend.title else "",
        unknown=say(trend.unknown, words) if trend.unknown else "",
        window=say(trend.window, words),
        queries=tuple(words("trends.query", source=one.source, query=one.query) for one in trend.origins if one.query),
        has_notes=any(place.note for place in trend.places),
    )


def drawn(trends: Iterable[Trend], words: Words, root: str, *, is_low: bool = False, file: str = "") -> list[Figure]:
    """Draw trends for one page, which names many sources once: a figure whose sources another before it names all of refers to that one."""
    found: list[Figure] = []
    for one in (figure(trend, words, root, is_low=is_low, file=file) for trend in trends):
        is_long = len(one.sources) >= _MANY_SOURCES
        like = next((before for before in found if is_long and {*one.sources} <= {*before.sources}), None)
        found.append(replace(one, sources=(), queries=(), like=like.name, like_title=like.title) if like else one)
    return found


def _is_drawn(trend: Trend) -> bool:
    return any(value is not None for one in trend.series[: trend.drawn] for value in one.values[: trend.charted])


def _has_legend(trend: Trend) -> bool:
    """Say whether a place has several bars; lines are named at their ends."""
    return trend.drawn > 1 and trend.form != "lines"


def _shown(trend: Trend, most: int) -> int:
    """Say how many places are drawn."""
    places = len(trend.places) if trend.charted is None else trend.charted
    return min(places, most) if trend.form == "rows" else places


def _cut(trend: Trend, most: int, words: Words) -> Iterator[str]:
    if (shown := _shown(trend, most)) < len(trend.places):
        yield words("trends.cut", most=shown, of=len(trend.places))


def _chart(trend: Trend, words: Words, hrefs: tuple[str | None, ...], shown: int) -> Chart:
    drawn = tuple(Line(name=say(one.name, words), values=one.values[:shown]) for one in trend.series[: trend.drawn])
    names = tuple(say(place.name, words) for place in trend.places[:shown])
    titles = tuple(_title(trend, at, drawn, words) for at in range(shown))
    is_by_month = trend.along.key == "trends.along.month"
    return Chart(
        key=trend.name,
        title=say(trend.fact, words),
        description=words("trends.told", measure=say(trend.measure, words), values=words("trends.told_next").join(titles)),
        places=names,
        titles=titles,
        hrefs=hrefs[:shown],
        series=drawn,
        number=lambda value: number(value, words),
        marks=tuple((at, name[:4]) for at, name in enumerate(names) if is_by_month and name.endswith(_JANUARY)),
        unknown=words("trends.not_available"),
    )


def _title(trend: Trend, at: int, drawn: tuple[Line, ...], words: Words) -> str:
    """Say what a chart shows of one place; where it draws one series, that needs no name."""
    values = [(line.name, words("trends.unknown") if line.values[at] is None else number(line.values[at] or 0, words)) for line in drawn]
    told = (
        [words("trends.told_series", name=name, value=value) for name, value in values]
        if len(values) > 1
        else [value for _, value in values]
    )
    return words("trends.told_place", name=say(trend.places[at].name, words), values=words("trends.told_and").join(told))


def _rows(trend: Trend, hrefs: tuple[str | None, ...], words: Words) -> Iterator[Row]:
    years = sorted((one for one in trend.series if one.id.isdecimal()), key=lambda one: one.id)
    for at, place in enumerate(trend.places):
        values = [one.values[at] for one in trend.series]
        course = [one.values[at] for one in years]
        yield Row(
            name=say(place.name, words),
            href=hrefs[at],
            cells=tuple(words("trends.not_available") if value is None else exact(value, words) for value in values),
            spark=spark(course) if len(course) >= _LEAST_FOR_A_SPARK and trend.form == "rows" else None,
            note=say(place.note, words) if place.note else None,
        )


def notes(trend: Trend, words: Words) -> Iterator[str]:
    """Say what a reader must know to judge the numbers: how many, of when, and how many are wanting."""
    yield words("trends.n", counted=say(trend.counted, words))
    yield say(trend.window, words)
    if trend.missing and trend.missing.values["n"]:
        yield say(trend.missing, words)
    for one in trend.series if trend.places else ():
        if one.measured and one.measured.n and not one.id.isdecimal():  # what stands for a year has that in its head
            counts = {"known": one.measured.n, "n": one.measured.n + one.measured.missing}
            yield words("figures.of_series", name=say(one.name, words), **counts)


def sources(trend: Trend, words: Words) -> Iterator[str]:
    """Say who counted and when, the digest itself, others or both, and what cannot be told from that."""
    if not trend.places:
        return  # of no number there is no source, and nothing to limit it
    if trend.day or not trend.origins:
        yield words("trends.source", source=trend.source or words("trends.own_entries"))
    if trend.day:
        yield words("trends.day", day=words.day(trend.day))
    apart = [one.measured.origins for one in trend.series if one.measured and not one.id.isdecimal()]
    yield from _named([*trend.origins, *(origin for origins in apart for origin in origins)], words)
    yield from (say(limit, words) for limit in trend.limits)


def course_of(stars: Sequence[Stars]) -> Markup | None:
    """Draw the course of a repository's stars, quarter by quarter: the last count of each; None where that says nothing."""
    if len(stars) < _LEAST_FOR_A_SPARK:
        return None
    last = {one.date.year * 4 + (max(one.date.month, 1) - 1) // 3: one.stars for one in stars}
    return spark([last.get(quarter) for quarter in range(min(last), max(last) + 1)])


def _named(origins: Sequence[Origin], words: Words) -> Iterator[str]:
    """Name sources with their days, each once."""
    yield from dict.fromkeys(
        words("trends.origin_between", source=one.source, first=words.day(one.since), day=words.day(one.retrieved))
        if one.since
        else words("trends.origin", source=one.source, day=words.day(one.retrieved))
        for one in origins
    )


def _address(target: Target) -> str:
    match target.kind:
        case "edition":
            return addresses.edition(int(target.id))
        case "topic":
            return addresses.topic(target.id)
        case "paper":
            return addresses.paper(target.id)
        case "repository":
            return f"{addresses.CODE}{target.id}/"
    return addresses.lab(target.id)
