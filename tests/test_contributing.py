"""What CONTRIBUTING.md, DEVELOPING.md and README.md say is so."""

import inspect
import re
import tomllib
from pathlib import Path

import pytest
from sites import copy_of_the_digest, run
from support import ROOT, project_at, write

from digest import base, check, load, pipeline
from digest.render.rules import read_examples

CONTRIBUTING = ROOT / "CONTRIBUTING.md"
DEVELOPING = ROOT / ".github/DEVELOPING.md"
README = ROOT / "README.md"
DOCUMENTS = [README, CONTRIBUTING, DEVELOPING]
DOCS = [ROOT / f"content/pages/docs/{name}.md" for name in ("start", "write", "cost")]
OF_NEW_DIGESTS = [ROOT / "site_config/starter" / name for name in ("README.md", "CONTRIBUTING.md")]
RULES = load.LAWS | check.LAWS | base.LAWS
EXAMPLE = "content/papers/2019/efficientnet.yml"


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def fenced(text: str) -> list[str]:
    return re.findall(r"^```\w*\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


def commands(text: str) -> set[tuple[str, tuple[str, ...]]]:
    """Find the commands that a text tells its reader to type: their name and options."""
    code = re.findall(r"`([^`\n]*\bdigest [^`\n]+)`", text) + re.findall(r"^.*\bdigest [a-z].*$", "".join(fenced(text)), re.MULTILINE)
    found = [re.search(r"\bdigest ([a-z]+)(.*)", line) for line in code]
    return {(match[1], tuple(re.findall(r"--[a-z-]+", match[2]))) for match in found if match}


def anchors(text: str) -> set[str]:
    """List what the headings of a text can be linked by, as GitHub makes it."""
    headings = re.findall(r"^#+ (.+)$", re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading).strip().lower().replace(" ", "-") for heading in headings}


def test_contributing_is_one_screen():
    lines = text_of(CONTRIBUTING).splitlines()

    assert len(lines) <= 80
    assert max(map(len, lines)) <= 100


def test_the_entry_in_contributing_is_one_that_the_digest_takes(tmp_path):
    [example] = [block for block in fenced(text_of(CONTRIBUTING)) if block.startswith("arxiv:")]
    root = copy_of_the_digest(tmp_path)
    write(root / EXAMPLE, example)

    content, problems = pipeline.read(project_at(root))

    assert problems == []
    assert f"`{EXAMPLE}`" in text_of(CONTRIBUTING)
    assert [paper.value.by for paper in content.papers if paper.path == EXAMPLE] == ["Ada Lovelace"]


def test_every_rule_has_an_example_that_its_page_shows():
    assert RULES.keys() - read_examples([ROOT / "site_config"]).keys() == set()


def test_no_example_is_of_a_rule_that_is_none():
    assert read_examples([ROOT / "site_config"]).keys() - RULES.keys() == set()


@pytest.mark.parametrize("path", [*DOCUMENTS, *DOCS, *OF_NEW_DIGESTS], ids=lambda path: path.relative_to(ROOT).as_posix())
def test_every_command_that_is_named_exists_with_its_options(path):
    named = commands(text_of(path))

    assert named
    for command, options in named:
        said = run("digest", command, "--help", cwd=ROOT, COLUMNS="300")
        assert said.returncode == 0, command
        assert [option for option in options if option not in said.stdout] == [], command


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_every_file_that_is_linked_exists_and_has_the_heading(path):
    links = re.findall(r"\]\((?!https?://|mailto:)([^)#\s]*)(#[^)\s]+)?\)", text_of(path))

    assert links
    for link, anchor in links:
        target = path.parent / link if link else path
        assert target.exists(), link
        assert not anchor or anchor[1:] in anchors(text_of(target)), link + anchor


def test_every_page_of_the_site_that_is_linked_exists(built):
    found = {address for path in DOCUMENTS for address in re.findall(r"https://deep-annual\.github\.io/([\w./-]*)", text_of(path))}

    assert found
    assert [address for address in sorted(found) if not (built.folder / address).exists()] == []


def test_what_the_readme_installs_for_tests_is_an_extra_of_the_package():
    extras = tomllib.loads(text_of(ROOT / "pyproject.toml"))["project"]["optional-dependencies"]

    assert {name for path in DOCUMENTS for name in re.findall(r"\.\[(\w+)\]", text_of(path))} <= extras.keys()


def test_every_law_is_a_sentence():
    assert [law for law in RULES.values() if not re.fullmatch(r"[A-Z].*\.", law)] == []
    assert [rule.id for rule in check.RULES if "\n" in (inspect.getdoc(rule.law) or "\n")] == []
