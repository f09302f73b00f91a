r"""Values of BibTeX to text: ``{\"o}`` is ö, braces that only hold letters together go, formulas stay as they are."""

import re
from collections.abc import Iterator
from functools import lru_cache

from pylatexenc.latex2text import LatexNodes2Text
from pylatexenc.latexwalker import LatexWalker, LatexWalkerError, get_default_latex_context_db

from digest.gather.imports.opened import MOST_OF_A_ROW
from digest.model.accents import spelled

_TEX = re.compile(r"[\\{}$~%]|--|``|''")
"""What a text needs that is not already what it says."""
_FORMULA = re.compile(r"(\$[^$]*\$)")
_DELIMITERS = re.compile(r'(?<!\\)[{}"#=]')
_SET = {"{": "", "}": "", "~": " ", "---": "\u2014", "--": "\u2013", "``": "\u201c", "''": "\u201d"}
_SIGNS = re.compile("|".join(map(re.escape, _SET)))
"""What TeX sets otherwise than it is typed, longest first."""
_MACROS = get_default_latex_context_db()
# Without a folder to read from, \input and \include give nothing.
_READER = LatexNodes2Text(math_mode="verbatim", keep_comments=True)
_BRACES = re.compile(r"(?<!\\)[{}]")
_MOST_READ = 20_000
"""Characters of a text that is read as TeX: no title, name or venue has as many."""
_MOST_NESTED = 30
"""Braces in one another; the reader of TeX calls itself for each."""


class Abbreviations:
    """What ``@string`` defines, months among it, and values written out with them."""

    def __init__(self) -> None:
        """Begin with the months, which every style of BibTeX knows."""
        self._known = {month: month for month in ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")}

    def define(self, name: str, value: str) -> None:
        """Take in a definition; a later one of the same name wins."""
        self._known[name.lower()] = self.value(value)

    def value(self, text: str) -> str:
        """Write a value out: without its quotes or braces, abbreviations in full, parts joined that ``#`` joins.

        Ten definitions that name one another tenfold would fill any memory: what is longer than any row is cut off.
        """
        return "".join(self._part(part.strip()) for part in _parts(text))[:MOST_OF_A_ROW]

    def _part(self, part: str) -> str:
        if (part[:1], part[-1:]) in {("{", "}"), ('"', '"')} and len(part) > 1:
            return part[1:-1]
        return self._known.get(part.lower(), part)[: MOST_OF_A_ROW // 16]


def runs_on(value: str) -> bool:
    """Say whether a value goes on into the field behind it, as where no comma stands between them."""
    return any(mark[0] == "=" for mark in _outside(value))


def _parts(text: str) -> Iterator[str]:
    """Split a value at each #."""
    start = 0
    for mark in _outside(text):
        if mark[0] == "#":
            yield text[start : mark.start()]
            start = mark.end()
    yield text[start:]


def _outside(text: str) -> Iterator[re.Match[str]]:
    """Find each # and = that stands outside of quotes and braces."""
    depth, quoted = 0, False
    for mark in _DELIMITERS.finditer(text):
        if mark[0] == "{":
            depth += 1
        elif mark[0] == "}":
            depth -= 1
        elif depth:
            continue
        elif mark[0] == '"':
            quoted = not quoted
        elif not quoted:
            yield mark


@lru_cache(maxsize=4096)  # journals, and people who write much
def read_tex(text: str) -> str:
    """Read a value as TeX would set it. What cannot be read is given as it was typed."""
    text = " ".join(text.split())
    if len(text) > _MOST_READ or not _TEX.search(text):
        return text
    pieces = _FORMULA.split(text)
    return "".join(piece if number % 2 else _read(piece) for number, piece in enumerate(pieces)).strip()


def _read(text: str) -> str:
    text = spelled(text)
    if "\\" not in text and "%" not in text and "$" not in text:  # as nearly all are
        return _SIGNS.sub(lambda sign: _SET[sign[0]], text)
    if _depth(text) > _MOST_NESTED:
        return text
    try:
        nodes = LatexWalker(text, latex_context=_MACROS, tolerant_parsing=True).get_latex_nodes()[0]
        said: str = _READER.nodelist_to_text(nodes)
    except (LatexWalkerError, RecursionError, ValueError, IndexError, TypeError, KeyError, AttributeError):
        return text
    return said


def is_balanced(text: str) -> bool:
    """Say whether every brace of a text has its other, in order."""
    depth = 0
    for brace in _BRACES.findall(text):
        depth += 1 if brace == "{" else -1
        if depth < 0:
            return False
    return depth == 0


def _depth(text: str) -> int:
    depth = most = 0
    for brace in _BRACES.findall(text):
        depth += 1 if brace == "{" else -1
        most = max(most, depth)
    return most
