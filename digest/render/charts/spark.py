"""Numbers to a sparkline: their course within a row of text."""

from collections.abc import Sequence
from xml.etree import ElementTree as ET

from markupsafe import Markup

from digest.render.charts.drawing import written


def spark(values: Sequence[float | None]) -> Markup:
    """Draw the course of a few values as a line in a row of text, for the eye alone: the values stand beside it."""
    width, height, edge = 80, 20, 3
    known = [value for value in values if value is not None]
    low, high = min([0, *known]), max([0, *known])
    root = ET.Element("svg", {"class": "spark", "viewBox": f"0 0 {width} {height}", "aria-hidden": "true"})
    step = (width - 2 * edge) / max(1, len(values) - 1)
    points = [
        (edge + number * step, height - edge - (value - low) / ((high - low) or 1) * (height - 2 * edge))
        for number, value in enumerate(values)
        if value is not None
    ]
    if points:
        ET.SubElement(root, "polyline", {"class": "line s1", "points": " ".join(f"{written(x)},{written(y)}" for x, y in points)})
        x, y = points[-1]
        ET.SubElement(root, "circle", {"class": "dot s1", "cx": written(x), "cy": written(y), "r": "2.5"})
    return Markup(ET.tostring(root, encoding="unicode"))  # noqa: S704 (it holds numbers only)
