"""Problems as text, as JSON and as GitHub's commands: complete, at the right place, and harmless whatever a file holds."""

import json
import os
import pty
import re
import shutil
import subprocess

import comrak
import pytest
from cases import BAD, PAPERS
from hostile import STRINGS
from jsonschema import Draft202012Validator, FormatChecker
from sites import SCRIPTS, change, dom, entry, environment, links_of, run
from support import ROOT, write

from digest import pipeline, report
from digest.problems import Problem

SCHEMA = json.loads((ROOT / "site_config/schema/check-1.json").read_bytes())
EVIL = [
    "::error::owned",
    "x\n::error file=a.yml::owned",
    "x\r\n::set-output name=a::b",
    "##[stop-commands]owned",
    "\x1b[31mred\x1b]0;title\x07",
    "100%0A::error::owned",
    "\u202edetrever\u2066",
    "\u2028::warning::owned",
]


def link(rule: str) -> str:
    return f"https://x.test/rules/{rule}/"


def problem(message: str = "unknown topic 'x'; did you mean 'y'?", **changes) -> Problem:
    values = {"path": "content/papers/2019/x.yml", "line": 2, "column": 10, "rule": "unknown-topic"}
    return Problem(message=message, **(values | changes))


def full(one: Problem, *lines: str) -> list[str]:
    return report.full([one], lambda path: lines, link).splitlines()


def commands(text: str) -> list[tuple[str, dict[str, str], str]]:
    """Read workflow commands as GitHub's runner does: one a line, then the escapes."""
    found = [re.fullmatch(r"::(\w+) (.*?)::(.*)", line) for line in text.splitlines()]
    return [(match[1], dict(unescaped(part).split("=", 1) for part in match[2].split(",")), unescaped(match[3])) for match in found]


def unescaped(text: str) -> str:
    for code, letter in (("%3A", ":"), ("%2C", ","), ("%0A", "\n"), ("%0D", "\r"), ("%25", "%")):
        text = text.replace(code, letter)
    return text


# For people


def test_full_shows_the_line_the_place_the_mend_and_the_page_of_the_rule():
    assert full(problem(), "arxiv: 1905.11946", "topics: [x, vision]") == [
        "content/papers/2019/x.yml:2:10: error[unknown-topic] unknown topic 'x'",
        "  2 | topics: [x, vision]",
        "    |          ^",
        "    = did you mean 'y'?",
        "    = https://x.test/rules/unknown-topic/",
    ]


@pytest.mark.parametrize(
    ("line", "column", "marked"),
    [
        ("topics: [vision, language]", 10, "vision"),
        ('tldr: "One, two" # three', 7, '"One, two"'),
        ("  84.3%: abstract", 3, "84.3%"),
        ("- repo: https://github.com/a/b", 9, "https://github.com/a/b"),
        ("tldr:", 6, ""),
    ],
)
def test_the_caret_marks_the_whole_value(line, column, marked):
    shown = full(problem(line=1, column=column), line)

    assert shown[1] == f"  1 | {line}"
    assert shown[2] == f"    | {' ' * (column - 1)}{'^' * max(1, len(marked))}"


def test_the_caret_stands_under_the_place_after_letters_that_take_two_cells_or_none():
    shown = full(problem(line=1, column=8), "李飞 e\u0301: x")

    assert shown[2] == "    | " + " " * 8 + "^"


def test_a_long_line_is_cut_around_the_place():
    shown = full(problem(line=1, column=501), "a" * 500 + " here " + "b" * 500)

    assert len(shown[1]) < 120
    assert "here" in shown[1]
    assert shown[1][shown[2].index("^")] == " "


@pytest.mark.parametrize("lines", [[], ["one line"]])
def test_a_problem_of_what_has_no_such_line_is_told_without_it(lines):
    assert full(problem(line=3), *lines) == [
        "content/papers/2019/x.yml:3:10: error[unknown-topic] unknown topic 'x'",
        "    = did you mean 'y'?",
        "    = https://x.test/rules/unknown-topic/",
    ]


@pytest.mark.parametrize(
    ("message", "said", "mend"),
    [
        ("'a; b' is no slug; use letters", "'a; b' is no slug", "use letters"),
        ("why has 327 characters; at most 300", "why has 327 characters", "at most 300"),
        ("unknown key 'it's; so'; delete it", "unknown key 'it's; so'", "delete it"),
        ("there is nothing to do", "there is nothing to do", ""),
        ("'x' is no flag; write true; or false", "'x' is no flag", "write true; or false"),
    ],
)
def test_the_mend_is_what_follows_the_first_semicolon_that_is_not_quoted(message, said, mend):
    assert report.text.split_mend(message) == (said, mend)


