"""`digest intake` and `digest live`: what an issue brings, and whom to tell that it is in; for workflows, and never by the network."""

import json
import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from digest.cli.terminal import FAILURE, FINDINGS, Day, ProjectOption, day_of, fail, present_day, put, root_of

if TYPE_CHECKING:
    from digest.intake.answered import Before
    from digest.intake.outcome import Outcome
    from digest.model.project import Project

T = TypeVar("T")

Event = Annotated[
    Path,
    typer.Argument(metavar="EVENT.json", help="The issue as `gh api repos/…/issues/1` gives it, or the file that GITHUB_EVENT_PATH names."),
]
Output = Annotated[
    Path | None,
    typer.Option(
        "--output", metavar="DIR", help="Where what is said goes (comment.md, pull-request.md, commit.txt, …); else to the terminal."
    ),
]
Comments = Annotated[
    Path | None, typer.Option("--comments", metavar="FILE", help="The issue's comments, as `gh api` gives them: ours is renewed.")
]
Pulls = Annotated[
    Path | None,
    typer.Option("--pulls", metavar="FILE", help="All pull requests of its branch, as `gh api` gives them: an open one is renewed."),
]
Waiting = Annotated[
    Path | None, typer.Option("--waiting", metavar="FILE", help="All open pull requests, as `gh api` gives them: a paper is proposed once.")
]
Branch = Annotated[
    Path | None,
    typer.Option(
        "--branch", metavar="FILE", help="What `git for-each-ref` tells of its branch: nothing is put over what a person did there."
    ),
]
Issues = Annotated[Path, typer.Argument(metavar="ISSUES.json", help="Issues, each with the first lines of our comments under it.")]
Merged = Annotated[
    Path | None, typer.Option("--merged", metavar="FILE", help="Merged pull requests of issues, each with its branch and files.")
]


def intake(  # noqa: PLR0913 (each an option)
    event: Event,
    *,
    output: Output = None,
    comments: Comments = None,
    pulls: Pulls = None,
    waiting: Waiting = None,
    branch: Branch = None,
    today: Day = None,
    project: ProjectOption = None,
) -> None:
    """Turn an issue made with the form into a checked entry, or into a comment that says kindly what lacks."""
    from digest import doors, pipeline
    from digest.intake import take_in
    from digest.intake.answered import Before, our_comment, our_failure, our_pull, tip_of, waiting_pulls
    from digest.intake.comment import texts_of
    from digest.intake.event import parse_event

    found = doors.read_project(root_of(project))
    issue = read(event, parse_event)
    content, _ = pipeline.read(found)  # what is wrong with the digest itself is not the issue's
    before = Before(
        comment=read(comments, our_comment) if comments else None,
        failure=read(comments, our_failure) if comments else None,
        pull=read(pulls, our_pull) if pulls else None,
        tip=read(branch, tip_of) if branch else None,
        waiting=read(waiting, waiting_pulls) if waiting else (),
    )
    outcome = take_in(issue, content, before, today=day_of(today) or present_day())
    # The entry comes last: whatever fails before leaves the digest as it was.
    _tell(texts_of(outcome, found, before, run=_run(os.environ)), output)
    _put_out(outcome, before)
    _write(found, outcome)
    if outcome.result in {"lacking", "known", "unread"}:
        raise typer.Exit(FINDINGS)


def live(issues: Issues, *, merged: Merged = None, today: Day = None, project: ProjectOption = None) -> None:
    """List the issues whose papers are live by now, and what to write under each; none that was told before."""
    from digest import doors, pipeline
    from digest.intake.answered import issues_of, merged_files
    from digest.intake.live import MOST, news

    found = doors.read_project(root_of(project))
    content, _ = pipeline.read(found)
    files = read(merged, merged_files) if merged else {}
    told = list(news(list(read(issues, issues_of)), files, content, found, today=day_of(today) or present_day()))[:MOST]
    for item in told:
        put(f"#{item.issue}: {item.body.splitlines()[-1]}")
    _output({"news": json.dumps([{"issue": item.issue, "body": item.body} for item in told])}, os.environ)


def read(path: Path, parse: Callable[..., T]) -> T:
    """Read a file of GitHub's, however large or strange, with one of the parsers; what it is called goes into its messages."""
    from digest.intake.answered import MAX_BYTES

    try:
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)  # each parser has its own measure, and none a larger one
    except OSError as error:
        fail(f"{path} cannot be read: {error.strerror}", FAILURE)
    return parse(raw, name=str(path))


def _run(environment: Mapping[str, str]) -> str:
    """Give the address of the present run at GitHub; empty elsewhere."""
    parts = [environment.get(name, "") for name in ("GITHUB_SERVER_URL", "GITHUB_REPOSITORY", "GITHUB_RUN_ID")]
    return "{}/{}/actions/runs/{}".format(*parts) if all(parts) else ""


def _tell(texts: Mapping[str, str], output: Path | None) -> None:
    if output is None:
        sys.stdout.write(texts["comment.md"])
        return
    try:
        output.mkdir(parents=True, exist_ok=True)
        for name, text in texts.items():
            (output / name).write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        fail(f"{output} cannot be written to: {error.strerror}; name a folder with --output", FAILURE)


def _write(project: "Project", outcome: "Outcome") -> None:
    """Write the file of the entry, which must be new; where that fails, the later steps of a workflow know of no result."""
    from digest.facts import create_atomically

    for path, data in outcome.files.items():
        target = project.root / path
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            create_atomically(target, data)
        except OSError as error:
            _output({"result": ""}, os.environ)  # of two lines with one name, the last one counts
            is_there = isinstance(error, FileExistsError)
            fail(f"{path} is there already, and was left as it is" if is_there else f"{path} cannot be written: {error.strerror}", FAILURE)
        put(f"{path}: written")


def _put_out(outcome: "Outcome", before: "Before") -> None:
    values = {
        "result": outcome.result,
        "number": outcome.issue.number,
        "branch": outcome.branch,
        "title": outcome.title,
        "path": next(iter(outcome.files), ""),
        "head": before.tip.commit if before.tip else "",
        "pull": before.pull.number if before.pull and before.is_open else "",
        "comment": before.comment.identifier if before.comment else "",
        "failure": before.failure or "",
    }
    _output(values, os.environ)


def _output(values: Mapping[str, object], environment: Mapping[str, str]) -> None:
    """Hand values to the later steps of a workflow; each is one line, and none holds a stranger's words."""
    if path := environment.get("GITHUB_OUTPUT"):
        try:
            with Path(path).open("a", encoding="utf-8") as file:
                file.writelines(f"{key}={value}\n" for key, value in values.items())
        except OSError as error:
            fail(f"{path} cannot be written to: {error.strerror}; GITHUB_OUTPUT must name a file", FAILURE)
