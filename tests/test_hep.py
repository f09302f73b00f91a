"""A digest of another field, begun, filled from a group's list and built as people do; it passes whatever the site of our own does.

The tests of any site are those of our own site, with another site in its place: whatever is added to these imports holds here too.
"""

import json
import re
from pathlib import Path

import feedparser
import pytest
from exported import exported
from feed_readers import FORMATS, read
from hep import LABS, SECTIONS
from sites import dom, meta_of, refresh_of, say, site_of, target_of, text_of
from test_build import (  # noqa: F401 (tests of any site)
    test_a_strict_parser_finds_no_mistake_in_any_document,
    test_every_document_says_what_it_may_run_those_that_only_lead_on_too,
    test_every_page_has_one_heading_a_title_a_description_an_address_and_a_language,
    test_every_page_tells_readers_of_the_feeds,
    test_no_facet_of_the_search_is_empty_and_no_option_finds_nothing,
    test_no_page_ends_with_the_former_and_the_next_of_a_menu,
    test_no_page_loads_anything_from_another_host,
    test_no_page_shows_a_list_or_a_table_of_nothing,
    test_no_placeholder_is_left_on_any_page,
    test_robots_are_told_where_the_sitemap_is,
    test_the_sitemap_lists_exactly_the_pages_that_may_be_listed,
)
from test_export_bibtex import test_every_entry_of_the_digest_reads_back as test_every_entry_of_bibtex_reads_back  # noqa: F401
from test_export_citations import test_every_edition_of_the_digest_has_a_valid_citation  # noqa: F401
from test_export_csl import test_citeproc_renders_every_paper_of_the_digest  # noqa: F401
from test_export_ris import test_each_paper_has_a_record_of_its_own, test_every_record_of_the_digest_reads_back  # noqa: F401
from test_feed_rules import test_no_feed_of_the_digest_breaks_a_rule  # noqa: F401
from test_links import test_every_link_of_the_site_leads_somewhere  # noqa: F401
from test_search import test_only_paper_pages_are_marked_for_the_search, test_the_data_holds_no_surface_of_pagefinds_own  # noqa: F401

URL = "https://hep.github.io/annual/"
OLD = re.compile(r"hep-(?:th|ph|ex|lat)/\d{7}")


@pytest.fixture(scope="module")
def built(of_physics):
    """Put its site in the place of our own."""
    return of_physics.built


@pytest.fixture(scope="module")
def site_url() -> str:
    """Say where it would stand: below a path."""
    return URL


@pytest.fixture(scope="module")
def site(of_physics):
    """Know what its site holds."""
    return site_of(of_physics.root, site_name="Annual of Collisions", site_url=URL, authority="hep.github.io")


@pytest.fixture(scope="module")
def ours(of_physics):
    """Export it."""
    return exported(of_physics.root, site_name="Annual of Collisions", site_url=URL, authority="hep.github.io")


# What the commands say


def test_every_paper_of_the_list_becomes_a_draft_and_who_stands_twice_is_named_by_line(of_physics):
    said = of_physics.imported

    assert said.returncode == 0, said.stderr
    assert "Began 200 drafts from list.bib; 10 rows were known.\n" in said.stdout
    assert len(re.findall(r"^list\.bib:\d+: note: .+ stands in line \d+ already$", said.stderr, re.MULTILINE)) == 10
    assert said.stderr.count("\n") == 10


def test_the_drafts_have_no_problem_and_are_taken_in_and_built(of_physics):
    assert (of_physics.checked.returncode, of_physics.checked.stdout) == (0, "201 papers in 17 editions: no problems\n")
    assert (of_physics.accepted.returncode, of_physics.accepted.stdout.splitlines()[-1]) == (0, "Accepted 200 drafts.")
    assert (of_physics.built.said.returncode, of_physics.built.said.stderr) == (0, "")
    assert ", 201 papers, " in of_physics.built.said.stdout


# What the list held


def test_every_paper_stands_on_its_page_with_what_the_list_says_of_it(built, site):
    for paper in site.papers:
        text = text_of(built.pages[f"papers/{paper.slug}/"])
        for part in (paper.title.replace("$N=2$", ""), *paper.authors, *(code.repository.spelled for code in paper.code)):
            assert all(word in text for word in part.split()), (paper.slug, part)
    assert {topic.id for paper in site.papers for topic in paper.topics} == set(SECTIONS)
    assert {lab.id for paper in site.papers for lab in paper.labs} == {*LABS, "university-of-oslo"}


