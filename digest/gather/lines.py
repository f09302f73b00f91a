"""A stranger's text to one line that a file of a digest can hold and a terminal can show."""

from digest.model.characters import FORBIDDEN_CHARACTERS


def one_line(text: str) -> str:
    """Put a text on one line, without control characters, marks that turn its direction, and halves of letters."""
    return " ".join(FORBIDDEN_CHARACTERS.sub("", text).encode("utf-8", "ignore").decode().split())
