"""The content of a page to blocks of Markdown: headings, paragraphs, lists, tables, code, pictures."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from digest.export import charts
from digest.export.inlines import TAGS, Follow, line
from digest.export.tables import table
from digest.export.text import at_start, escaped, in_attribute, in_html, plain
from digest.export.tree import Element

_HEADINGS = {f"h{level}": "#" * level for level in range(1, 7)}
_UNROLLED = ("h1", "h2", "h3", "h4", "details", "pre", "table", "article")
"""What stands badly in a list in Markdown: a list of these becomes one after the other."""
_UNNUMBERED = frozenset({"stack", "contents"})
"""Classes of lists, or of what holds them, that number their items by themselves or not at all."""
_INDENT = " " * 4
RULE = "---"
"""Before an entry in a list of many: its first line stands above its title, where it would seem to belong to the one before."""
_NO_TEXT = re.compile(r"[|<>]|```|---|- |\d+\. ")
"""How a block begins that must begin its line."""
_NAME = re.compile(r"[\w.$-]+")
"""What something can be linked at."""
_SIMPLE = re.compile(r"[A-Za-z0-9]+(?: [A-Za-z0-9]+)*")
"""A heading by which everybody makes the same anchor."""


@dataclass(slots=True)
class Writer:
    """Writes one page."""

    follow: Follow
    draw: Callable[[str, bytes], str | None]
    """Takes a picture by its name and says where it stands."""
    elsewhere: str
    """Says, in Markdown, where what needs scripts does work."""
    around: list[Element] = field(default_factory=list)
    """The elements that the one being written stands in."""
    anchors: set[str] = field(default_factory=set)
    """What a heading can be linked at by now."""

    def blocks(self, element: Element) -> Iterator[str]:
        """Write what stands in an element."""
        self.around.append(element)
        run: list[Element | str] = []
        for child in [*element.children, None]:
            if isinstance(child, str) or (child is not None and child.tag in TAGS):
                run.append(child)
                continue
            if text := line(element, run, self.follow):
                yield at_start(text)
            run = []
            if child is not None and not child.is_left_out:
                yield from self._anchored(child, list(self._block(child)))
        self.around.pop()

    def _block(self, element: Element) -> Iterator[str]:
        if element.tag in _HEADINGS:
            if text := line(element, element.children, self.follow):
                yield f"{_HEADINGS[element.tag]} {text}"
        elif write := self._writers.get(element.tag):
            yield from write(element)
        else:
            yield from ([RULE] if "entry" in element.classes else [])
            yield from self.blocks(element)

    @property
    def _writers(self) -> dict[str, Callable[[Element], Iterable[str]]]:
        """How what is no heading and no mere container is written, by its tag."""
        return {
            "ul": self._list,
            "ol": self._list,
            "dl": self._terms,
            "table": lambda element: [table(element, self._cell)],
            "pre": lambda element: [_code(element.text)],
            "details": self._details,
            "svg": self._chart,
            "noscript": lambda element: [*self.blocks(element), self.elsewhere],
            "blockquote": self._quotation,
            "hr": lambda _: [RULE],
        }

    def _quotation(self, element: Element) -> Iterator[str]:
        yield "\n".join(f"> {text}".rstrip() for text in joined(self.blocks(element)).split("\n"))

    def _anchored(self, element: Element, blocks: list[str]) -> Iterator[str]:
        """Put before an element what it can be linked at, unless its heading makes just that."""
        name = element.get("id")
        mark, _, title = blocks[0].partition(" ") if blocks else ("", "", "")
        is_heading = bool(mark) and not mark.strip("#")
        made = title.lower().replace(" ", "-") if is_heading and _SIMPLE.fullmatch(title) else ""
        is_made = bool(name) and name == made and made not in self.anchors
        if made:
            self.anchors.add(made)
        if _NAME.fullmatch(name) and blocks and not is_made and element.tag != "details":
            anchor = f'<a id="{name}"></a>'
            is_text = not _NO_TEXT.match(blocks[0])
            blocks[:1] = [f"{mark} {anchor}{title}"] if is_heading else [anchor + blocks[0]] if is_text else [anchor, blocks[0]]
        yield from blocks

    def _list(self, element: Element) -> Iterator[str]:
        items = [child for child in element.elements if child.tag == "li" and not child.is_left_out]
        if any(True for item in items for _ in item.all(*_UNROLLED)):
            for item in items:
                yield RULE
                yield from self._anchored(item, list(self.blocks(item)))
            return
        holders = {name for one in (element, *self.around[-1:]) for name in one.classes}
        is_numbered = element.tag == "ol" and not _UNNUMBERED & holders
        first = int(element.get("start")) if element.get("start").isdecimal() else 1
        written = [list(self._anchored(item, list(self.blocks(item)))) for item in items]
        lines = [
            _item(f"{number}. " if is_numbered else "- ", blocks) for number, blocks in enumerate((one for one in written if one), first)
        ]
        if lines:
            yield ("\n" if all(len(blocks) <= 1 for blocks in written) else "\n\n").join(lines)

    def _terms(self, element: Element) -> Iterator[str]:
        """Write terms as a list, each with what is said of it on the same line and below."""
        items: list[list[str]] = []
        for child in _parts_of_terms(element):
            if child.tag == "dt":
                text = self._cell(child)
                items.append(list(self._anchored(child, [f"**{text}**" if text else ""])))
            elif items:
                first, *rest = [*self.blocks(child), ""]
                is_more = len(items[-1]) > 1 or bool(_NO_TEXT.match(first))
                items[-1][-1:] = [items[-1][-1], first, *rest[:-1]] if is_more else [f"{items[-1][-1]} {first}".strip(), *rest[:-1]]
        if items:
            lines = [_item("- ", blocks) for blocks in items]
            yield ("\n" if all(len(blocks) == 1 for blocks in items) else "\n\n").join(lines)

    def _cell(self, element: Element) -> str:
        """Write everything in an element on one line."""
        return "<br>".join(
            text
            for run in _runs(element)
            for text in [line(element, run, self.follow) if isinstance(run, list) else self._cell(run)]
            if text
        )

    def _details(self, element: Element) -> Iterator[str]:
        [summary, *_] = [*(child for child in element.elements if child.tag == "summary"), Element("summary")]
        rest = Element("div", children=[child for child in element.children if child is not summary])
        name = f' id="{element.get("id")}"' if _NAME.fullmatch(element.get("id")) else ""
        yield f'<details{name} markdown="1">\n<summary>{in_html(summary.text).strip()}</summary>'
        yield from self.blocks(rest)
        yield "</details>"

    def _chart(self, chart: Element) -> Iterator[str]:
        """Write a chart as a picture; the one for narrow screens shows the same."""
        name = charts.name_of(chart)
        if not (name and charts.is_chart(chart)):
            return
        classes = [name for one in self.around for name in one.classes]
        if place := self.draw(f"{name}.svg", charts.drawn(chart, classes)):
            yield f"![{escaped(plain(charts.alternative(chart)))}]({place})"


def joined(blocks: Iterator[str]) -> str:
    """Set blocks apart, two lists too, which would be one otherwise."""
    done: list[str] = []
    for block in blocks:
        if block == RULE and (not done or done[-1] == RULE or done[-1].startswith("#")):
            continue
        if done and _kind(done[-1]) and _kind(done[-1]) == _kind(block):
            done.append("<!-- -->")
        done.append(block)
    return "\n\n".join(done)


def _parts_of_terms(element: Element) -> Iterator[Element]:
    """Find the terms and what is said of them, each of which may stand with its own in a <div>."""
    for child in element.elements:
        yield from _parts_of_terms(child) if child.tag == "div" else [child]


def _kind(block: str) -> str:
    return "ul" if block.startswith("- ") else "ol" if re.match(r"\d+\. ", block) else ""


def _item(mark: str, blocks: list[str]) -> str:
    first, *rest = joined(iter(blocks)).split("\n")
    return "\n".join([mark + first, *(_INDENT + text if text else "" for text in rest)])


def _code(text: str) -> str:
    if "8<" in text:  # pymdownx.snippets would put a file there
        return f"<pre><code>{in_attribute(text)}</code></pre>"
    longest = max(map(len, re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}\n{text.strip(chr(10))}\n{fence}"


def _runs(element: Element) -> Iterator[list[Element | str] | Element]:
    """Part what stands in an element into runs of what begins no line, and what does."""
    run: list[Element | str] = []
    for child in element.children:
        if isinstance(child, str) or child.tag in TAGS or child.tag == "svg":
            run.append(child)
        elif not child.is_left_out:
            yield run
            yield child
            run = []
    yield run
