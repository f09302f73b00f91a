"""A site in a second, made-up language: whatever of it is left in English stands in the code, and not in the file of words.

The language is another alphabet, see foreign.py. So a Latin letter on a page is a word that nobody can translate, unless it
is the name of a format, what people gave a name or an address, or what commands say, which is in English and marked as such.
"""

import json
import re
import shutil
import tomllib
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
import yaml
from foreign import LANGUAGE, foreign, translate, write_words
from sites import Built, build, build_well, configure, dom, emptied, facts, run
from support import EXAMPLES, ROOT, write
from test_feed_matrix import EVENTS, record
from test_figures_pages import full
from test_threads import thread

from digest.model.messages import MESSAGES

FORMATS = {"RSS", "Atom", "JSON", "Feed", "BibTeX", "RIS", "CSL", "CSV"}
"""What the links to files are called in any language."""
REPOSITORIES = {"Alpha", "Norms", "beta", "alpha", "norms"}
"""Names that people gave to their code."""
_NO_WORDS = re.compile(
    r"\$[^$]*\$|https?://\S*|\bgithub\.com\b|10\.\d{4,}/\S*"  # formulas, addresses and DOIs
    r"|[\w.-]+\.(?:xml|json|opml|cff|bib|md|yml)\b"  # files
    r"|\b(?:cs|stat)(?:\.[A-Z]{2})?\b|\b(?:AI|CL|CV|LG|NE|ML)\b"  # arXiv's categories
)
_LATIN = re.compile(r"[A-Za-z]+")
_SPOKEN = {"alt", "aria-label", "aria-description", "title", "placeholder", "label"}
_SPOKEN_METAS = {"description", "og:title", "og:description", "og:site_name", "citation_title", "citation_author", "citation_keywords"}
_SILENT = {"script", "style", "code", "pre", "math"}
"""What a page shows of these is of the files that the digest is made of, or a formula."""


def english_in(text: str) -> set[str]:
    """Find what of a text is no name."""
    return {*_LATIN.findall(_NO_WORDS.sub(" ", text))} - FORMATS - REPOSITORIES


def said_by(element: ET.Element) -> Iterator[str]:
    """List what a document says to people, seen, heard or shown elsewhere."""
    if not isinstance(element.tag, str) or element.tag.rpartition("}")[2] in _SILENT or element.get("lang") == "en":
        return
    yield element.text or ""
    yield from (value for name, value in element.attrib.items() if name in _SPOKEN)
    if element.tag == "meta" and (element.get("name") or element.get("property")) in _SPOKEN_METAS:
        yield element.get("content")
    for child in element:
        yield from said_by(child)
        yield child.tail or ""


def words_for_scripts(html: str) -> Iterator[str]:
    """List what scripts are given to say: attributes with more than one word in them."""
    for element in dom(html).iter():
        if isinstance(element.tag, str):
            yield from (value for name, value in element.attrib.items() if name.startswith("data-") and " " in value.strip())


def in_many_ways(root: Path) -> Path:
    """Make a digest that has something to say on every kind of page and in every feed."""
    full(root)
    thread(root)
    record(
        root, *({"date": f"2026-03-0{number}", "kind": kind, "source": "a test", **EVENTS[kind]} for number, kind in enumerate(EVENTS, 1))
    )
    facts(root, "paper-1", withdrawn=True)
    write(root / "content/removed.yml", "beta-norms:\n  date: 2026-02-01\n  reason: The reason why it is gone.\n")
    write(
        root / "content/editions/2026.yml",
        "title: This year\nheadline: Nothing yet\nstatus: open\nintro: It begins.\ncurators: [Ada Example]\n",
    )
    return root


@pytest.fixture(scope="module", params=[in_many_ways, emptied], ids=["full", "empty"])
def site(request, tmp_path_factory) -> Built:
    """Build a digest in the made-up language."""
    root = request.param(Path(shutil.copytree(EXAMPLES / "base", tmp_path_factory.mktemp("language") / "digest")))
    configure(root, "theme:\n", "copyright: Free to use.\ntheme:\n")
    translate(root)
    return build_well(root)


