"""A day's feed to announcements: every dialect, and every way not to be one."""

import dataclasses
import html
import json
import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support import EXAMPLES, ROOT

from digest.gather.rss import parse_rss, split_authors
from digest.gather.source import SourceError, UnreadableError

quick = settings(max_examples=300, deadline=None, derandomize=True)

GOOD = sorted((EXAMPLES / "rss/good").glob("*.xml"))
BAD = sorted((EXAMPLES / "rss/bad").glob("*.xml"))
RECORDINGS = ROOT.parent / "shared/recordings/rss"
RECORDED = sorted(RECORDINGS.rglob("*.xml"))
RSS20 = EXAMPLES / "rss/good/rss20.xml"
ARXIV = "{http://arxiv.org/schemas/atom}"
CREATOR = "{http://purl.org/dc/elements/1.1/}creator"


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.stem)
def test_a_feed_of_each_dialect_is_read_whole(path):
    expected = json.loads(path.with_suffix(".expected").read_text(encoding="utf-8"))

    feed = parse_rss(path.read_bytes())

    assert feed.day.isoformat() == expected["day"]
    assert json.loads(json.dumps([dataclasses.asdict(paper) for paper in feed.papers])) == expected["papers"]


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_whatever_is_no_whole_feed_is_refused_with_the_reason(path):
    with pytest.raises(UnreadableError, match=re.escape(path.with_suffix(".expected").read_text(encoding="utf-8").strip())):
        parse_rss(path.read_bytes())


def test_what_arxiv_explains_is_not_asked_again():
    text = RSS20.read_text(encoding="utf-8")
    text = re.sub(r"<item>.*</item>", "", text, flags=re.DOTALL)
    text = text.replace("<title>cs.LG, cs.CL updates on arXiv.org", "<title>Feed error for query: cs.LX")
    text = text.replace("<description>cs.LG, cs.CL updates on the arXiv.org e-print archive.", "<description>Bad subject class 'LX'.")

    with pytest.raises(SourceError, match="Bad subject class 'LX'"):
        parse_rss(text.encode())


def recorded(path: Path) -> list[dict[str, object]]:
    """Read a recording with another parser, as a person would."""
    root = ET.parse(path).getroot()
    for element in root.iter():
        element.tag = re.sub(r"^\{http://(?:www\.w3\.org/2005/Atom|purl\.org/rss/1\.0/)\}", "", element.tag)
    return [_seen(item) for item in (*root.iter("item"), *root.iter("entry"))]


def _seen(item: ET.Element) -> dict[str, object]:
    title = " ".join(item.findtext("title").split())
    link = item.findtext("link") or item.find("link").get("href")
    old = re.fullmatch(r"(.*)\. \(arXiv:(\S+)v(\d+) \[(\S+)\]( [A-Z ]+)?\)", title)
    _, arxiv, version = (
        (None, old[2], old[3]) if old else re.split(r"oai:arXiv\.org:|v(?=\d+$)", item.findtext("guid") or item.findtext("id"))
    )
    assert link.endswith(f"/abs/{arxiv}")
    creator = html.unescape(re.sub(r"<.*?>", "", item.findtext(CREATOR)))
    return {
        "arxiv": arxiv,
        "version": int(version),
        "title": old[1] if old else title,
        "kind": {None: "new", " CROSS LISTED": "cross", " UPDATED": "replace"}[old[5]] if old else item.findtext(f"{ARXIV}announce_type"),
        "categories": [old[4]] if old else [c.get("term") or c.text for c in item.findall("category")],
        "people": re.sub(r"[\s,]+", " ", re.sub(r"\(.*?\)", "", creator)).strip(),
    }


@pytest.mark.skipif(not RECORDED, reason="../shared/recordings/rss is not here")
@pytest.mark.parametrize("path", [path for path in RECORDED if "error" not in path.name], ids=lambda path: path.name)
def test_every_recorded_feed_says_what_a_reader_sees_in_it(path):
    read = [
        {
            "arxiv": paper.arxiv,
            "version": paper.version,
            "title": paper.title,
            "kind": paper.kind,
            "categories": list(paper.categories),
            "people": " ".join(paper.authors),
        }
        for paper in parse_rss(path.read_bytes()).papers
    ]

    assert read == recorded(path)
    assert read or "empty" in path.name


