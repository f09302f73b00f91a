"""Answers of arXiv's API, as bytes: what a reader sees in them is what is parsed, and what is not whole is refused."""

import json
import re
from dataclasses import fields, replace
from xml.etree import ElementTree as ET

import pytest
from arxiv_server import FAULTS, Record, error_feed, new_dialect, old_dialect
from hypothesis import example, given, settings
from hypothesis import strategies as st
from support import EXAMPLES, ROOT

from digest.gather.atom import ArxivPaper, parse_atom
from digest.gather.source import SourceError, UnreadableError

TWINS = sorted((EXAMPLES / "atom").glob("*.xml"))
RECORDINGS = ROOT.parent / "shared/recordings/atom"
recorded = pytest.mark.skipif(not RECORDINGS.is_dir(), reason="the recordings lie beside the project only where it is made")
WHOLE = sorted(path for path in RECORDINGS.glob("*/*.atom.xml"))
BROKEN = sorted(path for path in (RECORDINGS / "errors").glob("*"))
ATOM = "{http://www.w3.org/2005/Atom}"
ARXIV = "{http://arxiv.org/schemas/atom}"
RECORD = Record(
    arxiv="1905.11946",
    version=5,
    title="EfficientNet: Rethinking Model Scaling for Convolutional Neural Networks",
    authors=("Mingxing Tan", "Quoc V. Le"),
    categories=("cs.LG", "cs.CV", "stat.ML"),
    comment="ICML 2019, and more words than fit on a line",
    doi="10.1000/Efficient",
    journal_ref="International Conference on Machine Learning, 2019",
)
DIALECTS = pytest.mark.parametrize("dialect", [new_dialect, old_dialect])


def one(data: bytes | str) -> ArxivPaper:
    answer = parse_atom(data.encode() if isinstance(data, str) else data)
    [paper] = answer.papers
    assert (answer.refused, answer.errors) == ((), ())
    return paper


def seen(text: str | None) -> str:
    """Read a text as a reader does: on one line; letters that went through a wrong charset once are put right."""
    line = " ".join((text or "").split())
    try:
        return line.encode("latin-1").decode()
    except UnicodeError:
        return line


# What is in an answer


@DIALECTS
def test_both_dialects_say_the_same_of_a_paper(dialect):
    paper = one(dialect([RECORD]))

    assert (paper.arxiv, paper.version, paper.title, paper.authors) == ("1905.11946", 5, RECORD.title, RECORD.authors)
    assert (str(paper.published), str(paper.updated)) == ("2019-05-28", "2019-05-28")
    assert (paper.categories, paper.primary_category) == (RECORD.categories, "cs.LG")
    assert (paper.comment, paper.doi, paper.journal_ref) == (RECORD.comment, "10.1000/efficient", RECORD.journal_ref)
    assert paper.withdrawn is False


def test_the_abstract_is_kept_nowhere():
    paper = one(new_dialect([RECORD]))

    assert "abstract" not in repr(paper).lower()
    assert not {"summary", "abstract"} & {field.name for field in fields(paper)}


