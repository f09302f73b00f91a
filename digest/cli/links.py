"""`digest links`: which of the addresses that people wrote lead nowhere any more."""

import os
from collections import Counter, defaultdict
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlsplit

import typer

from digest.cli import network
from digest.cli.findings import Format, FormatOption, Voice, source_lines, tell
from digest.cli.terminal import FAILURE, FINDINGS, Paths, ProjectOption, count, fail, relative_to, root_of, say

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from digest.gather.links import Verdict
    from digest.gather.links_plan import Plan
    from digest.gather.links_written import Address
    from digest.model.content import Content
    from digest.model.project import Project
    from digest.problems import Problem

RULE = "dead-link"
LAW = "Whatever people linked to is still there."
LEAST_GAP = 1.0
"""Seconds between two requests to one host."""
_MEND = "name where it went, or a copy of it, such as https://web.archive.org may have"
_PORTS = {"http": 80, "https": 443}

Gap = Annotated[
    float,
    typer.Option("--gap", metavar="SECONDS", help="From one request to a host to the next; less than 1 only with servers on this machine."),
]


def links(
    paths: Paths = None,
    *,
    form: FormatOption = None,
    github_url: network.GithubUrl = network.GITHUB_URL,
    gap: Gap = LEAST_GAP,
    project: ProjectOption = None,
) -> None:
    """Ask whether the addresses in the files still lead somewhere, and report those that are dead."""
    from digest import doors, pipeline
    from digest.gather.links_plan import plan

    found = doors.read_project(root_of(project))
    wanted, url = relative_to(found.root, paths), network.source_url(github_url, network.GITHUB_URL)
    content, _ = pipeline.read(found)  # what is wrong elsewhere is for `digest check` to tell
    written = [address for address in _written(found, content) if pipeline.is_below(address.path, wanted)]
    todo = plan((address.url for address in written), found.site_url)
    verdicts: dict[str, Verdict] = {}
    stopped = False
    try:
        verdicts.update(_asked(found, todo, url, gap))  # one by one: what comes before a stop is kept
    except KeyboardInterrupt:
        stopped = True
    problems = _problems(written, verdicts)
    voice = Voice(command="digest links", link=partial(_page, found), laws={RULE: LAW})
    tell(form, found, content, problems, voice=voice, counted=_counted(todo, verdicts), notes=_notes(written, verdicts))
    if form is Format.GITHUB:
        _give_number(len(problems), os.environ)
    if stopped:
        say("stopped; what was not asked is not told")
        raise typer.Exit(network.INTERRUPTED)
    if problems:
        raise typer.Exit(FINDINGS)
    if any(verdict.state == "unknown" for verdict in verdicts.values()):
        raise typer.Exit(network.UNREACHED)


def _written(project: "Project", content: "Content") -> "list[Address]":
    """List the addresses in what people wrote: entries, editions, repositories, words, and pages."""
    from digest.gather.links_written import addresses_of

    pages = sorted((project.content / "pages").rglob("*.md"))
    lines = cache(lambda path: source_lines(project.root, path))
    return addresses_of(content, [path.relative_to(project.root).as_posix() for path in pages], lines)


def _asked(project: "Project", todo: "Plan", github_url: str, gap: float) -> "Iterator[tuple[str, Verdict]]":
    """Ask for every address, and give what came of each as soon as it is there."""
    from digest.cli.progress import Progress
    from digest.gather.github_tags import Tags
    from digest.gather.links_plan import ask_github

    total = len(todo.pages) + sum(map(len, todo.repositories.values()))
    if not network.is_gap(gap):
        fail(f"--gap is {gap:g}; write seconds, such as --gap {LEAST_GAP:g}", FAILURE)
    if not total:
        return
    with Progress(f"Asking for {count(total, 'address', 'addresses')}", total) as progress:
        if todo.repositories:
            tags = Tags.read(network.cache_folder(), url=github_url)
            with network.github_client(project, github_url, gap=gap, waiting=progress.waiting) as github:
                for found in ask_github(todo.repositories, github, tags):
                    progress.advance()
                    yield found
        for found in _visited(project, todo.pages, github_url, gap, progress.waiting):
            progress.advance()
            yield found


def _visited(
    project: "Project", pages: "Sequence[str]", github_url: str, gap: float, waiting: "Callable[[float, str], None]"
) -> "Iterator[tuple[str, Verdict]]":
    """Visit pages of the public network; of this machine only the server that the run itself names, which may be asked faster."""
    from digest.gather.fetch import Line
    from digest.gather.links import Visitor
    from digest.gather.links_host import public_only

    parts = urlsplit(github_url)
    ours = (parts.hostname or "", parts.port or _PORTS[parts.scheme.lower()])
    line = Line(network.agent_of(project), readable=(), find=public_only({ours}))
    try:
        yield from Visitor(line, network.present_clock(), waiting, partial(_gap_of, gap=gap)).visit(pages)
    finally:
        line.close()


def _gap_of(url: str, *, gap: float) -> float:
    from digest.gather.fetch import is_loopback

    return gap if is_loopback(url) else max(gap, LEAST_GAP)


def _problems(written: "Sequence[Address]", verdicts: "Mapping[str, Verdict]") -> "list[Problem]":
    from digest.problems import Problem

    dead = [(one, verdicts[one.url]) for one in written if one.url in verdicts and verdicts[one.url].state == "dead"]
    return [
        Problem(
            path=one.path,
            line=one.line,
            column=one.column,
            rule=RULE,
            message=f"'{one.url}' is dead ({verdict.reason}); {_MEND}",
            level="warning",
        )
        for one, verdict in dead
    ]


def _notes(written: "Sequence[Address]", verdicts: "Mapping[str, Verdict]") -> list[str]:
    """Say what is no finding, each with its places: what has moved, then what nobody could be asked about."""
    places: defaultdict[str, list[str]] = defaultdict(list)
    for one in written:
        places[one.url].append(f"{one.path}:{one.line}")
    where = {url: f"{found[0]}{f' and {len(found) - 1} more' if len(found) > 1 else ''}" for url, found in places.items()}
    known = [(url, verdicts[url]) for url in places if url in verdicts]
    moved = [f"moved: {url} is at {verdict.moved} now ({where[url]})" for url, verdict in known if verdict.moved]
    return moved + [f"could not be asked: {url} ({where[url]}): {one.reason}" for url, one in known if one.state == "unknown"]


def _counted(todo: "Plan", verdicts: "Mapping[str, Verdict]") -> str:
    states = Counter(verdict.state for verdict in verdicts.values())
    moved = sum(bool(verdict.moved) for verdict in verdicts.values())
    parts = [f"{states['alive']} alive", f"{states['dead']} dead"]
    parts += [f"{number} {word}" for number, word in ((moved, "moved"), (states["unknown"], "could not be asked")) if number]
    left = [f"{number} {word}" for number, word in ((todo.arxiv, "at arXiv"), (todo.own, "on this site")) if number]
    unasked = f"; not asked: {', '.join(left)}" if left else ""
    return f"{count(len(verdicts), 'address', 'addresses')}: {', '.join(parts)}{unasked}"


def _page(project: "Project", _rule: str) -> str:
    """Give the address of what to do about it."""
    return f"https://github.com/{project.repository}/blob/{project.branch}/.github/DEVELOPING.md#dead-addresses"


def _give_number(dead: int, environment: "Mapping[str, str]") -> None:
    """Give the later steps of a run at GitHub the number of dead addresses."""
    if path := environment.get("GITHUB_OUTPUT"):
        with Path(path).open("a", encoding="utf-8") as file:
            file.write(f"dead={dead}\n")