def test_names_in_tex_and_collaborations_are_read(site):
    names = {author for paper in site.papers for author in paper.authors}

    assert {"Pál Erdős", "Juan M. van der Long", "Jörg Müller", "María Nuñez", "Zofia Łukasik", "INVENTED Collaboration"} <= names
    assert [name for name in names if re.search(r"[\\{}~]|others", name)] == []


def test_a_collaboration_is_whole_in_by_lines(built):
    assert "Ah & INVENTED Collaboration" in text_of(built.pages["years/1993/"])


def test_an_id_of_before_2007_leads_to_its_paper(built, site):
    old = [paper for paper in site.papers if paper.arxiv and OLD.fullmatch(paper.arxiv)]

    assert len(old) > 100
    assert {paper.arxiv.split("/")[0] for paper in old} == {"hep-th", "hep-ph", "hep-ex", "hep-lat"}
    for paper in old:
        html = (built.folder / f"abs/{paper.arxiv}/index.html").read_text(encoding="utf-8")
        assert target_of(f"abs/{paper.arxiv}/", refresh_of(html)) == f"papers/{paper.slug}/index.html"
        assert meta_of(html, "robots") == ["noindex"]


def test_an_id_of_before_2007_is_whole_wherever_it_stands(built, site):
    paper = next(paper for paper in site.papers if paper.arxiv == "hep-th/9201001")
    html = built.pages[f"papers/{paper.slug}/"]

    assert meta_of(html, "citation_arxiv_id") == ["hep-th/9201001"]
    assert "hep-th/9201001" in text_of(html)
    assert {"https://arxiv.org/abs/hep-th/9201001", "https://arxiv.org/pdf/hep-th/9201001"} <= {
        link.get("href") for link in dom(html).iter("a")
    }
    assert "eprint = {hep-th/9201001}" in re.sub(r" +", " ", (built.folder / "papers.bib").read_text(encoding="utf-8"))
    assert "hep-th/9201001" in {item["arxiv"] for item in json.loads((built.folder / "papers.json").read_bytes())["papers"]}


@pytest.mark.parametrize("kind", FORMATS)
def test_the_newest_papers_are_in_every_feed_with_their_ids(built, kind):
    address = FORMATS[kind].format("")

    entries = read((built.folder / address).read_bytes(), address)

    assert len(entries) >= 50
    assert {one.link for one in entries} <= {f"{URL}{page}" for page in built.pages}
    assert sum(bool(OLD.search(one.html)) for one in entries) > 20


def test_its_feeds_are_its_own(built):
    feed = feedparser.parse((built.folder / "atom.xml").read_bytes())

    assert feed.feed.title == "Annual of Collisions"
    assert feed.feed.id == "tag:hep.github.io,2026:feed"
    assert all(entry.id.startswith("tag:hep.github.io,2026:paper/") for entry in feed.entries)


def test_nothing_of_it_speaks_of_our_own_field_or_digest(built):
    foreign = re.compile(r"deep.annual|deep.learning|neural|machine learning|efficientnet|cs\.LG", re.IGNORECASE)
    # Examples of rules and of keys have to be of some field, and what an option is where nobody sets it is ours.
    ours = re.compile(r"(rules|options|schema|docs/files)/")

    found = {
        path: sorted(set(foreign.findall(text))) for path, text in _texts(built.folder) if not ours.match(path) and foreign.search(text)
    }

    assert found == {}


def _texts(folder: Path):
    for path in sorted(folder.rglob("*")):
        if path.suffix in {".html", ".xml", ".json", ".csv", ".bib", ".ris", ".txt", ".opml", ".cff"}:
            yield path.relative_to(folder).as_posix(), path.read_text(encoding="utf-8")


def test_no_text_was_lost_on_the_way(built, site):
    paper = next(paper for paper in site.papers if paper.arxiv == "hep-th/9201001")
    text = text_of(built.pages[f"papers/{paper.slug}/"])

    assert "number 1 of the list" in text
    assert "It made gluon jets countable & cheap: 5% of the former cost." in text
    assert "later counts of gluon jets begin with its sum" in text
    assert say("paper.checked.nothing") in text
