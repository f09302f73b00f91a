"""`digest update` stopped, crowded and short of room: files stay whole, and the next run goes on from there."""

import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from arxiv_server import Record, new_dialect
from sites import SCRIPTS
from updating import GAP, KNOWN, Runner, digest_of, facts_files, facts_path, options, outside, server_of, values_of

from digest.facts import facts_folder, parse_paper_facts
from digest.problems import DigestError

RECORDS = {f"paper-{n}": Record(arxiv=f"2401.{n:05}", title=f"Paper {n}", authors=(f"Author {n}",)) for n in range(1, 40)}
NEWER = {slug: replace(record, version=2) for slug, record in RECORDS.items()} | {"batch-norm": KNOWN["batch-norm"]}
# Runs that do nothing but take new versions, each killed at a moment of its own. They are forked from one program:
# to start Python fifty times would take longer than all the rest.
KILLED = """
import datetime as dt, os, random, signal, sys, time
from dataclasses import replace
from pathlib import Path
from arxiv_server import new_dialect
from test_gather_crash import RECORDS, all_whole
from digest.facts import facts_folder, parse_paper_facts
from digest.gather.asked import Asked
from digest.gather.source import Answer
from digest.gather.update import Desk, Target, update

folder, cache, root = Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3])
day = dt.date(2026, 11, 23)
moments = random.Random(4)
few = dict(list(RECORDS.items())[:8])

def work(ready):
    with facts_folder(folder):
        while True:
            facts = {slug: parse_paper_facts((folder / f"{slug}.json").read_bytes()) for slug in few}
            targets = [Target(slug=slug, arxiv=record.arxiv, facts=facts[slug]) for slug, record in few.items()]
            version = max(known.version.value for known in facts.values()) + 1
            feed = new_dialect(replace(record, version=version) for record in few.values()).encode()
            ask = lambda url, read: read(Answer(url=url, status=200, headers={}, body=feed))
            os.write(ready, b".")
            asked = Asked.read(cache, project=root, url="x", day=day)
            list(update(targets, ask, Desk(url="x", folder=folder, asked=asked, day=day)))

strays = 0
for _ in range(50):
    seen, ready = os.pipe()
    child = os.fork()
    if not child:
        work(ready)
    os.close(ready)
    assert os.read(seen, 1) == b"."  # it is at work
    time.sleep(moments.uniform(0, 0.05))
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    os.close(seen)
    assert all_whole(root)
    strays += any(path.name.startswith(".") for path in folder.iterdir())
with facts_folder(folder):
    print(strays, *sorted(path.name for path in folder.iterdir()))
"""


@pytest.fixture
def root(small):
    return digest_of(small, RECORDS | {"batch-norm": KNOWN["batch-norm"]})


@pytest.fixture
def update(monkeypatch, capsys, tmp_path) -> Runner:
    return Runner(monkeypatch, capsys, tmp_path / "cache")


def start(root: Path, url: str, cache: Path, *, before: Sequence[str] = (), **settings) -> subprocess.Popen:
    """Start the command in a process of its own."""
    command = [*before, SCRIPTS / "digest", "update", "arxiv", *options(root, url)]
    return subprocess.Popen(command, env=outside(cache), stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8", **settings)


def all_whole(root: Path) -> bool:
    """Say whether every facts file can be read."""
    return all(parse_paper_facts(path.read_bytes()) for path in (root / "content/facts/papers").glob("[!.]*.json"))


def test_runs_killed_at_fifty_moments_leave_whole_files_and_the_next_one_sweeps_up(root, tmp_path):
    folder = root / "content/facts/papers"
    names = sorted(path.name for path in folder.iterdir())
    before = facts_files(root)

    said = subprocess.run(
        [sys.executable, "-c", KILLED, folder, tmp_path / "cache", root],
        env=outside(tmp_path, PYTHONPATH=str(Path(__file__).parent)),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )

    assert said.stderr == ""
    assert said.stdout.split()[1:] == names
    assert facts_files(root) != before  # they were at work


def test_a_run_killed_in_the_middle_is_finished_by_the_next(root, update, tmp_path):
    with server_of(NEWER) as server:
        process = start(root, server.url, tmp_path / "cache")
        while not server.log and process.poll() is None:
            time.sleep(0.005)
        process.kill()
        process.communicate()
        assert all_whole(root)
        done = update(root, server.url)

    assert done.code == 0
    assert {values_of(root, slug)["version"] for slug in RECORDS} == {2}


def test_of_four_runs_at_once_one_works_and_the_others_are_told(root, tmp_path):
    others_are_done = threading.Event()

    def hold(handler, records):
        others_are_done.wait(60)
        handler.answer(new_dialect(records).encode())

    with server_of(NEWER, always=hold) as server:
        runs = [start(root, server.url, tmp_path / "cache") for _ in range(4)]
        while sum(run.poll() is None for run in runs) > 1:
            time.sleep(0.01)
        others_are_done.set()
        said = [run.communicate(timeout=60) for run in runs]

    assert sorted(run.returncode for run in runs) == [0, 2, 2, 2]
    assert (
        sum("another `digest update`, `digest new` or `digest import` is at work here; wait for it to end" in err for _, err in said) == 3
    )
    assert len(server.log) == 1
    assert {values_of(root, slug)["version"] for slug in RECORDS} == {2}


def test_runs_in_two_digests_ask_one_after_the_other(root, tmp_path):
    other = shutil.copytree(root, tmp_path / "other")
    with server_of(NEWER, pause=0.3) as server:
        runs = [start(where, server.url, tmp_path / "cache") for where in (root, other)]
        for run in runs:
            run.communicate(timeout=60)

    assert [run.returncode for run in runs] == [0, 0]
    assert len(server.log) == 2
    assert all(gap >= GAP for gap in server.gaps())


def test_ctrl_c_keeps_what_is_done_and_says_how_to_go_on(root, update, monkeypatch):
    monkeypatch.setattr("digest.gather.arxiv.BATCH", 10)
    with server_of(NEWER) as server:
        server.script = [None, None, lambda *_: os.kill(os.getpid(), signal.SIGINT)]
        done = update(root, server.url)
        kept = [slug for slug in RECORDS if values_of(root, slug)["version"] == 2]
        again = update(root, server.url)

    assert done.code == 130
    assert "stopped; all that was got by now is kept. Run `digest update` again: it asks only for the rest" in done.err
    assert 19 <= len(kept) <= 20
    assert again.code == 0
    assert {values_of(root, slug)["version"] for slug in RECORDS} == {2}
    assert not set(server.log[-1].ids) & {RECORDS[slug].arxiv for slug in kept}


def test_ctrl_c_at_a_terminal_ends_the_command_with_130(root, tmp_path):
    with server_of(NEWER, pause=30) as server:
        process = start(root, server.url, tmp_path / "cache")
        while not server.open and process.poll() is None:
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=20)

    assert process.returncode == 130
    assert "Traceback" not in err
    assert err.endswith("it asks only for the rest\n")


