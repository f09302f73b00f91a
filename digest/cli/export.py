"""`digest export`: the digest as Markdown, for another engine and for whoever reads plain files."""

import time
from pathlib import Path
from typing import Annotated

import typer

from digest.cli.site import tell_made
from digest.cli.terminal import Day, ProjectOption, day_of, root_of


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
    tell_made("Exported", outputs, written, folder.resolve(), seconds=time.perf_counter() - began)