def documents(site: Built) -> dict[str, str]:
    return {path.relative_to(site.folder).as_posix(): path.read_text(encoding="utf-8") for path in sorted(site.folder.rglob("*.html"))}


def test_no_english_is_left_on_any_page(site):
    # The names of rules and options stand on their own pages, in their titles too.
    rules = {word for path in (ROOT / "site_config/rules").iterdir() for word in path.stem.split("-")}
    found = {}
    for path, html in documents(site).items():
        left = {word for text in said_by(dom(html)) for word in english_in(text)}
        if left := left - (rules if path.startswith("rules/") else set()):
            found[path] = left

    assert found == {}


def test_no_english_is_left_for_scripts_to_say(site):
    found = {
        path: left for path, html in documents(site).items() if (left := {w for text in words_for_scripts(html) for w in english_in(text)})
    }

    assert found == {}


def test_what_is_in_english_is_marked_as_such_and_stands_on_pages_about_commands_alone(site):
    for path, html in documents(site).items():
        marked = [element for element in dom(html).iter() if isinstance(element.tag, str) and element.get("lang") == "en"]
        assert not marked or path.startswith(("rules/", "options/", "docs/")), path


def test_every_page_and_every_feed_says_what_language_it_is_in(site):
    assert {path for path, html in documents(site).items() if dom(html).get("lang") != LANGUAGE} == set()
    for path in site.folder.glob("*.xml"):
        tree = ET.parse(path).getroot()
        if path.name.startswith("feed"):
            assert tree.findtext("channel/language") == LANGUAGE
        elif path.name.startswith("atom"):
            assert tree.get("{http://www.w3.org/XML/1998/namespace}lang") == LANGUAGE
    for path in site.folder.glob("feed*.json"):
        assert json.loads(path.read_bytes())["language"] == LANGUAGE
    assert {outline.get("language") for outline in ET.parse(site.folder / "feeds.opml").iter("outline") if outline.get("xmlUrl")} == {
        LANGUAGE
    }


def said_in_feed(path: Path) -> Iterator[str]:
    """List what a feed says to people; texts in HTML as they are read."""
    if path.suffix == ".json":
        feed = json.loads(path.read_bytes())
        for part in (feed, *feed["items"]):
            yield from (value for key, value in part.items() if key in {"title", "description", "summary", "content_html"})
            yield from (str(part.get(key, "")) for key in ("tags", "authors"))
        return
    for element in ET.parse(path).iter():
        name = element.tag.rpartition("}")[2]
        yield from (element.get(key, "") for key in ("text", "description", "term"))
        if name in {"title", "description", "subtitle", "summary", "content", "encoded", "category", "copyright", "rights", "name"}:
            yield element.text or ""


def test_no_english_is_left_in_any_feed(site):
    paths = [path for pattern in ("feed*.xml", "atom*.xml", "feed*.json", "*.opml", "archive/*") for path in site.folder.glob(pattern)]
    found = {}
    for path in paths:
        texts = (text for said in said_in_feed(path) for text in (said_by(dom(said)) if "<" in said else (said,)))
        if left := {word for text in texts for word in english_in(text)} - {"name", "url"}:  # keys of JSON
            found[path.name] = left

    assert len(paths) > 15
    assert found == {}


def test_the_form_has_words_for_whatever_its_rules_can_say():
    words = yaml.load((ROOT / "site_config/words/en.yml").read_bytes(), Loader=yaml.BaseLoader)
    script = (ROOT / "site_config/assets/add-check.js").read_text(encoding="utf-8")
    said = {name for name in re.findall(r'"([a-z]+(?:_[a-z]+)+)"', script) if name in MESSAGES}
    parts = {"mend_needed", "mend_optional", "add_lab", "add_word"}
    """Of messages that others stand for."""

    assert len(said) > 20
    assert {name for name in said - parts if f"add.says.{name}" not in words} == set()


