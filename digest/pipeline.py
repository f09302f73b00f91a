"""The story, top to bottom: project -> content -> site -> outputs."""

import dataclasses
import datetime as dt
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from digest.base import LAWS as LAWS_OF_CHANGES
from digest.check import LAWS as LAWS_OF_THE_WHOLE
from digest.check import check
from digest.check.unfinished import unfinished, waived
from digest.load import LAWS as LAWS_OF_FILES
from digest.load import load, read_one
from digest.model.content import Content
from digest.model.project import Project
from digest.model.written import Written
from digest.problems import ContentError, Problem

if TYPE_CHECKING:
    from digest.model.outputs import Outputs
    from digest.model.trends import Review

# What reads files is imported at once, what makes a site of them on demand: whoever checks a file waits for none of that.

LAWS: Mapping[str, str] = {**LAWS_OF_FILES, **LAWS_OF_THE_WHOLE}
"""Every rule that `read` holds files against."""
ALL_LAWS: Mapping[str, str] = {**LAWS, **LAWS_OF_CHANGES}
"""Those and the rules that a change is held against: each has a page."""


def read(project: Project) -> tuple[Content, list[Problem]]:
    """Load a project's content and hold it against every rule."""
    content, problems = load(project)
    return content, sorted({*problems, *check(content)})


def read_whole(project: Project) -> tuple[Content, list[str]]:
    """Read what a site is made of, and name the drafts that wait for their texts; else raise ContentError with every problem."""
    content, problems = read(project)
    problems = waived(content, problems)
    if any(problem.level == "error" for problem in problems):
        raise ContentError(problem for problem in problems if problem.level == "error")
    return content, unfinished(content, problems)


class Accepted(NamedTuple):
    """What became of drafts, by their files."""

    stamped: list[str]
    unfinished: list[str]
    """These wait for their texts."""


def accept(project: Project, paths: tuple[str, ...], *, day: dt.date) -> Accepted:
    """Stamp `added` on the drafts below some paths (all, where there is none) that are whole.

    Raises ContentError, and stamps none, where anything below these paths has a problem. A draft that waits for its texts
    has one where it is asked for by name.
    """
    from digest.accept import FormError, stamped
    from digest.facts import write_atomically

    content, problems = read(project)
    problems = waived(content, problems, but=paths)
    # Where a vocabulary cannot be read, nobody knows whether a draft's words are known.
    unknown = content.unread & {vocabulary.path for vocabulary in _vocabularies(content)}
    errors = [problem for problem in problems if problem.level == "error"]
    if concerned := [problem for problem in errors if is_below(problem.path, paths) or problem.path in unknown]:
        raise ContentError(concerned)
    waiting = [path for path in unfinished(content, problems) if is_below(path, paths)]
    files: list[Written[Any]] = [*content.papers, *content.threads]
    drafts = [file for file in files if file.value.added is None and is_below(file.path, paths) and file.path not in waiting]
    texts = [stamped((project.root / draft.path).read_bytes(), day) for draft in drafts]
    for draft, text in zip(drafts, texts, strict=True):
        if read_one(type(draft.value), text) != dataclasses.replace(draft.value, added=day):
            raise FormError(draft.path, day)
    for draft, text in zip(drafts, texts, strict=True):
        write_atomically(project.root / draft.path, text)
    return Accepted([draft.path for draft in drafts], waiting)


def is_below(path: str, folders: tuple[str, ...]) -> bool:
    """Say whether a path is one of some files or lies in one of some folders; with none given, every path does."""
    return not folders or any(path == folder or path.startswith(f"{folder}/") or folder == "." for folder in folders)


def build(project: Project, *, today: dt.date, drafts: bool, own_pages: Collection[str] = ()) -> "Outputs":
    """Turn a project's files into every file of its site, or raise ContentError with every problem."""
    from digest.derive import derive
    from digest.render.whole import render

    content, waiting = read_whole(project)
    site = derive(content, project, today=today, drafts=drafts)
    schemas = _schema_files(content)
    del content  # it takes as much room as the site
    outputs = render(site, project, own_pages=own_pages, laws=ALL_LAWS, schemas=schemas)
    return dataclasses.replace(outputs, unfinished=tuple(waiting))


def reviews(project: Project, *, today: dt.date) -> "Mapping[int, Review]":
    """Compute the years in review of a project's editions, or raise ContentError with every problem."""
    from digest.derive import derive

    content, _ = read_whole(project)
    return derive(content, project, today=today, drafts=False).trends.reviews


def schemas(project: Project) -> dict[str, bytes]:
    """Write what editors know of each kind of file that people write, or raise ContentError where the words cannot be read."""
    content, problems = load(project)
    unknown = content.unread & {vocabulary.path for vocabulary in _vocabularies(content)}
    if concerned := [problem for problem in problems if problem.path in unknown]:
        raise ContentError(concerned)
    return _schema_files(content)


def _schema_files(content: Content) -> dict[str, bytes]:
    from digest import schema

    return {name: schema.format_schema(made) for name, made in schema.schemas(content).items()}


def _vocabularies(content: Content) -> list[Written[Any]]:
    return [content.topics, content.labs, content.frameworks, content.grounds]
