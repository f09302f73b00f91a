"""XML from the inside out: every text and attribute is escaped in one place, and what XML cannot hold is left out.

ElementTree writes the same, but looks for namespaces in every element of every entry: of ten thousand, that is what costs.
"""

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from email.utils import format_datetime
from functools import lru_cache

# What XML 1.0 cannot hold, even escaped: https://www.w3.org/TR/xml/#charsets. What it can would take ten times as long to compile.
_NOT_XML = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f]|[\ud800-\udfff\ufffe\uffff]")

_SPECIAL = re.compile(r"[\0-\x1f\"&<>]|[\ud800-\udfff\ufffe\uffff]")
"""What may need an escape, and what XML cannot hold."""

HISTORY = "http://purl.org/syndication/history/1.0"
"""The namespace of feeds with archives (RFC 5005)."""


class Xml(str):
    """Well-formed markup; whatever is no Xml is text, and escaped."""

    __slots__ = ()


def element(tag: str, content: "str | Iterable[Xml]" = (), attributes: Mapping[str, str] | None = None) -> Xml:
    """Write an element around a text, or around elements that are written already."""
    opening = tag if not attributes else tag + "".join(f' {name}="{_escaped(value, quote=True)}"' for name, value in attributes.items())
    inside = "".join(content) if isinstance(content, Xml) or not isinstance(content, str) else _escaped(content)
    return Xml(f"<{opening}>{inside}</{tag}>" if inside else f"<{opening}/>")


def elements(**texts: str) -> list[Xml]:
    """Write an element for every text."""
    return [element(tag, text) for tag, text in texts.items()]


def document(tag: str, attributes: Mapping[str, str], lines: Iterable[Xml | bytes]) -> bytes:
    """Write a document, a line for each of its parts; those in bytes are UTF-8 already."""
    opening = element(tag, [Xml("\n")], attributes).removesuffix(f"</{tag}>")
    parts = [line if isinstance(line, bytes) else line.encode() for line in lines]
    return b"\n".join([f'<?xml version="1.0" encoding="utf-8"?>\n{opening.rstrip()}'.encode(), *parts, f"</{tag}>\n".encode()])


@lru_cache(maxsize=4096)
def rfc822(moment: dt.datetime) -> str:
    """Write a moment as RSS wants it; entries share their days."""
    return format_datetime(moment)


def rfc3339(moment: dt.datetime) -> str:
    """Write a moment as Atom and JSON Feed want it."""
    return moment.isoformat().replace("+00:00", "Z")


def _escaped(text: str, *, quote: bool = False) -> str:
    if not _SPECIAL.search(text):
        return text
    text = _NOT_XML.sub("", text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    # Parsers read line ends and tabs in attributes as spaces, and a carriage return anywhere as a line end.
    text = text.replace("\r", "&#13;")
    return text.replace('"', "&quot;").replace("\n", "&#10;").replace("\t", "&#9;") if quote else text
