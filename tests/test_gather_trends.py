"""`digest update trends`: which months it asks for, what it believes, and how a sample is drawn."""

import csv
import datetime as dt
import os
import signal
import subprocess
import time

import pytest
from arxiv_server import FAULTS, new_dialect
from doubles import body, status
from hypothesis import given
from hypothesis import strategies as st
from month_server import MonthServer, feed_of, paper, understood
from sites import SCRIPTS, configure
from support import write
from updating import DAY, GAP, Done, Here, outside

from digest import doors, pipeline
from digest.gather.client import Limits
from digest.gather.coverage import RUN, RUNS, draw, fetch_sample
from digest.gather.source import Answer, SourceError, UnreadableError
from digest.gather.totals import DoubtError, Question, judge

TWO = "      categories: [cs.LG, cs.CL]\n"
FIELD = "cs.CL+cs.LG"
HEAD = "month,category,submissions,source,retrieved,query\n"
FEW = 4
"""Papers of one run here instead of the hundred of `RUN`: to read them is what takes time."""
SLOW = {"a hang", "headers that drip", "a body that drips"}


class Runner:
    """Runs `digest update trends` in this process."""

    def __init__(self, here: Here) -> None:
        self.here = here

    def __call__(self, root, server, *more) -> Done:
        options = ["--project", root, "--arxiv-url", server.url, "--gap", GAP, "--today", DAY]
        return self.here("update", "trends", *options, *more, cwd=root)


@pytest.fixture
def update(monkeypatch, capsys, tmp_path, request) -> Runner:
    """Run with little patience where a server is slow on purpose."""
    runner = Runner(Here(monkeypatch, capsys, tmp_path / "cache"))
    monkeypatch.setattr("digest.gather.coverage.RUN", FEW)
    if getattr(request.node, "callspec", None) and request.node.callspec.params.get("fault") in SLOW:
        runner.here.limits = Limits(request=0.05)
    return runner


@pytest.fixture
def root(small):
    """Give the small digest a field of two categories; its first edition is of 2018."""
    configure(small, "      authority: small-annual.test\n", f"      authority: small-annual.test\n{TWO}")
    return small


def series_path(root, name="submissions"):
    return root / f"content/facts/trends/{name}.csv"


def rows_of(root, name="submissions") -> list[dict]:
    path = series_path(root, name)
    return list(csv.DictReader(path.read_text().splitlines())) if path.exists() else []


def counts_of(root) -> dict:
    return {(row["month"], row["category"]): int(row["submissions"]) for row in rows_of(root)}


def known(root, *rows) -> None:
    """Write counts that another source gave."""
    lines = [f"{month},{category},{count},Somebody,2026-11-01,all of them\n" for month, category, count in sorted(rows)]
    write(series_path(root), HEAD + "".join(lines))


# Which months are asked for


def test_the_newest_whole_months_get_a_count_of_each_category_one_of_all_together_and_a_sample(root, update):
    with MonthServer() as server:
        done = update(root, server)

    assert counts_of(root) == {
        (month, name): count for month in ("2026-09", "2026-10") for name, count in (("cs.CL", 400), ("cs.LG", 400), (FIELD, 600))
    }
    assert [(row["month"], row["categories"], row["sampled"]) for row in rows_of(root, "coverage")] == [
        ("2026-09", FIELD, str(FEW * RUNS)),
        ("2026-10", FIELD, str(FEW * RUNS)),
    ]
    assert done.code == 0
    assert done.out == "Asked arXiv for papers of 2 months: 8 new; 116 months left, --months asks for more at once.\n"


def test_a_count_is_one_question_for_one_paper_and_a_month_begins_with_its_categories(root, update):
    with MonthServer() as server:
        update(root, server, "--months", "1")

    assert [(one.month, one.categories, one.start, one.size) for one in server.questions[:3]] == [
        ((2026, 10), ("cs.CL",), 0, 1),
        ((2026, 10), ("cs.LG",), 0, 1),
        ((2026, 10), ("cs.CL", "cs.LG"), 0, 1),
    ]
    assert "submittedDate%3A%5B202610010000+TO+202610312359%5D+AND+cat%3Acs.CL&" in server.log[0].path
    assert [one.size for one in server.questions[3:]] == [FEW] * RUNS


