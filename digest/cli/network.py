"""What every command with the network shares: the addresses of the sources, and a polite client for one run."""

import math
import os
import re
import string
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from urllib.parse import quote, urlsplit

import typer

from digest.cli.terminal import FAILURE, fail

if TYPE_CHECKING:
    from digest.gather.client import Client
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
_ADDRESS = re.compile(r"https?://[!-~]+", re.IGNORECASE)
ARXIV_URL = "https://export.arxiv.org/api/query"
RSS_URL = "https://rss.arxiv.org/rss"
CROSSREF_URL = "https://api.crossref.org/works"


@contextmanager
def polite_client(project: "Project", *urls: str, gap: float, waiting: Callable[[float, str], None]) -> "Iterator[Client]":
    """Give a client for one run that will ask these addresses and no others, or end the command over wrong options."""
    from digest import __version__
    from digest.gather.client import Client, Limits
    from digest.gather.fetch import Line, is_loopback
    from digest.gather.pace import Pace

    if not (math.isfinite(gap) and gap >= 0) or (gap < LEAST_GAP and not all(map(is_loopback, urls))):
        fail(f"--gap is {gap:g}; arXiv asks for at least {LEAST_GAP:g} seconds between two requests, write --gap {LEAST_GAP:g}", FAILURE)
    # An address may hold letters that no header can.
    line = Line(f"paper-annual/{__version__} (+{quote(project.site_url, safe=string.punctuation)}; {project.contact})")
    clock = present_clock()
    try:
        yield Client(line, Pace(cache_folder() / "last-request", gap=gap, clock=clock), clock, limits=Limits(), waiting=waiting)
    finally:
        line.close()


def source_url(given: str, default: str) -> str:
    """Complete the address of a source that was given without a path, such as http://127.0.0.1:8080; end the command where it is none."""
    _check(given)
    return given.rstrip("/") + urlsplit(default).path if urlsplit(given).path in {"", "/"} else given.rstrip("/")


def cache_folder() -> Path:
    """Find where this user's programs keep what they can do without; a user without a home has a place among the temporary files."""
    from platformdirs import user_cache_path

    with suppress(RuntimeError):  # that there is no home
        folder = user_cache_path("paper-annual", appauthor=False)
        if folder.is_absolute():
            return folder
    return _temporary_folder()


def _temporary_folder() -> Path:
    """Make a folder among the temporary files, the same for every run of this user; another one where it is somebody else's trap."""
    user = getattr(os, "getuid", int)()  # Windows knows none
    folder = Path(tempfile.gettempdir()) / f"paper-annual-{user}"
    with suppress(OSError):
        folder.mkdir(mode=0o700)
    with suppress(OSError):
        if folder.lstat().st_uid == user:
            return folder
    return Path(tempfile.mkdtemp(prefix="paper-annual-"))


def present_clock() -> "Clock":
    """Give the clock of this machine."""
    from digest.gather.pace import Clock

    return Clock(wall=time.time, monotonic=time.monotonic, sleep=time.sleep)  # noqa: TID251 (a door may ask the clock)


def _check(url: str) -> None:
    try:
        address = urlsplit(url)
        sound = bool(_ADDRESS.fullmatch(url)) and _is_host(address.hostname or "") and address.port != 0
    except ValueError:
        sound = False
    if not sound:
        fail(f"'{url}' is no address of a source; write it as {ARXIV_URL}", FAILURE)


def _is_host(name: str) -> bool:
    """Say whether a name can be one of the network's (RFC 1123, 2.1), or is a number of it."""
    return ":" in name or all(re.fullmatch(r"[\w-]{1,63}", label, re.ASCII) for label in name.removesuffix(".").split("."))
