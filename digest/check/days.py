"""Rules about days."""

from collections.abc import Iterator

from digest.check.rule import Finding, Rule
from digest.model.content import Content


def revisions_follow_additions(content: Content) -> Iterator[Finding]:
    """A text is revised on the day the paper was added or later, and only once it was added."""
    for paper in content.papers:
        added, revised = paper.value.added, paper.value.revised
        if revised and added is None and "added" not in paper.unsound:
            yield Finding(paper, ("revised",), "a draft cannot be revised; delete this, `digest accept` writes 'added'")
        elif revised and added and revised < added:
            yield Finding(paper, ("revised",), f"{revised} lies before {added}, the day this was added")


def periods_end_after_they_begin(content: Content) -> Iterator[Finding]:
    """The period of an edition ends on the day it begins or later."""
    for edition in content.editions:
        period = edition.value.period
        if period and period.end < period.start:
            yield Finding(edition, ("period", "end"), f"{period.end} lies before {period.start}, where the period starts")


def closed_editions_have_a_day_of_closing(content: Content) -> Iterator[Finding]:
    """An edition that is closed names the day on which it closed; one that is open names none."""
    for edition in content.editions:
        status, closed = edition.value.status, edition.value.closed
        if closed and status == "open":
            yield Finding(edition, ("closed",), f"{closed} is the day it closed, but its status is open; delete this")
        elif not closed and status == "closed":
            yield Finding(
                edition, ("status",), "say on which day: add 'closed: 2026-12-31'; it is cited with that, and subscribers get it then"
            )


RULES = (
    Rule("revised-before-added", revisions_follow_additions),
    Rule("backward-period", periods_end_after_they_begin),
    Rule("closing-day", closed_editions_have_a_day_of_closing),
)