def test_a_row_says_where_when_and_how_it_was_counted(root, update):
    with MonthServer() as server:
        update(root, server, "--months", "1")

    assert rows_of(root)[1] == {
        "month": "2026-10",
        "category": FIELD,
        "submissions": "600",
        "source": "arXiv API",
        "retrieved": DAY,
        "query": "submittedDate:[first day 0000 TO last day 2359] AND (cat:cs.CL OR cat:cs.LG)",
    }


def test_a_changed_digest_is_still_sound(root, update):
    with MonthServer() as server:
        update(root, server)

    content, problems = pipeline.read(doors.read_project(root))
    assert problems == []
    assert (len(content.series.submissions), len(content.series.coverage)) == (6, 2)


@pytest.mark.parametrize(("day", "month"), [("2026-11-02", (2026, 9)), ("2026-11-03", (2026, 10)), ("2027-01-02", (2026, 11))])
def test_a_month_is_asked_for_from_the_third_of_the_next_on(root, update, day, month):
    with MonthServer() as server:
        update(root, server, "--months", "1", "--today", day)

    assert {one.month for one in server.questions} == {month}


def test_what_is_known_is_not_asked_for_again_whoever_counted_it(root, update):
    known(root, ("2026-10", "cs.CL", 333), ("2026-10", FIELD, 555))
    with MonthServer() as server:
        update(root, server, "--months", "1")

    assert server.questions[0].categories == ("cs.LG",)
    assert counts_of(root) == {("2026-10", "cs.CL"): 333, ("2026-10", "cs.LG"): 400, ("2026-10", FIELD): 555}
    assert rows_of(root)[0]["source"] == "Somebody"


def test_a_gap_between_known_months_is_closed_newest_first(root, update):
    near = [f"{year}-{month:02}" for year in (2015, 2017) for month in range(1, 13)]
    known(root, *((month, name, 400) for month in near for name in ("cs.CL", "cs.LG", FIELD)))
    with MonthServer() as server:
        done = update(root, server, "--months", "200", "--today", "2018-01-15")

    assert [one.month for one in server.questions] == [(2016, month) for month in range(12, 0, -1) for _ in range(3)]
    assert (done.code, len(counts_of(root))) == (0, 3 * 36)


def test_counts_begin_with_the_year_before_the_first_edition_and_samples_with_it(root, update):
    with MonthServer() as server:
        done = update(root, server, "--months", "200", "--today", "2018-03-10")

    assert min(row["month"] for row in rows_of(root)) == "2017-01"
    assert [row["month"] for row in rows_of(root, "coverage")] == ["2018-01", "2018-02"]
    assert "left" not in done.out


def test_a_second_run_goes_on_where_the_first_ended_and_then_there_is_nothing_to_ask(root, update):
    day = ("--today", "2018-03-10")
    with MonthServer() as server:
        update(root, server, "--months", "13", *day)
        second = update(root, server, *day)
        asked = len(server.log)
        third = update(root, server, *day)

    assert second.out == "Asked arXiv for papers of 1 month: 3 new.\n"
    assert (third.code, third.out, third.err, len(server.log)) == (0, "No month is lacking.\n", "", asked)


def test_a_field_of_one_category_is_counted_once(root, update):
    configure(root, TWO, "      categories: [cs.CL]\n")
    with MonthServer(usual=3 * FEW) as server:
        done = update(root, server, "--months", "1")

    assert (len(server.log), done.code) == (1 + 3, 0)  # these are fewer than a sample: all of them are in it
    assert rows_of(root, "coverage")[0]["sampled"] == str(3 * FEW)


def test_nobody_is_asked_for_trends_where_no_source_is_named(root, update):
    with MonthServer() as server:
        update.here("update", "--arxiv-url", server.url, "--github-url", "http://127.0.0.1:9", "--gap", GAP, "--project", root, cwd=root)

    assert not any("submittedDate" in request.path for request in server.log)


@pytest.mark.parametrize("months", ["0", "-1", "many"])
def test_a_number_of_months_that_is_none_is_refused(root, update, months):
    with MonthServer() as server:
        done = update(root, server, "--months", months)

    assert (done.code, server.log) == (2, [])
    assert "--months" in done.err


# What is believed


