"""HTML that our templates wrote to a tree of elements and texts."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})
_LEFT_OUT = frozenset(
    {"script", "style", "template", "form", "fieldset", "button", "input", "select", "textarea", "label", "datalist", "dialog"}
)
"""What works only with scripts, or is for machines."""


@dataclass(slots=True)
class Element:
    """An element with what stands in it, in order."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: "list[Element | str]" = field(default_factory=list)

    def get(self, name: str) -> str:
        """Read an attribute; empty where it is not there."""
        return self.attributes.get(name, "")

    @property
    def classes(self) -> list[str]:
        """The classes that it has."""
        return self.get("class").split()

    @property
    def is_left_out(self) -> bool:
        """Say whether a reader of plain text misses nothing without it, or could not use it."""
        is_hidden = "hidden" in self.attributes or self.get("aria-hidden") == "true"
        return self.tag in _LEFT_OUT or (is_hidden and self.tag != "svg")

    @property
    def elements(self) -> "Iterator[Element]":
        """Its children without the texts between them."""
        return (child for child in self.children if isinstance(child, Element))

    def all(self, *tags: str) -> "Iterator[Element]":
        """Find every element of some kinds below it, in order."""
        for child in self.elements:
            if child.tag in tags:
                yield child
            yield from child.all(*tags)

    @property
    def text(self) -> str:
        """All text in it."""
        return "".join(child if isinstance(child, str) else child.text for child in self.children)


def read(html: str) -> Element:
    """Read a fragment; the element that holds it has no tag."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.root


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("")
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(element)
        if tag not in _VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        place = next((place for place in range(len(self.open) - 1, 0, -1) if self.open[place].tag == tag), 0)
        if place and tag not in _VOID:
            del self.open[place:]

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)
