"""Every feed keeps the rules of its format: those that the W3C's validator knows, and those of JSON Feed 1.1.

The rules are written here anew from the validator's documentation (https://validator.w3.org/feed/docs/), RFC 4287,
RFC 4151, the RSS Advisory Board's specification and https://www.jsonfeed.org/version/1.1/.
"""

import datetime as dt
import json
import re
import shutil
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import feedparser
import html5lib
import pytest
from hostile import STRINGS, executable
from sites import change, entry, facts, outputs_of, snapshot
from support import EXAMPLES, TODAY

ATOM = "{http://www.w3.org/2005/Atom}"
HISTORY = "{http://purl.org/syndication/history/1.0}"
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
CHANNEL = {"title", "link", "description", "language", "copyright", "image", "lastBuildDate", f"{ATOM}link", f"{HISTORY}archive", "item"}
ITEM = ["title", "link", "description", "category", "guid", "pubDate", CONTENT]
FEED = {f"{ATOM}{tag}" for tag in ("id", "title", "subtitle", "updated", "link", "icon", "rights", "author", "entry")} | {
    f"{HISTORY}archive"
}
ENTRY = {f"{ATOM}{tag}" for tag in ("id", "title", "published", "updated", "link", "category", "summary", "content")}
PLAIN = {"html", "head", "body", "p", "strong", "em", "a", "ul", "ol", "li", "code", "pre", "blockquote", "br"}
TAG_URI = re.compile(r"tag:[a-z0-9.-]+,\d{4}:[A-Za-z0-9./_-]+")
RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")
NOW = dt.datetime.combine(TODAY, dt.time(0, 10), dt.UTC)
"""Ten minutes into the day: the validator calls later dates implausible."""


def is_absolute(address: str | None) -> bool:
    return urlsplit(address or "").scheme in {"http", "https"} and bool(urlsplit(address).netloc)


