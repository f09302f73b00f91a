"""Texts to those that say nearly the same, without holding each against each."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from typing import NamedTuple

_WORD = re.compile(r"\w+")
_MOST_HOLDERS = 20
"""Texts that one piece leads to; beyond, it is a phrase that everybody uses, or they are found through those twenty."""


class Likeness(NamedTuple):
    """Another text, and how much of both is in common: 0 to 1."""

    to: str
    degree: float


def title_pieces(title: str) -> frozenset[str]:
    """Cut a title into runs of three letters, whatever its case and signs: a letter more changes few of them."""
    letters = " ".join(_WORD.findall(title.casefold()))
    return frozenset(letters[place : place + 3] for place in range(max(1, len(letters) - 2))) if letters else frozenset()


def summary_pieces(summary: str) -> frozenset[str]:
    """Cut a text into runs of three words: those who write of one thing share words, who copy share runs of them."""
    words = _WORD.findall(summary.casefold())
    return frozenset(" ".join(words[place : place + 3]) for place in range(len(words) - 2))


def likest(pieces: Mapping[str, frozenset[str]], of: AbstractSet[str], *, least: float) -> dict[str, Likeness]:
    """Find for each text named in `of` the one that is most like it, where that is at least `least` (common pieces of all of both).

    Nothing is compared with everything: two texts that are so alike share one of the rarest pieces of either, as many as
    could be missing and one more (Bayardo, Ma, Srikant: Scaling up all pairs similarity search, 2007). A pair of two that
    are asked for is told once, of the later one.
    """
    asked = sorted(of & pieces.keys())
    frequency = Counter(piece for text in pieces.values() for piece in text)
    holders: defaultdict[str, list[str]] = defaultdict(list)
    for name in asked:
        rarest_first = sorted(pieces[name], key=lambda piece: (frequency[piece], piece))
        for piece in rarest_first[: len(rarest_first) - math.ceil(least * len(rarest_first)) + 1]:
            if len(holders[piece]) < _MOST_HOLDERS:
                holders[piece].append(name)
    found: dict[str, Likeness] = {}
    for name in sorted(pieces):
        for holder in sorted({holder for piece in pieces[name] if piece in holders for holder in holders[piece]} - {name}):
            later, earlier = (max(name, holder), min(name, holder)) if name in of else (holder, name)
            degree = _degree(pieces[name], pieces[holder])
            if degree >= least and degree > found.get(later, Likeness("", 0)).degree:
                found[later] = Likeness(earlier, degree)
    return found


def _degree(one: frozenset[str], other: frozenset[str]) -> float:
    common = len(one & other)
    return common / (len(one) + len(other) - common)
