"""A site to its feeds: each in three formats from one model, with archives, and the list of them all.

A feed goes by the day on which the digest took a paper in, an edition closed or a change happened.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, partial
from types import ModuleType

from digest.model.outputs import File
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


def feeds(site: Site, project: Project, templates: Templates) -> Iterator[File]:
    """List every feed of a site, its archives and the list of feeds."""
    items = Items(project, templates)
    documents = [document for subscription in site.subscriptions for document in _documents(subscription, items)]
    for kind, form in _FORMATS.items():
        yield from _written(kind, form, documents, project)
    yield File(addresses.OPML, partial(_list, site, project, templates))


@dataclass(frozen=True)
class _Document:
    """A feed or one of its archives, before it is written in a format."""

    name: str
    period: str | None
    """Of an archive."""
    older: str | None
    """The period of the newest archive that is older than this."""
    subscription: Subscription
    news: tuple[News, ...]
    all: Items

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """Its entries."""
        return tuple(self.all.of(one) for one in self.news)

    @cached_property
    def feed(self) -> Feed:
        """Say what stands above them."""
        project, templates = self.all.project, self.all.templates
        return Feed(
            id=f"tag:{project.authority},{project.since}:feed{f'/{self.name}' if self.name else ''}",
            title=title_of(self.subscription, templates),
            subtitle=subtitle_of(self.subscription, templates),
            author=project.site_name,
            author_url=project.site_url,
            site_url=project.site_url + page_of(self.subscription),
            icon=project.site_url + addresses.ICON,
            language=project.language,
            rights=templates.words("feed.rights", site=project.site_name),
            updated=last_update(self.items),
        )


def _documents(subscription: Subscription, items: Items) -> Iterator[_Document]:
    """List a feed at its present and former addresses, and its archives, each of which leads to the one before it."""
    periods = [*(archive.period for archive in subscription.archives), None]
    yield _Document(subscription.name, None, periods[0], subscription, subscription.news, items)
    for former in subscription.formerly:  # it may never have had archives
        yield _Document(former, None, None, subscription, subscription.news, items)
    for archive, older in zip(subscription.archives, periods[1:], strict=True):
        yield _Document(subscription.name, archive.period, older, subscription, archive.news, items)


def _written(kind: str, form: ModuleType, documents: Iterable[_Document], project: Project) -> Iterator[File]:
    """List documents in one format; an entry that stands in several is written once."""
    entries: dict[str, bytes] = {}

    def entry(item: Item) -> bytes:
        if item.id not in entries:
            entries[item.id] = form.format_item(item)
        return entries[item.id]

    def write(one: _Document, here: str) -> bytes:
        links = Links(
            here=project.site_url + here,
            current=project.site_url + addresses.feed(one.name, kind) if one.period else None,
            older=project.site_url + addresses.archive(one.name, one.older, kind) if one.older else None,
        )
        written: bytes = form.format_feed(one.feed, links, [entry(item) for item in one.items])
        return written

    for one in documents:
        here = addresses.archive(one.name, one.period, kind) if one.period else addresses.feed(one.name, kind)
        yield File(here, partial(write, one, here))


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
