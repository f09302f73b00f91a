"""`digest inbox`: what is new, what is not, and what is wrong, each with its exit code; and on to `digest new`."""

import json
import os
import pty
import re
import select
import subprocess
import time
from pathlib import Path

import pytest
from arxiv_server import FAULTS, ArxivServer, Record, new_dialect
from sites import SCRIPTS, configure, entry, environment, snapshot
from support import EXAMPLES
from updating import Done, Here

FEED = (EXAMPLES / "rss/good/rss20.xml").read_bytes()
WEEKEND = (EXAMPLES / "rss/good/rss20-weekend.xml").read_bytes()
KNOWN = Record(arxiv="2611.00001", title="A Plain Start", published="2026-11-20T09:41:27Z", updated="2026-11-20T09:41:27Z")
MISSED = Record(arxiv="2611.00009", title="Missed on Thursday")


def answers(feed, *, api=None):
    """Answer with a feed (or a fault) below /rss/, and as the API does elsewhere."""

    def respond(handler, records) -> None:
        if handler.path.startswith("/rss/"):
            feed(handler, records) if callable(feed) else handler.answer(feed, Content_Type="application/rss+xml")
        elif api and "search_query=%28" in handler.path:
            api(handler, records)
        else:
            handler.answer(new_dialect(records or [MISSED]).encode())

    return respond


@pytest.fixture
def arxiv():
    with ArxivServer(papers={KNOWN.arxiv: KNOWN}, always=answers(FEED)) as server:
        yield server


@pytest.fixture
def small(small) -> Path:
    """Take two categories only."""
    configure(small, "      repository: small/annual\n", "      repository: small/annual\n      categories: [cs.LG, cs.CL]\n")
    return small


def options(server: ArxivServer, today: str) -> list[str]:
    return ["--rss-url", f"{server.url}/rss", "--arxiv-url", server.url, "--gap", "0", "--today", today]


@pytest.fixture
def here(monkeypatch, capsys, tmp_path) -> Here:
    """Run commands in this process."""
    return Here(monkeypatch, capsys, tmp_path / "cache")


@pytest.fixture
def inbox(here):
    """Run the command against a server on this machine."""

    def run(root: Path, server: ArxivServer, *arguments, today: str = "2026-11-23") -> Done:
        return here("inbox", *options(server, today), *arguments, cwd=root)

    return run


def test_candidates_come_one_a_line_with_their_number(small, arxiv, inbox):
    done = inbox(small, arxiv)

    assert done.code == 0, done.err
    rows = [line.split("\t") for line in done.out.splitlines()]
    assert [row[:3] for row in rows] == [["1", "2611.00002", "code"], ["2", "2611.00001", ""], ["3", "2205.00003", ""]]
    assert rows[1][4] == "A Plain Start"
    assert [request.path for request in arxiv.log] == ["/rss/cs.LG+cs.CL"]


def test_json_holds_them_all_and_nothing_else_is_on_stdout(small, arxiv, inbox):
    done = inbox(small, arxiv, "--format", "json", "--limit", "1")

    said = json.loads(done.out)
    assert (said["version"], said["state"], len(said["candidates"])) == (1, "new", 3)


def test_a_table_is_as_long_as_wanted_and_says_what_it_leaves_out(small, arxiv, inbox):
    done = inbox(small, arxiv, "--limit", "1")

    assert len(done.out.splitlines()) == 1
    assert "3" in done.err


def test_what_the_digest_has_is_left_out_also_as_a_draft(small, arxiv, inbox):
    entry(small, "here", arxiv="https://arxiv.org/abs/2611.00002", added=None)

    assert [line.split("\t")[0] for line in inbox(small, arxiv).out.splitlines()] == ["2", "3"]


# The three answers


def test_nothing_new_on_a_weekend_is_no_failure(small, arxiv, inbox):
    arxiv.always = answers(WEEKEND)

    done = inbox(small, arxiv, today="2026-11-22")

    assert done.code == 0, done.err
    assert "Nothing new today" in done.out
    assert "weekends" in done.out


