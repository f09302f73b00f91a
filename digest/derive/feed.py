"""Papers to what each feed holds."""

import datetime as dt
from collections.abc import Iterable

from digest.model.paper import Named, Paper
from digest.model.site import Subscription, TopicPage


def subscriptions(papers: tuple[Paper, ...], topics: Iterable[TopicPage], *, days: int, items: int) -> tuple[Subscription, ...]:
    """Choose what every feed holds: everything, papers with code, and each topic.

    A topic has a feed before it has papers: whoever waits for its first one can subscribe.
    """

    def subscription(name: str, chosen: Iterable[Paper], topic: Named | None = None) -> Subscription:
        return Subscription(name=name, topic=topic, papers=feed_papers(chosen, days=days, items=items))

    return (
        subscription("", papers),
        subscription("code", [paper for paper in papers if paper.code]),
        *(subscription(f"topic-{page.id}", page.papers, Named(id=page.id, name=page.topic.name)) for page in topics),
    )


def feed_papers(papers: Iterable[Paper], *, days: int, items: int) -> tuple[Paper, ...]:
    """Choose what a feed holds: newest first by the day they were added, ties by slug.

    It holds everything added in the `days` before its own newest entry, and at least `items`, so that nobody who polls
    within that time misses any. Today's date plays no part: an idle rebuild changes nothing.
    """
    dated = sorted(((paper.added, paper) for paper in papers if paper.added), key=lambda pair: (-pair[0].toordinal(), pair[1].slug))
    if not dated:
        return ()
    since = dt.date.fromordinal(max(1, dated[0][0].toordinal() - days))
    return tuple(paper for place, (added, paper) in enumerate(dated) if place < items or added >= since)
