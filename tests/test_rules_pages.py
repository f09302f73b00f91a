"""Every rule has a page whose bad example breaks it and whose good one mends that."""

import re
import subprocess
from pathlib import Path

import pytest
from sites import hrefs_of, outputs_of, page_of, say, target_of, text_of
from support import EXAMPLES, ROOT, project_at, write

from digest import pipeline
from digest.problems import DigestError
from digest.render.rules import read_examples

PAPER = "content/papers/2019/group-norm.yml"
ENTRY = (EXAMPLES / "base/content/papers/2018/batch-norm.yml").read_text(encoding="utf-8")
EXAMPLE_OF = read_examples([ROOT / "site_config"])


def blocks(text: str) -> list[str]:
    """Part a file into its keys, each with whatever stands below it."""
    return re.split(r"^(?=[^\s#])", text, flags=re.MULTILINE)


def keys_of(text: str) -> set[str]:
    return set(re.findall(r"^([a-z-]+):", text, re.MULTILINE))


def lay(root: Path, where: str, keys: str) -> None:
    """Write keys into a file of the small digest, in place of what it says under them; into an entry, if no file is named."""
    changed = keys_of(keys) | ({"arxiv"} if keys_of(keys) & {"doi", "url"} else set())
    known = EXAMPLES / "base" / where
    before = known.read_text(encoding="utf-8") if known.suffix == ".yml" and known.is_file() else "" if where else sound_entry()
    write(root / (where or PAPER), keys + "".join(block for block in blocks(before) if not keys_of(block) & changed))


def sound_entry() -> str:
    """Write an entry of a paper that the small digest lacks."""
    text = ENTRY.replace("1502.03167", "1803.08494")
    return "".join(block for block in blocks(text) if not keys_of(block) & {"aliases", "code", "evidence"})


def run(root: Path, commands: str) -> None:
    subprocess.run(["sh", "-e", "-c", commands], cwd=root, check=True)


def rules_broken(root: Path) -> set[str]:
    return {problem.rule for problem in pipeline.read(project_at(root))[1]}


def test_the_entry_that_examples_change_is_sound(small):
    write(small / PAPER, sound_entry())

    assert rules_broken(small) == set()


def test_every_rule_has_an_example_and_every_example_is_of_a_rule():
    assert EXAMPLE_OF.keys() == pipeline.ALL_LAWS.keys()


@pytest.mark.parametrize("rule", pipeline.LAWS)  # test_base.py tries those of changes, in a repository
def test_the_bad_example_breaks_the_rule_and_the_good_one_mends_that(rule, small):
    example = EXAMPLE_OF[rule]
    if example.commands:
        run(small, example.bad)
    else:
        lay(small, example.where, example.bad)
    broken = rules_broken(small)
    if example.commands:
        run(small, example.good)
    else:
        lay(small, example.where, example.good)

    assert rule in broken
    assert rules_broken(small) == set()


def test_every_rule_has_a_page_that_the_list_links_to(small):
    outputs = outputs_of(small)
    pages = {page.url for page in outputs.pages}
    links = {target_of("rules/", href).removesuffix("index.html") for href in hrefs_of(page_of(outputs, "rules/").html)}

    assert {f"rules/{rule}/" for rule in pipeline.ALL_LAWS} <= pages & links


def test_the_page_of_a_rule_shows_its_law_and_both_examples(small):
    text = text_of(page_of(outputs_of(small), "rules/unknown-topic/").html)

    for part in (pipeline.LAWS["unknown-topic"], "topics: [normalisation]", "topics: [normalization]", say("rule.bad"), say("rule.good")):
        assert part in text


def test_search_engines_are_told_of_the_list_of_rules_only(small):
    outputs = outputs_of(small)

    assert b"/rules/</loc>" in outputs.files["sitemap.xml"]
    assert b"/rules/unknown-topic/" not in outputs.files["sitemap.xml"]


def test_a_digest_may_have_its_own_example(small):
    write(small / "site_config/rules/unknown-topic.yml", "why: Ours.\nbad: 'topics: [<script>]'\ngood: 'topics: [ours]'\n")

    page = page_of(outputs_of(small), "rules/unknown-topic/")

    assert "topics: [<script>]" in text_of(page.html)
    assert "<script>" not in page.html


def test_an_example_that_cannot_be_read_is_named(small):
    write(small / "site_config/rules/unknown-topic.yml", "why: [Ours\n")

    with pytest.raises(DigestError, match=r"site_config/rules/unknown-topic\.yml cannot be read"):
        outputs_of(small)
