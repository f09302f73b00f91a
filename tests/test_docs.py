"""The docs: every command, option, key and page of the program stands on them, as it is."""

import dataclasses
import json
import re
from functools import cache
from importlib import import_module
from itertools import pairwise

import pytest
from commands import FILE, format_commands
from sites import dom, hrefs_of, outputs_of, page_of, say, target_of, text_of
from support import EXAMPLES, ROOT, project_at, write
from typer.testing import CliRunner

from digest import pipeline
from digest.cli import app
from digest.model import limits
from digest.problems import DigestError
from digest.render.commands import read_commands, read_told
from digest.render.docs import PARTS
from digest.schema.keys import KEYS
from digest.schema.recorded import RECORDED

COMMANDS = [one.name or one.callback.__name__ for one in app.registered_commands]
SITE_CONFIG = ROOT / "site_config"
TOLD = read_told([SITE_CONFIG])
PUBLISHED = sorted(path.stem for path in (SITE_CONFIG / "schema").glob("*-[0-9].json"))


@cache
def page(url: str) -> str:
    """Render a page of the small digest."""
    return page_of(outputs_of(EXAMPLES / "base"), url).html


def sections(html: str) -> dict[str, str]:
    """Part a page at its second headings: the HTML of each part by its anchor."""
    parts = re.split(r'<h2 id="([^"]+)">', html)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def terms(html: str) -> set[str]:
    """List what the lists of a page tell of."""
    return {"".join(code.itertext()) for term in dom(html).iter("dt") for code in term.iter("code")}


def options_in_the_terminal(*command: str) -> set[str]:
    said = CliRunner().invoke(app, [*command, "--help"], env={"COLUMNS": "400", "TERM": "dumb", "NO_COLOR": "1"})
    assert said.exit_code == 0
    return set(re.findall(r"(?<![\w`-])--[a-z-]+(?=[ ,|│]+)", re.sub(r" {2}[A-Z][a-z].*", "", said.stdout, flags=re.MULTILINE)))


# Commands


def test_what_the_page_of_commands_is_made_from_is_what_the_program_knows():
    assert FILE.read_text(encoding="utf-8") == format_commands(), "run `python tests/commands.py`, and commit what it wrote"


