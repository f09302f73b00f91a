"""A stranger's text to lines that a file of a digest can hold and a terminal can show."""

import textwrap

from digest.model.characters import FORBIDDEN_CHARACTERS


def one_line(text: str) -> str:
    """Put a text on one line, without control characters, marks that turn its direction, and halves of letters."""
    return " ".join(_cleaned(text).split())


def some_lines(text: str) -> list[str]:
    """Put a text on the lines that it has, cleaned as above, with neither an indentation that it shares nor blank lines around it."""
    lines = textwrap.dedent("\n".join(line.expandtabs(2).rstrip() for line in _cleaned(text).splitlines())).strip("\n").split("\n")
    lines[0] = lines[0].lstrip()  # it tells YAML how far the others are indented
    return lines if any(lines) else []


def _cleaned(text: str) -> str:
    return FORBIDDEN_CHARACTERS.sub("", text).encode("utf-8", "ignore").decode()
