"""`digest new`: a reference to a draft, from arXiv, from Crossref, from nobody; and whatever fails writes nothing."""

import json
import re
import shutil
import signal
import subprocess
import threading
from pathlib import Path

import pytest
import yaml
from arxiv_server import FAULTS, ArxivServer, Record
from doubles import body, status
from sites import SCRIPTS, change, entry, environment, facts, run, snapshot
from support import EXAMPLES, write
from updating import Done, Here

from digest.facts import create_atomically, facts_folder, parse_paper_facts
from digest.gather.new import AlreadyHereError, Draft, write_draft
from digest.problems import DigestError

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


@pytest.fixture
def here(monkeypatch, capsys, tmp_path) -> Here:
    """Run commands in this process."""
    return Here(monkeypatch, capsys, tmp_path / "cache")


@pytest.fixture
def new(here):
    """Run the command against a server on this machine, in any case not against the world."""

    def run(root: Path, server: ArxivServer | None, *arguments) -> Done:
        url = server.url if server else "http://127.0.0.1:9"
        options = ["--arxiv-url", url, "--crossref-url", url, "--gap", "0", "--today", "2026-11-23"]
        return here("new", *arguments, *options, cwd=root)

    return run


def left_to_do(here, root: Path, path: str) -> list[str]:
    """List the keys that `digest check` misses in a file; it may find nothing else wrong."""
    lines = here("check", path, cwd=root).out.splitlines()
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


def test_an_arxiv_paper_becomes_a_draft_with_facts_after_one_request(small, arxiv, new):
    done = new(small, arxiv, "https://arxiv.org/abs/1905.11946v2")

    assert done.code == 0, done.err
    assert FILE in done.out
    written = yaml.load((small / FILE).read_bytes(), Loader=yaml.BaseLoader)
    assert written["arxiv"] == "1905.11946"
    assert written["topics"] == ["normalization"]
    assert written["code"] == [{"repo": "https://github.com/tan/norms", "official": "true"}]
    known = parse_paper_facts((small / "content/facts/papers/efficientnorm.json").read_bytes())
    assert (known.title.value, known.authors.value, str(known.published.value)) == (PAPER.title, PAPER.authors, "2019-05-28")
    assert [request.ids for request in arxiv.log] == [("1905.11946",)]


def test_the_draft_lacks_only_what_a_person_must_write_and_then_passes_every_rule(small, arxiv, new, here):
    new(small, arxiv, "1905.11946")

    assert left_to_do(here, small, FILE) == ["grounds", "tldr", "why", "summary", "checked"]
    finish(small, FILE)
    checked = here("check", cwd=small)
    assert checked.code == 0, checked.out
    assert "3 papers" in checked.out


def test_a_finished_draft_shows_arxivs_title_at_once(small, arxiv, new, here):
    new(small, arxiv, "1905.11946")
    finish(small, FILE)
    here("accept", "--today", "2026-11-23", cwd=small)

    built = run("digest", "build", "--today", "2026-11-23", cwd=small)

    assert built.returncode == 0, built.stderr
    assert PAPER.title in (small / "site/papers/efficientnorm/index.html").read_text(encoding="utf-8")


def test_an_update_on_the_same_day_asks_for_it_no_more(small, arxiv, new, here):
    new(small, arxiv, "1905.11946")
    arxiv.log.clear()

    here("update", "arxiv", "--arxiv-url", arxiv.url, "--gap", "0", "--today", "2026-11-23", cwd=small)

    assert "1905.11946" not in {arxiv for request in arxiv.log for arxiv in request.ids}


@pytest.mark.parametrize("draft", [True, False])
def test_a_paper_that_the_digest_has_is_refused_and_its_file_named(small, arxiv, draft, new):
    entry(small, "here", arxiv="https://arxiv.org/pdf/1905.11946v1", **({"added": None} if draft else {}))
    before = snapshot(small)

    done = new(small, arxiv, "1905.11946")

    assert done.code == 1
    assert "content/papers/2019/here.yml" in done.err
    assert ("draft" in done.err) is draft
    assert "Asking" not in done.err
    assert snapshot(small) == before
    assert arxiv.log == []


