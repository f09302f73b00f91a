"""A table to one in Markdown."""

from collections.abc import Callable

from digest.export.tree import Element

Write = Callable[[Element], str]


def table(element: Element, write: Write) -> str:
    """Write a table; a cell that reaches over several stands in the first of them, the others are empty."""
    heads = [row for part in element.elements if part.tag == "thead" for row in part.all("tr")]
    rows = [row for row in element.all("tr") if not any(row is head for head in heads)]
    lines = _lines([*heads[:1], *heads[1:], *rows], write)
    if not lines:
        return ""
    width = max(map(len, lines))
    if not heads:
        lines.insert(0, [])
    lines.insert(1, ["---"] * width)
    return "\n".join(f"| {' | '.join(line + [''] * (width - len(line)))} |" for line in lines)


def _lines(rows: list[Element], write: Write) -> list[list[str]]:
    lines: list[list[str]] = []
    below: dict[int, int] = {}  # columns, and for how many rows a cell above still fills them
    for row in rows:
        line: list[str] = []
        for cell in row.elements:
            _skip(line, below)
            below[len(line)] = _span(cell, "rowspan") - 1
            line += [write(cell), *([""] * (_span(cell, "colspan") - 1))]
        _skip(line, below)
        lines.append(line)
    return lines


def _skip(line: list[str], below: dict[int, int]) -> None:
    while below.get(len(line), 0) > 0:
        below[len(line)] -= 1
        line.append("")


def _span(cell: Element, name: str) -> int:
    return int(cell.get(name)) if cell.get(name).isdecimal() else 1
