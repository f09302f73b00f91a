"""`digest figures`: the years in review, computed from the files of a digest."""

import sys
from enum import StrEnum
from typing import Annotated

import typer

from digest.cli.terminal import FAILURE, Day, ProjectOption, day_of, fail, present_day, put, root_of


class Form(StrEnum):
    """How figures are written."""

    TEXT = "text"
    CSV = "csv"
    JSON = "json"


def figures(
    *,
    edition: Annotated[int | None, typer.Option("--edition", metavar="YEAR", help="One edition only; else all, newest first.")] = None,
    form: Annotated[Form, typer.Option("--format", help="csv has a row for every number, json their definitions too.")] = Form.TEXT,
    today: Day = None,
    project: ProjectOption = None,
) -> None:
    """Print the year in review: what can be computed of an edition's year, and why the rest cannot. Asks no source."""
    from pydantic_core import to_json

    from digest import doors, pipeline
    from digest.render.review import as_csv, as_text, record
    from digest.render.templating import words_of

    found = doors.read_project(root_of(project))
    reviews = pipeline.reviews(found, today=day_of(today) or present_day())
    chosen = [reviews[year] for year in sorted(reviews, reverse=True) if edition in {None, year}]
    if edition is not None and not chosen:
        known = f"; there are {', '.join(map(str, sorted(reviews)))}" if reviews else ""
        fail(f"there is no edition of {edition} with papers{known}", FAILURE)
    words = words_of(found)
    match form:
        case Form.TEXT:
            for at, review in enumerate(chosen):
                for line in ("", *as_text(review, words)) if at else as_text(review, words):
                    put(line)
        case Form.CSV:
            sys.stdout.write(as_csv(chosen, words).decode())
        case Form.JSON:
            sys.stdout.write(to_json([record(review, found, words) for review in chosen], indent=2).decode() + "\n")
