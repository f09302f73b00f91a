"""How tests read a page of either engine: the words, links and anchors of its content, by a parser that knows neither."""

import re
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from urllib.parse import unquote, urljoin, urlsplit

import comrak
from markdown import Markdown

from digest.export.blocks import Writer, joined
from digest.export.engine import EXTENSIONS
from digest.export.places import follower
from digest.export.tree import read

SITE = "https://x.test/"
PAGES = {"": "index.md", "papers/a/": "papers/a.md", "papers/b/": "papers/b.md", "search/": "search.md"}
VOID = {"area", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}
NEEDS_SCRIPTS = {"script", "style", "template", "form", "fieldset", "button", "dialog", "select", "textarea"}
"""What an export leaves out: without scripts it does nothing."""
DRAWN = {"svg"}
"""Charts are pictures in an export; what they say is in their table, and in the text alternative, which other tests read."""
WRITTEN_ON_A_LINE = re.compile(r"[\s·()/√^\u0302\u0304\u0303\u20d7]|[▁▂▃▄▅▆▇█■□▫]")
"""What an export writes where the site draws: dots between parts, brackets around text alternatives, fractions, roots, sparks, cells."""


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
    def __init__(self, address: str, site: str) -> None:
        super().__init__(convert_charrefs=True)
        self.address = address
        self.site = site
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
            self.content.links.append(target(self.address, values["href"], self.site))
        if tag == "img":
            self.content.pictures.append((target(self.address, values["src"], self.site), values.get("alt") or ""))

    def handle_endtag(self, tag):
        place = next((place for place in range(len(self.open) - 1, -1, -1) if self.open[place][0] == tag), None)
        if place is not None:
            del self.open[place:]

    def handle_data(self, data):
        if self.open and self.open[-1][1]:
            self.content.words.append(data)


@cache
def target(address: str, href: str, site: str) -> str:
    """Follow a link from a page; what stays on the site becomes an address below its root."""
    try:
        full = urljoin(address, href)
    except ValueError:
        return href
    if not full.startswith(site):
        return unquote(full)
    found = urlsplit(full.removeprefix(site))
    return unquote(found._replace(path=found.path.removesuffix("index.html")).geturl())


def content_of(html: str, address: str, site: str) -> Content:
    """Read the content of a page of either engine: the full address that it has, and that of its site."""
    reader = _Reader(address, site)
    reader.feed(html)
    reader.close()
    assert not reader.open, f"the content of {address} does not end"
    return reader.content


def markdown_of(html: str, url: str = "papers/a/") -> str:
    """Write a fragment as the content of a page of a small site."""
    pictures = {}

    def draw(name, picture):
        pictures[name] = picture
        return f"a/{name}"

    writer = Writer(follower(url, PAGES, SITE), draw, f"It works at <{SITE}{url}>.")
    return joined(writer.blocks(read(html)))


def as_zensical(markdown: str) -> str:
    """Render Markdown as Zensical does, with what an export's configuration asks for."""
    return Markdown(extensions=[*EXTENSIONS]).convert(markdown)


def as_github(markdown: str) -> str:
    """Render Markdown with everything that GitHub reads into it, and all HTML that is in it."""
    extensions, options = comrak.ExtensionOptions(), comrak.RenderOptions()
    for name in ("alerts", "autolink", "footnotes", "math_dollars", "math_code", "shortcodes", "strikethrough", "table", "tasklist"):
        setattr(extensions, name, True)
    options.unsafe_ = True
    return comrak.render_markdown(markdown, extension_options=extensions, render_options=options)


ENGINES = {"zensical": as_zensical, "github": as_github}


def words_of(html: str) -> str:
    """Read the words of a fragment."""
    return content_of(f'<div id="main">{html}</div>', SITE, SITE).text
