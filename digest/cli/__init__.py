"""The terminal door: results to stdout, the rest to stderr; exit 0 ok, 1 findings, 2 wrong use or a failure of ours."""

import atexit
import errno
import gc
import io
import logging
import sys
from typing import Annotated

import typer

from digest.cli import inbox, intake, new, site
from digest.cli.check import check
from digest.cli.commit import commit
from digest.cli.export import export
from digest.cli.figures import figures
from digest.cli.imports import import_file
from digest.cli.init import init
from digest.cli.links import links
from digest.cli.preview import preview
from digest.cli.schema import schema
from digest.cli.terminal import FAILURE, count, fail, say
from digest.cli.update import update

app = typer.Typer(
    name="digest",
    help="Turn a folder of curated YAML into an “influential research of the year” site with feeds.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for command in (
    init,
    new.new,
    check,
    preview,
    site.accept,
    update,
    inbox.inbox,
    site.build,
    site.serve,
    figures,
    links,
    schema,
    export,
    commit,
    intake.intake,
    intake.live,
):
    app.command()(command)
app.command("import")(import_file)  # a word that Python keeps for itself


@app.callback(invoke_without_command=True)
def start(*, version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False) -> None:
    """Turn a folder of curated YAML into an “influential research of the year” site with feeds."""
    if version:
        from digest import __version__

        print(f"digest {__version__}")
        raise typer.Exit


def main() -> None:
    """Run the command; whatever ends it early says so in words, not as a traceback."""
    from digest.problems import ContentError, DigestError, printable

    # A command holds on to nearly all that it makes until it ends: to look for rubbish every 700 objects costs a tenth of a build.
    gc.set_threshold(10_000)
    atexit.register(gc.freeze)  # the system takes all of it back anyway: to look through it first costs a tenth again
    _log_to_stderr()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a terminal that cannot show a letter shows its number
            stream.reconfigure(errors="backslashreplace")
    try:
        app()
    except ContentError as error:
        say(f"{error}\n{count(len(error.problems), 'problem')}; nothing was changed")
        sys.exit(error.exit_code)
    except DigestError as error:
        for message in error.messages[:-1]:
            say(printable(f"error: {message}"))
        fail(error.messages[-1], error.exit_code)
    except OSError as error:
        hint = "; choose another port with --address" if error.errno == errno.EADDRINUSE else ""
        fail(f"{error.filename or 'the system'}: {error.strerror or error}{hint}", FAILURE)


def _log_to_stderr() -> None:
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(levelname)s: %(message)s"))
    logger = logging.getLogger("mkdocs")
    logger.addHandler(handler)
    logger.setLevel(logging.WARNING)
