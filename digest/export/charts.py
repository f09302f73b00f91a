"""A chart or another drawing within a page to a picture of its own, which brings its colours along; a course of numbers to a line of text."""

import re
from collections.abc import Iterable
from xml.etree import ElementTree as ET

from digest.export.tree import Element

_KEY = re.compile(r"([\w-]+?)(?:-wide)?-title", re.ASCII)
_FORM = re.compile(r"figure--[a-z]+|house")
_NAMES = {"viewbox": "viewBox"}
"""Attributes that HTML reads without regard to capitals, and XML does not."""
_KEPT = {
    *("x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "d", "points", "width", "height", "viewbox"),
    *("class", "text-anchor", "stroke-dasharray"),
}
_LEVELS = "▁▂▃▄▅▆▇█"
_TOP, _BOTTOM = 3.0, 17.0
"""Where the highest and the lowest value of a spark are drawn."""
_LONG = 400
"""Characters of a text alternative; what is longer the table below the picture tells better."""
# The colours of the site, by day and by night: a picture follows the reader's system, as the pages around it do.
_STYLE = """
svg { --ink: #14161a; --muted: #5a5f68; --line: #dfe2e7; --ok: #1c6b3c; --none: #858d99; --bar: #858d99; }
svg { --s1: #8b1e2d; --s2: #1b4b8a; --s3: #655000; --s4: #5d2d86; --s5: var(--ink); }
@media (prefers-color-scheme: dark) {
  svg { --ink: #eceef1; --muted: #a2a7b0; --line: #2e3138; --ok: #7fd49b; --none: #747b88; --bar: #6b7280; }
  svg { --s1: #f2a0a8; --s2: #8fbcf2; --s3: #d9c46b; --s4: #cbaef0; }
}
text { fill: var(--ink); font: 400 13px/1 Inter, system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
.quiet { fill: var(--muted); } .end { font-weight: 600; } .grid { stroke: var(--line); } .axis { stroke: var(--none); } .area { fill: none; }
.bar { fill: var(--bar); stroke: var(--bar); stroke-width: 2; stroke-linejoin: round; }
.line { fill: none; stroke: var(--ink); stroke-width: 2; stroke-linejoin: round; } .dot { fill: var(--ink); }
.figure--code .s1 { fill: var(--ok); stroke: var(--ok); } .figure--code .s2 { fill: none; stroke: var(--ok); }
.figure--code .s3 { fill: none; stroke: var(--none); stroke-width: 1; } .figure--several .s1 { fill: none; }
.house text { font-size: 12px; } .house .room, .house .file { font-weight: 600; } .house .said { fill: var(--muted); }
.house .wall, .house .stage, .house .way { fill: none; stroke: var(--none); } .house .stage, .house .file { stroke-width: 2; --none: var(--ok); }
.house .file { fill: var(--ok); stroke: none; } .house .wall--apart, .house .stage--apart, .house .way { --none: var(--ink); }
""" + "".join(
    f".figure--lines .line.s{n} {{ stroke: var(--s{n}); }} .figure--lines .dot.s{n}, .figure--lines .end.s{n} {{ fill: var(--s{n}); }}\n"
    for n in range(1, 6)
)


def is_chart(element: Element) -> bool:
    """Say whether an element is a drawing with a name, as it is for wide screens; of a chart there is one for narrow ones beside it."""
    return element.tag == "svg" and not {"chart--narrow", "spark"} & {*element.classes}


def name_of(chart: Element) -> str | None:
    """Find what a chart is called on its page."""
    found = next((_KEY.fullmatch(title.get("id")) for title in chart.all("title") if title.get("id")), None)
    return found[1] if found else None


def alternative(chart: Element) -> str:
    """Say in words what a chart shows."""
    [title, *_] = [*(one.text for one in chart.elements if one.tag == "title"), ""]
    [description, *_] = [*(one.text for one in chart.elements if one.tag == "desc"), ""]
    has_table = "chart" in chart.classes
    return description if description and not (has_table and len(description) > _LONG) else title


def drawn(chart: Element, classes: Iterable[str]) -> bytes:
    """Write a chart as a file; `classes` of what stands around it say which colours it has. Its links stay in the table beside it."""
    forms = " ".join(dict.fromkeys(name for name in classes if _FORM.fullmatch(name)))
    _, _, width, height = chart.get("viewbox").split()
    root = ET.Element("svg", {"xmlns": "http://www.w3.org/2000/svg", "role": "img", "width": width, "height": height, "class": forms})
    root.set("viewBox", chart.get("viewbox"))
    head = [child for child in chart.elements if child.tag in {"title", "desc"}]
    for child in head:
        ET.SubElement(root, child.tag).text = child.text
    ET.SubElement(root, "style").text = _STYLE
    for child in chart.elements:
        if child not in head:
            _copy(child, root)
    written: bytes = ET.tostring(root, encoding="utf-8")
    return written + b"\n"


def _copy(element: Element, parent: ET.Element) -> None:
    attributes = {_NAMES.get(name, name): value for name, value in element.attributes.items() if name in _KEPT}
    copied = ET.SubElement(parent, "g" if element.tag == "a" else element.tag, attributes)
    copied.text = "".join(child for child in element.children if isinstance(child, str))
    for child in element.elements:
        _copy(child, copied)


def sparkline(spark: Element) -> str:
    """Write the course of a few numbers with blocks of text, the lowest and the highest as far apart as they can be."""
    points = [point.partition(",")[2] for line in spark.all("polyline") for point in line.get("points").split()]
    shares = [(_BOTTOM - float(point)) / (_BOTTOM - _TOP) for point in points]
    return "".join(_LEVELS[min(max(round(share * (len(_LEVELS) - 1)), 0), len(_LEVELS) - 1)] for share in shares)
