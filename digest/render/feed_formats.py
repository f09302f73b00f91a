"""A feed to RSS 2.0, Atom and JSON Feed.

Ids never change; `updated` moves only when a person changed the text. No day but the entries' own reaches a feed, so that
building again changes nothing.
"""

import datetime as dt
import json
import re
from dataclasses import dataclass
from email.utils import format_datetime
from html import escape
from typing import Any
from xml.etree import ElementTree as ET

_ATOM = "http://www.w3.org/2005/Atom"
_CONTENT = "http://purl.org/rss/1.0/modules/content/"
# What XML 1.0 cannot hold, even escaped: https://www.w3.org/TR/xml/#charsets
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

ET.register_namespace("atom", _ATOM)
ET.register_namespace("content", _CONTENT)


@dataclass(frozen=True, kw_only=True, slots=True)
class Item:
    """One paper in a feed."""

    id: str
    title: str
    url: str
    """Of its page in the digest."""
    paper_url: str
    """Where the paper itself is read."""
    summary: str
    """Plain text."""
    html: str
    """The whole text, with absolute addresses and no class, style or script."""
    topics: tuple[str, ...]
    published: dt.datetime
    updated: dt.datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Feed:
    """A feed, whatever its format."""

    id: str
    title: str
    subtitle: str
    author: str
    author_url: str
    site_url: str
    """The page that shows to people what the feed holds."""
    items: tuple[Item, ...]
    """Newest first."""

    @property
    def updated(self) -> dt.datetime:
        """When anything in it last changed; the epoch where it is empty."""
        return max((item.updated for item in self.items), default=dt.datetime(1970, 1, 1, tzinfo=dt.UTC))


def format_rss(feed: Feed, *, url: str) -> bytes:
    """Write a feed as RSS 2.0 (https://www.rssboard.org/rss-specification)."""
    rss = ET.Element("rss", version="2.0")
    channel = ET.SubElement(rss, "channel")
    _texts(channel, title=feed.title, link=feed.site_url, description=feed.subtitle, language="en")
    if feed.items:
        _texts(channel, lastBuildDate=format_datetime(feed.updated))
    ET.SubElement(channel, f"{{{_ATOM}}}link", rel="self", type="application/rss+xml", href=url)
    for item in feed.items:
        element = ET.SubElement(channel, "item")
        _texts(element, title=item.title, link=item.url, description=escape(item.summary, quote=False))
        for topic in item.topics:
            _texts(element, category=topic)
        ET.SubElement(element, "guid", isPermaLink="false").text = item.id
        _texts(element, pubDate=format_datetime(item.published))
        ET.SubElement(element, f"{{{_CONTENT}}}encoded").text = _xml_text(item.html)
    return _document(rss)


def format_atom(feed: Feed, *, url: str) -> bytes:
    """Write a feed as Atom (RFC 4287)."""
    # The default namespace as an attribute: ElementTree would prefix every element otherwise.
    root = ET.Element("feed", xmlns=_ATOM)
    _texts(root, id=feed.id, title=feed.title, subtitle=feed.subtitle, updated=_rfc3339(feed.updated))
    ET.SubElement(root, "link", rel="self", type="application/atom+xml", href=url)
    ET.SubElement(root, "link", rel="alternate", type="text/html", href=feed.site_url)
    _texts(ET.SubElement(root, "author"), name=feed.author, uri=feed.author_url)
    for item in feed.items:
        entry = ET.SubElement(root, "entry")
        _texts(entry, id=item.id, title=item.title, published=_rfc3339(item.published), updated=_rfc3339(item.updated))
        ET.SubElement(entry, "link", rel="alternate", type="text/html", href=item.url)
        for topic in item.topics:
            ET.SubElement(entry, "category", term=_xml_text(topic))
        _texts(entry, summary=item.summary)
        ET.SubElement(entry, "content", type="html").text = _xml_text(item.html)
    return _document(root)


def format_json(feed: Feed, *, url: str) -> bytes:
    """Write a feed as JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/)."""
    document: dict[str, Any] = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.site_url,
        "feed_url": url,
        "description": feed.subtitle,
        "language": "en",
        "authors": [{"name": feed.author, "url": feed.author_url}],
        "items": [
            {
                "id": item.id,
                "url": item.url,
                "external_url": item.paper_url,
                "title": item.title,
                "summary": item.summary,
                "content_html": item.html,
                "date_published": _rfc3339(item.published),
                "date_modified": _rfc3339(item.updated),
                "tags": list(item.topics),
            }
            for item in feed.items
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=2).encode() + b"\n"


def _rfc3339(moment: dt.datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")


def _texts(parent: ET.Element, **texts: str) -> None:
    for tag, text in texts.items():
        ET.SubElement(parent, tag).text = _xml_text(text)


def _xml_text(text: str) -> str:
    return _NOT_XML.sub("", text)


def _document(root: ET.Element) -> bytes:
    ET.indent(root)
    document: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return document + b"\n"