@DIALECTS
@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"arxiv": "hep-th/9901001"}, {"arxiv": "hep-th/9901001"}),
        ({"arxiv": "math.GT/0309136"}, {"arxiv": "math/0309136"}),
        ({"arxiv": "cs/0112017"}, {"arxiv": "cs/0112017"}),
        ({"title": "0"}, {"title": "0"}),
        ({"title": r"Learning $\ell_1$-norms \& G\'erard's <b> AT&T"}, {"title": r"Learning $\ell_1$-norms \& G\'erard's <b> AT&T"}),
        ({"title": "Error"}, {"title": "Error"}),
        (
            {"authors": (" The LIGO Collaboration", "I. -L. Ahrend", "Bo Łukasz Ångström")},
            {"authors": ("The LIGO Collaboration", "I. -L. Ahrend", "Bo Łukasz Ångström")},
        ),
        ({"authors": tuple(f"Author {n}" for n in range(1500))}, {"authors": tuple(f"Author {n}" for n in range(1500))}),
        (
            {"categories": ("math.CO", "05C35", "G.2.2; I.2.6", "hep-th", "cond-mat.mes-hall", "q-bio.NC")},
            {"categories": ("math.CO", "hep-th", "cond-mat.mes-hall", "q-bio.NC")},
        ),
        (
            {"published": "2003-07-07T23:46:39-04:00", "updated": "2004-07-07T13:46:39+02:00"},
            {"published": "2003-07-08", "updated": "2004-07-07"},
        ),
        ({"doi": "10.1000/One 10.1000/Two"}, {"doi": "10.1000/one"}),
        ({"doi": "none"}, {"doi": None}),
        ({"comment": None, "journal_ref": None}, {"comment": None, "journal_ref": None}),
        ({"comment": "ANSI \u202e \u200b art"}, {"comment": "ANSI art"}),
    ],
)
def test_whatever_arxiv_allows_arrives_as_a_reader_sees_it(dialect, change, expected):
    paper = one(dialect([replace(RECORD, **change)]))

    assert {key: str(getattr(paper, key)) if key in {"published", "updated"} else getattr(paper, key) for key in expected} == expected


@pytest.mark.parametrize(
    ("comment", "withdrawn"),
    [
        ("This paper has been withdrawn", True),
        ("This paper has been withdrawn by the author due to a crucial error in equation 1", True),
        ("This article has been withdrawn by arXiv administrators", True),
        ("withdrawn", True),
        ("Withdrawn by the authors, a gap in Lemma 2", True),
        ("arXiv admin note: This submission has been withdrawn by arXiv administrators", True),
        ("the paper was temporarily withdrawn", True),
        ("This paper was withdrawn from arXiv", True),
        ("Paper withdrawn", True),
        ("Paper has been withdrawn", True),
        ("This paper has now been withdrawn", True),
        ("The authors have withdrawn this paper", True),
        ("Due to an error in Lemma 1, this paper has been withdrawn.", True),
        ("12 pages. Withdrawn due to an error", True),
        ("WITHDRAWN - there is an error in section 2", True),
        ("Withdrawn consent in data sets", False),
        ("10 pages, withdrawn submission to ICLR", False),
        ("This paper supersedes arXiv:0712.1234, which has been withdrawn by the authors", False),
        ("The first version of this paper was withdrawn due to an error; this version corrects it", False),
        ("This version replaces v2, which was withdrawn by the author", False),
        ("The paper was not withdrawn", False),
        ("The previous version was withdrawn", False),
        ("The authors have withdrawn this paper from ICLR", False),
        ("10 pages; withdrawn from ICLR 2020", False),
        ("This paper was withdrawn from ICLR 2020 and accepted at ICML", False),
        ("On withdrawn consent in data sets. 12 pages", False),
        ("12 pages", False),
    ],
)
def test_a_withdrawal_is_read_from_the_comment(comment, withdrawn):
    assert one(new_dialect([replace(RECORD, comment=comment)])).withdrawn is withdrawn


def test_a_version_is_taken_from_the_links_where_the_id_has_none():
    feed = old_dialect([RECORD]).replace("<id>http://arxiv.org/abs/1905.11946v5</id>", "<id>http://arxiv.org/abs/1905.11946</id>")

    assert one(feed).version == 5


def test_an_element_with_text_where_it_should_have_attributes_says_nothing():
    feed = re.sub("<arxiv:primary_category [^>]*>", "<arxiv:primary_category>cs.LG</arxiv:primary_category>", new_dialect([RECORD]))

    paper = one(feed)

    assert (paper.primary_category, paper.categories) == (None, RECORD.categories)


@pytest.mark.parametrize(
    "entries",
    [
        "<entry></entry>" * 5_001,
        f"<entry>{'<category/>' * 250_000}</entry>",
        f"<entry><title>{'long ' * 4_001}</title></entry>",
        f"<entry><summary>{'&lt;!-- ' * 5_000}</summary></entry>",
        f"<entry><author><name>{'a' * 201}</name></author></entry>",
    ],
    ids=["entries", "parts", "a title", "a summary", "a name"],
)
def test_what_would_take_too_long_to_read_is_refused_for_good(entries):
    with pytest.raises(SourceError, match="the answer holds"):
        parse_atom(new_dialect([]).replace("</feed>", f"{entries}</feed>").encode())


