"""What was read before is a shorter way and nothing else: with it, without it and whatever it holds, the same is read."""

import marshal
import pickle
from pathlib import Path

import pytest
from sites import build_well, differences, entry, snapshot
from support import project_at

from digest import caches
from digest.load import kept, load
from digest.load.kept import FEW, Kept
from digest.model.content import Entry
from digest.model.threads import Thread


@pytest.fixture
def many(small):
    """Give a digest more papers than are read without a look at what is kept."""
    for number in range(FEW + 1):
        entry(small, f"many-{number:03}")
    return small


@pytest.fixture
def store(cache_of) -> Path:
    """Say where is kept what was read."""
    return cache_of("read")


def test_what_is_read_again_is_what_was_read(many, store):
    first = load(project_at(many))
    assert store.exists()

    assert load(project_at(many)) == first
    store.unlink()
    assert load(project_at(many)) == first


def test_a_file_that_changed_is_read_anew(many, store):
    load(project_at(many))
    entry(many, "many-000", why="Another reason.")

    content, problems = load(project_at(many))

    assert next(paper for paper in content.papers if paper.slug == "many-000").value.why == "Another reason."
    assert problems == []


def test_a_file_with_a_flaw_is_told_of_every_time(many, store):
    path = entry(many, "many-000")
    path.write_text(path.read_text() + "nonsense: true\n")

    first, second = load(project_at(many)), load(project_at(many))

    assert first == second
    assert [problem.rule for problem in second[1]] == ["unknown-key"]


@pytest.mark.parametrize(
    "data",
    [b"", b"\0" * 100, b"nonsense", marshal.dumps([1, 2]), pickle.dumps({}), "half"],
    ids=["nothing", "zeros", "nonsense", "a list", "a pickle", "half"],
)
def test_a_file_of_what_was_kept_that_is_damaged_is_as_good_as_none(many, store, data):
    first = load(project_at(many))
    store.write_bytes(store.read_bytes()[: store.stat().st_size // 2] if data == "half" else data)

    assert load(project_at(many)) == first


def test_an_entry_of_it_that_is_damaged_is_read_anew(many, store):
    first = load(project_at(many))
    caches.write(store, marshal.dumps(dict.fromkeys(marshal.loads(caches.read(store)), b"nonsense")))

    assert load(project_at(many)) == first


def test_another_code_or_another_kind_of_file_has_names_of_its_own(monkeypatch):
    raw = b"title: x\n"
    store = Kept(Path("nowhere"))
    names = {store.key(kind, raw) for kind in (Entry, Thread)}
    monkeypatch.setattr(kept, "_stamp", lambda: b"another")

    assert len(names | {store.key(Entry, raw)}) == 3


def test_what_no_run_needs_any_more_goes(many, store):
    for number in range(5):
        for place in range(FEW + 1):
            entry(many, f"many-{place:03}", why=f"Reason {number}.")
        load(project_at(many))

    assert FEW < len(marshal.loads(caches.read(store))) < 4 * FEW


def test_a_place_that_cannot_be_written_to_does_no_harm(many, store):
    store.parent.parent.mkdir(parents=True, exist_ok=True)
    store.parent.write_text("a file")

    assert load(project_at(many)) == load(project_at(many))


def test_a_site_is_the_same_with_and_without_what_was_kept(many, tmp_path):
    caches = {"XDG_CACHE_HOME": str(tmp_path / "caches")}
    sites = [snapshot(build_well(many, tmp_path / name, **caches).folder) for name in ("cold", "warm")]
    without = snapshot(build_well(many, tmp_path / "without", XDG_CACHE_HOME="/proc/nowhere").folder)

    assert differences(*sites) == []
    assert differences(sites[0], without) == []
