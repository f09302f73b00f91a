"""CSL-JSON: it is what its schema says, and a citation processor that is not ours renders it."""

import json
import warnings

import pytest
from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
from exported import Exported, awkward, deep_annual, exported
from jsonschema import Draft7Validator
from sites import entry, facts
from support import ROOT

from digest.render.exports.tex import one_line

SCHEMA = ROOT.parent / "shared/judges/csl-data.json"


@pytest.fixture(scope="module")
def ours() -> Exported:
    return deep_annual()


@pytest.fixture(scope="module")
def hostile(tmp_path_factory) -> Exported:
    return awkward(tmp_path_factory.mktemp("csl"))


def items_of(made: Exported, address: str = "papers.csl.json") -> list[dict]:
    return json.loads(made.files[address])


def rendered(items: list[dict]) -> dict[str, str]:
    """Render a bibliography as citeproc-py does, by the ids of its items."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the processor does not know every variable that CSL has
        style = CitationStylesStyle("harvard-cite-them-right", validate=False)
        bibliography = CitationStylesBibliography(style, CiteProcJSON(items), formatter.plain)
        for item in items:
            bibliography.register(Citation([CitationItem(item["id"])]))
        bibliography.sort()
        return dict(zip(bibliography.keys, ["".join(map(str, one)) for one in bibliography.bibliography()], strict=True))


@pytest.mark.parametrize("which", ["ours", "hostile"])
def test_everything_is_valid_csl_data(which, request):
    if not SCHEMA.exists():
        pytest.skip("the schema of CSL data is not beside the project (../shared/judges/csl-data.json)")
    made = request.getfixturevalue(which)
    validator = Draft7Validator(json.loads(SCHEMA.read_bytes()))

    for address in made.files:
        if address.endswith(".csl.json"):
            assert [error.message for error in validator.iter_errors(items_of(made, address))] == []


@pytest.mark.parametrize("which", ["ours", "hostile"])
def test_every_item_says_what_the_paper_does(which, request):
    made = request.getfixturevalue(which)
    items = items_of(made)

    assert [item["id"] for item in items] == [paper.identity for paper in made.papers]
    for paper, item in zip(made.papers, items, strict=True):
        assert item.get("title") == (None if paper.is_untitled else one_line(paper.title))
        assert [name_of(author) for author in item.get("author", [])] == [one_line(author) for author in paper.authors if author]
        known = (paper.published.year, paper.published.month, paper.published.day) if paper.published else ()
        assert item.get("issued", {"date-parts": [[]]})["date-parts"] == [[part for part in known if part]]
        assert (item.get("DOI"), item["URL"], item.get("archive_location")) == (paper.doi, paper.url, paper.arxiv)


def name_of(author: dict) -> str:
    """Put a name back into its own order."""
    parts = [author.get(part, "") for part in ("literal", "given", "non-dropping-particle", "family", "suffix")]
    return " ".join(part for part in parts if part)


def test_citeproc_renders_every_paper_of_the_digest(ours):
    texts = rendered(items_of(ours))

    assert texts.keys() == {paper.identity for paper in ours.papers}
    for paper in ours.papers:
        assert paper.title in texts[paper.identity].replace("\u2019", "'")
        assert not paper.published or str(paper.published.year) in texts[paper.identity]
        assert not paper.authors or paper.authors[0].split()[-1] in texts[paper.identity]


def test_citeproc_renders_awkward_texts(hostile):
    texts = rendered(items_of(hostile))

    assert texts.keys() == {paper.identity for paper in hostile.papers}
    assert "Lovelace" in texts["awkward-0"]


@pytest.mark.parametrize(
    ("venue", "kind", "place"),
    [
        ("ICML 2019", "paper-conference", "container-title"),
        ("TACL 2019", "article-journal", "container-title"),
        ("ICML 2020", "article", "note"),
    ],
)
def test_a_venue_decides_the_type_of_an_item(small, venue, kind, place):
    facts(small, "one", title="A Title", published="2019-05")
    entry(small, "one", arxiv="1905.00001", venue=venue)

    [item] = items_of(exported(small), "papers/one/paper.csl.json")

    assert (item["type"], item[place]) == (kind, venue)


def test_names_keep_particles_suffixes_and_groups(small):
    entry(small, "one", authors=["Frank Smith Jr.", "Laurens van der Maaten", "The ATLAS Collaboration"])

    [item] = items_of(exported(small), "papers/one/paper.csl.json")

    assert item["author"] == [
        {"family": "Smith", "given": "Frank", "suffix": "Jr."},
        {"family": "Maaten", "given": "Laurens", "non-dropping-particle": "van der"},
        {"literal": "The ATLAS Collaboration"},
    ]


def test_an_item_says_where_it_is_from_and_what_is_withdrawn(small):
    facts(small, "one", title="A Title", withdrawn=True)
    entry(small, "one", arxiv="1905.00001")

    [item] = items_of(exported(small), "papers/one/paper.csl.json")

    assert "The Small Annual" in item["source"]
    assert "CC BY 4.0" in item["source"]
    assert item["note"] == "Withdrawn by its authors"
