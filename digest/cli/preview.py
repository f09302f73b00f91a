"""`digest preview`: what a change adds and alters, before anybody publishes it."""

import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from digest.cli.terminal import FAILURE, Day, ProjectOption, day_of, fail, present_day, root_of, say, shown

if TYPE_CHECKING:
    from digest.model.project import Project


class Form(StrEnum):
    """How a preview is written."""

    TEXT = "text"
    MARKDOWN = "markdown"
    HTML = "html"


def preview(
    base: Annotated[
        str | None, typer.Option("--base", metavar="REF", help="The git branch or commit to compare with; else origin/main, or main here.")
    ] = None,
    *,
    form: Annotated[Form, typer.Option("--format", help="markdown is for GitHub, html one file that needs nothing else.")] = Form.TEXT,
    output: Annotated[Path | None, typer.Option("--output", metavar="FILE", help="Where to write it; else to the terminal.")] = None,
    today: Day = None,
    project: ProjectOption = None,
) -> None:
    """Show what a change adds and alters: entries, pages, feeds, and what deserves a second look."""
    from digest import doors, proposal
    from digest.facts import write_atomically
    from digest.render.preview import preview_page
    from digest.report import preview as report

    found = doors.read_project(root_of(project))
    seen = proposal.preview(found, _usual_base(found) if base is None else base, os.environ, today=day_of(today) or present_day())
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


def _usual_base(found: "Project") -> str:
    """Compare with what is published, and say so where git does not know that."""
    from digest.base.git import usual_base

    usual = f"origin/{found.branch}"
    ref = usual_base(found.root, found.branch, os.environ)
    if ref != usual:
        say(f"note: git knows no '{usual}' here, so this compares with {ref}; --base names another")
    return ref
