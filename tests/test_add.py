"""The page "Add a paper" as it is built: every field from the schema, every word and limit from where the rules have them."""

import json
import re

import yaml
from sites import dom, entry, outputs_of, page_of, say
from support import ROOT, write

from digest import check, load
from digest.model import limits, messages
from digest.render import add
from digest.schema.keys import KEYS


def form_of(root, **options):
    """Find the page of the form."""
    return page_of(outputs_of(root, **options), "add/")


def knowledge_of(page) -> dict:
    """Read what the page tells its script."""
    [script] = [one for one in dom(page.html).iter("script") if one.get("id") == "knowledge"]
    return json.loads(script.text)


def known_of(root, **options) -> dict:
    """Read which papers the form knows."""
    return json.loads(outputs_of(root, **options).files["add/known.json"])


def ids_of(page) -> set[str]:
    return {element.get("id") for element in dom(page.html).iter() if element.get("id")}


def test_every_key_of_an_entry_has_a_field_or_is_left_out_on_purpose(small):
    asked = ids_of(form_of(small))
    keys = set(knowledge_of(form_of(small))["keys"])

    assert keys - asked == add._LEFT_OUT
    assert "reference" in asked  # for the three that say which paper it is


def test_fields_say_what_the_schema_says_of_their_keys(small):
    text = "".join(dom(form_of(small).html).itertext())

    for key in ("title", "published", "tldr", "summary", "venue", "code", "evidence"):
        said = next(says[key].text for kind, says in KEYS.items() if kind.__name__ == "Entry")
        assert said.replace("`", "") in text, key


def test_every_word_of_the_vocabularies_and_every_edition_can_be_chosen(small):
    page = form_of(small)
    values = {one.get("value") for tag in ("option", "input") for one in dom(page.html).iter(tag)}

    assert {"normalization", "graph-neural-networks", "Alpha Lab", "pytorch", "2018", "2019"} <= values
    assert {"grounds.idea-reused", "grounds.chosen-by"} <= ids_of(page)


def test_editions_that_are_open_stand_first(small):
    write(
        small / "content/editions/2017.yml",
        "title: T\nheadline: H\nstatus: open\nintro: Words.\ncurators: [Ada]\n",
    )
    [edition] = [one for one in dom(form_of(small).html).iter("select") if one.get("id") == "edition"]
    years = [option.get("value") for option in edition]

    assert years[0] == "2017"
    assert sorted(years[1:], reverse=True) == years[1:]


def test_limits_and_messages_are_those_of_the_rules(small):
    known = knowledge_of(form_of(small))

    assert known["limits"]["most_tldr"] == limits.MOST_TLDR
    assert known["messages"]["long_tldr"] == messages.LONG_TLDR
    assert known["messages"] == dict(messages.MESSAGES)


def test_words_of_the_forms_own_stand_for_messages_that_there_are_and_fill_their_gaps(small):
    known = knowledge_of(form_of(small))
    own = {key.removeprefix("add.says."): text for key, text in known["words"].items() if key.startswith("add.says.")}
    gaps = {name: set(re.findall(r"{(\w+)}", text)) for name, text in own.items()}

    assert gaps.pop("unknown_lab") <= {"word"}
    assert gaps.pop("near_lab") <= {"word", "known"}
    for name in ("no_address", "no_web_address", "address_character", "address_user", "address_host"):
        assert gaps.pop(name) == {"address"}  # their messages stand behind it
    for name, used in gaps.items():
        assert used <= {*re.findall(r"{(\w+)}", known["messages"][name]), "page"}, name
        assert "page" not in used or name.startswith("duplicate_"), name


def test_the_addresses_at_github_are_of_the_configured_repository(small):
    page = form_of(small, repository="someone/else", branch="trunk")

    assert knowledge_of(page)["github"] == "https://github.com/someone/else"
    assert knowledge_of(page)["branch"] == "trunk"
    assert 'href="https://github.com/someone/else/issues/new?template=add-paper.yml"' in page.html
    assert "deep-annual" not in page.html


def test_papers_are_known_by_every_name_and_by_what_identifies_them(small):
    entry(small, "by-doi", doi="10.1000/ABC", aliases=["by-doi-once"])
    entry(small, "by-page", doi=None, url="http://Example.test/a/?b=1#c")
    known = known_of(small)

    assert known["papers"]["arXiv:1502.03167"] == known["slugs"]["batch-norm"] == "content/papers/2018/batch-norm.yml"
    assert known["slugs"]["batch-normalization"] == "content/papers/2018/batch-norm.yml"
    assert known["papers"]["10.1000/abc"] == known["slugs"]["by-doi-once"] == "content/papers/2019/by-doi.yml"
    assert known["papers"]["https://example.test/a?b=1"] == "content/papers/2019/by-page.yml"


def test_what_waits_for_its_day_is_not_known_before(small):
    entry(small, "later", added="2027-01-01")

    assert "later" not in known_of(small)["slugs"]


def test_a_hostile_name_of_a_topic_stays_data(small):
    attack = "</script><script>alert(1)</script><!--"
    topics = small / "content/topics.yml"
    text = topics.read_text(encoding="utf-8")
    name = next(line for line in text.splitlines() if line.startswith("  name:"))
    write(topics, text.replace(name, f'  name: "{attack}"', 1))
    page = form_of(small)

    assert "<script>" not in page.html
    assert any(attack in names for names in knowledge_of(page)["vocabularies"]["topics"]["words"])


def test_a_digest_of_its_own_words_has_them_on_the_form(small):
    write(small / "site_config/words/en.yml", "add.title: Propose something\n")

    assert form_of(small).title == "Propose something"


def test_only_the_page_of_the_form_loads_what_the_form_needs(small_built):
    loading = [url for url, html in small_built.pages.items() if "assets/add" in html]

    assert loading == ["add/"]


def test_without_scripts_the_page_leads_to_the_plain_form_and_to_contribute(small):
    page = form_of(small)
    links = [link.get("href") for link in dom(page.html).iter("a") if link.get("href")]

    assert "../contribute/" in links
    assert any("issues/new?template=add-paper.yml" in link for link in links)
    assert say("add.noscript") in " ".join("".join(dom(page.html).itertext()).split())


def test_every_rule_that_the_script_can_find_is_one_of_the_rules(small_built):
    script = (small_built.folder / "assets/add-check.js").read_text(encoding="utf-8")
    laws = {**load.LAWS, **check.LAWS}

    named = {word for word in laws if f'"{word}"' in script}

    assert {"long-tldr", "summary-length", "bad-address", "duplicate-paper", "missing-metadata"} <= named


def test_the_repository_is_that_of_the_configuration_of_mkdocs(small_built):
    assert 'href="https://github.com/small/annual/issues/new?template=add-paper.yml"' in small_built.pages["add/"]


def test_what_the_form_sends_has_fields_at_github():
    form = yaml.safe_load((ROOT / ".github/ISSUE_TEMPLATE" / add._ISSUE_FORM).read_text(encoding="utf-8"))

    assert {"entry", "slug", "edition"} <= {field.get("id") for field in form["body"]}
