"""What arXiv announces to candidates: which, in what order, under which number; and whether it is of today."""

import dataclasses
import datetime as dt
import json
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from arxiv_server import Record, error_feed, new_dialect
from hypothesis import given, settings
from hypothesis import strategies as st
from support import EXAMPLES, project_at

from digest.gather import missed
from digest.gather.inbox import describe, look, rank, state_of, without
from digest.gather.missed import fetch_submitted
from digest.gather.reference import Reference
from digest.gather.rss import Announcement, Feed, parse_rss
from digest.gather.source import Answer, SourceClosedError, SourceError, Sources, UnreadableError
from digest.load import load

quick = settings(max_examples=300, deadline=None, derandomize=True)

TOPICS = load(project_at(EXAMPLES / "base"))[0].topics.value
MONDAY = dt.date(2026, 11, 23)
FEED = (EXAMPLES / "rss/good/rss20.xml").read_bytes()
WEEKEND = (EXAMPLES / "rss/good/rss20-weekend.xml").read_bytes()
CATEGORIES = ("cs.LG", "cs.CL")


def paper(number: int, **changes) -> Announcement:
    """Announce a paper."""
    values = {"version": 1, "title": f"Title {number}", "authors": ("Ada First",), "categories": ("cs.LG",), "kind": "new"} | changes
    return Announcement(arxiv=f"2611.{number:05}", **values)


def feed(day: dt.date, *papers: Announcement) -> Feed:
    return Feed(day=day, papers=papers)


def days_before(number: int) -> dt.date:
    return MONDAY - dt.timedelta(days=number)


# Which of three answers


@pytest.mark.parametrize(
    ("day", "today", "fresh"),
    [
        (MONDAY, MONDAY, True),
        (days_before(3), MONDAY, True),  # Friday's, while it is still Sunday in New York
        (days_before(4), MONDAY, False),
        (days_before(3), days_before(1), True),
        (days_before(4), days_before(2), False),
        (days_before(5), days_before(4), True),
        (days_before(6), days_before(4), False),
        (days_before(300), MONDAY, False),
        (MONDAY + dt.timedelta(days=1), MONDAY, True),
    ],
    ids=str,
)
def test_a_feed_is_stale_once_a_whole_weekday_has_passed_since_its_own(day, today, fresh):
    assert state_of(feed(day, paper(1)), today=today) == ("new" if fresh else "stale")
    assert state_of(feed(day), today=today) == ("nothing-new" if fresh else "stale")


@pytest.mark.parametrize("kind", ["replace", "replace-cross", "absonly"])
def test_what_was_only_mended_is_nothing_new(kind):
    assert state_of(feed(MONDAY, paper(1, kind=kind)), today=MONDAY) == "nothing-new"


# Which candidates, and in what order


def test_candidates_are_what_is_new_or_cross_listed():
    assert [candidate.paper.kind for candidate in rank(parse_rss(FEED).papers, TOPICS)] == ["new", "new", "cross"]


def test_public_code_comes_first_then_the_topics_of_the_digest_then_the_order_of_the_feed():
    code = ("https://github.com/a/b",)
    papers = [
        paper(1),
        paper(2, title="On Normalization"),
        paper(3, code=code),
        paper(4),
        paper(5, title="GNNs at Work", code=code),
        paper(6, title="Graph Neural Networks"),
        paper(7, code=code),
    ]

    ranked = rank(papers, TOPICS)

    assert [int(candidate.paper.arxiv[-1]) for candidate in ranked] == [5, 3, 7, 2, 6, 1, 4]
    assert [candidate.number for candidate in ranked] == [1, 2, 3, 4, 5, 6, 7]
    assert ranked[0].topics == ("graph-neural-networks",)


def test_what_the_digest_has_is_left_out_and_the_others_keep_their_numbers():
    ranked = rank([paper(1), paper(2), paper(3)], TOPICS)

    left = without(ranked, {Reference("arxiv", "2611.00002")})

    assert [(candidate.number, candidate.paper.arxiv) for candidate in left] == [(1, "2611.00001"), (3, "2611.00003")]


@quick
@given(st.lists(st.integers(1, 9)), st.sets(st.integers(1, 9)))
def test_a_paper_is_a_candidate_once_and_no_number_depends_on_what_the_digest_has(numbers, known):
    ranked = rank([paper(number) for number in numbers], TOPICS)
    left = without(ranked, {Reference("arxiv", f"2611.{number:05}") for number in known})

    assert [candidate.paper.arxiv for candidate in ranked] == [f"2611.{number:05}" for number in dict.fromkeys(numbers)]
    assert set(left) <= set(ranked)
    assert len(left) == len(set(numbers) - known)


# Asking


