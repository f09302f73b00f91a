"""How tests read a page of either engine: the words, links and anchors of its content, by a parser that knows neither."""

import posixpath
import re
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from urllib.parse import unquote, urljoin, urlsplit

VOID = {"area", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}
NEEDS_SCRIPTS = {"script", "style", "template", "form", "fieldset", "button", "dialog", "select", "textarea"}
"""What an export leaves out: without scripts it does nothing."""
DRAWN = {"svg"}
"""Charts are pictures in an export; what they say is in their table, and in the text alternative, which other tests read."""
WRITTEN_ON_A_LINE = re.compile(r"[\s·()/√^\u0302\u0304\u0303\u20d7]|[▁▂▃▄▅▆▇█]|<!-- -->")
"""What an export writes where the site draws: dots between parts, brackets around text alternatives, fractions, roots, sparks."""
BASE = "https://x.test/"


@dataclass
class Content:
    """What stands in the content of a page."""

    words: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    anchors: set[str] = field(default_factory=set)
    pictures: list[tuple[str, str]] = field(default_factory=list)
    """Address and text alternative."""

    @property
    def text(self) -> str:
        """All its words, without what sets them apart."""
        return WRITTEN_ON_A_LINE.sub("", "".join(self.words))


class _Reader(HTMLParser):
    def __init__(self, url: str) -> None:
        super().__init__(convert_charrefs=True)
        self.url = url
        self.content = Content()
        self.open: list[tuple[str, bool]] = []
        """The elements of the content that are open, and whether what stands in each is read."""

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        if not self.open and values.get("id") != "main" and "md-content__inner" not in (values.get("class") or ""):
            return
        reads = not self.open or self.open[-1][1]
        is_picture = values.get("role") == "img" and tag not in DRAWN
        if is_picture and reads:
            self.content.words.append(values.get("aria-label") or "")
        is_hidden = "hidden" in values or values.get("aria-hidden") == "true"
        reads = reads and not (is_picture or is_hidden or tag in NEEDS_SCRIPTS | DRAWN)
        if reads and self.open:
            self._note(tag, values)
        if tag not in VOID:
            self.open.append((tag, reads))

    def _note(self, tag, values):
        if values.get("id"):
            self.content.anchors.add(values["id"])
        if tag == "a" and values.get("href"):
            self.content.links.append(target(self.url, values["href"]))
        if tag == "img":
            self.content.pictures.append((target(self.url, values["src"]), values.get("alt") or ""))

    def handle_endtag(self, tag):
        place = next((place for place in range(len(self.open) - 1, -1, -1) if self.open[place][0] == tag), None)
        if place is not None:
            del self.open[place:]

    def handle_data(self, data):
        if self.open and self.open[-1][1]:
            self.content.words.append(data)


@cache
def target(url: str, href: str) -> str:
    """Follow a link from the page at a URL; what stays on the site becomes an address of it."""
    full = urljoin(BASE + url, href)
    if not full.startswith(BASE):
        return unquote(full)
    found = urlsplit(full)
    path = unquote(found.path).removesuffix("index.html").lstrip("/")
    return path + (f"?{found.query}" if found.query else "") + (f"#{found.fragment}" if found.fragment else "")


def content_of(html: str, url: str) -> Content:
    """Read the content of a page of either engine."""
    reader = _Reader(url)
    reader.feed(html)
    reader.close()
    assert not reader.open, f"the content of {url} does not end"
    return reader.content


def place_of(page: str) -> str:
    """Name the URL of a page by the path of its file."""
    folder = posixpath.dirname(page)
    return f"{folder}/" if folder else ""
