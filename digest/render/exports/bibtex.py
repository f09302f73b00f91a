r"""References to BibTeX.

bibtexparser writes entries as it is given them: escaping is not its business, so every value arrives as TeX (tex.py).
Accents are spelled as commands, since BibTeX itself sorts bytes; scripts that TeX has no commands for stay in UTF-8.
"""

from collections.abc import Iterable
from functools import lru_cache
from itertools import islice
from urllib.parse import quote

from bibtexparser.entrypoint import write_string
from bibtexparser.library import Library
from bibtexparser.model import Entry, Field
from bibtexparser.writer import BibtexFormat

from digest.render.exports import tex
from digest.render.exports.reference import Citation, Name, Reference

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_TYPES = {"journal": "article", "conference": "inproceedings", "preprint": "misc", "other": "misc"}
_VENUES = {"article": "journal", "inproceedings": "booktitle"}
_AT_ONCE = 250
"""Entries that the library holds at a time: of ten thousand, it takes twice as long for each."""
_BETWEEN = "\x00"
"""Stands between entries while they are written, and in none of them: no text holds a control character."""


def entries(references: Iterable[Reference], *, withdrawn: str) -> dict[str, str]:
    """Write every reference as an entry, by its key; `withdrawn` are the words for a paper that its authors took back."""
    written: dict[str, str] = {}
    waiting = iter(references)
    while some := [_entry(reference, withdrawn) for reference in islice(waiting, _AT_ONCE)]:
        written |= _written(some)
    return written


def edition_entry(citation: Citation) -> str:
    """Write an edition itself as an entry; one that is open carries no date."""
    fields = [("author", _names(citation.authors)), ("title", f"{{{tex.plain(citation.title)}}}")]
    if citation.closed:
        fields += [("year", f"{citation.closed.year:04}"), ("month", _MONTHS[citation.closed.month - 1])]
    fields += [("url", _verbatim(citation.url)), ("note", tex.plain(citation.note))]
    return _written([Entry("misc", citation.key, _fields(fields))])[citation.key]


def file(written: Iterable[str], *, comment: str) -> bytes:
    """Make a file of entries that are written; what stands outside of entries is no more than a comment to BibTeX."""
    # An @ would begin an entry even there.
    return "\n".join([f"% {comment.replace('@', '(at)')}\n", *written]).encode()


def _written(library: list[Entry]) -> dict[str, str]:
    form = BibtexFormat()  # type: ignore[no-untyped-call]
    form.indent = "  "
    form.block_separator = _BETWEEN
    # What there is to change in the values is done, and done once.
    text = write_string(Library([*library]), unparse_stack=[], bibtex_format=form)
    return dict(zip((entry.key for entry in library), text.split(_BETWEEN), strict=bool(library)))


def _entry(reference: Reference, withdrawn: str) -> Entry:
    kind = _TYPES[reference.kind]
    fields = [("author", _names(reference.authors))]
    if reference.title:
        fields.append(("title", tex.title(reference.title)))
    if reference.container:
        fields.append((_VENUES[kind], tex.plain(reference.container)))
    if day := reference.published:
        fields += [("year", f"{day.year:04}"), ("month", _MONTHS[day.month - 1] if day.month else "")]
    if reference.arxiv:
        fields += [("eprint", reference.arxiv), ("archivePrefix", "arXiv"), ("primaryClass", tex.plain(reference.category or ""))]
    fields += [("doi", _verbatim(reference.doi or "")), ("url", _verbatim(reference.url))]
    fields += [("keywords", tex.plain(", ".join(reference.keywords))), ("note", tex.plain("; ".join(reference.notes(withdrawn))))]
    return Entry(kind, reference.key, _fields(fields))


def _fields(fields: Iterable[tuple[str, str]]) -> list[Field]:
    # The names of months are macros, which each style spells in its own way.
    return [Field(key, value if key == "month" else f"{{{value}}}") for key, value in fields if value]


def _names(names: Iterable[Name]) -> str:
    return " and ".join(_name(name) for name in names)


@lru_cache(maxsize=32768)
def _name(name: Name) -> str:
    """Write a name in its own order; braces hold together what BibTeX would take apart."""
    if name.is_whole:
        return f"{{{tex.plain(name.family)}}}"
    before = f"{name.given} {name.particle}" if name.particle else name.given
    if name.suffix:
        return f"{tex.plain(before)} {{{tex.plain(f'{name.family} {name.suffix}')}}}"
    return tex.plain(f"{before} {name.family}")


def _verbatim(address: str) -> str:
    r"""Write an address, which styles put into \url or \href as it is: only what would end the field is written otherwise."""
    return quote(address, safe="!#$%&'()*+,/:;=?@[]~<>|._-")