class Web:
    """A network of a few addresses: what each answers, or the error it ends with; several in a row, or the last for ever."""

    def __init__(self, **answers) -> None:
        self.answers = {name: [*answer] if isinstance(answer, list) else [answer] for name, answer in answers.items()}
        self.asked: list[str] = []

    def __call__(self, url, read, *, headers=()):
        self.asked.append(url)
        line = self.answers["rss" if "/rss/" in url else "api"]
        for _ in range(5):
            answer = line.pop(0) if len(line) > 1 else line[0]
            if isinstance(answer, Exception):
                raise answer
            try:
                return read(Answer(url=url, status=200, headers={}, body=answer.encode() if isinstance(answer, str) else answer))
            except UnreadableError as error:
                reason = error
        raise SourceError(str(reason))


def seen(web: Web, *, since: dt.date | None = None, today: dt.date = MONDAY):
    """Look into the inbox."""
    sources = Sources(ask=web, rss_url="https://x.test/rss", arxiv_url="https://x.test/api", crossref_url="")
    return look(sources, CATEGORIES, TOPICS, since=since, today=today)


def records(first: int, last: int) -> list[Record]:
    return [Record(arxiv=f"2611.{number:05}", title=f"Missed {number}") for number in range(first, last + 1)]


def test_one_request_brings_every_category():
    web = Web(rss=FEED)

    inbox = seen(web)

    assert web.asked == ["https://x.test/rss/cs.LG+cs.CL"]
    assert (inbox.state, inbox.day, inbox.lacking) == ("new", MONDAY, ())


def test_an_empty_weekend_is_nothing_new_and_nothing_is_wrong():
    inbox = seen(Web(rss=WEEKEND), today=dt.date(2026, 11, 22))

    assert (inbox.state, inbox.candidates, inbox.lacking) == ("nothing-new", (), ())


def test_a_feed_of_tomorrow_is_new_and_one_of_later_is_broken():
    inboxes = [seen(Web(rss=FEED), today=day) for day in (days_before(1), days_before(2))]

    assert [inbox.state for inbox in inboxes] == ["new", "broken"]
    assert inboxes[1].candidates == ()
    assert "it is of 2026-11-23, which is still to come" in inboxes[1].lacking[0]


def test_a_stale_feed_says_of_when_it_is():
    inbox = seen(Web(rss=FEED), today=dt.date(2026, 11, 26))

    assert inbox.state == "stale"
    assert re.search("stale.* 2026-11-23", inbox.lacking[0])


@pytest.mark.parametrize("answer", [b"", b"<html></html>", FEED[:-20], SourceError("x.test: status 503")])
def test_a_broken_feed_is_not_an_empty_one(answer):
    inbox = seen(Web(rss=answer))

    assert (inbox.state, inbox.day, inbox.candidates) == ("broken", None, ())
    assert "broken" in inbox.lacking[0]


def test_since_adds_what_was_submitted_from_that_day_on_after_what_was_announced():
    web = Web(rss=FEED, api=new_dialect([*records(1, 1), *records(8, 9)]))

    inbox = seen(web, since=dt.date(2026, 11, 19))

    query = parse_qs(urlsplit(web.asked[1]).query)
    assert query["search_query"] == ["(cat:cs.LG OR cat:cs.CL) AND submittedDate:[202611190000 TO 202611232359]"]
    assert [candidate.paper.arxiv for candidate in inbox.candidates] == [
        "2611.00002",
        "2611.00001",
        "2205.00003",
        "2611.00008",
        "2611.00009",
    ]
    assert inbox.candidates[1].paper.title == "A Plain Start"


def test_since_goes_on_where_the_feed_is_broken_and_says_so():
    inbox = seen(Web(rss=b"", api=new_dialect(records(1, 2))), since=dt.date(2026, 11, 19))

    assert (inbox.state, len(inbox.candidates), len(inbox.lacking)) == ("broken", 2, 1)


def test_a_source_that_wants_to_be_left_alone_is():
    web = Web(rss=SourceClosedError("x.test: it asks to be left alone"))

    seen(web, since=dt.date(2026, 11, 19))

    assert len(web.asked) == 1


# The API, slice by slice


def submitted(*answers):
    """Ask for a span of days."""
    web = Web(api=[*answers])
    found = fetch_submitted(web, "https://x.test/api", CATEGORIES, since=dt.date(2026, 11, 19), until=MONDAY)
    return found, [int(parse_qs(urlsplit(url).query)["start"][0]) for url in web.asked]


@pytest.fixture
def _slices_of_two(monkeypatch):
    monkeypatch.setattr(missed, "SLICE", 2)
    monkeypatch.setattr(missed, "MOST", 6)


def slice_of(first: int, last: int, total: int | None = None) -> str:
    """Write a slice; arXiv's own count may be wrong."""
    text = new_dialect(records(first, last))
    return text if total is None else re.sub(r"(totalResults>)\d+", rf"\g<1>{total}", text)


