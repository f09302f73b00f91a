"""What a build hands to its door: pages to put into the site's frame, and files that are finished."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

PLACE = "<!-- digest -->"
"""Marks in a page that people wrote where something is added to it."""


@dataclass(frozen=True, slots=True)
class Ready:
    """A text that was made already, and is the same as another of the same words."""

    text: str

    def __call__(self) -> str:
        """Give it."""
        return self.text


@dataclass(frozen=True, kw_only=True, slots=True)
class Page:
    """The inside of one HTML page; the door puts the site's header and footer around it."""

    url: str
    """Relative to the site, such as ``papers/efficientnet/``; empty for the home page."""
    title: str
    description: str
    """One or two sentences for search engines and previews."""
    make: Callable[[], str]
    """Renders the main part, each time somebody asks: all pages together may be more than memory should hold."""
    card: str = "cards/site.png"
    """Where the picture stands that others show beside a link."""
    make_head: Callable[[], str] = str
    """Renders what more belongs into <head>."""
    is_listed: bool = True
    """Search engines may list it, and the sitemap does."""

    @property
    def html(self) -> str:
        """The main part; safe as it is."""
        return self.make()

    @property
    def head(self) -> str:
        """What more belongs into <head>; safe as it is."""
        return self.make_head()

    def made(self) -> "Page":
        """Render it now, once."""
        return replace(self, make=Ready(self.html), make_head=Ready(self.head))

    @property
    def shown(self) -> tuple[str, str, str, str, str, bool]:
        """Everything that a reader or a program finds in it."""
        return self.title, self.description, self.card, self.html, self.head, self.is_listed


class File(NamedTuple):
    """One finished file of a site."""

    path: str
    make: Callable[[], bytes]
    """Writes what it holds, each time somebody asks: all files together may be more than memory should hold."""


@dataclass(frozen=True, slots=True)
class Listed:
    """Files that are listed one after the other, each time somebody asks: what they have in common is held as long as any of them is."""

    make: Callable[[], Iterator[File]]

    def __iter__(self) -> Iterator[File]:
        """List the files."""
        return self.make()


@dataclass(frozen=True, kw_only=True, slots=True)
class Outputs:
    """Every file of a site, but for the frame around its pages."""

    pages: tuple[Page, ...] = ()
    name: Callable[[Page], bytes | None] = field(default=lambda _: None, compare=False)
    """Names what a page is made of, the same in every run; None where nobody can say."""
    additions: Mapping[str, str] = field(default_factory=dict)
    """HTML for the end of pages that people wrote, by their URL."""
    files: Iterable[File] = ()
    """Finished files: feeds, redirects, style."""
    papers: int = 0
    unfinished: tuple[str, ...] = ()
    """Files of drafts that were passed over, because something of them is still to be written."""
    subscriptions: frozenset[str] = frozenset()
    """Addresses of all feeds, without archives."""
    retired: frozenset[str] = frozenset()
    """URLs that lead elsewhere or say that what stood there was taken out."""
    gone: frozenset[str] = frozenset()
    """What feeds knew the entries by that were taken out."""
    identities: Mapping[str, str] = field(default_factory=dict)
    """What feeds know every published paper by, under each name that it has or had."""

    @property
    def feeds(self) -> int:
        """How many feeds there are, in all formats."""
        return len(self.subscriptions)

    def added_to(self, html: str, url: str) -> str:
        """Put what is added to a page that people wrote where its author marked the place, else at its end."""
        before, mark, after = html.partition(PLACE)
        addition = self.additions.get(url, "")
        return before + addition + after if mark else html + addition