@pytest.mark.skipif(not RECORDED, reason="../shared/recordings/rss is not here")
@pytest.mark.parametrize("path", [path for path in RECORDED if "error" in path.name], ids=lambda path: path.name)
def test_every_recorded_error_is_refused_with_arxivs_reason(path):
    with pytest.raises(SourceError, match="Bad archive 'nosuch'"):
        parse_rss(path.read_bytes())


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("", ()),
        ("Ada First", ("Ada First",)),
        ("Ada First,  Mononym, Ben Second", ("Ada First", "Mononym", "Ben Second")),
        ("Ada First (Computer Science, University of X), Ben Second", ("Ada First", "Ben Second")),
        ("Ada First (1), Ben Second (1 and 2) ((1) X, Y, (2) Z)", ("Ada First", "Ben Second")),
        ("Ada First (ONE, Ben Second", ("Ada First ONE", "Ben Second")),
        ("Ada First) ONE, Ben Second (X", ("Ada First ONE", "Ben Second X")),
        ("The DEEP Collaboration, I. -L. Ahrend", ("The DEEP Collaboration", "I. -L. Ahrend")),
    ],
)
def test_authors_are_split_outside_parentheses_and_affiliations_left_out(text, names):
    assert split_authors(text) == names


def test_no_line_of_authors_is_too_tangled_to_be_split():
    assert split_authors("Ada First " + "(" * 100_000 + ")" * 100_000 + ", Ben Second") == ("Ada First", "Ben Second")
    assert split_authors(")(" * 100_000) == ()


@pytest.mark.parametrize("noise", [" " * 9_000, "(arXiv:" * 1_200, ". " * 4_500], ids=["blanks", "marks", "dots"])
def test_no_title_is_too_tangled_to_be_read(noise):
    text = RSS20.read_text(encoding="utf-8").replace("A Plain Start", f"A{noise}Start")

    assert " ".join(f"A{noise}Start".split()) in [paper.title for paper in parse_rss(text.encode()).papers]


@pytest.mark.parametrize(
    "day",
    [
        "Mon, 23 Nov 0000 00:00:00 -0500",
        "Mon, 23 Nov 10000 00:00:00 -0500",
        "Mon, 31 Nov 2026 00:00:00 -0500",
        "2026-13-45T00:00:00Z",
        "2026-11-31T00:00:00Z",
        "0001-01-01T00:00:00+14:00",
        "soon",
    ],
)
def test_a_day_that_does_not_exist_is_no_day(day):
    text = re.sub(r"(<pubDate>)[^<]*", rf"\g<1>{day}", RSS20.read_text(encoding="utf-8"))

    with pytest.raises(UnreadableError, match="what day it is of"):
        parse_rss(text.encode())


@quick
@given(st.lists(st.text(st.characters(exclude_characters="(),", categories=["L"]), min_size=1), max_size=5), st.text("(), ab", max_size=12))
def test_whatever_stands_in_balanced_parentheses_leaves_the_names_alone(names, noise):
    balanced = re.sub(r"[()]", "", noise)

    assert split_authors(", ".join(f"{name} ({balanced})" for name in names)) == tuple(names)


@quick
@given(st.integers(min_value=0, max_value=len(RSS20.read_bytes()) - len("</rss>\n") - 1))
def test_a_feed_cut_anywhere_is_refused(end):
    with pytest.raises(UnreadableError):
        parse_rss(RSS20.read_bytes()[:end])


@quick
@given(st.data())
def test_a_feed_with_wrong_bytes_is_refused_or_read_but_never_more(data):
    body = bytearray(RSS20.read_bytes())
    for place in data.draw(st.lists(st.integers(0, len(body) - 1), min_size=1, max_size=3)):
        body[place] = data.draw(st.integers(0, 255))

    try:
        feed = parse_rss(bytes(body))
    except (UnreadableError, SourceError):
        return
    assert len(feed.papers) <= 6
    assert all(paper.title and paper.kind and "\x00" not in paper.title for paper in feed.papers)
