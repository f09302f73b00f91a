"""`digest update citations` against indexes that behave: whom it asks, what is written, and what is said."""

import json

import pytest
from index_server import Cited, OpenAlexServer, ScholarServer
from sites import change, entry, outputs_of
from support import write
from updating import DAY, GAP, Done, Here

from digest import doors, pipeline
from digest.facts import format_paper_facts, parse_paper_facts

NORM = Cited(arxiv="1502.03167", count=48_216)
WALKS = Cited(doi="10.1000/walks", count=7)
KEY = "a-key-made-for-a-test"


class Runner:
    """Runs `digest update citations` in this process."""

    def __init__(self, here: Here) -> None:
        self.here = here

    def __call__(self, root, scholar, *more) -> Done:
        options = ["--project", root, "--scholar-url", scholar.url, "--openalex-url", scholar.url, "--gap", GAP, "--today", DAY]
        return self.here("update", "citations", *options, *more, cwd=root)


@pytest.fixture
def update(monkeypatch, capsys, tmp_path) -> Runner:
    for variable in ("SEMANTIC_SCHOLAR_API_KEY", "OPENALEX_API_KEY"):
        monkeypatch.delenv(variable, raising=False)
    return Runner(Here(monkeypatch, capsys, tmp_path / "cache"))


@pytest.fixture
def openalex(monkeypatch, update) -> OpenAlexServer:
    """Run an OpenAlex, and give the digest its key."""
    monkeypatch.setenv("OPENALEX_API_KEY", OpenAlexServer.key)
    with OpenAlexServer() as server:
        yield server


@pytest.fixture
def root(small):
    """Give the small digest, with a paper at arXiv, one that has a DOI and one that has neither."""
    (small / "content/papers/2019/graph-walks.yml").unlink()
    change(small / "content/editions/2019.yml", picks=None)
    entry(small, "walks", doi="10.1000/Walks")
    entry(small, "essay", doi=None, url="https://essays.test/1")
    return small


def facts_path(root, slug):
    return root / f"content/facts/papers/{slug}.json"


def facts_of(root, slug) -> dict:
    return json.loads(facts_path(root, slug).read_bytes()) if facts_path(root, slug).exists() else {}


def counts_of(root, slug) -> list:
    return [(one["date"], one["count"], one["source"]) for one in facts_of(root, slug).get("citations", [])]


def counted(root, slug, *citations) -> None:
    """Write counts as earlier runs left them."""
    known = facts_of(root, slug) | {"citations": [{"date": date, "count": n, "source": source} for date, n, source in citations]}
    write(facts_path(root, slug), format_paper_facts(parse_paper_facts(json.dumps(known).encode())).decode())


# What is written


def test_a_paper_gets_its_count_with_day_and_index_and_keeps_its_other_facts(root, update):
    before = facts_of(root, "batch-norm")
    with ScholarServer([NORM, WALKS]) as server:
        done = update(root, server)

    assert facts_of(root, "batch-norm") == before | {"citations": [{"date": DAY, "count": 48_216, "source": "Semantic Scholar"}]}
    assert counts_of(root, "walks") == [(DAY, 7, "Semantic Scholar")]
    assert not facts_path(root, "essay").exists()
    assert (done.code, done.err) == (0, "Asking for citations of 2 papers ...\n")
    assert done.out == "Asked for citations of 2 papers: 2 changed, 0 as before, 1 without arXiv id and DOI left out.\n"


def test_a_changed_digest_is_still_sound(root, update):
    with ScholarServer([NORM, WALKS]) as server:
        update(root, server)

    _, problems = pipeline.read(doors.read_project(root))
    assert problems == []


def test_a_count_of_another_day_is_appended_and_may_be_lower(root, update):
    counted(root, "batch-norm", ("2026-11-01", 50_000, "Semantic Scholar"))
    with ScholarServer([NORM, WALKS]) as server:
        done = update(root, server)
        update(root, server, "--today", "2026-11-24")

    known = [("2026-11-01", 50_000, "Semantic Scholar"), (DAY, 48_216, "Semantic Scholar"), ("2026-11-24", 48_216, "Semantic Scholar")]
    assert counts_of(root, "batch-norm") == known
    assert done.code == 0


