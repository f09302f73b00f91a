"""RIS: a parser that is not ours reads back what was written, whatever the texts hold."""

import re

import pytest
import rispy
from exported import Exported, awkward, deep_annual, exported
from sites import entry, facts

from digest.render.exports.tex import one_line


@pytest.fixture(scope="module")
def ours() -> Exported:
    return deep_annual()


@pytest.fixture(scope="module")
def hostile(tmp_path_factory) -> Exported:
    return awkward(tmp_path_factory.mktemp("ris"))


def assert_same(papers, records: list[dict]) -> None:
    """Compare papers with their records as rispy reads them."""
    assert [record["id"] for record in records] == [paper.identity for paper in papers]
    for paper, record in zip(papers, records, strict=True):
        assert record.get("title") == (None if paper.is_untitled else one_line(paper.title).strip())
        assert [in_order(author) for author in record.get("authors", [])] == [one_line(author) for author in paper.authors if author]
        assert record.get("year") == (str(paper.published.year) if paper.published else None)
        assert record.get("doi") == paper.doi
        assert record["urls"] == [paper.url]
        assert record.get("accession_number") == (f"arXiv:{paper.arxiv}" if paper.arxiv else None)
        assert record.get("keywords", []) == [topic.name for topic in paper.topics]


def in_order(author: str) -> str:
    """Turn a person's name around; an awkward one has commas of its own."""
    match = re.fullmatch(r"([\w'\u2019\" .-]+), ([\w'\u2019\" .-]+?)(?:,( Jr\.))?", author)
    return f"{match[2]} {match[1]}{match[3] or ''}" if match else author


def test_every_record_of_the_digest_reads_back(ours):
    assert ours.papers
    assert_same(ours.papers, rispy.loads(ours.text("papers.ris")))


def test_every_record_of_awkward_texts_reads_back(hostile):
    assert_same(hostile.papers, rispy.loads(hostile.text("papers.ris")))


def test_each_paper_has_a_record_of_its_own(ours):
    for paper in ours.papers:
        assert_same([paper], rispy.loads(ours.text(f"papers/{paper.slug}/paper.ris")))


def test_no_text_begins_a_line(hostile):
    text = hostile.text("papers.ris")

    assert [line for line in text.split("\r\n") if line and not re.match(r"[A-Z][A-Z0-9]  - ", line)] == []
    assert re.findall(r"[\r\n\u0085\u2028\u2029\v\f]", text.replace("\r\n", "")) == []
    assert text.count("\r\nER  - \r\n") == len(hostile.papers)


@pytest.mark.parametrize(
    ("venue", "kind", "place"),
    [("ICML 2019", "CONF", "secondary_title"), ("TACL 2019", "JOUR", "secondary_title"), ("A yearbook 2019", "GEN", "notes")],
)
def test_a_venue_decides_the_type_of_a_record(small, venue, kind, place):
    entry(small, "one", venue=venue, published="2019-05")

    [record] = rispy.loads(exported(small).text("papers/one/paper.ris"))

    assert record["type_of_reference"] == kind
    assert record[place] in (venue, [venue])


@pytest.mark.parametrize(("published", "date"), [("2019", "2019//"), ("2019-05", "2019/05/"), ("2019-05-28", "2019/05/28")])
def test_a_date_is_as_exact_as_it_is_known(small, published, date):
    entry(small, "one", published=published)

    assert rispy.loads(exported(small).text("papers/one/paper.ris"))[0]["date"] == date


def test_names_are_turned_around_and_groups_are_not(small):
    entry(small, "one", authors=["Frank Smith Jr.", "Laurens van der Maaten", "The ATLAS Collaboration"])

    [record] = rispy.loads(exported(small).text("papers/one/paper.ris"))

    assert record["authors"] == ["Smith, Frank, Jr.", "van der Maaten, Laurens", "The ATLAS Collaboration"]


def test_a_record_says_where_it_is_from_and_what_is_withdrawn(small):
    facts(small, "one", title="A Title", withdrawn=True)
    entry(small, "one", arxiv="1905.00001")

    [record] = rispy.loads(exported(small).text("papers/one/paper.ris"))

    assert record["name_of_database"] == "The Small Annual"
    assert "CC BY 4.0" in record["database_provider"]
    assert record["notes"] == ["Withdrawn by its authors"]
