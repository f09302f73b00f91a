"""A reference to what its source says of the paper: arXiv, or Crossref for other DOIs."""

import datetime as dt

from digest.gather.arxiv import query, read_answer
from digest.gather.atom import ArxivPaper
from digest.gather.crossref import fetch_work
from digest.gather.known import ARXIV, Known
from digest.gather.merge import DoubtError, merged
from digest.gather.reference import Reference
from digest.gather.source import Answer, Ask, SourceError, Sources, UnreadableError
from digest.model.days import PartialDay
from digest.model.facts import PaperFacts
from digest.problems import DigestError

_EMPTY_ANSWERS = 2


class NoSuchPaperError(DigestError):
    """A source knows no such paper."""


def look_up(reference: Reference, sources: Sources, *, today: dt.date) -> tuple[Known, PaperFacts | None]:
    """Ask the source of a reference once; an address has none. Facts come from arXiv alone.

    Raises NoSuchPaperError, or SourceError where the source could not be reached or gave nothing usable.
    """
    if reference.kind == "arxiv":
        return _from_arxiv(reference, sources, today)
    if reference.kind == "url":
        return Known(reference=reference), None
    work = fetch_work(sources.ask, sources.crossref_url, reference.value)
    if work is None:
        raise NoSuchPaperError(
            f"Crossref does not know {reference}; look at https://doi.org/{reference}, and add --offline if it leads there"
        )
    known = Known(
        reference=reference,
        source="Crossref",
        title=work.title,
        authors=work.authors,
        published=work.published,
        venue=work.venue,
    )
    return known, None


def _from_arxiv(reference: Reference, sources: Sources, today: dt.date) -> tuple[Known, PaperFacts]:
    paper = fetch_paper(sources.ask, sources.arxiv_url, reference.value)
    if paper is None:
        raise NoSuchPaperError(f"arXiv knows no paper {reference.value}; look at https://arxiv.org/abs/{reference.value}")
    try:
        facts = merged(PaperFacts(), paper, today=today).facts
    except DoubtError as error:
        raise SourceError(f"{reference}: {error}") from error
    known = Known(
        reference=reference,
        source=ARXIV,
        title=paper.title,
        authors=paper.authors,
        published=PartialDay(paper.published.year, paper.published.month, paper.published.day),
        categories=paper.categories,
        remarks=tuple(filter(None, (paper.comment, paper.journal_ref))),
        doi=paper.doi,
        withdrawn=paper.withdrawn,
    )
    return known, facts


def fetch_paper(ask: Ask, arxiv_url: str, arxiv: str) -> ArxivPaper | None:
    """Ask arXiv for one paper; None where it twice knows none such, since it gives empty answers by mistake too."""
    empty = 0

    def read(answer: Answer) -> ArxivPaper | None:
        nonlocal empty
        said = read_answer(answer)
        if any(arxiv in error for error in said.errors):
            raise NoSuchPaperError(f"arXiv refuses {arxiv}: {said.errors[0]}")
        for reason in (*said.errors, *(reason for _, reason in said.refused)):
            raise UnreadableError(f"it says: {reason}")
        if paper := next((paper for paper in said.papers if paper.arxiv == arxiv), None):
            return paper
        empty += 1
        if empty < _EMPTY_ANSWERS:
            raise UnreadableError(f"it answers without {arxiv}")
        return None

    return ask(query(arxiv_url, [arxiv]), read)
