"""Entries and facts to papers: what people wrote stands before what sources say."""

import datetime as dt
from collections.abc import Mapping
from typing import TypeVar

from digest.derive.code import code_by_paper
from digest.derive.named import with_names
from digest.identifiers import doi_address
from digest.model.accents import spelled
from digest.model.content import Content, Entry, Ground
from digest.model.facts import CitationCount, Fact, PaperFacts
from digest.model.paper import Code, GroundGiven, Paper, Provenance
from digest.model.written import Written

T = TypeVar("T")
_ARXIV = "https://arxiv.org"
_NO_FACTS = PaperFacts()
_SHOWN_FACTS = {"title": "title", "authors": "authors", "published": "published", "journal_ref": "venue", "doi": "doi"}
"""What a page shows of the facts, each with the key of the entry that stands before it."""


def papers(content: Content, *, today: dt.date, drafts: bool) -> tuple[Paper, ...]:
    """Make a paper of every entry that is whole and shown on a day: newest edition first, in the curators' order."""
    shown = [paper for paper in content.papers if not paper.unsound and _is_shown(paper.value, today=today, drafts=drafts)]
    code = code_by_paper(content, shown)
    titles = {source.url: source.title for edition in content.editions for source in edition.value.sources if source.url}
    picks = {int(edition.slug): edition.value.picks for edition in content.editions}

    def order(paper: Written[Entry]) -> tuple[int, int, dt.date, str]:
        chosen = picks.get(paper.year, ())
        rank = chosen.index(paper.slug) if paper.slug in chosen else len(chosen)
        return -paper.year, rank, paper.value.added or dt.date.max, paper.slug

    return tuple(_paper(paper, content, code[paper.slug], titles, today) for paper in sorted(shown, key=order))


def _is_shown(entry: Entry, *, today: dt.date, drafts: bool) -> bool:
    return drafts if entry.added is None else entry.added <= today


def _paper(written: Written[Entry], content: Content, code: tuple[Code, ...], titles: Mapping[str, str], today: dt.date) -> Paper:
    entry = written.value
    facts = content.facts.get(written.slug, _NO_FACTS)
    arxiv = entry.arxiv_id
    return Paper(
        slug=written.slug,
        year=written.year,
        path=written.path,
        title=spelled(entry.title or _value(facts.title) or _stand_in_title(entry)),
        authors=tuple(spelled(author) for author in entry.authors or _value(facts.authors) or ()),
        published=entry.published or _value(facts.published),
        arxiv=arxiv,
        category=_value(facts.primary_category),
        doi=entry.doi or _value(facts.doi),
        url=f"{_ARXIV}/abs/{arxiv}" if arxiv else entry.url or doi_address(entry.doi or ""),
        pdf=f"{_ARXIV}/pdf/{arxiv}" if arxiv else None,
        venue=spelled(entry.venue or _value(facts.journal_ref) or "") or None,
        topics=with_names(entry.topics, content.topics),
        labs=with_names(entry.labs, content.labs),
        grounds=tuple(_ground(content.grounds.value[word], reason, titles) for word, reason in entry.grounds.items()),
        tldr=entry.tldr,
        why=entry.why,
        summary=entry.summary,
        checked=entry.checked,
        evidence=entry.evidence,
        code=code,
        related=(),
        provenance=_provenance(facts, entry),
        pending=arxiv is not None and facts.title is None,
        withdrawn=_value(facts.withdrawn) or False,
        added=entry.added,
        revised=entry.revised if entry.revised and entry.revised <= today else None,
        aliases=entry.aliases,
        by=entry.by,
        citations=_newest(facts),
    )


def _newest(facts: PaperFacts) -> tuple[CitationCount, ...]:
    """Find the newest count of each index: those of two are never compared."""
    newest = {one.source: one for one in sorted(facts.citations, key=lambda one: one.date)}
    return tuple(newest[source] for source in sorted(newest))


def _value(fact: Fact[T] | None) -> T | None:
    return fact.value if fact else None


def _stand_in_title(entry: Entry) -> str:
    return f"arXiv:{entry.arxiv_id}" if entry.arxiv_id else entry.doi or entry.url or ""


def _ground(ground: Ground, reason: str, titles: Mapping[str, str]) -> GroundGiven:
    url = reason if reason.startswith(("https://", "http://")) else None
    return GroundGiven(name=ground.name, definition=ground.definition, reason=titles.get(reason, reason), url=url)


def _provenance(facts: PaperFacts, entry: Entry) -> tuple[Provenance, ...]:
    known = ((key, getattr(facts, key)) for key, own in _SHOWN_FACTS.items() if not getattr(entry, own))
    return tuple(Provenance(what=key, source=fact.source, date=fact.date) for key, fact in known if fact)
