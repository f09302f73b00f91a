r"""References to BibTeX.

Every value is TeX (tex.py), so that an entry is only put together here; bibtexparser, pybtex and the tests read it back.
Accents are spelled as commands, since BibTeX itself sorts bytes; scripts that TeX has no commands for stay in UTF-8.
"""

from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import quote

from digest.render.exports import tex
from digest.render.exports.reference import Citation, Name, Reference

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_TYPES = {"journal": "article", "conference": "inproceedings", "preprint": "misc", "other": "misc"}
_VENUES = {"article": "journal", "inproceedings": "booktitle"}


def entry(reference: Reference, *, withdrawn: str) -> str:
    """Write a reference as an entry; `withdrawn` are the words for a paper that its authors took back."""
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
    return _written(kind, reference.key, fields)


def edition_entry(citation: Citation) -> str:
    """Write an edition itself as an entry; one that is open carries no date."""
    fields = [("author", _names(citation.authors)), ("title", f"{{{tex.plain(citation.title)}}}")]
    if citation.closed:
        fields += [("year", f"{citation.closed.year:04}"), ("month", _MONTHS[citation.closed.month - 1])]
    fields += [("url", _verbatim(citation.url)), ("note", tex.plain(citation.note))]
    return _written("misc", citation.key, fields)


def file(written: Iterable[str], *, comment: str) -> bytes:
    """Make a file of entries that are written; what stands outside of entries is no more than a comment to BibTeX."""
    # An @ would begin an entry even there.
    return "\n".join([f"% {comment.replace('@', '(at)')}\n", *written]).encode()


def _written(kind: str, key: str, fields: Iterable[tuple[str, str]]) -> str:
    # The names of months are macros, which each style spells in its own way.
    values = ",\n".join(f"  {name} = {value}" if name == "month" else f"  {name} = {{{value}}}" for name, value in fields if value)
    return f"@{kind}{{{key},\n{values}\n}}\n"


def _names(names: Iterable[Name]) -> str:
    return " and ".join(_name(name) for name in names)


@lru_cache(maxsize=4096)
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