def test_a_count_is_noted_once_a_day_whatever_it_is_later_on_it(root, update):
    with ScholarServer([NORM, WALKS]) as server:
        update(root, server)
        server.papers = [Cited(arxiv="1502.03167", count=1), WALKS]
        done = update(root, server, "--all")

    assert counts_of(root, "batch-norm") == [(DAY, 48_216, "Semantic Scholar")]
    assert "0 changed, 2 as before" in done.out


def test_a_count_of_a_day_to_come_does_not_stop_that_of_today(root, update):
    counted(root, "batch-norm", ("2026-12-24", 50_000, "Semantic Scholar"))
    with ScholarServer([NORM, WALKS]) as server:
        done = update(root, server)

    assert counts_of(root, "batch-norm") == [(DAY, 48_216, "Semantic Scholar"), ("2026-12-24", 50_000, "Semantic Scholar")]
    assert done.code == 0


def test_a_paper_of_which_arxiv_has_told_nothing_yet_gets_its_count_under_its_id(root, update):
    facts_path(root, "batch-norm").unlink()
    with ScholarServer([NORM]) as server:
        update(root, server)

    citations = [{"date": DAY, "count": 48_216, "source": "Semantic Scholar"}]
    assert facts_of(root, "batch-norm") == {"arxiv": "1502.03167", "citations": citations}


# How it is asked


def test_papers_are_asked_for_without_version_by_id_or_else_by_doi(root, update):
    change(root / "content/papers/2018/batch-norm.yml", arxiv="https://arxiv.org/abs/1502.03167v3")
    with ScholarServer([NORM, WALKS]) as server:
        update(root, server)

    assert server.asked == [("ARXIV:1502.03167", "DOI:10.1000/walks")]
    assert server.log[0].path == "/graph/v1/paper/batch?fields=citationCount,externalIds"


def test_five_hundred_papers_take_one_question(small, update):
    papers = [Cited(arxiv="1502.03167"), *(Cited(arxiv=f"2401.{number:05}", count=number) for number in range(620))]
    for number in range(620):
        entry(small, f"many-{number}", arxiv=f"2401.{number:05}")
    with ScholarServer(papers) as server:
        done = update(small, server)

    assert [len(ids) for ids in server.asked] == [500, 122]  # with one more that nobody knows
    assert done.code == 0
    assert counts_of(small, "many-619") == [(DAY, 619, "Semantic Scholar")]


def test_a_second_run_of_the_same_day_asks_nothing(root, update):
    with ScholarServer([NORM]) as server:
        first = update(root, server)
        done = update(root, server)

    assert len(server.log) == 1
    assert "in no index that was asked, perhaps not yet: walks\n" in first.err
    assert (done.code, done.err) == (0, "")
    assert done.out == "Citations were asked for today already of 2 papers; --all asks again; 1 without arXiv id and DOI left out\n"


def test_other_news_of_a_paper_are_no_reason_to_ask_for_its_citations_again(root, update):
    with ScholarServer([WALKS]) as server:
        update(root, server)
        facts = facts_of(root, "batch-norm")
        facts["title"]["value"] = "Another title"
        write(facts_path(root, "batch-norm"), json.dumps(facts))
        update(root, server)

    assert len(server.log) == 1


def test_where_no_source_is_named_nobody_is_asked_for_citations(root, update):
    with ScholarServer([NORM]) as server:
        done = update.here(
            "update",
            "--scholar-url",
            server.url,
            "--arxiv-url",
            "http://127.0.0.1:9",
            "--github-url",
            "http://127.0.0.1:9",
            "--gap",
            GAP,
            cwd=root,
        )

    assert (done.code, server.log) == (3, [])


def test_an_answer_in_another_order_is_matched_by_the_ids_in_it(root, update):
    def reordered(handler, _records):
        handler.say([WALKS.by_scholar(), NORM.by_scholar()])

    with ScholarServer(script=[reordered]) as server:
        done = update(root, server)

    assert (counts_of(root, "batch-norm")[0][1], counts_of(root, "walks")[0][1], done.code) == (48_216, 7, 0)


