"""`digest check`: every problem of every file, for a person, an editor, a program or GitHub."""

import os
from typing import TYPE_CHECKING, Annotated

import typer

from digest.cli.findings import FormatOption, Voice, tell
from digest.cli.terminal import FAILURE, FINDINGS, Day, Paths, ProjectOption, count, day_of, fail, present_day, relative_to, root_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from digest.model.content import Content
    from digest.model.project import Project
    from digest.problems import Problem
    from digest.report import Link

BaseOption = Annotated[
    str | None,
    typer.Option("--base", metavar="REF", help="Check also what changed since this git branch or commit, such as origin/main."),
]


def check(  # noqa: PLR0913 (each an option)
    paths: Paths = None,
    *,
    base: BaseOption = None,
    allow_facts: Annotated[bool, typer.Option("--allow-facts", help="With --base: facts may differ, it was `digest update`.")] = False,
    form: FormatOption = None,
    today: Day = None,
    project: ProjectOption = None,
) -> None:
    """Check every file and report every problem, with its place and its mend."""
    from digest import doors, pipeline
    from digest.check.unfinished import waived

    found = doors.read_project(root_of(project))
    wanted = relative_to(found.root, paths)
    content, problems = pipeline.read(found)
    named = set(wanted)
    if base is None and allow_facts:
        fail("--allow-facts says something about a change; name with --base what it is held against", FAILURE)
    if base is not None:
        from digest import proposal

        day = day_of(today) or present_day()
        problems += proposal.check_against(found, content, base, os.environ, today=day, may_change_facts=allow_facts)
        named.update(proposal.changed(found, base, os.environ))
    problems = waived(content, problems, but=named)
    problems = [problem for problem in sorted(set(problems)) if pipeline.is_below(problem.path, wanted)]
    voice = Voice(command="digest check", link=_link(found), laws=pipeline.ALL_LAWS)
    tell(form, found, content, problems, voice=voice, counted=_counted(content, problems))
    if any(problem.level == "error" for problem in problems):
        raise typer.Exit(FINDINGS)


def _counted(content: "Content", problems: "Sequence[Problem]") -> str:
    if problems:
        kind = "problem" if any(problem.level == "error" for problem in problems) else "warning"
        return f"{count(len(problems), kind)} in {count(len({problem.path for problem in problems}), 'file')}"
    return f"{count(len(content.papers), 'paper')} in {count(len(content.editions), 'edition')}: no problems"


def _link(project: "Project") -> "Link":
    from digest.render import addresses

    return lambda rule: project.site_url + addresses.rule(rule)
