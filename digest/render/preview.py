"""A site before and after a change to what readers would notice of it, and that to one page that needs nothing else."""

import base64
import hashlib
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from markupsafe import Markup

from digest.model.outputs import Outputs
from digest.model.paper import Paper
from digest.model.preview import Card, FeedNews, Preview
from digest.model.project import Project
from digest.model.site import Site
from digest.render import addresses
from digest.render.feeds.items import Items
from digest.render.feeds.model import Item
from digest.render.templating import Templates

_STYLE = """
:root { color-scheme: light dark; --ink: #14161a; --muted: #5a5f68; --line: #dfe2e7; --ok: #1c6b3c; --bg: #fff; }
@media (prefers-color-scheme: dark) { :root { --ink: #eceef1; --muted: #a2a7b0; --line: #2e3138; --ok: #7fd49b; --bg: #121316; } }
body { max-width: 44rem; margin: 2rem auto; padding: 0 1rem; font: 1rem/1.55 system-ui, sans-serif; color: var(--ink); background: var(--bg); }
h1, h2, h3 { font-family: Georgia, serif; line-height: 1.25; } a { color: var(--ok); } code { font-size: .9em; overflow-wrap: anywhere; }
article { border-top: 1px solid var(--line); padding: .5rem 0; } .quiet { color: var(--muted); } summary { cursor: pointer; }
li { overflow-wrap: anywhere; } math { overflow-x: auto; }
"""
_POLICY = "default-src 'none'; style-src 'sha256-{}'; base-uri 'none'; form-action 'none'"
MOST_CARDS = 200
"""Of each kind on the page; the texts of ten thousand would take a browser minutes."""
MOST_LINES = 500
"""Of each list."""


class Side(NamedTuple):
    """A site before or after, as derived and as rendered once its drafts are accepted."""

    site: Site
    outputs: Outputs
    without_drafts: Site
    """The same as long as drafts are drafts, and shown to nobody."""


class Differences(NamedTuple):
    """Which pages and entries of feeds are not the same."""

    new_pages: tuple[str, ...]
    altered_pages: tuple[str, ...]
    lost_pages: tuple[str, ...]
    feeds: tuple[FeedNews, ...]


def differences(before: Side, after: Side, project: Project, *, prose: tuple[Mapping[str, bytes], Mapping[str, bytes]]) -> Differences:
    """Compare two sites that were made with the same templates for the same day; `prose` is what people wrote as pages."""
    old, new = _pages(before, prose[0]), _pages(after, prose[1])
    kept = {*new, *after.outputs.retired}
    return Differences(
        new_pages=tuple(sorted(new.keys() - old.keys())),
        altered_pages=tuple(sorted(url for url in new.keys() & old.keys() if new[url] != old[url])),
        lost_pages=tuple(sorted({*old, *before.outputs.retired} - kept)),
        feeds=tuple(_news(before, after, project)),
    )


def cards(papers: Iterable[Paper], changed: Mapping[str, tuple[str, ...]], project: Project) -> tuple[Card, ...]:
    """Make cards of those papers that changed, in their order; `changed` says by slug what of them did."""
    templates = Templates(project)
    items = Items(project, templates)
    return tuple(
        Card(
            path=paper.path,
            title=paper.title,
            about=_about(paper, templates),
            tldr=paper.tldr,
            why=paper.why,
            url=paper.url,
            changed=changed[paper.slug],
            html=items.of(paper).html,
        )
        for paper in papers
        if paper.slug in changed
    )


def _about(paper: Paper, templates: Templates) -> str:
    t = templates.words
    parts = [templates.byline(paper), str(paper.year), ", ".join(topic.name for topic in paper.topics), t(f"code.{paper.standing}")]
    parts += [t("paper.pending")] if paper.pending else []
    parts += [t("entry.withdrawn")] if paper.withdrawn else []
    return " · ".join(part for part in parts if part)


def preview_page(preview: Preview, sections: Iterable[tuple[str, Sequence[str]]], counted: str, project: Project) -> str:
    """Write a preview as one HTML file: it runs nothing, and asks no host for anything.

    Args:
        preview: For the cards; the first two sections are theirs.
        sections: Headings and lines, as text.
        counted: The sum of it in one sentence.
        project: Whose templates are used.
    """
    digest = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
    return Templates(project).render(
        "preview.html.j2",
        "",
        title=f"{project.site_name}: {counted}",
        counted=counted,
        cards=[*preview.added, *preview.altered][:MOST_CARDS],
        more=max(0, len(preview.added) + len(preview.altered) - MOST_CARDS),
        sections=[(heading, lines[:MOST_LINES], max(0, len(lines) - MOST_LINES)) for heading, lines in sections],
        style=Markup(_STYLE),  # noqa: S704 (ours)
        policy=_POLICY.format(digest),
    )


def _pages(side: Side, prose: Mapping[str, bytes]) -> dict[str, object]:
    """Gather what stands at each URL; what was added to a page of prose counts too."""
    written = {url: (text, side.outputs.additions.get(url)) for url, text in prose.items()}
    return {**{page.url: page.shown for page in side.outputs.pages}, **written}


def _news(before: Side, after: Side, project: Project) -> Iterator[FeedNews]:
    """Find entries that subscribers get for the first time, or with another text; and which of them only once a draft is accepted."""
    templates = Templates(project)
    items = Items(project, templates)
    old, new = _held(before.site, Items(project, templates)), _held(after.site, items)
    editions = {items.id_of(page) for page in after.site.editions}
    known = {identifier for items in old.values() for identifier in items}
    changed = _changed(old, new)
    at_once = _changed(*(_held(side.without_drafts, Items(project, templates), only=changed) for side in (before, after)))
    for identifier, names in changed.items():
        yield FeedNews(
            title=new[names[0]][identifier].title,
            feeds=tuple(addresses.feed(name, "rss") for name in names),
            is_new=identifier not in known,
            is_edition=identifier in editions,
            waits=identifier not in at_once,
        )


_Held = Mapping[str, Mapping[str, Item]]
"""Entries by their ids, by the names of the feeds that hold them."""


def _held(site: Site, items: Items, *, only: Container[str] | None = None) -> _Held:
    """Make the entries of every feed and its archives, or `only` those of some ids."""
    return {
        subscription.name: {
            identifier: items.of(one)
            for news in (subscription.news, *(archive.news for archive in subscription.archives))
            for one in news
            if (identifier := items.id_of(one)) and (only is None or identifier in only)
        }
        for subscription in site.subscriptions
    }


def _changed(old: _Held, new: _Held) -> Mapping[str, Sequence[str]]:
    """Name the feeds to which an entry is new, or in which it has another text, by its id."""
    feeds: defaultdict[str, list[str]] = defaultdict(list)
    for name, items in new.items():
        for identifier, item in items.items():
            if item != old.get(name, {}).get(identifier):
                feeds[identifier].append(name)
    return feeds
