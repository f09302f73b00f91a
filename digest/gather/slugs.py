"""A paper's title to the name of its file."""

import re
from collections.abc import Container

from digest.gather.spelling import plain

MOST_CHARACTERS = 40
MOST_CHARACTERS_OF_AN_IDENTIFIER = 60
MOST_WORDS = 5
MOST_WORDS_OF_A_NAME = 4
_SMALL_WORDS = frozenset(
    [
        "a",
        "an",
        "and",
        "are",
        "as",
        "at",
        "by",
        "do",
        "does",
        "for",
        "from",
        "how",
        "in",
        "into",
        "is",
        "it",
        "its",
        "of",
        "on",
        "or",
        "that",
        "the",
        "through",
        "to",
        "towards",
        "toward",
        "under",
        "using",
        "via",
        "we",
        "when",
        "with",
    ]
)


def propose_slug(title: str, fallback: str, taken: Container[str], *, year: int) -> str:
    """Name a paper's file: by the short name that its title begins with, else by the title's words, else by `fallback`.

    A name that is taken gets the year, and then a number.
    """
    return Names(taken).propose(title, fallback, year=year)


class Names:
    """Names for many files at once: each given once, in a time that does not grow with how many papers have one title."""

    def __init__(self, taken: Container[str]) -> None:
        """Begin with the names that are `taken`."""
        self._taken = taken
        self._given: set[str] = set()
        self._last: dict[str, int] = {}

    def propose(self, title: str, fallback: str, *, year: int) -> str:
        """Name one more file, as `propose_slug` does."""
        slug = short_slug(title) or _slug(fallback)[:MOST_CHARACTERS_OF_AN_IDENTIFIER].rstrip("-") or f"paper-{year}"
        dated = slug if slug.endswith(f"-{year}") else f"{slug}-{year}"
        chosen = slug if self._is_free(slug) else dated
        number = self._last.get(dated, 1)
        while not self._is_free(chosen):
            number += 1
            chosen = f"{dated}-{number}"
        self._last[dated] = number
        self._given.add(chosen)
        return chosen

    def _is_free(self, slug: str) -> bool:
        return slug not in self._taken and slug not in self._given


def short_slug(title: str) -> str | None:
    """Say how a file would be named by its title alone, were every name free; None where the title has no letters for it."""
    return _short_name(title) or _first_words(title)


def _short_name(title: str) -> str | None:
    """Take ``EfficientNet`` from ``EfficientNet: Rethinking …``."""
    name, colon, _ = title.partition(":")
    slug = _without_article(_slug(name))
    is_name = bool(colon) and 1 <= len(slug.split("-")) <= MOST_WORDS_OF_A_NAME and len(slug) <= MOST_CHARACTERS
    return slug if is_name and _is_readable(slug) else None


def _first_words(title: str) -> str | None:
    whole = _without_article(_slug(title))
    words = whole.split("-")
    if len(words) <= MOST_WORDS and len(whole) <= MOST_CHARACTERS:
        return whole if _is_readable(whole) else None
    telling = [word for word in words if word not in _SMALL_WORDS] or words
    slug = ""
    for word in telling[:MOST_WORDS]:
        longer = f"{slug}-{word}" if slug else word[:MOST_CHARACTERS]
        if len(longer) > MOST_CHARACTERS:
            break
        slug = longer
    return slug if _is_readable(slug) else None


def _without_article(slug: str) -> str:
    return re.sub(r"^(?:an?|the)-", "", slug)


def _is_readable(slug: str) -> bool:
    return len(slug) > 1 and any(letter.isalpha() for letter in slug)


def _slug(text: str) -> str:
    """Write a text in ASCII letters and digits, its words joined by hyphens."""
    return "-".join(re.findall(r"[a-z0-9]+", plain(text), re.ASCII))
