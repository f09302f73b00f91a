"""A file of any format to the papers that it lists."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from digest.gather.imports import bibtex, dump, table
from digest.gather.imports.drafting import Batch
from digest.gather.imports.opened import opened
from digest.gather.imports.papers import Papers, papers_of
from digest.gather.imports.row import Item
from digest.gather.imports.shelf import Shelf
from digest.model.content import Content
from digest.problems import DigestError

_BY_ENDING = {".bib": "bibtex", ".bibtex": "bibtex", ".csv": "csv", ".tsv": "csv", ".json": "papers-with-code"}
_SOURCES = {"bibtex": bibtex.SOURCE, "csv": table.SOURCE, "papers-with-code": dump.SOURCE}


class FormatError(DigestError):
    """Nobody said what the file is."""


def kind_of(path: Path, given: str | None) -> str:
    """Say what a file is, by its name unless somebody said it, or raise FormatError."""
    ending = (path.with_suffix("") if path.suffix.lower() == ".gz" else path).suffix.lower()
    if kind := given or _BY_ENDING.get(ending):
        return kind
    raise FormatError(f"{path.name}: its name does not say what it is; add --format bibtex, csv or papers-with-code")


def listed(kind: str, *, edition: int | None, today: dt.date) -> Batch:
    """Say what is the same for every paper of a file."""
    said = (
        dump.SAID
        if kind == "papers-with-code"
        else f"From {_SOURCES[kind]}. Is it code for this paper? If it is not by the authors, it is not official."
    )
    return Batch(source=_SOURCES[kind], said=said, edition=edition, today=today)


def read(path: Path, kind: str, content: Content, shelf: Shelf, *, encoding: str | None) -> Papers:
    """Read a file to its end before anything is written; raises a DigestError where it cannot be."""
    with opened(path, encoding=encoding) as file:
        reader = _rows(file, path.name, kind, content)
        return papers_of(reader, shelf, one_link_a_row=kind == "papers-with-code")


def _rows(file: TextIO, name: str, kind: str, content: Content) -> Iterator[Item]:
    if kind == "bibtex":
        return bibtex.read_bibtex(file, name, grounds=content.grounds.value)
    if kind == "csv":
        return table.read_table(file, name, grounds=content.grounds.value)
    return dump.read_dump(file, name)