def test_a_paper_that_the_digest_has_under_its_doi_is_refused(small, arxiv, new):
    entry(small, "here", doi="10.1000/NORM")

    done = new(small, arxiv, "1905.11946")

    assert done.code == 1
    assert "content/papers/2019/here.yml" in done.err


def test_a_doi_of_a_paper_that_the_digest_has_from_arxiv_is_refused(small, new):
    entry(small, "here", arxiv="1905.11946")
    facts(small, "here", doi="10.1000/norm")

    done = new(small, None, "https://doi.org/10.1000/NORM")

    assert done.code == 1
    assert "content/papers/2019/here.yml" in done.err


def test_a_paper_that_was_taken_out_is_refused_with_the_reason(small, arxiv, new):
    write(small / "content/removed.yml", f"another-name:\n  arxiv: {PAPER.arxiv}\n  date: 2026-03-01\n  reason: it was a hoax\n")
    before = snapshot(small)

    done = new(small, arxiv, "https://arxiv.org/abs/1905.11946v2")

    assert done.code == 1
    assert "it was a hoax" in done.err
    assert "content/removed.yml" in done.err
    assert snapshot(small) == before
    assert arxiv.log == []


@pytest.mark.parametrize("removed", ["efficientnorm: {{{}}}", "older-name: {{aliases: [efficientnorm], {}}}"])
def test_another_paper_of_a_name_that_was_taken_out_gets_a_name_of_its_own_and_a_note(small, arxiv, new, removed):
    write(small / "content/removed.yml", removed.format("date: 2026-03-01, reason: it was a hoax") + "\n")

    done = new(small, arxiv, "1905.11946")

    assert done.code == 0, done.err
    assert (small / "content/papers/2019/efficientnorm-2019.yml").is_file()
    assert "note: a paper of this name was taken out on 2026-03-01: it was a hoax; is it the same paper?" in done.err


def test_a_name_that_is_taken_is_not_given_twice(small, arxiv, new):
    entry(small, "efficientnorm", year=2018)

    new(small, arxiv, "1905.11946")

    assert (small / "content/papers/2019/efficientnorm-2019.yml").is_file()


def test_a_name_that_the_site_keeps_for_itself_is_not_given(small, arxiv, new):
    arxiv.papers[PAPER.arxiv] = Record(arxiv=PAPER.arxiv, title="Index: A Paper About Lists")

    new(small, arxiv, "1905.11946")

    assert (small / "content/papers/2019/index-2019.yml").is_file()


def test_the_edition_may_be_chosen_and_one_that_has_no_file_yet_is_named(small, arxiv, new):
    done = new(small, arxiv, "1905.11946", "--edition", "2020")

    assert (small / "content/papers/2020/efficientnorm.yml").is_file()
    assert "content/editions/2020.yml" in done.err
    assert done.code == 0


def test_a_year_without_an_edition_is_said_with_those_that_there_are_and_the_command_that_moves_the_draft(small, new, here):
    change(small / "content/editions/2018.yml", status="open")

    done = new(small, None, "1411.1792", "--offline")

    path = "content/papers/2014/arxiv-1411-1792.yml"
    command = f"mv {path} content/papers/2018/"
    assert (
        f"note: there is no edition of 2014, only of 2018, 2019; to move the draft: {command}; or write content/editions/2014.yml"
        in done.err
    )
    assert ".github/DEVELOPING.md says under 'Opening and closing an edition'" in done.err
    assert "unknown-edition" in here("check", path, cwd=small).out
    assert "the edition of 2014" in here("check", cwd=small).out
    subprocess.run(["sh", "-c", command], cwd=small, check=True)
    assert "the edition of" not in here("check", cwd=small).out


