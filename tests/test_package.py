"""The package's own shape: short files and functions, and few places that touch the world."""

import ast
import subprocess
import sys
from importlib.metadata import entry_points

import pytest
from support import ROOT

FILES = sorted((ROOT / "digest").rglob("*.py"))
MOST_LINES = 280
MOST_LINES_OF_A_FUNCTION = 45


def functions(path):
    """List a file's functions, each with its number of lines."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, node.end_lineno - node.lineno + 1


def calls(path) -> set[str]:
    """List the names of everything that a file calls."""
    called = [node.func for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)]
    return {ast.unparse(function) for function in called}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_file_is_short_and_so_are_its_functions(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MOST_LINES
    assert [(name, lines) for name, lines in functions(path) if lines > MOST_LINES_OF_A_FUNCTION] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_file_says_in_its_first_line_what_it_is(path):
    text = path.read_text(encoding="utf-8")

    assert not text or ast.get_docstring(ast.parse(text))


def test_only_the_terminal_door_prints():
    assert {path.parent.name for path in FILES if "print" in calls(path)} == {"cli"}


def test_only_the_doors_ask_the_clock():
    clocks = {"get_build_datetime", "dt.datetime.now", "dt.date.today", "dt.datetime.today", "time.time"}

    assert {path.relative_to(ROOT).as_posix() for path in FILES if calls(path) & clocks} == {"digest/cli/terminal.py", "digest/options.py"}


def test_only_the_terminal_door_gives_a_clock_to_wait_by():
    clocks = {"time.time", "time.monotonic", "time.sleep"}
    users = {path.parent.name for path in FILES if {ast.unparse(node) for node in ast.walk(ast.parse(path.read_bytes()))} & clocks}

    assert users == {"cli"}


def test_help_waits_for_nothing_heavy():
    code = "import sys, digest.cli; print([name for name in ('mkdocs', 'jinja2', 'pydantic', 'yaml', 'comrak', 'requests', 'feedparser') if name in sys.modules])"

    said = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True, cwd=ROOT)

    assert said.stdout == "[]\n"


def test_mkdocs_finds_the_plugin():
    [plugin] = entry_points(group="mkdocs.plugins", name="digest")

    assert plugin.value == "digest.plugin:DigestPlugin"