# How a digest says its language


def test_words_that_a_language_lacks_are_said_in_english(small):
    write(small / "site_config/words/de.yml", "topics.title: Themen\n")
    configure(small, "  - digest:\n", "  - digest:\n      language: de\n")

    built = build_well(small)

    assert dom(built.pages["topics/"]).get("lang") == "de"
    assert "Themen" in built.pages["topics/"]
    assert "Every topic of the digest" in built.pages["topics/"]


def test_a_kind_of_a_language_is_named_as_such(small):
    write(small / "site_config/words/pt-PT.yml", "topics.title: Temas\n")
    configure(small, "  - digest:\n", "  - digest:\n      language: pt-PT\n")

    built = build_well(small)

    assert dom(built.pages["topics/"]).get("lang") == "pt-PT"
    assert "Copiar para" in built.pages["topics/"]  # of Material's own


@pytest.mark.parametrize(
    ("language", "message"),
    [
        ("xx", "there are no words of the language 'xx'; write site_config/words/xx.yml"),
        ("German", "'language' is 'German'; write it as en or pt-BR"),
        ("../en", "'language' is '../en'; write it as en or pt-BR"),
    ],
)
def test_a_language_without_words_is_refused_with_its_mend(small, language, message):
    configure(small, "  - digest:\n", f"  - digest:\n      language: {language}\n")

    done = build(small)

    assert done.said.returncode != 0
    assert message in done.said.stderr
    assert "Traceback" not in done.said.stderr


def test_commands_speak_english_in_any_language(small):
    write_words(small / "site_config")
    configure(small, "  - digest:\n", f"  - digest:\n      language: {LANGUAGE}\n")

    assert run("digest", "check", cwd=small).stdout == "2 papers in 2 editions: no problems\n"


def test_the_made_up_language_keeps_what_is_filled_in():
    assert foreign("{n:,} on {day} ({source}) `code` $x$ https://a.test/b") == "{n:,} პო {day} ({source}) `code` $x$ https://a.test/b"


def test_an_export_is_in_the_language_of_the_digest(small, tmp_path):
    translate(small)

    done = run("digest", "export", tmp_path / "out", cwd=small)

    assert done.returncode == 0, done.stderr
    readme = (tmp_path / "out/README.md").read_text(encoding="utf-8")
    prose = re.sub(
        r"```.*?```|\[[\w.]+\]\([^)]*\)|\]\([^)]*\)|<[^>]*>|`[^`]*`", " ", readme, flags=re.DOTALL
    )  # files and addresses are named as they are
    assert english_in(prose) == set()
    assert foreign("Editions") in readme


@pytest.mark.parametrize(("language", "theirs"), [("de", "de"), ("pt-PT", "pt"), (LANGUAGE, "en")])
def test_an_export_names_the_language_that_the_other_engine_has(small, tmp_path, language, theirs):
    write(small / f"site_config/words/{language}.yml", "topics.title: Themen\n")
    configure(small, "  - digest:\n", f"  - digest:\n      language: {language}\n")

    assert run("digest", "export", tmp_path / "out", cwd=small).returncode == 0
    assert tomllib.loads((tmp_path / "out/zensical.toml").read_text(encoding="utf-8"))["project"]["theme"]["language"] == theirs


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ('years.title: "{x}"', "'years.title' asks for {x}, which is not given there"),
        ('date.day: "{day.x}"', "'date.day' asks for {day.x}"),
        ("years.title: [a, b]", "'years.title' is no text"),
        ("date.months: Jan Feb", "'date.months' needs twelve names"),
        ("- a", "it holds no keys"),
        ('home.title: "{"', "cannot be read: "),
    ],
)
def test_words_that_cannot_be_used_are_named_with_file_and_mend(small, line, message):
    write(small / "site_config/words/en.yml", f"{line}\n")

    said = build(small).said

    assert said.returncode == 2
    assert "words/en.yml" in said.stderr
    assert message in said.stderr
    assert "Traceback" not in said.stderr
