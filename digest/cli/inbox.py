"""The command that tells what is new on arXiv."""

import datetime as dt
import json
import sys
from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from digest.cli.network import ARXIV_URL, CROSSREF_URL, LEAST_GAP, RSS_URL, UNREACHED, ArxivUrl, Gap, RssUrl, source_url
from digest.cli.new import asking, begin, digest_of, lacking, tell
from digest.cli.terminal import FAILURE, Day, ProjectOption, count, day_of, fail, present_day, put, root_of, say
from digest.problems import printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from digest.gather.inbox import Candidate, Inbox

_FIRST_DAY = dt.date(1991, 8, 14)
"""arXiv opened on it."""


class Format(StrEnum):
    """How candidates are written."""

    table = "table"
    json = "json"


Since = Annotated[
    dt.datetime | None,
    typer.Option(
        "--since", metavar="DAY", formats=["%Y-%m-%d"], help="Ask the API too, for what was submitted on this day or later (as 2026-11-20)."
    ),
]


def inbox(  # noqa: PLR0913 (each an option)
    *,
    since: Since = None,
    add: Annotated[int | None, typer.Option("--add", metavar="N", help="Begin an entry for the candidate with this number.")] = None,
    form: Annotated[Format, typer.Option("--format", help="A table, or JSON with every candidate.")] = Format.table,
    limit: Annotated[int, typer.Option("--limit", metavar="N", min=0, help="The longest table; 0 for all candidates.")] = 30,
    project: ProjectOption = None,
    today: Day = None,
    rss_url: RssUrl = RSS_URL,
    arxiv_url: ArxivUrl = ARXIV_URL,
    gap: Gap = LEAST_GAP,
) -> None:
    """List today's candidates from arXiv's feeds: those with public code first, then those on the digest's topics."""
    from digest import doors
    from digest.gather import inbox as gather
    from digest.gather.reference import Reference, reference_of
    from digest.gather.source import Sources

    found = doors.read_project(root_of(project))
    day, first = day_of(today) or present_day(), day_of(since)
    if first and first > day:
        fail(f"--since {first} is still to come; it must be {day} or earlier", FAILURE)
    if first and first < _FIRST_DAY:
        fail(f"--since {first} is before there was an arXiv; it must be {_FIRST_DAY} or later", FAILURE)
    if not found.categories:
        fail("mkdocs.yml: 'categories' is empty; write at least one, such as [hep-ph] or [cs.LG]", FAILURE)
    rss, arxiv = source_url(rss_url, RSS_URL), source_url(arxiv_url, ARXIV_URL)
    content = digest_of(found).content
    with asking("arXiv", found, rss, *([arxiv] if first else []), gap=gap, requests=2 if first else 1) as ask:
        sources = Sources(ask=ask, arxiv_url=arxiv, rss_url=rss, crossref_url=CROSSREF_URL)
        seen = gather.look(sources, found.categories, content.topics.value, since=first, today=day)
    for words in seen.lacking:
        say(f"error: {words}")
    if add is not None:
        chosen = _chosen(seen, add)
        paper = Reference("arxiv", chosen)
        with lacking(found, paper, edition=None) as digest, asking("arXiv", found, arxiv, gap=gap, requests=1) as ask:
            draft = begin(found.root, digest, paper, replace(sources, ask=ask), edition=None, today=day)
        tell(draft)
        return
    known = {reference for paper in content.papers if (reference := reference_of(paper.value))}
    _report(seen, gather.without(seen.candidates, known), day, form, limit)
    if seen.lacking:
        raise typer.Exit(UNREACHED)


def _chosen(seen: "Inbox", number: int) -> str:
    """Find the id of the candidate with a number, and say which it is: tomorrow it is another one's."""
    chosen = next((candidate.paper for candidate in seen.candidates if candidate.number == number), None)
    if chosen is None:
        numbers = f"they go from 1 to {len(seen.candidates)}" if seen.candidates else "there are none"
        fail(f"there is no candidate {number}; {numbers}", UNREACHED if seen.lacking else FAILURE)
    say(f"Candidate {number} is arXiv:{chosen.arxiv}, {chosen.title}")
    return chosen.arxiv


def _report(seen: "Inbox", candidates: "Sequence[Candidate]", day: dt.date, form: Format, limit: int) -> None:
    from digest.gather import inbox as gather

    if form is Format.json:
        # As `check` writes it: the bracket that logs of GitHub Actions take for a command as a number.
        print(json.dumps(gather.describe(seen, candidates), indent=2).replace("##[", "##\\u005b"))
        return
    shown = candidates[:limit] if limit else candidates
    if shown:
        _print_table(shown)
        rest = f"; --limit 0 shows all {len(candidates)}" if len(shown) < len(candidates) else ""
        since = f" --since {seen.since}" if seen.since else ""
        day_of_feed = f" of {seen.day}" if seen.day else ""
        say(f"{count(len(shown), 'candidate')}{day_of_feed}{rest}. To begin an entry: digest inbox{since} --add {shown[0].number}")
    elif seen.candidates:
        print(f"Nothing new: the digest has {'it' if len(seen.candidates) == 1 else f'all {len(seen.candidates)}'} already.")
    elif seen.state == "nothing-new":
        rests = gather.is_weekend(day) or (seen.day and gather.is_weekend(seen.day))
        why = "arXiv rests on weekends" if rests else f"arXiv's feed of {seen.day} has nothing new, as on holidays"
        put(f"Nothing new today ({why}).")


def _print_table(candidates: "Sequence[Candidate]") -> None:
    rows = [
        (
            str(candidate.number),
            candidate.paper.arxiv,
            "code" if candidate.paper.code else "",
            " ".join(candidate.topics),
            printable(candidate.paper.title),
        )
        for candidate in candidates
    ]
    if not sys.stdout.isatty():
        for row in rows:
            print("\t".join(row))
        return
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table("#", "arXiv", "", "topics", "title", box=None, pad_edge=False)
    for row in rows:
        table.add_row(*map(Text, row))  # as text: a title in brackets is no markup
    Console().print(table)
