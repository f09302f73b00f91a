"""A project's files to typed content, with the line of every key, and every problem that reading them met."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from digest import caches
from digest.facts import parse_paper_facts, parse_repository_facts
from digest.load.files import VOCABULARIES, Files, find_files, read_file
from digest.load.kept import FEW, Kept
from digest.load.places import Places, places_in
from digest.load.tree import Tree, parse_tree
from digest.load.typed import rest_of, typed
from digest.model.content import Content, Edition, Entry, Framework, Ground, Lab, Removal, RepositoryFile, Topic
from digest.model.fields import Word
from digest.model.project import Project
from digest.model.series import AllSeries, Coverage, Row, Submissions
from digest.model.threads import Thread
from digest.model.written import Written
from digest.problems import Problem
from digest.series import MAX_BYTES, parse_series

T = TypeVar("T")
R = TypeVar("R", bound=Row)

LAWS: Mapping[str, str] = {
    "stray-file": "Only files that the digest reads lie in content/.",
    "bad-name": "A paper's or thread's file is named by a slug, an edition's by a year, a repository's by owner--name; all end in .yml.",
    "symlink": "No file is a symbolic link.",
    "unreadable": "Every file can be read.",
    "too-large": "No file is larger than 256 KiB.",
    "encoding": "Every file is text in UTF-8.",
    "control-character": "No text holds control characters or marks that turn its direction.",
    "syntax": "Every file is YAML, without the markers of a merge conflict.",
    "directive": "No YAML directives (%YAML, %TAG).",
    "one-document": "A file holds one YAML document.",
    "anchor": "No YAML anchors and aliases (&, *).",
    "tag": "No YAML tags (!); every value is text.",
    "too-deep": "Nothing is nested deeper than 50 levels.",
    "bad-key": "Every key is plain text.",
    "duplicate-key": "No key stands twice in one place.",
    "empty-value": "No value is empty, ~ or null.",
    "missing-key": "Every key that an entry needs is there.",
    "unknown-key": "Every key is one that the digest knows.",
    "unknown-value": "Where only some words are possible, it is one of them.",
    "wrong-type": "Text is text, a list a list, and keys with values are keys with values.",
    "too-few": "A list that must not be empty holds something.",
    "bad-slug": "A name of a paper, topic, lab, framework or ground is a slug.",
    "bad-day": "A day is written YYYY-MM-DD and exists.",
    "bad-flag": "A flag is true or false.",
    "bad-identifier": "An arXiv id is an arXiv id, in any spelling, and a DOI a DOI.",
    "bad-facts": "A facts file is as the digest wrote it.",
}
"""What a file must be to be read at all: the rules that need no other file."""


def load(project: Project) -> tuple[Content, list[Problem]]:
    """Read everything below the content folder; what cannot be read is a problem, never an exception."""
    reader = _Reader(project.root, project.content.relative_to(project.root).as_posix())
    content = Content(
        papers=reader.all(Entry, reader.files.papers),
        editions=reader.all(Edition, reader.files.editions),
        repositories=reader.all(RepositoryFile, reader.files.repositories),
        threads=reader.all(Thread, reader.files.threads),
        topics=reader.vocabulary(Topic, "topics.yml"),
        labs=reader.vocabulary(Lab, "labs.yml"),
        frameworks=reader.vocabulary(Framework, "frameworks.yml"),
        grounds=reader.vocabulary(Ground, "grounds.yml"),
        removed=reader.vocabulary(Removal, "removed.yml"),
        facts=reader.facts(reader.files.paper_facts, parse_paper_facts),
        repository_facts=reader.facts(reader.files.repository_facts, parse_repository_facts),
        series=AllSeries(submissions=reader.series(Submissions, "submissions.csv"), coverage=reader.series(Coverage, "coverage.csv")),
        unread=frozenset(reader.unread),
    )
    reader.kept.close()
    return content, reader.files.problems


def read_entry(raw: bytes) -> Entry | None:
    """Read an entry on its own; None where that has a problem."""
    return read_one(Entry, raw)


def read_one(kind: type[T], raw: bytes) -> T | None:
    """Read a file as a `kind` on its own; None where that has a problem."""
    return typed(kind, parse_tree(raw))[0]


class _Reader:
    """Reads files of one content folder and collects what was wrong with any."""

    def __init__(self, root: Path, content: str) -> None:
        self.root = root
        self.content = content
        self.files: Files = find_files(root, content)
        self.unread: set[str] = set()
        self.kept = Kept(caches.place(root, "read") if len(self.files.papers) > FEW else None)

    def one(self, kind: type[T], path: str) -> Written[T] | None:
        """Read one file as a `kind`."""
        raw = read_file(self.root, path, self.files)
        key = self.kept.key(kind, raw or b"")
        if raw is not None and (found := self.kept.find(key)):
            return Written(value=found, path=path, places=Places(f"{self.root}/{path}"))
        tree = Tree() if raw is None else parse_tree(raw)
        value, flaws = typed(kind, tree)
        self.files.problems += [
            Problem(path=path, line=flaw.place.line, column=flaw.place.column, rule=flaw.rule, message=flaw.message) for flaw in flaws
        ]
        unsound: frozenset[str] = frozenset()
        if value is None:
            self.unread.add(path)
            value, unsound = rest_of(kind, tree)  # the rules may find more in the rest of it, and everything is to come in one run
        if value is None:
            return None
        if raw is not None and not flaws:
            self.kept.keep(key, value)
            return Written(value=value, path=path, places=Places(f"{self.root}/{path}"))
        return Written(value=value, path=path, places=places_in(tree), unsound=unsound)

    def all(self, kind: type[T], paths: Iterable[str]) -> tuple[Written[T], ...]:
        """Read the files of one kind, without those that cannot be."""
        return tuple(written for path in paths if (written := self.one(kind, path)))

    def vocabulary(self, kind: type[T], name: str) -> Written[Mapping[str, T]]:
        """Read one of the files that define words; one that is not there defines none."""
        assert name in VOCABULARIES
        path = f"{self.content}/{name}"
        nothing: Written[Mapping[str, T]] = Written(value={}, path=path, places={})
        if path not in self.files.vocabularies:
            return nothing
        return self.one(Mapping[Word, kind], path) or nothing  # type: ignore[valid-type,type-abstract]

    def facts(self, paths: Iterable[str], parse: Callable[[bytes], T]) -> dict[str, T]:
        """Read what sources say of each paper or repository, by its slug."""
        return {path.rpartition("/")[2].removesuffix(".json"): facts for path in paths if (facts := self.one_facts(path, parse))}

    def one_facts(self, path: str, parse: Callable[[bytes], T]) -> T | None:
        raw = read_file(self.root, path, self.files)
        try:
            return None if raw is None else parse(raw)
        except ValidationError as error:
            first = error.errors()[0]
            where = "".join(f"{part}." for part in first["loc"]).rstrip(".")
            reason = f"{where}: {first['msg']}" if where else first["msg"]
            message = f"the facts cannot be read ({reason}); restore the file from git or delete it"
            self.files.refuse(path, "bad-facts", message)
            return None

    def series(self, kind: type[R], name: str) -> tuple[R, ...]:
        """Read a series of another source; one that is not there has no rows."""
        path = next((path for path in self.files.series if path.endswith(f"/{name}")), None)
        raw = read_file(self.root, path, self.files, most=MAX_BYTES) if path else None
        if path is None or raw is None:
            return ()
        rows, flaws = parse_series(kind, raw)
        self.files.problems += [
            Problem(path=path, line=line, column=column, rule="bad-facts", message=told) for line, column, told in flaws
        ]
        return rows
