"""How editions are cited, what llms.txt says, and that everything is where it is said to be."""

import json
import re

import pytest
import yaml
from exported import AWKWARD, Exported, deep_annual, exported
from jsonschema import Draft7Validator, FormatChecker
from sites import WORDS, change, say, written
from support import EXAMPLES, ROOT
from test_export_bibtex import by_bibtexparser, by_pybtex
from test_export_tex import read

from digest.render.exports.tex import one_line
from digest.render.review import files as figure_files

CFF = json.loads((EXAMPLES / "cff/schema-1.2.0.json").read_bytes())
"""The schema of the Citation File Format 1.2.0 (CC BY 4.0, https://doi.org/10.5281/zenodo.5171937), as cffconvert 2.0.0 has it."""


@pytest.fixture(scope="module")
def ours() -> Exported:
    return deep_annual()


def citation_file(made: Exported, year: int) -> dict:
    document = yaml.safe_load(made.files[f"years/{year}/CITATION.cff"])
    assert [error.message for error in Draft7Validator(CFF, format_checker=FormatChecker()).iter_errors(document)] == []
    return document


def entry_of(made: Exported, year: int) -> dict:
    """Read how an edition is cited, as both parsers do."""
    [(key, one)] = by_bibtexparser(made.files[f"years/{year}/edition.bib"]).items()
    [(other_key, other)] = by_pybtex(made.files[f"years/{year}/edition.bib"]).items()
    assert (key, one) == (other_key, other)
    return {"key": key, **one}


def test_every_edition_of_the_digest_has_a_valid_citation(ours):
    assert ours.site.editions
    for page in ours.site.editions:
        found, file = entry_of(ours, page.year), citation_file(ours, page.year)
        assert found["key"] == f"{ours.project.authority.split('.')[0]}-{page.year}"
        assert read(found["title"]) == file["title"] == f"{ours.project.site_name}: {page.edition.title}"
        assert found["url"] == file["url"] == f"{ours.project.site_url}years/{page.year}/"
        assert found["authors"] == [author["name"] for author in file["authors"]] == list(page.edition.curators)
        assert file["license"] == "CC-BY-4.0"


def test_every_closed_edition_of_the_digest_is_dated_on_or_after_the_day_its_last_paper_came_in(ours):
    closed = [page for page in ours.site.editions if page.edition.status == "closed"]

    assert closed
    assert [page.year for page in closed if page.edition.closed < max(paper.added for paper in page.papers)] == []


def test_a_closed_edition_is_dated_at_its_closing(small):
    change(small / "content/editions/2018.yml", closed="2026-02-28")
    made = exported(small)

    assert citation_file(made, 2018)["date-released"] == "2026-02-28"
    assert (entry_of(made, 2018)["year"], entry_of(made, 2018)["month"]) == ("2026", "feb")
    assert entry_of(made, 2018)["note"] == say("cite.closed")


def test_an_open_edition_has_no_date_and_says_so(small):
    change(small / "content/editions/2018.yml", status="open", closed=None)
    made = exported(small)

    assert {"year", "month", "date"} & entry_of(made, 2018).keys() == set()
    assert "date-released" not in citation_file(made, 2018)
    assert say("cite.open") in citation_file(made, 2018)["message"]
    assert entry_of(made, 2018)["note"] == say("cite.open")


def test_an_edition_whose_day_of_closing_is_to_come_is_cited_as_open(small):
    change(small / "content/editions/2018.yml", closed="2099-12-31")
    made = exported(small)

    assert "year" not in entry_of(made, 2018)
    assert "date-released" not in citation_file(made, 2018)
    assert entry_of(made, 2018)["note"] == say("cite.open")


def test_curators_are_people_groups_or_the_digest_itself(small):
    change(small / "content/editions/2018.yml", curators=["Laurens van der Maaten", "Frank Smith Jr.", "The Small Annual", "Plato"])

    assert citation_file(exported(small), 2018)["authors"] == [
        {"family-names": "Maaten", "given-names": "Laurens", "name-particle": "van der"},
        {"family-names": "Smith", "given-names": "Frank", "name-suffix": "Jr."},
        {"name": "The Small Annual"},
        {"name": "Plato"},
    ]


