"""The story, top to bottom: project -> content -> site -> outputs."""

import datetime as dt

from digest.check import check
from digest.derive import derive
from digest.load import load
from digest.model.content import Content
from digest.model.outputs import Outputs
from digest.model.project import Project
from digest.problems import ContentError, Problem
from digest.render import render


def read(project: Project) -> tuple[Content, list[Problem]]:
    """Load a project's content and hold it against every rule."""
    content, problems = load(project)
    return content, sorted({*problems, *check(content)})


def build(project: Project, *, today: dt.date, drafts: bool) -> Outputs:
    """Turn a project's files into every file of its site, or raise ContentError with every problem."""
    content, problems = read(project)
    if problems:
        raise ContentError(problems)
    return render(derive(content, project, today=today, drafts=drafts), project)
