"""Files that were read before to what was read of them: one file with the user's caches, known by content alone.

It is never more than a shorter way: what stands in it was made by this very code of these very bytes, and only of files that
had no flaw. It is no part of a digest, so what a stranger's pull request brings along is never taken from it.
"""

import pickle
import sys
from contextlib import suppress
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

import pydantic
import yaml

from digest import caches

FEW = 100
"""Files that are read faster than what is kept of them is looked up."""
_CODE = ("load/*.py", "model/*.py", "identifiers.py")


class Kept:
    """What was read before, and what is read now."""

    def __init__(self, path: Path | None) -> None:
        """Open a file of what was read, if there is a place for one."""
        self.store = caches.Store(path)

    def key(self, kind: object, raw: bytes) -> bytes | None:
        """Name what a file with this content is as a `kind`; None for vocabularies, of which there are few."""
        if self.store.path is None or not isinstance(kind, type):
            return None
        return blake2b(raw, digest_size=20, key=_stamp(), person=kind.__name__[:16].encode()).digest()

    def find(self, key: bytes | None) -> Any:
        """Give what was kept under a name; None where nothing was."""
        if key and (data := self.store.find(key)) is not None:
            with suppress(Exception):  # whatever a file may hold that something else has written into
                return pickle.loads(data)  # noqa: S301 (this user's own file)
        return None

    def keep(self, key: bytes | None, value: object) -> None:
        """Keep a value for the next run."""
        if key:
            self.store.keep(key, pickle.dumps(value, pickle.HIGHEST_PROTOCOL))

    def close(self) -> None:
        """Write down what was kept."""
        self.store.close()


@cache
def _stamp() -> bytes:
    """Know the code by which files are read: another one may read something else."""
    return caches.stamp(f"{sys.version} {pydantic.VERSION} {yaml.__version__}", _CODE).digest()
