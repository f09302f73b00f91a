"""A file to its text, line by line: unpacked where it is packed, in whatever encoding, never more than a line of it in memory."""

import codecs
import gzip
import io
import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO, cast

from digest.problems import DigestError

MOST_OF_A_ROW = 4 * 1024 * 1024
"""Characters; five thousand authors take 150,000."""
_GZIP = b"\x1f\x8b"
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_ODD_BYTE = re.compile(r"[\udc80-\udcff]")


class UnreadableFileError(DigestError):
    """The file as a whole cannot be read; what was read of it until then stands."""


@contextmanager
def opened(path: Path, *, encoding: str | None) -> Iterator[TextIO]:
    """Open a file as text, or raise UnreadableFileError; bytes that are no letters in its encoding are kept apart, for `odd_byte` to find."""
    try:
        with path.open("rb") as raw:  # which may be a pipe: nothing goes back in it
            file = raw if raw.peek(2)[:2] != _GZIP else io.BufferedReader(cast("io.RawIOBase", gzip.GzipFile(fileobj=raw)))
            start = file.peek(max(len(mark) for mark, _ in _MARKS))
            by_mark = next((name for mark, name in _MARKS if start.startswith(mark)), "utf-8")
            yield io.TextIOWrapper(file, encoding=encoding or by_mark, errors="surrogateescape", newline="")
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise UnreadableFileError(f"{path.name}: the packed file is broken or cut off ({error}); fetch it again") from error
    except (LookupError, UnicodeError) as error:
        raise UnreadableFileError(
            f"{path.name}: it is not in the encoding {encoding or 'that it says'} ({error}); name it with --encoding"
        ) from error
    except OSError as error:
        raise UnreadableFileError(f"{path.name}: the file cannot be read: {error.strerror or error}") from error


def lines_of(file: TextIO, name: str) -> Iterator[str]:
    """Give the lines of a file with their ends, or raise UnreadableFileError where one is longer than any list has."""
    number = 0
    while line := file.readline(MOST_OF_A_ROW):
        number += 1
        if len(line) >= MOST_OF_A_ROW:
            raise UnreadableFileError(
                f"{name}:{number}: the line has more than {MOST_OF_A_ROW:,} characters; is this the right file and format?"
            )
        yield line


def odd_byte(text: str) -> str | None:
    """Say which byte of a text is no letter in its encoding, and the mend; None where all are."""
    odd = _ODD_BYTE.search(text)
    return (
        f"byte 0x{ord(odd[0]) - 0xDC00:02X} is no letter here; save the file as UTF-8, or name its encoding, as --encoding cp1252"
        if odd
        else None
    )
