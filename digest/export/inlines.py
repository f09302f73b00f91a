"""What stands within a paragraph: elements and texts to Markdown on one line."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from digest.export.charts import sparkline
from digest.export.formulas import formula
from digest.export.text import code, escaped, plain
from digest.export.tree import Element

TAGS = frozenset(
    {"a", "abbr", "b", "bdi", "br", "cite", "code", "del", "em", "i", "img", "ins", "kbd", "math", "mark", "q", "s", "small", "span"}
    | {"strong", "sub", "sup", "time", "u", "var", "wbr"}
)
"""What begins no line of its own."""
_STRONG, _EMPHASIS = "**", "*"
_BREAK = re.compile(" ?<br> ?")
_MARKS = {"b": _STRONG, "strong": _STRONG, "em": _EMPHASIS, "i": _EMPHASIS}
_HTML = {_STRONG: "strong", _EMPHASIS: "em"}
_KEPT = frozenset({"sub", "sup", "del", "ins", "kbd"})
"""What Markdown has no mark for, and everybody shows as HTML."""
_APART = frozenset({"dots", "legend", "badges", "crumbs", "buttons"})
"""Classes of a line whose parts only the style sheet sets apart."""
_CELLS = {"cell--official": "■", "cell--community": "□", "cell--none": "▫", "cell--s1": "□", "cell--s2": "■"}
"""How a legend shows what the bars of a chart look like; alone it says nothing."""
_BEFORE, _AFTER = " (", " .,;:!?)"
"""Beside these, everybody takes two asterisks for the begin or end of strong text."""

Follow = Callable[[str], str | None]
"""Writes where a link leads, among Markdown files; None where nothing should lead there."""


@dataclass(frozen=True, slots=True)
class _Marked:
    """A text that may be marked by asterisks, if what stands beside it allows that."""

    mark: str
    text: str


def line(parent: Element, nodes: Iterable[Element | str], follow: Follow) -> str:
    """Write nodes, all of them children of `parent`, on one line."""
    text = _BREAK.sub("<br>", plain(_joined(list(_inside(parent, nodes, follow)))).strip())
    return "" if text in _CELLS.values() else text


def _inside(parent: Element, nodes: Iterable[Element | str], follow: Follow) -> Iterator[str | _Marked]:
    is_apart = _APART.intersection(parent.classes) or (parent.tag == "a" and _is_of_parts(parent))
    return (_apart if is_apart else _pieces)(nodes, follow)


def _is_of_parts(element: Element) -> bool:
    """Say whether an element holds others and no text of its own."""
    return sum(1 for _ in element.elements) > 1 and not any(isinstance(child, str) and child.strip() for child in element.children)


def _apart(nodes: Iterable[Element | str], follow: Follow) -> Iterator[str | _Marked]:
    """Set a dot between elements that follow one another."""
    follows = False
    for node in nodes:
        pieces = list(_pieces([node], follow))
        says = any(isinstance(one, _Marked) or one.strip() for one in pieces)
        is_part = says and isinstance(node, Element) and node.tag in {"a", "span"} and node.get("role") != "img"
        if is_part and follows:
            yield " · "
        yield from pieces
        follows = is_part or (follows and not says)


def _pieces(nodes: Iterable[Element | str], follow: Follow) -> Iterator[str | _Marked]:
    for node in nodes:
        if isinstance(node, str):
            yield escaped(node)
        elif not node.is_left_out:
            yield from _of_element(node, follow)


def _of_element(element: Element, follow: Follow) -> Iterator[str | _Marked]:
    tag = element.tag
    if tag in {"br", "wbr"}:
        yield "<br>" if tag == "br" else ""
    elif tag == "code":
        yield code(element.text)
    elif tag == "math":
        yield formula(element)
    elif tag == "svg":
        yield sparkline(element) if "spark" in element.classes else ""
    elif element.get("role") == "img":
        yield f" ({escaped(element.get('aria-label'))}) " if element.get("aria-label") else ""
    elif "cell" in element.classes:
        yield "".join(mark for name, mark in _CELLS.items() if name in element.classes)
    elif tag == "img":
        yield _picture(element, follow)
    else:
        inside = _joined(list(_inside(element, element.children, follow)))
        yield from _around(element, f"<br>{inside.strip()}" if "note" in element.classes else inside, follow)


def _around(element: Element, inside: str, follow: Follow) -> Iterator[str | _Marked]:
    """Write an element around what stands in it."""
    text = inside.strip()
    if not text or element.tag not in {"a", *_MARKS, *_KEPT}:
        yield inside if element.tag in TAGS else f" {inside} "
        return
    yield inside[: len(inside) - len(inside.lstrip())]
    if element.tag == "a":
        target = follow(element.get("href")) if element.get("href") else None
        yield f"[{text}]({target})" if target else text
    elif element.tag in _MARKS:
        yield _Marked(_MARKS[element.tag], text)
    else:
        yield f"<{element.tag}>{text}</{element.tag}>"
    yield inside[len(inside.rstrip()) :]


def _picture(element: Element, follow: Follow) -> str:
    target = follow(element.get("src"))
    return f"![{escaped(element.get('alt'))}]({target})" if target else escaped(element.get("alt"))


def _joined(pieces: list[str | _Marked]) -> str:
    pieces = [piece for piece in pieces if piece]
    done = ""
    for place, piece in enumerate(pieces):
        if isinstance(piece, str):
            done += piece
            continue
        after = pieces[place + 1] if place + 1 < len(pieces) else " "
        is_free = plain(done)[-1:] in _BEFORE and isinstance(after, str) and plain(after)[:1] in _AFTER
        tag = _HTML[piece.mark]
        done += f"{piece.mark}{piece.text}{piece.mark}" if is_free else f"<{tag}>{piece.text}</{tag}>"
    return done
