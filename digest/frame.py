"""One page of MkDocs with marks in it to the frame around every page of its kind.

A page of a digest differs from others of its kind in six places: address, title, description, picture, what more belongs
into <head>, and its content. So MkDocs renders Material's templates once for a kind, with marks in these places, and the
output is cut there. What lies between the marks is the frame; a page is that frame with texts of its own in the gaps, byte
for byte as MkDocs would have rendered it: tests/test_frame.py holds it against builds that do. A digest may have a main.html of
its own, which may do more with a text than show it: so every frame is held against one page that is rendered in full, with
texts that no filter leaves as they are, and where the two differ all pages of that kind are rendered in full. What this does
not find is a template that treats one page by its address unlike others of its kind.

Only pages below a folder (papers/resnet/) have frames, for of these there are many. What stands at the top, in the nav, or in
a page that people wrote, by the name of its file, goes MkDocs' ordinary way. So does every page where another plugin or a hook
of mkdocs.yml wants to see pages: it would see those few alone.
"""

import posixpath
import re
from collections.abc import Callable, Container, Iterable, Iterator
from dataclasses import dataclass, replace
from hashlib import blake2b
from html import escape
from typing import NamedTuple
from urllib.parse import quote, unquote

from jinja2 import Environment
from mkdocs.commands.build import get_context
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page as MkDocsPage

from digest.model.outputs import Page, Ready
from digest.problems import DigestError
from digest.render.links import PageLinks, read_links, read_own_links

_COPIES = "data-copy"
"""What main.html looks for in a page's content, to give it a script."""
_MARK = re.compile(rf"digest0(address|title|description|card|head|html)0mark(?:/more| {_COPIES})?")
"""Letters and digits: no escaping, be it for HTML or for addresses, makes anything else of them."""

_HARD = "A title of MANY words, “quotes\" and 'more', <b>R&D</b>  and  Ünï" + " that goes on and on" * 30
"""A text that comes out of no filter as it went in."""
_DEPTHS = (2, 3)
"""A page of a folder (papers/resnet/), and a further page of a list there (topics/vision/2/)."""
_PAGE_EVENTS = ("pre_page", "page_read_source", "page_markdown", "page_content", "page_context", "post_page")
_PATH = re.compile(r"[^\s<>()\[\]\"'#?]+\.\w+")
"""Of a file, as Markdown may name it."""


class Kind(NamedTuple):
    """Everything by which the theme tells one page from another, but for the texts that it shows."""

    folder: str
    """Such as ``papers``: the header shows where one is."""
    depth: int
    """How many parts its address has: so far away is the root."""
    is_listed: bool
    copies: bool
    """It holds something to copy."""


@dataclass(frozen=True, slots=True)
class Frame:
    """A page in parts: texts and, between them, the names of what a page of its own has there."""

    parts: tuple[str, ...]
    name: bytes = b""
    """Of what it holds."""

    def filled(self, **own: str) -> str:
        """Write a page of this kind."""
        return "".join(own[part] if place % 2 else part for place, part in enumerate(self.parts))


@dataclass(frozen=True, slots=True)
class Site:
    """What MkDocs renders pages with."""

    config: MkDocsConfig
    files: Files
    nav: Navigation
    environment: Environment


def has_frame(page: Page, named: Container[str] = ()) -> bool:
    """Say whether a page may share its frame: the theme puts something else in the place of a text that is empty.

    Nor may a page below one that is `named` in the nav: its header says that one is there.
    """
    above = page.url.rstrip("/").rpartition("/")[0]
    is_below = "/" in above and f"{above}.md" in named
    return page.url.count("/") in _DEPTHS and bool(page.title and page.description) and not is_below


def _render(marked: Page, site: Site) -> str:
    """Render a page as MkDocs does."""
    file = File.generated(site.config, f"{marked.url.rstrip('/')}.md", content="")
    page = MkDocsPage(None, file, site.config)
    page.meta = {"title": escape(marked.title), "description": escape(marked.description), "digest": marked}
    page.content = marked.html
    page.active = True
    context = get_context(site.nav, site.files, site.config, page)
    context = site.config.plugins.on_page_context(context, page=page, config=site.config, nav=site.nav)
    return site.environment.get_template("main.html").render(context)


def cut(output: str) -> Frame:
    """Cut a page of marks apart."""
    frame = Frame(tuple(_MARK.split(output)), blake2b(output.encode(), digest_size=20).digest())
    if frame.parts[1::2].count("html") != 1:
        raise DigestError("the theme's main.html must show {{ page.content }} of a digest's page, and once")
    return frame


