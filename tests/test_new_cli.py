"""`digest new`: a reference to a draft, from arXiv, from Crossref, from nobody; and whatever fails writes nothing."""

import json
import re
import signal
import subprocess
import threading
from pathlib import Path

import pytest
import yaml
from arxiv_server import FAULTS, ArxivServer, Record, body, status
from sites import SCRIPTS, entry, environment, facts, run, snapshot
from support import EXAMPLES, write

from digest.facts import facts_folder, parse_paper_facts
from digest.gather.new import Draft, write_draft

PAPER = Record(
    arxiv="1905.11946",
    version=5,
    title="EfficientNorm: Rethinking Batch Normalization",
    authors=("Mingxing Tan", "Quoc V. Le"),
    updated="2020-09-11T09:41:27Z",
    comment="ICML 2019; code at https://github.com/tan/norms.",
    doi="10.1000/norm",
)
FILE = "content/papers/2019/efficientnorm.yml"
WORK = (EXAMPLES / "crossref/work.json").read_bytes()


@pytest.fixture
def arxiv():
    with ArxivServer(papers={PAPER.arxiv: PAPER}) as server:
        yield server


def new(root: Path, server: ArxivServer | None, *arguments):
    """Run the command against a server on this machine, in any case not against the world."""
    url = server.url if server else "http://127.0.0.1:9"
    cache = {"XDG_CACHE_HOME": str(root.parent / "cache"), "HOME": str(root.parent)}
    options = ["--arxiv-url", url, "--crossref-url", url, "--gap", "0", "--today", "2026-11-23"]
    return run("digest", "new", *arguments, *options, cwd=root, **cache)


def left_to_do(root: Path, path: str) -> list[str]:
    """List the keys that `digest check` misses in a file; it may find nothing else wrong."""
    lines = run("digest", "check", path, cwd=root).stdout.splitlines()
    found = [re.fullmatch(rf"{re.escape(path)}:\d+:\d+: error\[empty-value\] '(\w+)' is empty.*", line) for line in lines]
    assert all(found), lines
    return [match[1] for match in found]


def finish(root: Path, path: str) -> None:
    """Write what a person must write."""
    text = (root / path).read_text(encoding="utf-8")
    for key, value in {
        "grounds": "\n  idea-reused: by all",
        "tldr": "It works.",
        "why": "It matters.",
        "summary": "|\n  " + "Word after word. " * 40,
        "checked": "nothing",
    }.items():
        text, times = re.subn(rf"^{key}:(?: \|)?$", f"{key}: {value}", text, flags=re.MULTILINE)
        assert times == 1, key
    (root / path).write_text(text, encoding="utf-8")


def test_an_arxiv_paper_becomes_a_draft_with_facts_after_one_request(small, arxiv):
    done = new(small, arxiv, "https://arxiv.org/abs/1905.11946v2")

    assert done.returncode == 0, done.stderr
    assert FILE in done.stdout
    written = yaml.load((small / FILE).read_bytes(), Loader=yaml.BaseLoader)
    assert written["arxiv"] == "1905.11946"
    assert written["topics"] == ["normalization"]
    assert written["code"] == [{"repo": "https://github.com/tan/norms", "official": "true"}]
    known = parse_paper_facts((small / "content/facts/papers/efficientnorm.json").read_bytes())
    assert (known.title.value, known.authors.value, str(known.published.value)) == (PAPER.title, PAPER.authors, "2019-05-28")
    assert [request.ids for request in arxiv.log] == [("1905.11946",)]


def test_the_draft_lacks_only_what_a_person_must_write_and_then_passes_every_rule(small, arxiv):
    new(small, arxiv, "1905.11946")

    assert left_to_do(small, FILE) == ["grounds", "tldr", "why", "summary", "checked"]
    finish(small, FILE)
    checked = run("digest", "check", cwd=small)
    assert checked.returncode == 0, checked.stdout
    assert "3 papers" in checked.stdout


def test_a_finished_draft_shows_arxivs_title_at_once(small, arxiv):
    new(small, arxiv, "1905.11946")
    finish(small, FILE)
    run("digest", "accept", "--today", "2026-11-23", cwd=small)

    built = run("digest", "build", "--today", "2026-11-23", cwd=small)

    assert built.returncode == 0, built.stderr
    assert PAPER.title in (small / "site/papers/efficientnorm/index.html").read_text(encoding="utf-8")


def test_an_update_on_the_same_day_asks_for_it_no_more(small, arxiv):
    new(small, arxiv, "1905.11946")
    arxiv.log.clear()

    run("digest", "update", "arxiv", "--arxiv-url", arxiv.url, "--gap", "0", "--today", "2026-11-23", cwd=small, HOME=str(small.parent))

    assert "1905.11946" not in {arxiv for request in arxiv.log for arxiv in request.ids}


