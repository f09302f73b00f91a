"""What a single value in a file that people write may be; every value arrives as text."""

import datetime as dt
from collections.abc import Callable
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, PlainValidator
from pydantic_core import PydanticCustomError

from digest.identifiers import parse_arxiv, parse_doi
from digest.model.days import parse_day


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise PydanticCustomError("string_type", "not text")
    return value


def _day(value: object) -> dt.date:
    text = _text(value)
    try:
        return parse_day(text)
    except ValueError:
        raise PydanticCustomError("bad-day", "'{day}' is no day; write it as 2026-11-22", {"day": text}) from None


def _flag(value: object) -> bool:
    text = _text(value)
    if text not in {"true", "false"}:
        raise PydanticCustomError("bad-flag", "'{flag}' is no flag; write true or false", {"flag": text})
    return text == "true"


def _identifier(parse: Callable[[str], str | None], kind: str, form: str) -> Callable[[str], str]:
    def validate(text: str) -> str:
        found = parse(text)
        if found is None:
            message = "'{text}' is no {kind}; write it as {form}"
            raise PydanticCustomError("bad-identifier", message, {"text": text, "kind": kind, "form": form})
        return found

    return validate


def _listed(value: object) -> object:
    return [value] if isinstance(value, str) else value


def _one_line(text: str) -> str:
    return " ".join(text.split())


Day = Annotated[dt.date, PlainValidator(_day)]
Flag = Annotated[bool, PlainValidator(_flag)]
Line = Annotated[str, AfterValidator(_one_line)]
"""Text of one line, however it was broken in the file."""
Markdown = str
Word = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=100)]
"""A slug: the name of a paper, topic, lab, framework or ground."""
Reference = Annotated[str, Field(max_length=100), AfterValidator(_one_line)]
"""Names a paper, topic, lab, framework or ground; `check` says which is unknown, and how it is spelled."""
References = Annotated[tuple[Reference, ...], BeforeValidator(_listed)]
"""One of them, or a list."""
Address = str
"""An http(s) address; `check` says what is wrong with it."""
ArxivId = Annotated[str, AfterValidator(_identifier(parse_arxiv, "arXiv id", "1905.11946 or hep-th/9901001"))]
Doi = Annotated[str, AfterValidator(_identifier(parse_doi, "DOI", "10.1000/182"))]
Checked = Literal["full-text", "abstract", "nothing"]
