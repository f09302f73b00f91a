"""A span of days to the papers that were submitted to arXiv in it, for what no feed holds any more."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from digest.gather.arxiv import read_answer
from digest.gather.atom import ArxivPaper, AtomAnswer
from digest.gather.code import code_named_in
from digest.gather.rss import Announcement
from digest.gather.source import Answer, Ask, SourceError, UnreadableError

# At most 2,000 papers an answer and 30,000 a question: https://info.arxiv.org/help/api/user-manual.html
SLICE = 1_000
MOST = 30_000
_SHORT_ANSWERS = 2


@dataclass(frozen=True, kw_only=True, slots=True)
class Missed:
    """What was submitted in some days."""

    papers: tuple[Announcement, ...]
    """In the order in which they were submitted."""
    lacking: str | None
    """What could not be got, and why; None where nothing is missing."""


def fetch_submitted(ask: Ask, arxiv_url: str, categories: Iterable[str], *, since: dt.date, until: dt.date) -> Missed:
    """Ask the API, slice after slice, for papers first submitted from `since` to `until`; a failure keeps the slices before it."""
    ours = tuple(categories)
    papers: dict[str, ArxivPaper] = {}
    start, total, got = 0, 1, 0
    while start < total:
        if start >= MOST:
            return _missed(papers, ours, f"arXiv gives at most {MOST:,} papers at once; ask for the rest with a later --since")
        try:
            page = ask(_address(arxiv_url, ours, since, until, start), _Reader(start))
        except SourceError as error:
            return _missed(papers, ours, f"{f'papers after the first {start:,}' if start else 'the papers'} since {since}: {error}")
        fresh = {paper.arxiv: paper for paper in page.papers if paper.arxiv not in papers}
        papers |= fresh
        got += len(fresh) + len(page.refused)
        # A total that is missing or too small must not hide what a full slice promises.
        total = max(page.total or 0, start + page.size + (page.size == SLICE))
        if not fresh and not page.refused:
            total = max(page.total or 0, got)
            break
        start += SLICE
    short = (
        f"arXiv found {total:,} papers since {since} and gave {got:,} of them; ask for the rest with a later --since"
        if got < total
        else None
    )
    return _missed(papers, ours, short)


class _Reader:
    """Reads one slice; one that is shorter than arXiv's own count promises is asked for once more, since it often comes back whole."""

    def __init__(self, start: int) -> None:
        self._start = start
        self._short = 0

    def __call__(self, answer: Answer) -> AtomAnswer:
        page = read_answer(answer)
        if page.errors:
            raise SourceError(f"arXiv refuses the question: {page.errors[0]}; look at 'categories' in mkdocs.yml")
        # Of no paper at all the count says nothing either: a slip looks just like a day without papers.
        promised = min(SLICE, max(1, (page.total or 0) - self._start))
        if page.size < promised and self._short + 1 < _SHORT_ANSWERS:
            self._short += 1
            raise UnreadableError(f"it gives {page.size} of {promised} papers")
        return page


def _address(arxiv_url: str, categories: Iterable[str], since: dt.date, until: dt.date, start: int) -> str:
    among = " OR ".join(f"cat:{category}" for category in categories)
    query = {
        "search_query": f"({among}) AND submittedDate:[{_digits(since)}0000 TO {_digits(until)}2359]",
        "sortBy": "submittedDate",
        "sortOrder": "ascending",
        "start": start,
        "max_results": SLICE,
    }
    return f"{arxiv_url}?{urlencode(query)}"


def _digits(day: dt.date) -> str:
    return day.isoformat().replace("-", "")


def _missed(papers: dict[str, ArxivPaper], categories: tuple[str, ...], lacking: str | None) -> Missed:
    return Missed(papers=tuple(_announcement(paper, categories) for paper in papers.values() if not paper.withdrawn), lacking=lacking)


def _announcement(paper: ArxivPaper, categories: tuple[str, ...]) -> Announcement:
    return Announcement(
        arxiv=paper.arxiv,
        version=paper.version,
        title=paper.title,
        authors=paper.authors,
        categories=paper.categories,
        kind="new" if paper.primary_category in categories else "cross",
        code=code_named_in(paper.comment, paper.journal_ref),
    )
