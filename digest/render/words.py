"""The words of the interface, from one file a language, with counts and days in that language's form."""

import datetime as dt
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path

import yaml

from digest.model.days import PartialDay
from digest.problems import DigestError


class Words:
    """Looks up the words of one language by key and fills them in; a key that is missing is a KeyError."""

    def __init__(self, words: Mapping[str, str]) -> None:
        """Take words by key."""
        self.words = words
        self.months = words["date.months"].split()

    def __call__(self, key: str, **values: object) -> str:
        """Fill in the words of `key`; a value `n` chooses between its forms ``.one`` and ``.other``."""
        if key not in self.words and "n" in values:
            key += ".one" if values["n"] == 1 else ".other"
        return self.words[key].format(**values)

    def day(self, day: PartialDay | dt.date) -> str:
        """Write a day as people do, as exactly as it is known: 28 May 2019, May 2019 or 2019."""
        if not day.month:
            return str(day.year)
        key = "date.day" if day.day else "date.month"
        return self(key, day=day.day, month=self.months[day.month - 1], year=day.year)


def read_words(paths: Iterable[Path]) -> Words:
    """Read words files, each of which stands before those that precede it, key by key."""
    words: dict[str, str] = {}
    for path in paths:
        try:
            words |= _parsed(path.read_bytes())
        except (yaml.YAMLError, ValueError) as error:
            raise DigestError(f"{path} cannot be read: {error}") from error
    return Words(words)


@lru_cache(maxsize=4)  # the theme asks for them, too
def _parsed(text: bytes) -> Mapping[str, str]:
    return yaml.load(text, Loader=yaml.CBaseLoader) or {}  # noqa: S506 (this loader makes only text)
