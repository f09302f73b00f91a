"""The answer of arXiv's API, in either of its dialects, to papers: https://info.arxiv.org/help/api/user-manual.html."""

import datetime as dt
import re
from collections import Counter
from dataclasses import dataclass
from typing import Any

from digest.gather.source import UnreadableError
from digest.gather.whole import ATOM, whole_feed
from digest.identifiers import parse_arxiv, parse_doi
from digest.model.characters import FORBIDDEN_CHARACTERS

_VERSION = re.compile(r"v([1-9]\d{0,3})(?:\.pdf)?/?$", re.ASCII)
_ERROR = re.compile(r"https?://[^/]+/api/errors")
# Authors may put ACM and MSC classes among the categories; arXiv's own begin with an archive in lower case.
_CATEGORY = re.compile(r"[a-z]+(?:-[a-z]+)*(?:\.[A-Za-z]{2}|\.[a-z]+(?:-[a-z]+)*)?", re.ASCII)
# arXiv marks a withdrawal in the comment alone: https://info.arxiv.org/help/withdraw.html
# Only what begins a clause is about this paper: others are named in the middle of one ("supersedes …, which was withdrawn").
_CLAUSE = r"(?:^|[.,;:!?(\[]\s*|\s[-\u2013\u2014]+\s|\bthat\s)(?:note\s)?"
_OTHER = r"(?:previous|prior|earlier|first|second|third|former|old|older|original|preceding|another|other|companion|journal|conference)"
_THING = r"(?:paper|article|submission|manuscript|preprint|work|version|report|note|entry|e-print|eprint)"
_THIS = rf"(?:(?:this|the|our)\s+)?(?:(?!{_OTHER}\b)\w+\s+)?{_THING}"
_ADVERB = r"(?:(?!not\b|never\b)\w+\s+)?"
_FROM_ELSEWHERE = r"(?!\s+from(?!\s+(?:the\s+)?arxiv))"
# What follows the bare word where it is no adjective ("withdrawn consent").
_AND_WHY = r"(?=\W*$|\s*[.,;:!()]|\s[-\u2013\u2014]|\s+(?:after|as|because|by|due|following|for|from\s+(?:the\s+)?arxiv|on|pending|since|temporarily|until)\b)"
_WITHDRAWN = re.compile(
    rf"{_CLAUSE}(?:{_THIS}\s+(?:(?:has|have|had)\s+{_ADVERB}been|is|was)\s+{_ADVERB}withdrawn\b{_FROM_ELSEWHERE}"
    rf"|(?:{_THIS}\s+)?withdrawn{_AND_WHY}"
    rf"|(?:the\s+)?(?:\w+\s+)?authors?\s+(?:(?:has|have|had)\s+)?{_ADVERB}(?:withdrawn|withdrew|withdraw)\s+(?:this|the|our)\s+(?:\w+\s+)?{_THING}\b{_FROM_ELSEWHERE})",
    re.IGNORECASE,
)
_FIRST_DAY = dt.date(1980, 1, 1)
"""arXiv opened in 1991, and dates a few papers of before by the day they were written."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ArxivPaper:
    """What arXiv says of a paper. Its abstract is not kept: only its facts are free (CC0)."""

    arxiv: str
    """Without version, and old ids without their subject class: math/0309136."""
    version: int | None
    """None where arXiv does not say."""
    title: str
    authors: tuple[str, ...]
    published: dt.date
    """The day of the first version, in UTC."""
    updated: dt.date
    """The day of this version, in UTC."""
    categories: tuple[str, ...]
    """arXiv's own, the primary one first."""
    primary_category: str | None
    doi: str | None
    """The DOI of the published paper, in lower case."""
    journal_ref: str | None
    comment: str | None
    withdrawn: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class AtomAnswer:
    """A whole answer: the papers in it, and what it says that is none."""

    papers: tuple[ArxivPaper, ...]
    refused: tuple[tuple[str, str], ...] = ()
    """Ids of papers whose entry cannot be believed, each with the reason."""
    errors: tuple[str, ...] = ()
    """What arXiv says is wrong with the request."""
    total: int | None = None
    """How many papers it claims to have found; it can be wrong."""

    @property
    def size(self) -> int:
        """How many papers it holds, those that cannot be believed among them."""
        return len(self.papers) + len(self.refused)

    @property
    def is_short(self) -> bool:
        """Whether it holds fewer papers than it claims to have found."""
        return self.total is not None and self.size < self.total


class _FlawError(ValueError):
    """An entry says something that cannot be."""


