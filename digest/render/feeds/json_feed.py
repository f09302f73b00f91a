"""A feed to JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/)."""

import json
from collections.abc import Iterable
from typing import Any

from digest.render.feeds.model import Feed, Item, Links
from digest.render.feeds.xml import rfc3339

_ENCODER = json.JSONEncoder(ensure_ascii=False)


def format_item(item: Item) -> bytes:
    """Write one item, on one line."""
    values = {
        "id": item.id,
        "url": item.url,
        "external_url": item.elsewhere,
        "title": item.title,
        "summary": item.summary,
        "content_html": item.html,
        "date_published": rfc3339(item.published),
        "date_modified": rfc3339(item.updated),
        "tags": list(item.topics),
    }
    return _json({key: value for key, value in values.items() if value is not None})


def format_feed(feed: Feed, links: Links, entries: Iterable[bytes]) -> bytes:
    """Write a feed or one of its archives around items that are written already."""
    values = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.site_url,
        "feed_url": links.here,
        "description": feed.subtitle,
        "icon": feed.icon,
        "language": feed.language,
        "authors": [{"name": feed.author, "url": feed.author_url}],
        "next_url": links.older,
    }
    lines = [b'"' + key.encode() + b'": ' + _json(value) for key, value in values.items() if value is not None]
    items = b",\n".join(entries)
    return b"{\n" + b",\n".join([*lines, b'"items": [\n' + items + b"\n]"]) + b"\n}\n"


def _json(value: Any) -> bytes:
    # A lone surrogate can stand in JSON only as an escape.
    return _ENCODER.encode(value).encode("utf-8", "backslashreplace")
