"""`digest preview`: what a change adds and alters, before anybody publishes it."""

import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from digest.cli.terminal import FAILURE, Day, ProjectOption, day_of, fail, present_day, root_of, shown


class Form(StrEnum):
    """How a preview is written."""

    TEXT = "text"
    MARKDOWN = "markdown"
    HTML = "html"


def preview(
    base: Annotated[str, typer.Option("--base", metavar="REF", help="The git branch or commit to compare with.")] = "origin/main",
    *,
    form: Annotated[Form, typer.Option("--format", help="markdown is for GitHub, html one file that needs nothing else.")] = Form.TEXT,
    output: Annotated[Path | None, typer.Option("--output", metavar="FILE", help="Where to write it; else to the terminal.")] = None,
    today: Day = None,
    project: ProjectOption = None,
) -> None:
    """Show what a change adds and alters: entries, pages, feeds, and what deserves a second look."""
    from digest import plugin, proposal
    from digest.facts import write_atomically
    from digest.render.preview import preview_page
    from digest.report import preview as report

    found = plugin.read_project(root_of(project))
    seen = proposal.preview(found, base, os.environ, today=day_of(today) or present_day())
    match form:
        case Form.TEXT:
            text = report.as_text(seen)
        case Form.MARKDOWN:
            text = report.as_markdown(seen)
        case Form.HTML:
            text = preview_page(seen, report.sections(seen), report.counted(seen), found)
    if output is None:
        sys.stdout.write(text)
        return
    if not output.parent.is_dir():
        fail(f"there is no folder {output.parent}; make it, or name another file with --output", FAILURE)
    write_atomically(output, text.encode())
    print(f"{shown(output.resolve())}: written")