@pytest.mark.parametrize("draft", [True, False])
def test_a_paper_that_the_digest_has_is_refused_and_its_file_named(small, arxiv, draft):
    entry(small, "here", arxiv="https://arxiv.org/pdf/1905.11946v1", **({"added": None} if draft else {}))
    before = snapshot(small)

    done = new(small, arxiv, "1905.11946")

    assert done.returncode == 1
    assert "content/papers/2019/here.yml" in done.stderr
    assert ("draft" in done.stderr) is draft
    assert snapshot(small) == before
    assert arxiv.log == []


def test_a_paper_that_the_digest_has_under_its_doi_is_refused(small, arxiv):
    entry(small, "here", doi="10.1000/NORM")

    done = new(small, arxiv, "1905.11946")

    assert done.returncode == 1
    assert "content/papers/2019/here.yml" in done.stderr


def test_a_doi_of_a_paper_that_the_digest_has_from_arxiv_is_refused(small):
    entry(small, "here", arxiv="1905.11946")
    facts(small, "here", doi="10.1000/norm")

    done = new(small, None, "https://doi.org/10.1000/NORM")

    assert done.returncode == 1
    assert "content/papers/2019/here.yml" in done.stderr


def test_a_paper_that_was_taken_out_is_refused_with_the_reason(small, arxiv):
    write(small / "content/removed.yml", "efficientnorm:\n  date: 2026-03-01\n  reason: withdrawn by its authors\n")
    before = snapshot(small)

    done = new(small, arxiv, "1905.11946")

    assert done.returncode == 1
    assert "withdrawn by its authors" in done.stderr
    assert "content/removed.yml" in done.stderr
    assert snapshot(small) == before


def test_a_name_that_is_taken_is_not_given_twice(small, arxiv):
    entry(small, "efficientnorm", year=2018)

    new(small, arxiv, "1905.11946")

    assert (small / "content/papers/2019/efficientnorm-2019.yml").is_file()


def test_a_name_that_the_site_keeps_for_itself_is_not_given(small, arxiv):
    arxiv.papers[PAPER.arxiv] = Record(arxiv=PAPER.arxiv, title="Index: A Paper About Lists")

    new(small, arxiv, "1905.11946")

    assert (small / "content/papers/2019/index-2019.yml").is_file()


def test_the_edition_may_be_chosen_and_one_that_has_no_file_yet_is_named(small, arxiv):
    done = new(small, arxiv, "1905.11946", "--edition", "2020")

    assert (small / "content/papers/2020/efficientnorm.yml").is_file()
    assert "content/editions/2020.yml" in done.stderr
    assert done.returncode == 0


def test_a_withdrawn_paper_is_no_surprise(small, arxiv):
    arxiv.papers[PAPER.arxiv] = Record(arxiv=PAPER.arxiv, comment="This paper has been withdrawn by the authors")

    assert "withdrawn" in new(small, arxiv, "1905.11946").stderr


def test_another_doi_is_looked_up_at_crossref(small, arxiv):
    arxiv.always = body(lambda _: WORK, Content_Type="application/json")

    done = new(small, arxiv, "https://doi.org/10.1000/Twin.2019.7")

    assert done.returncode == 0, done.stderr
    [request] = arxiv.log
    assert request.path == "/works/10.1000%2Ftwin.2019.7"
    path = "content/papers/2019/twins-triplets.yml"
    written = yaml.load((small / path).read_bytes(), Loader=yaml.BaseLoader)
    assert written["doi"] == "10.1000/twin.2019.7"
    assert written["title"] == "Twins & Triplets: Three of $x<y$ (GENE)"
    assert written["authors"][-1] == "Mononym"
    assert (written["published"], written["venue"]) == ("2019-05", "Journal of Twins & More")
    assert left_to_do(small, path) == ["topics", "grounds", "tldr", "why", "summary", "checked"]


def test_a_paper_of_another_century_waits_in_the_present_edition(small, arxiv):
    arxiv.always = body(lambda _: WORK.replace(b"[[2019, 5]]", b"[[1876, 5]]"), Content_Type="application/json")

    new(small, arxiv, "10.1000/twin.2019.7")

    assert "published: 1876-05\n" in (small / "content/papers/2026/twins-triplets.yml").read_text(encoding="utf-8")


def test_an_address_is_asked_of_nobody(small):
    done = new(small, None, "https://proceedings.test/v97/tan19a.html", "--edition", "2019")

    assert done.returncode == 0, done.stderr
    path = "content/papers/2019/tan19a.yml"
    assert yaml.load((small / path).read_bytes(), Loader=yaml.BaseLoader)["url"] == "https://proceedings.test/v97/tan19a.html"
    assert left_to_do(small, path)[:3] == ["title", "authors", "published"]


@pytest.mark.parametrize(
    ("ref", "path"),
    [
        ("1905.11946", "content/papers/2019/arxiv-1905-11946.yml"),
        ("hep-th/9901001", "content/papers/1999/arxiv-hep-th-9901001.yml"),
        ("10.1000/other.1", "content/papers/2026/doi-10-1000-other-1.yml"),
    ],
)
def test_offline_nobody_is_asked_and_what_is_unknown_is_left_to_the_person(small, ref, path):
    done = new(small, None, ref, "--offline")

    assert done.returncode == 0, done.stderr
    assert (small / path).is_file()
    assert not (small / "content/facts/papers" / f"{Path(path).stem}.json").exists()


