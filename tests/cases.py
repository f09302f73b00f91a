"""The examples of tests/examples/bad and good to cases that tests run: what to lay over the small digest, and what to expect.

A bad case is one file, a paper's entry whose first comments state what `digest check` prints of it, without its path;
or a folder with a tree `content/` and a file `expected` that holds the whole lines. A good case is one entry; a first
line `# expect: {…}` states in JSON what some of its fields must be. To add a case, add a file.
"""

import json
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from support import EXAMPLES

BAD = EXAMPLES / "bad"
GOOD = EXAMPLES / "good"
PAPERS = "content/papers/2019"
_HEADER = re.compile(r"# (\d+:\d+: error\[.*)")
_EXPECT = re.compile(r"# expect: (.*)")


@dataclass(frozen=True, kw_only=True)
class BadCase:
    """Something to break a digest with."""

    name: str
    lay: Callable[[Path], object]
    """Breaks the digest at a path."""
    expected: list[str]
    """What `digest check` prints then."""


@dataclass(frozen=True, kw_only=True)
class GoodCase:
    """An entry that nothing is wrong with, however unusual."""

    name: str
    text: str
    fields: dict[str, object]
    """Some fields of the entry as it is understood, in the forms of JSON."""

    @property
    def path(self) -> str:
        """Where it stands in a digest."""
        return f"{PAPERS}/{self.name}.yml"


def bad_files() -> list[BadCase]:
    """Read the bad cases that are one file."""
    return [_bad_file(path) for path in sorted(BAD.glob("*.yml"))]


def bad_folders() -> list[BadCase]:
    """Read the bad cases that are a folder."""
    return [_bad_folder(path) for path in sorted(BAD.iterdir()) if path.is_dir()]


def good_files() -> list[GoodCase]:
    """Read the good cases."""
    return [_good_file(path) for path in sorted(GOOD.glob("*.yml"))]


def _bad_file(source: Path) -> BadCase:
    target = f"{PAPERS}/{source.name}"
    expected = []
    for line in source.read_text(encoding="utf-8").splitlines():
        if not (match := _HEADER.fullmatch(line)):
            break
        expected.append(f"{target}:{match[1]}")
    return BadCase(name=source.stem, lay=lambda root: shutil.copyfile(source, root / target), expected=expected)


def _bad_folder(source: Path) -> BadCase:
    return BadCase(
        name=source.name,
        lay=lambda root: shutil.copytree(source / "content", root / "content", dirs_exist_ok=True),
        expected=(source / "expected").read_text(encoding="utf-8").splitlines(),
    )


def _good_file(source: Path) -> GoodCase:
    text = source.read_text(encoding="utf-8")
    match = _EXPECT.match(text)
    return GoodCase(name=source.stem, text=text, fields=json.loads(match[1]) if match else {})