def faults_of_html(html: str) -> Iterator[str]:
    """Say what is wrong with the text of an entry."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    parser.parseFragment(html)  # raises where it is no HTML
    yield from executable(html)
    for element in html5lib.parse(html, namespaceHTMLElements=False).iter():
        if element.tag not in PLAIN:
            yield f"<{element.tag}>"
        if element.attrib.keys() - {"href", "rel", "start", "title"}:
            yield f"attributes {element.attrib}"
        if "href" in element.attrib and not is_absolute(element.get("href")):
            yield f"the address {element.get('href')}"


def faults_of_moment(moment: dt.datetime) -> Iterator[str]:
    if moment.year < 1990 or moment > NOW:
        yield f"implausible date {moment}"


def faults_of_rfc822(text: str) -> Iterator[str]:
    moment = parsedate_to_datetime(text)
    if not re.fullmatch(r"[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d (\+0000|GMT)", text):
        yield f"date {text}"
    if text[:3] != f"{moment:%a}":
        yield f"weekday of {text}"
    yield from faults_of_moment(moment)


def faults_of_rss(data: bytes, url: str) -> Iterator[str]:
    root = ET.fromstring(data)
    if (root.tag, root.attrib, [child.tag for child in root]) != ("rss", {"version": "2.0"}, ["channel"]):
        yield "the root"
    channel = root[0]
    tags = [child.tag for child in channel]
    yield from (f"unknown {tag}" for tag in set(tags) - CHANNEL)
    yield from (f"{tag}: {tags.count(tag)}" for tag in ("title", "link", "description", "language") if tags.count(tag) != 1)
    if "item" in tags and set(tags[tags.index("item") :]) != {"item"}:
        yield "something follows the first item"
    if not is_absolute(channel.findtext("link")) or not channel.findtext("title") or not channel.findtext("description"):
        yield "title, link or description"
    if [link.get("href") for link in channel.iter(f"{ATOM}link") if link.get("rel") == "self"] != [url]:
        yield "atom:link rel=self"
    yield from (fault for date in channel.iter("lastBuildDate") for fault in faults_of_rfc822(date.text))
    yield from twice([guid.text for guid in channel.iter("guid")], "guids")
    yield from (fault for item in channel.iter("item") for fault in faults_of_item(item))


def faults_of_item(item: ET.Element) -> Iterator[str]:
    if [tag for tag in ITEM if item.find(tag) is not None or tag == "category"] != ITEM:
        yield f"item {[child.tag for child in item]}"
    if item.find("guid").attrib != {"isPermaLink": "false"} or not TAG_URI.fullmatch(item.findtext("guid")):
        yield f"guid {item.findtext('guid')}"
    if not is_absolute(item.findtext("link")) or not item.findtext("title").strip():
        yield "link or title of an item"
    if not all(category.text for category in item.iter("category")):
        yield "an empty category"
    yield from faults_of_rfc822(item.findtext("pubDate"))
    yield from faults_of_html(item.findtext(CONTENT))
    yield from faults_of_html(item.findtext("description"))


def faults_of_atom(data: bytes, url: str) -> Iterator[str]:
    root = ET.fromstring(data)
    entries = root.findall(f"{ATOM}entry")
    if root.tag != f"{ATOM}feed":
        yield "the root"
    yield from (f"unknown {child.tag}" for child in root if child.tag not in FEED)
    yield from (fault for element in (root, *entries) for fault in faults_of_head(element, is_empty=not entries))
    if [link.get("href") for link in root.findall(f"{ATOM}link") if link.get("rel") == "self"] != [url]:
        yield "link rel=self"
    if not root.findtext(f"{ATOM}author/{ATOM}name"):
        yield "author"
    for tag in ("id", "updated"):
        yield from twice([entry.findtext(ATOM + tag) for entry in entries], tag)
    yield from (fault for one in entries for fault in faults_of_entry(one))


def faults_of_head(element: ET.Element, *, is_empty: bool) -> Iterator[str]:
    """Say what is wrong with what a feed and an entry both have."""
    yield from (f"{tag}: {len(found)}" for tag in ("id", "title", "updated") if len(found := element.findall(ATOM + tag)) != 1)
    if not TAG_URI.fullmatch(element.findtext(f"{ATOM}id")) or not element.findtext(f"{ATOM}title").strip():
        yield f"id or title {element.findtext(f'{ATOM}id')}"
    links = element.findall(f"{ATOM}link")
    if len([link for link in links if link.get("rel") == "alternate"]) != 1:
        yield "link rel=alternate"
    yield from (f"link {link.attrib}" for link in links if not is_absolute(link.get("href")) or not link.get("type"))
    for date in (*element.findall(f"{ATOM}updated"), *element.findall(f"{ATOM}published")):
        if not RFC3339.fullmatch(date.text):
            yield f"date {date.text}"
        elif not is_empty:  # an empty feed has never been updated
            yield from faults_of_moment(dt.datetime.fromisoformat(date.text))


def faults_of_entry(one: ET.Element) -> Iterator[str]:
    yield from (f"unknown {child.tag}" for child in one if child.tag not in ENTRY)
    if one.findtext(f"{ATOM}published") > one.findtext(f"{ATOM}updated"):
        yield "updated before it was published"
    if one.find(f"{ATOM}content").get("type") != "html" or not one.findtext(f"{ATOM}summary"):
        yield "content or summary"
    yield from (f"category {category.attrib}" for category in one.iter(f"{ATOM}category") if not category.get("term"))
    yield from faults_of_html(one.findtext(f"{ATOM}content"))


def twice(values: list[str], what: str) -> Iterator[str]:
    if len(set(values)) != len(values):
        yield f"two {what} are the same"


def faults_of_json(data: bytes, url: str) -> Iterator[str]:
    feed = json.loads(data)
    texts = ("version", "title", "home_page_url", "feed_url", "description", "language", "icon")
    yield from (key for key in texts if not isinstance(feed.get(key), str) or not feed[key])
    yield from (f"unknown {key}" for key in feed.keys() - {*texts, "authors", "next_url", "items"})
    if feed["version"] != "https://jsonfeed.org/version/1.1" or feed["feed_url"] != url or not is_absolute(feed["home_page_url"]):
        yield "version or address"
    if "next_url" in feed and (not is_absolute(feed["next_url"]) or feed["next_url"] == url):
        yield "next_url"
    if not all(author.keys() & {"name", "url", "avatar"} for author in feed["authors"]):
        yield "authors"
    yield from twice([item["id"] for item in feed["items"]], "ids")
    for item in feed["items"]:
        known = {"id", "url", "external_url", "title", "summary", "content_html", "date_published", "date_modified", "tags"}
        yield from (f"unknown {key}" for key in item.keys() - known)
        yield from (f"address {item[key]}" for key in ("url", "external_url") if key in item and not is_absolute(item[key]))
        yield from (
            f"{key} of {item['id']}"
            for key in ("id", "title", "summary", "content_html")
            if not isinstance(item[key], str) or not item[key]
        )
        yield from (f"date {item[key]}" for key in ("date_published", "date_modified") if not RFC3339.fullmatch(item[key]))
        yield from ("tags" for tag in item["tags"] if not isinstance(tag, str) or not tag)
        yield from faults_of_html(item["content_html"])


def faults(data: bytes, address: str, url: str) -> list[str]:
    """Say what is wrong with a feed."""
    if address.endswith(".json"):
        return list(faults_of_json(data, url))
    assert data.startswith(b'<?xml version="1.0" encoding="utf-8"?>\n')
    assert b"<!DOCTYPE" not in data
    parsed = feedparser.parse(data)
    kind = faults_of_atom if address.rpartition("/")[2].startswith("atom") else faults_of_rss
    return [*([f"bozo: {parsed.bozo_exception}"] if parsed.bozo else []), *kind(data, url)]


def feeds_in(files: dict[str, bytes]) -> dict[str, bytes]:
    return {path: data for path, data in files.items() if re.fullmatch(r"(archive/)?(feed|atom)(-[\w-]+)?\.(xml|json)", path)}


@pytest.fixture(scope="module")
def awkward(tmp_path_factory):
    """Render a digest with a hostile string in every field that reaches a feed, and small feeds, so that there are archives."""
    root = Path(shutil.copytree(EXAMPLES / "base", tmp_path_factory.mktemp("awkward") / "small"))
    texts = [text for text in STRINGS if text.strip()]
    topics = change(root / "content/topics.yml")
    words = topics.read_text(encoding="utf-8")
    topics.write_text(words.replace("name: Normalization", f"name: {json.dumps(texts[0][:90])}"), encoding="utf-8")
    for number, text in enumerate(texts):
        slug = f"hostile-{number}"
        facts(root, slug, title=text, authors=[text, "Somebody"], journal_ref=text)
        path = root / f"content/facts/papers/{slug}.json"
        events = [
            {"date": "2026-04-01", "kind": kind, "old": text, "new": text, "source": text}
            for kind in ("title-changed", "code-appeared", "withdrawn", "moved")
        ]
        path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8")) | {"events": events}), encoding="utf-8")
        summary = f"{text}\n\n- {text}\n\n{'word ' * 80}"
        day = f"2026-{number % 9 + 1:02}-01"
        entry(root, slug, arxiv=f"2605.{number:05}", tldr=text[:190], why=text[:290], summary=summary, added=day, revised="2026-10-02")
    change(
        root / "content/editions/2018.yml",
        closed="2026-05-05",
        intro="\n\n".join(texts)[:5900],
        missed=[{"what": text} for text in texts],
        sources=[{"title": text, "by": text, "note": text} for text in texts],
        corrections=[{"said": text, "correct": text, "source": "https://alpha.test/", "date": "2026-03-01"} for text in texts],
        highlights=[{"heading": text, "items": [{"paper": "batch-norm", "note": text}]} for text in texts],
    )
    change(root / "content/editions/2018.yml")
    removed = "".join(f"gone-{number}:\n  date: 2026-03-01\n  reason: {json.dumps(text)}\n" for number, text in enumerate(texts))
    (root / "content/removed.yml").write_text(removed, encoding="utf-8")
    return outputs_of(root, feed_items=5, feed_days=31, site_name=texts[1], site_description=texts[2])


def test_no_feed_of_the_digest_breaks_a_rule(built, site_url):
    feeds = feeds_in(snapshot(built.folder))

    found = {path: wrong for path, data in feeds.items() if (wrong := faults(data, path, f"{site_url}{path}"))}

    assert f" {sum(not path.startswith('archive/') for path in feeds)} feeds " in built.said.stdout
    assert found == {}


def test_no_feed_of_a_digest_with_awkward_characters_in_every_field_breaks_a_rule(awkward):
    feeds = feeds_in(awkward.files)

    found = {path: wrong for path, data in feeds.items() if (wrong := faults(data, path, f"https://small-annual.test/{path}"))}

    assert len(feeds) > awkward.feeds  # archives too
    assert found == {}


def test_whatever_is_awkward_comes_through_as_it_is(awkward):
    everything = [path for path in feeds_in(awkward.files) if re.fullmatch(r"(archive/)?feed(-2026-\d\d)?\.xml", path)]
    titles = {item.findtext("title") for path in everything for item in ET.fromstring(awkward.files[path]).iter("item")}

    assert {" ".join(text.split()) for text in STRINGS if text.strip()} <= {" ".join(title.split()) for title in titles}


@pytest.mark.parametrize(
    ("kind", "right", "wrong"),
    [
        ("feed.xml", b'isPermaLink="false"', b'isPermaLink="true"'),
        ("feed.xml", b"Sun, 01 Feb", b"Mon, 01 Feb"),
        ("feed.xml", b"</channel>", b"<link>x</link></channel>"),
        ("feed.xml", b'rel="self"', b'rel="via"'),
        ("feed.xml", b"&lt;p&gt;", b"&lt;p class=x&gt;"),
        ("atom.xml", b"<updated>2026-02", b"<updated>2027-02"),
        ("atom.xml", b'href="https://small-annual.test/papers', b'href="papers'),
        ("atom.xml", b"</author>", b"</author><script/>"),
        ("feed.json", b'"feed_url"', b'"feedurl"'),
        ("feed.json", b"https://jsonfeed.org/version/1.1", b"https://jsonfeed.org/version/1"),
    ],
)
def test_the_rules_find_what_is_wrong(small, kind, right, wrong):
    data = outputs_of(small).files[kind]
    assert right in data
    assert faults(data, kind, f"https://small-annual.test/{kind}") == []

    try:
        found = faults(data.replace(right, wrong), kind, f"https://small-annual.test/{kind}")
    except KeyError:
        found = ["a key is missing"]

    assert found
