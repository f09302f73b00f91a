"""Days as people and sources write them: a whole day, or only its month or year where no more is known."""

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated

from pydantic import PlainSerializer, PlainValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from digest.model import messages

_PARTIAL = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?", re.ASCII)


@dataclass(frozen=True, slots=True, order=True)
class PartialDay:
    """A day, a month or a year; sorts by time, a month before its days."""

    year: int
    month: int = 0
    """0 where it is not known."""
    day: int = 0
    """0 where it is not known."""

    def __str__(self) -> str:
        """Write it as ISO 8601 does: ``2019``, ``2019-05`` or ``2019-05-28``."""
        text = f"{self.year:04}"
        if self.month:
            text += f"-{self.month:02}"
        if self.day:
            text += f"-{self.day:02}"
        return text


def parse_day(text: str) -> dt.date:
    """Read ``YYYY-MM-DD``, or raise ValueError: for any other spelling and for days that do not exist."""
    day = parse_partial_day(text)
    if not day.day:
        raise ValueError(text)
    return dt.date(day.year, day.month, day.day)


@lru_cache(maxsize=1 << 12)  # sources were asked of many papers on one day
def parse_partial_day(text: str) -> PartialDay:
    """Read ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``, or raise ValueError."""
    match = _PARTIAL.fullmatch(text)
    if match is None:
        raise ValueError(text)
    year, month, day = (int(part) if part else None for part in match.groups())
    dt.date(year or 0, 1 if month is None else month, 1 if day is None else day)  # raises where there is no such day
    return PartialDay(year or 0, month or 0, day or 0)


def first_day(day: PartialDay) -> dt.date:
    """Give the first day that a day, month or year can mean."""
    return dt.date(day.year, day.month or 1, day.day or 1)


def last_day(day: PartialDay) -> dt.date:
    """Give the last day that a day, month or year can mean."""
    month = day.month or 12
    return dt.date(day.year, month, day.day or calendar.monthrange(day.year, month)[1])


def _validate_partial_day(text: object) -> PartialDay:
    if not isinstance(text, str):
        raise PydanticCustomError("string_type", "not text")
    try:
        return parse_partial_day(text)
    except ValueError:
        raise PydanticCustomError("bad-day", messages.BAD_DAY, {"day": text}) from None


SomeDay = Annotated[
    PartialDay,
    PlainValidator(_validate_partial_day),
    PlainSerializer(str),
    WithJsonSchema(
        {
            "type": ["string", "integer"],
            "pattern": r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$",
            "minimum": 1000,
            "maximum": 9999,
            "patternErrorMessage": "Write a day as 2026-11-22, a month as 2026-11 or a year as 2026.",
        }
    ),
]
"""A PartialDay in a file."""
