"""What is known of a paper to the files that begin its entry: named, refused where the digest has it, written all or none."""

import datetime as dt
import os
import shlex
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

from digest.facts import MAX_BYTES, all_or_none, create_atomically, format_paper_facts
from digest.gather.code import code_named_in
from digest.gather.draft import format_draft
from digest.gather.known import Known, Link, Proposal
from digest.gather.reference import Reference, reference_of
from digest.gather.slugs import propose_slug, short_slug
from digest.gather.source import SourceError
from digest.gather.topics import propose_topics
from digest.identifiers import month_of_arxiv
from digest.model.content import Content, Removal
from digest.model.facts import PaperFacts
from digest.model.project import Project
from digest.problems import DigestError, some_of

_YEARS = range(1900, 2100)


class AlreadyHereError(DigestError):
    """The digest has the paper, or had it; the message names the file."""

    exit_code = 1


@dataclass(frozen=True, kw_only=True, slots=True)
class Draft:
    """The beginning of an entry."""

    path: str
    """Of the entry, relative to the project."""
    title: str
    """Empty where it is not known."""
    files: Mapping[str, bytes]
    """What to write, by path."""
    notes: tuple[str, ...]
    """What whoever asked for it should know."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Digest:
    """The digest that a draft is for."""

    content: Content
    folder: str
    """Its content folder, relative to the project."""
    reserved: frozenset[str]
    """Names that no file of a paper may have."""
    schema: str
    """Where editors find the schema of an entry, as `schema_for_drafts` says it."""


def schema_for_drafts(project: Project) -> str:
    """Say where editors find the schema of an entry: beside the entries where the project has it, else on its site."""
    entries, schema = project.content / "papers/year", project.site_config / "schema/paper.json"
    return Path(os.path.relpath(schema, entries)).as_posix() if schema.is_file() else f"{project.site_url}schema/paper.json"


def refuse_known(content: Content, reference: Reference, *, edition: int | None) -> None:
    """Raise AlreadyHereError where the digest has a paper, as a draft too, under any of its identifiers, or has taken it out.

    A draft may still move: the message says how to take it to the `edition` that was asked for.
    """
    for paper in content.papers:
        held = reference_of(paper.value)
        facts = content.facts.get(paper.slug)
        published_as = facts.doi.value.lower() if facts and facts.doi else None
        if (held and held.identity == reference.identity) or (reference.kind == "doi" and reference.value == published_as):
            is_draft = paper.value.added is None and "added" not in paper.unsound
            what = "a draft of it" if is_draft else "its entry"
            to = edition if is_draft and edition != paper.year else None
            mend = f"; to move it to the edition of {to}: {_moving(paper.path, to, content)}" if to else ""
            raise AlreadyHereError(f"{reference} is in the digest already; {what} is {paper.path}{mend}")
    for slug, removal in content.removed.value.items():
        if reference.kind == "arxiv" and removal.arxiv == reference.value:
            raise AlreadyHereError(
                f"{reference} was taken out as '{slug}' on {removal.date}: {removal.reason}; its line in {content.removed.path} must go before it can come back"
            )


def draft_of(known: Known, facts: PaperFacts | None, digest: Digest, *, edition: int | None, today: dt.date) -> Draft:
    """Begin an entry, or raise AlreadyHereError where that turns out to be unnecessary."""
    content, folder = digest.content, digest.folder
    refuse_known(content, known.reference, edition=edition)
    if known.doi:
        refuse_known(content, Reference("doi", known.doi), edition=edition)
    year = edition or year_of(known, today)
    slug = propose_slug(known.title, name_without_title(known.reference), taken_names(digest), year=year)
    proposal = Proposal(
        path=f"{folder}/papers/{year}/{slug}.yml",
        facts=f"{folder}/facts/papers/{slug}.json",
        topics=propose_topics(known.title, known.categories, content.topics.value),
        code=tuple(map(Link, _new_code(known, content))),
    )
    files = {proposal.path: format_draft(known, proposal, content, schema=digest.schema).encode()}
    if facts:
        files[proposal.facts] = format_paper_facts(facts)
    if too_large := [path for path, data in files.items() if len(data) > MAX_BYTES]:
        raise SourceError(
            f"{known.reference}: {known.source} says more of it than {too_large[0]} may hold ({MAX_BYTES // 1024} KiB): {len(known.authors):,} authors"
        )
    return Draft(path=proposal.path, title=known.title, files=files, notes=tuple(_notes(known, content, proposal.path, year)))


def write_draft(root: Path, draft: Draft, *, create: Callable[[Path, bytes], None] | None = None) -> None:
    """Write all files of a draft, or none: whatever ends this early, what was written is taken away again.

    `create` makes a file where there must be none; else it is on the disk before this goes on.

    Raises DigestError where a file cannot be written, AlreadyHereError where there is one of its name.
    """
    path = ""
    try:
        with all_or_none(create or create_atomically) as make:
            for path, data in draft.files.items():
                make(root / path, data)
    except FileExistsError as error:
        raise AlreadyHereError(f"{path} is there already; rename or delete it first") from error
    except OSError as error:
        raise DigestError(f"{path}: the draft cannot be written: {error.strerror}; nothing of it was written") from error


def year_of(known: Known, today: dt.date) -> int:
    """Take the year of the paper's day, or of its arXiv id, or else the present one; no edition is older than the 20th century."""
    if known.published and known.published.year in _YEARS:
        return known.published.year
    return month_of_arxiv(known.reference.value)[0] if known.reference.kind == "arxiv" and known.reference.value else today.year


