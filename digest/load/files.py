"""A content folder to the files that the digest reads, and to problems with any that it cannot."""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from digest.problems import Problem, did_you_mean

MAX_BYTES = 256 * 1024
VOCABULARIES = ("topics.yml", "labs.yml", "frameworks.yml", "grounds.yml", "removed.yml")
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_YEAR = re.compile(r"(?:19|20)\d{2}", re.ASCII)
# `owner--name`, with whatever a code host allows in names.
_REPOSITORY = re.compile(r"[a-z0-9_.-]+--[a-z0-9_.-]+")


@dataclass(slots=True)
class Files:
    """Paths by kind, relative to the project, in a fixed order; and what was wrong with others."""

    papers: list[str] = field(default_factory=list)
    editions: list[str] = field(default_factory=list)
    repositories: list[str] = field(default_factory=list)
    vocabularies: list[str] = field(default_factory=list)
    paper_facts: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def refuse(self, path: str, rule: str, message: str) -> None:
        """Note that a file cannot be read, and why."""
        self.problems.append(Problem(path=path, line=1, column=1, rule=rule, message=message))


def find_files(root: Path, content: str) -> Files:
    """List what lies below `content`, a folder of `root`, by what it is."""
    files = Files()
    for entry in _entries(root, content, files):
        if entry.name in {"papers", "editions", "repos", "facts", "pages"} and entry.is_dir():
            continue
        if entry.name in VOCABULARIES:
            files.vocabularies.append(f"{content}/{entry.name}")
        else:
            known = [*VOCABULARIES, "papers", "editions", "repos", "facts", "pages"]
            files.refuse(f"{content}/{entry.name}", "stray-file", f"nothing reads this{did_you_mean(entry.name, known)}")
    for year in _entries(root, f"{content}/papers", files):
        folder = f"{content}/papers/{year.name}"
        if _YEAR.fullmatch(year.name) and year.is_dir():
            files.papers += _named(root, folder, _SLUG, files)
        else:
            files.refuse(folder, "stray-file", "papers stand in a folder named by the year of their edition, such as papers/2019/")
    files.editions += _named(root, f"{content}/editions", _YEAR, files)
    files.repositories += _named(root, f"{content}/repos", _REPOSITORY, files)
    files.paper_facts += [f"{content}/facts/papers/{file.name}" for file in _entries(root, f"{content}/facts/papers", files)]
    return files


def read_file(root: Path, path: str, files: Files) -> bytes | None:
    """Read a file; None, with a problem noted, where it cannot be or is too large to be an entry."""
    try:
        with (root / path).open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
    except OSError as error:
        files.refuse(path, "unreadable", f"the file cannot be read: {error.strerror}")
        return None
    if len(raw) > MAX_BYTES:
        files.refuse(path, "too-large", f"the file is larger than {MAX_BYTES // 1024} KiB; an entry takes about 3")
        return None
    return raw


def _named(root: Path, folder: str, names: re.Pattern[str], files: Files) -> Iterator[str]:
    """List the .yml files of a folder whose names, without the ending, match `names`."""
    for entry in _entries(root, folder, files):
        stem, ending = os.path.splitext(entry.name)
        if ending != ".yml":
            files.refuse(f"{folder}/{entry.name}", "bad-name", "the name must end in .yml")
        elif not names.fullmatch(stem):
            files.refuse(f"{folder}/{entry.name}", "bad-name", _name_mend(names))
        else:
            yield f"{folder}/{entry.name}"


def _name_mend(names: re.Pattern[str]) -> str:
    return {
        _SLUG: "the name must be a slug: lower-case letters, digits and single hyphens, such as mask-r-cnn.yml",
        _YEAR: "the name must be a year, such as 2019.yml",
        _REPOSITORY: "the name must be owner--name in lower case, such as tensorflow--tpu.yml",
    }[names]


def _entries(root: Path, folder: str, files: Files) -> Iterator[os.DirEntry[str]]:
    """List a folder in a fixed order, without hidden files; links are refused: they could lead anywhere."""
    if not (root / folder).is_dir():
        return
    with os.scandir(root / folder) as entries:
        found = sorted(entries, key=lambda entry: entry.name)
    for entry in found:
        if entry.is_symlink():
            files.refuse(f"{folder}/{entry.name}", "symlink", "symbolic links are not allowed; put the file itself here")
        elif not entry.name.startswith("."):
            yield entry
