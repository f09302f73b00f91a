"""What machines read from a page: schema.org's words, and those of Zotero and Scholar."""

import json

import pytest
from hostile import STRINGS
from sites import change, dom, outputs_of, page_of, paper_of

SITE = "https://small-annual.test/"


def linked(html: str) -> list[dict]:
    """Read every description that stands in a page."""
    return [
        json.loads(script.text) for script in dom(html).iter() if script.tag == "script" and script.get("type") == "application/ld+json"
    ]


def test_a_paper_is_described_as_an_article_with_its_authors_days_and_identifiers(small):
    paper = paper_of(small, "batch-norm")

    [article] = linked(page_of(outputs_of(small), "papers/batch-norm/").head)

    assert article["@type"] == "ScholarlyArticle"
    assert article["headline"] == paper.title
    assert [author["name"] for author in article["author"]] == list(paper.authors)
    assert article["datePublished"] == str(paper.published)
    assert f"arXiv:{paper.arxiv}" in article["identifier"]
    assert article["subjectOf"]["url"] == f"{SITE}papers/batch-norm/"


def test_what_nobody_knows_of_a_paper_is_not_said(small):
    (small / "content/facts/papers/batch-norm.json").unlink()

    [article] = linked(page_of(outputs_of(small), "papers/batch-norm/").head)

    assert not {"author", "datePublished", "sameAs"} & article.keys()


@pytest.mark.parametrize(
    ("url", "papers"),
    [("years/2019/", ["graph-walks"]), ("topics/normalization/", ["batch-norm"]), ("labs/beta-university/", ["graph-walks"])],
)
def test_a_list_of_papers_is_described_as_a_collection_in_its_order(small, url, papers):
    page = page_of(outputs_of(small), url)

    [collection] = linked(page.html)

    assert collection["@type"] == "CollectionPage"
    assert collection["url"] == SITE + url
    assert [part["url"] for part in collection["hasPart"]] == [f"{SITE}papers/{slug}/" for slug in papers]


@pytest.mark.parametrize("text", STRINGS)
def test_no_title_breaks_out_of_a_description(small, text):
    change(small / "content/papers/2019/graph-walks.yml", title=text)
    title = paper_of(small, "graph-walks").title

    [article] = linked(page_of(outputs_of(small), "papers/graph-walks/").head)

    assert article["headline"] == title
