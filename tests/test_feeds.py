"""What a subscriber is promised, read back by feedparser."""

import datetime as dt
import re
from dataclasses import replace
from email.utils import parsedate_to_datetime
from xml.etree import ElementTree as ET

import feedparser
import pytest
from hostile import STRINGS, executable
from hypothesis import example, given, settings
from hypothesis import strategies as st
from sites import TITLE, build_well, change, configure, dom, emptied, entry, facts, outputs_of, page_of, site_of, snapshot, text_of
from support import EXAMPLES, TODAY

from digest.derive.feed import newest
from digest.render.feeds import xml

FEEDS = ("feed.xml", "atom.xml")
ATOM = "{http://www.w3.org/2005/Atom}"


def parsed(outputs, name: str):
    """Read a feed with a parser that is not ours, which must find nothing wrong."""
    feed = feedparser.parse(outputs.files[name])
    assert not feed.bozo, feed.bozo_exception
    return feed


def entries(root, name: str, **options):
    return parsed(outputs_of(root, **options), name).entries


def ids(root, name: str = "atom.xml", **options) -> list[str]:
    return [item.id for item in entries(root, name, **options)]


def updated(root, **options) -> dict[str, str]:
    return {item.id: item.updated for item in entries(root, "atom.xml", **options)}


# Both formats


def test_a_feed_is_what_its_name_says(small):
    outputs = outputs_of(small)

    assert parsed(outputs, "feed.xml").version == "rss20"
    assert parsed(outputs, "atom.xml").version == "atom10"


@pytest.mark.parametrize("name", FEEDS)
def test_a_feed_names_itself_its_site_and_its_language(small, name):
    feed = parsed(outputs_of(small), name).feed

    assert feed.title == "The Small Annual"
    assert feed.subtitle == "A digest for trying things out."
    assert feed.link == "https://small-annual.test/"
    assert [link.href for link in feed.links if link.rel == "self"] == [f"https://small-annual.test/{name}"]


def test_both_feeds_hold_the_same_entries_in_the_same_order(small):
    for number in range(5):
        entry(small, f"paper-{number}", added=f"2026-03-0{number % 3 + 1}")

    rss, atom = (entries(small, name) for name in FEEDS)

    for key in ("id", "title", "link"):
        assert [item[key] for item in rss] == [item[key] for item in atom]
    assert [item.published_parsed for item in rss] == [item.published_parsed for item in atom]
    assert [text_of(item.content[0].value) for item in rss] == [text_of(item.content[0].value) for item in atom]


@pytest.mark.parametrize("name", FEEDS)
def test_an_item_is_the_whole_text_with_its_links(small, name):
    item = entries(small, name)[1]

    text = text_of(item.content[0].value)
    for part in (
        "Normalize each layer's inputs over the batch",
        "It made deep networks train",
        "Training then bears larger",
        "Limits: small batches",
    ):
        assert part in text
    links = [link.get("href") for link in dom(item.content[0].value).iter("a")]
    assert {"https://github.com/Alpha/Norms/tree/main/batch", "https://arxiv.org/abs/1502.03167"} <= set(links)
    assert item.summary == "Normalize each layer's inputs over the batch, and a network trains faster."
    assert item.link == "https://small-annual.test/papers/batch-norm/"
    assert [tag.term for tag in item.tags] == ["Normalization"]


@pytest.mark.parametrize("name", FEEDS)
def test_an_old_paper_that_is_added_today_is_the_first_item(small, name):
    entry(small, "veteran", year=2018, published="2012-06", added="2026-11-23")

    assert entries(small, name)[0].link == "https://small-annual.test/papers/veteran/"