def test_where_there_is_no_edition_at_all_only_the_file_to_write_is_named(small, new):
    shutil.rmtree(small / "content/editions")

    done = new(small, None, "1411.1792", "--offline")

    assert "note: there is no edition of 2014 yet; write content/editions/2014.yml, as .github/DEVELOPING.md says" in done.err


@pytest.mark.parametrize(("year", "made"), [(2018, ""), (2021, "mkdir -p content/papers/2021 && ")])
def test_a_draft_that_another_edition_is_asked_for_is_moved_by_the_command_that_is_told(small, new, year, made):
    new(small, None, "1411.1792", "--offline")

    done = new(small, None, "1411.1792", "--offline", "--edition", str(year))

    path = "content/papers/2014/arxiv-1411-1792.yml"
    command = f"{made}mv {path} content/papers/{year}/"
    assert done.code == 1
    assert done.err.endswith(f"a draft of it is {path}; to move it to the edition of {year}: {command}\n")
    subprocess.run(["sh", "-c", command], cwd=small, check=True)
    assert (small / f"content/papers/{year}/arxiv-1411-1792.yml").is_file()
    again = new(small, None, "1411.1792", "--offline", "--edition", str(year))
    assert again.err.endswith(f"a draft of it is content/papers/{year}/arxiv-1411-1792.yml\n")


def test_an_entry_that_is_in_stays_in_its_edition(small, new):
    entry(small, "here", arxiv="1411.1792")

    assert new(small, None, "1411.1792", "--edition", "2018").err.endswith("its entry is content/papers/2019/here.yml\n")


def test_a_withdrawn_paper_is_no_surprise(small, arxiv, new):
    arxiv.papers[PAPER.arxiv] = Record(arxiv=PAPER.arxiv, comment="This paper has been withdrawn by the authors")

    assert "withdrawn" in new(small, arxiv, "1905.11946").err


def test_another_doi_is_looked_up_at_crossref(small, arxiv, new, here):
    arxiv.always = body(lambda _: WORK, Content_Type="application/json")

    done = new(small, arxiv, "https://doi.org/10.1000/Twin.2019.7")

    assert done.code == 0, done.err
    [request] = arxiv.log
    assert request.path == "/works/10.1000%2Ftwin.2019.7"
    path = "content/papers/2019/twins-triplets.yml"
    written = yaml.load((small / path).read_bytes(), Loader=yaml.BaseLoader)
    assert written["doi"] == "10.1000/twin.2019.7"
    assert written["title"] == "Twins & Triplets: Three of $x<y$ (GENE)"
    assert written["authors"][-1] == "Mononym"
    assert (written["published"], written["venue"]) == ("2019-05", "Journal of Twins & More")
    assert left_to_do(here, small, path) == ["topics", "grounds", "tldr", "why", "summary", "checked"]


def test_a_paper_of_another_century_waits_in_the_present_edition(small, arxiv, new):
    arxiv.always = body(lambda _: WORK.replace(b"[[2019, 5]]", b"[[1876, 5]]"), Content_Type="application/json")

    new(small, arxiv, "10.1000/twin.2019.7")

    assert "published: 1876-05\n" in (small / "content/papers/2026/twins-triplets.yml").read_text(encoding="utf-8")


def test_an_address_is_asked_of_nobody(small, new, here):
    done = new(small, None, "https://proceedings.test/v97/tan19a.html", "--edition", "2019")

    assert done.code == 0, done.err
    path = "content/papers/2019/tan19a.yml"
    assert yaml.load((small / path).read_bytes(), Loader=yaml.BaseLoader)["url"] == "https://proceedings.test/v97/tan19a.html"
    assert left_to_do(here, small, path)[:3] == ["title", "authors", "published"]


