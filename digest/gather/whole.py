"""Bytes to a feed, or a reason: only what is whole, valid and declares nothing of its own reaches feedparser."""

from collections.abc import Collection
from xml.parsers import expat

import feedparser

from digest.gather.lines import one_line
from digest.gather.source import SourceError, UnreadableError

ATOM = "http://www.w3.org/2005/Atom feed"
"""Atom's root element, its namespace before its name."""
_DEEPEST = 30
# feedparser takes a long time over many parts, and hours over long texts without an end to some markup in them.
_MOST_ENTRIES = 5_000
_MOST_ELEMENTS = 250_000
"""A hundred papers of a thousand authors each."""
_LONGEST_TEXT = 10_000
"""In characters: five times arXiv's longest abstract."""
_LONGEST_NAME = 200
"""In characters without a space: the names of a whole collaboration may stand in one line."""
_ENTRIES = frozenset({"entry", "item"})
_PEOPLE = frozenset({"author", "creator", "name"})
_UTF_8 = frozenset({"utf-8", "us-ascii"})


def whole_feed(body: bytes, *, roots: Collection[str]) -> feedparser.FeedParserDict:
    """Read a feed with one of some root elements (namespace, a space, name), or raise UnreadableError.

    One that is too large to be read in good time is no accident: SourceError, since asking again would not help.
    feedparser takes what it can get of a feed that was cut off, and calls a blank body fine, so the XML is judged first.
    """
    _Judge(roots).judge(body)
    feed = feedparser.parse(body)
    if feed.bozo:
        raise UnreadableError(f"it is no valid feed ({one_line(str(feed.bozo_exception))})")
    if not feed.version:
        raise UnreadableError("it is XML, but no feed")
    return feed


class _Judge:
    """Walks through a document without keeping it, and raises at the first thing that no feed of ours has."""

    def __init__(self, roots: Collection[str]) -> None:
        self._roots = roots
        self._depth = self._elements = self._entries = 0
        self._text: list[str] = []
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.buffer_text = True
        self._parser.XmlDeclHandler = self._declare
        self._parser.StartDoctypeDeclHandler = self._refuse_doctype
        self._parser.StartElementHandler, self._parser.EndElementHandler = self._enter, self._leave
        self._parser.CharacterDataHandler = self._text.append

    def judge(self, body: bytes) -> None:
        if not body.strip():
            raise UnreadableError("it answered with nothing at all")
        try:
            self._parser.Parse(body, True)
        except expat.ExpatError as error:
            beginning = one_line(body[:40].decode(errors="replace"))
            raise UnreadableError(f"it is no whole XML ({error}); it begins with '{beginning}'") from error

    def _declare(self, _version: str, encoding: str | None, _standalone: int) -> None:
        if encoding and encoding.lower() not in _UTF_8:
            raise UnreadableError(f"it is written in {encoding[:20]} instead of UTF-8")

    def _refuse_doctype(self, *_about: object) -> None:
        raise UnreadableError("it has a DOCTYPE: a page for people, or a trap")

    def _enter(self, name: str, _attributes: object) -> None:
        if not self._depth and name not in self._roots:
            raise UnreadableError(f"it is no feed, but <{name.rpartition(' ')[2][:20]}>")
        self._depth += 1
        if self._depth > _DEEPEST:
            raise UnreadableError("it is nested too deep for a feed")
        self._elements += 1
        self._entries += name.rpartition(" ")[2] in _ENTRIES
        if self._entries > _MOST_ENTRIES or self._elements > _MOST_ELEMENTS:
            raise SourceError(f"the answer holds more than {_MOST_ENTRIES:,} entries or {_MOST_ELEMENTS:,} parts, which nobody asked for")
        self._text.clear()

    def _leave(self, name: str) -> None:
        self._depth -= 1
        text = "".join(self._text)
        self._text.clear()
        kind = name.rpartition(" ")[2]
        if any(len(word) > _LONGEST_NAME for word in text.split()) if kind in _PEOPLE else len(text) > _LONGEST_TEXT:
            raise SourceError(f"the answer holds a <{kind}> as long as no paper's, which may be a trap")
