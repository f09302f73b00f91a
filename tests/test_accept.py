"""Accepting a draft adds one line to its file, and leaves every other byte as it was."""

import dataclasses
import datetime as dt
from pathlib import Path

import pytest
from cases import PAPERS, good_files
from sites import run, snapshot
from support import project_at

from digest import pipeline
from digest.accept import stamped

DAY = dt.date(2026, 11, 23)
LINE = "added: 2026-11-23"
DRAFT = next(case.text for case in good_files() if case.name == "not-accepted-yet").split("\n", 1)[1]
DRAFTS = [case for case in good_files() if "added:" not in case.text and '"added":' not in case.text and "braces" not in case.name]
PATH = f"{PAPERS}/draft-to-take.yml"

assert "checked: abstract\n" in DRAFT

PLAIN = {
    "as-people-write-it": DRAFT,
    "windows-lines": DRAFT.replace("\n", "\r\n"),
    "byte-order-mark": "\ufeff" + DRAFT,
    "more-below": DRAFT + "venue: ICML\nby: Ada\n",
    "no-line-at-the-end": DRAFT.removesuffix("\n"),
    "no-line-at-the-end-with-more-below": DRAFT + "venue: ICML",
    "windows-lines-and-none-at-the-end": (DRAFT + "venue: ICML").replace("\n", "\r\n"),
    "checked-first": "checked: abstract\n" + DRAFT.replace("checked: abstract\n", ""),
    "checked-first-after-a-mark": "\ufeffchecked: abstract\n" + DRAFT.replace("checked: abstract\n", ""),
    "value-in-quotes": DRAFT.replace("checked: abstract", 'checked: "abstract"'),
    "key-in-quotes": DRAFT.replace("checked: abstract", '"checked": abstract'),
    "space-before-the-colon": DRAFT.replace("checked: abstract", "checked : abstract"),
    "comment-after": DRAFT.replace("checked: abstract", "checked: abstract   # and the tables"),
    "comment-before": DRAFT.replace("checked: abstract", "# checked: full-text\nchecked: abstract"),
    "summary-at-the-end": "checked: abstract\n" + DRAFT.replace("checked: abstract\n", ""),
    "summary-at-the-end-without-a-line": '"checked": abstract\n' + DRAFT.replace("checked: abstract\n", "").removesuffix("\n"),
    "checked-within-the-summary": DRAFT.replace("  Limits:", "  checked: everything\n  Limits:"),
    "comments-and-blank-lines-below": DRAFT + "\n\n# all done\n\n",
    "unicode": DRAFT + "by: Åda \u2014 李 🐟\n",
}
"""Drafts in the forms that people write."""
ODD = {
    "lines-of-old": DRAFT.replace("\n", "\r"),
    "braces-all-around": next(case.text for case in good_files() if case.name == "braces-all-around"),
    "indented-as-a-whole": "".join(f"  {line}" for line in DRAFT.splitlines(keepends=True)),
    "document-end": DRAFT + "...\n",
    "document-end-with-key-in-quotes": DRAFT.replace("checked: abstract", '"checked": abstract') + "...\n",
    "document-start": "---\n" + DRAFT,
    "value-on-the-next-line": DRAFT.replace("checked: abstract", "checked:\n  abstract"),
    "value-as-a-block": DRAFT.replace("checked: abstract", "checked: >-\n  abstract"),
    "comment-for-the-value": DRAFT.replace("checked: abstract", "checked: # against\n  abstract"),
    "text-at-the-margin": DRAFT.replace("checked: abstract\n", 'by: "Ada\nchecked: everything\n  herself"\nchecked: abstract\n'),
    "key-with-a-mark": DRAFT.replace("checked: abstract", "? checked\n: abstract"),
}
"""Drafts in forms that YAML allows and nobody writes."""


def accept(root: Path, *arguments, today: dt.date = DAY):
    """Run the command as people do; it must never print a traceback."""
    done = run("digest", "accept", *arguments, "--today", today, cwd=root)
    assert "Traceback" not in done.stderr
    return done


def entries(root):
    return {paper.path: paper.value for paper in pipeline.read(project_at(root))[0].papers}


def fields(entry) -> dict[str, object]:
    """Read what an entry says; the end of its last line is no part of that."""
    read = {field.name: getattr(entry, field.name) for field in dataclasses.fields(entry)}
    return read | {"summary": read["summary"].rstrip()}


def without(data: bytes, line: str) -> list[bytes]:
    """Take a line out; its end may be the one before it, where the file had none at its end."""
    text = line.encode()
    assert data.count(text) == 1
    return [
        data.replace(part, b"") for ending in (b"\r\n", b"\n", b"\r") for part in (text + ending, ending + text + ending, ending + text)
    ]


@pytest.mark.parametrize("name", PLAIN)
def test_a_stamp_adds_one_line_and_leaves_every_other_byte(name, small):
    path = small / PATH
    path.write_bytes(PLAIN[name].encode())
    before = entries(small)[PATH]

    path.write_bytes(stamped(path.read_bytes(), DAY))

    assert PLAIN[name].encode() in without(path.read_bytes(), LINE)
    assert fields(entries(small)[PATH]) == fields(before) | {"added": DAY}
    assert pipeline.read(project_at(small))[1] == []


