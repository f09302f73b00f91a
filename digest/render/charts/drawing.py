"""Shapes and texts to inline SVG, without a colour: classes say what a thing is, the style sheet how it looks.

A tree is built and written at once, so that no text of a stranger can be anything but text.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Literal
from xml.etree import ElementTree as ET

from markupsafe import Markup

Anchor = Literal["start", "middle", "end"]

# What XML 1.0 cannot hold, even escaped (https://www.w3.org/TR/xml/#charsets), and what HTML takes for a mistake.
_LAST_OF_PLANES = "".join(chr(plane + end) for plane in range(0, 0x110000, 0x10000) for end in (0xFFFE, 0xFFFF))
_REFUSED = re.compile(f"[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]|[\ud800-\udfff\ufdd0-\ufdef]|[{_LAST_OF_PLANES}]")
_FIRST_STRONG, _END = "\u2068", "\u2069"
"""Around a text that may run from right to left, so that what stands beside it keeps its place: https://www.unicode.org/reports/tr9/"""


@dataclass(frozen=True, slots=True)
class Size:
    """How wide a chart is drawn; the style sheet shows the one that fits."""

    name: Literal["wide", "narrow"]
    width: int
    font: float
    """Of a text, in the same units; the style sheet has it too."""


WIDE = Size("wide", 500, 13)
# A phone of 320 px leaves 288 for a chart, which makes 12 px of these 14.5: nothing is ever smaller.
NARROW = Size("narrow", 344, 14.5)
SIZES = (WIDE, NARROW)


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """A series, with its name in words."""

    name: str
    values: tuple[float | None, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Chart:
    """What is drawn, with every word in its place."""

    key: str
    """Makes its ids, unique on a page: a slug."""
    title: str
    description: str
    """All that it shows, for those who do not see it."""
    places: tuple[str, ...]
    titles: tuple[str, ...]
    """What is shown of each place when somebody points at it."""
    hrefs: tuple[str | None, ...]
    """Where each place leads."""
    series: tuple[Line, ...]
    number: Callable[[float], str]
    """Writes a number as people do."""
    marks: tuple[tuple[int, str], ...] = ()
    """Places along a line that are told, and what they are called there; none where all are, as far as there is room."""
    unknown: str = ""
    """What stands where a bar would, if nothing is known: no bar alone would read as nothing at all."""


class Drawing:
    """A chart while it is being drawn."""

    def __init__(self, chart: Chart, size: Size, height: float, *, has_links: bool = False) -> None:
        """Begin with what those are told who do not see it."""
        title, description = f"{chart.key}-{size.name}-title", f"{chart.key}-{size.name}-text"
        self._root = ET.Element(
            "svg",
            {
                "xmlns": "http://www.w3.org/2000/svg",
                "class": f"chart chart--{size.name}",
                "viewBox": f"0 0 {size.width} {written(height)}",
                # Whatever is inside an image does not exist for a screen reader; links must.
                "role": "group" if has_links else "img",
                "aria-labelledby": f"{title} {description}",
            },
        )
        self._size = size
        self._inside = self._root
        self._add("title", id=title).text = clean(chart.title)
        self._add("desc", id=description).text = clean(chart.description)

    def text(self, x: float, y: float, text: str, *, anchor: Anchor = "start", kind: str = "") -> None:
        """Write a line of text whose baseline is at y."""
        attributes = {"class": kind} if kind else {}
        if anchor != "start":
            attributes["text-anchor"] = anchor
        self._add("text", x=written(x), y=written(y), **attributes).text = clean(text)

    def below(self, x: float, y: float, text: str) -> None:
        """Write the name of a place under it, within the chart."""
        half = width_of(text, self._size) / 2
        self.text(max(half, min(x, self._size.width - half)), y, isolated(text), anchor="middle", kind="quiet")

    def bar(self, x: float, y: float, width: float, height: float, *, series: int = 1) -> None:
        """Draw a bar of a series, counted from 1."""
        shape = {"x": x, "y": y, "width": width, "height": height}
        self._add("rect", **{"class": f"bar s{series}", **{name: written(value) for name, value in shape.items()}})

    def line(self, x1: float, y1: float, x2: float, y2: float, *, kind: str) -> None:
        """Draw a straight line: an axis or a part of the grid."""
        ends = {"x1": x1, "y1": y1, "x2": x2, "y2": y2}
        self._add("line", **{"class": kind, **{name: written(value) for name, value in ends.items()}})

    def course(self, points: Sequence[tuple[float, float]], *, series: int = 1, dash: str = "") -> None:
        """Draw the line of a series."""
        attributes = {"class": f"line s{series}", "points": " ".join(f"{written(x)},{written(y)}" for x, y in points)}
        self._add("polyline", **attributes, **({"stroke-dasharray": dash} if dash else {}))

    def dot(self, x: float, y: float, *, series: int = 1, radius: float = 3) -> None:
        """Mark a value of a series."""
        self._add("circle", **{"class": f"dot s{series}", "cx": written(x), "cy": written(y), "r": written(radius)})

    @contextmanager
    def about(self, name: str, area: tuple[float, float, float, float], href: str | None) -> Iterator[None]:
        """Draw what belongs to one place: its name is shown when pointed at, and all of its area leads to its page."""
        outside = self._inside
        self._inside = self._add("a", href=href) if href else self._add("g")
        self._add("title").text = clean(name)
        x, y, width, height = area
        self._add("rect", **{"class": "area", "x": written(x), "y": written(y), "width": written(width), "height": written(height)})
        yield
        self._inside = outside

    def markup(self) -> Markup:
        """Finish: HTML to put in as it is."""
        return Markup(ET.tostring(self._root, encoding="unicode"))  # noqa: S704 (a tree escapes what it holds)

    def _add(self, tag: str, **attributes: str) -> ET.Element:
        return ET.SubElement(self._inside, tag, attributes)


def isolated(text: str) -> str:
    """Keep a text with letters that run from right to left from turning what stands beside it around."""
    turns = any(unicodedata.bidirectional(character) in {"R", "AL"} for character in text)
    return f"{_FIRST_STRONG}{text}{_END}" if turns else text


def width_of(text: str, size: Size) -> float:
    """Guess how wide a text is, rather too much than too little: there is no font to ask while a page is built."""
    return size.font * sum(_width(character) for character in text)


def shortened(text: str, most: float, size: Size) -> str:
    """Cut a text that is wider than there is room for; the whole stands in the table and in its title."""
    if width_of(text, size) <= most:
        return text
    while text and width_of(text + "…", size) > most:
        text = text[:-1]
    return text.rstrip() + "…"


def wrapped(text: str, most: float, size: Size) -> list[str]:
    """Break a text into two lines at most, at a space where there is one."""
    words, first = text.split(" "), ""
    while words and width_of(f"{first} {words[0]}".strip(), size) <= most:
        first = f"{first} {words.pop(0)}".strip()
    if not first:  # one long word, as in languages without spaces
        cut = next((at for at in range(len(text), 0, -1) if width_of(text[:at], size) <= most), 1)
        first, words = text[:cut], [text[cut:]]
    return [first, shortened(" ".join(words), most, size)] if any(words) else [first]


def _width(character: str) -> float:
    if unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0
    if unicodedata.east_asian_width(character) in {"W", "F"}:
        return 1.05
    if character in "MW@%\u2212":
        return 0.9
    if character.isupper() or character in "mw":
        return 0.72
    return 0.64 if character.isdigit() else 0.58


def clean(text: str) -> str:
    """Leave out what no page can hold."""
    return _REFUSED.sub("", text)


def written(value: float) -> str:
    """Write a length to the tenth of a pixel."""
    return f"{round(value, 1) + 0:g}"  # nothing is drawn at -0
