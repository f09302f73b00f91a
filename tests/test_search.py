"""The search's data: what is in it and what never is, the same bytes every time, and a site without it where it cannot be made."""

import dataclasses
import gzip
import json
import os
import shutil
from pathlib import Path

import pytest
from hostile import STRINGS
from hypothesis import given
from hypothesis import strategies as st
from sites import SANDBOX, build, build_well, change, configure, differences, emptied, entry, facts, hrefs_of, say, site_of, snapshot
from support import ROOT, write
from test_serve import serving

from digest import search
from digest.render.facets import facets
from digest.search.order import UnknownFormatError, _decode, _encode, put_in_order

DOORS = ("digest", "mkdocs")


PUBLISHING = """\
from digest import publish
move = publish.publish
def on_config(config):
    publish.publish = lambda *given, **named: print("published alone:", config.plugins["digest"].waiting.alone.locked()) or move(*given, **named)
    return config
"""
"""Says whether others are kept from the site while it is published."""


def fragments(site: Path) -> dict[str, dict]:
    """Read what the search shows of every page that it knows, by address."""
    found = [json.loads(gzip.decompress(path.read_bytes())[len(b"pagefind_dcd") :]) for path in site.glob("pagefind/fragment/*")]
    return {fragment["url"]: fragment for fragment in found}


def without_pagefind(folder: Path) -> dict[str, str]:
    """Describe an environment whose Pagefind is missing."""
    for name in ("pagefind_bin", "pagefind_bin_extended"):
        write(folder / f"{name}.py", "raise ImportError")
    return {"PYTHONPATH": f"{folder}{os.pathsep}{SANDBOX}", "PATH": ""}


