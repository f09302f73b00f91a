"""A draft to an accepted entry: one line more in its file, and nothing else changed."""

import datetime as dt
import re

from digest.problems import DigestError

# After `checked`, which every entry has, as people write it.
_CHECKED = re.compile(rb"^(?:\xef\xbb\xbf)?checked[ \t]*:[ \t]*[^\s#>|][^\r\n]*(\r\n|\n)", re.MULTILINE)


class FormError(DigestError):
    """A file is sound, but written in a way that no line can be added to."""

    exit_code = 1

    def __init__(self, path: str, day: dt.date) -> None:
        """Say which file it is and what to write by hand."""
        super().__init__(f"{path}: this is written in a way that no line can be added to; write 'added: {day}' into it by hand")


def stamped(text: bytes, day: dt.date) -> bytes:
    """Add `added` to a checked draft, after `checked` where that stands on a line of its own, else at the end."""
    end = b"\r\n" if b"\r\n" in text else b"\n"
    line = b"added: " + day.isoformat().encode() + end
    if match := _CHECKED.search(text):
        return text[: match.end()] + line + text[match.end() :]
    return text + (b"" if text.endswith(b"\n") else end) + line
