"""Every example under tests/examples/bad is refused with exactly the problems it states; every good one is understood."""

import contextlib
import dataclasses
import datetime as dt
import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from cases import PAPERS, BadCase, bad_files, bad_folders, good_files
from sites import run
from support import EXAMPLES, project_at

from digest import check, load, pipeline

ENTRY = (EXAMPLES / "base/content/papers/2018/batch-norm.yml").read_text(encoding="utf-8")


def lay_bytes(name: str, data: bytes):
    """Put bytes where an entry belongs."""
    return lambda root: (root / PAPERS / name).write_bytes(data)


def lay_link(name: str, target: str):
    """Put a symbolic link into the content."""

    def lay(root: Path):
        (root / "content" / name).symlink_to(target)

    return lay


def entry_with(key: str, value: str, arxiv: str) -> bytes:
    """Write a sound entry that has one more key."""
    text = ENTRY.replace("1502.03167", arxiv).replace("aliases: [batch-normalization]\n", "")
    return f"{key}: {value}\n{text}".encode()


def made(name: str, data: bytes, *problems: str) -> BadCase:
    """Make a case of bytes that git or an editor might mend."""
    return BadCase(name=name, lay=lay_bytes(f"{name}.yml", data), expected=[f"{PAPERS}/{name}.yml:{problem}" for problem in problems])


def invisible(place: str, code: str) -> str:
    return f"{place}: error[control-character] the invisible or control character U+{code} is not allowed; delete it"


MADE = [
    BadCase(
        name="page-that-is-a-link",
        lay=lay_link("pages/secret.md", "/etc/hostname"),
        expected=["content/pages/secret.md:1:1: error[symlink] symbolic links are not allowed; put the file itself here"],
    ),
    BadCase(
        name="page-in-latin-1",
        lay=lambda root: (root / "content/pages/own.md").write_bytes(b"# \xdcber uns\n"),
        expected=["content/pages/own.md:1:1: error[encoding] byte 0xDC is not UTF-8; save the file as UTF-8"],
    ),
    made(
        "alias-too-long-for-a-file",
        entry_with("aliases", "[" + "a" * 101 + "]", "1903.00101"),
        "1:11: error[bad-slug] 'aaaaaaaaaaaaaaaaaaaa…' is too long for a slug; at most 100 characters",
    ),
    made(
        "summary-of-quotes",
        entry_with("by", "Ada", "1903.00102").replace(b"summary: |\n", b"summary: |\n  " + b">" * 3000 + b"\n"),
        "9:10: error[summary-length] the summary has 3607 characters; at most 3000",
    ),
    made("empty-file", b"", "1:1: error[empty-value] the file is empty"),
    made(
        "latin-1",
        entry_with("by", "Bj\xf6rk", "1903.00001").replace(b"\xc3\xb6", b"\xf6"),
        "1:7: error[encoding] byte 0xF6 is not UTF-8; save the file as UTF-8",
    ),
    made("latin-1-after-a-mark", b"\xef\xbb\xbfby: Bj\xf6rk\n", "1:7: error[encoding] byte 0xF6 is not UTF-8; save the file as UTF-8"),
    made(
        "utf-16",
        "by: Ada\n".encode("utf-16-le"),
        *[invisible(f"{line}:{column}", "0000") for line, column in [(1, 2), (1, 4), (1, 6), (1, 8), (1, 10), (1, 12), (1, 14), (2, 1)]],
    ),
    made("utf-16-with-a-mark", "by: Ada\n".encode("utf-16"), "1:1: error[encoding] byte 0xFF is not UTF-8; save the file as UTF-8"),
    made("bell", entry_with("by", "A\x07da", "1903.00002"), invisible("1:6", "0007")),
    made(
        "delete-and-c1",
        entry_with("by", "A\x7fd\x85a\x9b", "1903.00003"),
        invisible("1:6", "007F"),
        invisible("1:8", "0085"),
        invisible("1:10", "009B"),
    ),
    made(
        "turned-text",
        entry_with("by", "\u202eadA\u202c \u2066x\u2069", "1903.00004"),
        invisible("1:5", "202E"),
        invisible("1:9", "202C"),
        invisible("1:11", "2066"),
        invisible("1:13", "2069"),
    ),
    made("turned-text-after-an-emoji", entry_with("by", "\U0001f600\u200f", "1903.00005"), invisible("1:6", "200F")),
    made("second-byte-order-mark", b"\xef\xbb\xbf" + entry_with("by", "\ufeffAda", "1903.00006"), invisible("1:5", "FEFF")),
    made("turned-comment", entry_with("by", "Ada # \u2067", "1903.00007"), invisible("1:11", "2067")),
    made("separated-lines", entry_with("by", "Ada\u2028Bo", "1903.00008"), invisible("1:8", "2028")),
    made(
        "bad-line-after-windows-lines",
        entry_with("stars", "12", "1903.00009").replace(b"\n", b"\r\n"),
        "1:1: error[unknown-key] unknown key 'stars'; delete it",
    ),
    made(
        "bad-line-after-lines-of-old",
        entry_with("by", "Ada\nstars: 12", "1903.00010").replace(b"\n", b"\r"),
        "2:1: error[unknown-key] unknown key 'stars'; delete it",
    ),
    made(
        "deep-brackets",
        b"related: " + b"[" * 60 + b"]" * 60,
        "1:59: error[too-deep] lists and mappings are nested deeper than 50; nothing here needs that",
    ),
    made("deep-dashes", b"- " * 60 + b"x", "1:101: error[too-deep] lists and mappings are nested deeper than 50; nothing here needs that"),
    made(
        "deep-questions",
        b"? " * 60 + b"x",
        *[f"1:{column}: error[bad-key] a key must be plain text, not a list or a mapping" for column in range(3, 100, 2)],
        "1:101: error[too-deep] lists and mappings are nested deeper than 50; nothing here needs that",
    ),
    made(
        "brackets-without-end",
        b"[" * 200_000,
        "1:51: error[too-deep] lists and mappings are nested deeper than 50; nothing here needs that",
    ),
    made("too-large", ENTRY.encode() + b"#" * 300_000, "1:1: error[too-large] the file is larger than 256 KiB; an entry takes about 3"),
    BadCase(
        name="link-to-a-file",
        lay=lay_link("papers/2019/link.yml", "/etc/passwd"),
        expected=[f"{PAPERS}/link.yml:1:1: error[symlink] symbolic links are not allowed; put the file itself here"],
    ),
    BadCase(
        name="link-to-a-folder",
        lay=lay_link("papers/2017", "../../../.."),
        expected=["content/papers/2017:1:1: error[symlink] symbolic links are not allowed; put the file itself here"],
    ),
    BadCase(
        name="link-that-leads-nowhere",
        lay=lay_link("removed.yml", "nowhere.yml"),
        expected=["content/removed.yml:1:1: error[symlink] symbolic links are not allowed; put the file itself here"],
    ),
]
"""Cases that no file of the repository can hold: bytes that git or an editor would mend, links, sizes."""

