"""Which feeds there are, and that the three formats of each say the same."""

import datetime as dt
import io
import json
import re
from hashlib import sha256
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import feedparser
import pytest
from PIL import Image
from sites import TITLE, change, emptied, entry, facts, outputs_of, text_of
from support import write

from digest.problems import ContentError

TOPICS = ("graph-neural-networks", "normalization")
OF_PAPERS = ("", "-code", *(f"-topic-{topic}" for topic in TOPICS))
NAMES = (*OF_PAPERS[:2], "-editions", "-changes", *OF_PAPERS[2:])
FORMATS = {"feed{}.xml": "rss20", "atom{}.xml": "atom10", "feed{}.json": "https://jsonfeed.org/version/1.1"}
RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")
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
def test_there_is_a_feed_of_everything_of_code_of_editions_of_changes_and_of_each_topic_in_each_format(small, form, name):
    assert read(outputs_of(small), form.format(name)).version == FORMATS[form]


def test_feeds_stand_in_the_root_of_the_site_and_nowhere_else(small):
    feeds = {path for path in outputs_of(small).files if "feed" in path or "atom" in path}

    assert feeds == {form.format(name) for form in FORMATS for name in NAMES} | {"feeds.opml"}


@pytest.mark.parametrize("name", OF_PAPERS)
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
            assert name == "-editions" or urlsplit(item["external_url"]).hostname in {"arxiv.org", "doi.org"}
            assert all(isinstance(tag, str) for tag in item["tags"])


def test_a_json_feed_holds_a_hostile_title_as_it_is(small):
    facts(small, "fresh", title=TITLE)
    entry(small, "fresh", arxiv="2605.00001")

    items = json.loads(outputs_of(small).files["feed.json"])["items"]

    assert TITLE in [item["title"] for item in items]


# Labs


def lab_of(root, *, papers: int) -> None:
    """Give the lab of the small digest's oldest paper so many papers in all."""
    for number in range(papers - 2):  # it has two
        entry(root, f"of-alpha-{number}", labs=["alpha-lab"])


@pytest.mark.parametrize(("papers", "has_feed"), [(2, False), (3, True), (4, True)])
def test_a_lab_has_a_feed_from_its_third_paper_on(small, papers, has_feed):
    lab_of(small, papers=papers)

    files = outputs_of(small).files

    assert {f"feed-lab-alpha-lab.{ending}" in files for ending in ("xml", "json")} | {"atom-lab-alpha-lab.xml" in files} == {has_feed}
    assert "feed-lab-beta-university.xml" not in files


def test_a_draft_and_a_paper_in_the_queue_count_for_no_labs_feed(small):
    entry(small, "drafted", labs=["alpha-lab"], added=None)
    entry(small, "queued", labs=["alpha-lab"], added="2027-01-01")

    assert "feed-lab-alpha-lab.xml" not in outputs_of(small, drafts=True).files


def test_a_lab_that_lost_papers_keeps_its_feed_where_its_entry_says_so(small):
    labs = small / "content/labs.yml"
    labs.write_text(labs.read_text().replace("  country: Norway\n", "  country: Norway\n  feed: true\n"))

    assert len(read(outputs_of(small), "feed-lab-alpha-lab.xml").entries) == 2


# Former names of topics and labs


@pytest.mark.parametrize("form", FORMATS)
def test_a_feed_stays_at_the_address_of_a_topics_former_name(small, form):
    before = outputs_of(small)
    topics = small / "content/topics.yml"
    topics.write_text(topics.read_text().replace("normalization:\n", "norms:\n  formerly: [normalization]\n"))
    for path in (small / "content").rglob("*.yml"):
        path.write_text(path.read_text().replace("topics: [normalization]", "topics: [norms]"))

    after = outputs_of(small)

    old, new = form.format("-topic-normalization"), form.format("-topic-norms")
    ids = [item.id for item in read(before, old).entries]
    assert ids == [item.id for item in read(after, old).entries] == [item.id for item in read(after, new).entries]
    if form.endswith(".xml"):
        assert read(after, old).feed.get("id") == read(before, old).feed.get("id")


# Editions


def closed(root, **changes):
    change(root / "content/editions/2019.yml", status="open", closed=None)
    return change(root / "content/editions/2018.yml", closed="2026-06-01", **changes)


def test_an_edition_is_one_entry_with_its_whole_text_on_the_day_it_closes(small):
    closed(small, missed=[{"what": "We overlooked this."}], further=[{"title": "Read on", "url": "https://alpha.test/on"}])

    [item] = read(outputs_of(small), "atom-editions.xml").entries

    assert item.id == "tag:small-annual.test,2026:edition/2018"
    assert item.published == "2026-06-01T00:00:00Z"
    assert item.title == "2018: The beginning"
    assert item.link == "https://small-annual.test/years/2018/"
    text = text_of(item.content[0].value)
    for part in (
        "The first year.",
        "Batch Normalization",
        "Training then bears larger steps",
        "Most used",
        "by far",
        "Papers with code: 12 %",
    ):
        assert part in text
    assert "We overlooked this." in text
    assert "Read on" in text


