"""`digest update` against a server that behaves: what is asked, what is written, and what is said."""

import json
import os
import re
import shutil
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from arxiv_server import Record, new_dialect, old_dialect
from doubles import body, status
from github_server import GitHubServer, Repo
from hypothesis import given, settings
from hypothesis import strategies as st
from sites import change, configure, copy_of_the_digest, entry
from support import EXAMPLES, ROOT, TODAY
from updating import DAY, GAP, KNOWN, Runner, digest_of, facts_files, facts_of, facts_path, server_of, values_of

from digest import __version__, doors, pipeline
from digest.cli.network import cache_folder
from digest.facts import MAX_BYTES, parse_paper_facts
from digest.gather.asked import Asked
from digest.gather.merge import SOURCE
from digest.gather.source import Answer, SourceError, UnreadableError
from digest.gather.update import Desk, Target
from digest.gather.update import update as update_by
from digest.load import files

CONFIRMED = ROOT.parent / "shared/facts/papers_facts.json"
NEWER = {slug: replace(record, version=record.version + 1) for slug, record in KNOWN.items()}


@pytest.fixture
def update(monkeypatch, capsys, tmp_path) -> Runner:
    monkeypatch.delenv("GITHUB_TOKEN", raising=False)
    return Runner(monkeypatch, capsys, tmp_path / "cache")


@pytest.fixture
def root(small):
    return digest_of(small)


def events_of(root, slug):
    return [event["kind"] for event in facts_of(root, slug).get("events", [])]


# What is written


def test_a_paper_without_facts_gets_those_that_arxiv_has_and_no_abstract(small, update):
    record = replace(KNOWN["adam"], comment="9 pages", doi="10.1000/Adam", journal_ref="ICLR 2015", categories=("cs.LG", "stat.ML"))
    digest_of(small, {"adam": record}, facts=False)
    with server_of({"adam": record, "batch-norm": KNOWN["batch-norm"]}) as server:
        done = update(small, server.url)

    assert values_of(small, "adam") == {
        "title": "Adam: A Method for Stochastic Optimization",
        "authors": ["Diederik P. Kingma", "Jimmy Ba"],
        "published": "2019-05-28",
        "updated": "2019-05-28",
        "version": 9,
        "categories": ["cs.LG", "stat.ML"],
        "primary_category": "cs.LG",
        "comment": "9 pages",
        "doi": "10.1000/adam",
        "journal_ref": "ICLR 2015",
        "withdrawn": False,
    }
    assert facts_of(small, "adam")["title"]["source"] == SOURCE
    assert facts_of(small, "adam")["title"]["date"] == DAY
    assert b"abstract" not in facts_path(small, "adam").read_bytes().lower()
    assert done.code == 0


def test_a_changed_digest_is_still_sound(root, update):
    with server_of(NEWER) as server:
        update(root, server.url)

    _, problems = pipeline.read(doors.read_project(root))
    assert problems == []


def written(root) -> dict:
    """Say of each facts file when it was written, and which file it is."""
    return {path: (path.stat().st_ino, path.stat().st_mtime_ns) for path in sorted((root / "content/facts/papers").iterdir())}


def test_facts_that_arxiv_confirms_are_left_untouched(root, update):
    with server_of(KNOWN) as server:
        update(root, server.url)
        before = written(root)
        done = update(root, server.url, "--all")

    assert written(root) == before
    assert (done.code, done.out) == (0, "Asked arXiv for 4 papers: 0 changed, 4 as before.\n")


def test_what_happened_to_papers_is_said_and_written_once(root, update):
    now = {
        **KNOWN,
        "adam": replace(KNOWN["adam"], version=10),
        "attention": replace(KNOWN["attention"], title="Attention Is Not All You Need"),
        "dropout": replace(KNOWN["dropout"], comment="This paper has been withdrawn by the author"),
    }
    with server_of(now) as server:
        done = update(root, server.url)
        again = update(root, server.url, "--all")

    assert done.out.splitlines()[:-1] == [
        "adam: new version, v9 -> v10",
        "attention: new title, Attention Is All You Need -> Attention Is Not All You Need",
        "dropout: withdrawn (This paper has been withdrawn by the author)",
    ]
    assert again.out == "Asked arXiv for 4 papers: 0 changed, 4 as before.\n"
    assert {slug: events_of(root, slug) for slug in KNOWN} == {
        "adam": ["new-version"],
        "attention": ["title-changed"],
        "dropout": ["withdrawn"],
        "batch-norm": [],
    }


