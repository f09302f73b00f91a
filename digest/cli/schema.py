"""`digest schema`: what editors know of the files that people write."""

import sys
from enum import StrEnum
from typing import Annotated

import typer

from digest.cli.terminal import ProjectOption, root_of, shown


class Kind(StrEnum):
    """A kind of file that people write."""

    PAPER = "paper"
    EDITION = "edition"
    REPOSITORY = "repository"
    TOPICS = "topics"
    LABS = "labs"
    FRAMEWORKS = "frameworks"
    GROUNDS = "grounds"
    THREAD = "thread"
    REMOVED = "removed"


def schema(
    kind: Annotated[Kind, typer.Argument(help="Whose schema to print.")] = Kind.PAPER,
    *,
    write: Annotated[bool, typer.Option("--write", help="Write all of them below site_config/schema/ instead.")] = False,
    project: ProjectOption = None,
) -> None:
    """Print the JSON Schema of an entry, with the words of this digest, for editors."""
    from digest import doors, pipeline

    found = doors.read_project(root_of(project))
    schemas = pipeline.schemas(found)
    if not write:
        sys.stdout.write(schemas[kind].decode())
        return
    for name, text in schemas.items():
        path = found.site_config / "schema" / f"{name}.json"
        if not path.is_file() or path.read_bytes() != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text)
            print(f"{shown(path)}: written")
