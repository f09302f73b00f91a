"""What this program made before to files of its user that spare it the work, each never more than a shorter way.

What stands there is run or unpickled. So it is never taken from the digest, where a stranger's pull request could bring it
along, and a file that a disk or anybody has changed is as good as none.
"""

import marshal
import os
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path

_ROOM = 3
"""How many times as much is kept in a store as a run needs: two states of a digest are built in turn."""
_SUM = 16
"""Bytes that say what the others are."""


def place(root: Path, name: str) -> Path | None:
    """Find where this user keeps a cache of ours; None where there is no such place but in the checkout of the digest at `root`."""
    from platformdirs import user_cache_path

    with suppress(RuntimeError, OSError):  # that there is no home
        folder = user_cache_path("paper-annual", appauthor=False).resolve()
        root = root.resolve()
        checkout = next((above for above in (root, *root.parents) if (above / ".git").exists()), root)
        return None if folder.is_relative_to(checkout) else folder / name
    return None


def stamp(said: str, patterns: Iterable[str]) -> "blake2b":
    """Begin a name of what this very code makes: by what is `said` of its surroundings, and by the package's files of some patterns."""
    package = Path(__file__).parent
    begun = blake2b(said.encode(), digest_size=32)
    for path in (path for pattern in patterns for path in sorted(package.glob(pattern))):
        begun.update(path.read_bytes())
    return begun


def read(path: Path) -> bytes | None:
    """Give what was written to a file; None where it cannot be read or holds something else."""
    try:
        data = path.read_bytes()
    except OSError:
        return None
    return data[_SUM:] if _sum(data[_SUM:]) == data[:_SUM] else None


def write(path: Path, data: bytes) -> None:
    """Write a file as a whole; where that cannot be done, it stays as it was."""
    with suppress(OSError):
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(_sum(data))
                file.write(data)
            os.replace(name, path)
        except BaseException:
            os.unlink(name)
            raise


class Store:
    """Values by their names in one file: what a run keeps, the next one finds."""

    def __init__(self, path: Path | None) -> None:
        """Open a file; one that cannot be read is as good as none, and where there is no place for one nothing is kept."""
        self.path = path
        self.before: dict[bytes, bytes] = {}
        self.now: dict[bytes, bytes] = {}
        if path and (data := read(path)):
            with suppress(ValueError, EOFError, TypeError):
                found = marshal.loads(data)  # noqa: S302 (this user's own file)
                self.before = found if isinstance(found, dict) else {}

    def find(self, name: bytes) -> bytes | None:
        """Give what was kept under a name; None where nothing was."""
        if (value := self.now.get(name) or self.before.get(name)) is not None:
            self.now[name] = value
        return value

    def keep(self, name: bytes, value: bytes) -> None:
        """Keep a value for the next run."""
        self.now[name] = value

    def close(self) -> None:
        """Write down what was kept, if anything is new: a run that ends in between leaves the file as it was."""
        if self.path is None or not self.now.keys() - self.before.keys():
            return
        everything = self.before | self.now
        write(self.path, marshal.dumps(everything if len(everything) <= _ROOM * len(self.now) else self.now))


def _sum(data: bytes) -> bytes:
    return blake2b(data, digest_size=_SUM).digest()
