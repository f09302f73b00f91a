"""What is kept with a user's caches is a shorter way: damaged, stale, foreign or out of reach, it changes nothing and stops nothing."""

import builtins
import os
from pathlib import Path

import jinja2
import pytest
from sites import build_well, differences, snapshot
from support import write

from digest import caches
from digest.render.compiled import keep_compiled


@pytest.fixture
def folder(cache_of) -> Path:
    """Say where templates are kept."""
    return cache_of("templates")


def test_what_is_written_is_read_back_and_nothing_that_was_changed(tmp_path):
    path = tmp_path / "deep/file"
    caches.write(path, b"what was made")

    assert caches.read(path) == b"what was made"
    data = path.read_bytes()
    for place in range(len(data)):
        path.write_bytes(data[:place] + bytes([data[place] ^ 1]) + data[place + 1 :])
        assert caches.read(path) is None, place
    for other in (b"", data[:-1], data + b"!"):
        path.write_bytes(other)
        assert caches.read(path) is None
    assert caches.read(tmp_path / "nowhere") is None


def test_a_full_disk_leaves_what_was_there_and_nothing_else(tmp_path, monkeypatch):
    caches.write(tmp_path / "file", b"before")

    def fail(*_):
        raise OSError("No space left on device")

    monkeypatch.setattr(os, "replace", fail)
    caches.write(tmp_path / "file", b"after")

    assert caches.read(tmp_path / "file") == b"before"
    assert os.listdir(tmp_path) == ["file"]


@pytest.mark.parametrize("where", ["digest/.cache", "digest", "checkout/.cache", "checkout/annual/caches"])
def test_a_cache_in_the_checkout_of_a_digest_is_none(tmp_path, monkeypatch, where):
    write(tmp_path / "checkout/.git/HEAD", "")
    root = tmp_path / ("checkout/annual" if where.startswith("checkout") else "digest")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "elsewhere"))
    if not (outside := caches.place(root, "read")) or not outside.is_relative_to(tmp_path):
        pytest.skip("caches lie elsewhere on this system")

    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / where))

    assert caches.place(root, "read") is None


def test_what_a_digest_brings_along_as_a_cache_is_left_alone(small):
    names = ("templates", "read", "pages")
    for name in names:
        write(small / f".cache/paper-annual/{name}", "a stranger's")

    build_well(small, XDG_CACHE_HOME=str(small / ".cache"))

    assert snapshot(small / ".cache") == {f"paper-annual/{name}": b"a stranger's" for name in names}


def environment(root: Path, text: str, **options) -> jinja2.Environment:
    made = jinja2.Environment(loader=jinja2.DictLoader({"page": text}), **options)
    keep_compiled(made, root)
    return made


def test_a_template_that_was_compiled_is_not_compiled_again(folder, tmp_path, monkeypatch):
    first = environment(tmp_path / "digest", "{{ 1 + 1 }}").get_template("page").render()
    monkeypatch.setattr(builtins, "compile", None)

    assert environment(tmp_path / "digest", "{{ 1 + 1 }}").get_template("page").render() == first == "2"


def test_what_a_filter_makes_of_a_constant_is_not_kept(folder, tmp_path):
    for number in range(2):
        made = environment(tmp_path / "digest", "{{ 'x' | shout }} {% set y = 'y' | shout %}{{ y }} {{ ('z' | shout) ~ '!' }}")
        made.filters["shout"] = lambda text, number=number: f"{text}{number}"

        assert made.get_template("page").render() == f"x{number} y{number} z{number}!"


@pytest.mark.parametrize("options", [{"autoescape": True}, {"trim_blocks": True}, {"lstrip_blocks": True}])
def test_a_template_compiled_with_other_options_is_another(folder, tmp_path, options):
    text = "a\n  {% if true %}\n{{ '<b>' }}{% endif %}"
    environment(tmp_path / "digest", text).get_template("page").render()

    wanted = jinja2.Environment(loader=jinja2.DictLoader({"page": text}), **options)
    assert environment(tmp_path / "digest", text, **options).get_template("page").render() == wanted.get_template("page").render()


def test_a_template_compiled_by_another_jinja_is_another(folder, tmp_path, monkeypatch):
    environment(tmp_path / "digest", "x").get_template("page")
    before = snapshot(folder)

    monkeypatch.setattr("digest.render.compiled.__version__", "99.0")
    environment(tmp_path / "digest", "x").get_template("page")

    assert differences(before, snapshot(folder)) != []


@pytest.mark.parametrize("spoil", [b"", b"nonsense", b"j2\x05\x00\x00\x00\x00" * 20], ids=["nothing", "nonsense", "a beginning"])
def test_damaged_templates_are_compiled_anew(small, tmp_path, spoil):
    where = {"XDG_CACHE_HOME": str(tmp_path / "caches")}
    first = snapshot(build_well(small, **where).folder)
    found = [path for path in (tmp_path / "caches").rglob("templates/*") if path.is_file()]
    for path in found:
        path.write_bytes(spoil)

    assert differences(snapshot(build_well(small, tmp_path / "again", **where).folder), first) == []


def test_caches_that_cannot_be_written_stop_no_build(small, tmp_path):
    for name in ("templates", "read", "pages"):
        write(tmp_path / f"caches/paper-annual/{name if name == 'templates' else f'{name}/something'}", "in the way")

    assert build_well(small, XDG_CACHE_HOME=str(tmp_path / "caches")).pages
    assert build_well(small, XDG_CACHE_HOME=str(tmp_path / "caches/paper-annual/templates")).pages