FILES = bad_files()
BAD = [*FILES, *bad_folders(), *MADE]
GOOD = good_files()


def problems_of(root: Path) -> list[str]:
    return [str(problem) for problem in pipeline.read(project_at(root))[1]]


def test_the_small_digest_has_no_problems(small):
    assert problems_of(small) == []


@pytest.mark.parametrize("case", BAD, ids=lambda case: case.name)
def test_a_bad_example_has_exactly_the_problems_that_it_states(case, small):
    case.lay(small)

    assert problems_of(small) == case.expected


def test_every_rule_has_a_bad_example():
    shown = {rule for case in BAD for line in case.expected for rule in re.findall(r" error\[(.+?)\]", line)[:1]}

    assert shown == {*load.LAWS, *check.LAWS}


def test_every_bad_example_states_a_problem():
    assert [case.name for case in BAD if not case.expected] == []


def test_every_law_is_one_sentence():
    laws = {**load.LAWS, **check.LAWS}

    assert [rule for rule, law in laws.items() if not re.fullmatch(r"[A-Z%].+\.", law)] == []
    assert len(laws) == len(load.LAWS) + len(check.LAWS)


def test_all_bad_files_in_one_digest_are_each_reported_at_their_place_in_one_run(small):
    cases = [*FILES, *[case for case in MADE if "link" not in case.name]]
    for case in cases:
        case.lay(small)
    named = sorted({line.split(":")[0] for case in cases for line in case.expected})  # else what is to be written of a draft is one warning

    done = run("digest", "check", "content", *(path for path in named if (small / path).exists()), cwd=small)

    assert (done.returncode, done.stdout.splitlines()) == (1, sorted((line for case in cases for line in case.expected), key=as_printed))
    assert f"{sum(len(case.expected) for case in cases)} problems in {len(cases)} files" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_digest_broken_in_every_way_at_once_is_reported_without_a_traceback(small):
    for case in BAD:
        with contextlib.suppress(OSError):  # one case has a folder where another has a file
            case.lay(small)

    done = run("digest", "check", cwd=small)

    assert done.returncode == 1
    assert [
        line for line in done.stdout.splitlines() if not re.fullmatch(r"content/.+?:\d+:\d+: (error|warning)\[[a-z-]+\] .+", line)
    ] == []
    assert len(done.stdout.splitlines()) > len(BAD)
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"], ids=["unix", "windows", "old-mac"])
@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["plain", "byte-order-mark"])
@pytest.mark.parametrize("case", GOOD, ids=lambda case: case.name)
def test_a_good_example_is_understood_whatever_its_line_ends(case, mark, ending, small):
    (small / case.path).write_bytes((mark + case.text).replace("\n", ending).encode())

    content, problems = pipeline.read(project_at(small))

    assert list(map(str, problems)) == []
    entry = next(paper.value for paper in content.papers if paper.path == case.path)
    assert {key: plain(getattr(entry, key)) for key in case.fields} == case.fields


def test_all_good_examples_stand_in_one_digest(small):
    for case in GOOD:
        (small / case.path).write_text(case.text, encoding="utf-8")

    assert problems_of(small) == []


def as_printed(line: str):
    """Order problems as they are printed: by path, then by place."""
    path, row, column, rest = line.split(":", 3)
    return path, int(row), int(column), rest


def plain(value):
    """Reduce a field to the forms of JSON."""
    if dataclasses.is_dataclass(value) and hasattr(value, "__slots__") and type(value).__name__ != "PartialDay":
        return {field.name: plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {key: plain(part) for key, part in value.items()}
    if isinstance(value, tuple):
        return [plain(part) for part in value]
    if isinstance(value, bool | None):
        return value
    return value.isoformat() if isinstance(value, dt.date) else str(value)
