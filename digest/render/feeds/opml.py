"""The list of all feeds to OPML 2.0 (http://opml.org/spec2.opml), which feed readers take in at once."""

from collections.abc import Iterable
from dataclasses import dataclass

from digest.render.feeds.xml import Xml, document, element, elements


@dataclass(frozen=True, kw_only=True, slots=True)
class Outline:
    """One feed in the list."""

    title: str
    subtitle: str
    url: str
    site_url: str
    group: str | None = None
    """The heading that it stands under."""


def format_opml(title: str, owner_url: str, outlines: Iterable[Outline], *, language: str) -> bytes:
    """Write the list; those of one group stand together under its name."""
    alone: list[Xml] = []
    groups: dict[str, list[Xml]] = {}
    for outline in outlines:
        (groups.setdefault(outline.group, []) if outline.group else alone).append(_outline(outline, language))
    grouped = (element("outline", parts, {"text": name}) for name, parts in groups.items())
    lines = [
        element("head", elements(title=title, ownerId=owner_url)),
        Xml("<body>"),
        *alone,
        *grouped,
        Xml("</body>"),
    ]
    return document("opml", {"version": "2.0"}, lines)


def _outline(outline: Outline, language: str) -> Xml:
    values = {
        "type": "rss",
        "text": outline.title,
        "title": outline.title,
        "description": outline.subtitle,
        "xmlUrl": outline.url,
        "htmlUrl": outline.site_url,
        "language": language,
        "version": "RSS2",
    }
    return element("outline", (), values)
