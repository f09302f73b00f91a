"""What CONTRIBUTING.md and README.md say is so."""

import inspect
import re
import tomllib
from dataclasses import fields
from pathlib import Path

import pytest
from sites import run
from support import ROOT

from digest import base, check, load
from digest.model.content import Entry

CONTRIBUTING = ROOT / "CONTRIBUTING.md"
README = ROOT / "README.md"
RULES = load.LAWS | check.LAWS | base.LAWS


def listed_rules() -> dict[str, str]:
    """Read the list of rules: `- `rule-id`: law`."""
    return dict(re.findall(r"^- `([a-z0-9-]+)`: (.+)$", CONTRIBUTING.read_text(encoding="utf-8"), re.MULTILINE))


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_is_in_contributing_word_for_word(rule):
    assert listed_rules().get(rule) == RULES[rule]


def test_contributing_lists_no_rule_that_is_none():
    assert listed_rules().keys() - RULES.keys() == set()


@pytest.mark.parametrize("key", [field.name for field in fields(Entry)])
def test_every_key_of_an_entry_is_in_contributing(key):
    assert re.search(rf"(`|^){key}(`|:)", CONTRIBUTING.read_text(encoding="utf-8"), re.MULTILINE)


def commands(text: str) -> set[tuple[str, tuple[str, ...]]]:
    """Find the commands that a text tells its reader to type: their name and options."""
    code = re.findall(r"`([^`\n]*\bdigest [^`\n]+)`", text) + re.findall(r"^.*\bdigest [a-z].*$", "".join(fenced(text)), re.MULTILINE)
    found = [re.search(r"\bdigest ([a-z]+)(.*)", line) for line in code]
    return {(match[1], tuple(re.findall(r"--[a-z-]+", match[2]))) for match in found if match}


def fenced(text: str) -> list[str]:
    return re.findall(r"^```\w*\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("path", [README, CONTRIBUTING], ids=lambda path: path.name)
def test_every_command_that_is_named_exists_with_its_options(path):
    named = commands(path.read_text(encoding="utf-8"))

    assert named
    for command, options in named:
        said = run("digest", command, "--help", cwd=ROOT, COLUMNS="300")
        assert said.returncode == 0, command
        assert [option for option in options if option not in said.stdout] == [], command


def test_every_command_is_in_the_readme():
    known = re.findall(r"^│ ([a-z]+) ", run("digest", "--help", cwd=ROOT).stdout, re.MULTILINE)

    assert known
    assert set(known) - {command for command, _ in commands(README.read_text(encoding="utf-8"))} == set()


@pytest.mark.parametrize("path", [README, CONTRIBUTING], ids=lambda path: path.name)
def test_every_file_that_is_linked_exists(path):
    links = re.findall(r"\]\((?!https?://|mailto:|#)([^)#\s]+)", path.read_text(encoding="utf-8"))

    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []


@pytest.mark.parametrize("path", [README, CONTRIBUTING], ids=lambda path: path.name)
def test_every_anchor_that_is_linked_exists(path):
    text = path.read_text(encoding="utf-8")
    headings = {
        re.sub(r"[^\w -]", "", heading).strip().lower().replace(" ", "-") for heading in re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    }

    assert set(re.findall(r"\]\(#([^)]+)\)", text)) - headings == set()


def test_what_the_readme_installs_for_tests_is_an_extra_of_the_package():
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]

    assert set(re.findall(r"\.\[(\w+)\]", README.read_text(encoding="utf-8"))) <= extras.keys()


def test_every_law_is_a_sentence():
    assert [law for law in RULES.values() if not re.fullmatch(r"[A-Z].*\.", law)] == []
    assert [rule.id for rule in check.RULES if "\n" in (inspect.getdoc(rule.law) or "\n")] == []


def test_the_readme_is_where_the_package_says():
    assert Path(tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["readme"]).name == README.name
