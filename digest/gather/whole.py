"""Bytes to a feed, or a reason: only what is whole, valid and declares nothing of its own reaches feedparser."""

from collections.abc import Collection
from xml.parsers import expat

import feedparser

from digest.gather.source import UnreadableError

ATOM = "http://www.w3.org/2005/Atom feed"
"""Atom's root element, its namespace before its name."""
_DEEPEST = 30
_UTF_8 = frozenset({"utf-8", "us-ascii"})


def whole_feed(body: bytes, *, roots: Collection[str]) -> feedparser.FeedParserDict:
    """Read a feed with one of some root elements (namespace, a space, name), or raise UnreadableError.

    feedparser takes what it can get of a feed that was cut off, and calls a blank body fine, so the XML is judged first.
    """
    _judge(body, roots)
    feed = feedparser.parse(body)
    if feed.bozo:
        raise UnreadableError(f"it is no valid feed ({feed.bozo_exception})")
    if not feed.version:
        raise UnreadableError("it is XML, but no feed")
    return feed


def _judge(body: bytes, roots: Collection[str]) -> None:
    if not body.strip():
        raise UnreadableError("it answered with nothing at all")
    depth = 0

    def declare(_version: str, encoding: str | None, _standalone: int) -> None:
        if encoding and encoding.lower() not in _UTF_8:
            raise UnreadableError(f"it is written in {encoding[:20]} instead of UTF-8")

    def refuse_doctype(*_about: object) -> None:
        raise UnreadableError("it has a DOCTYPE: a page for people, or a trap")

    def enter(name: str, _attributes: object) -> None:
        nonlocal depth
        if not depth and name not in roots:
            raise UnreadableError(f"it is no feed, but <{name.rpartition(' ')[2][:20]}>")
        depth += 1
        if depth > _DEEPEST:
            raise UnreadableError("it is nested too deep for a feed")

    def leave(_name: str) -> None:
        nonlocal depth
        depth -= 1

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.XmlDeclHandler = declare
    parser.StartDoctypeDeclHandler = refuse_doctype
    parser.StartElementHandler, parser.EndElementHandler = enter, leave
    try:
        parser.Parse(body, True)
    except expat.ExpatError as error:
        beginning = " ".join(body[:40].decode(errors="replace").split())
        raise UnreadableError(f"it is no whole XML ({error}); it begins with '{beginning}'") from error
