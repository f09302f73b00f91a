"""Papers to those that a feed holds."""

import datetime as dt
from collections.abc import Iterable

from digest.model.site import Paper


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