def test_full_is_for_terminals_and_concise_for_everything_else(small):
    change(small / PAPERS / "graph-walks.yml", topics=["graphs"])

    assert run("digest", "check", cwd=small).stdout == run("digest", "check", "--format", "concise", cwd=small).stdout
    assert "^" in run("digest", "check", "--format", "full", cwd=small).stdout
    assert "^" in said_to_a_terminal(small)


def said_to_a_terminal(root) -> str:
    """Run the check with a terminal for its output."""
    terminal, inside = pty.openpty()
    done = subprocess.run([SCRIPTS / "digest", "check"], cwd=root, env=environment(), stdout=inside, stderr=subprocess.PIPE, check=False)
    os.close(inside)
    said = os.read(terminal, 65536).decode()
    os.close(terminal)
    assert done.returncode == 1
    return said


@pytest.mark.parametrize("form", ["full", "concise", "json", "github"])
@pytest.mark.parametrize(("topic", "code"), [("graphs", 1), ("normalization", 0)])
def test_the_exit_code_is_the_same_in_every_format(small, form, topic, code):
    change(small / PAPERS / "graph-walks.yml", topics=[topic])

    assert run("digest", "check", "--format", form, cwd=small).returncode == code


def test_a_line_of_a_file_outside_the_digest_is_never_shown(small, tmp_path):
    write(tmp_path / "secret", "password: x\n")
    (small / PAPERS / "link.yml").symlink_to(tmp_path / "secret")

    done = run("digest", "check", "--format", "full", cwd=small)

    assert "link.yml:1:1: error[symlink]" in done.stdout
    assert "password" not in done.stdout


# For programs


def test_json_is_as_its_published_schema_says_and_holds_every_problem(small):
    for case in ("every-problem-in-one-run", "not-days", "wrong-types", "escaped-control-characters"):
        shutil.copy(BAD / f"{case}.yml", small / PAPERS)

    said = json.loads(run("digest", "check", "--format", "json", cwd=small).stdout)

    Draft202012Validator(SCHEMA, format_checker=FormatChecker()).validate(said)
    concise = run("digest", "check", "--format", "concise", cwd=small).stdout.splitlines()
    assert [str(Problem(**{key: one[key] for key in Problem.__slots__})) for one in said["problems"]] == concise
    assert {one["law"] for one in said["problems"]} <= set(pipeline.LAWS.values())
    assert said["checked"]["editions"] == 2


def test_the_schema_of_the_json_forbids_what_it_does_not_know():
    said = json.loads(
        report.as_json([problem()], link, {}, schema="https://x.test/schema/check-1.json", checked={"papers": 1, "editions": 1})
    )
    said["problems"][0]["more"] = 1

    assert not Draft202012Validator(SCHEMA).is_valid(said)


def test_json_of_a_sound_digest_is_an_empty_list_and_nothing_else(small):
    done = run("digest", "check", "--format", "json", cwd=small)

    assert json.loads(done.stdout)["problems"] == []
    assert done.stderr == ""


# For GitHub


def test_an_annotation_names_its_place_its_rule_and_the_page():
    assert commands(report.annotations([problem()], link)) == [
        (
            "error",
            {"file": "content/papers/2019/x.yml", "line": "2", "col": "10", "title": "unknown-topic"},
            "unknown topic 'x'; did you mean 'y'?\nhttps://x.test/rules/unknown-topic/",
        )
    ]


@pytest.mark.parametrize("text", ["100%", "%0A::error::x", "%253A", "a,b=c", "a::b", "a: b"])
def test_every_text_comes_out_of_an_annotation_as_it_went_in(text):
    ((_, place, message),) = commands(report.annotations([problem(text, path=f"content/{text}.yml", rule="x")], link))

    assert place == {"file": f"content/{text}.yml", "line": "2", "col": "10", "title": "x"}
    assert message == f"{text}\n{link('x')}"


@pytest.mark.parametrize(("number", "shown", "more"), [(1, 1, 0), (9, 9, 0), (10, 9, 1), (300, 9, 291)])
def test_there_are_at_most_nine_annotations_and_the_tenth_counts_the_rest(number, shown, more):
    said = commands(report.annotations([problem(line=line) for line in range(1, number + 1)], link))

    assert [place["line"] for _, place, _ in said[:shown]] == [str(line) for line in range(1, shown + 1)]
    assert [place["title"] for _, place, _ in said[shown:]] == ([f"and {more} more"] if more else [])


