"""What one row of any format says, by column, to one paper; a row that cannot be read to what is wrong with it."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import get_args

from digest.gather.known import Link, Texts
from digest.gather.lines import one_line
from digest.gather.reference import Reference, parse_reference
from digest.identifiers import month_of_arxiv, parse_arxiv, parse_doi, parse_repository
from digest.model import limits, messages
from digest.model.days import PartialDay, parse_partial_day
from digest.model.fields import Checked

IDENTIFIERS = ("arxiv", "doi", "url")
COLUMNS = (*IDENTIFIERS, "title", "authors", "published", "venue", "categories", "keywords", "repo", "official", "framework", "remark")
"""What a row can say of a paper."""
OWN = ("topics", "labs", "tldr", "why", "summary", "checked")
"""What a person has written of it; every word of grounds.yml is such a column too."""
_FLAGS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One paper as a file lists it."""

    line: int
    """Where it begins, counted from 1."""
    ids: tuple[Reference, ...] = ()
    """What it goes by, the best first: one for each kind of identifier."""
    title: str = ""
    authors: tuple[str, ...] = ()
    published: PartialDay | None = None
    venue: str = ""
    categories: tuple[str, ...] = ()
    keywords: str = ""
    code: tuple[Link, ...] = ()
    topics: tuple[str, ...] = ()
    texts: Texts = field(default_factory=Texts)

    @property
    def name(self) -> str:
        """What to call it for people."""
        return str(self.ids[0]) if self.ids else f"'{self.title}'"