def test_nothing_new_on_a_weekday_may_be_a_holiday(small, arxiv, inbox):
    arxiv.always = answers(WEEKEND.replace(b"Sun, 22 Nov 2026", b"Thu, 26 Nov 2026"))

    done = inbox(small, arxiv, today="2026-11-26")

    assert done.code == 0, done.err
    assert "holidays" in done.out


def test_what_the_digest_has_all_of_is_nothing_new(small, arxiv, inbox):
    for number, arxiv_id in enumerate(("2611.00001", "2611.00002", "2205.00003")):
        entry(small, f"here-{number}", arxiv=arxiv_id)

    done = inbox(small, arxiv)

    assert done.code == 0, done.err
    assert "all 3" in done.out


def test_a_quiet_weekend_hides_nothing_that_was_missed_before_it(small, arxiv, inbox):
    arxiv.always = answers(WEEKEND)

    done = inbox(small, arxiv, "--since", "2026-11-19", today="2026-11-22")

    assert done.code == 0, done.err
    assert [line.split("\t")[1] for line in done.out.splitlines()] == ["2611.00009"]


def test_a_stale_feed_is_a_failure_of_its_source(small, arxiv, inbox):
    done = inbox(small, arxiv, today="2026-11-26")

    assert done.code == 3
    assert "stale" in done.err
    assert "2026-11-23" in done.err


@pytest.mark.parametrize("fault", ["503 with Retry-After 0", "a page for people", "blank", "403", "a DOCTYPE", "closed without a word"])
def test_a_broken_feed_is_a_failure_of_its_source(small, arxiv, fault, inbox):
    arxiv.always = answers(FAULTS[fault])

    done = inbox(small, arxiv, "--format", "json")

    assert done.code == 3
    assert "broken" in done.err
    assert "Traceback" not in done.err
    assert json.loads(done.out)["state"] == "broken"
    assert len(arxiv.log) <= 5


@pytest.mark.parametrize("name", ["cut", "foreign", "swapped", "unknown-kind"])
def test_a_feed_that_is_not_whole_is_broken(small, arxiv, name, inbox):
    arxiv.always = answers((EXAMPLES / f"rss/bad/{name}.xml").read_bytes())

    done = inbox(small, arxiv)

    assert done.code == 3
    assert (EXAMPLES / f"rss/bad/{name}.expected").read_text(encoding="utf-8").strip() in done.err
    assert done.out == ""


def test_a_wrong_category_is_told_with_arxivs_words_and_asked_once(small, arxiv, inbox):
    error = re.sub(rb"<item>.*</item>", b"", FEED, flags=re.DOTALL).replace(b"<title>cs.LG, cs.CL", b"<title>Feed error for query: cs.LX,")
    arxiv.always = answers(error)

    done = inbox(small, arxiv)

    assert done.code == 3
    assert len(arxiv.log) == 1


# Since a day


def test_since_adds_what_was_submitted_in_the_meantime(small, arxiv, inbox):
    done = inbox(small, arxiv, "--since", "2026-11-19")

    assert done.code == 0, done.err
    assert [line.split("\t")[1] for line in done.out.splitlines()][-1] == "2611.00009"


def test_since_lists_what_it_got_and_says_what_it_lacks(small, arxiv, inbox):
    arxiv.always = answers(FEED, api=FAULTS["500"])

    done = inbox(small, arxiv, "--since", "2026-11-19")

    assert done.code == 3
    assert len(done.out.splitlines()) == 3
    assert "since 2026-11-19" in done.err


@pytest.mark.parametrize("day", ["0001-01-01", "1991-08-13"])
def test_a_day_before_there_was_an_arxiv_is_wrong_use(small, arxiv, inbox, day):
    done = inbox(small, arxiv, "--since", day)

    assert done.code == 2
    assert f"--since {day} is before there was an arXiv; it must be 1991-08-14 or later" in done.err
    assert arxiv.log == []


