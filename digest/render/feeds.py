"""A site to its feeds: everything, papers with code and each topic, each in three formats from one model.

A feed goes by the day on which the digest took a paper in.
"""

import datetime as dt
from collections.abc import Callable, Mapping

from digest.model.paper import Paper
from digest.model.project import Project
from digest.model.site import Site, Subscription
from digest.render import addresses
from digest.render.feed_formats import Feed, Item, format_atom, format_json, format_rss
from digest.render.templating import Templates

_FORMATS: Mapping[str, Callable[..., bytes]] = {"rss": format_rss, "atom": format_atom, "json": format_json}


def feeds(site: Site, project: Project, templates: Templates) -> dict[str, bytes]:
    """Write every feed of a site, by its address."""
    items = {paper.slug: _item(paper, project, templates) for one in site.subscriptions for paper in one.papers}
    written: dict[str, bytes] = {}
    for subscription in site.subscriptions:
        feed = _feed(subscription, items, project, templates)
        for kind, write in _FORMATS.items():
            address = addresses.feed(subscription.name, kind)
            written[address] = write(feed, url=project.site_url + address)
    return written


def _title(subscription: Subscription, project: Project, templates: Templates) -> str:
    """Name a feed as a reader's list of feeds shows it."""
    words = templates.words
    if subscription.topic:
        return words("feed.title.topic", site=project.site_name, topic=subscription.topic.name)
    return words("feed.title.code", site=project.site_name) if subscription.name == "code" else project.site_name


def _feed(subscription: Subscription, items: Mapping[str, Item], project: Project, templates: Templates) -> Feed:
    page = addresses.topic(subscription.topic.id) if subscription.topic else addresses.CODE if subscription.name else addresses.HOME
    tag = f"tag:{project.authority},{project.since}:feed"
    return Feed(
        id=f"{tag}/{subscription.name}" if subscription.name else tag,
        title=_title(subscription, project, templates),
        subtitle=project.site_description,
        author=project.site_name,
        author_url=project.site_url,
        site_url=project.site_url + page,
        items=tuple(items[paper.slug] for paper in subscription.papers),
    )


def _item(paper: Paper, project: Project, templates: Templates) -> Item:
    assert paper.added is not None
    return Item(
        id=f"tag:{project.authority},{project.since}:paper/{paper.identity}",
        title=paper.title,
        url=project.site_url + addresses.paper(paper.slug),
        paper_url=paper.url,
        summary=paper.tldr,
        html=templates.render("feed-item.html.j2", "", paper=paper).strip(),
        topics=tuple(topic.name for topic in paper.topics),
        published=_midnight(paper.added),
        updated=_midnight(max(paper.revised or paper.added, paper.added)),
    )


def _midnight(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), tzinfo=dt.UTC)
