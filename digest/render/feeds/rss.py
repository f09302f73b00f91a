"""A feed to RSS 2.0 (https://www.rssboard.org/rss-specification)."""

from collections.abc import Iterable
from html import escape

from digest.render.feeds.model import Feed, Item, Links
from digest.render.feeds.xml import HISTORY, Xml, document, element, elements, rfc822

_ATTRIBUTES = {
    "version": "2.0",
    "xmlns:atom": "http://www.w3.org/2005/Atom",
    "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
    "xmlns:fh": HISTORY,
}


def format_item(item: Item) -> bytes:
    """Write one item."""
    parts = [
        *elements(title=item.title, link=item.url, description=escape(item.summary, quote=False)),
        *(element("category", topic) for topic in item.topics),
        element("guid", item.id, {"isPermaLink": "false"}),
        element("pubDate", rfc822(item.published)),
        element("content:encoded", item.html),
    ]
    return element("item", parts).encode()


def format_feed(feed: Feed, links: Links, entries: Iterable[bytes]) -> bytes:
    """Write a feed or one of its archives around items that are written already."""
    entries = tuple(entries)
    lines = [
        Xml("<channel>"),
        *elements(title=feed.title, link=feed.site_url, description=feed.subtitle, language=feed.language, copyright=feed.rights),
        element("image", elements(url=feed.icon, title=feed.title, link=feed.site_url)),
        *(elements(lastBuildDate=rfc822(feed.updated.replace(second=0, microsecond=0))) if entries else ()),
        *(
            element("atom:link", (), {"rel": rel, "type": "application/rss+xml", "href": address})
            for rel, address in (("self", links.here), ("current", links.current), ("prev-archive", links.older))
            if address
        ),
        *([element("fh:archive")] if links.current else ()),
        *entries,
        Xml("</channel>"),
    ]
    return document("rss", _ATTRIBUTES, lines)