def test_a_title_steers_no_log(small, arxiv, inbox):
    arxiv.always = answers(FEED.replace(b"A Plain Start", b"##[error] A Plain Start"))

    table, machine = inbox(small, arxiv), inbox(small, arxiv, "--format", "json")

    assert "##[" not in table.out + machine.out
    assert "##\\u005berror] A Plain Start" in table.out
    assert "##[error] A Plain Start" in [candidate["title"] for candidate in json.loads(machine.out)["candidates"]]


def test_a_day_to_come_is_wrong_use(small, arxiv, inbox):
    done = inbox(small, arxiv, "--since", "2026-11-24")

    assert done.code == 2
    assert arxiv.log == []


# On to new


def test_add_begins_an_entry_for_the_candidate_with_that_number(small, arxiv, inbox):
    done = inbox(small, arxiv, "--add", "2")

    assert done.code == 0, done.err
    assert "A Plain Start" in done.err
    path = small / "content/papers/2026/plain-start.yml"
    assert "arxiv: 2611.00001\n" in path.read_text(encoding="utf-8")
    assert [request.ids for request in arxiv.log] == [(), ("2611.00001",)]


def test_adding_one_leaves_the_numbers_of_the_others(small, arxiv, inbox):
    inbox(small, arxiv, "--add", "2")

    assert [line.split("\t")[:2] for line in inbox(small, arxiv).out.splitlines()] == [["1", "2611.00002"], ["3", "2205.00003"]]


def test_adding_one_twice_is_refused_and_its_file_named(small, arxiv, inbox):
    inbox(small, arxiv, "--add", "2")

    done = inbox(small, arxiv, "--add", "2")

    assert done.code == 1
    assert "content/papers/2026/plain-start.yml" in done.err


@pytest.mark.parametrize("number", ["0", "4", "-1"])
def test_a_number_that_no_candidate_has_is_wrong_use(small, arxiv, number, inbox):
    before = snapshot(small)

    done = inbox(small, arxiv, "--add", number)

    assert done.code == 2
    assert "1 to 3" in done.err
    assert snapshot(small) == before


def test_adding_one_that_arxiv_does_not_give_writes_nothing(small, arxiv, inbox):
    arxiv.papers.clear()
    before = snapshot(small)

    assert inbox(small, arxiv, "--add", "2").code == 2
    assert snapshot(small) == before


def test_on_a_terminal_titles_are_text_whatever_they_hold(small, arxiv):
    arxiv.always = answers(FEED.replace(b"A Plain Start", b"[bold red]A Plain[/] :warning: Start"))

    shown = _on_a_terminal(small, arxiv)

    assert "[bold red]A Plain[/] :warning: Start" in shown
    assert "\t" not in shown


def _on_a_terminal(root: Path, server: ArxivServer) -> str:
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [SCRIPTS / "digest", "inbox", *options(server, "2026-11-23")],
        cwd=root,
        env=environment(COLUMNS="200", NO_COLOR="1", TERM="xterm", XDG_CACHE_HOME=str(root.parent / "cache")),
        stdout=theirs,
        stderr=subprocess.DEVNULL,
    )
    os.close(theirs)
    shown = b""
    ends = time.monotonic() + 60
    while time.monotonic() < ends and select.select([ours], [], [], 1)[0] is not None:
        try:
            piece = os.read(ours, 65536)
        except OSError:  # how a terminal says that nobody writes to it any more
            break
        shown += piece
    os.close(ours)
    assert process.wait(60) == 0
    return shown.decode()


def test_today_is_asked_of_the_clock_where_nobody_says_it(small, arxiv, here):
    arxiv.always = answers(FEED.replace(b"Mon, 23 Nov 2026", b"Tue, 02 Jan 2001"))
    done = here("inbox", *options(arxiv, "")[:-2], cwd=small)

    assert done.code == 3
    assert "2001-01-02" in done.err
