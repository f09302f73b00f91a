r"""TeX commands for accents and letters, as titles and names from arXiv hold them, to the letters that they mean."""

import re
import unicodedata

ACCENTS = {
    "`": "\u0300",
    "'": "\u0301",
    "^": "\u0302",
    "~": "\u0303",
    "=": "\u0304",
    "u": "\u0306",
    ".": "\u0307",
    '"': "\u0308",
    "r": "\u030a",
    "H": "\u030b",
    "v": "\u030c",
    "c": "\u0327",
    "k": "\u0328",
}
"""Accents that TeX sets in any of its common fonts, each with what Unicode combines."""
LETTERS = {
    "ss": "ß",
    "ae": "æ",
    "AE": "Æ",
    "oe": "œ",
    "OE": "Œ",
    "o": "ø",
    "O": "Ø",
    "l": "ł",
    "L": "Ł",
    "i": "\u0131",
    "dh": "ð",
    "DH": "Ð",
    "th": "þ",
    "TH": "Þ",
    "dj": "đ",
    "DJ": "Đ",
}
# As in pandoc: what opens a formula has no space after it, what closes one none before it and no digit after it.
FORMULA = re.compile(r"(?<![\\$])\$(?!\s)[^$%#&~]+(?<![\s\\])\$(?![\d$])")
_MARKS = "".join(re.escape(mark) for mark in ACCENTS if not mark.isalpha())
_TEXT_COMMAND = re.compile(
    rf"""
    (?<![^\w\s({{-])  # in a word or where one begins: x=\"a is a quotation mark of another language
    (?P<open>\{{)?
    \\(?:
        (?P<mark>[{_MARKS}])(?P<plain>\\[ij](?![A-Za-z])|\{{\\?[A-Za-z]\}}|[A-Za-z])
      | (?P<named>[urHvck])(?P<spaced>\{{\\?[A-Za-z]\}}|\s+\\?[A-Za-z](?![A-Za-z]))
      | (?P<letter>{"|".join(sorted(LETTERS, key=len, reverse=True))})(?![A-Za-z])(?:\{{\}})?
    )
    (?(open)\}})
    """,
    re.VERBOSE,
)


def spelled(text: str) -> str:
    r"""Read accents and letters that are spelled as TeX commands: ``R\'enyi`` and ``R{\'e}nyi`` are Rényi; formulas stay as they are."""
    if "\\" not in text:
        return text
    pieces, place = [], 0
    for formula in FORMULA.finditer(text):
        pieces += [_TEXT_COMMAND.sub(_letter, text[place : formula.start()]), formula[0]]
        place = formula.end()
    return "".join([*pieces, _TEXT_COMMAND.sub(_letter, text[place:])])


def _letter(match: re.Match[str]) -> str:
    if match["letter"]:
        return LETTERS[match["letter"]]
    base = (match["plain"] or match["spaced"]).strip(" {}\\")
    letter = unicodedata.normalize("NFC", base + ACCENTS[match["mark"] or match["named"]])
    return letter if len(letter) == 1 else match[0]  # no such letter, so it was something else