# Each answers at once; those that hang are for the tests of the client.
SWIFT = {
    "429": 3,
    "500": 3,
    "404": 3,
    "400 without a reason": 3,
    "blank": 3,
    "a page for people": 3,
    "cut in the middle": 3,
    "a DOCTYPE": 3,
    "ghosts": 3,
    "an RSS feed": 3,
    "days to come": 3,
    "closed without a word": 3,
    "a redirect to another host": 3,
    "an error that names nothing": 3,
    "an empty feed": 2,
}


@pytest.mark.parametrize(("fault", "code"), SWIFT.items(), ids=SWIFT)
def test_a_source_that_fails_leaves_nothing_behind(small, arxiv, fault, code):
    before = snapshot(small)
    arxiv.always = FAULTS[fault]

    done = new(small, arxiv, "1905.11946")

    assert done.returncode == code, done.stderr
    assert re.match(r"(?s).*error: \S", done.stderr)
    assert "Traceback" not in done.stderr
    assert ("--offline" in done.stderr) is (code == 3)
    assert snapshot(small) == before
    assert len(arxiv.log) <= 5


def test_an_id_that_arxiv_calls_malformed_is_wrong_use(small, arxiv):
    arxiv.malformed = {"1905.11946"}

    done = new(small, arxiv, "1905.11946")

    assert done.returncode == 2
    assert "incorrect id format" in done.stderr
    assert len(arxiv.log) == 1


def test_the_answer_about_another_paper_is_not_taken(small, arxiv):
    arxiv.papers = {"1905.11946": Record(arxiv="1905.11947")}
    before = snapshot(small)

    assert new(small, arxiv, "1905.11946").returncode == 2
    assert snapshot(small) == before


@pytest.mark.parametrize(("fault", "code"), [(status(404, b"Resource not found."), 2), (status(503), 3), (body(lambda _: b"{}"), 3)])
def test_crossref_may_fail_or_not_know_a_doi(small, arxiv, fault, code):
    before = snapshot(small)
    arxiv.always = fault

    done = new(small, arxiv, "10.1000/twin.2019.7")

    assert done.returncode == code, done.stderr
    assert snapshot(small) == before


def test_an_interruption_leaves_nothing_behind(small, arxiv):
    before = snapshot(small)
    arrived = threading.Event()
    arxiv.always = lambda handler, _records: (arrived.set(), handler.until_gone())
    command = [SCRIPTS / "digest", "new", "1905.11946", "--arxiv-url", arxiv.url, "--gap", "0"]
    with subprocess.Popen(command, cwd=small, env=environment(HOME=str(small.parent)), stderr=subprocess.PIPE, encoding="utf-8") as process:
        assert arrived.wait(60)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=60)

    assert process.returncode == 130, said
    assert "nothing was written" in said
    assert snapshot(small) == before


def test_what_is_no_reference_is_wrong_use(small):
    done = new(small, None, "EfficientNet")

    assert done.returncode == 2
    assert "1905.11946" in done.stderr


def test_a_folder_that_takes_no_files_leaves_nothing_behind(small, arxiv):
    before = snapshot(small)
    write(small / "content/papers/2020", "a file where the folder goes")

    done = new(small, arxiv, "1905.11946", "--edition", "2020")

    assert done.returncode == 2
    assert "content/papers/2020" in done.stderr
    assert snapshot(small) == before | {"content/papers/2020": b"a file where the folder goes"}


def test_all_files_of_a_draft_are_written_or_none(small):
    before = snapshot(small)
    files = {"content/papers/2020/x.yml": b"x", "content/editions/2019.yml/facts/x.json": b"{}"}

    with pytest.raises(OSError, match=r"2019\.yml"):
        write_draft(small, Draft(path="", title="", files=files, notes=()))

    assert snapshot(small) == before
    assert not (small / "content/papers/2020").exists()


def test_while_facts_are_being_updated_nothing_is_asked_or_written(small, arxiv):
    before = snapshot(small)

    with facts_folder(small / "content/facts/papers"):
        done = new(small, arxiv, "1905.11946")

    assert done.returncode == 2
    assert "wait" in done.stderr
    assert snapshot(small) == before
    assert arxiv.log == []


def test_a_hostile_answer_stays_in_its_place(small, arxiv):
    title = "Nets\u202e\x85: pwned]\n--- !!python/object:x {a: &b"
    arxiv.papers[PAPER.arxiv] = Record(arxiv=PAPER.arxiv, title=title, authors=("'\"}",), comment="x\n# y: z\ngithub.com/a/b'\"")

    done = new(small, arxiv, "1905.11946")

    assert done.returncode == 0, done.stderr
    [path] = [path for path in (small / "content/papers/2019").iterdir() if path.name != "graph-walks.yml"]
    assert left_to_do(small, f"content/papers/2019/{path.name}")[-5:] == ["grounds", "tldr", "why", "summary", "checked"]
    assert json.loads((small / f"content/facts/papers/{path.stem}.json").read_bytes())["title"]["value"].startswith("Nets")
