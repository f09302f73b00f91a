"""A feed to Atom (RFC 4287)."""

from collections.abc import Iterable

from digest.render.feeds.model import Feed, Item, Links
from digest.render.feeds.xml import HISTORY, document, element, elements, rfc3339

_ATTRIBUTES = {"xmlns": "http://www.w3.org/2005/Atom", "xmlns:fh": HISTORY}


def format_item(item: Item) -> bytes:
    """Write one entry."""
    parts = [
        *elements(id=item.id, title=item.title, published=rfc3339(item.published), updated=rfc3339(item.updated)),
        element("link", (), {"rel": "alternate", "type": "text/html", "href": item.url}),
        *(element("category", (), {"term": topic}) for topic in item.topics),
        *elements(summary=item.summary),
        element("content", item.html, {"type": "html"}),
    ]
    return element("entry", parts).encode()


def format_feed(feed: Feed, links: Links, entries: Iterable[bytes]) -> bytes:
    """Write a feed or one of its archives around entries that are written already."""
    lines = [
        *elements(id=feed.id, title=feed.title, subtitle=feed.subtitle, updated=rfc3339(feed.updated)),
        *(
            element("link", (), {"rel": rel, "type": "application/atom+xml", "href": address})
            for rel, address in (("self", links.here), ("current", links.current), ("prev-archive", links.older))
            if address
        ),
        element("link", (), {"rel": "alternate", "type": "text/html", "href": feed.site_url}),
        *([element("fh:archive")] if links.current else ()),
        *elements(icon=feed.icon, rights=feed.rights),
        element("author", elements(name=feed.author, uri=feed.author_url)),
        *entries,
    ]
    return document("feed", _ATTRIBUTES | {"xml:lang": feed.language}, lines)