@pytest.mark.parametrize(
    ("ref", "path"),
    [
        ("1905.11946", "content/papers/2019/arxiv-1905-11946.yml"),
        ("hep-th/9901001", "content/papers/1999/arxiv-hep-th-9901001.yml"),
        ("10.1000/other.1", "content/papers/2026/doi-10-1000-other-1.yml"),
    ],
)
def test_offline_nobody_is_asked_and_what_is_unknown_is_left_to_the_person(small, ref, path, new):
    done = new(small, None, ref, "--offline")

    assert done.code == 0, done.err
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
def test_a_source_that_fails_leaves_nothing_behind(small, arxiv, fault, code, new):
    before = snapshot(small)
    arxiv.always = FAULTS[fault]

    done = new(small, arxiv, "1905.11946")

    assert done.code == code, done.err
    assert re.match(r"(?s).*error: \S", done.err)
    assert "Traceback" not in done.err
    assert ("--offline" in done.err) is (code == 3)
    assert snapshot(small) == before
    assert len(arxiv.log) <= 5


def test_an_id_that_arxiv_calls_malformed_is_wrong_use(small, arxiv, new):
    arxiv.malformed = {"1905.11946"}

    done = new(small, arxiv, "1905.11946")

    assert done.code == 2
    assert "incorrect id format" in done.err
    assert len(arxiv.log) == 1


def test_the_answer_about_another_paper_is_not_taken(small, arxiv, new):
    arxiv.papers = {"1905.11946": Record(arxiv="1905.11947")}
    before = snapshot(small)

    assert new(small, arxiv, "1905.11946").code == 2
    assert snapshot(small) == before


@pytest.mark.parametrize(("fault", "code"), [(status(404, b"Resource not found."), 2), (status(503), 3), (body(lambda _: b"{}"), 3)])
def test_crossref_may_fail_or_not_know_a_doi(small, arxiv, fault, code, new):
    before = snapshot(small)
    arxiv.always = fault

    done = new(small, arxiv, "10.1000/twin.2019.7")

    assert done.code == code, done.err
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


def test_what_is_no_reference_is_wrong_use(small, new):
    done = new(small, None, "EfficientNet")

    assert done.code == 2
    assert "1905.11946" in done.err


def test_a_folder_that_takes_no_files_leaves_nothing_behind(small, arxiv, new):
    before = snapshot(small)
    write(small / "content/papers/2020", "a file where the folder goes")

    done = new(small, arxiv, "1905.11946", "--edition", "2020")

    assert done.code == 2
    assert "content/papers/2020" in done.err
    assert snapshot(small) == before | {"content/papers/2020": b"a file where the folder goes"}


def test_all_files_of_a_draft_are_written_or_none(small):
    before = snapshot(small)
    files = {"content/papers/2020/x.yml": b"x", "content/editions/2019.yml/facts/x.json": b"{}"}

    with pytest.raises(
        DigestError, match=r"^content/editions/2019\.yml/facts/x\.json: the draft cannot be written: .*; nothing of it was written$"
    ):
        write_draft(small, Draft(path="", title="", files=files, notes=()))

    assert snapshot(small) == before
    assert not (small / "content/papers/2020").exists()


def test_a_file_that_comes_into_being_meanwhile_is_not_written_over(small, monkeypatch):
    taken = small / "content/papers/2020/x.yml"

    def slow(path, data):
        write(taken, "somebody else's")
        create_atomically(path, data)

    monkeypatch.setattr("digest.gather.new.create_atomically", slow)
    with pytest.raises(AlreadyHereError, match=r"content/papers/2020/x\.yml is there already"):
        write_draft(small, Draft(path="", title="", files={"content/papers/2020/x.yml": b"ours"}, notes=()))

    assert taken.read_text() == "somebody else's"
    assert [path.name for path in taken.parent.iterdir()] == ["x.yml"]


def test_where_files_cannot_be_linked_a_draft_is_written_all_the_same_and_over_no_other(tmp_path, monkeypatch):
    def refuse(*_):
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr("os.link", refuse)
    create_atomically(tmp_path / "x", b"first")
    with pytest.raises(FileExistsError):
        create_atomically(tmp_path / "x", b"second")

    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"x": b"first"}


