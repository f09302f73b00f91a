"""What every command with the network shares: the addresses of the sources, and a polite client for one run."""

import math
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlsplit

import typer

from digest.cli.terminal import FAILURE, fail

if TYPE_CHECKING:
    from digest.gather.client import Client, Limits
    from digest.gather.pace import Clock
    from digest.model.project import Project

LEAST_GAP = 3.0
"""Seconds between two requests, as arXiv asks: https://info.arxiv.org/help/api/tou.html"""

UNREACHED = 3
"""The exit code where a source could not be reached, or gave not all that it was asked for."""
INTERRUPTED = 130
"""The exit code after Ctrl-C, as shells have it."""

ArxivUrl = Annotated[str, typer.Option("--arxiv-url", metavar="URL", help="The arXiv API.")]
RssUrl = Annotated[str, typer.Option("--rss-url", metavar="URL", help="arXiv's feeds of new papers.")]
CrossrefUrl = Annotated[str, typer.Option("--crossref-url", metavar="URL", help="The Crossref API, for DOIs.")]
Gap = Annotated[
    float,
    typer.Option("--gap", metavar="SECONDS", help="From one request to the next; less than 3 only with servers on this machine."),
]
ARXIV_URL = "https://export.arxiv.org/api/query"
RSS_URL = "https://rss.arxiv.org/rss"
CROSSREF_URL = "https://api.crossref.org/works"


def silent(_seconds: float, _why: str) -> None:
    """Tell nobody of a pause."""


@contextmanager
def polite_client(
    project: "Project", *urls: str, gap: float = LEAST_GAP, waiting: Callable[[float, str], None] = silent
) -> "Iterator[Client]":
    """Give a client for one run that will ask these addresses and no others, or end the command over wrong options."""
    from digest import __version__
    from digest.gather.client import Client
    from digest.gather.fetch import Line, is_loopback
    from digest.gather.pace import Pace

    if not (math.isfinite(gap) and gap >= 0) or (gap < LEAST_GAP and not all(map(is_loopback, urls))):
        fail(f"--gap is {gap:g}; arXiv asks for at least {LEAST_GAP:g} seconds between two requests, write --gap {LEAST_GAP:g}", FAILURE)
    line = Line(f"paper-annual/{__version__} (+{project.site_url}; {project.contact})")
    clock = present_clock()
    try:
        yield Client(line, Pace(cache_folder() / "last-request", gap=gap, clock=clock), clock, limits=limits_of_a_run(), waiting=waiting)
    finally:
        line.close()


def limits_of_a_run() -> "Limits":
    """Say how long a command waits, and how often it asks."""
    from digest.gather.client import Limits

    return Limits()


def source_url(given: str, default: str) -> str:
    """Complete the address of a source that was given without a path, such as http://127.0.0.1:8080; end the command where it is none."""
    _check(given)
    return given.rstrip("/") + urlsplit(default).path if urlsplit(given).path in {"", "/"} else given.rstrip("/")


def cache_folder() -> Path:
    """Find where this user's programs keep what they can do without."""
    from platformdirs import user_cache_path

    return user_cache_path("paper-annual", appauthor=False)


def present_clock() -> "Clock":
    """Give the clock of this machine."""
    from digest.gather.pace import Clock

    return Clock(wall=time.time, monotonic=time.monotonic, sleep=time.sleep)  # noqa: TID251 (a door may ask the clock)


def _check(url: str) -> None:
    try:
        address = urlsplit(url)
        sound = address.scheme in {"http", "https"} and bool(address.hostname) and address.port != 0
    except ValueError:
        sound = False
    if not sound:
        fail(f"'{url}' is no address of a source; write it as {ARXIV_URL}", FAILURE)
