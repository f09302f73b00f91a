"""arXiv's daily feed (RSS 2.0, Atom, the RSS 1.0 of old) to what it announces; whatever is no whole feed is refused."""

import datetime as dt
import html
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any

from digest.gather.code import code_named_in
from digest.gather.lines import one_line
from digest.gather.source import SourceError, UnreadableError
from digest.gather.whole import ATOM, whole_feed
from digest.identifiers import parse_arxiv

NEW = frozenset({"new", "cross"})
"""The kinds of announcements that bring a paper to a category for the first time."""
_KINDS = NEW | {"replace", "replace-cross", "absonly"}
_ROOTS = {"rss", ATOM, "http://www.w3.org/1999/02/22-rdf-syntax-ns# RDF"}
_GUID = re.compile(r"oai:arXiv\.org:(.+)", re.IGNORECASE)
_VERSION = re.compile(r"v([1-9]\d*)$")
_ANNOUNCED = re.compile(r"\s*arXiv:\S+\s+Announce Type:\s*([a-z-]+)")
# RSS 1.0 said at the end of a title what the others say in elements of their own.
_OLD_MARK = " (arXiv:"
_OLD_END = re.compile(r"(\S+) \[([\w.-]+)\]( UPDATED| CROSS LISTED)?\)")
_OLD_KINDS = {None: "new", " CROSS LISTED": "cross", " UPDATED": "replace"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Announcement:
    """One paper, as a day's feed announces it. The abstract is read for code and not kept."""

    arxiv: str
    """Its id without version."""
    version: int | None
    title: str
    """As typed, with its LaTeX."""
    authors: tuple[str, ...]
    """Without affiliations."""
    categories: tuple[str, ...]
    """The primary one first."""
    kind: str
    """new, cross, replace, replace-cross or absonly."""
    code: tuple[str, ...] = ()
    """Addresses of public code that the abstract names."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Feed:
    """A day's announcements."""

    day: dt.date
    """The day that the newest of them is of: a feed just built may hold those of a week ago."""
    papers: tuple[Announcement, ...]


def parse_rss(body: bytes) -> Feed:
    """Read a feed whole, or raise UnreadableError and say what it is instead; SourceError where arXiv explains that it has none."""
    parsed = whole_feed(body, roots=_ROOTS)
    title = parsed.feed.get("title", "")
    if title.startswith("Feed error"):
        raise SourceError(f"arXiv's feed answers with an error: {one_line(parsed.feed.get('subtitle') or title)}")
    if "arxiv" not in title.casefold():
        raise UnreadableError(f"it is a feed of somebody else, titled '{one_line(title)[:60]}'")
    papers: dict[str, Announcement] = {}
    for entry in parsed.entries:
        paper = _announcement(entry)
        papers.setdefault(paper.arxiv, paper)
    return Feed(day=_day(parsed), papers=tuple(papers.values()))


def split_authors(text: str) -> tuple[str, ...]:
    """Split a line of authors at the commas outside parentheses, and leave out the affiliations that stand in these."""
    outside: list[str] = []
    opened: list[int] = []
    for piece in re.split(r"([()])", text):
        if piece == "(":
            opened.append(len(outside))
        elif piece == ")":
            del outside[opened.pop() if opened else len(outside) :]
        else:
            outside.append(piece)
    return tuple(name for part in "".join(outside).split(",") if (name := one_line(part)))


def _announcement(entry: Mapping[str, Any]) -> Announcement:
    named, link = _ids(entry)
    arxiv = parse_arxiv(named)
    if arxiv is None or arxiv != parse_arxiv(link):
        raise UnreadableError(
            f"it has an entry with the id '{one_line(named)}' and the address '{one_line(link)}', which name no one paper"
        )
    whole = one_line(entry.get("title", ""))
    title, old = _old_title(whole) or (whole, None)
    kind = _OLD_KINDS[old[3]] if old else _kind(entry)
    if kind not in _KINDS or not title:
        raise UnreadableError(f"its entry of {arxiv} has no title or is announced as '{one_line(kind)}'")
    version = _VERSION.search(named)
    return Announcement(
        arxiv=arxiv,
        version=int(version[1]) if version else None,
        title=title,
        authors=split_authors(_text(entry.get("author", "")) if old else entry.get("author", "")),
        categories=(old[2],) if old else tuple(one_line(tag["term"]) for tag in entry.get("tags", ()) if tag.get("term")),
        kind=kind,
        code=code_named_in(_text(entry.get("summary", ""))),
    )


def _ids(entry: Mapping[str, Any]) -> tuple[str, str]:
    """Find what an entry calls its paper, with the version where it says so, and the address it gives."""
    identifier, link = entry.get("id", ""), entry.get("link", "")
    if guid := _GUID.fullmatch(identifier):
        return guid[1], link
    old = _old_title(one_line(entry.get("title", "")))
    return (old[1][1] if old else identifier), link


def _old_title(line: str) -> tuple[str, re.Match[str]] | None:
    """Take apart a title of RSS 1.0; None where it is one of today."""
    title, _, end = f" {line}".rpartition(_OLD_MARK)
    said = _OLD_END.fullmatch(end)
    return (title.strip().removesuffix("."), said) if said else None


def _kind(entry: Mapping[str, Any]) -> str:
    announced = _ANNOUNCED.match(entry.get("summary", ""))
    return str(entry.get("arxiv_announce_type") or (announced[1] if announced else ""))


def _day(parsed: Any) -> dt.date:
    """Find the day of the newest announcement; that of the feed where it holds none, or its entries have none."""
    times = [entry["published"] for entry in parsed.entries if "published" in entry]
    return max(map(_day_in, times or [parsed.feed.get("published") or parsed.feed.get("updated") or ""]))


def _day_in(text: str) -> dt.date:
    """Read a day in either spelling. feedparser would take the 45th of a month for a day of the next one."""
    for read in (dt.datetime.fromisoformat, parsedate_to_datetime):
        with suppress(ValueError, OverflowError):
            moment = read(text.strip())
            if f"{moment.year:04}" in text:  # mail once had years of two digits, and 0000 would be 2000
                # Midnight in New York is the same day in UTC.
                return (moment.astimezone(dt.UTC) if moment.tzinfo else moment).date()
    raise UnreadableError(
        f"it does not say what day it is of, but '{one_line(text)[:40]}'" if text else "it does not say what day it is of"
    )


def _text(markup: str) -> str:
    return html.unescape(re.sub(r"<[^<>]*>", "", markup))