def test_every_good_draft_is_accepted(small):
    for case in DRAFTS:
        (small / case.path).write_text(case.text, encoding="utf-8")

    done = accept(small)

    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, f"Accepted {len(DRAFTS)} drafts.")
    assert pipeline.read(project_at(small))[1] == []
    assert {entries(small)[case.path].added for case in DRAFTS} == {DAY}


@pytest.mark.parametrize("name", ODD)
def test_a_draft_in_an_odd_form_is_stamped_soundly_or_refused_and_left_alone(name, small):
    path = small / PATH
    path.write_bytes(ODD[name].encode())
    before = fields(entries(small)[PATH])

    done = accept(small, path)

    assert pipeline.read(project_at(small))[1] == []
    if done.returncode == 0:
        assert fields(entries(small)[PATH]) == before | {"added": DAY}
    else:
        assert (done.returncode, path.read_bytes()) == (1, ODD[name].encode())
        assert PATH in done.stdout + done.stderr


def test_only_drafts_are_accepted(small):
    (small / PATH).write_text(DRAFT, encoding="utf-8")
    before = snapshot(small)

    done = accept(small)

    assert (done.returncode, done.stdout) == (0, f"{PATH}: added 2026-11-23\nAccepted 1 draft.\n")
    after = snapshot(small)
    assert {path for path in after if after[path] != before.get(path)} == {PATH}


def test_only_the_drafts_asked_for_are_accepted(small):
    for name in ("one", "other"):
        (small / PAPERS / f"{name}.yml").write_text(DRAFT.replace("arxiv: 2402.", f"arxiv: 24{len(name):02}."), encoding="utf-8")

    done = accept(small, f"{PAPERS}/one.yml")

    assert (done.returncode, done.stdout) == (0, f"{PAPERS}/one.yml: added 2026-11-23\nAccepted 1 draft.\n")
    assert entries(small)[f"{PAPERS}/other.yml"].added is None


def test_accepting_twice_changes_nothing_the_second_time(small):
    (small / PATH).write_text(DRAFT, encoding="utf-8")
    accept(small)
    before = snapshot(small)

    done = accept(small, today=dt.date(2027, 1, 1))

    assert (done.returncode, done.stdout) == (0, "Accepted 0 drafts.\n")
    assert snapshot(small) == before


def test_the_present_day_is_stamped_where_none_is_given(small):
    (small / PATH).write_text(DRAFT, encoding="utf-8")
    earliest = dt.datetime.now(dt.UTC).date()  # noqa: TID251

    run("digest", "accept", cwd=small)

    assert entries(small)[PATH].added in {earliest, earliest + dt.timedelta(days=1)}


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("[normalization]", "[normalisation]", "unknown-topic"),
        ("checked: abstract", "checked: everything", "unknown-value"),
        ("labs: [alpha-lab]\n", "", "missing-key"),
        ("tldr: ", "tldr: *", "syntax"),
    ],
)
@pytest.mark.parametrize("asked", ["by-name", "with-all"])
def test_a_draft_with_a_problem_is_refused_and_nothing_is_stamped(small, old, new, rule, asked):
    (small / PATH).write_text(DRAFT.replace(old, new), encoding="utf-8")
    (small / PAPERS / "sound.yml").write_text(DRAFT.replace("arxiv: 2402.", "arxiv: 2403."), encoding="utf-8")
    before = snapshot(small)

    done = accept(small, *([PATH] if asked == "by-name" else []))

    assert done.returncode == 1
    assert f"{PATH}:" in done.stdout + done.stderr
    assert f"error[{rule}]" in done.stdout + done.stderr
    assert snapshot(small) == before


def test_a_draft_is_refused_where_the_words_it_names_cannot_be_read(small):
    (small / PATH).write_text(DRAFT.replace("[normalization]", "[normalisation]"), encoding="utf-8")
    (small / "content/topics.yml").write_text("normalization: [\n", encoding="utf-8")

    done = accept(small, PATH)

    assert done.returncode == 1
    assert "content/topics.yml:" in done.stdout + done.stderr
    assert entries(small)[PATH].added is None


def test_problems_of_other_accepted_papers_do_not_stop_a_draft(small):
    (small / PATH).write_text(DRAFT, encoding="utf-8")
    other = small / PAPERS / "graph-walks.yml"
    other.write_text(other.read_text(encoding="utf-8").replace("[beta-university, alpha-lab]", "[beta]"), encoding="utf-8")

    done = accept(small, PATH)

    assert done.returncode == 0
    assert entries(small)[PATH].added == DAY


def test_a_path_that_is_no_file_of_the_digest_is_wrong_use(small, tmp_path):
    for path in (small / "nowhere.yml", tmp_path):
        done = accept(small, path)

        assert done.returncode == 2
        assert f"{path} is no file or folder of the digest" in done.stderr