def test_a_full_disk_is_named_and_nothing_is_lost(root, tmp_path):
    """A limit on the size of files stands for the disk: the first file beyond it cannot be written."""
    before = facts_files(root)
    many = {
        slug: replace(record, version=2, authors=(*record.authors, *("x" * 50 + str(n) for n in range(200))))
        for slug, record in RECORDS.items()
    }
    with server_of(many | {"batch-norm": KNOWN["batch-norm"]}) as server:
        process = start(root, server.url, tmp_path / "cache", preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (5_000, 5_000)))
        _, err = process.communicate(timeout=60)

    assert process.returncode == 2
    assert "the facts cannot be written: File too large; the file is as it was" in err
    after = facts_files(root)
    assert after.keys() == before.keys()
    assert {name for name in before if after[name] != before[name]} <= {"batch-norm.json"}


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can take a small file system for a disk")
def test_a_disk_without_room_is_named_and_nothing_is_lost(small, update):
    folder = small / "content/facts/papers"
    saved = facts_files(small)
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", folder], check=False, capture_output=True).returncode:
        pytest.skip("this machine lets nobody mount a file system")
    try:
        for name, data in saved.items():
            (folder / name).write_bytes(data)
        digest_of(small, RECORDS, facts=False)
        many = {slug: replace(record, authors=tuple("x" * 50 + str(n) for n in range(200))) for slug, record in RECORDS.items()}
        with server_of(many | {"batch-norm": KNOWN["batch-norm"]}) as server:
            done = update(small, server.url)
        assert done.code == 2
        assert "No space left on device; the file is as it was" in done.err
        assert all_whole(small)
        assert not [path.name for path in folder.iterdir() if path.name.startswith(".")]
        assert len(list(folder.iterdir())) >= 2
    finally:
        subprocess.run(["umount", folder], check=True)


def test_a_folder_that_takes_no_files_is_named_before_anybody_is_asked(root, update, monkeypatch):
    def refuse(**_):
        raise PermissionError(13, "Permission denied")

    before = facts_files(root)
    monkeypatch.setattr("tempfile.mkstemp", refuse)
    with server_of(NEWER) as server:
        done = update(root, server.url)

    assert (done.code, len(server.log), facts_files(root)) == (2, 0, before)
    assert "content/facts/papers: facts cannot be written here: Permission denied; nothing was asked or changed" in done.err


@pytest.mark.skipif(
    os.geteuid() == 0 and not shutil.which("setpriv"), reason="root may write anywhere, and nothing here takes that from it"
)
def test_a_read_only_folder_is_named_before_anybody_is_asked(root, tmp_path):
    folder = root / "content/facts/papers"
    before = facts_files(root)
    folder.chmod(0o555)
    meek = ["setpriv", "--bounding-set=-dac_override", "--inh-caps=-dac_override"] if os.geteuid() == 0 else []
    try:
        with server_of(NEWER) as server:
            process = start(root, server.url, tmp_path / "cache", before=meek)
            _, err = process.communicate(timeout=60)
    finally:
        folder.chmod(0o755)

    assert (process.returncode, len(server.log), facts_files(root)) == (2, 0, before)
    assert "content/facts/papers: facts cannot be written here: Permission denied; nothing was asked or changed" in err


def test_temporary_files_of_a_killed_run_are_swept_and_other_files_are_not(root):
    folder = root / "content/facts/papers"
    for name in (".paper-1.json.abc_1234", ".probe.json.abc_1234", ".gitkeep", ".paper-1.json.swp", ".paper-1.yml.abcd1234"):
        (folder / name).touch()

    with facts_folder(folder):
        hidden = {path.name for path in folder.iterdir() if path.name.startswith(".")}

    assert hidden == {".gitkeep", ".paper-1.json.swp", ".paper-1.yml.abcd1234"}


def test_a_second_run_in_the_same_folder_is_refused_and_a_later_one_is_not(root):
    folder = root / "content/facts/papers"
    with (
        facts_folder(folder),
        pytest.raises(DigestError, match="another `digest update`, `digest new` or `digest import` is at work"),
        facts_folder(folder),
    ):
        pass

    with facts_folder(folder):
        pass


def test_a_folder_of_facts_that_is_not_there_is_made(small, update):
    shutil.rmtree(small / "content/facts")
    with server_of({"batch-norm": KNOWN["batch-norm"]}) as server:
        done = update(small, server.url)

    assert done.code == 0
    assert json.loads(facts_path(small, "batch-norm").read_bytes())["version"]["value"] == 3
