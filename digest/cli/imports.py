"""The command that begins entries from a list that somebody else keeps."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from digest.cli.network import INTERRUPTED
from digest.cli.new import Edition, digest_of, drafts_alone
from digest.cli.terminal import FINDINGS, Day, ProjectOption, count, day_of, present_day, put, root_of, say
from digest.problems import DigestError, some_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from digest.gather.imports.papers import Papers
    from digest.gather.new import Digest, Draft


class Format(StrEnum):
    """What a file may be."""

    bibtex = "bibtex"
    csv = "csv"
    papers_with_code = "papers-with-code"


def import_file(  # noqa: PLR0913 (each an option)
    file: Annotated[Path, typer.Argument(metavar="FILE", help="BibTeX, CSV, or Papers With Code's JSON of links; packed with gzip too.")],
    *,
    form: Annotated[Format | None, typer.Option("--format", help="What the file is; else its name says so.")] = None,
    edition: Edition = None,
    encoding: Annotated[str | None, typer.Option("--encoding", metavar="NAME", help="Of the file, such as cp1252; else UTF-8.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be written, and write nothing.")] = False,
    project: ProjectOption = None,
    today: Day = None,
) -> None:
    """Begin an entry for every paper of a list: drafts with what is known, the rest left for you to write."""
    from digest import doors
    from digest.gather.imports.drafting import drafts_of
    from digest.gather.imports.reading import kind_of, listed, read
    from digest.gather.imports.shelf import shelf_of

    found = doors.read_project(root_of(project))
    kind = kind_of(file, form.value if form else None)
    day = day_of(today) or present_day()
    with drafts_alone(found):
        digest = digest_of(found)
        shelf = shelf_of(digest.content)
        papers = read(file, kind, digest.content, shelf, encoding=encoding)
        _tell(file.name, papers)
        if unread := sorted(path for path in digest.content.unread if path.startswith(f"{digest.folder}/papers/")):
            say(f"note: {some_of(unread)} cannot be read, and a paper of it would be begun once more; digest check says why")
        drafts = drafts_of(papers.rows, listed(kind, edition=edition, today=day), digest, shelf)
        written = _preview(drafts) if dry_run else _write(found.root, drafts)
    _report(file.name, papers, written, digest, dry_run=dry_run)
    if papers.broken or len(written) < len(papers.rows):
        raise typer.Exit(FINDINGS)


def _tell(name: str, papers: "Papers") -> None:
    """Name the rows from which nothing is made, in the order of the file."""
    for unknown in papers.ignored:
        say(f"{name}:1: note: nothing is taken from the column {unknown}")
    told = [(row.line, f"error: {row.message}") for row in papers.broken] + [
        (row.line, f"note: {row.message}") for row in (*papers.known, *papers.noted)
    ]
    for line, message in sorted(told):
        say(f"{name}:{line}: {message}")


def _preview(drafts: "Iterable[Draft]") -> list[str]:
    written = []
    for draft in drafts:
        put(f"{draft.path}: {draft.title}")
        written.append(draft.path)
    return written


def _write(root: Path, drafts: "Iterable[Draft]") -> list[str]:
    """Write drafts, and name each once it is there; one whose name is taken by then is left out."""
    from digest.facts import create_soon
    from digest.gather.new import AlreadyHereError, write_draft

    written: list[str] = []
    try:
        for draft in drafts:
            for note in draft.notes:
                say(f"{draft.path}: note: {note}; is it the same paper?")
            try:
                write_draft(root, draft, create=create_soon)
            except AlreadyHereError as error:
                say(f"error: {error}")
                continue
            written.append(draft.path)
            put(f"{draft.path}: {draft.title}")
    except (KeyboardInterrupt, DigestError, OSError) as error:
        say(f"stopped; {count(len(written), 'draft')} written, run it again for the rest")
        if isinstance(error, KeyboardInterrupt):
            raise typer.Exit(INTERRUPTED) from None
        raise
    return written


def _report(name: str, papers: "Papers", written: list[str], digest: "Digest", *, dry_run: bool) -> None:
    left_out = [
        count(number, word, words)
        for number, word, words in (
            (len(papers.known), "row was known", "rows were known"),
            (len(papers.broken), "is broken", "are broken"),
        )
        if number
    ]
    did = "Would begin" if dry_run else "Began"
    put(f"{did} {count(len(written), 'draft')} from {name}{'; ' if left_out else ''}{', '.join(left_out)}.")
    there = {edition.slug for edition in digest.content.editions}
    if without := sorted({path.split("/")[-2] for path in written} - there):
        folder = f"{digest.folder}/editions"
        say(f"note: there is no edition of {some_of(without)}; write {folder}/{without[0]}.yml, or import with --edition YEAR")
    if written and not dry_run:
        put("digest check says what is left to be written; when nothing is, digest serve shows them.")
