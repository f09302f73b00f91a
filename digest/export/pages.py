"""A page of the site, or one that people wrote, to a Markdown file with front matter, and its charts to files."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml

from digest.export.blocks import Writer, joined
from digest.export.places import follower, resolved, source
from digest.export.text import in_attribute
from digest.export.tree import read
from digest.model.outputs import PLACE, Page

_DRAWN = re.compile(r"^<figure\b(?:(?!</figure>).)*<svg\b.*?</figure>$", re.DOTALL | re.MULTILINE)
"""A drawing in a page that people wrote: GitHub shows none that stands within a page, and its colours are in the site's style."""


@dataclass(frozen=True, kw_only=True, slots=True)
class OwnPage:
    """A page that people wrote."""

    url: str
    path: str
    """Of its file, as it is in their folder: its links start there."""
    markdown: str
    """Without front matter."""
    meta: Mapping[str, Any]
    """What its front matter says."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Setting:
    """What all pages share."""

    sources: Mapping[str, str]
    """The file of every page, by its URL."""
    site_url: str
    elsewhere: Callable[[str], str]
    """Says where the page at a URL works with scripts, in the words of the interface."""
    facts: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """What is known of the papers that have a page, by its URL, for programs."""


def page_files(page: Page, setting: Setting) -> Iterator[tuple[str, bytes]]:
    """Write a page of the site, its pictures first."""
    pictures: dict[str, bytes] = {}
    body = _body(page.url, page.html, setting, pictures)
    meta: dict[str, Any] = {"title": page.title, "description": page.description, **setting.facts.get(page.url, {}), **_feeds(page)}
    if not page.is_listed:
        meta["search"] = {"exclude": True}
    yield from pictures.items()
    yield source(page.url), _file(meta, body)


def own_page_files(own: OwnPage, addition: str, setting: Setting) -> Iterator[tuple[str, bytes]]:
    """Write a page that people wrote, with what is added to it at the place that they marked, else at its end."""
    pictures: dict[str, bytes] = {}
    added = _body(own.url, addition, setting, pictures) if addition else ""
    markdown = _DRAWN.sub(lambda match: _body(own.url, match[0], setting, pictures), own.markdown)
    before, mark, after = markdown.partition(PLACE)
    parts = [before, added, after] if mark else [markdown, added]
    yield from pictures.items()
    yield own.path, _file(own.meta, "\n\n".join(part.strip() for part in parts if part.strip()))


def _feeds(page: Page) -> dict[str, Any]:
    """Name the feeds of a page, for its head; escaped, as engines write them into HTML as they are."""
    links = [link for link in read(page.head).all("link") if link.get("rel") == "alternate"]
    found = [{"title": link.get("title"), "type": link.get("type"), "href": resolved(link.get("href"), page.url)} for link in links]
    return {"feeds": [{key: in_attribute(value) for key, value in one.items()} for one in found]} if found else {}


def _body(url: str, html: str, setting: Setting, pictures: dict[str, bytes]) -> str:
    def draw(name: str, picture: bytes) -> str:
        pictures[f"{url}{name}"] = picture
        return follow(name) or name

    follow = follower(url, setting.sources, setting.site_url)
    return joined(Writer(follow, draw, setting.elsewhere(url)).blocks(read(html)))


def _file(meta: Mapping[str, Any], body: str) -> bytes:
    """Put front matter before a page. Engines write its title and description into HTML as they are, so they stand escaped."""
    shown = {key: in_attribute(str(value)) if key in {"title", "description"} else value for key, value in meta.items() if key != "digest"}
    front = f"---\n{yaml.safe_dump(shown, allow_unicode=True, sort_keys=False, width=1 << 20)}---\n\n" if shown else ""
    return f"{front}{body}\n".encode()
