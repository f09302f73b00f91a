"""CSV to rows: whatever stands between its columns, under whatever usual names these stand."""

import csv
import re
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import TextIO

from digest.gather.imports.opened import lines_of, odd_byte
from digest.gather.imports.row import COLUMNS, OWN, Broken, Ignored, Item, read_row
from digest.gather.lines import one_line
from digest.problems import DigestError, did_you_mean

SOURCE = "the CSV file"
_SEPARATORS = ",;\t|"
_MOST_OF_A_CELL = 1024 * 1024
_SAME = {
    "arxiv": "arxiv_id paper_arxiv_id arxivid eprint",
    "url": "link address paper_url",
    "title": "paper_title name",
    "authors": "author",
    "published": "date year publication_date publication_year",
    "venue": "journal conference booktitle publication_title",
    "categories": "category primary_class",
    "keywords": "tags",
    "repo": "repo_url code repository github code_url",
    "official": "is_official",
    "topics": "topic",
    "labs": "lab",
}
_NAMES = {name: column for column, names in _SAME.items() for name in names.split()}
"""What others call our columns."""


class HeaderError(DigestError):
    """The first line names no column by which a paper could be known."""


def read_table(file: TextIO, name: str, *, grounds: Mapping[str, object]) -> Iterator[Item]:
    """Read the rows of a file, each with its line, or raise HeaderError or UnreadableFileError."""
    lines = lines_of(file, name)
    first = next(lines, "").removeprefix("\ufeff")
    csv.field_size_limit(_MOST_OF_A_CELL)
    separator = max(_SEPARATORS, key=first.count)
    cells = next(csv.reader([first], delimiter=separator), [])
    header = _header(cells, name, grounds)
    for cell, column in zip(cells, header, strict=True):
        if column is None and (cell := one_line(cell)):
            yield Ignored(f"'{cell}'{did_you_mean(cell, [*COLUMNS, *OWN, *grounds])}")
    reader = csv.reader(lines, delimiter=separator)
    while True:
        line = reader.line_num + 2
        try:
            row = next(reader, None)
        except csv.Error as error:
            yield Broken(line=line, message=f"the row cannot be read: {error}; close the quote that is open")
            continue
        if row is None:
            return
        if any(cell.strip() for cell in row):
            yield _item(line, header, row, grounds)


def _header(cells: list[str], name: str, grounds: Mapping[str, object]) -> list[str | None]:
    header = [_column(cell, grounds) for cell in cells]
    if not {"arxiv", "doi", "url", "title"} & set(header):
        raise HeaderError(
            f"{name}:1: no column is named arxiv, doi, url or title; the first line names the columns, such as arxiv,title,authors,published,repo"
        )
    if twice := sorted({column for column in header if column and header.count(column) > 1}):
        raise HeaderError(f"{name}:1: two columns say '{twice[0]}'; rename or delete one")
    return header


def _column(cell: str, grounds: Mapping[str, object]) -> str | None:
    word = re.sub(r"[\s-]+", "_", one_line(cell).lower())
    known = {column.replace("-", "_"): column for column in (*COLUMNS, *OWN, *grounds)}
    return known.get(word) or _NAMES.get(word)


def _item(line: int, header: list[str | None], cells: list[str], grounds: Mapping[str, object]) -> Item:
    if any(cell.strip() for cell in cells[len(header) :]):
        count, most = len(cells), len(header)
        return Broken(
            line=line, message=f"the row has {count} cells, but there are {most} columns; put quotes around what holds a separator"
        )
    if (odd := next(filter(None, map(odd_byte, cells)), None)) is not None:
        return Broken(line=line, message=odd)
    columns = {column: cell for column, cell in zip(header, islice(cells, len(header)), strict=False) if column}
    if authors := columns.get("authors", ""):
        columns["authors"] = _authors(authors)
    if keywords := columns.get("categories", ""):
        columns["categories"] = re.sub(r"[,;]", " ", keywords)
    return read_row(line, columns, grounds=grounds)


def _authors(text: str) -> str:
    """Put names on lines of their own. A comma ends a name only where nothing else does, and no name is `Last, First`."""
    names = re.split(r"\s*[;|\n]\s*|\s+and\s+", text)
    if len(names) == 1:
        parts = [part.strip() for part in text.split(",")]
        names = parts if all(" " in part for part in parts) else [text]
    return "\n".join(" ".join(reversed(name.split(", "))) if name.count(", ") == 1 else name for name in names)