@pytest.mark.parametrize("name", FEEDS)
def test_content_is_plain_and_its_addresses_absolute(small, name):
    for number, summary in enumerate(("A [relative](/x/) link and $x^2$ and # x\n\n# y\n\n- z\n\n" + "word " * 80, "`code` " * 90)):
        entry(small, f"paper-{number}", summary=summary, code=[{"repo": "https://github.com/a/b", "official": "true"}])

    for item in entries(small, name):
        for element in dom(item.content[0].value).iter():
            assert element.tag in {"html", "head", "body", "p", "strong", "em", "a", "ul", "ol", "li", "code", "pre", "blockquote", "br"}
            assert not element.attrib.keys() & {"class", "style", "id"}
            assert element.get("href", "https://").startswith(("https://", "http://"))


@pytest.mark.parametrize("name", FEEDS)
def test_a_feed_without_entries_is_valid(small, name):
    emptied(small)

    feed = parsed(outputs_of(small), name)

    assert feed.entries == []
    assert feed.feed.title == "The Small Annual"


def test_days_are_written_as_the_formats_want_them(small):
    outputs = outputs_of(small)

    rss = ET.fromstring(outputs.files["feed.xml"])
    for element in (*rss.iter("pubDate"), *rss.iter("lastBuildDate")):
        assert parsedate_to_datetime(element.text).tzinfo == dt.UTC
        assert re.fullmatch(r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d [A-Z][a-z]{2} \d{4} 00:00:00 (\+0000|GMT)", element.text)
    atom = ET.fromstring(outputs.files["atom.xml"])
    for element in atom.iter(f"{ATOM}published"):
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT00:00:00Z", element.text)
    # A moment tells entries of one day apart, for readers that take two of one moment for one.
    for element in atom.iter(f"{ATOM}updated"):
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT00:00:[0-5]\d\.\d{6}Z", element.text)


def test_atom_has_all_that_its_rfc_requires(small):
    atom = ET.fromstring(outputs_of(small).files["atom.xml"])

    for element in (atom, *atom.iter(f"{ATOM}entry")):
        assert [len(element.findall(ATOM + tag)) for tag in ("id", "title", "updated")] == [1, 1, 1]
    assert atom.findtext(f"{ATOM}author/{ATOM}name")
    assert atom.findtext(f"{ATOM}updated") == max(element.text for element in atom.iter(f"{ATOM}updated"))


# Ids


def test_an_id_is_made_of_the_authority_the_year_and_the_slug(small):
    assert ids(small, authority="papers.test", since=2031)[0] == "tag:papers.test,2031:paper/graph-walks"
    assert ids(small)[0] == "tag:small-annual.test,2026:paper/graph-walks"


@pytest.mark.parametrize("name", FEEDS)
def test_an_id_stays_through_everything_that_can_happen_to_a_paper(small, name):
    before = ids(small, name)
    walks = small / "content/papers/2019/graph-walks.yml"

    change(walks, title="A New Title", topics=["normalization"], labs=[], summary="New words. " * 50, revised="2026-09-09")
    assert ids(small, name) == before
    change(walks, doi=None, arxiv="1905.00001")
    assert ids(small, name) == before
    facts(small, "graph-walks", title="arXiv's Title")
    assert ids(small, name) == before
    assert ids(small, name, site_url="https://elsewhere.test/annual/") == before

    walks.rename(walks.with_name("walks.yml"))
    change(walks.with_name("walks.yml"), aliases=["graph-walks"])
    (small / "content/facts/papers/graph-walks.json").rename(small / "content/facts/papers/walks.json")
    change(small / "content/editions/2019.yml", picks=["walks"])
    assert ids(small, name) == before

    walks.with_name("walks.yml").rename(walks.with_name("random-walks.yml"))
    change(walks.with_name("random-walks.yml"), aliases=["graph-walks", "walks"])
    (small / "content/facts/papers/walks.json").rename(small / "content/facts/papers/random-walks.json")
    change(small / "content/editions/2019.yml", picks=["random-walks"])
    assert ids(small, name) == before
    assert entries(small, name)[0].link == "https://small-annual.test/papers/random-walks/"


def test_updated_moves_only_when_a_person_revised_the_text(small):
    before = updated(small)
    walks = small / "content/papers/2019/graph-walks.yml"
    batch_norm = small / "content/facts/papers/batch-norm.json"

    batch_norm.write_text(batch_norm.read_text().replace("2026-01-10", "2026-11-01").replace("Batch Normalization:", "Batch Norm:"))
    change(walks, venue="ICML 2019")
    assert updated(small) == before

    change(walks, revised="2026-05-06")
    walked = "tag:small-annual.test,2026:paper/graph-walks"
    after = updated(small)
    assert after.keys() == before.keys()
    assert {key for key in after if after[key] != before[key]} == {walked}
    assert after[walked].startswith("2026-05-06T00:00:")


def test_a_revision_neither_moves_an_entry_nor_its_day(small):
    before = [(item.id, item.published) for item in entries(small, "atom.xml")]

    change(small / "content/papers/2018/batch-norm.yml", revised="2026-11-20")

    assert [(item.id, item.published) for item in entries(small, "atom.xml")] == before


# What a feed holds

PAPER = next(iter(site_of(EXAMPLES / "base").papers))
DAYS = st.dates(dt.date(2000, 1, 1), dt.date(2040, 1, 1))
ADDITIONS = st.dictionaries(
    st.from_regex(r"[a-z]{1,3}", fullmatch=True),
    st.none() | DAYS | st.sampled_from([TODAY, TODAY - dt.timedelta(60), TODAY - dt.timedelta(61)]),
)


@given(ADDITIONS, st.integers(0, 90), st.integers(1, 12), st.randoms(use_true_random=False))
@settings(max_examples=300, deadline=None)
@example({"a": TODAY, "b": TODAY - dt.timedelta(60), "c": TODAY - dt.timedelta(61)}, 60, 1, None)
def test_a_feed_holds_all_of_its_days_and_at_least_so_many_newest_first(additions, days, items, random):
    papers = [replace(PAPER, slug=slug, added=added) for slug, added in additions.items()]
    if random:
        random.shuffle(papers)

    feed = newest(papers, days=days, items=items)

    newest_first = sorted(((added, slug) for slug, added in additions.items() if added), key=lambda pair: (-pair[0].toordinal(), pair[1]))
    assert [(paper.added, paper.slug) for paper in feed] == newest_first[: len(feed)]
    assert len(feed) >= min(items, len(newest_first))
    since = newest_first[0][0] - dt.timedelta(days) if newest_first else None
    assert all(added < since for added, _ in newest_first[len(feed) :])
    assert all(paper.added >= since for paper in feed[items:])


def test_the_window_is_sixty_days_long_and_counts_both_its_ends(small):
    for number in range(70):
        entry(small, f"day-{number:02}", added=str(TODAY - dt.timedelta(days=number + 10)))

    assert ids(small) == [f"tag:small-annual.test,2026:paper/day-{number:02}" for number in range(61)]


def test_a_feed_holds_fifty_entries_however_old_they_are(small):
    for number in range(70):
        entry(emptied(small) if not number else small, f"paper-{number:02}", added=str(TODAY - dt.timedelta(days=100 * number)))

    assert ids(small) == [f"tag:small-annual.test,2026:paper/paper-{number:02}" for number in range(50)]


@pytest.mark.parametrize("added", ["0001-01-01", "0999-12-31", "9999-12-31"])
def test_no_day_however_odd_breaks_a_feed(small, added):
    entry(emptied(small), "odd", added=added)

    outputs = outputs_of(small, today=dt.date.max)

    for name in FEEDS:
        assert parsed(outputs, name).entries[0].published_parsed.tm_year == int(added[:4])


# Nothing moves by itself


def test_building_again_on_another_day_changes_no_byte(small):
    before = snapshot(build_well(small).folder)

    again = build_well(small, small / "again", SOURCE_DATE_EPOCH="1830000000")

    assert snapshot(again.folder) == before


def test_an_idle_rebuild_through_the_option_today_changes_nothing(small):
    now, later = (outputs_of(small, today=TODAY + dt.timedelta(days=days)) for days in (0, 400))

    assert (later.files, later.additions) == (now.files, now.additions)
    assert [(page.url, page.shown) for page in later.pages] == [(page.url, page.shown) for page in now.pages]


# Whatever a title holds


@pytest.mark.parametrize("name", FEEDS)
def test_a_title_that_breaks_other_feeds_comes_through_as_it_is(small, name):
    facts(small, "fresh", title=TITLE)
    entry(small, "fresh", arxiv="2605.00001", tldr=f"Says {TITLE}.")

    item = entries(small, name)[0]

    assert item.title == TITLE
    assert text_of(item.content[0].value).startswith(f"Says {TITLE}.")


@pytest.mark.parametrize("name", FEEDS)
def test_names_of_topics_and_of_the_site_come_through_as_they_are(small, name):
    topics = small / "content/topics.yml"
    topics.write_text(topics.read_text().replace("name: Normalization", 'name: R&D <3 ]]> "Norm"'))

    feed = parsed(outputs_of(small, site_name="The <R&D> Annual", site_description="]]> & <3"), name)

    assert feed.feed.title == "The <R&D> Annual"
    assert feed.feed.subtitle == "]]> & <3"
    assert feed.entries[1].tags[0].term == 'R&D <3 ]]> "Norm"'


@pytest.mark.parametrize("name", FEEDS)
def test_hostile_texts_break_no_feed_and_run_in_none(hostile_outputs, name):
    assert len(parsed(hostile_outputs, name).entries) == len(STRINGS) + 2

    root = ET.fromstring(hostile_outputs.files[name])
    titles = [element.text for element in root.iter() if element.tag.rpartition("}")[2] == "title"]
    assert {" ".join(text.split()) for text in STRINGS} <= {" ".join(title.split()) for title in titles}
    for element in root.iter():
        if element.tag in {"{http://purl.org/rss/1.0/modules/content/}encoded", f"{ATOM}content", "description"}:
            assert executable(element.text) == []


@pytest.fixture
def controlled(small):
    """A digest with facts that hold every character which XML or HTML cannot."""
    everything = "".join(map(chr, [*range(32), *range(0x7F, 0xA0), 0xFFFE, 0xFFFF]))
    facts(small, "fresh", title=f"Before{everything}after", authors=[f"A{everything}B"])
    entry(small, "fresh", arxiv="2605.00001")
    return small


@pytest.mark.parametrize("name", FEEDS)
def test_control_characters_in_facts_break_no_feed(controlled, name):
    title = parsed(outputs_of(controlled), name).entries[0].title

    assert title.startswith("Before")
    assert title.endswith("after")


def test_control_characters_in_facts_reach_no_page(controlled):
    html = page_of(outputs_of(controlled), "papers/fresh/").html

    assert not re.search("[\0-\x08\x0b\x0c\x0e-\x1f\x7f]", html)


def test_a_feed_of_a_site_with_a_hostile_title_is_whole_after_the_build(small):
    facts(small, "fresh", title=TITLE)
    entry(small, "fresh", arxiv="2605.00001")
    configure(small, "site_name: The Small Annual", "site_name: 'The R&D <3 Annual'")

    built = build_well(small)

    for name in FEEDS:
        feed = feedparser.parse((built.folder / name).read_bytes())
        assert not feed.bozo
        assert feed.feed.title == "The R&D <3 Annual"
        assert feed.entries[0].title == TITLE


def test_a_carriage_return_comes_back_as_one_from_every_parser():
    written = xml.element("a", "one\rtwo", {"b": "three\rfour\tfive\nsix"})

    read_back = ET.fromstring(written)

    assert (read_back.text, read_back.get("b")) == ("one\rtwo", "three\rfour\tfive\nsix")


def test_a_draft_alters_no_feed_not_even_that_of_its_closed_edition_and_not_while_it_is_served(small):
    before = outputs_of(small).files
    entry(small, "draft-of-it", added=None)

    for drafts in (False, True):
        after = outputs_of(small, drafts=drafts).files
        feeds = [name for name in before if name.startswith(("feed", "atom"))]
        assert "feed-editions.xml" in feeds
        assert [name for name in feeds if after[name] != before[name]] == []