def test_a_paper_that_comes_in_the_place_of_another_is_refused_and_the_rest_is_taken(root, update):
    def wrong(handler, _records):
        handler.say([Cited(arxiv="1905.11946").by_scholar(), WALKS.by_scholar()])

    with ScholarServer(script=[wrong]) as server:
        done = update(root, server)

    assert (counts_of(root, "batch-norm"), len(counts_of(root, "walks")), done.code) == ([], 1, 3)
    assert done.err.endswith("not got: batch-norm: Semantic Scholar answers with another paper, or does not say with which\n")


@pytest.mark.parametrize("count", [None, -1, True, "7", 7.0, 10**8])
def test_what_is_no_count_is_refused_and_the_rest_is_taken(root, update, count):
    def wrong(handler, _records):
        handler.say([{**NORM.by_scholar(), "citationCount": count}, WALKS.by_scholar()])

    with ScholarServer(script=[wrong]) as server:
        done = update(root, server)

    assert (counts_of(root, "batch-norm"), len(counts_of(root, "walks")), done.code) == ([], 1, 3)
    assert "batch-norm: Semantic Scholar gives no count" in done.err


def test_two_counts_of_one_paper_are_both_refused(root, update):
    def wrong(handler, _records):
        handler.say([NORM.by_scholar(), Cited(arxiv="1502.03167", count=3).by_scholar()])

    with ScholarServer(script=[wrong]) as server:
        done = update(root, server)

    assert (counts_of(root, "batch-norm"), done.code) == ([], 3)
    assert "not got: batch-norm: Semantic Scholar says different things of it\n" in done.err


def test_a_digest_of_which_the_index_knows_no_paper_is_told_so(root, update):
    with ScholarServer() as server:
        done = update(root, server)

    assert (done.code, len(server.log)) == (0, 1)
    assert "in no index that was asked, perhaps not yet: batch-norm, walks\n" in done.err


def test_facts_that_cannot_be_trusted_are_left_alone(root, update):
    write(facts_path(root, "walks"), "{}x")
    facts = facts_of(root, "batch-norm")
    write(facts_path(root, "batch-norm"), json.dumps(facts | {"arxiv": "1905.11946"}))
    with ScholarServer([NORM, WALKS]) as server:
        done = update(root, server)

    assert (done.code, server.log) == (3, [])
    assert facts_path(root, "walks").read_text() == "{}x"
    assert "its facts are about 1905.11946, its entry about 1502.03167" in done.err


def test_a_digest_without_papers_asks_nobody(root, update):
    for path in (root / "content/papers").rglob("*.yml"):
        path.unlink()
    with ScholarServer() as server:
        done = update(root, server)

    assert (done.code, done.out, server.log) == (0, "No paper to ask for citations of.\n", [])


# Keys


def test_a_key_goes_to_its_own_index_alone_and_is_never_shown(root, update, openalex, monkeypatch):
    monkeypatch.setenv("SEMANTIC_SCHOLAR_API_KEY", KEY)
    openalex.papers = [WALKS]
    with ScholarServer([NORM]) as server:
        done = update(root, server, "--openalex-url", openalex.url)

    assert server.log[0].headers["x-api-key"] == KEY
    assert OpenAlexServer.key not in str(server.log)
    assert KEY not in str(openalex.log)
    assert not any(key in done.out + done.err for key in (KEY, OpenAlexServer.key))
    assert (done.code, counts_of(root, "walks")) == (0, [(DAY, 7, "OpenAlex")])


def test_without_a_key_none_is_sent_and_openalex_is_not_asked(root, update):
    with ScholarServer([NORM]) as server, OpenAlexServer([WALKS]) as other:
        update(root, server, "--openalex-url", other.url)

    assert "x-api-key" not in server.log[0].headers
    assert other.log == []