def test_none_at_all_where_the_months_around_have_hundreds_is_refused_and_named_and_not_asked_again_that_day(root, update):
    with MonthServer(totals={((2026, 9), "cs.LG"): 0}) as server:
        done = update(root, server)
        asked = len(server.log)
        again = update(root, server, "--months", "1")

    assert ("2026-09", "cs.LG") not in counts_of(root)
    assert ("2026-09", FIELD) in counts_of(root)
    assert done.code == 3
    assert "not got: 2026-09 cs.LG: arXiv says 0 papers, with about 400 in the months around it; is cs.LG a category of arXiv?" in done.err
    assert "7 new, 1 not got" in done.out
    assert {one.month for one in server.questions[asked:]} == {(2026, 8)}
    assert "1 answer of today not believed; --all asks again" in again.out


def test_what_was_not_believed_is_asked_for_again_on_demand(root, update):
    with MonthServer(totals={((2026, 10), "cs.LG"): 0}) as server:
        update(root, server, "--months", "1")
        server.totals = {}
        done = update(root, server, "--months", "1", "--all")

    assert counts_of(root)["2026-10", "cs.LG"] == 400
    assert done.code == 0


def test_a_category_that_arxiv_does_not_have_gets_no_counts(root, update):
    configure(root, TWO, "      categories: [cs.LG, cs.XX]\n")
    with MonthServer(totals={((2026, 10), "cs.XX"): 0}) as server:
        done = update(root, server, "--months", "1")

    assert [name for _, name in counts_of(root)] == ["cs.LG", "cs.LG+cs.XX"]
    assert "arXiv says 0 papers, with no month beside it to compare with; is cs.XX a category of arXiv?" in done.err


@pytest.mark.parametrize(
    ("total", "name", "around", "words"),
    [
        (0, "cs.LG", [5, 9, 3], None),
        (0, "cs.LG", [10, 10, 10], "arXiv says 0 papers"),
        (39, "cs.LG", [400], "arXiv says 39 papers, with about 400"),
        (40, "cs.LG", [400], None),
        (4000, "cs.LG", [400], None),
        (4001, "cs.LG", [400], "arXiv says 4,001 papers"),
        (1000, "cs.LG", [3], None),
        (1001, "cs.LG", [3], "arXiv says 1,001 papers"),
        (12_345, "cs.LG", [], None),
        (391, FIELD, [], "arXiv says 391 papers, with 400 in one"),
        (392, FIELD, [], None),
        (714, FIELD, [], None),
        (715, FIELD, [], "and 700 in all added up"),
    ],
)
def test_a_count_is_held_against_the_months_around_and_its_parts(total, name, around, words):
    question = Question(month=(2020, 6), categories=tuple(name.split("+")))
    parts = [300, 400] if name == FIELD else []
    months = {((2020, 7 + number), name): count for number, count in enumerate(around)} | {((2022, 1), name): 1_000_000}
    if words is None:
        judge(total, question, months, parts)
    else:
        with pytest.raises(DoubtError, match=words):
            judge(total, question, months, parts)


def test_counts_of_others_do_not_bound_what_arxiv_says_of_all_categories_together(root, update):
    known(root, ("2026-10", "cs.CL", 100), ("2026-10", "cs.LG", 100))
    with MonthServer() as server:
        done = update(root, server, "--months", "1")

    assert (done.code, counts_of(root)["2026-10", FIELD]) == (0, 600)


def test_more_papers_in_all_categories_together_than_they_have_added_up_are_refused(root, update):
    with MonthServer(totals={((2026, 10), FIELD): 900}) as server:
        done = update(root, server, "--months", "1")

    assert ("2026-10", FIELD) not in counts_of(root)
    assert "arXiv says 900 papers, with 400 in one of the categories and 800 in all added up; it is left out" in done.err


def without_total(records):
    return new_dialect(records).replace("opensearch:totalResults", "opensearch:other")


WRONG = {
    "no total": body(without_total),
    "a total that is none": body(lambda records: new_dialect(records).replace("totalResults>1<", "totalResults>many<")),
    "a total without a paper": body(lambda _: feed_of(new_dialect, [], 400)),
    "a paper without a total": body(lambda records: feed_of(new_dialect, records, 0)),
    "papers of another month": body(lambda records: feed_of(new_dialect, [_moved(one) for one in records], 400)),
    "papers of another field": body(lambda records: feed_of(new_dialect, [_turned(one) for one in records], 400)),
}
_LAST = list(FAULTS).index("days that do not exist")
SILENT = {name: fault for name, fault in FAULTS.items() if list(FAULTS).index(name) < _LAST or name.startswith(("an error", "ids that"))}


