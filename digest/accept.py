"""A draft to an accepted entry: one line more in its file, and nothing else changed."""

import datetime as dt
import re
from pathlib import Path

from digest.facts import write_atomically

# After `checked`, which every entry has, as people write it.
_CHECKED = re.compile(r"^checked:[^\n]*\n", re.MULTILINE)


def stamp(path: Path, day: dt.date) -> None:
    """Write the day on which the digest took an entry in into its file."""
    write_atomically(path, stamped(path.read_text(encoding="utf-8"), day).encode())


def stamped(text: str, day: dt.date) -> str:
    """Add `added` to the text of a checked draft, after `checked` where that stands on a line of its own."""
    line = f"added: {day.isoformat()}\n"
    if not text.endswith("\n"):
        text += "\n"
    if match := _CHECKED.search(text):
        return text[: match.end()] + line + text[match.end() :]
    return text + line
