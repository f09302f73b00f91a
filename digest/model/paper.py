"""A paper as a reader sees it: what people wrote and what sources say, side by side."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from digest.identifiers import Repository
from digest.model.days import PartialDay
from digest.model.facts import CitationCount, Stars
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


StateKind = Literal["gone", "unfound", "archived", "quiet", "changing"]
"""What becomes of a repository; one that is unfound never was where an address says."""


@dataclass(frozen=True, kw_only=True, slots=True)
class State:
    """What became of a repository, as it was last seen."""

    kind: StateKind
    seen: PartialDay
    source: str | None
    """None where the digest's own file says so."""

    @property
    def is_over(self) -> bool:
        """Nobody can expect a change of it any more."""
        return self.kind in {"gone", "unfound", "archived"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Code:
    """A repository as one paper has it."""

    repository: Repository
    url: str
    """The address that the entry gives; may lead to a folder of the repository."""
    official: bool
    frameworks: tuple[Named, ...]
    state: State | None
    """What became of it; None where nobody looked."""
    shared: bool
    """It serves several papers, so its stars measure none of them."""
    added: dt.date | None = None
    """The day on which somebody listed it, where that was later than the paper's and said."""
    stars: Stars | None = None
    """The newest day on which somebody counted its stars."""

    @property
    def archived(self) -> PartialDay | None:
        """By when it took no more changes, where it is archived."""
        return self.state.seen if self.state and self.state.kind == "archived" else None


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
class Neighbour:
    """A paper beside another in a line of thought."""

    slug: str
    title: str
    is_draft: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class InThread:
    """Where a paper stands in a line of thought."""

    id: str
    title: str
    """Of the thread."""
    is_draft: bool
    """The thread is."""
    place: int
    """Counted from 1."""
    of: int
    """Steps in all."""
    before: Neighbour | None
    after: Neighbour | None


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
    category: str | None
    """arXiv's primary one."""
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
    citations: tuple[CitationCount, ...] = ()
    """The newest count of each index, by the name of the index."""
    threads: tuple[InThread, ...] = ()
    """The lines of thought that it stands in, by title."""

    @property
    def standing(self) -> Standing:
        """What code it has."""
        if not self.code:
            return "none"
        return "official" if any(code.official for code in self.code) else "community"

    @property
    def foremost(self) -> tuple[Code, ...]:
        """The first code of each kind, official before what others wrote."""
        first: dict[bool, Code] = {}
        for code in self.code:
            first.setdefault(code.official, code)
        return tuple(first.values())

    @property
    def is_untitled(self) -> bool:
        """No source has told its title yet; its identifier stands there."""
        return self.title in {f"arXiv:{self.arxiv}", self.doi, self.url}

    @property
    def identity(self) -> str:
        """The oldest name of its file: what feeds know it by, through every renaming."""
        return self.aliases[0] if self.aliases else self.slug

    @property
    def former_names(self) -> tuple[str, ...]:
        """Names that its file had and has no more: their addresses lead to it.

        Its own may stand among the aliases too, where it is the oldest name again.
        """
        return tuple(alias for alias in self.aliases if alias != self.slug)

    @property
    def is_draft(self) -> bool:
        """Not accepted yet: shown in previews only."""
        return self.added is None
