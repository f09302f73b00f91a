"""Papers, editions and changes to what each feed holds, and what its archives do."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import NamedTuple, TypeVar

from digest.model.content import Lab
from digest.model.paper import Named, Paper
from digest.model.project import Project
from digest.model.site import Archive, Change, EditionPage, News, Subscription, TopicPage

T = TypeVar("T", Paper, EditionPage, Change, News)
LEAST_OF_A_LAB = 3
"""Papers that a lab needs for a feed of its own."""
_MONTH = 30
"""Days before the newest beyond which a month is surely over."""


class Gathered(NamedTuple):
    """What feeds are made from."""

    papers: tuple[Paper, ...]
    closed: tuple[EditionPage, ...]
    changes: tuple[Change, ...]
    topics: tuple[TopicPage, ...]
    labs: Mapping[str, Lab]


def subscriptions(gathered: Gathered, project: Project) -> tuple[Subscription, ...]:
    """Choose what every feed holds.

    A topic has a feed before it has papers: whoever waits for its first one can subscribe. A lab has one from its third
    paper on, or where its entry says so. Only the feed of everything has archives of papers: what has left the others is
    there too, with its topics, and a copy for each of them would be most of the site.
    """
    coded = (paper for paper in gathered.papers if paper.code)
    return (
        _with_archives(Subscription(name="", kind="everything"), gathered.papers, project),
        _filled(Subscription(name="code", kind="code"), coded, project),
        _with_archives(Subscription(name="editions", kind="editions"), gathered.closed, project),
        _with_archives(Subscription(name="changes", kind="changes"), gathered.changes, project),
        *(_filled(_of_topic(page), page.papers, project) for page in gathered.topics),
        *(_filled(_of_lab(word, lab), papers, project) for word, lab, papers in _labs_with_feeds(gathered.papers, gathered.labs)),
    )


def _of_topic(page: TopicPage) -> Subscription:
    of = Named(id=page.id, name=page.topic.name)
    formerly = tuple(f"topic-{word}" for word in page.topic.formerly)
    return Subscription(name=f"topic-{page.id}", kind="topic", of=of, about=page.topic.definition, formerly=formerly)


def _of_lab(word: str, lab: Lab) -> Subscription:
    formerly = tuple(f"lab-{former}" for former in lab.formerly)
    return Subscription(name=f"lab-{word}", kind="lab", of=Named(id=word, name=lab.name), formerly=formerly)


def _filled(empty: Subscription, news: Iterable[News], project: Project) -> Subscription:
    """Put the newest of what belongs into a feed there."""
    accepted = tuple(one for one in news if day_of(one))
    return replace(empty, news=newest(accepted, days=project.feed_days, items=project.feed_items), total=len(accepted))


def _with_archives(empty: Subscription, news: Iterable[News], project: Project) -> Subscription:
    news = tuple(news)
    filled = _filled(empty, news, project)
    return replace(filled, archives=archives(news, filled.news, days=project.feed_days))


def closed_by(editions: Iterable[EditionPage], day: dt.date) -> tuple[EditionPage, ...]:
    """Choose the editions that have closed, up to a day."""
    return tuple(page for page in editions if page.closed and page.closed <= day)


def _labs_with_feeds(papers: Iterable[Paper], labs: Mapping[str, Lab]) -> Iterable[tuple[str, Lab, list[Paper]]]:
    by_lab: dict[str, list[Paper]] = defaultdict(list)
    for paper in papers:
        if not paper.is_draft:
            for lab in paper.labs:
                by_lab[lab.id].append(paper)
    by_name = sorted(labs.items(), key=lambda item: item[1].name.casefold())
    return [(word, lab, by_lab[word]) for word, lab in by_name if lab.feed or len(by_lab[word]) >= LEAST_OF_A_LAB]


def newest(news: Iterable[T], *, days: int, items: int) -> tuple[T, ...]:
    """Choose what a feed holds: newest first by the day it came in, ties by name.

    It holds everything that came in within the `days` before its own newest entry, and at least `items`, so that nobody
    who polls within that time misses any. Today's date plays no part: an idle rebuild changes nothing.
    """
    ordered = _newest_first(news)
    if not ordered:
        return ()
    since = ordered[0][0].toordinal() - days
    return tuple(one for place, (day, one) in enumerate(ordered) if place < items or day.toordinal() >= since)


def archives(news: Iterable[T], held: tuple[T, ...], *, days: int) -> tuple[Archive, ...]:
    """Group by month whatever a feed no longer holds, with what it still holds of these months; newest month first.

    A month is published when it is over: the feed's newest entry is of a later one, and a build with `--previous` refuses an
    earlier day than that. So pages keep their bounds and their content, and only a person who edits or takes out an entry changes
    one. Where a feed holds less than a month, days take the place of months.
    """
    length = len("2026-03") if days >= _MONTH else len("2026-03-01")
    ordered = _newest_first(news)
    periods: dict[str, list[News]] = defaultdict(list)
    for day, one in ordered:
        periods[day.isoformat()[:length]].append(one)
    found: list[Archive] = []
    left = len(ordered) - len(held)  # what it no longer holds is the oldest
    for period in reversed(periods):
        if left <= 0:
            break
        found.append(Archive(period=period, news=tuple(periods[period])))
        left -= len(periods[period])
    return tuple(reversed(found))


def day_of(news: News) -> dt.date | None:
    """Tell the day by which feeds go: an entry's addition, an edition's closing, a change's own; None for what is in none."""
    match news:
        case Paper():
            return news.added
        case EditionPage():
            return news.closed
        case Change():
            return news.day


def _newest_first(news: Iterable[T]) -> list[tuple[dt.date, T]]:
    dated = [(day, one) for one in news if (day := day_of(one))]
    return sorted(dated, key=lambda pair: (-pair[0].toordinal(), _name(pair[1])))


def _name(news: News) -> str:
    match news:
        case Paper():
            return news.slug
        case EditionPage():
            return f"{9999 - news.year:04}"  # of editions that close on one day, the later first
        case Change():
            return news.key
