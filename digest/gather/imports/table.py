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

_SUFFIX = re.compile(r"\s*,\s*((?:Jr|Sr)\b\.?|I{2,3}\b|IV\b)")
_BREAKS_OFF = re.compile(r"\b(?:and others|et al\b\.?)$", re.IGNORECASE)
_AND = re.compile(r"\s+(?:and|&)\s+")
_BETWEEN = re.compile(r"\s*,\s*(?:(?:and|&)\s+)?|\s+(?:and|&)\s+")
_GIVEN = re.compile(r"\S*|.*\b\w\.?")
"""One word, or some that end in an initial: no whole name does."""


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
    # Not strict, it takes every row behind a quote that nobody closes along in that one cell, and says nothing.
    reader = csv.reader(lines, delimiter=separator, strict=True)
    while True:
        line = reader.line_num + 2
        try:
            row = next(reader, None)
        except csv.Error as error:
            yield Broken(
                line=line, message=f"the row cannot be read: {error}; close the quote that is open, and write one within a text twice"
            )
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
        # Runs of spaces and empty lines are one each from here on: patterns that look for some would take forever over a million.
        authors = "\n".join(filter(None, (" ".join(line.split()) for line in authors.splitlines())))
        rest = _BREAKS_OFF.sub("", authors).rstrip(" ,;")
        # What stands in an entry goes before what arXiv says: of a list that breaks off, all the names come from there.
        columns["authors"] = "" if _BREAKS_OFF.search(authors) and columns.get("arxiv", "").strip() else _authors(rest)
    if keywords := columns.get("categories", ""):
        columns["categories"] = re.sub(r"[,;]", " ", keywords)
    return read_row(line, columns, grounds=grounds)


def _authors(text: str) -> str:
    """Put names on lines of their own; nothing where nobody but a person can tell where one of them ends."""
    text = _SUFFIX.sub(r" \1", text)
    parts = [part for part in _BETWEEN.split(text) if part]
    if re.search(r"[;|\n]", text):
        names = [_turned(name) for name in re.split(r"\s*[;|\n]\s*", text)]
    elif all(" " in part and not part[0].islower() for part in parts):
        names = parts
    else:
        names = _last_first(_AND.split(text))
    return "\n".join(names)


def _last_first(names: list[str]) -> list[str]:
    """Turn `Last, First` round; none at all where one comma might as well stand between two people, as in `Plato, Ada Lovelace`."""
    commas = {name.count(",") for name in names}
    all_alike = commas == {1} and len(names) > 1
    if max(commas) > 1 or not all(all_alike or _GIVEN.fullmatch(name.partition(",")[2].strip()) for name in names):
        return []
    return [_turned(name) for name in names]


def _turned(name: str) -> str:
    return " ".join(reversed(re.split(r",\s*", name))) if name.count(",") == 1 else name
