"""`digest commit`: what the digest itself wrote into the files, kept in git."""

import os
from pathlib import Path
from typing import Annotated

import typer

from digest.cli.terminal import ProjectOption, root_of


def commit(
    message: Annotated[str, typer.Option("--message", metavar="TEXT", help="What the commit says.")] = "Keep what the digest wrote",
    project: ProjectOption = None,
) -> None:
    """Commit what accept, update and schema wrote, if they wrote anything; for workflows, which cannot look first."""
    from digest import doors
    from digest.base import git

    found = doors.read_project(root_of(project))
    written = [folder for folder in (found.content, found.site_config / "schema") if folder.is_dir()]
    done = git.commit(found.root, [folder.relative_to(found.root).as_posix() for folder in written], message, os.environ)
    print("Committed." if done else "Nothing to commit.")
    if path := os.environ.get("GITHUB_OUTPUT"):  # what later steps of a workflow ask for
        with Path(path).open("a", encoding="utf-8") as file:
            file.write(f"committed={'true' if done else 'false'}\n")