@dataclass(frozen=True, kw_only=True, slots=True)
class Broken:
    """A row that is left out."""

    line: int
    message: str
    """What is wrong with it, and the mend."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Noted:
    """A row of which there is something to say, and nothing to mend."""

    line: int
    message: str


@dataclass(frozen=True, slots=True)
class Ignored:
    """A column from which nothing is taken."""

    column: str
    """With its mend."""


Item = Row | Broken | Noted | Ignored


class _RowError(Exception):
    """Says what is wrong with a row."""


def read_row(line: int, columns: Mapping[str, str], *, grounds: Mapping[str, object] | None = None) -> Row | Broken:
    """Make a row of what its columns say. Texts are cleaned; what no entry could hold makes the row a broken one."""
    said = {name: text for name, value in columns.items() if (text := value.strip())}
    try:
        ids = tuple(_identifiers(said))
        row = Row(
            line=line,
            ids=ids,
            title=_short("title", said, limits.MOST_TITLE),
            authors=_authors(said),
            published=_published(said, ids),
            venue=_short("venue", said, limits.MOST_VENUE),
            categories=tuple(one_line(said.get("categories", "")).split()),
            keywords=one_line(said.get("keywords", "")),
            code=_code(said),
            topics=_listed(said.get("topics", "")),
            texts=_texts(said, grounds or {}),
        )
    except _RowError as error:
        return Broken(line=line, message=str(error))
    if not row.ids and not row.title:
        return Broken(line=line, message="it names no paper; give it an arXiv id, a DOI, an address or at least a title")
    return row


def _identifiers(said: Mapping[str, str]) -> Iterator[Reference]:
    # Half of the lists there are hold an address where they mean an id, and the other way round.
    found: dict[str, Reference] = {}
    for name in IDENTIFIERS:
        text = one_line(said.get(name, ""))
        reference = parse_reference(text) if text else None
        if text and (reference is None or (name != "url" and reference.kind == "url")):
            raise _RowError(_no_identifier(name, text))
        most = limits.MOST_ADDRESS if name == "url" else limits.MOST_DOI
        if reference and len(reference.value) > most:
            raise _RowError(messages.TOO_LONG.format(name=name, length=len(reference.value), most=most))
        if reference:
            found.setdefault(reference.kind, reference)
    yield from (found[kind] for kind in IDENTIFIERS if kind in found)


def _no_identifier(name: str, text: str) -> str:
    shown = f"{text[:60]}…" if len(text) > 60 else text  # noqa: PLR2004 (enough to find it by)
    if name == "url":
        return f"'{shown}' {messages.NO_WEB_ADDRESS}"
    kind, form = ("arXiv id", "1905.11946 or hep-th/9901001") if name == "arxiv" else ("DOI", "10.1000/182")
    return messages.BAD_IDENTIFIER.format(text=shown, kind=kind, form=form)


def _short(name: str, said: Mapping[str, str], most: int) -> str:
    text = one_line(said.get(name, ""))
    if len(text) > most:
        raise _RowError(messages.TOO_LONG.format(name=name, length=len(text), most=most))
    return text


def _authors(said: Mapping[str, str]) -> tuple[str, ...]:
    """List names that stand on lines of their own, as readers of formats put them."""
    names = tuple(name for line in said.get("authors", "").splitlines() if (name := one_line(line)))
    if len(names) > limits.MOST_AUTHORS:
        raise _RowError(messages.TOO_MANY.format(name="authors", count=len(names), most=limits.MOST_AUTHORS))
    if too_long := next((name for name in names if len(name) > limits.MOST_AUTHOR), None):
        raise _RowError(messages.TOO_LONG.format(name="authors", length=len(too_long), most=limits.MOST_AUTHOR))
    return names


def _published(said: Mapping[str, str], ids: tuple[Reference, ...]) -> PartialDay | None:
    """Read the day. That of a paper on arXiv is kept where its id bears it out: lists often have the day of a journal."""
    text = said.get("published", "")
    if not text:
        return None
    try:
        day = parse_partial_day(text)
    except ValueError:
        raise _RowError(messages.BAD_DAY.format(day=one_line(text))) from None
    arxiv = next((reference.value for reference in ids if reference.kind == "arxiv"), None)
    year, month = month_of_arxiv(arxiv) if arxiv else (day.year, day.month)
    return day if day.year == year and day.month in {0, month} else None


def _code(said: Mapping[str, str]) -> tuple[Link, ...]:
    address = one_line(said.get("repo", ""))
    if not address:
        return ()
    if parse_reference(address) is None or parse_repository(address) is None or len(address) > limits.MOST_ADDRESS:
        raise _RowError(messages.BAD_REPOSITORY.format(url=address[: limits.MOST_TLDR]))
    official = one_line(said.get("official", "false"))
    if official.lower() not in _FLAGS:
        raise _RowError(f"official is '{official}'; write true where the repository is by the authors, else false")
    link = Link(
        address,
        official=_FLAGS[official.lower()],
        framework=_short("framework", said, limits.MOST_BY),
        remark=_short("remark", said, limits.MOST_VENUE),
    )
    return (link,)


def _texts(said: Mapping[str, str], grounds: Mapping[str, object]) -> Texts:
    checked = one_line(said.get("checked", "")).lower()
    if checked and checked not in get_args(Checked):
        raise _RowError(f"checked is '{checked}'; write one of {', '.join(get_args(Checked))}")
    return Texts(
        labs=_listed(said.get("labs", "")),
        grounds={word: _short(word, said, limits.MOST_GROUND) for word in grounds if word in said},
        tldr=_short("tldr", said, limits.MOST_SUMMARY_CHARACTERS),
        why=_short("why", said, limits.MOST_SUMMARY_CHARACTERS),
        summary=said.get("summary", ""),
        checked=checked,
    )


def _listed(text: str) -> tuple[str, ...]:
    words = (one_line(word) for word in re.split(r"[,;\n]", text))
    return tuple(dict.fromkeys(word for word in words if word))


def first_that(parse: Callable[[str], str | None], *texts: str) -> str:
    """Give the first text that a function can read, or nothing."""
    return next((text for text in texts if parse(text)), "")


def find_arxiv(text: str) -> str:
    """Find the arXiv id that a text names after the word arXiv, as `Preprint arXiv:1905.11946`, or nothing."""
    match = re.search(r"\barxiv[:/\s]+(?:e-print[s]?\s+)?([a-z.-]+/\d{7}|\d{4}\.\d{4,5})", text, re.IGNORECASE | re.ASCII)
    return (match and parse_arxiv(match[1])) or ""


def is_doi(text: str) -> bool:
    """Say whether a text is a DOI, in any spelling."""
    return parse_doi(text) is not None
