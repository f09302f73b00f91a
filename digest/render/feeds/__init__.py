"""A site to its feeds: each in three formats from one model, with archives, and the list of them all.

A feed goes by the day on which the digest took a paper in, an edition closed or a change happened.
"""

from collections.abc import Iterable, Iterator
from types import ModuleType
from typing import NamedTuple

from digest.model.project import Project
from digest.model.site import News, Site, Subscription
from digest.render import addresses
from digest.render.feeds import atom, json_feed, rss
from digest.render.feeds.items import Items
from digest.render.feeds.model import Feed, Item, Links, last_update
from digest.render.feeds.opml import Outline, format_opml
from digest.render.feeds.words import group_of, page_of, subtitle_of, title_of
from digest.render.templating import Templates

__all__ = ["feeds", "title_of"]

_FORMATS: dict[str, ModuleType] = {"rss": rss, "atom": atom, "json": json_feed}


def feeds(site: Site, project: Project, templates: Templates) -> Iterator[tuple[str, bytes]]:
    """Write every feed of a site, its archives and the list of feeds, one after the other, each with its address."""
    items = Items(project, templates)
    documents = [document for subscription in site.subscriptions for document in _documents(subscription, items, templates)]
    for kind, form in _FORMATS.items():
        yield from _written(kind, form, documents, project)
    yield addresses.OPML, _list(site, project, templates)


class _Document(NamedTuple):
    """A feed or one of its archives, before it is written in a format."""

    name: str
    period: str | None
    """Of an archive."""
    older: str | None
    """The period of the newest archive that is older than this."""
    feed: Feed
    items: tuple[Item, ...]


def _documents(subscription: Subscription, items: Items, templates: Templates) -> Iterator[_Document]:
    """List a feed at its present and former addresses, and its archives, each of which leads to the one before it."""
    project = templates.project
    rights = templates.words("feed.rights", site=project.site_name)

    def document(name: str, news: tuple[News, ...], period: str | None, older: str | None) -> _Document:
        held = tuple(items.of(one) for one in news)
        feed = Feed(
            id=f"tag:{project.authority},{project.since}:feed{f'/{name}' if name else ''}",
            title=title_of(subscription, templates),
            subtitle=subtitle_of(subscription, templates),
            author=project.site_name,
            author_url=project.site_url,
            site_url=project.site_url + page_of(subscription),
            icon=project.site_url + addresses.ICON,
            language=project.language,
            rights=rights,
            updated=last_update(held),
        )
        return _Document(name, period, older, feed, held)

    periods = [*(archive.period for archive in subscription.archives), None]
    yield document(subscription.name, subscription.news, None, periods[0])
    for former in subscription.formerly:  # it may never have had archives
        yield document(former, subscription.news, None, None)
    for archive, older in zip(subscription.archives, periods[1:], strict=True):
        yield document(subscription.name, archive.news, archive.period, older)


def _written(kind: str, form: ModuleType, documents: Iterable[_Document], project: Project) -> Iterator[tuple[str, bytes]]:
    """Write documents in one format; an entry that stands in several is written once."""
    entries: dict[str, bytes] = {}
    for name, period, older, feed, items in documents:
        for item in items:
            if item.id not in entries:
                entries[item.id] = form.format_item(item)
        current = addresses.feed(name, kind)
        here = addresses.archive(name, period, kind) if period else current
        links = Links(
            here=project.site_url + here,
            current=project.site_url + current if period else None,
            older=project.site_url + addresses.archive(name, older, kind) if older else None,
        )
        yield here, form.format_feed(feed, links, [entries[item.id] for item in items])


def _list(site: Site, project: Project, templates: Templates) -> bytes:
    outlines = [
        Outline(
            title=title_of(one, templates),
            subtitle=subtitle_of(one, templates),
            url=project.site_url + addresses.feed(one.name, "rss"),
            site_url=project.site_url + page_of(one),
            group=group_of(one, templates),
        )
        for one in site.subscriptions
    ]
    return format_opml(templates.words("feed.list", site=project.site_name), project.site_url, outlines, language=project.language)
