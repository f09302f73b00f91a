"""What is known of a paper before anybody here writes about it, and what the digest guesses for a person to confirm."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from digest.gather.reference import Reference
from digest.model.days import PartialDay

ARXIV = "arXiv"
"""The source whose words are kept apart, as facts."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Known:
    """What a source says of a paper before anybody here writes about it; empty or None where it says nothing."""

    reference: Reference
    """Its value is empty where a file that was imported names the paper by its title alone."""
    source: str | None = None
    """Who said it, for people; None where nobody was asked."""
    title: str = ""
    authors: tuple[str, ...] = ()
    published: PartialDay | None = None
    categories: tuple[str, ...] = ()
    venue: str | None = None
    remarks: tuple[str, ...] = ()
    """What the authors told arXiv besides: their comment and the journal."""
    doi: str | None = None
    """Of the published paper, where the reference is none."""
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """A repository that may implement the paper."""

    repo: str
    official: bool = True
    framework: str = ""
    """A word of frameworks.yml, as far as it is known."""
    remark: str = ""
    """What a person should know who decides about it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Texts:
    """What a person has written of the paper elsewhere; empty where nothing."""

    labs: tuple[str, ...] = ()
    grounds: Mapping[str, str] = field(default_factory=dict)
    tldr: str = ""
    why: str = ""
    summary: str = ""
    checked: str = ""


NO_TEXTS = Texts()


@dataclass(frozen=True, kw_only=True, slots=True)
class Proposal:
    """What the digest guesses for a person to confirm."""

    path: str
    """Where the file goes, relative to the project."""
    facts: str
    """Where its facts stand."""
    topics: tuple[str, ...] = ()
    code: tuple[Link, ...] = ()
    said: str = "The authors name this to arXiv. Is it their own code for this paper? If it is by others, it is not official."
    """Where the code is from, for people."""
    by: str = "digest new"
    """The command that made it."""