def test_something_is_told_of_every_command_and_of_no_other():
    assert TOLD.keys() == set(COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_stands_on_the_page_with_all_that_its_help_names(command):
    html = page("docs/commands/")
    part = sections(html)[command]
    everywhere = {name for term in terms(sections(html)["all"]) for name in re.findall(r"--[a-z-]+", term)}

    known = options_in_the_terminal(command)

    assert known - everywhere - {name for term in terms(part) for name in re.findall(r"--[a-z-]+", term)} == set()
    assert "--help" in known
    assert f"digest {command}" in text_of(part)


@pytest.mark.parametrize("command", read_commands([SITE_CONFIG]), ids=lambda command: command.name)
def test_every_argument_and_option_stands_with_what_the_terminal_says_of_it(command):
    html = page("docs/commands/")
    text, everywhere = (text_of(sections(html)[part]) for part in (command.name, "all"))

    assert command.says in text
    for one in (*command.arguments, *command.options):
        assert f"{one.written} {' '.join(one.says.split())}" in text or f"{one.written} {one.says}" in everywhere
        assert one.default in text


def test_the_options_of_the_program_itself_are_told_of():
    known = options_in_the_terminal()

    assert known
    assert known - {name for term in terms(sections(page("docs/commands/"))["all"]) for name in re.findall(r"--[a-z-]+", term)} == set()


@pytest.mark.parametrize("command", read_commands([SITE_CONFIG]), ids=lambda command: command.name)
def test_a_command_tells_of_unreached_sources_if_it_asks_any(command):
    assert ("3" in TOLD[command.name].ends) == command.network
    assert say("commands.network" if command.network else "commands.offline") in text_of(sections(page("docs/commands/"))[command.name])
    assert TOLD[command.name].ends.keys() <= {"1", "3"}  # what the others mean, they mean for every command


@pytest.mark.parametrize("command", read_commands([SITE_CONFIG]), ids=lambda command: command.name)
def test_examples_of_a_command_use_what_it_knows(command):
    lines = [line for line in TOLD[command.name].example.splitlines() if f"digest {command.name}" in line]
    known = {name for option in command.options for name in option.names}

    assert lines
    assert {name for line in lines for name in re.findall(r"(?<= )--[a-z-]+", line)} <= known


def test_a_digest_may_tell_of_a_command_in_its_own_way(small):
    write(small / "site_config/commands/serve.yml", "more: Ours <script>.\nexample: digest serve\n")

    html = sections(page_of(outputs_of(small), "docs/commands/").html)["serve"]

    assert "Ours <script>." in text_of(html)
    assert "<script>" not in html


def test_what_cannot_be_read_is_named(small):
    write(small / "site_config/commands/serve.yml", "more: [Ours\n")

    with pytest.raises(DigestError, match=r"site_config/commands/serve\.yml cannot be read"):
        outputs_of(small)


# Files and data


@pytest.mark.parametrize(
    ("kind", "key"), [(kind, key) for kind, keys in KEYS.items() for key in keys], ids=lambda one: getattr(one, "__name__", one)
)
def test_every_key_that_people_write_is_told_of(kind, key):
    html = page("docs/files/")

    assert key in terms(html)
    assert KEYS[kind][key].text.replace("`", "") in text_of(html)


def keys_below(form: dict) -> dict[str, dict]:
    """Find every key of a JSON Schema that says something, and its form, by its way down."""
    found = {}
    for name, one in form.get("properties", {}).items() if isinstance(form, dict) else ():
        found |= {} if "title" in one else {name: one}  # a word of a vocabulary is no key
        found |= {f"{name}.{below}": inner for below, inner in keys_below(one).items()}
    for part in ("items", "additionalProperties"):
        found |= keys_below(form[part]) if isinstance(form.get(part), dict) else {}
    return found


@pytest.mark.parametrize("kind", pipeline.schemas(project_at(EXAMPLES / "base")))
def test_every_key_of_a_schema_has_a_place_of_its_own_that_says_whether_it_is_needed(kind):
    schema = json.loads(pipeline.schemas(project_at(EXAMPLES / "base"))[kind])
    places = {term.get("id"): text_of("".join(term.itertext())) for term in dom(page("docs/files/")).iter("dt")}
    top = schema if "properties" in schema else schema["additionalProperties"]

    assert {f"{kind}.{way}" for way in keys_below(schema)} <= places.keys()
    assert {name for name in top["properties"] if say("keys.needed") in places[f"{kind}.{name}"]} == set(top["required"])


@pytest.mark.parametrize("kind", RECORDED, ids=lambda kind: kind.__name__)
def test_every_key_that_the_program_keeps_is_told_of(kind):
    html = page("docs/files/")

    assert list(RECORDED[kind]) == [field.name for field in dataclasses.fields(kind)]
    assert RECORDED[kind].keys() <= terms(html)
    assert [text for text in RECORDED[kind].values() if text.replace("`", "") not in text_of(html)] == []


@pytest.mark.parametrize("name", PUBLISHED)
def test_every_key_that_programs_read_is_told_of(name):
    schema = json.loads((SITE_CONFIG / f"schema/{name}.json").read_text(encoding="utf-8"))
    forms = [schema, *schema.get("$defs", {}).values()]
    html = page("docs/data/")

    assert name in sections(html)
    assert {way.rpartition(".")[2] for form in forms for way in keys_below(form)} <= terms(html)


@pytest.mark.parametrize("url", ["docs/files/", "docs/data/"])
def test_what_stands_elsewhere_is_linked_to_where_it_does(url):
    html = page(url)
    places = [element.get("id") for element in dom(html).iter() if element.get("id")]
    links = [href.removeprefix("#") for href in hrefs_of(html) if href.startswith("#")]

    assert len(places) == len(set(places))
    assert set(links) <= set(places)


@pytest.mark.parametrize(
    "limit", ["At most 5000", "At most 300 characters", "Write 80 to 250 words", "One of full-text, abstract, nothing", "At least 1"]
)
def test_limits_stand_with_the_keys(limit):
    assert limit in text_of(page("docs/files/"))


# The list of all


def test_the_list_leads_to_every_page_that_the_program_makes_and_every_footer_to_the_list(small_built):
    made = {f"docs/{name}/index.html" for name in ("commands", "files", "data")} | {"rules/index.html", "options/index.html"}

    assert made <= {target_of("docs/", href) for href in hrefs_of(small_built.pages["docs/"])}
    assert "docs/index.html" in {target_of("", href) for href in hrefs_of(small_built.pages[""])}


def test_pages_that_people_write_are_listed_where_they_are(small):
    def listed(own_pages=()):
        return {target_of("docs/", href) for href in hrefs_of(page_of(outputs_of(small, own_pages=own_pages), "docs/").html)}

    assert listed(["docs/start/"]) - listed() == {"docs/start/index.html"}


def test_the_list_of_the_deep_annual_lacks_none(built):
    links = {target_of("docs/", href).removesuffix("index.html") for href in hrefs_of(built.pages["docs/"])}

    assert {url for pages in PARTS.values() for url in pages.values()} <= links
    assert {url for url in built.pages if url.startswith("docs/")} <= links | {"docs/"}


@pytest.mark.parametrize(
    "url",
    [
        *("about/", "contribute/", "rules/", "options/", "docs/commands/", "docs/files/", "docs/data/"),
        *(f"docs/{path.stem}/" for path in sorted((ROOT / "content/pages/docs").glob("*.md"))),
    ],
)
def test_the_list_is_reached_from_where_its_readers_are(built, url):
    main = dom(built.pages[url]).find(".//main")

    assert "docs/index.html" in {target_of(url, link.get("href")) for link in main.iter("a") if not link.get("href").startswith("http")}


def test_search_engines_are_told_of_the_list_and_of_what_people_wrote(small):
    sitemap = outputs_of(small, own_pages=["docs/start/"]).files["sitemap.xml"].decode()

    assert re.findall(r"/(docs/.*?)</loc>", sitemap) == ["docs/", "docs/start/"]


# What people wrote: its numbers, commands and picture are the program's


PROSE = {path.stem: path.read_text(encoding="utf-8") for path in sorted((ROOT / "content/pages/docs").glob("*.md"))}
LIMITS = re.findall(r"\*\*([\d,]+) ([\w ]+)\*\*[^\n]*<!-- ([\w.]+)\.(\w+) -->", PROSE["limits"])
FLOORS = re.findall(
    r'"(digest\.[^"]+)"', re.search(r"layers = \[(.*?)\]", (ROOT / "pyproject.toml").read_text(encoding="utf-8"), re.DOTALL)[1]
)


def value_of(module: str, name: str) -> float:
    """Read a constant of a module, or of a class in one."""
    package, _, inside = module.rpartition(".")
    return getattr(getattr(import_module(package), inside) if inside[0].isupper() else import_module(module), name)


@pytest.mark.parametrize(("number", "unit", "module", "name"), LIMITS, ids=[f"{module}.{name}" for *_, module, name in LIMITS])
def test_a_limit_is_the_one_that_the_program_has(number, unit, module, name):
    assert int(number.replace(",", "")) * (1024 if unit == "KiB" else 1) == value_of(module, name)


def test_every_limit_of_texts_is_told_of_and_every_number_is_held():
    told = {name for *_, module, name in LIMITS if module == limits.__name__}

    assert {name for name in vars(limits) if name.isupper()} == told
    assert [line for line in PROSE["limits"].splitlines() if re.search(r"\*\*\d", line) and "<!--" not in line] == []
    assert PROSE["limits"].count("<!--") == len(LIMITS)


def names_in_the_house() -> list[tuple[str, int, int]]:
    """List the rooms of the picture, each with its place from the left and from the top."""
    return [
        (name, int(x), int(y)) for x, y, name in re.findall(r'<text x="(\d+)" y="(\d+)"[^>]* class="room">(\w+)<', PROSE["how-it-works"])
    ]


def test_the_picture_shows_every_part_of_the_program_and_no_other():
    parts = {path.stem for path in (ROOT / "digest").iterdir() if path.suffix == ".py" or (path / "__init__.py").is_file()} - {"__init__"}

    assert sorted(name for name, *_ in names_in_the_house()) == sorted(parts)


def test_the_floors_of_the_picture_are_those_that_the_import_walls_hold():
    height = {name: y for name, _, y in names_in_the_house()}
    floors = [[room.removeprefix("digest.") for room in re.split(r" [|:] ", floor)] for floor in FLOORS]

    assert height.keys() == {room for floor in floors for room in floor}
    for upper, lower in pairwise(floors):
        assert max(height[room] for room in upper) <= min(height[room] for room in lower)


def test_the_stages_stand_in_the_order_of_the_story():
    place = {name: x for name, x, _ in names_in_the_house()}

    assert sorted(("load", "check", "derive", "render", "gather"), key=place.get) == ["load", "check", "derive", "render", "gather"]


def test_the_picture_is_told_in_words_to_those_who_cannot_see_it():
    told = re.search(r"<desc[^>]*>(.*?)</desc>", PROSE["how-it-works"])[1]

    assert [name for name, *_ in names_in_the_house() if name not in told] == []
    assert [name for name, *_ in names_in_the_house() if f"**{name}**" not in PROSE["how-it-works"]] == []


def test_minutes_a_week_are_reckoned_as_the_page_says():
    weekly, yearly, of_the_year, sent, written = (int(number) for number in re.findall(r"\*\*(\d+) minutes\*\*", PROSE["cost"]))
    rows = re.findall(r"^\| (\d+) \| (\d+) \| (\d+) \|$", PROSE["cost"], re.MULTILINE)

    assert round(yearly / 52) == of_the_year
    assert len(rows) == 3
    for papers, *minutes in rows:
        assert list(map(int, minutes)) == [round(weekly + of_the_year + int(papers) * each / 52) for each in (sent, written)]