def ids(found) -> list[int]:
    return [int(paper.arxiv[-5:]) for paper in found.papers]


@pytest.mark.usefixtures("_slices_of_two")
@pytest.mark.parametrize(
    ("answers", "expected", "starts"),
    [
        ([slice_of(1, 2, 5), slice_of(3, 4, 5), slice_of(5, 5, 5)], [1, 2, 3, 4, 5], [0, 2, 4]),
        ([slice_of(1, 1, 1)], [1], [0]),
        ([slice_of(1, 0, 0)], [], [0]),
        ([slice_of(1, 0, 0), slice_of(1, 1, 1)], [1], [0]),  # an empty slip, then whole
        ([slice_of(1, 2, 3), slice_of(3, 2, 3), slice_of(3, 3, 3)], [1, 2, 3], [0, 2]),  # a later page empty, then whole
        ([slice_of(1, 2, 1), slice_of(3, 3, 1)], [1, 2, 3], [0, 2]),  # one that is too small
        ([slice_of(1, 2, 3), slice_of(2, 3, 3)], [1, 2, 3], [0, 2, 4]),  # pages that overlap
    ],
)
def test_slices_are_asked_for_until_all_is_there(answers, expected, starts):
    found, asked = submitted(*answers)

    assert (ids(found), asked, found.lacking) == (expected, starts, None)


@pytest.mark.usefixtures("_slices_of_two")
@pytest.mark.parametrize(
    ("answers", "got"),
    [
        ([slice_of(1, 2, 9), slice_of(3, 2, 9)], 2),
        ([slice_of(1, 1, 2)], 1),
        ([slice_of(1, 2, 9), slice_of(2, 3, 9), slice_of(3, 2, 9)], 3),
    ],
)
def test_papers_that_arxiv_counts_and_does_not_give_are_told(answers, got):
    found, _ = submitted(*answers)

    assert len(ids(found)) == got
    assert re.match(rf"arXiv found [29] papers since 2026-11-19 and gave {got} of them", found.lacking)


def test_the_first_day_of_all_is_written_as_arxiv_reads_days():
    web = Web(api=new_dialect([]))
    fetch_submitted(web, "https://x.test/api", CATEGORIES, since=dt.date(991, 8, 4), until=MONDAY)

    assert "submittedDate:[099108040000 TO 202611232359]" in parse_qs(urlsplit(web.asked[0]).query)["search_query"][0]


@pytest.mark.usefixtures("_slices_of_two")
def test_a_slice_that_fails_costs_what_comes_after_it_only():
    found, _ = submitted(slice_of(1, 2, 5), SourceError("x.test: status 503"))

    assert ids(found) == [1, 2]
    assert re.search("after the first 2 .*status 503", found.lacking)


@pytest.mark.usefixtures("_slices_of_two")
def test_no_more_is_asked_for_than_arxiv_gives():
    found, asked = submitted(*(slice_of(first, first + 1, 1000) for first in (1, 3, 5, 7)))

    assert asked == [0, 2, 4]
    assert "at most 6" in found.lacking


def test_a_refused_question_is_not_asked_again():
    found, asked = submitted(error_feed("start must be non-negative"))

    assert asked == [0]
    assert "start must be non-negative" in found.lacking


def test_a_missed_paper_is_cross_listed_where_its_own_category_is_none_of_ours_and_withdrawn_ones_are_left_out():
    ours = Record(arxiv="2611.00001", categories=("cs.CL",), comment="Code: github.com/a/b")
    theirs = Record(arxiv="2611.00002", categories=("stat.ME", "cs.LG"))
    gone = Record(arxiv="2611.00003", comment="This paper has been withdrawn")

    found, _ = submitted(new_dialect([ours, theirs, gone]))

    assert [(paper.kind, paper.code) for paper in found.papers] == [("new", ("https://github.com/a/b",)), ("cross", ())]


# As JSON


def test_the_json_is_of_version_1_and_its_keys_stay():
    inbox = seen(Web(rss=FEED))

    said = json.loads(json.dumps(describe(inbox, inbox.candidates[:1])))

    assert said == {
        "version": 1,
        "state": "new",
        "day": "2026-11-23",
        "since": None,
        "categories": ["cs.LG", "cs.CL"],
        "lacking": [],
        "candidates": [
            {
                "number": 1,
                "arxiv": "2611.00002",
                "url": "https://arxiv.org/abs/2611.00002",
                "kind": "new",
                "title": "$\\ell_1$-Nets: Sparse \\emph{Graph Networks} for P\\'olya's R&D <3",
                "authors": ["Carla Third", "Dora Fourth", "Mononym"],
                "categories": ["cs.CL", "cs.LG"],
                "code": ["https://github.com/carla/l1_nets"],
                "topics": [],
            }
        ],
    }
    assert {field.name for field in dataclasses.fields(inbox)} - said.keys() == set()
