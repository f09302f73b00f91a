"""What stands where on the site. Addresses never change."""

import posixpath
from urllib.parse import quote

from digest.identifiers import Repository

HOME = ""
EDITIONS = "years/"
TOPICS = "topics/"
LABS = "labs/"
CODE = "code/"
TRENDS = "trends/"
THREADS = "threads/"
SUBSCRIBE = "subscribe/"
CONTRIBUTE = "contribute/"
ADD = "add/"
"""The form for an entry."""
KNOWN_PAPERS = "add/known.json"
"""What the form must not take in again."""
CORRECTIONS = "corrections/"
OPML = "feeds.opml"
"""The list of all feeds, for readers to take in at once."""
SEARCH = "search/"
CODE_DATA = "code.json"
SAVED = "saved/"
"""Papers and their repositories, as data."""
LLMS = "llms.txt"
ICON = "assets/icon.png"
"""The mark of the site as a square of 512 points; a project's own stands before the package's."""
RULES = "rules/"
"""What `digest check` holds files against."""
OPTIONS = "options/"
"""What mkdocs.yml can say of a digest."""
DOCS = "docs/"
"""All that is told of the program and its files, one line a page."""
COMMANDS = "docs/commands/"
FILES = "docs/files/"
"""What people and the program write: every key of every kind of file."""
DATA = "docs/data/"
"""What is published for programs: every key of every JSON."""
WANTED = "wanted/"
"""What is missing, for whoever has five minutes."""
SCHEMAS = "schema/"
"""What the JSON files hold, as JSON Schema."""
FEEDS = {"rss": "feed{}.xml", "atom": "atom{}.xml", "json": "feed{}.json"}
"""How the addresses of feeds are made, by their kind."""


def paper(slug: str) -> str:
    """The page of a paper."""
    return f"papers/{slug}/"


def arxiv(identifier: str) -> str:
    """Where an arXiv id leads to the paper's page, for whoever knows only the id."""
    return f"abs/{identifier}/"


def feed(name: str, kind: str) -> str:
    """The address of a feed, in the site's root: its name is empty, ``code`` or ``topic-…``, its kind rss, atom or json."""
    return FEEDS[kind].format(f"-{name}" if name else "")


def archive(name: str, period: str, kind: str) -> str:
    """The address of what a feed held in a month that is over."""
    return f"archive/{feed(f'{name}-{period}' if name else period, kind)}"


def edition(year: int) -> str:
    """The page of an edition."""
    return f"years/{year}/"


def topic(word: str) -> str:
    """The page of a topic."""
    return f"topics/{word}/"


def lab(word: str) -> str:
    """The page of a lab."""
    return f"labs/{word}/"


def thread(word: str) -> str:
    """The page of a thread."""
    return f"{THREADS}{word}/"


def repository(found: Repository) -> str:
    """The page of a repository."""
    return f"code/{found.slug}/"


def rule(word: str) -> str:
    """The page of a rule."""
    return f"{RULES}{word}/"


def schema(name: str) -> str:
    """The schema of a kind of file, or of an export."""
    return f"{SCHEMAS}{name}.json"


def papers_file(kind: str) -> str:
    """All papers in one file: kind is bib, ris, csl.json, json or csv."""
    return f"papers.{kind}"


def paper_file(slug: str, kind: str) -> str:
    """One paper as a file, beside its page: kind is bib, ris, csl.json or json."""
    return f"papers/{slug}/paper.{kind}"


def edition_file(year: int, name: str) -> str:
    """A file beside the page of an edition: papers.bib of its papers, edition.bib and CITATION.cff of itself."""
    return f"years/{year}/{name}"


def topic_file(word: str) -> str:
    """The papers of a topic in BibTeX."""
    return f"topics/{word}/papers.bib"


def thread_file(word: str) -> str:
    """The papers of a thread in BibTeX."""
    return f"{THREADS}{word}/papers.bib"


def trend_file(name: str, kind: str) -> str:
    """The numbers of a figure: kind is csv or json."""
    return f"{TRENDS}{name}.{kind}"


def relative(url: str, start: str) -> str:
    """Write the way from the page at `start` to `url`, so that the site works under any path."""
    way = posixpath.relpath("/" + url, "/" + start)
    return quote(way + "/" if url.endswith("/") or not url else way).replace("././", "./")


def root(start: str) -> str:
    """Write the way from the page at `start` to the site's root."""
    return "../" * start.count("/") or "./"


def card(year: int | None) -> str:
    """Where the picture of an edition stands that others show beside a link, or that of the site."""
    return f"cards/{year or 'site'}.png"