@pytest.mark.parametrize("text", [*AWKWARD[-60:], *AWKWARD[:10]])
def test_an_edition_is_cited_whatever_its_title_and_curators_are(small, text):
    change(small / "content/editions/2018.yml", title=text, curators=[text, "Ada Lovelace"])
    made = exported(small)
    line = one_line(text)

    file, found = citation_file(made, 2018), entry_of(made, 2018)
    shown = f"The Small Annual: {' '.join(text.split())}"
    assert file["title"] == shown
    assert [name_of(author) for author in file["authors"]] == [" ".join(line.split()), "Ada Lovelace"]
    if not re.match(r"\\[a-z]", text):  # letters spelled as commands
        assert read(found["title"]) == shown
        assert found["authors"] == [" ".join(line.split()), "Ada Lovelace"]


def name_of(author: dict) -> str:
    parts = [author.get(part) for part in ("name", "given-names", "name-particle", "family-names", "name-suffix")]
    return " ".join(part for part in parts if part)


def test_llms_txt_leads_to_files_and_pages_that_are_there(ours):
    text = ours.text("llms.txt")
    links = re.findall(r"^- \[.+?\]\((.+?)\): .+$", text, re.MULTILINE)

    assert text.startswith("# The Deep Annual\n\n> ")
    inside = [link.removeprefix(ours.project.site_url) for link in links]
    assert {"papers.json", "papers.csv", "code.json", "papers.bib", "papers.ris", "papers.csl.json"} <= set(inside)
    assert {f"years/{page.year}/" for page in ours.site.editions} <= set(inside)
    assert {f"topics/{page.id}/" for page in ours.site.topics} <= set(inside)
    assert [link for link in inside if not link.endswith("/") and link != "atom.xml" and link not in ours.files] == []


@pytest.mark.parametrize("text", ["[x](javascript:alert(1))", "<script>alert(1)</script>", "# x\n\n## y", "`x` *y* _z_ \\"])
def test_no_name_in_llms_txt_is_markup(small, text):
    change(small / "content/editions/2018.yml", title=text, headline="ends")
    [line] = [line for line in exported(small).text("llms.txt").splitlines() if line.endswith("/years/2018/): ends")]

    name = re.fullmatch(r"- \[(.*)\]\(https://small-annual\.test/years/2018/\): ends", line)[1]
    assert re.sub(r"\\([\\`*_{}\[\]<>#|~])", "", name).translate(dict.fromkeys(map(ord, "[]<>`*_#"))) == re.sub(
        r"\\([\\`*_{}\[\]<>#|~])", "", name
    )
    assert re.sub(r"\\(.)", r"\1", name) == " ".join(text.split())


def test_every_file_is_where_programs_expect_it(ours):
    expected = {"papers.bib", "papers.ris", "papers.csl.json", "papers.json", "papers.csv", "code.json", "llms.txt"}
    expected |= {f"schema/{name}-1.json" for name in ("papers", "paper", "code", "review")}
    expected |= {f"papers/{paper.slug}/paper.{kind}" for paper in ours.papers for kind in ("bib", "ris", "csl.json", "json")}
    expected |= {f"years/{page.year}/{name}" for page in ours.site.editions for name in ("papers.bib", "edition.bib", "CITATION.cff")}
    expected |= {f"topics/{page.id}/papers.bib" for page in ours.site.topics}
    expected |= {f"threads/{page.id}/papers.bib" for page in ours.site.threads}

    assert ours.files.keys() == expected


DATA_PAGE = (ROOT / "content/pages/data.md").read_text(encoding="utf-8")


def test_the_page_about_the_data_names_every_file_and_links_to_no_other(ours):
    named = re.findall(r"`([\w./-]+\.\w+)`", DATA_PAGE) + re.findall(r"\]\((?!https?:)([^)]+)\)", DATA_PAGE)

    kinds = {kind_of(address) for address in ours.files}
    assert kinds - {kind_of(address) for address in named} == set()
    assert {address for address in named if not address.endswith(".md")} - with_figures(ours).keys() == set()


def with_figures(ours) -> dict[str, bytes]:
    """Add the numbers of figures to what is exported."""
    return ours.files | written(figure_files(ours.site, ours.project, WORDS))


def kind_of(address: str) -> str:
    return re.sub(r"^(papers|topics|years|threads)/[^/]+/", r"\1/…/", address)


def test_the_page_about_the_data_names_every_column_of_the_table(ours):
    columns = ours.text("papers.csv").split("\r\n")[0].split(",")

    assert [column for column in columns if f"`{column}`" not in DATA_PAGE] == []


def test_every_example_on_the_page_about_the_data_is_from_the_files(ours):
    examples = re.findall(r"for example `([^`]+)`", DATA_PAGE)

    assert len(examples) >= 10
    assert [example for example in examples if not any(example in data.decode() for data in with_figures(ours).values())] == []
