"""What is wrong with a file: its place, the rule it breaks and the mend."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal

Level = Literal["error", "warning"]
"""A warning asks for a second look, and makes nothing fail."""
_MOST_WORDS = 12
DID_YOU_MEAN = "; did you mean '{word}'?"


@dataclass(frozen=True, kw_only=True, slots=True, order=True)
class Problem:
    """One finding, printed as ``path:line:column: error[rule] message``."""

    path: str
    """Relative to the project, with forward slashes."""
    line: int
    """Counted from 1."""
    column: int
    """Counted from 1, in characters."""
    rule: str
    message: str
    """The value and, where there is one, the mend."""
    level: Level = "error"

    def __str__(self) -> str:
        """Print it as compilers do, so that editors can jump to the place."""
        return printable(f"{self.path}:{self.line}:{self.column}: {self.level}[{self.rule}] {self.message}")


class DigestError(Exception):
    """Ends a command early and says why, in words for people."""

    exit_code = 2

    @property
    def messages(self) -> Sequence[str]:
        """Give each thing that it says, to be printed in a line of its own."""
        return (str(self),)


class SeveralError(DigestError):
    """Says several things at once."""

    def __init__(self, messages: Sequence[str]) -> None:
        """Keep the messages in their order."""
        self._messages = tuple(messages)
        super().__init__("\n".join(messages))

    @property
    def messages(self) -> Sequence[str]:
        """Give each message."""
        return self._messages


class ContentError(DigestError):
    """The content has problems; `problems` holds every one of them, by place."""

    exit_code = 1

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Keep the problems in the order in which a person reads the files."""
        self.problems: Sequence[Problem] = tuple(sorted(set(problems)))
        super().__init__("\n".join(map(str, self.problems)))


def printable(text: str) -> str:
    """Write what a file holds so that no terminal and no log takes it for a command: what cannot be seen as its number.

    GitHub Actions obeys ``##[command]`` wherever it stands in a line:
    https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs
    """
    seen = "".join(letter if letter.isprintable() else f"\\u{ord(letter):04x}" for letter in text)
    return seen.replace("##[", "##\\u005b")


def some_of(words: Sequence[str]) -> str:
    """Name the first dozen of some words, and how many there are besides."""
    rest = len(words) - _MOST_WORDS
    return f"{', '.join(words[:_MOST_WORDS])}{f' and {rest} more' if rest > 0 else ''}"


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """End a message with the nearest known word, or with nothing where none is near."""
    near = get_close_matches(word.lower(), sorted(known), n=1, cutoff=0.6)
    return DID_YOU_MEAN.format(word=near[0]) if near else ""
