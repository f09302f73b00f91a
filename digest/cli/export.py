"""`digest export`: the digest as Markdown, for another engine and for whoever reads plain files."""

import time
from pathlib import Path
from typing import Annotated

import typer

from digest.cli.site import tell_unfinished
from digest.cli.terminal import Day, ProjectOption, count, day_of, put, root_of, shown


def export(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="Where it goes: a new or empty folder, or one that holds an earlier export.")
    ],
    *,
    project: ProjectOption = None,
    today: Day = None,
) -> None:
    """Write all pages as Markdown, with feeds, data and pictures: GitHub shows them as they are, Zensical builds a site of them."""
    from digest import doors

    began = time.perf_counter()
    outputs, written = doors.export_site(root_of(project), folder.resolve(), today=day_of(today))
    seconds = time.perf_counter() - began
    pages, papers, feeds = (count(number, word) for number, word in ((written, "page"), (outputs.papers, "paper"), (outputs.feeds, "feed")))
    put(f"Exported {pages}, {papers}, {feeds} in {seconds:.1f} s -> {shown(folder.resolve())}/")
    tell_unfinished(outputs.unfinished)
