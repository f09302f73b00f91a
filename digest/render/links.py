"""Finished pages to the internal links and anchors of them that lead nowhere."""

import posixpath
from collections.abc import Collection, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from html.parser import HTMLParser
from urllib.parse import SplitResult, unquote, urlsplit


@dataclass(frozen=True, slots=True)
class PageLinks:
    """What a page can be linked at, and what it links to."""

    anchors: frozenset[str]
    links: Collection[str]


def read_links(html: str) -> PageLinks:
    """Collect the ids, links and sources of a page."""
    reader = _LinkReader()
    reader.feed(html)
    return PageLinks(frozenset(reader.anchors), tuple(dict.fromkeys(reader.links)))


def read_links_around(own: str, html: str) -> PageLinks:
    """Collect the same of a page, the most of which mostly is what our templates wrote, as they did."""
    if own not in html:  # a hook or another plugin has had its way with it
        return read_links(html)
    around, within = read_links(html.replace(own, "", 1)), read_own_links(own)
    return PageLinks(around.anchors | within.anchors, tuple(dict.fromkeys((*around.links, *sorted(within.links)))))


def read_own_links(html: str) -> PageLinks:
    """Collect the same of what our templates wrote, where every value stands in double quotes and brackets are escaped."""
    return PageLinks(frozenset(_values("id", html)), frozenset((*_values("href", html), *_values("src", html))))


def _values(name: str, html: str) -> Iterator[str]:
    """Find the values of an attribute. To look for its letters, and where they are for brackets, is faster than any pattern."""
    is_tag = False
    before, *rest = html.split(f'{name}="')
    for after in rest:
        opened, closed = before.rfind("<"), before.rfind(">")
        if opened != closed:  # else nothing but text or a value lies between this and the one before
            is_tag = opened > closed
        if is_tag and before[-1:].isspace():
            yield unescape(after[: after.index('"')])
        before = after


def settled(known: Iterable[str], depth: int) -> frozenset[str]:
    """Write what is known as pages so far below the root link to it."""
    root = "../" * depth  # what leads home is written without its last stroke
    return frozenset((root.removesuffix("/"), *(root + url for url in known)))


def unsettled(page: PageLinks, known: frozenset[str], host: str) -> PageLinks:
    """Leave out links to other hosts, to anchors that the page has and, of many pages nearly all, those `known` to lead somewhere."""
    links = frozenset(page.links) - known
    return PageLinks(page.anchors, tuple(link for link in links if not _is_settled(link, page.anchors, host)))


def _is_settled(link: str, anchors: Container[str], host: str) -> bool:
    if link.startswith("#"):
        return link[1:] in anchors
    if link.startswith(("https://", "http://")):
        return not host or host not in link.split("/", 3)[2]
    return False


def broken_links(pages: Mapping[str, PageLinks], files: Container[str], site_url: str) -> Iterator[tuple[str, str]]:
    """Find links that lead to no page, file or anchor of the site: the page's URL, and the link as it stands there.

    `pages` are known by URL (``papers/efficientnet/``), `files` by path (``feed.xml``).
    """
    base = urlsplit(site_url)
    for url, page in pages.items():
        for link in page.links:
            try:
                target = urlsplit(link)
            except ValueError:
                yield url, link
                continue
            if _is_internal(target, base):
                path = _resolve(unquote(target.path), url, base.path)
                if path is None or not _leads_somewhere(path, unquote(target.fragment), pages, files):
                    yield url, link


def _is_internal(target: SplitResult, base: SplitResult) -> bool:
    """Say whether a link stays on the site; a full address on the same host may belong to another."""
    if target.netloc:
        return target.scheme in {"", "http", "https"} and target.netloc == base.netloc and target.path.startswith(base.path)
    return not target.scheme


def _resolve(path: str, url: str, base: str) -> str | None:
    """Turn a link's path into a URL of the site; None where it leaves the site."""
    if not path:
        return url
    if path.startswith("/"):
        return path.removeprefix(base) if path.startswith(base) else None
    joined = posixpath.normpath(posixpath.join(url, path))
    if joined.startswith(".."):
        return None
    return "" if joined == "." else joined + ("/" if path.endswith(("/", ".")) else "")


def _leads_somewhere(url: str, anchor: str, pages: Mapping[str, PageLinks], files: Container[str]) -> bool:
    page = pages.get(url.removesuffix("index.html"))
    if page is None:
        return url in files or (url + "index.html" in files)
    return anchor in {"", "top"} or anchor in page.anchors


class _LinkReader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.anchors: set[str] = set()
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id" or (name == "name" and tag == "a"):
                self.anchors.add(value or "")
            elif name in {"href", "src"} and value is not None:
                self.links.append(value)
