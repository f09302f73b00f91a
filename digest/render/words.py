"""The words of the interface, from one file a language, with counts and days in that language's form."""

import datetime as dt
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from string import Formatter

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
            given = _parsed(path.read_bytes())
            for key in given.keys() & words.keys():
                _hold(given[key], key, words[key])
            words |= given
        except (yaml.YAMLError, ValueError) as error:
            raise DigestError(f"{path} cannot be read: {error}") from error
    return Words(words)


def _hold(text: str, key: str, example: str) -> None:
    """Raise ValueError where a text asks for values that another of the same key does not."""
    if odd := sorted(_values(text) - _values(example) - {"n"}):
        raise ValueError(f"'{key}' asks for {{{odd[0]}}}, which is not given there; words/en.yml has: {example}")
    if key == "date.months" and len(text.split()) != len(example.split()):
        raise ValueError(f"'{key}' needs twelve names with spaces between them")


def _values(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


@lru_cache(maxsize=4)  # the theme asks for them, too
def _parsed(text: bytes) -> Mapping[str, str]:
    words = yaml.load(text, Loader=yaml.CBaseLoader) or {}  # noqa: S506 (this loader makes only text)
    if not isinstance(words, dict):
        raise ValueError("it holds no keys; write 'home.title: ...', a line each")  # noqa: TRY004 (as what cannot be read)
    if wrong := next((key for key, value in words.items() if not isinstance(value, str)), None):
        raise ValueError(f"'{wrong}' is no text; write it in quotes")
    return words