def test_a_paper_that_vanished_keeps_its_facts_and_is_said_once(root, update):
    before = values_of(root, "dropout")
    with server_of({slug: record for slug, record in KNOWN.items() if slug != "dropout"}) as server:
        done = update(root, server.url)
        asked = len(server.log)
        again = update(root, server.url, "--all")

    assert values_of(root, "dropout") == before
    assert events_of(root, "dropout") == ["vanished"]
    assert "dropout: no longer at arXiv; its facts stay\n" in done.out
    assert (done.code, again.code) == (0, 0)
    assert again.out == "Asked arXiv for 4 papers: 0 changed, 4 as before.\n"
    assert (asked, len(server.log)) == (2, 3)  # left out once is asked again; known to be gone is not


def test_a_paper_is_not_called_vanished_by_answers_that_may_be_cut(root, update):
    before = facts_files(root)
    with server_of(KNOWN, always=body(lambda records: new_dialect(records[:1]))) as server:
        done = update(root, server.url)

    changed = {name for name, data in facts_files(root).items() if before[name] != data}
    assert done.code == 3
    assert "arXiv left it out, in answers that may not be whole" in done.err
    assert all("vanished" not in (root / "content/facts/papers" / name).read_text() for name in changed)


def test_a_paper_is_not_called_vanished_by_answers_shorter_than_they_say(small, update):
    records = {f"paper-{n}": Record(arxiv=f"2401.{n:05}", title=f"Paper {n}") for n in range(1, 40)}
    digest_of(small, records)

    def newest_ten(found):
        newest = sorted(found, key=lambda record: record.arxiv)[-10:]
        return re.sub(r"(totalResults>)\d+", rf"\g<1>{len(found)}", new_dialect(newest))

    with server_of({**records, "batch-norm": KNOWN["batch-norm"]}, always=body(newest_ten)) as server:
        done = update(small, server.url)

    assert done.code == 3
    assert "arXiv left it out, in answers that may not be whole" in done.err
    assert [name for name, data in facts_files(small).items() if b"vanished" in data] == []


def test_a_paper_that_comes_back_is_said_once(root, update):
    with server_of({slug: record for slug, record in KNOWN.items() if slug != "dropout"}) as server:
        update(root, server.url)
    with server_of(KNOWN) as server:
        done = update(root, server.url, "--today", "2026-11-24")
        again = update(root, server.url, "--today", "2026-11-25")

    assert events_of(root, "dropout") == ["vanished", "returned"]
    assert "dropout: at arXiv again\n" in done.out
    assert again.out == "Asked arXiv for 4 papers: 0 changed, 4 as before.\n"


@pytest.mark.parametrize("tries", [0, 4])
def test_a_batch_without_any_paper_is_asked_for_five_times_at_most(root, update, tries):
    with server_of({}, script=[status(503)] * tries) as server:
        done = update(root, server.url)

    assert (done.code, len(server.log)) == (3, 2 if tries == 0 else 5)


def test_a_half_that_cannot_be_got_ends_the_search_for_a_malformed_id(small, update):
    records = {f"paper-{n}": Record(arxiv=f"2401.{n:05}", title=f"Paper {n}") for n in range(1, 60)}
    digest_of(small, records, facts=False)
    papers = {**records, "batch-norm": KNOWN["batch-norm"]}
    with server_of(papers, malformed={"2401.00042"}, names_malformed=False, script=[None, *[status(503)] * 5]) as server:
        done = update(small, server.url)

    assert (done.code, len(server.log)) == (3, 6)
    assert "60 not got" in done.out


def test_what_strangers_say_steers_no_terminal(root, update):
    with server_of({**KNOWN, "adam": replace(KNOWN["adam"], title="Adam ##[group]", version=10)}) as server:
        done = update(root, server.url)

    assert "##[" not in done.out
    assert "new title" in done.out