def with_program(folder: Path, script: str) -> dict[str, str]:
    """Describe an environment in which a shell script stands in the place of Pagefind."""
    program = write(folder / "pagefind", f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    for name in ("pagefind_bin", "pagefind_bin_extended"):
        write(folder / f"{name}.py", f"def get_executable(): return {str(program)!r}")
    return {"PYTHONPATH": f"{folder}{os.pathsep}{SANDBOX}"}


# What is found


@pytest.mark.parametrize("door", DOORS)
def test_the_search_knows_accepted_papers_and_no_draft_queued_or_removed_one(small, door):
    entry(small, "accepted")
    entry(small, "a-draft", added=None)
    entry(small, "queued", added="2027-01-01")
    write(small / "content/removed.yml", "taken-out:\n  date: 2026-05-01\n  reason: It was no paper.\n")

    built = build_well(small, door=door)

    assert set(fragments(built.folder)) == {f"/papers/{slug}/" for slug in ("accepted", "batch-norm", "graph-walks")}
    everything = b"".join(gzip.decompress(path.read_bytes()) for path in built.folder.glob("pagefind/**/*.pf_*"))
    assert b"accepted" in everything
    assert [word for word in (b"a-draft", b"queued", b"taken-out") if word in everything] == []


def test_every_paper_of_the_digest_is_found_with_what_a_result_shows(built):
    papers = {f"/papers/{paper.slug}/": paper for paper in site_of(ROOT).papers}
    found = fragments(built.folder)

    assert found.keys() == papers.keys()
    for url, paper in papers.items():
        meta, filters = found[url]["meta"], found[url]["filters"]
        assert (meta["title"], meta["tldr"], meta["authors"]) == (paper.title, paper.tldr, ", ".join(paper.authors))
        assert (filters["year"], filters["code"]) == ([str(paper.year)], [paper.standing])
        assert set(filters["topic"]) == {topic.id for topic in paper.topics}
        assert set(filters.get("lab", ())) == {lab.id for lab in paper.labs}


def test_an_excerpt_repeats_neither_title_nor_authors_nor_what_every_page_says(built):
    papers = {f"/papers/{paper.slug}/": paper for paper in site_of(ROOT).papers}

    for url, fragment in fragments(built.folder).items():
        text = fragment["content"]
        paper = papers[url]
        assert text.startswith(paper.why)
        for other in (paper.title, ", ".join(paper.authors), paper.tldr, say("why.title"), say("entry.why_here"), say("code.official")):
            assert other not in text or other in paper.why + paper.summary, url


def test_a_paper_is_found_by_every_name_of_its_topics_and_labs_and_by_its_identifiers(small):
    change(
        small / "content/papers/2019/graph-walks.yml", venue="ICML 2019", code=[{"repo": "https://github.com/owner/name", "official": True}]
    )
    also = fragments(build_well(small).folder)["/papers/graph-walks/"]["meta"]["also"]

    for name in ("2019", "Graph neural networks", "GNN", "Alpha Lab", "AL", "ICML 2019", "owner name", "10.1000/walks.1"):
        assert name in also


def test_hostile_titles_are_found_as_they_are(small):
    for number, text in enumerate(STRINGS):
        facts(small, f"hostile-{number}", title=text, authors=[text])
        entry(small, f"hostile-{number}", arxiv=f"2605.{number:05}")

    found = fragments(build_well(small).folder)

    for number, text in enumerate(STRINGS):
        assert " ".join(found[f"/papers/hostile-{number}/"]["meta"]["title"].split()) == " ".join(text.split())


def test_only_paper_pages_are_marked_for_the_search(built):
    assert {url.split("/")[0] for url, html in built.pages.items() if "data-pagefind" in html} == {"papers"}


def test_facets_count_their_papers_and_are_never_empty():
    site = site_of(ROOT)

    found = {facet.id: {option.id: option.count for option in facet.options} for facet in facets(site)}

    assert set(found) == {"year", "topic", "code", "framework", "lab"}
    assert found["code"] == {kind: len([one for one in site.papers if one.standing == kind]) for kind in ("official", "community", "none")}
    assert sum(found["year"].values()) == len(site.papers)
    assert all(count > 0 for options in found.values() for count in options.values())
    assert facets(dataclasses.replace(site, papers=(), editions=(), topics=(), labs=())) == ()


# The same every time


def test_the_data_is_the_same_to_the_byte_in_every_run(built, tmp_path):
    first = snapshot(built.folder / search.FOLDER)
    again = shutil.copytree(built.folder, tmp_path / "elsewhere")

    for _ in range(3):  # the order that Pagefind takes is chosen anew in every run
        search.index(again, search.program())
        assert differences(first, snapshot(again / search.FOLDER)) == []


def test_nothing_of_a_former_build_is_left_in_the_data(small, tmp_path):
    build_well(small)
    change(small / "content/papers/2019/graph-walks.yml", title="Runs on Graphs")

    again = build_well(small)

    anew = build_well(small, tmp_path / "anew")
    assert differences(snapshot(again.folder), snapshot(anew.folder)) == []


def test_the_data_holds_no_surface_of_pagefinds_own(built):
    kinds = {path.name.split("_")[0].split(".")[0] for path in (built.folder / search.FOLDER).iterdir()}

    assert kinds == {"filter", "fragment", "index", "pagefind", "pagefind-entry", "pagefind-worker", "wasm"}


def test_options_that_pagefind_finds_lying_about_change_nothing(small, small_built):
    write(small / "pagefind.toml", 'glob = "nothing/*.html"\n')

    built = build_well(small, PAGEFIND_GLOB="nothing/*.html")

    assert differences(snapshot(built.folder), snapshot(small_built.folder)) == []


@pytest.mark.parametrize(
    ("value", "data"),
    [  # of RFC 8949, appendix A
        (0, "00"), (23, "17"), (24, "1818"), (100, "1864"), (1000, "1903e8"), (1000000, "1a000f4240"), (1000000000000, "1b000000e8d4a51000"),
        ("", "60"), ("IETF", "6449455446"), ("\u6c34", "63e6b0b4"), ([], "80"), ([1, [2, 3], [4, 5]], "8301820203820405"),
    ],
)  # fmt: skip
def test_cbor_is_read_and_written_as_its_standard_says(value, data):
    assert _encode(value) == bytes.fromhex(data)
    assert _decode(bytes.fromhex(data), 0) == (value, len(data) // 2)


@given(st.recursive(st.integers(0, 2**64 - 1) | st.text(max_size=300), st.lists, max_leaves=50))
def test_cbor_is_read_back_as_it_was_written(value):
    data = _encode(value)

    assert _decode(data, 0) == (value, len(data))


@pytest.mark.parametrize("spoil", [lambda data: data[:-9], lambda data: b"", lambda data: gzip.compress(b"pagefind_dcd\xf6")])
def test_files_of_another_format_are_refused_and_not_guessed_at(built, tmp_path, spoil):
    folder = shutil.copytree(built.folder / search.FOLDER, tmp_path / "data")
    [path] = folder.glob("*.pf_meta")
    path.write_bytes(spoil(path.read_bytes()))

    with pytest.raises(UnknownFormatError):
        put_in_order(folder)


# Where it cannot be made


@pytest.mark.parametrize("door", DOORS)
def test_without_pagefind_a_site_is_built_without_search_and_one_warning_says_so(small, tmp_path, door):
    built = build(small, door=door, **without_pagefind(tmp_path / "empty"))

    assert built.said.returncode == 0
    assert built.said.stderr.count("search is left out") == 1
    assert "pip install pagefind-bin" in built.said.stderr
    assert not (built.folder / "search").exists()
    assert not (built.folder / search.FOLDER).exists()
    for url, html in built.pages.items():
        assert [href for href in hrefs_of(html) if "search" in href] == [], url
        assert "search.js" not in html, url


@pytest.mark.parametrize("door", DOORS)
def test_without_pagefind_a_strict_build_fails_and_publishes_nothing(small, tmp_path, door):
    built = build(small, None, "--strict", door=door, **without_pagefind(tmp_path / "empty"))

    assert built.said.returncode == 1
    assert "search is left out" in built.said.stderr
    assert not built.folder.exists()


@pytest.mark.parametrize(
    "script", ["echo pagefind 1.4.0", "echo pagefind 2.0.0", "exit 1", "kill -11 $$"], ids=["old", "new", "fails", "crashes"]
)
def test_a_program_that_is_not_pagefind_of_a_version_we_know_is_as_good_as_none(small, tmp_path, script):
    built = build(small, **with_program(tmp_path / "programs", script), PATH="/usr/bin:/bin")

    assert built.said.returncode == 0
    assert "search is left out" in built.said.stderr


@pytest.mark.parametrize(
    ("script", "says"),
    [("echo no space left >&2; exit 3", "no space left"), ("exit 4", "ended with 4"), ("mkdir pagefind", "not those of version 1.5")],
)
@pytest.mark.parametrize("door", DOORS)
def test_a_search_that_cannot_be_made_stops_the_build_with_the_reason_and_the_site_stays(small, tmp_path, door, script, says):
    before = snapshot(build_well(small).folder)

    change(small / "content/papers/2019/graph-walks.yml", why="Another reason.")  # else the search is as it should be
    versioned = f'if [ "$1" = --version ]; then echo pagefind 1.5.2; else {script}; fi'
    built = build(small, door=door, **with_program(tmp_path / "programs", versioned), PATH="/usr/bin:/bin")

    assert built.said.returncode == 1
    said = built.said.stdout + built.said.stderr
    assert says in said
    assert "search: false" in said
    assert "Traceback" not in said
    assert snapshot(built.folder) == before


def test_a_search_is_made_anew_only_where_a_paper_page_changed_came_or_went(small, tmp_path):
    def made_anew() -> bool:
        made = small / "site/pagefind/pagefind-entry.json"
        os.utime(made, (1, 1))
        wanted = snapshot(build_well(small, tmp_path / "anew").folder / "pagefind")
        assert snapshot(build_well(small).folder / "pagefind") == wanted
        shutil.rmtree(tmp_path / "anew")
        return made.stat().st_mtime != 1

    build_well(small)
    assert not made_anew()
    write(small / "content/pages/about.md", "# About\n\nOther words.\n")
    assert not made_anew()
    change(small / "content/papers/2019/graph-walks.yml", why="Another reason.")
    assert made_anew()
    entry(small, "another")
    assert made_anew()
    (small / "content/papers/2019/another.yml").unlink()
    assert made_anew()


@pytest.mark.parametrize("path", ["fragment/*", "wasm.en.pagefind", "pagefind.js"])
@pytest.mark.parametrize("spoil", [Path.unlink, lambda path: path.write_bytes(b"half")], ids=["gone", "cut short"])
def test_a_search_that_lacks_something_is_made_anew(small, path, spoil):
    wanted = snapshot(build_well(small).folder)
    for found in (small / "site" / search.FOLDER).glob(path):
        spoil(found)

    assert differences(snapshot(build_well(small).folder), wanted) == []


def test_a_search_of_a_site_whose_publication_was_broken_off_is_made_anew(small):
    wanted = snapshot(build_well(small).folder)
    change(small / "content/papers/2019/graph-walks.yml", title="Runs on Graphs")
    other = build_well(small, small.parent / "other").folder
    change(small / "content/papers/2019/graph-walks.yml", title="Walks on Graphs, and <3 Other R&D")
    shutil.rmtree(small / "site" / search.FOLDER)
    shutil.copytree(other / search.FOLDER, small / "site" / search.FOLDER)
    (small / "site/.publishing").touch()

    assert differences(snapshot(build_well(small).folder), wanted) == []


def test_search_can_be_switched_off_and_needs_no_pagefind_then(small, tmp_path):
    configure(small, "repository: small/annual", "repository: small/annual\n      search: false")

    built = build_well(small, **without_pagefind(tmp_path / "empty"))

    assert not (built.folder / "search").exists()
    assert [url for url, html in built.pages.items() if "search.js" in html] == []


def test_a_digest_without_papers_has_nothing_to_search(small):
    built = build_well(emptied(small))

    assert not (built.folder / "search").exists()
    assert not (built.folder / search.FOLDER).exists()
    assert "search.js" not in built.pages[""]


def test_a_page_of_a_persons_own_stands_in_the_place_of_the_search(small):
    write(small / "content/pages/search.md", "# Where to look\n\nAsk around.\n")

    html = build_well(small).pages["search/"]

    assert "Ask around." in html
    assert "<dialog" in html  # where papers are searched then


# While serving


def test_a_served_site_is_indexed_when_its_search_is_asked_for_and_again_after_a_change(small):
    entry(small, "a-draft", added=None)
    with serving(small) as served:
        assert served.shows("search/", say("search.title"))
        assert served.shows("pagefind/pagefind-entry.json", '"page_count":3')

        entry(small, "another", title="Another One")
        assert served.shows("papers/another/", "Another One")
        assert served.shows("pagefind/pagefind-entry.json", '"page_count":4')


def test_a_site_is_published_while_no_search_is_made(small, tmp_path):
    write(small / "hook.py", PUBLISHING)
    configure(small, "plugins:", "hooks: [hook.py]\nplugins:")

    assert "published alone: True" in build_well(small).said.stdout
