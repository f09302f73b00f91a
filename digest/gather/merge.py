"""What is known of a paper and what arXiv says of it to what is known then: better, or as it was, never worse."""

import datetime as dt
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeVar

from digest.gather.atom import ArxivPaper
from digest.gather.spelling import same_letters
from digest.model.days import PartialDay
from digest.model.facts import Event, Fact, PaperFacts

T = TypeVar("T")
SOURCE = "arXiv API"
"""As readers see it: what this program was told by arXiv itself, today. Records that others kept of it are named otherwise."""
# arXiv's own records differ by a day among themselves, US Eastern time against UTC.
_SAME_DAY = dt.timedelta(days=1)


class DoubtError(ValueError):
    """An answer contradicts what is known so that taking it would damage the facts; the text says how, and the mend."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Merged:
    """Facts after an answer, and what in it could not be believed."""

    facts: PaperFacts
    doubt: str | None = None


def merged(facts: PaperFacts, paper: ArxivPaper, *, today: dt.date) -> Merged:
    """Take what arXiv says into the facts, or raise DoubtError where the answer is an older one or about another paper.

    arXiv is the best source on its own records, so its word replaces that of others. But:

    - a value that it confirms keeps the source and the day that it has: nothing changed, and the file stays as it is;
    - the day of the first version never changes: where a whole day is known, another one is doubted, not taken;
    - the day of the newest version never goes back without a newer one, and goes on only with an answer that names its version;
    - what an answer leaves out was perhaps only left out: it stays known.
    """
    _doubt(facts, paper, today)
    newer = paper.version is not None and facts.version is not None and paper.version > facts.version.value

    def take(old: Fact[T] | None, value: T | None, same: Callable[[T, T], bool] = _equal) -> Fact[T] | None:
        if not value or (old and same(old.value, value)):
            return old
        return Fact(value=value, source=SOURCE, date=_partial(today))

    was_withdrawn = facts.withdrawn is not None and facts.withdrawn.value
    withdrawn = paper.withdrawn or (was_withdrawn and not newer and paper.comment is None)
    then = replace(
        facts,
        arxiv=paper.arxiv,
        title=take(facts.title, paper.title, _same_text),
        authors=take(facts.authors, paper.authors, _same_texts if newer else _adds_no_author),
        published=take(facts.published, _partial(paper.published), _never_changes),
        updated=take(facts.updated, _partial(paper.updated), _equal if newer else _is_no_later_day_of(paper, facts)),
        version=take(facts.version, paper.version),
        categories=take(facts.categories, paper.categories, _adds_no_category),
        primary_category=take(facts.primary_category, paper.primary_category),
        comment=take(facts.comment, paper.comment, _same_text),
        doi=take(facts.doi, paper.doi),
        journal_ref=take(facts.journal_ref, paper.journal_ref, _same_text),
        withdrawn=facts.withdrawn
        if facts.withdrawn and facts.withdrawn.value == withdrawn
        else Fact(value=withdrawn, source=SOURCE, date=_partial(today)),
    )
    doubts = []
    if facts.published and facts.published.value.day and _contradict(facts.published.value, _partial(paper.published)):
        doubts.append(_stays("published", paper.published, facts.published.value))
    if facts.updated and not newer and _is_earlier(_partial(paper.updated), facts.updated.value):
        doubts.append(_stays("updated", paper.updated, facts.updated.value))
    return Merged(facts=replace(then, events=(*facts.events, *_events(facts, then, paper, today))), doubt="; ".join(doubts) or None)


def vanished(facts: PaperFacts, *, today: dt.date) -> PaperFacts:
    """Note that arXiv no longer has a paper, once until it is back; everything that is known of it stays."""
    if is_gone(facts):
        return facts
    return replace(facts, events=(*facts.events, Event(date=_partial(today), kind="vanished", source=SOURCE)))


def is_gone(facts: PaperFacts) -> bool:
    """Say whether arXiv no longer had a paper when it was last asked for."""
    return next((event.kind == "vanished" for event in reversed(facts.events) if event.kind in {"vanished", "returned"}), False)


def _doubt(facts: PaperFacts, paper: ArxivPaper, today: dt.date) -> None:
    if paper.updated > today + _SAME_DAY:
        raise DoubtError(f"arXiv says it was updated on {paper.updated}, which is still to come")
    if facts.version and paper.version and paper.version < facts.version.value:
        raise DoubtError(
            f"arXiv answered with version {paper.version}, but there is a version {facts.version.value}; if not, delete it from its facts"
        )
    if facts.title and same_letters(facts.title.value) != same_letters(paper.title) and _is_another(facts, paper):
        raise DoubtError(
            f"arXiv answered with what seems to be another paper, '{paper.title}'; look at https://arxiv.org/abs/{paper.arxiv}"
        )


def _is_another(facts: PaperFacts, paper: ArxivPaper) -> bool:
    """Say whether a paper with another title is another paper: it has none of the authors, or began on another day."""
    if facts.published and _contradict(facts.published.value, _partial(paper.published)):
        return True
    known = {_surname(author) for author in facts.authors.value} if facts.authors else set()
    return bool(known) and known.isdisjoint(map(_surname, paper.authors))


def _events(facts: PaperFacts, then: PaperFacts, paper: ArxivPaper, today: dt.date) -> list[Event]:
    """List what happened to the paper since its facts were written; that two sources spell a title differently is no event."""
    day = _partial(today)
    events = []
    if is_gone(facts):
        events.append(Event(date=day, kind="returned", source=SOURCE))
    if facts.version and then.version and then.version != facts.version:
        events.append(Event(date=day, kind="new-version", old=f"v{facts.version.value}", new=f"v{then.version.value}", source=SOURCE))
    if facts.title and then.title and same_letters(facts.title.value) != same_letters(then.title.value):
        events.append(Event(date=day, kind="title-changed", old=facts.title.value, new=then.title.value, source=SOURCE))
    if then.withdrawn and then.withdrawn.value and not (facts.withdrawn and facts.withdrawn.value):
        events.append(Event(date=day, kind="withdrawn", new=paper.comment, source=SOURCE))
    return events


def _equal(old: T, new: T) -> bool:
    return old == new


def _is_near(old: PartialDay, new: PartialDay) -> bool:
    """Say whether two whole days are the same but for time zones."""
    if not old.day:
        return False
    return abs(dt.date(old.year, old.month, old.day) - dt.date(new.year, new.month, new.day)) <= _SAME_DAY


def _is_no_later_day_of(paper: ArxivPaper, facts: PaperFacts) -> Callable[[PartialDay, PartialDay], bool]:
    """Tell what an answer without a newer version cannot change: a later day is news only of a version that it names."""
    unnamed = paper.version is None and facts.version is not None
    return lambda old, new: unnamed or _is_near(old, new) or _is_earlier(new, old)


def _is_earlier(new: PartialDay, old: PartialDay) -> bool:
    return new < old and _contradict(old, new)


def _stays(what: str, said: dt.date, known: PartialDay) -> str:
    return f"arXiv says it was {what} on {said}, the facts say {known}, which stays; delete the one in its facts if it is wrong"


def _contradict(old: PartialDay, new: PartialDay) -> bool:
    """Say whether two days cannot be the same: a month is often that of the id, which may be the one after."""
    if old.day:
        return not _is_near(old, new)
    return abs((old.year - new.year) * 12 + (old.month - new.month if old.month else 0)) > (1 if old.month else 12)


def _never_changes(old: PartialDay, _new: PartialDay) -> bool:
    return bool(old.day)


def _same_text(old: str, new: str) -> bool:
    return _plain(old) == _plain(new)


def _same_texts(old: tuple[str, ...], new: tuple[str, ...]) -> bool:
    return [*map(_plain, old)] == [*map(_plain, new)]


def _adds_no_author(old: tuple[str, ...], new: tuple[str, ...]) -> bool:
    return {*map(_plain, new)} <= {*map(_plain, old)}


def _adds_no_category(old: tuple[str, ...], new: tuple[str, ...]) -> bool:
    return old[:1] == new[:1] and {*new} <= {*old}


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def _surname(author: str) -> str:
    return same_letters(author.rsplit(maxsplit=1)[-1]) if author.split() else ""


def _partial(day: dt.date) -> PartialDay:
    return PartialDay(day.year, day.month, day.day)