def _fill(frame: Frame, page: Page, html: str, head: str) -> str:
    """Put a page into its frame. Material's templates escape nothing, so texts are escaped here."""
    texts = {"title": escape(page.title), "description": escape(page.description)}
    return frame.filled(address=_name(page), **texts, card=page.card, head=head, html=html)


class Frames:
    """The frames of a site, each made when the first page of its kind asks for it."""

    depths = _DEPTHS

    def __init__(self, site: Site, finish: Callable[[str, str], str]) -> None:
        """Begin with none; `finish` makes of what the theme wrote at a URL what is published."""
        self.site = site
        self.finish = finish
        self.known: dict[Kind, tuple[Frame | None, PageLinks]] = {}
        self.anchors: dict[frozenset[str], frozenset[str]] = {}

    def of(self, kind: Kind, url: str) -> tuple[Frame | None, PageLinks]:
        """Give the frame of a kind, of which the page at `url` is one, and the links of the frame, but for those to the page itself.

        None where the theme does more with the texts of a page than to show them.
        """
        if kind not in self.known:
            output = _render(_marked(kind), self.site)
            found = read_links(output)
            links = PageLinks(found.anchors, [link for link in found.links if not _MARK.search(link)])
            frame = cut(self.finish(output, url))
            sample = _sample(kind, url)
            is_true = _fill(frame, sample, sample.html, sample.head) == self._in_full(sample)
            self.known[kind] = frame if is_true else None, links
        return self.known[kind]

    def _in_full(self, page: Page) -> str:
        return self.finish(_render(page, self.site), page.url)

    def filled(self, page: Page, html: str, head: str) -> tuple[str, PageLinks, Kind]:
        """Put a page with this content into its frame; give its links, and of which kind it is."""
        kind = Kind(page.url.partition("/")[0], page.url.count("/"), page.is_listed, _COPIES in html)
        frame, links = self.of(kind, page.url)
        if frame is None:
            output = self._in_full(replace(page, make=Ready(html), make_head=Ready(head)))
            return output, read_links(output), kind
        own = read_own_links(head + html)
        anchors = own.anchors | links.anchors
        # Many pages have the same anchors: of those one is kept.
        return _fill(frame, page, html, head), PageLinks(self.anchors.setdefault(anchors, anchors), {*own.links, *links.links}), kind


def has_others(config: MkDocsConfig, own: object, events: Iterable[str] = _PAGE_EVENTS) -> bool:
    """Say whether a hook or a plugin that is not our `own` does something with pages, or at other events."""
    return any(getattr(method, "__self__", None) is not own for event in events for method in config.plugins.events[event])


def is_shown(file: File, *, serving: bool) -> bool:
    """Say whether a file is to be published; exclude_docs and draft_docs of mkdocs.yml hide some."""
    return file.inclusion not in ({InclusionLevel.EXCLUDED} if serving else {InclusionLevel.EXCLUDED, InclusionLevel.DRAFT})


def named_files(pages: Iterable[File], nav: object) -> set[str]:
    """Find every path that the nav or a page that people wrote may name: MkDocs must know what stands there."""
    named = {posixpath.normpath(path) for path in _texts(nav)}
    for page in pages:
        folder = posixpath.dirname(page.src_uri)
        named |= {posixpath.normpath(posixpath.join(folder, unquote(path))) for path in set(_PATH.findall(page.content_string))}
    return named


def _texts(nav: object) -> Iterator[str]:
    if isinstance(nav, str):
        yield nav
    elif isinstance(nav, dict | list):
        for item in nav.values() if isinstance(nav, dict) else nav:
            yield from _texts(item)


def _name(page: Page) -> str:
    """Give what a page's address has below its folder, as addresses are written."""
    return quote(page.url.partition("/")[2].rstrip("/"))


def _mark(name: str) -> str:
    return f"digest0{name}0mark"


def _marked(kind: Kind) -> Page:
    html = f"{_mark('html')} {_COPIES}" if kind.copies else _mark("html")
    return Page(
        url=f"{kind.folder}/{_mark('address')}/{'more/' if kind.depth == _DEPTHS[-1] else ''}",
        title=_mark("title"),
        description=_mark("description"),
        make=Ready(html),
        card=_mark("card"),
        make_head=Ready(_mark("head")),
        is_listed=kind.is_listed,
    )


def _sample(kind: Kind, url: str) -> Page:
    html = f"<p {_COPIES}>A page.</p>" if kind.copies else "<p>A page.</p>"
    return Page(
        url=url,
        title=_HARD,
        description=_HARD,
        make=Ready(html),
        card="cards/a.png",
        make_head=Ready("<!-- a -->"),
        is_listed=kind.is_listed,
    )
