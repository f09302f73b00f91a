"""What a reader sees, as types: papers with everything known of them, and what gathers them."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from digest.identifiers import Repository
from digest.model.content import Edition, Ground, Lab, RepositoryFile, Topic
from digest.model.days import PartialDay
from digest.model.fields import Checked

Standing = Literal["official", "community", "none"]
"""What code a paper has: by its authors, by others, or none listed."""
Reason = Literal["chosen", "author", "code", "topics"]
"""Why one paper is shown beside another."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Named:
    """A word of a vocabulary with the name that a reader sees."""

    id: str
    name: str


@dataclass(frozen=True, kw_only=True, slots=True)
class GroundGiven:
    """Why a paper is here: a kind of reason, and the reason itself."""

    name: str
    definition: str
    reason: str
    """In words; of an address, the title of what stands there, where an edition names that among its sources."""
    url: str | None
    """Where the reason stands, if it does."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Code:
    """A repository as one paper has it."""

    repository: Repository
    url: str
    """The address that the entry gives; may lead to a folder of the repository."""
    official: bool
    framework: Named | None
    shared: bool
    """It serves several papers, so its stars measure none of them."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Related:
    """Another paper of the digest, and why it is shown."""

    slug: str
    title: str
    is_draft: bool
    reason: Reason
    names: tuple[str, ...]
    """Of the authors, repositories or topics in common."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Provenance:
    """Where a value on a page is from."""

    what: str
    """The key of the value in the facts."""
    source: str
    date: PartialDay
    """The day it was taken from there."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Paper:
    """One entry with everything that people wrote and sources say."""

    slug: str
    year: int
    """Its edition, which need not be the year of the paper."""
    path: str
    """Of its file, relative to the project."""
    title: str
    authors: tuple[str, ...]
    published: PartialDay | None
    arxiv: str | None
    doi: str | None
    url: str
    """Where the paper is read."""
    pdf: str | None
    venue: str | None
    topics: tuple[Named, ...]
    labs: tuple[Named, ...]
    grounds: tuple[GroundGiven, ...]
    tldr: str
    why: str
    summary: str
    """Markdown."""
    checked: Checked
    evidence: Mapping[str, str]
    code: tuple[Code, ...]
    """Official ones first."""
    related: tuple[Related, ...]
    provenance: tuple[Provenance, ...]
    pending: bool
    """It is on arXiv, and arXiv has not been asked yet."""
    withdrawn: bool
    """Its authors have withdrawn it."""
    added: dt.date | None
    revised: dt.date | None
    aliases: tuple[str, ...]
    by: str | None

    @property
    def standing(self) -> Standing:
        """What code it has."""
        if not self.code:
            return "none"
        return "official" if any(code.official for code in self.code) else "community"

    @property
    def identity(self) -> str:
        """The oldest name of its file: what feeds know it by, through every renaming."""
        return self.aliases[0] if self.aliases else self.slug

    @property
    def is_draft(self) -> bool:
        """Not accepted yet: shown in previews only."""
        return self.added is None


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
class EditionPage:
    """A year with its papers in the curators' order."""

    year: int
    edition: Edition
    papers: tuple[Paper, ...]
    highlights: tuple[tuple[str, tuple[Mention, ...]], ...]
    """Headings, each with what stands under it."""
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
