"""Problems to text that people read: one line each, or each with its line of the file and the mend under it."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence

from digest.problems import Problem, printable

Link = Callable[[str], str]
"""From a rule to the address of its page."""
Source = Callable[[str], Sequence[str]]
"""From a path to the lines of that file; to none where it cannot be shown."""

_WIDTH = 100
"""Characters of a long line that are shown."""
_BEFORE = 40
"""How many of them at least stand before the place, if there are so many."""
# What a place begins: a quoted text, or whatever stands there up to a space or what ends a value.
_TOKEN = re.compile(r"""("([^"\\]|\\.)*"|'[^']*'|[^\s,\]}]+)""")


def concise(problems: Iterable[Problem]) -> str:
    """Write one line a problem, as compilers do."""
    return "".join(f"{problem}\n" for problem in problems)


def full(problems: Iterable[Problem], source: Source, link: Link) -> str:
    """Write each problem with its line of the file, a caret under the place, the mend, and where to read on.

    Every line begins with something of ours: nothing that a file holds can stand where a log looks for commands.
    """
    return "\n".join("".join(f"{line.rstrip()}\n" for line in _lines(problem, source, link)) for problem in problems)


def _lines(problem: Problem, source: Source, link: Link) -> Iterable[str]:
    said, mend = split_mend(problem.message)
    yield printable(f"{problem.path}:{problem.line}:{problem.column}: {problem.level}[{problem.rule}] {said}")
    lines = source(problem.path)
    margin = " " * len(str(problem.line))
    if 0 < problem.line <= len(lines):
        text, before, width = _excerpt(lines[problem.line - 1], problem.column - 1)
        yield printable(f"  {problem.line} | {text}")
        yield f"  {margin} | {' ' * before}{'^' * width}"
    if mend:
        yield printable(f"  {margin} = {mend}")
    yield f"  {margin} = {link(problem.rule)}"


def split_mend(message: str) -> tuple[str, str]:
    """Part what is wrong from how to mend it: messages put a semicolon between them, and values in quotes."""
    quoted = False
    for place, letter in enumerate(message):
        if letter == "'":
            quoted = _opens(message, place) if not quoted else not _closes(message, place)
        elif not quoted and message.startswith("; ", place):
            return message[:place], message[place + 2 :]
    return message, ""


def _opens(message: str, place: int) -> bool:
    return place == 0 or message[place - 1] in " (:"


def _closes(message: str, place: int) -> bool:
    return place + 1 == len(message) or message[place + 1] in " ;,.:)?"


def _excerpt(line: str, column: int) -> tuple[str, int, int]:
    """Cut a line to what can be shown, and tell how many cells stand before the place, and how many it takes."""
    column = min(column, len(line))
    token = _TOKEN.match(line, column)
    end = column + len(token[0].rstrip(":") or " ") if token else column + 1
    start = 0 if len(line) <= _WIDTH else max(0, min(column - _BEFORE, len(line) - _WIDTH))
    stop = start + _WIDTH
    before, marked, after = (_shown(line[a:b]) for a, b in ((start, column), (column, min(end, stop)), (min(end, stop), stop)))
    head, tail = "…" if start else "", "…" if stop < len(line) else ""
    return f"{head}{before}{marked}{after}{tail}", _cells(head + before), max(1, _cells(marked))


def _shown(text: str) -> str:
    return printable(text.replace("\t", " "))


def _cells(text: str) -> int:
    """Count the columns that a terminal takes for a text: two for East Asian letters, none for what stands above others."""
    return sum(0 if unicodedata.combining(letter) else 2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)
