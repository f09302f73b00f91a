"""The command that asks sources about the papers of a digest, and keeps what they say as facts."""

import datetime as dt
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from digest.cli import network
from digest.cli.terminal import FAILURE, Day, ProjectOption, count, day_of, fail, present_day, put, root_of, say

if TYPE_CHECKING:
    from collections.abc import Iterable

    from digest.gather.update import Outcome, Plan
    from digest.model.facts import Event

SOURCES = ("arxiv",)
_EVENTS = {
    "new-version": "new version",
    "title-changed": "new title",
    "withdrawn": "withdrawn",
    "vanished": "no longer at arXiv; its facts stay",
    "returned": "at arXiv again",
}


def update(  # noqa: PLR0913 (each an option)
    sources: Annotated[list[str] | None, typer.Argument(metavar="[SOURCE]...", help="Whom to ask: arxiv; else all there are.")] = None,
    *,
    everything: Annotated[bool, typer.Option("--all", help="Ask also for papers that were asked for today.")] = False,
    arxiv_url: network.ArxivUrl = network.ARXIV_URL,
    gap: network.Gap = network.LEAST_GAP,
    today: Day = None,
    project: ProjectOption = None,
) -> None:
    """Ask the sources what is new about every paper, and keep it in the facts."""
    from digest.problems import DigestError, did_you_mean

    for source in sources or ():
        if source not in SOURCES:
            fail(f"there is no source '{source}'{did_you_mean(source, SOURCES)}; write {' or '.join(SOURCES)}, or nothing for all", FAILURE)
    url = network.source_url(arxiv_url, network.ARXIV_URL)
    outcomes: list[Outcome] = []
    try:
        plan = _update_arxiv(root_of(project), outcomes, url=url, gap=gap, day=day_of(today) or present_day(), everything=everything)
    except KeyboardInterrupt:
        _tell(outcomes)
        say("stopped; all that was got by now is kept. Run `digest update` again: it asks only for the rest")
        raise typer.Exit(network.INTERRUPTED) from None
    except DigestError:  # a full disk, perhaps; what was written before is news all the same
        _tell(outcomes)
        raise
    _tell(outcomes)
    print(_summary(plan, outcomes))
    if any(outcome.lacking for outcome in outcomes):
        raise typer.Exit(network.UNREACHED)


def _update_arxiv(  # noqa: PLR0913 (each an option)
    root: Path, outcomes: "list[Outcome]", *, url: str, gap: float, day: dt.date, everything: bool
) -> "Plan":
    """Add to `outcomes` whatever comes of each paper, as soon as it is there."""
    from digest import pipeline, plugin
    from digest.cli.progress import Progress
    from digest.facts import facts_folder
    from digest.gather.asked import Asked
    from digest.gather.update import Desk, plan, update

    found = plugin.read_project(root)
    with facts_folder(found.content / "facts/papers") as folder:
        content, _ = pipeline.read(found)  # what is wrong elsewhere is for `digest check` to tell
        desk = Desk(url=url, folder=folder, asked=Asked.read(network.cache_folder(), project=found.root, url=url, day=day), day=day)
        todo = plan(content, desk, everything=everything)
        outcomes += todo.refused
        progress = Progress(f"Asking arXiv for {count(len(todo.targets), 'paper')}", len(todo.targets))
        with network.polite_client(found, url, gap=gap, waiting=progress.waiting) as ask:
            if todo.targets:
                with progress:
                    for outcome in update(todo.targets, ask, desk):
                        outcomes.append(outcome)
                        progress.advance()
    return todo


def _tell(outcomes: "Iterable[Outcome]") -> None:
    """Print what happened to papers, and name those that nothing could be got for, by the reason."""
    lacking: defaultdict[str, list[str]] = defaultdict(list)
    for outcome in sorted(outcomes, key=lambda outcome: outcome.slug):
        for event in outcome.events:
            put(f"{outcome.slug}: {_in_words(event)}")
        if outcome.lacking:
            lacking[outcome.lacking].append(outcome.slug)
    for reason, slugs in lacking.items():
        say(f"not got: {', '.join(slugs)}: {reason}")


def _in_words(event: "Event") -> str:
    what = _EVENTS[event.kind]
    if event.old and event.new:
        return f"{what}, {event.old} -> {event.new}"
    return f"{what} ({event.new})" if event.new else what


def _summary(plan: "Plan", outcomes: "Iterable[Outcome]") -> str:
    asked = len(plan.targets)
    if not asked:
        return (
            f"arXiv was asked today already for {count(plan.fresh, 'paper')}; --all asks again"
            if plan.fresh
            else "No paper to ask arXiv for."
        )
    got = [outcome for outcome in outcomes if not outcome.lacking]
    changed = sum(outcome.changed for outcome in outcomes)
    parts = [f"Asked arXiv for {count(asked, 'paper')}", f"{changed} changed", f"{sum(not outcome.changed for outcome in got)} as before"]
    if lacking := len([outcome for outcome in outcomes if outcome.lacking]):
        parts.append(f"{lacking} not got")
    if plan.fresh:
        parts.append(f"{plan.fresh} asked for earlier today")
    return f"{parts[0]}: {', '.join(parts[1:])}."
