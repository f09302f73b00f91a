"""A content folder to the files that the digest reads, and to problems with any that it cannot."""

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from digest.load.tree import refusal
from digest.model import messages
from digest.model.characters import FORBIDDEN_CHARACTERS
from digest.problems import Problem, did_you_mean
from digest.series import FILES as SERIES

MAX_BYTES = 256 * 1024
_PIECE = 16 * 1024
"""Bytes that are read at once: to make room for the most that a file may have takes four times as long as to read it."""
VOCABULARIES = ("topics.yml", "labs.yml", "frameworks.yml", "grounds.yml", "removed.yml")
_FACTS = ("papers", "repos", "trends")
_FOLDERS = ("papers", "editions", "repos", "threads", "facts", "pages")
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_YEAR = re.compile(r"(?:19|20)\d{2}", re.ASCII)
# `owner--name`, with whatever a code host allows in names.
_REPOSITORY = re.compile(r"[a-z0-9_.~-]+--[a-z0-9_.~-]+")


@dataclass(slots=True)
class Files:
    """Paths by kind, relative to the project, in a fixed order; and what was wrong with others."""

    papers: list[str] = field(default_factory=list)
    editions: list[str] = field(default_factory=list)
    repositories: list[str] = field(default_factory=list)
    threads: list[str] = field(default_factory=list)
    vocabularies: list[str] = field(default_factory=list)
    paper_facts: list[str] = field(default_factory=list)
    repository_facts: list[str] = field(default_factory=list)
    series: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def refuse(self, path: str, rule: str, message: str) -> None:
        """Note that a file cannot be read, and why."""
        self.problems.append(Problem(path=path, line=1, column=1, rule=rule, message=message))


def find_files(root: Path, content: str) -> Files:
    """List what lies below `content`, a folder of `root`, by what it is."""
    files = Files()
    files.vocabularies += _top(root, content, files)
    for year in _entries(root, f"{content}/papers", files):
        folder = f"{content}/papers/{year.name}"
        if _YEAR.fullmatch(year.name) and year.is_dir():
            files.papers += _named(root, folder, _SLUG, files)
        else:
            files.refuse(folder, "stray-file", "papers stand in a folder named by the year of their edition, such as papers/2019/")
    _check_pages(root, f"{content}/pages", files)
    files.editions += _named(root, f"{content}/editions", _YEAR, files)
    files.repositories += _named(root, f"{content}/repos", _REPOSITORY, files)
    files.threads += _named(root, f"{content}/threads", _SLUG, files)
    _check_facts(root, f"{content}/facts", files)
    files.paper_facts += _facts(root, f"{content}/facts/papers", files)
    files.repository_facts += _facts(root, f"{content}/facts/repos", files)
    files.series += _series(root, f"{content}/facts/trends", files)
    return files


def read_file(root: Path, path: str, files: Files, *, most: int = MAX_BYTES) -> bytes | None:
    """Read a file; None, with a problem noted, where it cannot be or has more than `most` bytes."""
    try:
        with open(f"{root}/{path}", "rb", buffering=0) as file:  # a Path takes twice as long
            raw = b""
            while len(raw) <= most and (piece := file.read(_PIECE)):
                raw += piece
    except OSError as error:
        files.refuse(path, "unreadable", f"the file cannot be read: {error.strerror}")
        return None
    if len(raw) > most:
        files.refuse(path, "too-large", f"the file is larger than {most // 1024} KiB; an entry takes about 3")
        return None
    return raw


def _top(root: Path, content: str, files: Files) -> Iterator[str]:
    """List the vocabularies, and refuse what has no place beside them."""
    for entry in _entries(root, content, files):
        path = f"{content}/{entry.name}"
        if entry.name in VOCABULARIES:
            yield path
        elif entry.name not in _FOLDERS:
            files.refuse(path, "stray-file", f"nothing reads this{did_you_mean(entry.name, [*VOCABULARIES, *_FOLDERS])}")
        elif not entry.is_dir():
            files.refuse(path, "stray-file", "this must be a folder")


