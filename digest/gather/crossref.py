"""Crossref's answer about a DOI to what an entry needs of it; what is no whole answer is refused."""

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import quote

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from digest.gather.lines import one_line
from digest.gather.source import Answer, Ask, UnreadableError
from digest.identifiers import parse_doi
from digest.model.days import PartialDay, parse_partial_day


@dataclass(frozen=True, kw_only=True, slots=True)
class Work:
    """What Crossref says of a publication; empty or None where it says nothing."""

    doi: str
    title: str
    authors: tuple[str, ...]
    published: PartialDay | None
    venue: str | None


class _Lenient(BaseModel):
    # Crossref adds keys as it likes; those that are read here must be what they were.
    model_config = ConfigDict(extra="ignore", frozen=True)


class _Person(_Lenient):
    given: str | None = None
    family: str | None = None
    suffix: str | None = None
    name: str | None = None  # of an organization


class _Date(_Lenient):
    parts: tuple[tuple[int | None, ...], ...] = Field(alias="date-parts")


class _Message(_Lenient):
    doi: str = Field(alias="DOI")
    title: tuple[str, ...] = ()
    author: tuple[_Person, ...] = ()
    published: _Date | None = None
    issued: _Date | None = None
    container: tuple[str, ...] = Field((), alias="container-title")


class _Envelope(_Lenient):
    status: str
    kind: str = Field(alias="message-type")
    message: _Message


def fetch_work(ask: Ask, crossref_url: str, doi: str) -> Work | None:
    """Ask Crossref for a DOI; None where it knows none such (it has not all: data sets and theses are often elsewhere).

    Raises SourceError where Crossref could not be reached or gave nothing usable.
    """
    return ask(f"{crossref_url}/{quote(doi, safe='')}", lambda answer: _read(answer, doi))


def _read(answer: Answer, doi: str) -> Work | None:
    if answer.status == HTTPStatus.NOT_FOUND:
        if answer.body.strip().lower().startswith(b"resource not found"):
            return None
        raise UnreadableError("the answer is 404, but not the one that Crossref gives for an unknown DOI")
    if answer.status != HTTPStatus.OK:
        raise UnreadableError(f"Crossref refuses the request with status {answer.status}")
    work = parse_work(answer.body)
    if work.doi != doi:
        raise UnreadableError(f"the answer is about {one_line(work.doi)}")
    return work


def parse_work(body: bytes) -> Work:
    """Read the answer about one publication, or raise UnreadableError."""
    try:
        envelope = _Envelope.model_validate_json(body)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise UnreadableError(f"this is not what Crossref answers ({where}: {first['msg']})") from None
    message = envelope.message
    doi = parse_doi(message.doi)
    if envelope.status != "ok" or envelope.kind != "work" or doi is None:
        raise UnreadableError("this is not Crossref's answer about one publication")
    return Work(
        doi=doi,
        title=_first(message.title),
        authors=tuple(name for person in message.author if (name := _name(person))),
        published=_earliest(message.published, message.issued),
        venue=_first(message.container) or None,
    )


def _first(texts: Iterable[str]) -> str:
    return next((line for text in texts if (line := _line(text))), "")


def _name(person: _Person) -> str:
    return _line(" ".join(filter(None, (person.given, person.family or person.name, person.suffix))))


def _earliest(*dates: _Date | None) -> PartialDay | None:
    """Take the first date that is one: Crossref pads what it does not know with null, and members write months such as 0."""
    for date in dates:
        for parts in date.parts if date else ():
            known = [f"{part:02}" for part in parts[:3] if part]
            if known and len(known) == len(parts):
                try:
                    return parse_partial_day("-".join((known[0].zfill(4), *known[1:])))
                except ValueError:
                    continue
    return None


def _line(text: str) -> str:
    """Write a text of a publisher on one line: without markup (``<i>``, MathML), with the letters that entities stand for."""
    plain = html.unescape(re.sub(r"</?[A-Za-z][^<>]*>", "", text))
    return one_line(plain).replace("( ", "(").replace(" )", ")")  # where markup stood on lines of its own
