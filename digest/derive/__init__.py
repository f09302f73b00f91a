"""Checked content to the site: papers with everything known of them, gathered by edition, topic, lab and repository."""

import datetime as dt

from digest.derive.changes import changes
from digest.derive.collections import editions, labs, topics
from digest.derive.feed import Gathered, closed_by, subscriptions
from digest.derive.gone import gone, idle_labs
from digest.derive.papers import papers
from digest.derive.relate import relate
from digest.derive.repositories import repositories
from digest.derive.trends import trends
from digest.model.content import Content
from digest.model.project import Project
from digest.model.site import Site


def derive(content: Content, project: Project, *, today: dt.date, drafts: bool) -> Site:
    """Work out what a reader sees on a day.

    An entry added on a later day is in a queue and appears nowhere; a draft, which has no such day, only where `drafts`
    are asked for.
    """
    shown = relate(papers(content, today=today, drafts=drafts), content)
    gathered = topics(content, shown)
    code = repositories(content, shown)
    years = editions(content, shown, code, today=today)
    removed = gone(content)
    changed = changes(shown, content.facts, years, removed, today=today)
    return Site(
        papers=shown,
        editions=years,
        topics=gathered,
        labs=labs(content, shown),
        repositories=code,
        subscriptions=subscriptions(Gathered(shown, closed_by(years, today), changed, gathered, content.labs.value), project),
        grounds=content.grounds.value,
        gone=removed,
        idle_labs=idle_labs(content, shown),
        trends=trends(shown, years, gathered, code),
    )
