"""What arXiv was asked for today, kept in the user's cache folder: a second run of the same day asks for nothing twice."""

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Self

from digest.facts import write_atomically
from digest.gather.merge import SOURCE
from digest.model.facts import Fact, PaperFacts

_MAX_BYTES = 4 * 1024 * 1024


class Asked:
    """Remembers which facts arXiv confirmed or changed on one day.

    It does not stand in the facts: those that stay the same leave their files untouched, byte for byte, and that arXiv
    was asked in vain is nobody's news. It is no loss where it is lost: the papers are asked for once more.
    """

    def __init__(self, path: Path, day: dt.date, marks: Mapping[str, str]) -> None:
        """Know the marks of one day; `read` finds them."""
        self._path = path
        self._day = day
        self._marks = dict(marks)

    @classmethod
    def read(cls, folder: Path, *, project: Path, url: str, day: dt.date) -> Self:
        """Find what was asked for a digest at an address on a day; nothing where the file is missing, broken or of another day."""
        name = hashlib.sha256(f"{project}\n{url}".encode()).hexdigest()[:32]
        path = folder / f"asked-{name}.json"
        try:
            with path.open("rb") as file:
                said = json.loads(file.read(_MAX_BYTES))
            marks = said["papers"] if said["day"] == str(day) else {}
            sound = isinstance(marks, dict) and all(isinstance(mark, str) for mark in marks.values())
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            sound = False
        return cls(path, day, marks if sound else {})

    def has(self, slug: str, arxiv: str, facts: bytes) -> bool:
        """Say whether a paper was asked for today, and its facts are as they were left then."""
        return self._marks.get(slug) == _mark(arxiv, facts)

    def note(self, slug: str, arxiv: str, facts: bytes) -> None:
        """Remember that arXiv answered, and what the facts are now."""
        self._marks[slug] = _mark(arxiv, facts)

    def write(self) -> None:
        """Keep it; where it cannot be kept, the next run asks again."""
        with suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            write_atomically(self._path, json.dumps({"day": str(self._day), "papers": self._marks}).encode())


def told_on(facts: PaperFacts, day: dt.date) -> bool:
    """Say whether the facts themselves show that arXiv answered on a day: elsewhere, perhaps, where this cache is not."""
    values = (getattr(facts, name) for name in PaperFacts.__dataclass_fields__)
    return any(isinstance(value, Fact) and value.source == SOURCE and str(value.date) == str(day) for value in values)


def _mark(arxiv: str, facts: bytes) -> str:
    return f"{arxiv} {hashlib.sha256(facts).hexdigest()[:16]}"
