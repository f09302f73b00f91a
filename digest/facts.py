"""Facts files, read and written side by side."""

import errno
import os
import re
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from pydantic import TypeAdapter

from digest.locks import take_lock
from digest.model.facts import PaperFacts, RepositoryFacts
from digest.problems import DigestError

_PAPER_FACTS = TypeAdapter(PaperFacts)
_REPOSITORY_FACTS = TypeAdapter(RepositoryFacts)
MAX_BYTES = 256 * 1024
"""Of a file that the digest reads; four thousand authors fit."""
_TEMPORARY = re.compile(r"\.[a-z0-9_.~-]+\.(json|csv|yml)\.\w{8}")
"""What `write_atomically` leaves behind where the program is killed in the middle."""


def parse_paper_facts(data: bytes) -> PaperFacts:
    """Read the facts of a paper from JSON, or raise pydantic's ValidationError (a ValueError)."""
    return _PAPER_FACTS.validate_json(data)


def format_paper_facts(facts: PaperFacts) -> bytes:
    """Write the facts of a paper as JSON: what is unknown is left out, one line a value, the same bytes every time."""
    return _PAPER_FACTS.dump_json(facts, indent=2, exclude_defaults=True) + b"\n"


def parse_repository_facts(data: bytes) -> RepositoryFacts:
    """Read the facts of a repository from JSON, or raise pydantic's ValidationError (a ValueError)."""
    return _REPOSITORY_FACTS.validate_json(data)


def format_repository_facts(facts: RepositoryFacts) -> bytes:
    """Write the facts of a repository as JSON, as those of a paper are written."""
    return _REPOSITORY_FACTS.dump_json(facts, indent=2, exclude_defaults=True) + b"\n"


@contextmanager
def facts_folder(folder: Path) -> Iterator[Path]:
    """Make a folder of facts ready to be written to, by nobody else for as long: DigestError where it cannot be.

    The lock is on the folder itself, and ends with the program however that ends. Temporary files of a run that was
    killed are taken away, and folders that were made in vain.
    """
    made = [parent for parent in (folder, *folder.parents) if not parent.exists()]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle = os.open(folder, os.O_RDONLY)
    except OSError as error:
        raise DigestError(f"{folder}: facts cannot be written here: {error.strerror}") from error
    try:
        if not take_lock(handle):
            raise DigestError(
                f"{folder}: another `digest update`, `digest new` or `digest import` is at work here; wait for it to end, then run this one again"
            )
        _make_sure_of(folder)
        yield folder
    finally:
        with suppress(OSError):  # that something stands in it
            for empty in made:
                empty.rmdir()
        os.close(handle)


def _make_sure_of(folder: Path) -> None:
    """Sweep the folder, and find out whether it takes files before a source is asked for what goes into them."""
    sweep(folder, "json", "csv")
    try:
        handle, probe = tempfile.mkstemp(dir=folder, prefix=".probe.json.")
        os.close(handle)
        Path(probe).unlink()
    except OSError as error:
        raise DigestError(f"{folder}: facts cannot be written here: {error.strerror}; nothing was asked or changed") from error


def sweep(folder: Path, *endings: str) -> None:
    """Take away temporary files of a run that was killed; for whoever alone may write files of these endings there."""
    for path in folder.iterdir():
        if (match := _TEMPORARY.fullmatch(path.name)) and match[1] in endings:
            with suppress(OSError):
                path.unlink()


def write_facts(path: Path, facts: PaperFacts | RepositoryFacts) -> None:
    """Write the facts of a paper or a repository, or raise DigestError where that cannot be; the file is then as it was."""
    write_facts_file(path, format_paper_facts(facts) if isinstance(facts, PaperFacts) else format_repository_facts(facts))


def write_facts_file(path: Path, data: bytes) -> None:
    """Write a file of facts, or raise DigestError where that cannot be; the file is then as it was."""
    try:
        write_atomically(path, data)
    except OSError as error:
        raise DigestError(f"{path}: the facts cannot be written: {error.strerror}; the file is as it was") from error


def write_atomically(path: Path, data: bytes) -> None:
    """Replace a file as a whole: whoever reads it, and whenever this stops, finds the old or the new one."""
    with _written(path, data) as temporary:
        temporary.chmod(path.stat().st_mode if path.exists() else 0o666 & ~_umask())
        temporary.replace(path)


def create_atomically(path: Path, data: bytes) -> None:
    """Make a file as a whole, or raise FileExistsError where there is one: also where it came into being a moment ago."""
    with _written(path, data) as temporary:
        _create(temporary, path)


def create_soon(path: Path, data: bytes) -> None:
    """Make a file as `create_atomically` does, without waiting for the disk: of a hundred thousand that can be made again.

    Killed at any moment, the program leaves the file whole or not at all; it is the power that must not fail.
    """
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        _create(Path(temporary), path)
    finally:
        Path(temporary).unlink(missing_ok=True)


@contextmanager
def all_or_none(create: Callable[[Path, bytes], None]) -> Iterator[Callable[[Path, bytes], None]]:
    """Give a function that makes a file by `create`, and its folders; whatever ends this early, all that was made goes again.

    What there was before is somebody else's, and stays: `create` raises FileExistsError then.
    """
    made: list[Path] = []

    def make(path: Path, data: bytes) -> None:
        for folder in reversed([parent for parent in path.parents if not parent.exists()]):
            folder.mkdir()
            made.append(folder)
        made.append(path)
        try:
            create(path, data)
        except FileExistsError:
            made.pop()
            raise

    try:
        yield make
    except BaseException:
        for one in reversed(made):
            with suppress(OSError):  # that it was not made after all, or is somebody's by now
                one.rmdir() if one.is_dir() else one.unlink()
        raise


def _create(temporary: Path, path: Path) -> None:
    """Give a file that is whole its name, unless that is taken."""
    temporary.chmod(0o666 & ~_umask())
    try:
        path.hardlink_to(temporary)
    except FileExistsError:
        raise
    except OSError:  # this file system has no links; then the moment between this line and the next must do
        if os.path.lexists(path):
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(path)) from None
        temporary.replace(path)


@contextmanager
def _written(path: Path, data: bytes) -> Iterator[Path]:
    """Give a file beside another with some bytes safe on the disk; what is left of it in the end is taken away."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        yield Path(temporary)  # which only its owner can read as yet
    finally:
        Path(temporary).unlink(missing_ok=True)


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