def test_affiliations_are_not_taken_for_authors():
    feed = new_dialect([RECORD]).replace(
        "<name>Quoc V. Le</name>", "<name>Quoc V. Le</name>\n<arxiv:affiliation>Google</arxiv:affiliation>"
    )

    assert one(feed).authors == RECORD.authors


# What is in an answer that is no paper


def test_a_refused_request_is_told_by_its_error():
    answer = parse_atom(error_feed("incorrect id format for abc").encode())

    assert (answer.papers, answer.errors) == ((), ("incorrect id format for abc",))


def test_a_ghost_is_refused_and_the_papers_beside_it_are_not():
    ghost = new_dialect([RECORD]).partition("<title>EfficientNet")[0] + "</entry>\n</feed>"
    whole = new_dialect([replace(RECORD, arxiv="1706.03762")])
    feed = whole.replace("</feed>", "") + "<entry>" + ghost.partition("<entry>")[2]

    answer = parse_atom(feed.encode())

    assert [paper.arxiv for paper in answer.papers] == ["1706.03762"]
    assert answer.refused == (("1905.11946", "its entry has no title"),)


def test_one_paper_said_twice_is_one_and_two_opinions_of_it_are_none():
    other = replace(RECORD, title="Another title")

    assert parse_atom(new_dialect([RECORD, RECORD]).encode()).papers == parse_atom(new_dialect([RECORD]).encode()).papers
    assert parse_atom(new_dialect([RECORD, other]).encode()).papers == ()
    assert parse_atom(new_dialect([RECORD, other]).encode()).refused == (("1905.11946", "two entries say different things of it"),)


def test_an_entry_whose_links_lead_to_another_paper_is_refused():
    feed = new_dialect([RECORD]).replace("<id>http://arxiv.org/abs/1905.11946v5", "<id>http://arxiv.org/abs/1706.03762v5")

    assert parse_atom(feed.encode()).refused == (("1706.03762", "its entry links to 1905.11946"),)


def test_an_entry_that_names_two_versions_is_refused():
    feed = new_dialect([RECORD]).replace("/pdf/1905.11946v5", "/pdf/1905.11946v9")

    assert parse_atom(feed.encode()).refused == (("1905.11946", "its entry names versions 5 and 9"),)


# Twins of what was recorded


@pytest.mark.parametrize("path", TWINS, ids=lambda path: path.stem)
def test_a_twin_of_a_recorded_answer_is_read_as_the_file_beside_it_says(path):
    expected = json.loads(path.with_suffix(".json").read_bytes())

    assert read(path.read_bytes()) == expected


def read(data: bytes) -> dict:
    """Describe what is read of an answer, as the files beside the twins do."""
    try:
        answer = parse_atom(data)
    except UnreadableError as error:
        return {"unreadable": str(error)}
    papers = [{field.name: _plain(getattr(paper, field.name)) for field in fields(paper)} for paper in answer.papers]
    return {"papers": papers, "refused": _plain(answer.refused), "errors": _plain(answer.errors), "total": answer.total}


def _plain(value):
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return value if isinstance(value, str | int | None) else str(value)


