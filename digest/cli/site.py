"""The commands about the files and the site; none touches the network."""

import logging
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from digest.cli.terminal import Day, Paths, ProjectOption, count, day_of, present_day, put, relative_to, root_of, shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from digest.model.outputs import Outputs


def accept(paths: Paths = None, project: ProjectOption = None, today: Day = None) -> None:
    """Take drafts in: write today's day as `added` into each, so that pages and feeds show it."""
    from digest import doors, pipeline

    found = doors.read_project(root_of(project))
    day = day_of(today) or present_day()
    accepted = pipeline.accept(found, relative_to(found.root, paths), day=day)
    for path in accepted.stamped:
        print(f"{path}: added {day}")
    print(f"Accepted {count(len(accepted.stamped), 'draft')}.")
    _tell_unfinished(accepted.unfinished)


def build(
    site_dir: Annotated[Path | None, typer.Option("--site-dir", metavar="DIR", help="Where the site goes; else site/.")] = None,
    *,
    strict: Annotated[bool, typer.Option("--strict", help="Fail on warnings too.")] = False,
    previous: Annotated[
        Path | None,
        typer.Option("--previous", metavar="DIR", help="The published site; fail if an address or a feed entry of it would be lost."),
    ] = None,
    today: Day = None,
    project: ProjectOption = None,
) -> None:
    """Build the site, as `mkdocs build` does."""
    from digest import doors

    began = time.perf_counter()
    root = root_of(project)
    built = doors.build_site(
        root,
        site_dir=site_dir.resolve() if site_dir else None,
        strict=strict,
        today=day_of(today),
        previous=previous.resolve() if previous else None,
    )
    tell_made("Built", built.outputs, len(built.links), built.site_dir, seconds=time.perf_counter() - began)


def tell_made(how: str, outputs: "Outputs", pages: int, folder: Path, *, seconds: float) -> None:
    """Say what was made, where, and how long it took; and how many drafts it was made without."""
    made = ((pages, "page"), (outputs.papers, "paper"), (outputs.feeds, "feed"))
    put(f"{how} {', '.join(count(number, word) for number, word in made)} in {seconds:.1f} s -> {shown(folder)}/")
    _tell_unfinished(outputs.unfinished)


def _tell_unfinished(paths: "Sequence[str]") -> None:
    if paths:
        print(f"Left out {count(len(paths), 'draft')} still to be written; digest check says what of each.")


def serve(
    address: Annotated[str | None, typer.Option("--address", metavar="HOST:PORT", help="Where to serve; else 127.0.0.1:8000.")] = None,
    *,
    open_in_browser: Annotated[bool, typer.Option("--open", help="Open it in a browser.")] = False,
    project: ProjectOption = None,
) -> None:
    """Serve the site, drafts included, and rebuild it when a file changes."""
    from digest import doors

    logging.getLogger("mkdocs").setLevel(logging.INFO)
    doors.serve_site(root_of(project), address=address, open_in_browser=open_in_browser)