def _moved(record):
    return record.__class__(
        arxiv=record.arxiv, categories=record.categories, published="2019-05-28T09:41:27Z", updated="2019-05-28T09:41:27Z"
    )


def _turned(record):
    return record.__class__(arxiv=record.arxiv, categories=("math.PR",), published=record.published, updated=record.updated)


@pytest.mark.parametrize("fault", [*WRONG, *SILENT])
def test_a_server_that_only_misbehaves_writes_nothing(root, update, fault):
    known(root, ("2026-08", "cs.CL", 300), ("2026-08", "cs.LG", 400))
    before = series_path(root).read_bytes()
    with MonthServer(always=(WRONG | SILENT)[fault]) as server:
        done = update(root, server, "--months", "1")

    assert (done.code, series_path(root).read_bytes()) == (3, before)
    assert not series_path(root, "coverage").exists()
    assert "2026-10 cs.CL" in done.err
    assert 1 <= len(server.log) <= 15


@pytest.mark.parametrize("fault", ["500", "503 with Retry-After 0", "blank", "a page for people", "reset", "429"])
def test_a_server_that_misbehaves_once_in_a_while_is_believed_in_the_end(root, update, fault):
    with MonthServer(script=[FAULTS[fault], None, FAULTS[fault], FAULTS[fault], None, None, FAULTS[fault]]) as server:
        done = update(root, server, "--months", "1")

    assert (done.code, len(rows_of(root)), len(rows_of(root, "coverage"))) == (0, 3, 1)


def test_what_was_got_before_a_source_fell_silent_is_kept_and_the_rest_is_named(root, update):
    with MonthServer(script=[None, None], always=status(403)) as server:
        done = update(root, server)

    assert [*counts_of(root)] == [("2026-10", "cs.CL"), ("2026-10", "cs.LG")]
    assert (done.code, len(server.log)) == (3, 5)
    assert "not got: 2026-09 cs.CL+cs.LG, 2026-09 cs.CL+cs.LG (code): not asked for, after 3 failures in a row\n" in done.err
    assert "not got: 2026-10 cs.CL+cs.LG (code): among how many papers to draw is not known yet\n" in done.err


def test_ctrl_c_keeps_what_is_done_and_nothing_is_asked_twice(root, update):
    with MonthServer(script=[None, lambda *_: os.kill(os.getpid(), signal.SIGINT)]) as server:
        done = update(root, server, "--months", "1")
        again = update(root, server, "--months", "1")

    assert (done.code, again.code) == (130, 0)
    assert [one.categories for one in server.questions[:4]] == [("cs.CL",), ("cs.LG",), ("cs.LG",), ("cs.CL", "cs.LG")]