def name_without_title(reference: Reference) -> str:
    """Name a paper by its identifier; by the last part of an address, such as tan19a."""
    if reference.kind != "url":
        return f"{reference.kind}-{reference.value}"
    parts = urlsplit(reference.value)
    return PurePosixPath(parts.path).stem or parts.hostname or ""


def taken_names(digest: Digest) -> set[str]:
    """List the names that no new file may have."""
    content = digest.content
    unread = (PurePosixPath(path).stem for path in content.unread if "/papers/" in path)
    names = {name for paper in content.papers for name in (paper.slug, *paper.value.aliases)}
    return names | set(unread) | set(content.facts) | _removed(content).keys() | digest.reserved


def _removed(content: Content) -> dict[str, Removal]:
    """Find what was taken out by every name that it had."""
    return {name: removal for slug, removal in content.removed.value.items() for name in (slug, *removal.aliases)}


def _new_code(known: Known, content: Content) -> tuple[str, ...]:
    """Find code in what the authors told arXiv, each repository once under whatever name."""
    find = content.repository_finder()
    found = {repository.slug: address for address in reversed(code_named_in(*known.remarks)) if (repository := find(address))}
    return tuple(reversed(found.values()))


def _moving(path: str, year: int | str, content: Content) -> str:
    """Give the command that moves a draft to another year; its facts stand apart from any."""
    folder = PurePosixPath(path).parent.parent / str(year)
    held = {PurePosixPath(other).parent for other in (*content.unread, *(paper.path for paper in content.papers))}
    make = "" if folder in held else f"mkdir -p {shlex.quote(str(folder))} && "
    return f"{make}mv {shlex.quote(path)} {shlex.quote(str(folder))}/"


def _notes(known: Known, content: Content, path: str, year: int) -> Iterator[str]:
    if not known.title:
        yield "the file is named by what is known; rename it while it is a draft, since its name becomes its address"
    if removal := _removed(content).get(short_slug(known.title) or ""):
        yield f"a paper of this name was taken out on {removal.date}: {removal.reason}; is it the same paper?"
    if known.withdrawn:
        yield f"{known.reference} has been withdrawn, says arXiv; does it belong in the digest?"
    if str(year) not in {edition.slug for edition in content.editions}:
        yield _without_edition(content, path, year)
    for paper in content.papers:
        facts = content.facts.get(paper.slug)
        title = paper.value.title or (facts.title.value if facts and facts.title else "")
        if known.title and title.casefold() == known.title.casefold():
            yield f"{paper.path} has the same title; is it the same paper?"


def _without_edition(content: Content, path: str, year: int) -> str:
    """Name the editions that a draft of another year could go to, with the command, or else the file to write."""
    folder = PurePosixPath(path).parents[2]
    begin = f"write {folder}/editions/{year}.yml, as .github/DEVELOPING.md says under 'Opening and closing an edition'"
    there = content.years_to_choose()
    if not there:
        return f"there is no edition of {year} yet; {begin}"
    return f"there is no edition of {year}, only of {some_of(there)}; to move the draft: {_moving(path, there[0], content)}; or {begin}"