@pytest.mark.parametrize(
    ("key", "option", "words"),
    [
        (("SEMANTIC_SCHOLAR_API_KEY", "a b"), (), "SEMANTIC_SCHOLAR_API_KEY holds what no key does"),
        (("OPENALEX_API_KEY", "a\x1b[2J"), (), "OPENALEX_API_KEY holds what no key does"),
        (("SEMANTIC_SCHOLAR_API_KEY", KEY), ("--scholar-url", "http://scholar.test"), "for everybody to read"),
        (("OPENALEX_API_KEY", KEY), ("--openalex-url", "http://openalex.test"), "for everybody to read"),
        (("OPENALEX_API_KEY", ""), ("--gap", "nan"), "--gap is nan; write seconds"),
        (("OPENALEX_API_KEY", ""), ("--scholar-url", "api.semanticscholar.org"), "write it as https://api.semanticscholar.org/graph/v1"),
        (("OPENALEX_API_KEY", ""), ("--openalex-url", "ftp://x"), "write it as https://api.openalex.org/works"),
    ],
)
def test_a_wrong_key_or_option_is_named_and_nobody_is_asked(root, update, key, option, words):
    update.here.monkeypatch.setenv(*key)
    with ScholarServer([NORM]) as server:
        done = update(root, server, *option)

    assert (done.code, server.log) == (2, [])
    assert words in done.err
    assert KEY not in done.err


# OpenAlex


def test_openalex_is_asked_only_for_what_the_first_index_gave_nothing_for(root, update, openalex):
    openalex.papers = [NORM, WALKS]
    with ScholarServer([NORM]) as server:
        done = update(root, server, "--openalex-url", openalex.url)

    assert openalex.asked == [("10.1000/walks",)]
    assert done.out == "Asked for citations of 2 papers: 2 changed, 0 as before, 1 without arXiv id and DOI left out.\n"


def test_openalex_knows_papers_by_their_own_doi_and_by_arxivs_and_the_greater_part_counts(root, update, openalex):
    facts = facts_of(root, "batch-norm") | {"doi": {"value": "10.1000/Norm", "source": "arXiv API", "date": "2026-01-01"}}
    write(facts_path(root, "batch-norm"), json.dumps(facts))
    openalex.papers = [Cited(doi="10.48550/arXiv.1502.03167", count=900), Cited(doi="10.1000/norm", count=400)]
    with ScholarServer() as server:
        update(root, server, "--openalex-url", openalex.url)

    assert openalex.asked == [("10.1000/norm", "10.48550/arxiv.1502.03167", "10.1000/walks")]
    assert counts_of(root, "batch-norm") == [(DAY, 900, "OpenAlex")]


def test_counts_of_two_indexes_on_one_day_stand_side_by_side(root, update, openalex):
    openalex.papers = [Cited(doi="10.48550/arxiv.1502.03167", count=900)]
    with ScholarServer([NORM, WALKS]) as server:
        update(root, server)
        server.papers = [WALKS]
        update(root, server, "--all", "--openalex-url", openalex.url)

    assert counts_of(root, "batch-norm") == [(DAY, 48_216, "Semantic Scholar"), (DAY, 900, "OpenAlex")]


def test_a_key_that_is_new_today_is_a_reason_to_ask_again(root, update, monkeypatch):
    with ScholarServer([NORM]) as server, OpenAlexServer([WALKS]) as other:
        update(root, server)
        monkeypatch.setenv("OPENALEX_API_KEY", OpenAlexServer.key)
        update(root, server, "--openalex-url", other.url)

    assert server.asked[1:] == [("DOI:10.1000/walks",)]
    assert counts_of(root, "walks") == [(DAY, 7, "OpenAlex")]


def test_a_doi_that_a_list_cannot_hold_is_asked_for_nowhere(root, update, openalex):
    change(root / "content/papers/2019/walks.yml", doi="10.1000/a,b|c")
    with ScholarServer() as server:
        done = update(root, server, "--openalex-url", openalex.url)

    assert openalex.asked == [("10.48550/arxiv.1502.03167",)]
    assert (done.code, "batch-norm, walks" in done.err) == (0, True)


# What is given away


def test_the_export_says_how_often_a_paper_was_cited_when_and_by_whose_count(root):
    counted(root, "batch-norm", ("2026-10-01", 40_000, "Semantic Scholar"), ("2026-11-20", 48_216, "Semantic Scholar"))
    papers = json.loads(outputs_of(root).files["papers.json"])["papers"]

    assert {one["id"]: one["citations"] for one in papers} == {
        "batch-norm": [{"count": 48_216, "date": "2026-11-20", "source": "Semantic Scholar"}],
        "walks": [],
        "essay": [],
    }
