"""Rows to papers: each once, with all the code that its rows list; what the digest has is told apart."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from digest.gather.imports.row import Broken, Ignored, Item, Noted, Row
from digest.gather.imports.shelf import Shelf
from digest.gather.known import Link
from digest.identifiers import parse_repository
from digest.model.limits import MOST_CODE


@dataclass(slots=True)
class Papers:
    """What a file gives."""

    rows: list[Row] = field(default_factory=list)
    """Each paper once, in the order of the file."""
    broken: list[Broken] = field(default_factory=list)
    known: list[Noted] = field(default_factory=list)
    """Rows about papers that are there already."""
    noted: list[Noted] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)
    """Columns from which nothing was taken."""


def papers_of(items: Iterable[Item], shelf: Shelf, *, one_link_a_row: bool) -> Papers:
    """Sort the rows of a file. Where each is a link, the second of a paper gives it more code; elsewhere it is there by mistake."""
    found = Papers()
    seen = Shelf()
    places: dict[str, int] = {}
    code: dict[int, dict[str, Link]] = {}
    for item in items:
        if isinstance(item, Broken):
            found.broken.append(item)
        elif isinstance(item, Ignored):
            found.ignored.append(item.column)
        elif isinstance(item, Noted):
            found.noted.append(item)
        elif there := (seen.find_alike(item) if one_link_a_row else seen.find(item)):
            place = places[there[0]]
            if one_link_a_row:
                _add(code[place], item)
            else:
                found.known.append(Noted(line=item.line, message=f"{there[1]} stands {there[0]} already"))
        elif there := shelf.find(item):
            found.known.append(Noted(line=item.line, message=f"{there[1]} is {there[0]}"))
        else:
            where = f"in line {item.line}"
            seen.put(item.ids, item.title, where)
            places[where] = len(found.rows)
            code[len(found.rows)] = {}
            _add(code[len(found.rows)], item)
            found.rows.append(item)
    for place, row in enumerate(found.rows):
        if len(code[place]) > MOST_CODE:
            message = f"{len(code[place])} repositories are listed for {row.name}, and an entry holds {MOST_CODE}; the rest is left out"
            found.noted.append(Noted(line=row.line, message=message))
    found.rows = [replace(row, code=_best(code[place].values())) for place, row in enumerate(found.rows)]
    return found


def _add(code: dict[str, Link], row: Row) -> None:
    """Add the code of a row, each repository once; of two links, the official one stays."""
    for link in row.code:
        repository = parse_repository(link.repo)
        if repository and (repository.slug not in code or (link.official and not code[repository.slug].official)):
            code[repository.slug] = link


def _best(code: Iterable[Link]) -> tuple[Link, ...]:
    """Keep as many as an entry has room for: official ones first, then those that the paper names."""
    return tuple(sorted(code, key=lambda link: (not link.official, not link.remark)))[:MOST_CODE]
