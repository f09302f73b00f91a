"""A project and a git reference to what changed between them: the digest, read before and after."""

import dataclasses
import datetime as dt
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from digest import pipeline
from digest.base import check_change
from digest.base.change import Change
from digest.base.git import Base, changed_files, files_at, find_base
from digest.check.unfinished import waived
from digest.derive import derive
from digest.facts import format_paper_facts, format_repository_facts, parse_paper_facts, parse_repository_facts
from digest.load import load
from digest.load.files import MAX_BYTES
from digest.model.content import Content
from digest.model.preview import Preview
from digest.model.project import Project
from digest.model.written import Written
from digest.problems import ContentError, DigestError, Problem
from digest.render import preview as render
from digest.render.whole import render as render_site
from digest.series import MAX_BYTES as MAX_BYTES_OF_SERIES

_TOLD_ELSEWHERE = (OSError, ValueError, ContentError)
"""What cannot be read breaks a rule for files already."""


def check_against(  # noqa: PLR0913 (each an option of the command)
    project: Project, after: Content, ref: str, environment: Mapping[str, str], *, today: dt.date, may_change_facts: bool = False
) -> list[Problem]:
    """Hold what changed since a git reference against the rules for changes; DigestError where git cannot tell."""
    base = find_base(project.root, ref, environment)
    with checked_out(project, base.fork, environment) as old:
        before, _ = load(old)  # its problems are not of this change
    return check_change(_change(project, before, after, base, environment, today=today, may_change_facts=may_change_facts))


def changed(project: Project, ref: str, environment: Mapping[str, str]) -> tuple[str, ...]:
    """Name the files that are new or different since a git reference, relative to the project; DigestError where git cannot tell."""
    return changed_files(project.root, find_base(project.root, ref, environment), environment)


def preview(project: Project, ref: str, environment: Mapping[str, str], *, today: dt.date) -> Preview:
    """Tell what readers will notice of what changed since a git reference, once its drafts are accepted.

    Raises ContentError where the digest has problems, and DigestError where git cannot tell or the digest had problems there.
    """
    base = find_base(project.root, ref, environment)
    after, problems = pipeline.read(project)
    if errors := _errors(waived(after, problems, but=changed_files(project.root, base, environment))):
        raise ContentError(errors)
    with checked_out(project, base.fork, environment) as old:
        before, problems = pipeline.read(old)
        prose = _prose(old), _prose(project)
    if errors := _errors(waived(before, problems)):
        raise DigestError(f"where the change left '{ref}', the digest could not be built, so there is nothing to compare with: {errors[0]}")
    change = _change(project, before, after, base, environment, today=today)
    # What waits for its day shows as it will on that day, and so does everything beside it.
    had = [thread.value for thread in before.threads]
    days = [paper.value.added for paper in change.touched()]
    days += [thread.value.added for thread in after.threads if thread.value not in had]
    day = max([today, *(day for day in days if day)])
    old_side, new_side = (_side(content, project, today=today, day=day) for content in (before, after))
    new = {paper.slug: () for paper in change.newcomers()}
    lost = change.gone()
    return Preview(
        ref=ref,
        added=render.cards(new_side.site.papers, new, project),
        altered=render.cards(new_side.site.papers, change.alterations(), project),
        gone=[paper.title for paper in old_side.site.papers if paper.slug in lost],
        problems=sorted(check_change(change)),
        **render.differences(old_side, new_side, project, prose=prose)._asdict(),
    )


def _errors(problems: list[Problem]) -> list[Problem]:
    return [problem for problem in problems if problem.level == "error"]


def _prose(project: Project) -> dict[str, bytes]:
    """Read the pages that people write as they are, by their URLs."""
    folder = project.content / "pages"
    urls = {path: f"{path.relative_to(folder).with_suffix('').as_posix()}/" for path in sorted(folder.rglob("*.md"))}
    return {url.removesuffix("index/"): path.read_bytes() for path, url in urls.items()}


def _side(content: Content, project: Project, *, today: dt.date, day: dt.date) -> render.Side:
    """Derive and render what readers see once all drafts are accepted, and derive what they see until then."""
    papers, threads = (tuple(_accepted(file, today) for file in files) for files in (content.papers, content.threads))
    accepted = dataclasses.replace(content, papers=papers, threads=threads)
    site = derive(accepted, project, today=day, drafts=False)
    has_drafts = any(file.value.added is None for files in (content.papers, content.threads) for file in files)
    without = derive(content, project, today=day, drafts=False) if has_drafts else site
    return render.Side(site, render_site(site, project), without)


def _accepted(file: Written[Any], day: dt.date) -> Written[Any]:
    return file if file.value.added else dataclasses.replace(file, value=dataclasses.replace(file.value, added=day))


def _change(  # noqa: PLR0913 (each an option of the command)
    project: Project,
    before: Content,
    after: Content,
    base: Base,
    environment: Mapping[str, str],
    *,
    today: dt.date,
    may_change_facts: bool = False,
) -> Change:
    files = changed_files(project.root, base, environment)
    return Change(
        ref=base.ref,
        before=before,
        after=after,
        newest=_newest(project, base, before, environment, today=today),
        today=today,
        files=files,
        unlike=frozenset(_unlike(project, files)),
        may_change_facts=may_change_facts,
    )


@contextmanager
def checked_out(project: Project, commit: str, environment: Mapping[str, str]) -> Iterator[Project]:
    """Give a project whose content is that of a commit, in a folder that lasts as long."""
    folder = project.content.relative_to(project.root)
    with TemporaryDirectory(prefix="digest-base-") as place:
        root = Path(place).resolve()
        (root / folder).mkdir(parents=True)
        for path, data in files_at(project.root, commit, folder.as_posix(), environment, most_bytes=max(MAX_BYTES, MAX_BYTES_OF_SERIES)):
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_bytes(data)
        yield dataclasses.replace(project, root=root, content=root / folder)


def _newest(project: Project, base: Base, before: Content, environment: Mapping[str, str], *, today: dt.date) -> dt.date | None:
    """Find the newest day on which the reference, as it is now, has added an entry; what is still to come does not count."""
    if base.tip != base.fork:
        with checked_out(project, base.tip, environment) as present:
            before, _ = load(present)
    return max((paper.value.added for paper in before.papers if paper.value.added and paper.value.added <= today), default=None)


def _unlike(project: Project, files: tuple[str, ...]) -> Iterator[str]:
    """Find among changed files those that the digest writes and that hold something that it would not."""
    facts = f"{project.content.relative_to(project.root).as_posix()}/facts"
    for path in files:
        with suppress(*_TOLD_ELSEWHERE):
            if path.startswith(f"{facts}/papers/") and path.endswith(".json"):
                data = _lines((project.root / path).read_bytes())
                if data != format_paper_facts(parse_paper_facts(data)):
                    yield path
            elif path.startswith(f"{facts}/repos/") and path.endswith(".json"):
                data = _lines((project.root / path).read_bytes())
                if data != format_repository_facts(parse_repository_facts(data)):
                    yield path
    of_schemas = project.site_config / "schema"
    if any((project.root / path).parent == of_schemas for path in files):
        with suppress(*_TOLD_ELSEWHERE):
            for name, text in pipeline.schemas(project).items():
                path = (of_schemas / f"{name}.json").relative_to(project.root).as_posix()
                if path in files and _lines((project.root / path).read_bytes()) != text:
                    yield path


def _lines(data: bytes) -> bytes:
    """Undo what git makes of the ends of lines on Windows."""
    return data.replace(b"\r\n", b"\n")
