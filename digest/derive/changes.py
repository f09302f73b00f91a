"""Events in the facts, revisions, corrections and removals to changes, which have a feed of their own."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from hashlib import sha256

from digest.model.accents import spelled
from digest.model.days import PartialDay
from digest.model.facts import PaperFacts
from digest.model.paper import Paper
from digest.model.site import Change, EditionPage, Gone


def changes(
    papers: Iterable[Paper], facts: Mapping[str, PaperFacts], editions: Iterable[EditionPage], gone: Iterable[Gone], *, today: dt.date
) -> tuple[Change, ...]:
    """List what has happened up to a day, newest first; what happened to a draft is no news."""
    accepted = [paper for paper in papers if not paper.is_draft]
    found = [
        *(change for paper in accepted if paper.slug in facts for change in _events(paper, facts[paper.slug])),
        *(change for paper in accepted for change in _code(paper)),
        *(change for paper in accepted for change in _revision(paper)),
        *(change for page in editions for change in _corrections(page)),
        *(change for one in gone for change in _removal(one)),
    ]
    past = [change for change in _numbered(found) if change.day <= today]
    return tuple(sorted(past, key=lambda change: (-change.day.toordinal(), change.key)))


def _events(paper: Paper, facts: PaperFacts) -> Iterator[Change]:
    """Tell what sources told; what they told before the digest took the paper in is no news to anybody."""
    for event in facts.events:
        day = _first_day(event.date)
        if paper.added and day >= paper.added:
            yield Change(
                key=f"{paper.identity}/{event.kind}/{event.date}",
                kind=event.kind,
                day=day,
                name=paper.title,
                old=spelled(event.old) if event.old else None,
                new=spelled(event.new) if event.new else None,
                source=event.source,
                paper=paper,
            )


def _code(paper: Paper) -> Iterator[Change]:
    """Tell of code that somebody listed after the paper itself; its key ends with the repository, as no event's does."""
    for code in paper.code:
        if paper.added and code.added and code.added > paper.added:
            key = f"{paper.identity}/code-appeared/{code.added}/{code.repository.slug}"
            yield Change(key=key, kind="code-appeared", day=code.added, name=paper.title, new=code.url, paper=paper)


def _revision(paper: Paper) -> Iterator[Change]:
    if paper.revised:
        key = f"{paper.identity}/revised/{paper.revised}"
        yield Change(key=key, kind="revised", day=paper.revised, name=paper.title, paper=paper)


def _corrections(page: EditionPage) -> Iterator[Change]:
    for one in page.edition.corrections:
        key = f"{page.year}/corrected/{one.date}/{sha256(one.said.encode()).hexdigest()[:8]}"
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


def _first_day(day: PartialDay) -> dt.date:
    return dt.date(day.year, day.month or 1, day.day or 1)