def test_errors_are_annotated_before_warnings():
    warnings = [problem(line=line, level="warning") for line in range(1, 10)]

    said = commands(report.annotations([*warnings, problem(line=99)], link))

    assert [(level, place.get("line")) for level, place, _ in said[:2]] == [("error", "99"), ("warning", "1")]


def test_the_summary_holds_every_problem_where_the_runner_wants_it(small, tmp_path):
    for number in range(12):
        entry(small, f"paper-{number}", arxiv=f"2605.{number:05}", topics=["nothing"])
    summary = write(tmp_path / "summary.md", "Before.\n")

    done = run("digest", "check", "--format", "github", cwd=small, GITHUB_STEP_SUMMARY=str(summary), GITHUB_WORKSPACE=str(tmp_path))

    assert len(done.stdout.splitlines()) == 10
    assert {place.get("file", "")[:14] for _, place, _ in commands(done.stdout)[:9]} == {"small/content/"}
    text = summary.read_text(encoding="utf-8")
    assert text.startswith("Before.\n")
    assert len(list(table_of(text).iter("tr"))) == 13


def test_without_a_runner_no_summary_is_written(small):
    before = set(small.iterdir())
    change(small / PAPERS / "graph-walks.yml", topics=["graphs"])

    assert run("digest", "check", "--format", "github", cwd=small).stdout.startswith("::error file=content/")
    assert set(small.iterdir()) == before


def test_a_summary_stays_below_what_github_takes():
    text = report.step_summary([problem("x" * 2000)] * 1000, link, "1000 problems")

    assert len(text.encode()) < 1024 * 1024
    assert re.search(r"\nand \d+ more\n$", text)


# Whatever a file holds


def table_of(markdown: str):
    """Render Markdown as GitHub does, with tables and links of bare addresses."""
    options = comrak.ExtensionOptions()
    options.table = options.autolink = options.strikethrough = options.tasklist = options.footnotes = True
    render = comrak.RenderOptions()
    render.unsafe_ = True
    return dom(comrak.render_markdown(markdown, extension_options=options, render_options=render))


@pytest.mark.parametrize("text", [*EVIL, *STRINGS])
def test_no_text_of_a_file_becomes_a_command_of_a_log_or_a_terminal(text):
    one = problem(f"'{text}' is no slug; '{text}'", path=f"content/{text}.yml", line=1, column=3)
    said = [
        report.concise([one]),
        report.full([one], lambda path: [text, text], link),
        report.as_json([one], link, {}, schema="https://x.test/", checked={}),
        report.annotations([one], link),
        report.step_summary([one], link, "1 problem"),
    ]

    for output in said:
        assert output.replace("\n", "").isprintable()
        assert "##[" not in output
    for output in said[:3]:
        assert [line for line in output.split("\n") if line.lstrip().startswith("::")] == []
    assert len(commands(said[3])) == 1
    assert said[0].count("\n") == 1


@pytest.mark.parametrize("text", [*EVIL, *STRINGS, "| a | b |", "https://evil.test www.evil.test a@evil.test", "`x` **y** <b>z</b> [a](b)"])
def test_no_text_of_a_file_is_markup_in_the_summary(text):
    one = problem(f"'{text}' is no slug")
    page = table_of(report.step_summary([one], link, "1 problem"))

    rows = list(page.iter("tr"))
    assert [len(list(row)) for row in rows] == [3, 3]
    assert [href for _, href in links_of(report_html(one))] == [link("unknown-topic")]
    assert "".join(list(rows[1])[2].itertext()) == report.text.printable(one.message).strip()


def report_html(one: Problem) -> str:
    from xml.etree import ElementTree as ET

    return ET.tostring(table_of(report.step_summary([one], link, "1 problem")), encoding="unicode", method="html")


@pytest.mark.parametrize("text", EVIL)
def test_a_hostile_file_gives_one_harmless_line_a_problem_from_outside_too(small, text):
    entry(small, "evil", arxiv="2605.00001", topics=[text])

    said = {
        form: run("digest", "check", "--format", form, cwd=small, PYTHONIOENCODING="utf-8").stdout for form in ("concise", "github", "full")
    }

    assert len(said["concise"].splitlines()) == len(commands(said["github"])) >= 1
    assert "\x1b" not in "".join(said.values())
    assert [line for line in said["full"].splitlines() if line.lstrip().startswith(("::", "##["))] == []