def test_a_site_with_letters_that_no_header_holds_asks_all_the_same(root, update):
    configure(root, "https://small-annual.test/", "https://small-annual.test/дайджест/")
    with server_of(KNOWN) as server:
        done = update(root, server.url)

    assert done.code == 0
    assert "(+https://small-annual.test/%D0%B4" in server.log[0].agent


@pytest.mark.parametrize("trap", [False, True])
def test_a_user_without_a_home_has_a_cache_all_the_same_and_no_one_elses(monkeypatch, tmp_path, trap):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    ours = tmp_path / f"paper-annual-{os.getuid()}"
    if trap:
        ours.symlink_to("/")
        os.lchown(ours, 12345, 12345) if os.getuid() == 0 else pytest.skip("only root can make what is somebody else's")
    for name in ("HOME", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("pwd.getpwuid", dict[int, str]().__getitem__)

    assert (cache_folder() == ours) is not trap
    assert cache_folder().is_relative_to(tmp_path)
    assert cache_folder().is_dir()


def test_an_id_that_arxiv_never_had_is_named(root, update):
    entry(root, "typo", arxiv="1905.99999")
    with server_of(KNOWN) as server:
        done = update(root, server.url)

    assert done.code == 3
    assert "not got: typo: arXiv has no 1905.99999; is this its id?" in done.err
    assert not facts_path(root, "typo").exists()


# What is asked


def test_a_thousand_papers_take_ten_requests_and_none_on_the_same_day(small, update):
    records = {f"paper-{n}": Record(arxiv=f"2401.{n:05}", title=f"Paper {n}", authors=(f"Author {n}",)) for n in range(1, 1000)}
    digest_of(small, records, facts=False)
    update.here.watch.patience = GAP
    with server_of({**records, "batch-norm": KNOWN["batch-norm"]}) as server:
        done = update(small, server.url)
        first = len(server.log)
        again = update(small, server.url)

    assert (done.code, first, len(server.log)) == (0, 10, 10)
    assert sum(len(request.ids) for request in server.log) == 1000
    assert again.out == "arXiv was asked today already for 1000 papers; --all asks again\n"
    assert all(values_of(small, slug)["title"] == record.title for slug, record in records.items())
    assert all(gap >= GAP for gap in server.gaps())


def test_what_was_asked_for_today_is_asked_for_again_with_all_and_on_another_day(root, update):
    with server_of(KNOWN) as server:
        update(root, server.url)
        update(root, server.url)
        assert len(server.log) == 1
        update(root, server.url, "--all")
        assert len(server.log) == 2
        update(root, server.url, "--today", "2026-11-24")
        assert len(server.log) == 3


def test_a_new_paper_is_asked_for_alone_on_the_same_day(root, update):
    with server_of({**KNOWN, "new": Record(arxiv="2001.00001")}) as server:
        update(root, server.url)
        entry(root, "new", arxiv="2001.00001")
        done = update(root, server.url)

    assert server.log[-1].ids == ("2001.00001",)
    assert "3 asked for earlier today" not in done.out
    assert "4 asked for earlier today" in done.out


def test_facts_that_were_taken_back_are_asked_for_again(root, update):
    with server_of(NEWER) as server:
        before = facts_path(root, "adam").read_bytes()
        update(root, server.url)
        facts_path(root, "adam").write_bytes(before)
        update(root, server.url)

    assert server.log[-1].ids == (KNOWN["adam"].arxiv,)
    assert values_of(root, "adam")["version"] == 10


def test_facts_tell_that_they_were_fetched_today_where_the_cache_is_gone(root, update, tmp_path):
    with server_of(NEWER) as server:
        update(root, server.url)
        shutil.rmtree(tmp_path / "cache")
        done = update(root, server.url)

    assert len(server.log) == 1
    assert "asked today already for 4 papers" in done.out


@pytest.mark.parametrize(
    "said",
    [b"", b"{", b"[]", b'{"day": "2026-11-23", "papers": 7}', b'{"day": "2026-11-23", "papers": {"adam": []}}', b"\xff", b"[" * 100_000],
)
def test_a_broken_note_of_what_was_asked_costs_requests_and_nothing_else(root, update, tmp_path, said):
    with server_of(KNOWN) as server:
        update(root, server.url, "--today", "2026-11-22")
        [note] = (tmp_path / "cache").rglob("asked-*.json")
        note.write_bytes(said)
        done = update(root, server.url)

    assert (done.code, len(server.log)) == (0, 2)


def test_a_cache_that_cannot_be_written_costs_requests_and_nothing_else(root, update, tmp_path):
    (tmp_path / "cache").touch()
    with server_of(NEWER) as server:
        done = update(root, server.url)

    assert done.code == 0
    assert values_of(root, "adam")["version"] == 10


def test_who_asks_is_said_with_every_request(root, update):
    with server_of(KNOWN) as server:
        update(root, server.url)

    assert server.log[0].agent == f"paper-annual/{__version__} (+https://small-annual.test/; https://github.com/small/annual/issues)"


def test_one_paper_under_two_spellings_is_asked_for_once(root, update):
    change(root / "content/papers/2019/adam.yml", arxiv="https://arxiv.org/pdf/1412.6980v9.pdf")
    entry(root, "adam-again", arxiv="1412.6980")
    with server_of(NEWER) as server:
        update(root, server.url)

    assert server.log[0].ids.count("1412.6980") == 1
    assert values_of(root, "adam") == values_of(root, "adam-again") | {"published": "2019-05-28"}


# What is malformed


@pytest.mark.parametrize("named", [True, False])
def test_one_malformed_id_is_found_and_named_and_the_rest_asked_for_again(small, update, named):
    records = {f"paper-{n}": Record(arxiv=f"2401.{n:05}", title=f"Paper {n}") for n in range(1, 60)}
    digest_of(small, records, facts=False)
    update.here.watch.patience = GAP
    with server_of({**records, "batch-norm": KNOWN["batch-norm"]}, malformed={"2401.00042"}, names_malformed=named) as server:
        done = update(small, server.url)

    assert done.code == 3
    assert f"not got: paper-42: arXiv says: incorrect id format{' for 2401.00042' if named else ''}\n" in done.err
    assert {slug for slug in records if not facts_path(small, slug).exists()} == {"paper-42"}
    assert len(server.log) == (2 if named else 13)


def test_an_id_that_is_part_of_another_is_not_taken_for_it(small, update):
    records = {"long": Record(arxiv="math/0309136"), "short": Record(arxiv="2401.00001")}
    digest_of(small, records, facts=False)
    update.here.watch.patience = GAP
    with server_of({**records, "batch-norm": KNOWN["batch-norm"]}, malformed={"math/0309136"}) as server:
        done = update(small, server.url)

    assert "not got: long: arXiv says" in done.err
    assert values_of(small, "short")["version"] == 1


# What cannot be trusted on disk


def test_facts_that_cannot_be_read_are_named_and_left_alone(root, update):
    facts_path(root, "adam").write_bytes(b'{"title": ')
    with server_of(NEWER) as server:
        done = update(root, server.url)

    assert (done.code, facts_path(root, "adam").read_bytes()) == (3, b'{"title": ')
    assert "not got: adam: its facts cannot be read; `digest check` tells why" in done.err
    assert values_of(root, "attention")["version"] == 6


def test_facts_about_another_paper_are_named_and_left_alone(root, update):
    change(root / "content/papers/2019/adam.yml", arxiv="2401.00001")
    before = facts_path(root, "adam").read_bytes()
    with server_of({**NEWER, "other": Record(arxiv="2401.00001")}) as server:
        done = update(root, server.url)

    assert (done.code, facts_path(root, "adam").read_bytes()) == (3, before)
    assert "its facts are about 1412.6980, its entry about 2401.00001" in done.err


def test_more_authors_than_a_facts_file_may_hold_are_not_written(root, update):
    before = facts_path(root, "adam").read_bytes()
    crowd = tuple(f"Somebody Of The Crowd {n}" for n in range(10_000))
    with server_of({**NEWER, "adam": replace(NEWER["adam"], authors=(*KNOWN["adam"].authors, *crowd))}) as server:
        done = update(root, server.url)

    assert (done.code, facts_path(root, "adam").read_bytes()) == (3, before)
    assert "not got: adam: what arXiv says of it is more than a facts file may hold" in done.err
    assert MAX_BYTES <= files.MAX_BYTES


def test_a_link_in_the_place_of_facts_is_left_alone(root, update, tmp_path):
    facts_path(root, "adam").unlink()
    facts_path(root, "adam").symlink_to(tmp_path / "nowhere")
    with server_of(NEWER) as server:
        done = update(root, server.url)

    assert done.code == 3
    assert facts_path(root, "adam").is_symlink()


# What no damage may do


FEEDS = [dialect(NEWER.values()).encode() for dialect in (new_dialect, old_dialect)]


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    st.sampled_from(FEEDS),
    st.integers(1, 2),
    st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.binary(min_size=1, max_size=3)), max_size=3),
)
def test_whatever_happens_to_an_answer_on_its_way_the_facts_stay_whole_and_about_their_papers(feed, part, damage):
    data = bytearray(feed[: len(feed) // part])
    for place, replacement in damage:
        start = int(len(data) * place)
        data[start : start + len(replacement)] = replacement
    with tempfile.TemporaryDirectory() as name:
        root = digest_of(Path(shutil.copytree(EXAMPLES / "base", Path(name) / "small")))
        before = {slug: parse_paper_facts(facts_path(root, slug).read_bytes()) for slug in KNOWN}
        targets = [Target(slug=slug, arxiv=record.arxiv, facts=before[slug]) for slug, record in KNOWN.items()]
        asked = Asked.read(Path(name), project=root, url="", day=TODAY)
        desk = Desk(url="", folder=root / "content/facts/papers", asked=asked, day=TODAY)

        outcomes = list(update_by(targets, lambda url, read: answered(url, read, bytes(data)), desk))

        assert {outcome.slug for outcome in outcomes} == set(KNOWN)
        for slug, old in before.items():
            new = parse_paper_facts(facts_path(root, slug).read_bytes())
            assert (new.arxiv, new.published) == (old.arxiv, old.published)
            assert new.version.value >= old.version.value
            assert new.title.value
            assert {*old.authors.value} & {*new.authors.value}
            assert new == old or new.events or new.comment or new.withdrawn


def answered(url, read, body):
    """Answer as the client does: what cannot be read is a failure of the source."""
    try:
        return read(Answer(url=url, status=200, headers={}, body=body))
    except UnreadableError as error:
        raise SourceError(str(error)) from error


# How it is asked


def test_without_names_every_source_is_asked(root, update):
    with server_of(NEWER) as server, GitHubServer({"alpha/norms": Repo(name="Alpha/Norms")}) as github:
        update.command = ["update"]
        done = update(root, server.url, "--github-url", github.url)

    assert (done.code, len(server.log), len(github.log)) == (0, 1, 1)
    assert [line for line in done.out.splitlines() if line.startswith("Asked")] == [
        "Asked arXiv for 4 papers: 4 changed, 0 as before.",
        "Asked GitHub for 1 repository: 1 changed, 0 as before.",
    ]


def test_a_source_that_cannot_be_asked_stops_no_other(root, update):
    with server_of(NEWER, always=status(403)) as server, GitHubServer({"alpha/norms": Repo(name="Alpha/Norms")}) as github:
        update.command = ["update"]
        done = update(root, server.url, "--github-url", github.url)

    assert (done.code, len(github.log)) == (3, 1)
    assert "Asked GitHub for 1 repository: 1 changed, 0 as before.\n" in done.out


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["axiv"], "there is no source 'axiv'; did you mean 'arxiv'?"),
        (["stars"], "there is no source 'stars'; write arxiv, repos"),
        (["--gap", "2.9", "--arxiv-url", "https://export.arxiv.org/api/query"], "--gap is 2.9; arXiv asks for at least 3 seconds"),
        (["--gap", "1", "--arxiv-url", "http://127.0.0.1.evil.test/"], "--gap is 1; arXiv asks for at least 3 seconds"),
        (["--gap", "-1"], "--gap is -1; arXiv asks"),
        (["--gap", "nan"], "--gap is nan; arXiv asks"),
        (["--arxiv-url", "file:///etc/passwd"], "'file:///etc/passwd' is no address of a source"),
        (["--arxiv-url", "export.arxiv.org"], "'export.arxiv.org' is no address of a source"),
        (["--arxiv-url", "http://[::1"], "is no address of a source"),
        (["--arxiv-url", "http://exa mple/"], "'http://exa mple/' is no address of a source"),
        (["--arxiv-url", "http://a..b/"], "is no address of a source"),
        (["--arxiv-url", f"http://{'a' * 64}.test/"], "is no address of a source"),
        (["--arxiv-url", "http://127.0.0.1/\x1b[2J"], "is no address of a source"),
    ],
)
def test_a_wrong_option_is_named_with_its_mend_and_nobody_is_asked(root, update, options, words):
    before = facts_files(root)
    with server_of(NEWER) as server:
        done = update(root, server.url, *options)

    assert (done.code, len(server.log), facts_files(root)) == (2, 0, before)
    assert words in done.err


