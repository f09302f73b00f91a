"""What arXiv announces to the candidates for the digest: new there and not in here, the likeliest first."""

import datetime as dt
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Literal

from digest.gather.missed import fetch_submitted
from digest.gather.reference import Reference
from digest.gather.rss import NEW, Announcement, Feed, parse_rss
from digest.gather.source import Answer, Ask, SourceClosedError, SourceError, Sources
from digest.gather.topics import topics_in_title
from digest.model.content import Topic

FORMAT_VERSION = 1
"""Of the JSON that `describe` gives; it grows with every change that a reader of it could trip over."""
_FRIDAY = 5
State = Literal["new", "nothing-new", "stale", "broken"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Candidate:
    """A paper that a curator may want."""

    number: int
    """Its place among all that was announced. What is in the digest by now keeps its number, so that others keep theirs."""
    paper: Announcement
    topics: tuple[str, ...]
    """Topics of the digest that its title speaks of."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Inbox:
    """The answer to the question what is new."""

    state: State
    """Of the feed, whatever the API added."""
    day: dt.date | None
    """The day that the feed is of; None where it is broken."""
    since: dt.date | None
    categories: tuple[str, ...]
    candidates: tuple[Candidate, ...]
    """Those too that the digest has."""
    lacking: tuple[str, ...]
    """What could not be got, and why."""


def look(sources: Sources, categories: tuple[str, ...], topics: Mapping[str, Topic], *, since: dt.date | None, today: dt.date) -> Inbox:
    """Ask for the feed of some categories and, where there is a `since`, for what was submitted from then on."""
    feed: Feed | None = None
    lacking = []
    closed = False
    try:
        feed = fetch_feed(sources.ask, sources.rss_url, categories, today=today)
    except SourceError as error:
        lacking.append(f"arXiv's feed is broken or out of reach: {error}")
        closed = isinstance(error, SourceClosedError)
    papers = list(feed.papers) if feed else []
    if since and not closed:
        missed = fetch_submitted(sources.ask, sources.arxiv_url, categories, since=since, until=today)
        papers += missed.papers
        lacking += filter(None, [missed.lacking])
    state = state_of(feed, today=today) if feed else "broken"
    if feed and state == "stale":
        lacking.append(
            f"arXiv's feed is stale: it is of {feed.day}, and a weekday has passed since; fill the gap with --since {feed.day + dt.timedelta(days=1)}"
        )
    return Inbox(
        state=state,
        day=feed.day if feed else None,
        since=since,
        categories=categories,
        candidates=rank(papers, topics),
        lacking=tuple(lacking),
    )


def fetch_feed(ask: Ask, rss_url: str, categories: Iterable[str], *, today: dt.date) -> Feed:
    """Ask for what arXiv announced last in some categories; raise SourceError where it gives no whole feed of a day that has come."""

    def read(answer: Answer) -> Feed:
        if answer.status == HTTPStatus.NOT_FOUND:
            raise SourceError(f"{answer.url}: there is no feed (status 404); look at 'categories' in mkdocs.yml and at --rss-url")
        feed = parse_rss(answer.body)
        if feed.day > today + dt.timedelta(days=1):  # tomorrow has come somewhere on earth
            raise SourceError(f"it is of {feed.day}, which is still to come; is the clock of this machine right?")
        return feed

    return ask(f"{rss_url}/{'+'.join(categories)}", read)


def state_of(feed: Feed, *, today: dt.date) -> State:
    """Tell a feed with something new from an empty one and from one that arXiv has forgotten to renew.

    arXiv announces on the evenings of Sunday to Thursday, New York time, and dates the feed by the day after: there is one
    of every weekday, empty on holidays, and an empty one on weekends (https://info.arxiv.org/help/rss_specifications.html).
    The time at which a feed was built tells nothing, since a stale one may just have been built. So a feed is stale when a
    whole weekday lies between its day and today: that day's should have come, wherever on earth it is still today.
    """
    between = (feed.day + dt.timedelta(days=number) for number in range(1, (today - feed.day).days))
    if not all(map(is_weekend, between)):
        return "stale"
    return "new" if any(paper.kind in NEW for paper in feed.papers) else "nothing-new"


def is_weekend(day: dt.date) -> bool:
    """Say whether arXiv announces nothing new on a day of any week."""
    return day.isoweekday() > _FRIDAY


def rank(papers: Iterable[Announcement], topics: Mapping[str, Topic]) -> tuple[Candidate, ...]:
    """Number what is new or cross-listed: papers with public code first, then those on the digest's topics, else as announced."""
    unique: dict[str, Announcement] = {}
    for paper in papers:
        if paper.kind in NEW:
            unique.setdefault(paper.arxiv, paper)
    found = [(paper, topics_in_title(paper.title, topics)) for paper in unique.values()]
    found.sort(key=lambda pair: (not pair[0].code, not pair[1]))
    return tuple(Candidate(number=number, paper=paper, topics=words) for number, (paper, words) in enumerate(found, start=1))


def without(candidates: Iterable[Candidate], known: Container[Reference]) -> tuple[Candidate, ...]:
    """Leave out what the digest has."""
    return tuple(candidate for candidate in candidates if Reference("arxiv", candidate.paper.arxiv) not in known)


def describe(inbox: Inbox, candidates: Sequence[Candidate]) -> dict[str, object]:
    """Give an inbox, with some of its candidates, as plain data for JSON. The keys stay; a change to one is a new version."""
    return {
        "version": FORMAT_VERSION,
        "state": inbox.state,
        "day": inbox.day.isoformat() if inbox.day else None,
        "since": inbox.since.isoformat() if inbox.since else None,
        "categories": list(inbox.categories),
        "lacking": list(inbox.lacking),
        "candidates": [
            {
                "number": candidate.number,
                "arxiv": candidate.paper.arxiv,
                "url": f"https://arxiv.org/abs/{candidate.paper.arxiv}",
                "kind": candidate.paper.kind,
                "title": candidate.paper.title,
                "authors": list(candidate.paper.authors),
                "categories": list(candidate.paper.categories),
                "code": list(candidate.paper.code),
                "topics": list(candidate.topics),
            }
            for candidate in candidates
        ],
    }
