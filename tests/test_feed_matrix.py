"""Which feeds there are, and that the three formats of each say the same."""

import json
import re
from urllib.parse import urlsplit

import feedparser
import pytest
from sites import TITLE, emptied, entry, facts, outputs_of, text_of

TOPICS = ("graph-neural-networks", "normalization")
NAMES = ("", "-code", *(f"-topic-{topic}" for topic in TOPICS))
FORMATS = {"feed{}.xml": "rss20", "atom{}.xml": "atom10", "feed{}.json": "https://jsonfeed.org/version/1.1"}
RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
# https://www.jsonfeed.org/version/1.1/
TOP_KEYS = {"version", "title", "home_page_url", "feed_url", "description", "user_comment", "next_url", "icon", "favicon", "authors"}
TOP_KEYS |= {"language", "expired", "hubs", "items"}
ITEM_KEYS = {"id", "url", "external_url", "title", "content_html", "content_text", "summary", "image", "banner_image", "tags"}
ITEM_KEYS |= {"date_published", "date_modified", "authors", "language", "attachments"}


def read(outputs, address: str):
    """Read a feed with a parser that is not ours, which must find nothing wrong; of JSON, make what it would of Atom."""
    if address.endswith(".json"):
        return read_json(outputs.files[address])
    feed = feedparser.parse(outputs.files[address])
    assert not feed.bozo, feed.bozo_exception
    return feed


def read_json(data: bytes):
    document = json.loads(data)
    entries = [
        feedparser.FeedParserDict(
            id=item["id"], title=item["title"], link=item["url"], content=[feedparser.FeedParserDict(value=item["content_html"])]
        )
        for item in document["items"]
    ]
    return feedparser.FeedParserDict(version=document["version"], entries=entries)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("form", FORMATS)
def test_there_is_a_feed_of_everything_of_code_and_of_each_topic_in_each_format(small, form, name):
    assert read(outputs_of(small), form.format(name)).version == FORMATS[form]


def test_feeds_stand_in_the_root_of_the_site_and_nowhere_else(small):
    feeds = {path for path in outputs_of(small).files if "feed" in path or "atom" in path}

    assert feeds == {form.format(name) for form in FORMATS for name in NAMES}


@pytest.mark.parametrize("name", NAMES)
def test_the_formats_of_a_feed_hold_the_same_entries_in_the_same_order(small, name):
    entry(small, "fresh", topics=["normalization", "graph-neural-networks"], added="2026-05-01")
    outputs = outputs_of(small)

    rss, atom, jsonfeed = (read(outputs, form.format(name)).entries for form in FORMATS)

    assert rss
    for key in ("id", "title", "link"):
        assert [item[key] for item in rss] == [item[key] for item in atom] == [item[key] for item in jsonfeed]
    texts = [[text_of(item.content[0].value) for item in items] for items in (rss, atom, jsonfeed)]
    assert texts[0] == texts[1] == texts[2]


def test_a_feed_of_a_topic_holds_its_papers_and_no_others(small):
    outputs = outputs_of(small)

    assert [item.id.rsplit("/")[-1] for item in read(outputs, "feed-topic-graph-neural-networks.json").entries] == ["graph-walks"]
    assert [item.id.rsplit("/")[-1] for item in read(outputs, "feed-topic-normalization.json").entries] == ["batch-normalization"]


def test_the_feed_of_code_holds_papers_with_a_repository_and_no_others(small):
    assert [item.id.rsplit("/")[-1] for item in read(outputs_of(small), "feed-code.xml").entries] == ["batch-normalization"]


def test_an_entry_has_the_same_id_in_every_feed(small):
    outputs = outputs_of(small)

    ids = {item.id for name in ("", "-code", "-topic-normalization") for item in read(outputs, f"atom{name}.xml").entries}

    assert {one for one in ids if "batch" in one} == {"tag:small-annual.test,2026:paper/batch-normalization"}


def test_feeds_have_ids_and_titles_of_their_own(small):
    feeds = [read(outputs_of(small), f"atom{name}.xml").feed for name in NAMES]

    assert len({feed.id for feed in feeds}) == len({feed.title for feed in feeds}) == len(NAMES)
    assert feeds[-1].title == "The Small Annual: Normalization"
    assert feeds[-1].link == "https://small-annual.test/topics/normalization/"


@pytest.mark.parametrize("form", FORMATS)
def test_a_topic_without_papers_has_a_feed_that_waits_for_them(small, form):
    emptied(small)

    assert read(outputs_of(small), form.format("-topic-normalization")).entries == []


def test_a_json_feed_keeps_the_rules_of_version_1_1(small):
    for name in NAMES:
        document = json.loads(outputs_of(small).files[f"feed{name}.json"])
        assert document["version"] == "https://jsonfeed.org/version/1.1"
        assert set(document) <= TOP_KEYS
        assert document["feed_url"] == f"https://small-annual.test/feed{name}.json"
        assert [author.keys() >= {"name"} for author in document["authors"]] == [True]
        assert len({item["id"] for item in document["items"]}) == len(document["items"])
        for item in document["items"]:
            assert set(item) <= ITEM_KEYS
            assert isinstance(item["id"], str)
            assert item["content_html"]
            assert RFC3339.fullmatch(item["date_published"])
            assert RFC3339.fullmatch(item["date_modified"])
            assert urlsplit(item["url"]).hostname == "small-annual.test"
            assert urlsplit(item["external_url"]).hostname in {"arxiv.org", "doi.org"}
            assert all(isinstance(tag, str) for tag in item["tags"])


def test_a_json_feed_holds_a_hostile_title_as_it_is(small):
    facts(small, "fresh", title=TITLE)
    entry(small, "fresh", arxiv="2605.00001")

    items = json.loads(outputs_of(small).files["feed.json"])["items"]

    assert TITLE in [item["title"] for item in items]