def test_where_nobody_watches_progress_is_one_plain_line(root, update):
    with server_of(NEWER, pause=0.8) as server:
        done = update(root, server.url)

    assert done.err == "Asking arXiv for 4 papers ...\n"


# The Deep Annual itself


@pytest.mark.skipif(not CONFIRMED.is_file(), reason="the confirmed facts lie beside the project only where it is made")
def test_nothing_that_is_confirmed_about_the_digests_own_papers_is_changed_or_lost(tmp_path, update):
    root = copy_of_the_digest(tmp_path / "annual")
    confirmed = {paper["id"]: paper for paper in json.loads(CONFIRMED.read_bytes())["papers"]}
    content, _ = pipeline.read(doors.read_project(root))
    own = {paper.slug: paper.value.arxiv_id for paper in content.papers if paper.value.arxiv_id}
    before = {slug: facts_of(root, slug) for slug in own if facts_path(root, slug).exists()}
    # What nobody confirmed beside the project, arXiv says as the digest knows it.
    records = {slug: as_record(described(before[slug], confirmed.get(arxiv, {}))) for slug, arxiv in own.items()}
    with server_of(records) as server:
        for day in ("2026-11-23", "2026-11-24", "2026-11-25"):  # the server changes its dialect with every request
            done = update(root, server.url, "--today", day)
            assert done.code == 0, done.err

    assert len(before) >= 20
    for slug, old in before.items():
        new = facts_of(root, slug)
        assert {key: new.get(key) for key in old if key != "published"} == {key: value for key, value in old.items() if key != "published"}
        assert new["published"]["value"].startswith(old["published"]["value"])
        assert "events" not in new
        assert (new["title"]["value"], new["authors"]["value"]) == (records[slug].title, [*records[slug].authors])


