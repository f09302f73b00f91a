"""What stands where on the site. Addresses never change."""

import posixpath
from urllib.parse import quote

from digest.identifiers import Repository

HOME = ""
EDITIONS = "years/"
TOPICS = "topics/"
LABS = "labs/"
CODE = "code/"
SUBSCRIBE = "subscribe/"
CONTRIBUTE = "contribute/"
CORRECTIONS = "corrections/"
_FEEDS = {"rss": "feed{}.xml", "atom": "atom{}.xml", "json": "feed{}.json"}


def paper(slug: str) -> str:
    """The page of a paper."""
    return f"papers/{slug}/"


def arxiv(identifier: str) -> str:
    """Where an arXiv id leads to the paper's page, for whoever knows only the id."""
    return f"abs/{identifier}/"


def feed(name: str, kind: str) -> str:
    """The address of a feed, in the site's root: its name is empty, ``code`` or ``topic-…``, its kind rss, atom or json."""
    return _FEEDS[kind].format(f"-{name}" if name else "")


def edition(year: int) -> str:
    """The page of an edition."""
    return f"years/{year}/"


def topic(word: str) -> str:
    """The page of a topic."""
    return f"topics/{word}/"


def lab(word: str) -> str:
    """The page of a lab."""
    return f"labs/{word}/"


def repository(found: Repository) -> str:
    """The page of a repository."""
    return f"code/{found.slug}/"


def relative(url: str, start: str) -> str:
    """Write the way from the page at `start` to `url`, so that the site works under any path."""
    way = posixpath.relpath("/" + url, "/" + start)
    return quote(way + "/" if url.endswith("/") or not url else way).replace("././", "./")


def root(start: str) -> str:
    """Write the way from the page at `start` to the site's root."""
    return "../" * start.count("/") or "./"