def test_an_edition_is_in_no_feed_while_it_is_open_or_before_its_day(small):
    closed(small)
    assert read(outputs_of(small, today=dt.date(2026, 5, 31)), "feed-editions.json").entries == []

    change(small / "content/editions/2018.yml", status="open", closed=None)
    assert read(outputs_of(small), "feed-editions.json").entries == []


# Changes

EVENTS = {
    "new-version": {"old": "v2", "new": "v3"},
    "withdrawn": {"new": "Withdrawn by the authors, <3 R&D."},
    "vanished": {},
    "returned": {},
    "title-changed": {"old": "Old", "new": "New"},
    "code-appeared": {"new": "https://github.com/a/b"},
    "moved": {"old": "https://github.com/a/b", "new": "https://github.com/c/b"},
    "archived": {"new": "https://github.com/a/b"},
}


def record(root, *events) -> None:
    """Write events into the facts of the oldest paper."""
    path = root / "content/facts/papers/batch-norm.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"events": events}))


@pytest.mark.parametrize("form", FORMATS)
def test_every_kind_of_event_is_a_change_with_what_it_says(small, form):
    record(
        small, *({"date": f"2026-03-0{number}", "kind": kind, "source": "a test", **EVENTS[kind]} for number, kind in enumerate(EVENTS, 1))
    )

    items = read(outputs_of(small), form.format("-changes")).entries

    tag = "tag:small-annual.test,2026:change/batch-normalization"
    assert [item.id for item in items] == [f"{tag}/{kind}/2026-03-0{number}" for number, kind in reversed([*enumerate(EVENTS, 1)])]
    for item, values in zip(items, reversed(EVENTS.values()), strict=True):
        assert item.link == "https://small-annual.test/papers/batch-norm/"
        assert "Batch Normalization" in item.title
        assert all(value in text_of(item.content[0].value) for value in values.values())


def test_two_events_of_one_kind_on_one_day_are_two_changes(small):
    one = {"date": "2026-03-01", "kind": "code-appeared", "source": "a test", "new": "https://github.com/a/b"}
    record(small, one, one | {"new": "https://github.com/c/d"})

    ids = [item.id.rpartition("change/")[2] for item in read(outputs_of(small), "atom-changes.xml").entries]

    assert ids == ["batch-normalization/code-appeared/2026-03-01", "batch-normalization/code-appeared/2026-03-01/2"]


def test_an_event_of_a_later_day_or_of_a_draft_is_no_change(small):
    event = {"date": "2026-03-01", "kind": "withdrawn", "source": "a test"}
    record(small, event | {"date": "2026-11-24"})
    entry(small, "drafted", arxiv="2605.00001", added=None)
    facts(small, "drafted", title="A draft")
    path = small / "content/facts/papers/drafted.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"events": [event]}))

    assert read(outputs_of(small, drafts=True), "atom-changes.xml").entries == []


@pytest.mark.parametrize("added", ["2026-03-01", "2026-04-01"])
def test_what_a_source_told_before_the_digest_took_a_paper_in_is_no_change(small, added):
    change(small / "content/papers/2018/batch-norm.yml", added=added)
    record(small, *({"date": date, "kind": "withdrawn", "source": "a test"} for date in ("2026-02-28", "2026-03-31", "2026-04-01")))

    days = [item.published[:10] for item in read(outputs_of(small), "atom-changes.xml").entries]

    assert days == [day for day in ("2026-04-01", "2026-03-31", "2026-02-28") if day >= added]


def test_an_event_of_an_unknown_kind_is_a_mistake_in_the_facts_and_not_dropped(small):
    record(small, {"date": "2026-03-01", "kind": "sang", "source": "a test"})

    with pytest.raises(ContentError, match="bad-facts"):
        outputs_of(small)


def test_what_happened_in_a_month_is_news_of_its_first_day(small):
    record(small, {"date": "2026-02", "kind": "archived", "source": "a test"})

    [item] = read(outputs_of(small), "atom-changes.xml").entries

    assert item.published == "2026-02-01T00:00:00Z"