def described(facts: dict, confirmed: dict) -> dict:
    """Describe a paper as confirmed, and as the digest knows it where that is more: the day of a month."""
    known = known_of(facts)
    confirmed_day = confirmed.get("v1_date", "")
    return known | confirmed | {"v1_date": known["v1_date"] if known["v1_date"].startswith(confirmed_day) else confirmed_day}


def known_of(facts: dict) -> dict:
    """Describe a paper of the digest as the confirmed facts do."""
    known = {key: fact["value"] for key, fact in facts.items() if isinstance(fact, dict)}
    latest = {f"last_{key}": known[old] for key, old in (("version", "version"), ("version_date", "updated")) if old in known}
    return {"authors": ["Somebody"]} | known | latest | {"id": facts["arxiv"], "v1_date": known["published"]}


def as_record(paper: dict) -> Record:
    """Describe a confirmed paper as arXiv would; what nobody confirmed is made up."""
    published = paper["v1_date"] if paper["v1_date"].count("-") == 2 else f"{paper['v1_date']}-02"
    primary = paper.get("primary_category", "cs.LG")
    return Record(
        arxiv=paper["id"],
        version=int(re.search(r"\d+", str(paper.get("last_version", 1)))[0]),
        title=paper["title"],
        authors=tuple(paper["authors"]),
        published=f"{published}T12:00:00Z",
        updated=f"{max(paper.get('last_version_date', published), published)}T12:00:00Z",
        categories=tuple(paper.get("categories", [primary])),
        comment=paper.get("comment"),
    )
