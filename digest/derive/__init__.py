"""Checked content to the site: papers with everything known of them, gathered by edition, topic, lab and repository."""

import datetime as dt

from digest.derive.collections import editions, labs, topics
from digest.derive.feed import subscriptions
from digest.derive.papers import papers
from digest.derive.relate import relate
from digest.derive.repositories import repositories
from digest.model.content import Content
from digest.model.project import Project
from digest.model.site import Gone, Site


def derive(content: Content, project: Project, *, today: dt.date, drafts: bool) -> Site:
    """Work out what a reader sees on a day.

    An entry added on a later day is in a queue and appears nowhere; a draft, which has no such day, only where `drafts`
    are asked for.
    """
    shown = relate(papers(content, today=today, drafts=drafts), content)
    gathered = topics(content, shown)
    code = repositories(content, shown)
    return Site(
        papers=shown,
        editions=editions(content, shown, code),
        topics=gathered,
        labs=labs(content, shown),
        repositories=code,
        subscriptions=subscriptions(shown, gathered, days=project.feed_days, items=project.feed_items),
        grounds=content.grounds.value,
        gone=tuple(Gone(slug=slug, date=removal.date, reason=removal.reason) for slug, removal in sorted(content.removed.value.items())),
    )
