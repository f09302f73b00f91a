"""The terminal door: results to stdout, the rest to stderr; exit 0 ok, 1 findings, 2 wrong use or a failure of ours."""

import datetime as dt
import errno
import io
import logging
import os
import sys
import time
from pathlib import Path
from typing import Annotated, NoReturn

import typer

app = typer.Typer(
    name="digest",
    help="Turn a folder of curated YAML into an “influential research of the year” site with feeds.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

FINDINGS = 1
FAILURE = 2

ProjectOption = Annotated[
    Path | None,
    typer.Option("--project", metavar="DIR", help="The digest to work on; else the nearest folder upward with mkdocs.yml."),
]
Day = Annotated[
    dt.datetime | None,
    typer.Option("--today", metavar="DAY", formats=["%Y-%m-%d"], help="The day to work for, as 2026-11-22; else the present one (UTC)."),
]
Paths = Annotated[list[Path] | None, typer.Argument(metavar="[PATH]...", help="Files or folders; else everything.")]


@app.callback(invoke_without_command=True)
def start(*, version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False) -> None:
    """Turn a folder of curated YAML into an “influential research of the year” site with feeds."""
    if version:
        from digest import __version__

        print(f"digest {__version__}")
        raise typer.Exit


@app.command()
def check(paths: Paths = None, project: ProjectOption = None) -> None:
    """Check every file and report every problem, with its place and its mend."""
    from digest import pipeline, plugin

    found = plugin.read_project(_root(project))
    wanted = _relative_to(found.root, paths)
    content, problems = pipeline.read(found)
    problems = [problem for problem in problems if pipeline.is_below(problem.path, wanted)]
    for problem in problems:
        print(problem)
    if problems:
        files = len({problem.path for problem in problems})
        _say(f"{_count(len(problems), 'problem')} in {_count(files, 'file')}")
        raise typer.Exit(FINDINGS)
    print(f"{_count(len(content.papers), 'paper')} in {_count(len(content.editions), 'edition')}: no problems")


@app.command()
def accept(paths: Paths = None, project: ProjectOption = None, today: Day = None) -> None:
    """Take drafts in: write today's day as `added` into each, so that pages and feeds show it."""
    from digest import pipeline, plugin

    found = plugin.read_project(_root(project))
    day = _day(today) or dt.datetime.now(dt.UTC).date()  # noqa: TID251 (a door may ask the clock)
    accepted = pipeline.accept(found, _relative_to(found.root, paths), day=day)
    for path in accepted:
        print(f"{path}: added {day}")
    print(f"Accepted {_count(len(accepted), 'draft')}.")


@app.command()
def build(
    site_dir: Annotated[Path | None, typer.Option("--site-dir", metavar="DIR", help="Where the site goes; else site/.")] = None,
    *,
    strict: Annotated[bool, typer.Option("--strict", help="Fail on warnings too.")] = False,
    today: Day = None,
    project: ProjectOption = None,
) -> None:
    """Build the site, as `mkdocs build` does."""
    from digest import plugin

    began = time.perf_counter()
    root = _root(project)
    built = plugin.build_site(root, site_dir=site_dir.resolve() if site_dir else None, strict=strict, today=_day(today))
    seconds = time.perf_counter() - began
    outputs = built.outputs
    pages, papers, feeds = (
        _count(number, word) for number, word in ((len(built.links), "page"), (outputs.papers, "paper"), (outputs.feeds, "feed"))
    )
    print(f"Built {pages}, {papers}, {feeds} in {seconds:.1f} s -> {_shown(built.site_dir)}/")


@app.command()
def serve(
    address: Annotated[str | None, typer.Option("--address", metavar="HOST:PORT", help="Where to serve; else 127.0.0.1:8000.")] = None,
    *,
    open_in_browser: Annotated[bool, typer.Option("--open", help="Open it in a browser.")] = False,
    project: ProjectOption = None,
) -> None:
    """Serve the site, drafts included, and rebuild it when a file changes."""
    from digest import plugin

    logging.getLogger("mkdocs").setLevel(logging.INFO)
    plugin.serve_site(_root(project), address=address, open_in_browser=open_in_browser)


def main() -> None:
    """Run the command; whatever ends it early says so in words, not as a traceback."""
    from digest.problems import ContentError, DigestError

    _log_to_stderr()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a terminal that cannot show a letter shows its number
            stream.reconfigure(errors="backslashreplace")
    try:
        app()
    except ContentError as error:
        _say(f"{error}\n{_count(len(error.problems), 'problem')}; nothing was changed")
        sys.exit(error.exit_code)
    except DigestError as error:
        _fail(str(error), error.exit_code)
    except OSError as error:
        hint = "; choose another port with --address" if error.errno == errno.EADDRINUSE else ""
        _fail(f"{error.filename or 'the system'}: {error.strerror or error}{hint}", FAILURE)


def _root(project: Path | None) -> Path:
    """Find the digest to work on."""
    start = (project or Path()).resolve()
    candidates = [start] if project else [start, *start.parents]
    root = next((folder for folder in candidates if (folder / "mkdocs.yml").is_file()), None)
    if root is None:
        where = f"in {project}" if project else "here or in any folder above"
        _fail(f"there is no mkdocs.yml {where}; go to a digest's folder or name it with --project", FAILURE)
    return root


def _relative_to(root: Path, paths: list[Path] | None) -> tuple[str, ...]:
    """Write the paths as problems do, relative to the project."""
    relative = []
    for path in paths or ():
        full = path.parent.resolve() / path.name if path.is_symlink() else path.resolve()
        if not os.path.lexists(full) or not full.is_relative_to(root):
            _fail(f"{path} is no file or folder of the digest in {root}", FAILURE)
        relative.append(full.relative_to(root).as_posix())
    return tuple(relative)


def _day(moment: dt.datetime | None) -> dt.date | None:
    return moment.date() if moment else None


def _shown(path: Path) -> str:
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)


def _count(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def _log_to_stderr() -> None:
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(levelname)s: %(message)s"))
    logger = logging.getLogger("mkdocs")
    logger.addHandler(handler)
    logger.setLevel(logging.WARNING)


def _say(text: str) -> None:
    print(text, file=sys.stderr)


def _fail(message: str, code: int) -> NoReturn:
    _say(f"error: {message}")
    sys.exit(code)