def test_code_that_somebody_lists_later_is_a_change_and_what_came_with_the_paper_is_none(small):
    early = {"repo": "https://github.com/a/early", "official": "true"}
    late = [{"repo": f"https://github.com/a/{name}", "official": "false", "added": "2026-05-05"} for name in ("late", "later")]
    entry(small, "coded", added="2026-05-01", code=[early, *late])

    before = {item.id for item in read(outputs_of(small), "atom-changes.xml").entries}
    change(small / "content/papers/2019/coded.yml", code=[*reversed(late), early | {"added": "2026-05-01"}])
    items = read(outputs_of(small), "atom-changes.xml").entries

    names = ("a--late", "a--later")
    assert [item.id for item in items] == [f"tag:small-annual.test,2026:change/coded/code-appeared/2026-05-05/{name}" for name in names]
    assert {item.id for item in items} == before
    assert "https://github.com/a/late" in text_of(items[0].content[0].value)
    assert read(outputs_of(small, today=dt.date(2026, 5, 4)), "atom-changes.xml").entries == []


def test_a_second_correction_of_a_day_leaves_the_first_its_id_wherever_it_is_put(small):
    def ids(*corrections) -> list[str]:
        told = [{"correct": "Two.", "source": "https://alpha.test/two", "date": "2026-03-02", "said": said} for said in corrections]
        change(small / "content/editions/2019.yml", corrections=told)
        return [item.id for item in read(outputs_of(small), "atom-changes.xml").entries]

    [first] = ids("One.")

    assert first in ids("One.", "Another.")
    assert first in ids("Another.", "One.")
    assert len(set(ids("Another.", "One."))) == 2


def test_a_revision_of_a_later_day_is_not_yet_said_anywhere(small):
    change(small / "content/papers/2019/graph-walks.yml", revised="2026-11-24")

    files = outputs_of(small).files
    assert [path for path, data in files.items() if b"2026-11-24" in data] == []
    assert b"2026-11-24" in outputs_of(small, today=dt.date(2026, 11, 24)).files["papers.json"]


@pytest.mark.parametrize("form", FORMATS)
def test_every_feed_says_whose_texts_they_are_and_shows_a_square_picture(small, form):
    outputs = outputs_of(small)
    picture = outputs.files["assets/icon.png"]

    text = outputs.files[form.format("")].decode()

    assert "https://small-annual.test/assets/icon.png" in text
    assert Image.open(io.BytesIO(picture)).size == (512, 512)
    if form.endswith(".xml"):
        assert "CC BY 4.0" in text


def test_revisions_corrections_and_removals_are_changes_too(small):
    change(small / "content/papers/2019/graph-walks.yml", revised="2026-03-03")
    correction = {"said": "One & all.", "correct": "Two.", "source": "https://alpha.test/two", "date": "2026-03-02"}
    change(small / "content/editions/2019.yml", corrections=[correction])
    write(small / "content/removed.yml", "gone:\n  date: 2026-03-01\n  reason: It was <not> one.\n  aliases: [older]\n")

    items = read(outputs_of(small), "atom-changes.xml").entries

    assert [item.id.rpartition("change/")[2] for item in items] == [
        "graph-walks/revised/2026-03-03",
        f"2019/corrected/2026-03-02/{sha256(b'One & all.').hexdigest()[:8]}",
        "older/removed/2026-03-01",
    ]
    places = ("papers/graph-walks/", "years/2019/", "papers/gone/")
    assert [item.link.removeprefix("https://small-annual.test/") for item in items] == list(places)
    texts = [text_of(item.content[0].value) for item in items]
    assert "One & all." in texts[1]
    assert "Two." in texts[1]
    assert "It was <not> one." in texts[2]


# What feeds say of themselves


def test_a_topics_feed_carries_its_definition_and_the_others_a_sentence_of_their_own(small):
    lab_of(small, papers=3)
    outputs = outputs_of(small)

    said = {name: read(outputs, f"feed{name}.xml").feed.subtitle for name in (*NAMES, "-lab-alpha-lab")}

    assert said["-topic-normalization"] == "Layers that keep the scale of activations in hand while a network trains."
    assert said[""] == "A digest for trying things out."
    assert "Alpha Lab" in said["-lab-alpha-lab"]
    assert len(set(said.values())) == len(said)


def test_the_list_of_feeds_names_each_once_by_its_rss_address(small):
    lab_of(small, papers=3)
    root = ET.fromstring(outputs_of(small).files["feeds.opml"])

    assert (root.tag, root.get("version"), root.findtext("head/title")) == ("opml", "2.0", "The Small Annual: all feeds")
    outlines = [outline for outline in root.iter("outline") if outline.get("type") == "rss"]
    expected = {f"https://small-annual.test/feed{name}.xml" for name in (*NAMES, "-lab-alpha-lab")}
    assert {outline.get("xmlUrl") for outline in outlines} == expected
    assert len(outlines) == len(expected)
    for outline in root.iter("outline"):
        assert outline.get("text")
        # https://github.com/w3c/feedvalidator asks for a type of whatever has more than a text
        assert outline.get("type") == "rss" or set(outline.keys()) == {"text"}
    assert all(outline.get("title") and outline.get("htmlUrl").startswith("https://small-annual.test/") for outline in outlines)