def parse_atom(body: bytes) -> AtomAnswer:
    """Read an answer, or raise UnreadableError where it is not a whole, valid Atom feed.

    A single entry without a title or with a day that does not exist is refused alone: the others stand for themselves.
    Entries that say different things of the same paper are all refused.
    """
    feed = whole_feed(body, roots={ATOM})
    papers: list[ArxivPaper] = []
    refused: list[tuple[str, str]] = []
    errors: list[str] = []
    for entry in feed.entries:
        address = _text(entry, "id")
        arxiv = parse_arxiv(address)
        if _ERROR.match(address):
            errors.append(_text(entry, "summary") or "an error that it does not explain")
        elif arxiv is None:
            raise UnreadableError(f"an entry has '{address[:60]}' for an id")
        else:
            try:
                papers.append(_paper(arxiv, address, entry))
            except _FlawError as flaw:
                refused.append((arxiv, str(flaw)))
    agreeing = set(papers)
    times = Counter(paper.arxiv for paper in agreeing)
    refused += [(arxiv, "two entries say different things of it") for arxiv, number in times.items() if number > 1]
    doubtful = {arxiv for arxiv, _ in refused}
    sound = tuple(paper for paper in dict.fromkeys(papers) if paper.arxiv not in doubtful)
    total = _text(feed.feed, "opensearch_totalresults")
    return AtomAnswer(
        papers=sound, refused=tuple(refused), errors=tuple(errors), total=int(total) if re.fullmatch(r"[0-9]{1,9}", total) else None
    )


def _paper(arxiv: str, address: str, entry: dict[str, Any]) -> ArxivPaper:
    addresses = [address, *_links(arxiv, entry)]
    versions = {int(match[1]) for text in addresses if (match := _VERSION.search(text))}
    title, comment = _text(entry, "title"), _text(entry, "arxiv_comment")
    authors = tuple(name for author in entry.get("authors", ()) if (name := _text(author, "name")))
    if not title or not authors:
        raise _FlawError(f"its entry has no {'authors' if title else 'title'}")
    if len(versions) > 1:
        raise _FlawError(f"its entry names versions {' and '.join(map(str, sorted(versions)))}")
    published, updated = _day(entry, "published"), _day(entry, "updated")
    if updated < published:
        raise _FlawError(f"its entry was updated on {updated}, before it was published on {published}")
    primary = _text(entry.get("arxiv_primary_category"), "term")
    named = [primary, *(_text(tag, "term") for tag in entry.get("tags", ()))]
    categories = tuple(dict.fromkeys(name for name in named if _CATEGORY.fullmatch(name)))
    return ArxivPaper(
        arxiv=arxiv,
        version=versions.pop() if versions else None,
        title=title,
        authors=authors,
        published=published,
        updated=updated,
        categories=categories,
        primary_category=primary if primary in categories else None,
        # Some authors give two DOIs in one field.
        doi=next((doi for text in _text(entry, "arxiv_doi").split() if (doi := parse_doi(text))), None),
        journal_ref=_text(entry, "arxiv_journal_ref") or None,
        comment=comment or None,
        withdrawn=bool(_WITHDRAWN.search(comment)),
    )


def _links(arxiv: str, entry: dict[str, Any]) -> list[str]:
    """List an entry's links to arXiv; those of another paper mean that its id is not its own."""
    links = [link.get("href", "") for link in entry.get("links", ()) if link.get("rel") == "alternate" or link.get("title") == "pdf"]
    ours = [link for link in links if (named := parse_arxiv(link)) and named == arxiv]
    if foreign := [named for link in links if (named := parse_arxiv(link)) and named != arxiv]:
        raise _FlawError(f"its entry links to {foreign[0]}")
    return ours


def _text(values: Any, key: str) -> str:
    """Take a text on one line: the old dialect wraps titles and comments."""
    # dict's own get: feedparser's would give the day of publication for a missing `updated`.
    value = dict.get(values, key) if isinstance(values, dict) else None  # an element may have text where it should have attributes
    return " ".join(FORBIDDEN_CHARACTERS.sub("", _decoded(value)).split()) if isinstance(value, str) else ""


def _decoded(text: str) -> str:
    """Put right what was read as Latin-1 once too often (GÃ¶tz for Götz): feedparser does so in titles, but not in names."""
    try:
        return text.encode("latin-1").decode()
    except UnicodeError:
        return text


def _day(entry: dict[str, Any], key: str) -> dt.date:
    text = _text(entry, key)
    try:
        moment = dt.datetime.fromisoformat(text)
        day = (moment.astimezone(dt.UTC) if moment.tzinfo else moment).date()
    except (ValueError, OverflowError):
        raise _FlawError(f"its entry has '{text[:40]}' for the day it was {key}") from None
    if day < _FIRST_DAY:
        raise _FlawError(f"its entry was {key} on {day}, long before there was an arXiv")
    return day
