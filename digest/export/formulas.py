"""MathML to text with raised and lowered parts: a formula that everybody shows, without a script and without MathML."""

from collections.abc import Callable

from digest.export.text import escaped
from digest.export.tree import Element

_ACCENTS = {"^": "\u0302", "¯": "\u0304", "‾": "\u0304", "~": "\u0303", "→": "\u20d7", "˙": "\u0307"}
"""What stands over a letter, as the character that is set over the one before it."""
_LONG = 1
"""Characters in a part of a fraction or under a root that need no brackets."""


def formula(element: Element) -> str:
    """Write a formula, or a part of one, as Markdown on one line."""
    parts = [_apart(child, element) for child in element.elements]
    write = _WRITERS.get(element.tag)
    if write and len(parts) == write[0]:
        return write[1](parts)
    if element.tag in {"mtext", "mspace"}:
        return escaped(element.text) or " "
    return _BETWEEN.get(element.tag, "").join(parts) if parts else escaped(element.text.strip())


def _apart(child: Element, parent: Element) -> str:
    """Write a part; a fraction that has something beside it, or is raised, stands in brackets."""
    part = formula(child)
    is_fraction = child.tag == "mfrac" or (child.tag == "mrow" and [one.tag for one in child.elements] == ["mfrac"])
    return f"({part})" if is_fraction and parent.tag in _TIGHT and sum(1 for _ in parent.elements) > 1 else part


def _grouped(part: str) -> str:
    return part if len(part) <= _LONG or part.isdecimal() else f"({part})"


def _over(parts: list[str]) -> str:
    base, over = parts
    return base + _ACCENTS[over] if over in _ACCENTS and len(base) == 1 else f"{base}<sup>{over}</sup>"


def _lowered(parts: list[str]) -> str:
    return f"{parts[0]}<sub>{parts[1]}</sub>"


def _raised(parts: list[str]) -> str:
    return f"{parts[0]}<sup>{parts[1]}</sup>"


def _both(parts: list[str]) -> str:
    return f"{parts[0]}<sub>{parts[1]}</sub><sup>{parts[2]}</sup>"


_BETWEEN = {"mtable": "; ", "mtr": ", "}
"""What parts rows and cells, which MathML sets apart by their places."""
_TIGHT = {"mrow", "msup", "msub", "msubsup"}
_WRITERS: dict[str, tuple[int, Callable[[list[str]], str]]] = {
    "msub": (2, _lowered),
    "munder": (2, _lowered),
    "msup": (2, _raised),
    "mover": (2, _over),
    "msubsup": (3, _both),
    "munderover": (3, _both),
    "mfrac": (2, lambda parts: f"{_grouped(parts[0])}/{_grouped(parts[1])}"),
    "mroot": (2, lambda parts: f"<sup>{parts[1]}</sup>√{_grouped(parts[0])}"),
    "msqrt": (1, lambda parts: f"√{_grouped(parts[0])}"),
}
"""How many parts an element has, and how they stand together."""
