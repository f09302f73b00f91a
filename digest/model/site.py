"""What a reader sees, as types: what gathers papers, and everything that is published."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from digest.identifiers import Repository
from digest.model.content import Edition, Figure, Ground, Lab, RepositoryFile, Topic
from digest.model.paper import Named, Paper


@dataclass(frozen=True, kw_only=True, slots=True)
class Mention:
    """A paper or a repository that an edition speaks of, and what it says."""

    text: str
    paper: Paper | None = None
    repository: Repository | None = None
    """One that has a page in the digest."""
    name: str | None = None
    """Of what stands at `url`."""
    url: str | None = None
    """Where it stands outside the digest, if it does."""


@dataclass(frozen=True, kw_only=True, slots=True)
class HighlightShown:
    """A short list of an edition under a heading of its own."""

    heading: str
    ranked: bool
    """The order is a ranking."""
    items: tuple[Mention, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class ReportedFigure:
    """A figure that a source reported, and who said it."""

    figure: Figure
    by: str | None
    """Of the source, where the edition names that among its sources."""


@dataclass(frozen=True, kw_only=True, slots=True)
class NamedIn:
    """Where an edition names a repository among its highlights."""

    year: int
    heading: str
    rank: int | None
    """Its place, counted from 1, where the order is a ranking."""
    note: str


@dataclass(frozen=True, kw_only=True, slots=True)
class EditionPage:
    """A year with its papers in the curators' order."""

    year: int
    edition: Edition
    papers: tuple[Paper, ...]
    highlights: tuple[HighlightShown, ...]
    figures: tuple[ReportedFigure, ...]
    missed: tuple[Mention, ...]
    """What the edition overlooked."""


@dataclass(frozen=True, kw_only=True, slots=True)
class TopicPage:
    """A topic with its papers, newest first, and what to read first."""

    id: str
    topic: Topic
    papers: tuple[Paper, ...]
    start: tuple[Paper, ...]
    nearby: tuple[Named, ...]
    """Topics that share papers with it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class LabPage:
    """A lab with its papers, newest first."""

    id: str
    lab: Lab
    papers: tuple[Paper, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Implementation:
    """A paper that a repository implements."""

    paper: Paper
    official: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class RepositoryPage:
    """A repository with what it implements."""

    repository: Repository
    file: RepositoryFile | None
    """Where it has words of its own."""
    frameworks: tuple[Named, ...]
    labs: tuple[Named, ...]
    topics: tuple[Named, ...]
    implements: tuple[Implementation, ...]
    formerly: tuple[Repository, ...]
    """What it has moved from."""
    named: tuple[NamedIn, ...]
    """What editions say of it, newest first."""
    figures: tuple[ReportedFigure, ...]
    """What was reported about it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Gone:
    """An entry that was taken out."""

    slug: str
    date: dt.date
    reason: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Subscription:
    """What one feed holds, whatever its format: papers by the day they were added, newest first."""

    name: str
    """What its addresses are made of: empty for everything, ``code``, ``topic-vision``."""
    topic: Named | None
    papers: tuple[Paper, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Site:
    """Everything that is published."""

    papers: tuple[Paper, ...]
    """Newest edition first; within one, the curators' order."""
    editions: tuple[EditionPage, ...]
    """Newest first."""
    topics: tuple[TopicPage, ...]
    """By name."""
    labs: tuple[LabPage, ...]
    """By name."""
    repositories: tuple[RepositoryPage, ...]
    """By name."""
    subscriptions: tuple[Subscription, ...]
    """What feeds there are: everything first, papers with code, then topics by name."""
    grounds: Mapping[str, Ground]
    gone: tuple[Gone, ...]
    """Entries that were taken out, by slug."""

    @property
    def latest(self) -> tuple[Paper, ...]:
        """Accepted papers by the day they were added, newest first, as many as the feed of everything holds."""
        return self.subscriptions[0].papers

    @property
    def last_added(self) -> dt.date | None:
        """The newest day on which a paper came in."""
        return self.latest[0].added if self.latest else None
