"""A paper to a reference: names, kinds and what is not known."""

import re

import pytest
from exported import exported
from sites import entry, facts, outputs_of, paper_of

from digest.model.days import PartialDay
from digest.render.exports.reference import Name, parse_name, reference


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Jacob Devlin", Name(given="Jacob", family="Devlin")),
        ("Quoc V. Le", Name(given="Quoc V.", family="Le")),
        ("Ming-Wei Chang", Name(given="Ming-Wei", family="Chang")),
        ("Laurens van der Maaten", Name(given="Laurens", particle="van der", family="Maaten")),
        ("Frank Smith Jr.", Name(given="Frank", family="Smith", suffix="Jr.")),
        ("Sammy Davis III", Name(given="Sammy", family="Davis", suffix="III")),
        ("Conor O'Neil", Name(given="Conor", family="O'Neil")),
        ("Jane “JJ” Doe", Name(given="Jane “JJ”", family="Doe")),
        ('Jane "J.J." Doe', Name(given='Jane "J.J."', family="Doe")),
        ("François Charton", Name(given="François", family="Charton")),
    ],
)
def test_a_persons_name_is_told_apart_as_bibtex_does(text, name):
    assert parse_name(text) == name


@pytest.mark.parametrize(
    "text",
    [
        *("OpenAI", "Plato", "DeepMind Research", "The ATLAS Collaboration", "Gemini Team", "others", "Ada and Bob", "Smith, Jr., Frank"),
        *(
            "北京大学",
            "Team 42",
            "Ada {Lovelace}",
            "<b>Ada</b> X",
            "Ada Lovelace (Ed.)",
            "=cmd() x",
            "李 飞飞",
            "김 철수",
            'a " b',
            "Universal Robots Inc",
            "Jr. III",
        ),
    ],
)
def test_what_is_no_persons_name_for_sure_stays_whole(text):
    assert parse_name(text).family in {text, "III"}
    assert parse_name(text).is_whole or text == "Jr. III"


@pytest.mark.parametrize(
    ("venue", "published", "kind"),
    [
        ("ICML 2019", "2019-05-28", "conference"),
        ("NLP-OSS workshop at ACL 2018", "2018-03", "conference"),
        ("Advances in Neural Information Processing Systems (NeurIPS)", "2018", "conference"),
        ("TACL 2019", "2019", "journal"),
        ("Communications of the ACM", "2019", "journal"),
        ("NAACL 2019", "2018-10-11", "preprint"),
        ("ICML 2019", None, "preprint"),
        ("Somewhere 2019", "2019", "other"),
        (None, "2019", "preprint"),
    ],
)
def test_a_venue_tells_the_kind_unless_it_is_of_another_year_or_unknown(small, venue, published, kind):
    said = {"title": "A Title"} | ({"published": published} if published else {})
    facts(small, "one", **said)
    entry(small, "one", arxiv="1905.00001", venue=venue)

    assert reference(paper_of(small, "one")).kind == kind


def test_what_nobody_recorded_is_left_out_of_a_reference(small):
    entry(small, "bare", arxiv="1905.00002")

    bare = reference(paper_of(small, "bare"))

    assert (bare.title, bare.authors, bare.published, bare.venue, bare.doi, bare.category) == (None, (), None, None, None, None)


def test_a_day_that_is_known_to_the_month_stays_so(small):
    entry(small, "one", published="2019-05")

    assert reference(paper_of(small, "one")).published == PartialDay(2019, 5)


def test_a_renamed_paper_is_cited_by_its_oldest_name(small):
    entry(small, "new-name", aliases=["first-name", "second-name"])
    files = exported(small).files

    assert b"@misc{first-name," in files["papers/new-name/paper.bib"]
    assert b"ID  - first-name\r\n" in files["papers/new-name/paper.ris"]
    assert b'"id":"first-name"' in files["papers/new-name/paper.csl.json"]
    assert b'"key":"first-name"' in files["papers/new-name/paper.json"]


@pytest.mark.parametrize("kind", ["bib", "ris", "csl.json", "json"])
def test_files_of_a_renamed_paper_stand_where_programs_found_them(small, kind):
    entry(small, "new-name", aliases=["first-name"])
    files = exported(small).files

    assert files[f"papers/first-name/paper.{kind}"] == files[f"papers/new-name/paper.{kind}"]


def test_accents_that_arxiv_spells_in_tex_are_letters_wherever_people_and_programs_read_them(small):
    title = r"R\'enyi and K{\"a}hler: $\ell_1$ and $\hat{x}$"
    facts(small, "one", title=title, authors=[r"Jos\'e N\'u\~nez"], published="2019-05", journal_ref=r"J. of M\"obius 2019")
    entry(small, "one", arxiv="1905.00001", added="2026-11-20")

    paper = reference(paper_of(small, "one"))
    files = outputs_of(small).files

    assert paper.title == r"Rényi and Kähler: $\ell_1$ and $\hat{x}$"
    assert paper.authors == (Name(given="José", family="Núñez"),)
    assert paper.venue == "J. of Möbius 2019"
    for path in (
        "feed.xml",
        "atom.xml",
        "feed.json",
        "papers.json",
        "papers.csv",
        "papers.ris",
        "papers.csl.json",
        "papers/one/paper.json",
    ):
        text = files[path].decode()
        assert "Rényi and Kähler: $" in text, path
        assert "José" in text or "Núñez" in text, path
        assert not re.search(r"R\\+'enyi", text), path
    assert r"author = {Jos{\'e} N{\'u}{\~n}ez}" in files["papers/one/paper.bib"].decode()


def test_formulas_keep_what_would_be_an_accent_in_a_text(small):
    facts(small, "one", title=r"Of $\c c$ and \c c", authors=["Ada"], published="2019-05")
    entry(small, "one", arxiv="1905.00001")

    assert paper_of(small, "one").title == r"Of $\c c$ and ç"
