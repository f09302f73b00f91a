"""BibTeX to rows, a few entries at a time; bibtexparser splits them, and goes on behind one that is broken."""

import logging
import re
from collections.abc import Iterator, Mapping
from typing import TextIO

from bibtexparser.middlewares.names import InvalidNameError, parse_single_name_into_parts, split_multiple_persons_names
from bibtexparser.model import Block, DuplicateBlockKeyBlock, DuplicateFieldKeyBlock, Entry, ImplicitComment, ParsingFailedBlock, String
from bibtexparser.splitter import Splitter

from digest.gather.imports.opened import MOST_OF_A_ROW, UnreadableFileError, lines_of, odd_byte
from digest.gather.imports.row import OWN, Broken, Item, Noted, find_arxiv, first_that, is_doi, read_row
from digest.gather.imports.tex import Abbreviations, is_balanced, read_tex, runs_on
from digest.identifiers import parse_arxiv
from digest.model.days import parse_partial_day

SOURCE = "the BibTeX file"
_AT_ONCE = 256 * 1024
"""Characters that are split at once; what was split is kept in memory until it is read."""
_START = re.compile(r"\s*@\w*[ \t]*[{(]")
"""Begins an entry, and ends another that was left open: bibtexparser takes it for that at the beginning of a line alone."""
_MONTHS = {
    name: f"{number:02}"
    for number, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), start=1)  # noqa: SIM905
}
_MANY = {"proceedings", "mvproceedings", "collection", "mvcollection", "periodical"}
"""What holds papers; other entries may refer to it."""
_MOST_BRACES = 3
"""Around a whole text; citation managers write two."""
_VENUES = ("journal", "booktitle", "journaltitle")
_REMARKS = ("journal", "note", "howpublished", "number", "volume")
"""Where citation managers put `arXiv preprint arXiv:1905.11946`."""
_WEB = re.compile(r"https?://[^\s{}<>]+", re.IGNORECASE)
_NOT_OURS = re.compile(r"\barxiv\b|\bcorr\b", re.IGNORECASE)
"""In what is no venue."""
# Broken entries are told by line; what the parser logs would stand beside that.
logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)


def read_bibtex(file: TextIO, name: str, *, grounds: Mapping[str, object]) -> Iterator[Item]:
    """Read the entries of a file, each with its line, or raise UnreadableFileError."""
    known = Abbreviations()
    is_one = False
    for line, text in _pieces(file, name):
        for block in Splitter(text).split().blocks:
            is_one = is_one or not isinstance(block, ImplicitComment)
            if isinstance(block, String):
                known.define(block.key, str(block.value))
            yield from _items(block, line, known, grounds)
    if not is_one:
        raise UnreadableFileError(f"{name}:1: there is no entry in it; is this BibTeX? Each begins as @article{{")


def _pieces(file: TextIO, name: str) -> Iterator[tuple[int, str]]:
    """Cut a file before an entry, each time that enough was read; with the number of lines before each piece."""
    piece: list[str] = []
    size = first = 0
    for number, line in enumerate(lines_of(file, name)):
        if size >= _AT_ONCE and _START.match(line):
            yield first, "".join(piece)
            piece, size, first = [], 0, number
        if size > MOST_OF_A_ROW:
            raise UnreadableFileError(f"{name}:{first + 1}: no entry begins in {MOST_OF_A_ROW:,} characters; is this BibTeX?")
        piece.append(line)
        size += len(line)
    yield first, "".join(piece)


def _items(block: Block, before: int, known: Abbreviations, grounds: Mapping[str, object]) -> Iterator[Item]:
    line = before + (block.start_line or 0) + 1
    if isinstance(block, DuplicateBlockKeyBlock):  # BibTeX could not tell them apart by their keys, but we can
        block = block.ignore_error_block or block
    if isinstance(block, DuplicateFieldKeyBlock):
        twice = ", ".join(sorted(map(str, block.duplicate_keys)))
        yield Broken(line=line, message=f"'{twice}' stands twice in this entry; keep one")
    elif isinstance(block, ParsingFailedBlock):
        why = str(getattr(block.error, "abort_reason", block.error)).strip().rstrip(".")
        yield Broken(line=line, message=f"the entry cannot be read: {why}; close what is open, and put commas between fields")
    elif isinstance(block, Entry) and block.entry_type.lower() in _MANY:
        yield Noted(line=line, message=f"@{block.entry_type} is no paper but many; nothing is made of it")
    elif isinstance(block, Entry):
        yield _entry(block, line, known, grounds)


