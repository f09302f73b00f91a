"""What is counted over papers, as types: numbers along places, what they say, and where they are from.

A series of another source (one file of facts/trends/) needs no other types: its months are places, its counts a series
with gaps, and its `source` and `day` say who counted when.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

Form = Literal["bars", "rows", "lines"]
"""How numbers are drawn: upright bars, stacked where there are several series; rows of bars; lines over time."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Said:
    """A sentence of the interface by its key, with what it is filled in with; that may be such a sentence itself."""

    key: str
    values: "Mapping[str, str | float | dt.date | Said]" = field(default_factory=dict)


Label = str | Said
"""A name as people wrote it, or words of the interface."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Target:
    """The page that a place stands for."""

    kind: Literal["edition", "topic", "lab"]
    id: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """One place along a chart: an edition, a topic, a month."""

    name: Label
    target: Target | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Series:
    """Numbers of one kind, one for every place."""

    id: str
    """Names its column in files: a slug."""
    name: Label
    values: tuple[float | None, ...]
    """None where nothing is known: a gap, never a zero."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Trend:
    """Something counted, with everything that a reader must know to judge it."""

    name: str
    """Of its address: a slug."""
    form: Form
    fact: Said
    """The one thing that the numbers say, computed from them."""
    measure: Said
    """What is counted, among what, and how."""
    along: Said
    """What a place is."""
    places: tuple[Place, ...]
    series: tuple[Series, ...]
    drawn: int
    """The first so many series are drawn; the others stand in the table only."""
    window: Said
    """Of what time."""
    counted: Said
    """How many things were counted, as a sentence with their number `n`."""
    missing: Said | None
    """How many were left out for want of a fact, as a sentence with their number `n`; None where nothing can be wanting."""
    limits: tuple[Said, ...]
    """What keeps the numbers from being compared freely."""
    day: dt.date | None
    """The day of the newest thing counted."""
    source: str | None = None
    """Who counted; None for what the digest's own entries say."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Trends:
    """What is counted over the whole digest, and by topic."""

    whole: tuple[Trend, ...] = ()
    """In the order of their page; only what says something."""
    editions: int = 0
    """How many have papers."""
    by_topic: Mapping[str, Trend] = field(default_factory=dict)
    """Papers by edition, for topics that are in several, by the topic's id."""