def test_a_run_killed_in_the_middle_leaves_whole_series_and_is_finished_by_the_next(root, update, tmp_path):
    day = ["--today", "2017-09-15", "--months", "8"]
    with MonthServer(pause=0.02) as server:
        command = [SCRIPTS / "digest", "update", "trends", "--project", root, "--arxiv-url", server.url, "--gap", str(GAP), *day]
        process = subprocess.Popen(command, env=outside(tmp_path / "cache"), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        while len(server.log) < 10 and process.poll() is None:
            time.sleep(0.005)
        process.kill()
        process.communicate()
        kept = counts_of(root)
        server.pause = 0
        done = update(root, server, *day)

    assert 0 < len(kept) < 24
    assert (done.code, len(counts_of(root))) == (0, 24)
    assert [path.name for path in series_path(root).parent.iterdir()] == ["submissions.csv"]
    assert len(server.log) <= 24 + 1  # the question that it was killed over is asked again


@pytest.mark.parametrize("text", ["nonsense", HEAD + "2026-10,cs.LG,many,Somebody,2026-01,all\n", HEAD + "2026-10,cs.LG\n"])
def test_a_series_that_cannot_be_trusted_is_left_alone(root, update, text):
    write(series_path(root), text)
    with MonthServer() as server:
        done = update(root, server)

    assert (done.code, series_path(root).read_text(), server.log) == (3, text, [])
    assert "not got: submissions.csv: it cannot be read; `digest check` tells why" in done.err


def test_a_series_that_is_a_link_is_not_followed(root, update, tmp_path):
    elsewhere = write(tmp_path / "elsewhere.csv", HEAD)
    series_path(root).parent.mkdir(parents=True)
    series_path(root).symlink_to(elsewhere)
    with MonthServer() as server:
        done = update(root, server)

    assert (done.code, elsewhere.read_text(), server.log) == (3, HEAD, [])


# How a sample is drawn


@given(st.integers(0, 30_000), st.integers(2010, 2030), st.integers(1, 12))
def test_runs_lie_within_the_month_meet_nowhere_and_cover_every_fifth_of_it(total, year, month):
    starts = draw(Question(month=(year, month), categories=("cs.LG",)), total)
    drawn = [place for start in starts for place in range(start, min(start + RUN, total))]

    assert len(drawn) == len({*drawn}) == min(total, RUN * RUNS)
    if total > RUN * RUNS:
        fifths = [(total * part // RUNS, total * (part + 1) // RUNS) for part in range(RUNS)]
        assert all(low <= start <= high - RUN for start, (low, high) in zip(starts, fifths, strict=True))


def test_a_sample_is_drawn_the_same_again_and_another_month_otherwise():
    one, same, other = (draw(Question(month=month, categories=("cs.LG", "cs.CL")), 12_000) for month in ((2026, 10), (2026, 10), (2026, 9)))

    assert one == same
    assert one != other
    assert one == (177, 3122, 5215, 9304, 10761)


def test_a_sample_counts_papers_whose_comment_or_abstract_names_a_repository_and_says_which_it_drew(root, update):
    with MonthServer(totals={((2026, 10), FIELD): 700}) as server:
        update(root, server, "--months", "1")

    starts = [one.start for one in server.questions[3:]]
    drawn = [place for start in starts for place in range(start, start + FEW)]
    [row] = rows_of(root, "coverage")
    assert int(row["with_code"]) == sum(place % 3 == 0 or place % 7 == 0 for place in drawn)
    assert row["seed"] == f"2026-10 {FIELD}: {FEW} each from {', '.join(map(str, starts))} of 700"
    assert row["query"].endswith("AND (cat:cs.CL OR cat:cs.LG), by submittedDate, ascending")
    assert (row["sampled"], row["source"], row["retrieved"]) == (str(FEW * RUNS), "arXiv API", DAY)


def test_a_sample_of_which_a_part_cannot_be_got_is_none(root, update):
    with MonthServer(script=[None] * 5 + [status(403)]) as server:
        done = update(root, server, "--months", "1")

    assert (done.code, rows_of(root, "coverage"), len(rows_of(root))) == (3, [], 3)
    assert f"not got: 2026-10 {FIELD} (code): " in done.err


def test_a_run_that_comes_short_is_asked_for_again(root, update):
    short = body(lambda records: feed_of(new_dialect, records[: FEW - 1], 600))
    with MonthServer(script=[None] * 3 + [short]) as server:
        done = update(root, server, "--months", "1")

    assert (done.code, rows_of(root, "coverage")[0]["sampled"], len(server.log)) == (0, str(FEW * RUNS), 9)


def sample(total: int, answers) -> object:
    """Draw a sample from an arXiv that answers with whatever a function makes of an address."""

    def ask(url, read, **_):
        for _ in range(5):
            try:
                return read(Answer(url=url, status=200, headers={}, body=answers(url).encode()))
            except UnreadableError as error:
                last = error
        raise SourceError(str(last))

    return fetch_sample(
        ask, "https://api.test/query", Question(month=(2026, 10), categories=("cs.LG",)), total, today=dt.date(2026, 11, 23)
    )


def test_more_papers_than_arxiv_gives_of_one_question_are_no_whole_to_draw_from():
    with pytest.raises(DoubtError, match="only the first 30,000 of its 30,001 papers"):
        sample(30_001, lambda _: "")


def test_a_month_that_shrank_since_it_was_counted_gives_no_sample():
    with pytest.raises(DoubtError, match=r"arXiv gave \d+ of 500 papers that were drawn"):
        sample(9_000, lambda url: feed_of(new_dialect, [paper(understood(url), place) for place in _places(url, 3_000)], 3_000))


def _places(url, total):
    asked = understood(url)
    return range(asked.start, min(asked.start + asked.size, total))