def _entry(entry: Entry, line: int, known: Abbreviations, grounds: Mapping[str, object]) -> Item:
    if (odd := odd_byte(entry.raw or "")) is not None:
        return Broken(line=line, message=odd)
    if swallows := next((field.key for field in entry.fields if runs_on(str(field.value))), None):
        return Broken(line=line, message=f"'{swallows}' runs on into the field behind it; put a comma between them")
    fields = {field.key.lower(): known.value(str(field.value)) for field in entry.fields}
    plain = {name: read_tex(value) for name, value in fields.items()}
    eprint = _eprint(plain)
    arxiv = first_that(parse_arxiv, eprint, plain.get("url", ""), plain.get("doi", "")) or next(
        filter(None, (find_arxiv(plain.get(name, "")) for name in _REMARKS)), ""
    )
    doi = _address(fields.get("doi", ""))
    columns = {
        "arxiv": arxiv or eprint,
        # What is no DOI is no reason to leave out a paper that goes by another name.
        "doi": doi if is_doi(doi) or not arxiv else "",
        "url": "" if arxiv or doi else _address(fields.get("url", "")) or _web(fields.get("howpublished", "")),
        "title": plain.get("title", ""),
        # What stands in an entry goes before what arXiv says: of a list that breaks off, all the names come from there.
        "authors": "" if arxiv and _breaks_off(fields) else "\n".join(_all_authors(fields, plain)),
        "published": _published(plain),
        "venue": _venue(plain),
        "categories": plain.get("primaryclass", "") or plain.get("eprintclass", ""),
        "keywords": plain.get("keywords", ""),
        "repo": _address(fields.get("repo", "") or fields.get("code", "")),
        **{name: plain[name] for name in ("official", "framework") if name in plain},
        # A person wrote these for the digest: in Markdown, where a brace or a backslash is what it is.
        **{name: _own(fields[name]) for name in (*OWN, *grounds) if name in fields},
    }
    return read_row(line, columns, grounds=grounds)


def _own(text: str) -> str:
    """Take what holds a whole text together, such as `{{…}}`, away from it."""
    for _ in range(_MOST_BRACES):
        inner = text[1:-1]
        if not (text.startswith("{") and text.endswith("}") and is_balanced(inner)):
            break
        text = inner.strip()
    return text


def _eprint(plain: Mapping[str, str]) -> str:
    """Find what stands for the arXiv id; an eprint elsewhere, such as at JSTOR, or a publisher's own address, is none."""
    eprint, named = plain.get("eprint", ""), plain.get("arxiv", "") or plain.get("arxivid", "")
    archive = (plain.get("archiveprefix", "") or plain.get("eprinttype", "")).lower()
    if re.fullmatch(r"\d{7}(?:v\d+)?", eprint):  # as before 2007, with its archive in another field
        archive, eprint = "arxiv", f"{plain.get('primaryclass', '') or plain.get('eprintclass', '') or archive}/{eprint}"
    return (eprint if archive == "arxiv" else first_that(parse_arxiv, eprint)) or named


def _breaks_off(fields: Mapping[str, str]) -> bool:
    """Say whether a list of authors ends with `and others`."""
    return re.search(r"\band\s+\{?others\}?\s*$", fields.get("author", "")) is not None


def _all_authors(fields: Mapping[str, str], plain: Mapping[str, str]) -> Iterator[str]:
    yield from _authors(fields.get("author", ""))
    yield from _collaborations(plain.get("collaboration", ""))


def _authors(text: str) -> Iterator[str]:
    """List names as they are said; `and others` names nobody."""
    for name in split_multiple_persons_names(" ".join(text.split())):
        try:
            parts = parse_single_name_into_parts(name, strict=False)
        except InvalidNameError:
            yield read_tex(name)
            continue
        said = " ".join([*parts.first, *parts.von, *parts.last, *parts.jr])
        if said != "others":
            yield read_tex(said)


def _collaborations(text: str) -> Iterator[str]:
    """Name those for whom the authors speak: INSPIRE writes `ATLAS, CMS`."""
    for name in filter(None, (part.strip() for part in text.split(","))):
        yield name if name.lower().endswith("collaboration") else f"{name} Collaboration"


def _published(plain: Mapping[str, str]) -> str:
    """Read the day as far as it is one; `in press` is none, and is left to be written."""
    date = (plain.get("date", "") or plain.get("year", "")).split("/")[0]
    month = plain.get("month", "").strip(". ").lower()
    number = _MONTHS.get(month[:3]) or (month.zfill(2) if re.fullmatch(r"\d\d?", month, re.ASCII) else "")
    for text in (f"{date}-{number}" if number else date, date[:4]):
        try:
            return str(parse_partial_day(text))
        except ValueError:
            continue
    return ""


def _venue(plain: Mapping[str, str]) -> str:
    """Name where it was published, with the year; not for a preprint."""
    venue = next(filter(None, (plain.get(name, "") for name in _VENUES)), "")
    if not venue or _NOT_OURS.search(venue):
        return ""
    year = plain.get("year", "") or plain.get("date", "")[:4]
    return venue if year in venue else f"{venue} {year}"


def _web(text: str) -> str:
    r"""Find the address in a remark such as `Available at \url{…}`; most hold none."""
    match = _WEB.search(text)
    return _address(match[0].rstrip(".,;")) if match else ""


def _address(text: str) -> str:
    r"""Take an address out of `\url{…}`, and what TeX escapes in it back."""
    text = re.sub(r"^\\(?:url|href)\s*\{([^{}]*)\}.*", r"\1", _own(text.strip()), flags=re.DOTALL)
    return re.sub(r"\\([_%#&~$])", r"\1", text.replace(r"\textasciitilde", "~").replace("{", "").replace("}", "")).strip()
