"""What this program made before to files of its user that spare it the work, each never more than a shorter way.

What stands there is run or unpickled. So it is never taken from the digest, where a stranger's pull request could bring it
along, and a file that a disk or anybody has changed is as good as none.
"""

import os
import tempfile
from collections.abc import Iterable
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path

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


def _sum(data: bytes) -> bytes:
    return blake2b(data, digest_size=_SUM).digest()
