"""A value from a file, and where in the file each part of it stands."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

from digest.problems import Problem

T = TypeVar("T")
Key = tuple[str | int, ...]
"""The way to a value in a file: ``("code", 0, "repo")``."""


KEY = "[key]"
"""Ends the way to a key itself, instead of to its value; as pydantic says it."""


class Place(NamedTuple):
    """A line and a column, both counted from 1."""

    line: int
    column: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Written(Generic[T]):
    """A value from a file, with the place of every key of it."""

    value: T
    path: str
    """Relative to the project, with forward slashes."""
    places: Mapping[Key, Place]
    unsound: frozenset[str] = frozenset()
    """Keys that could not be read: the value holds something else in their place, and rules say nothing of them."""

    @property
    def slug(self) -> str:
        """The file's name without its ending: the identity of what it holds."""
        return self.path.rpartition("/")[2].rpartition(".")[0]

    @property
    def year(self) -> int:
        """The folder that an entry stands in: its edition."""
        return int(self.path.split("/")[-2])

    def problem(self, rule: str, key: Key, message: str) -> Problem:
        """Say what is wrong with the value under `key`, or with what holds it where the key is absent."""
        line, column = place_of(self.places, key)
        return Problem(path=self.path, line=line, column=column, rule=rule, message=message)


def place_of(places: Mapping[Key, Place], key: Key) -> Place:
    """Find where a value stands, or the nearest thing around it that stands anywhere."""
    while key and key not in places:
        key = key[:-1]
    return places.get(key, Place(1, 1))