def _check_pages(root: Path, folder: str, files: Files) -> None:
    """Hold the pages that people write, which MkDocs reads itself, to the rules for every file."""
    for entry in _entries(root, folder, files):
        path = f"{folder}/{entry.name}"
        if entry.is_dir():
            _check_pages(root, path, files)
        elif entry.name.endswith(".md") and (raw := read_file(root, path, files)):
            try:
                text = raw.decode()
            except UnicodeDecodeError as error:
                files.refuse(path, "encoding", f"byte 0x{raw[error.start]:02X} is not UTF-8; save the file as UTF-8")
                continue
            if hidden := FORBIDDEN_CHARACTERS.search(text.removeprefix("\ufeff")):
                files.refuse(path, "control-character", refusal(hidden[0]))


def _check_facts(root: Path, folder: str, files: Files) -> None:
    """Refuse what has no place among the facts."""
    for entry in _entries(root, folder, files):
        if entry.name not in _FACTS:
            files.refuse(f"{folder}/{entry.name}", "stray-file", f"nothing reads this{did_you_mean(entry.name, _FACTS)}")


def _facts(root: Path, folder: str, files: Files) -> Iterator[str]:
    """List the facts of papers, or of repositories."""
    for entry in _entries(root, folder, files):
        if entry.name.endswith(".json"):
            yield f"{folder}/{entry.name}"
        else:
            files.refuse(f"{folder}/{entry.name}", "bad-name", "the name must end in .json")


def _series(root: Path, folder: str, files: Files) -> Iterator[str]:
    """List the series of other sources."""
    for entry in _entries(root, folder, files):
        if entry.name in SERIES:
            yield f"{folder}/{entry.name}"
        else:
            files.refuse(f"{folder}/{entry.name}", "stray-file", f"nothing reads this{did_you_mean(entry.name, SERIES)}")


def _named(root: Path, folder: str, names: re.Pattern[str], files: Files) -> Iterator[str]:
    """List the .yml files of a folder whose names, without the ending, match `names`."""
    for entry in _entries(root, folder, files):
        stem, ending = os.path.splitext(entry.name)
        if entry.is_dir():
            files.refuse(f"{folder}/{entry.name}", "stray-file", "a folder has no place here; move its files up")
        elif ending != ".yml":
            files.refuse(f"{folder}/{entry.name}", "bad-name", "the name must end in .yml")
        elif not names.fullmatch(stem):
            files.refuse(f"{folder}/{entry.name}", "bad-name", _name_mend(names))
        else:
            yield f"{folder}/{entry.name}"


def _name_mend(names: re.Pattern[str]) -> str:
    return {
        _SLUG: messages.BAD_NAME,
        _YEAR: "the name must be a year, such as 2019.yml",
        _REPOSITORY: "the name must be owner--name in lower case, such as tensorflow--tpu.yml",
    }[names]


def _entries(root: Path, folder: str, files: Files) -> Iterator[os.DirEntry[str]]:
    """List a folder in a fixed order, without hidden files; links are refused: they could lead anywhere."""
    if not (root / folder).is_dir() or (root / folder).is_symlink():
        return
    try:
        with os.scandir(root / folder) as entries:
            found = sorted(entries, key=lambda entry: entry.name)
    except OSError as error:
        files.refuse(folder, "unreadable", f"the folder cannot be read: {error.strerror}")
        return
    for entry in found:
        if entry.is_symlink():
            files.refuse(f"{folder}/{entry.name}", "symlink", "symbolic links are not allowed; put the file itself here")
        elif not (entry.is_dir() or entry.is_file()):  # a pipe would be waited for, without end
            files.refuse(f"{folder}/{entry.name}", "unreadable", "this is no file and no folder; delete it")
        elif not entry.name.startswith("."):
            yield entry
