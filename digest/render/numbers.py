"""What was counted to files: the numbers of every figure as CSV, and as JSON with what they mean."""

import datetime as dt
from collections.abc import Iterator, Sequence
from functools import partial

from pydantic_core import to_json

from digest.model.days import PartialDay
from digest.model.outputs import File
from digest.model.site import Site
from digest.model.trends import Origin, Series, Trend
from digest.render import addresses
from digest.render.exports.records import LICENSE, LICENSE_URL, Record
from digest.render.exports.tables import format_csv
from digest.render.said import say
from digest.render.words import Words


def files(site: Site, words: Words) -> Iterator[File]:
    """List the numbers of every figure: as CSV with a row for each place, and as JSON with what they mean."""
    for trend in (*site.trends.whole, *site.trends.field, *site.trends.by_topic.values()):
        yield File(addresses.trend_file(trend.name, "csv"), partial(_as_csv, trend, words))
        yield File(addresses.trend_file(trend.name, "json"), partial(_as_json, trend, words))


def _as_csv(trend: Trend, words: Words) -> bytes:
    columns = [_column(trend), *(one.id for one in trend.series), "source", "as_of"]
    rows = (
        [say(place.name, words), *(one.values[at] for one in trend.series), *told(trend, at, words)]
        for at, place in enumerate(trend.places)
    )
    return format_csv(columns, rows)


def _as_json(trend: Trend, words: Words) -> bytes:
    return to_json(document(trend, words), indent=2) + b"\n"


def told(trend: Trend, at: int, words: Words) -> tuple[str | None, str | None]:
    """Name who counted the numbers of one place, and the newest day on which; nobody where none is known."""
    if all(one.values[at] is None for one in trend.series):
        return None, None
    place = trend.places[at]
    if place.origins or place.own_day:
        return _credited(trend, place.own_day, place.origins or (), words)
    return _credited(trend, trend.day, trend.origins if place.origins is None else (), words)


def _credited(trend: Trend, own: dt.date | PartialDay | None, origins: Sequence[Origin], words: Words) -> tuple[str, str | None]:
    """Name all who counted and the newest day on which any of them did: the digest's own entries, on their day, then others."""
    names = [_own(trend, words)] if own or not origins else []
    days = [str(one) for one in (own, *(origin.retrieved for origin in origins)) if one]
    return "; ".join(dict.fromkeys([*names, *(one.source for one in origins)])), max(days, default=None)


def _own(trend: Trend, words: Words) -> str:
    return trend.source or words("trends.own_entries")


def _column(trend: Trend) -> str:
    """Name what a place is, as programs do."""
    return trend.along.key.rpartition(".")[2]


def document(trend: Trend, words: Words) -> Record:
    """Say everything of a trend that its figure does."""
    source, day = _credited(trend, trend.day, trend.origins, words) if trend.places else (None, None)
    own = [{"source": _own(trend, words), "retrieved": str(trend.day), "query": None}] if trend.places and trend.day else []
    return {
        "name": trend.name,
        "finding": say(trend.fact, words),
        "definition": say(trend.measure, words),
        "window": say(trend.window, words),
        "n": trend.counted.values["n"],
        "missing": trend.missing.values["n"] if trend.missing else 0,
        "limits": [say(limit, words) for limit in trend.limits if trend.places],
        "source": source,
        "sources": [*own, *(_origin(one) for one in trend.origins)],
        "as_of": day,
        "window_start": trend.start.isoformat() if trend.start else None,
        "window_end": trend.end.isoformat() if trend.end else None,
        "license": LICENSE,
        "license_url": LICENSE_URL,
        "along": _column(trend),
        "places": [say(place.name, words) for place in trend.places],
        "sources_of_places": [_of_place(trend, at, words) for at in range(len(trend.places))],
        "series": [
            {"id": one.id, "name": say(one.name, words), "values": list(one.values), **_measured(one, words)} for one in trend.series
        ],
    }


def _of_place(trend: Trend, at: int, words: Words) -> Record:
    """Say who counted the numbers of one place and when, and of how many, where that is not the number of the figure."""
    place, (source, day) = trend.places[at], told(trend, at, words)
    return {"source": source, "as_of": day, **({} if place.n is None else {"n": place.n, "missing": place.missing})}


def _origin(one: Origin) -> Record:
    since = {"since": str(one.since)} if one.since else {}
    return {"source": one.source, "retrieved": str(one.retrieved), **since, "query": one.query}


def _measured(series: Series, words: Words) -> Record:
    """Say what is said of a figure of one of its series alone, where that is about something else."""
    measured = series.measured
    if not measured:
        return {}
    return {
        "window": say(measured.window, words),
        "window_start": measured.start.isoformat(),
        "window_end": measured.end.isoformat(),
        "n": measured.n,
        "missing": measured.missing,
        "source": "; ".join(dict.fromkeys(one.source for one in measured.origins)) or None,
        "as_of": str(measured.origins[0].retrieved) if measured.origins else None,
    }
