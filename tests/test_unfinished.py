"""Drafts without their texts: a word of each, and the site goes on; who brings one along or names it is told what lacks."""

import re

import hep
import pytest
from repositories import ENVIRONMENT, commit, git, kept_in_git
from sites import build_well, change, entry, facts, outputs_of, run, say, snapshot, text_of
from support import write
from updating import Here

OPEN = {"topics": "", "grounds": "", "tldr": "", "why": "", "summary": "", "checked": ""}


@pytest.fixture
def here(monkeypatch, capsys, tmp_path) -> Here:
    """Run commands in this process."""
    return Here(monkeypatch, capsys, tmp_path / "cache")


def begun(root, slug: str = "begun", *, year: int = 2019, **changes) -> str:
    """Write a draft as commands begin it; gives its path."""
    path = entry(root, slug, year=year, added=None)
    text = path.read_text(encoding="utf-8")
    for key, value in (OPEN | changes).items():
        if value is not None:
            text = "".join(line for line in _without(text, key)) + f"{key}: {value}".rstrip() + "\n"
    write(path, text)
    return path.relative_to(root).as_posix()


def _without(text: str, key: str):
    """Take a key out of a file, with the lines of its value."""
    inside = False
    for line in text.splitlines(keepends=True):
        inside = line.startswith(f"{key}:") or (inside and line.startswith((" ", "-")))
        if not inside:
            yield line


@pytest.fixture
def bare(small, here, tmp_path):
    """Bring two hundred papers without texts into the small digest."""
    done = here("import", str(write(tmp_path / "bare.bib", hep.bibtex(200))), "--today", "2026-11-23", cwd=small)
    assert done.code == 0, done.err
    return small


def test_a_bare_list_holds_up_nothing_and_costs_a_warning_a_paper(bare, here):
    checked = here("check", cwd=bare)
    accepted = here("accept", cwd=bare)

    assert checked.code == 0
    assert len(checked.out.splitlines()) == 200
    assert all(": warning[empty-value] still to be written: " in line for line in checked.out.splitlines())
    assert "200 warnings in 200 files" in checked.err
    assert (accepted.code, accepted.out) == (
        0,
        "Accepted 0 drafts.\nLeft out 200 drafts still to be written; digest check says what of each.\n",
    )


def test_a_site_is_built_without_them_and_says_so_in_one_line(bare, small_built):
    built = build_well(bare)

    assert built.said.stdout.splitlines()[1:] == ["Left out 200 drafts still to be written; digest check says what of each."]
    assert snapshot(built.folder).keys() == snapshot(small_built.folder).keys()


def test_the_warning_names_what_is_to_be_written_and_the_edition_too(small, here):
    begun(small, tldr=None, grounds=None)
    begun(small, "early", year=2001)

    lines = here("check", cwd=small).out.splitlines()

    assert [line.partition(" warning[empty-value] ")[2] for line in lines] == [
        "still to be written: topics, grounds, tldr, why, summary, checked, the edition of 2001",
        "still to be written: topics, why, summary, checked",
    ]


def test_who_names_the_file_sees_every_line_of_it(small, here):
    path = begun(small)

    checked, folder, accepted = here("check", path, cwd=small), here("check", "content/papers", cwd=small), here("accept", path, cwd=small)

    assert (checked.code, checked.out.count(" error[empty-value] ")) == (1, 6)
    assert (folder.code, folder.out.count(" warning[")) == (0, 1)
    assert accepted.code == 1
    assert "added" not in (small / path).read_text(encoding="utf-8")


def test_a_draft_that_is_whole_is_accepted_beside_them(small, here):
    path = begun(small)
    entry(small, "whole", added=None)
    before = (small / path).read_bytes()

    done = here("accept", "--today", "2026-11-23", cwd=small)

    assert done.code == 0
    assert done.out == (
        "content/papers/2019/whole.yml: added 2026-11-23\nAccepted 1 draft.\n"
        "Left out 1 draft still to be written; digest check says what of each.\n"
    )
    assert (small / path).read_bytes() == before


@pytest.mark.parametrize(
    "changes",
    [
        {"venue": ""},
        {"colour": "red"},
        {"labs": "[nowhere-lab]"},
        {"added": "2026-03-01"},
        {"doi": "10.1000/graph-walks"},
        {"code": "[{repo: '', official: true}]"},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_a_draft_with_another_fault_is_no_such_draft(small, here, changes):
    entry(small, "graph-walks-too", doi="10.1000/graph-walks")
    begun(small, "other", **changes)

    done = here("check", cwd=small)

    assert done.code == 1
    assert " error[" in done.out
    assert "still to be written" not in done.out
    assert here("build", cwd=small).code == 1


def test_a_key_that_is_missing_is_not_one_that_is_still_to_be_written(small, here):
    path = small / begun(small)
    write(path, "".join(_without(path.read_text(encoding="utf-8"), "why")))

    assert "error[missing-key]" in here("check", cwd=small).out


def test_a_change_that_brings_one_along_or_touches_one_stays_red_and_others_do_not(small):
    old = begun(small, "old")
    kept_in_git(small)
    change(small / "content/labs.yml", another={"name": "Another Lab"})
    commit(small)
    check = ("digest", "check", "--base", "main", "--today", "2026-11-23")

    others = run(*check, cwd=small, **ENVIRONMENT)
    write(small / old, (small / old).read_text(encoding="utf-8").replace("tldr:\n", "tldr: Begun to be written.\n"))
    touched = run(*check, cwd=small, **ENVIRONMENT)
    git(small, "checkout", "--quiet", "--", old)
    new = begun(small, "new")
    commit(small)
    added = run(*check, cwd=small, **ENVIRONMENT)

    assert (others.returncode, others.stdout.count("warning[empty-value]")) == (0, 1)
    assert (touched.returncode, touched.stdout.count(f"{old}:")) == (1, 5)
    assert added.returncode == 1
    assert len(re.findall(rf"^{new}:\d+:\d+: error\[empty-value\]", added.stdout, re.MULTILINE)) == 6
    assert [line.split(":")[0] for line in added.stdout.splitlines() if "warning[empty-value]" in line] == [old]


def test_a_preview_of_another_change_is_not_held_up(small):
    begun(small, "old")
    kept_in_git(small)
    entry(small, "fresh", added=None)
    commit(small)

    preview = ("digest", "preview", "--base", "main", "--today", "2026-11-23")

    assert "The title of fresh" in run(*preview, cwd=small, **ENVIRONMENT).stdout
    begun(small, "new")
    commit(small)
    assert run(*preview, cwd=small, **ENVIRONMENT).returncode == 1


def test_no_page_speaks_of_one_not_even_where_drafts_are_shown(small):
    begun(small)
    facts(small, "begun", title="A title that nobody may see")
    change(small / "content/papers/2019/graph-walks.yml", related=["begun"])
    change(small / "content/editions/2019.yml", picks=["begun", "graph-walks"])

    outputs = outputs_of(small, drafts=True)

    assert outputs.unfinished == ("content/papers/2019/begun.yml",)
    assert [page.url for page in outputs.pages if "nobody may see" in page.html or "papers/begun" in page.html] == []
    assert say("entry.draft") not in text_of(next(page.html for page in outputs.pages if page.url == "papers/graph-walks/"))


def test_the_other_door_names_them_too(small):
    path = begun(small)

    done = run("mkdocs", "build", "--site-dir", small / "site", cwd=small)

    assert f"Left out, because something of it is still to be written: {path}" in done.stderr
