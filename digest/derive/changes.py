"""Events in the facts, revisions, corrections and removals to changes, which have a feed of their own."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import TypeGuard, get_args

from digest.model.days import PartialDay
from digest.model.facts import PaperFacts
from digest.model.paper import Paper
from digest.model.site import Change, ChangeKind, EditionPage, Gone


def changes(
    papers: Iterable[Paper], facts: Mapping[str, PaperFacts], editions: Iterable[EditionPage], gone: Iterable[Gone], *, today: dt.date
) -> tuple[Change, ...]:
    """List what has happened up to a day, newest first; what happened to a draft is no news."""
    accepted = [paper for paper in papers if not paper.is_draft]
    found = [
        *(change for paper in accepted if paper.slug in facts for change in _events(paper, facts[paper.slug])),
        *(change for paper in accepted for change in _revision(paper)),
        *(change for page in editions for change in _corrections(page)),
        *(change for one in gone for change in _removal(one)),
    ]
    past = [change for change in _numbered(found) if change.day <= today]
    return tuple(sorted(past, key=lambda change: (-change.day.toordinal(), change.key)))


def _events(paper: Paper, facts: PaperFacts) -> Iterator[Change]:
    for event in facts.events:
        if _is_known(event.kind):
            yield Change(
                key=f"{paper.identity}/{event.kind}/{event.date}",
                kind=event.kind,
                day=_first_day(event.date),
                name=paper.title,
                old=event.old,
                new=event.new,
                source=event.source,
                paper=paper,
            )


def _revision(paper: Paper) -> Iterator[Change]:
    if paper.revised:
        key = f"{paper.identity}/revised/{paper.revised}"
        yield Change(key=key, kind="revised", day=paper.revised, name=paper.title, paper=paper)


def _corrections(page: EditionPage) -> Iterator[Change]:
    for one in page.edition.corrections:
        key = f"{page.year}/corrected/{one.date}"
        yield Change(key=key, kind="corrected", day=one.date, name=str(page.year), old=one.said, new=one.correct, source=one.source)


def _removal(gone: Gone) -> Iterator[Change]:
    key = f"{gone.identity}/removed/{gone.date}"
    yield Change(key=key, kind="removed", day=gone.date, name=gone.slug, new=gone.reason)


def _numbered(found: Iterable[Change]) -> Iterator[Change]:
    """Tell changes of one kind on one day apart by their place in the file: events are only ever appended."""
    seen: Counter[str] = Counter()
    for change in found:
        seen[change.key] += 1
        yield replace(change, key=f"{change.key}/{seen[change.key]}") if seen[change.key] > 1 else change


def _is_known(kind: str) -> TypeGuard[ChangeKind]:
    return kind in get_args(ChangeKind)


def _first_day(day: PartialDay) -> dt.date:
    return dt.date(day.year, day.month or 1, day.day or 1)
