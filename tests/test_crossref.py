"""Crossref's answer about a DOI to what an entry needs, and every way not to be one."""

import json
import re
from pathlib import Path

import pytest
from support import EXAMPLES, ROOT

from digest.gather.crossref import fetch_work, parse_work
from digest.gather.source import Answer, UnreadableError

WORK = (EXAMPLES / "crossref/work.json").read_bytes()
DOI = "10.1000/twin.2019.7"
RECORDINGS = ROOT.parent / "shared/recordings/crossref"


def changed(**changes) -> bytes:
    """Change keys of the message; a change to None takes the key out."""
    answer = json.loads(WORK)
    answer["message"] = {key: value for key, value in (answer["message"] | changes).items() if value is not None}
    return json.dumps(answer).encode()


def asked(body: bytes, status: int = 200, doi: str = DOI):
    """Ask a Crossref that answers the same every time; give what came of it and the addresses asked."""
    addresses = []

    def ask(url, read, *, headers=()):
        addresses.append(url)
        return read(Answer(url=url, status=status, headers={}, body=body))

    return fetch_work(ask, "https://crossref.test/works", doi), addresses


def test_a_work_is_read_without_markup_and_with_every_kind_of_author():
    work = parse_work(WORK)

    assert work.doi == DOI
    assert work.title == "Twins & Triplets: Three of $x<y$ (GENE)"
    assert work.authors == ("Ada First", "Ben Second Jr.", "The DEEP Collaboration", "Mononym")
    assert str(work.published) == "2019-05"
    assert work.venue == "Journal of Twins & More"


def test_a_doi_is_asked_for_as_one_part_of_the_address():
    work, addresses = asked(changed(DOI="10.1000/a/b;c#d?e"), doi="10.1000/a/b;c#d?e")

    assert addresses == ["https://crossref.test/works/10.1000%2Fa%2Fb%3Bc%23d%3Fe"]
    assert work.doi == "10.1000/a/b;c#d?e"


def test_what_crossref_leaves_out_is_unknown():
    work = parse_work(changed(title=None, author=None, published=None, issued=None, **{"container-title": []}))

    assert (work.title, work.authors, work.published, work.venue) == ("", (), None, None)


@pytest.mark.parametrize(
    ("published", "issued", "day"),
    [
        ([[2019, 5, 28]], None, "2019-05-28"),
        ([[2019, 5]], None, "2019-05"),
        ([[2019]], None, "2019"),
        ([[None]], [[2019, 5]], "2019-05"),
        ([[2019, 13]], [[2019, 5]], "2019-05"),
        ([[2019, None, 3]], [[2019]], "2019"),
        ([[0, 5]], [[2019]], "2019"),
        ([[-5]], [[2019]], "2019"),
        ([[]], None, "None"),
        (None, None, "None"),
    ],
)
def test_the_first_date_that_is_one_counts(published, issued, day):
    dates = {"published": published, "issued": issued}

    assert str(parse_work(changed(**{key: date and {"date-parts": date} for key, date in dates.items()})).published) == day


def test_crossref_may_know_no_such_doi():
    assert asked(b"Resource not found.", status=404)[0] is None


@pytest.mark.parametrize(
    ("body", "status", "reason"),
    [
        (b"", 200, "not what Crossref answers"),
        (b"Rate exceeded.", 200, "not what Crossref answers"),
        (b"<html></html>", 200, "not what Crossref answers"),
        (b"[]", 200, "not what Crossref answers"),
        (WORK[:400], 200, "not what Crossref answers"),
        (changed(author="Ada First"), 200, "message.author"),
        (changed(DOI=None), 200, "message.DOI"),
        (changed(DOI="twin"), 200, "about one publication"),
        (changed(DOI="10.1000/other"), 200, "about 10.1000/other"),
        (WORK.replace(b'"work"', b'"work-list"'), 200, "about one publication"),
        (WORK.replace(b'"ok"', b'"failed"'), 200, "about one publication"),
        (b"<html>Not Found</html>", 404, "not the one that Crossref gives"),
        (b"bad", 400, "status 400"),
    ],
)
def test_whatever_is_no_answer_about_this_doi_is_refused_with_the_reason(body, status, reason):
    with pytest.raises(UnreadableError, match=re.escape(reason)):
        asked(body, status)


def recorded() -> list:
    """List the recorded answers about one DOI."""
    exchanges = [exchange for path in sorted(RECORDINGS.glob("*.json")) for exchange in json.loads(path.read_text(encoding="utf-8"))]
    return [
        pytest.param(exchange["response"]["status"], exchange["response"]["body"], id=match[1])
        for exchange in exchanges
        if (match := re.search(r"/works/([^/?]+)(?:\?|$)", exchange["request"]["url"]))
    ]


@pytest.mark.skipif(not Path(RECORDINGS).is_dir(), reason="../shared/recordings/crossref is not here")
@pytest.mark.parametrize(("status", "body"), recorded())
def test_every_recorded_answer_says_what_a_reader_sees_in_it(status, body):
    if status == 404:
        assert asked(body.encode(), status, "10.48550/x")[0] is None
        return
    message = json.loads(body)["message"]
    work = parse_work(body.encode())
    parts = message["published"]["date-parts"][0]

    assert work.doi == message["DOI"].lower()
    assert re.sub(r"\W", "", work.title) == re.sub(r"<.*?>|\W", "", message["title"][0])
    assert [name.split()[-1] for name in work.authors] == [author["family"].split()[-1] for author in message.get("author", [])]
    assert str(work.published) == "-".join(f"{part:02}" for part in parts)
