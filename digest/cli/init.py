"""The command that begins a digest of any field, or takes out a file of the program for one that there is."""

import shlex
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated

import typer

from digest.cli.network import INTERRUPTED
from digest.cli.terminal import FAILURE, Day, ProjectOption, count, day_of, fail, present_day, put, root_of, say, shown
from digest.problems import printable

if TYPE_CHECKING:
    import datetime as dt

    from digest.start import Answers


def init(  # noqa: PLR0913 (each an option)
    folder: Annotated[
        Path | None, typer.Argument(metavar="DIR", help="Where the new digest goes: a new folder, or one without its files.")
    ] = None,
    *,
    name: Annotated[str | None, typer.Option("--name", metavar="TEXT", help="What it is called.")] = None,
    repository: Annotated[
        str | None, typer.Option("--repository", metavar="OWNER/NAME", help="Where its files will stand on GitHub.")
    ] = None,
    address: Annotated[str | None, typer.Option("--address", metavar="URL", help="Where its site will stand; else GitHub Pages.")] = None,
    topics: Annotated[str | None, typer.Option("--topics", metavar="NAMES", help="What its papers are about, parted by commas.")] = None,
    categories: Annotated[
        str | None, typer.Option("--categories", metavar="IDS", help="arXiv's categories to look through, as hep-ph, hep-th.")
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Ask nothing; take what is proposed for all that no option says.")] = False,
    eject: Annotated[
        list[str] | None,
        typer.Option("--eject", metavar="FILE", help="Take out a file of the program for a digest to change, as templates/paper.html.j2."),
    ] = None,
    project: ProjectOption = None,
    today: Day = None,
) -> None:
    """Begin a digest of any field: the smallest project that builds, with its site's address, words and workflows. Writes over nothing."""
    given = {"name": name, "repository": repository, "address": address, "topics": topics, "categories": categories}
    if eject:
        if any(given.values()) or (folder and project):
            fail("--eject takes files out for a digest that there is, which DIR or --project names; leave the other options out", FAILURE)
        _eject(eject, root_of(folder or project))
        return
    if folder is None or project:
        fail("name the folder of the new digest, as in digest init annual", FAILURE)
    from digest import __version__
    from digest.start import lay, starter

    answers = _answers(folder.resolve(), given, ask=not yes, today=day_of(today) or present_day())
    files = starter(answers, version=__version__)
    _prove(files)
    lay(files, folder)
    put(f"Wrote {count(len(files), 'file')} of {answers.name} -> {shown(folder.resolve())}/")
    put(f"Now: cd {shlex.quote(str(folder))} && digest serve; README.md there says what to change before you publish.")


def _answers(folder: Path, given: dict[str, str | None], *, ask: bool, today: "dt.date") -> "Answers":
    """Take what options say; ask for the rest, or take what is proposed."""
    from digest.start import answers_of, default_address, default_name, default_repository, require

    require(**{key: said for key, said in given.items() if said is not None})

    def answer(key: str, question: str, proposal: str) -> str:
        said = given[key]
        return said if said is not None else _asked(key, question, proposal) if ask else proposal

    try:
        name = answer("name", "What is it called?", default_name(folder))
        repository = answer("repository", "Its repository on GitHub", default_repository(folder))
        return answers_of(
            name=name,
            repository=repository,
            address=answer("address", "The address of its site", default_address(repository)),
            topics=answer("topics", "Its topics, parted by commas", "Methods, Data, Theory"),
            categories=answer("categories", "arXiv's categories to look through, parted by commas, or none", "cs.LG"),
            today=today,
        )
    except typer.Abort:
        say("stopped; nothing was written (with --yes nothing is asked)")
        raise typer.Exit(INTERRUPTED) from None


def _asked(key: str, question: str, proposal: str) -> str:
    """Ask until the answer can be used."""
    from digest.start import AnswerError, require

    while True:
        said: str = typer.prompt(question, default=proposal, err=True)
        try:
            require(**{key: said})
        except AnswerError as error:
            for fault in error.messages:
                say(printable(f"error: {fault}"))
        else:
            return said


def _prove(files: "dict[str, bytes]") -> None:
    """Hold the files against every rule before any is written where it stays."""
    from digest import doors, pipeline
    from digest.problems import ContentError
    from digest.start import lay

    with TemporaryDirectory(prefix="digest-init-") as place:
        lay(files, Path(place))
        _, problems = pipeline.read(doors.read_project(Path(place).resolve()))
    if problems:
        raise ContentError(problems)


def _eject(names: list[str], root: Path) -> None:
    from digest import doors
    from digest.start import eject

    found = doors.read_project(root)
    for path in eject(names, found.site_config):
        put(f"{shown(found.site_config / path)}: written; it stands before the program's, and later versions of that do not change it")