@recorded
@pytest.mark.parametrize("path", WHOLE, ids=lambda path: path.stem)
def test_a_recorded_answer_is_read_as_a_reader_sees_it(path):
    """Held against a second parser, which takes the elements as they are."""
    entries = ET.fromstring(path.read_bytes()).findall(f"{ATOM}entry")
    answer = parse_atom(path.read_bytes())
    papers = {paper.arxiv: paper for paper in answer.papers}

    assert len(papers) + len(answer.refused) + len(answer.errors) == len(entries)
    for entry in entries:
        identifier, _, version = entry.findtext(f"{ATOM}id").partition("/abs/")[2].rpartition("v")
        if paper := papers.get(identifier):
            authors = [seen(author.findtext(f"{ATOM}name")) for author in entry.findall(f"{ATOM}author")]
            assert (paper.version, paper.title, list(paper.authors)) == (int(version), seen(entry.findtext(f"{ATOM}title")), authors)
            assert str(paper.published) == entry.findtext(f"{ATOM}published")[:10]
            assert str(paper.updated) == entry.findtext(f"{ATOM}updated")[:10]
            assert paper.primary_category == entry.find(f"{ARXIV}primary_category").get("term")
            assert set(paper.categories) <= {category.get("term") for category in entry.findall(f"{ATOM}category")}
            assert (paper.comment or "", paper.journal_ref or "") == (
                seen(entry.findtext(f"{ARXIV}comment")),
                seen(entry.findtext(f"{ARXIV}journal_ref")),
            )
            assert paper.doi == (seen(entry.findtext(f"{ARXIV}doi")).lower() or None)


@recorded
@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.name)
def test_a_recorded_answer_that_is_no_feed_is_refused_with_the_reason(path):
    with pytest.raises(UnreadableError, match=r"nothing at all|no whole XML|DOCTYPE"):
        parse_atom(path.read_bytes())


# What no answer may do


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        ("blank", "nothing at all"),
        ("white space", "nothing at all"),
        ("a page for people", "DOCTYPE"),
        ("Rate exceeded. with status 200", "no whole XML .* begins with 'Rate exceeded.'"),
        ("JSON", "no whole XML"),
        ("bytes for a terminal", "begins with '2Jowned'"),
        ("cut in the middle", "no whole XML"),
        ("cut before the last byte", "no whole XML"),
        ("something after the end", "no whole XML"),
        ("another charset than declared", "no whole XML"),
        ("another charset", "ISO-8859-1 instead of UTF-8"),
        ("UTF-16", "UTF-16 instead of UTF-8"),
        ("a DOCTYPE", "DOCTYPE"),
        ("an outside entity", "DOCTYPE"),
        ("a billion laughs", "DOCTYPE"),
        ("an undefined entity", "no whole XML"),
        ("nested too deep", "nested too deep"),
        ("an RSS feed", "no feed, but <rss>"),
        ("a feed of another kind", "no feed, but <feed>"),
        ("ids that are none", "for an id"),
    ],
)
def test_what_is_no_whole_feed_is_refused_with_the_reason(fault, reason):
    class Handler:
        def answer(self, body, **_):
            self.body = body

    handler = Handler()
    FAULTS[fault](handler, [RECORD, replace(RECORD, arxiv="1706.03762")])

    with pytest.raises(UnreadableError, match=reason):
        parse_atom(handler.body)


FEEDS = [dialect([RECORD, replace(RECORD, arxiv="1706.03762")]).encode() for dialect in (new_dialect, old_dialect)]
FEEDS += [path.read_bytes() for path in WHOLE if path.stat().st_size < 6_000]
"""Sound feeds, those recorded among them where they are at hand."""


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.sampled_from(FEEDS), st.floats(0, 1, exclude_max=True))
@example(FEEDS[0], 0.999)
def test_a_feed_cut_at_any_byte_is_refused(feed, part):
    cut = feed[: int(len(feed.rstrip()) * part)]

    with pytest.raises(UnreadableError):
        parse_atom(cut)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.sampled_from(FEEDS), st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.binary(max_size=4)), min_size=1, max_size=4))
def test_a_feed_with_damaged_bytes_is_refused_or_gives_only_papers_that_can_be(feed, damage):
    data = bytearray(feed)
    for place, replacement in damage:
        start = int(len(data) * place)
        data[start : start + len(replacement)] = replacement

    said = read(bytes(data))

    assert said.get("unreadable") != ""
    assert all(paper["title"] and paper["authors"] and paper["updated"] >= paper["published"] for paper in said.get("papers", ()))


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.binary(max_size=200))
def test_no_bytes_are_too_strange_to_be_refused(data):
    with pytest.raises(UnreadableError):
        parse_atom(data)