def test_whatever_fails_leaves_no_folder_behind(small, arxiv, new):
    shutil.rmtree(small / "content/facts")
    before = sorted(small.rglob("*"))
    arxiv.always = FAULTS["404"]

    new(small, arxiv, "1905.11946")

    assert sorted(small.rglob("*")) == before


@pytest.mark.parametrize("ref", ["10.1000/x", "https://proceedings.test/v97/tan19a.html", "1905.11946"])
def test_while_facts_are_being_updated_no_draft_is_begun_offline_either(small, new, ref):
    with facts_folder(small / "content/facts/papers"):
        done = new(small, None, ref, "--offline")

    assert done.code == 2
    assert "another `digest update`, `digest new` or `digest import` is at work" in done.err


def test_a_paper_of_more_authors_than_a_file_may_hold_is_refused(small, arxiv, new):
    arxiv.papers[PAPER.arxiv] = Record(arxiv=PAPER.arxiv, authors=tuple(f"Somebody Of The Crowd {n}" for n in range(12_000)))
    before = snapshot(small)

    done = new(small, arxiv, "1905.11946")

    assert done.code == 3
    assert "12,000 authors; nothing was written" in done.err
    assert snapshot(small) == before


def test_what_strangers_say_steers_no_terminal(small, arxiv, new):
    arxiv.papers[PAPER.arxiv] = Record(arxiv=PAPER.arxiv, title="Nets ##[error]: pwned")
    arxiv.script = [status(302, Location="/api/\x9b2Jquery"), None]

    refused = new(small, arxiv, "1905.11946")
    taken = new(small, arxiv, "1905.11946")

    assert refused.code == 3
    assert taken.code == 0
    assert "##[" not in taken.out + taken.err
    assert (refused.err + taken.err + taken.out).replace("\n", "").isprintable()


def test_it_is_said_who_is_asked(small, arxiv, new):
    said = [new(small, arxiv, ref).err for ref in ("1905.11946", "10.1000/twin.2019.7")]

    assert ["Asking arXiv ..." in said[0], "Asking Crossref ..." in said[1]] == [True, True]


def test_a_draft_names_the_schema_of_the_project_or_else_of_its_site(small, arxiv, new):
    new(small, arxiv, "1905.11946")
    write(small / "site_config/schema/paper.json", "{}")
    new(small, None, "10.1000/x", "--offline")

    drafts = [small / FILE, small / "content/papers/2026/doi-10-1000-x.yml"]
    assert [path.read_text(encoding="utf-8").partition("\n")[0] for path in drafts] == [
        "# yaml-language-server: $schema=https://small-annual.test/schema/paper.json",
        "# yaml-language-server: $schema=../../../site_config/schema/paper.json",
    ]


def test_while_facts_are_being_updated_nothing_is_asked_or_written(small, arxiv, new):
    before = snapshot(small)

    with facts_folder(small / "content/facts/papers"):
        done = new(small, arxiv, "1905.11946")

    assert done.code == 2
    assert "wait" in done.err
    assert snapshot(small) == before
    assert arxiv.log == []


def test_a_hostile_answer_stays_in_its_place(small, arxiv, new, here):
    title = "Nets\u202e\x85: pwned]\n--- !!python/object:x {a: &b"
    arxiv.papers[PAPER.arxiv] = Record(arxiv=PAPER.arxiv, title=title, authors=("'\"}",), comment="x\n# y: z\ngithub.com/a/b'\"")

    done = new(small, arxiv, "1905.11946")

    assert done.code == 0, done.err
    [path] = [path for path in (small / "content/papers/2019").iterdir() if path.name != "graph-walks.yml"]
    assert left_to_do(here, small, f"content/papers/2019/{path.name}")[-5:] == ["grounds", "tldr", "why", "summary", "checked"]
    assert json.loads((small / f"content/facts/papers/{path.stem}.json").read_bytes())["title"]["value"].startswith("Nets")
