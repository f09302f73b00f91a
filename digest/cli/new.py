"""The command that begins an entry."""

from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from digest.cli.network import (
    ARXIV_URL,
    CROSSREF_URL,
    INTERRUPTED,
    LEAST_GAP,
    RSS_URL,
    ArxivUrl,
    CrossrefUrl,
    Gap,
    polite_client,
    source_url,
)
from digest.cli.terminal import FAILURE, Day, ProjectOption, day_of, fail, present_day, put, root_of, say

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator
    from pathlib import Path

    from digest.gather.new import Digest, Draft
    from digest.gather.reference import Reference
    from digest.gather.source import Ask, Sources
    from digest.model.project import Project

Edition = Annotated[
    int | None,
    typer.Option("--edition", metavar="YEAR", min=1900, max=2099, help="The edition: the year in which it mattered; else the paper's own."),
]


def new(  # noqa: PLR0913 (each an option)
    ref: Annotated[str, typer.Argument(metavar="REF", help="An arXiv id, a DOI or an address, in any spelling.")],
    *,
    edition: Edition = None,
    offline: Annotated[bool, typer.Option("--offline", help="Ask nobody; leave the title and authors to be filled in.")] = False,
    project: ProjectOption = None,
    today: Day = None,
    arxiv_url: ArxivUrl = ARXIV_URL,
    crossref_url: CrossrefUrl = CROSSREF_URL,
    gap: Gap = LEAST_GAP,
) -> None:
    """Begin an entry: write its file with all that is known, for you to fill in the rest."""
    from digest import doors
    from digest.gather.reference import parse_reference
    from digest.gather.source import Sources

    reference = parse_reference(ref)
    if reference is None:
        fail(
            f"'{ref}' names no paper; write an arXiv id such as 1905.11946, a DOI such as 10.1000/182 or an address with https://", FAILURE
        )
    found = doors.read_project(root_of(project))
    day = day_of(today) or present_day()
    arxiv, crossref = source_url(arxiv_url, ARXIV_URL), source_url(crossref_url, CROSSREF_URL)
    whom, url = ("arXiv", arxiv) if reference.kind == "arxiv" else ("Crossref", crossref)
    with lacking(found, reference, edition=edition) as digest:
        if offline or reference.kind == "url":  # whose title and authors nobody keeps
            draft = begin(found.root, digest, reference, None, edition=edition, today=day)
        else:
            with asking(whom, found, url, gap=gap, requests=1) as ask:
                sources = Sources(ask=ask, arxiv_url=arxiv, rss_url=RSS_URL, crossref_url=crossref)
                draft = begin(found.root, digest, reference, sources, edition=edition, today=day)
    tell(draft)


@contextmanager
def lacking(found: "Project", reference: "Reference", *, edition: int | None) -> "Iterator[Digest]":
    """Give the digest that a paper's draft is for, with its facts kept from others; refuse one that it has, before anybody is asked."""
    from digest.gather.new import refuse_known

    with drafts_alone(found):
        digest = digest_of(found)
        refuse_known(digest.content, reference, edition=edition)
        yield digest


@contextmanager
def drafts_alone(found: "Project") -> "Iterator[None]":
    """Keep others from writing drafts and facts of papers; temporary drafts of a run that was killed are taken away."""
    from digest.facts import facts_folder, sweep

    with facts_folder(found.content / "facts/papers"):
        for year in (found.content / "papers").glob("*"):
            if year.is_dir() and not year.is_symlink():
                sweep(year, "yml")
        yield


def begin(  # noqa: PLR0913 (what a draft is made of)
    root: "Path", digest: "Digest", reference: "Reference", sources: "Sources | None", *, edition: int | None, today: "dt.date"
) -> "Draft":
    """Write the draft of one paper, which nobody is asked about where there are no sources."""
    from digest.gather.known import Known
    from digest.gather.lookup import look_up
    from digest.gather.new import draft_of, write_draft
    from digest.gather.source import SourceError

    try:
        known, facts = look_up(reference, sources, today=today) if sources else (Known(reference=reference), None)
        draft = draft_of(known, facts, digest, edition=edition, today=today)
    except SourceError as error:
        raise SourceError(f"{error}; nothing was written, and with --offline you begin without it") from error
    write_draft(root, draft)
    return draft


def tell(draft: "Draft") -> None:
    """Say what was written, and what to do next."""
    for note in draft.notes:
        say(f"note: {note}")
    put(f"Wrote {' and '.join(draft.files)}{f': {draft.title}' if draft.title else ''}")
    put("Write what is empty in it; the comments explain each key.")
    put(f"digest check {draft.path} says what is left; when nothing is, digest serve shows it.")


@contextmanager
def asking(whom: str, found: "Project", *urls: str, gap: float, requests: int) -> "Iterator[Ask]":
    """Give a polite client for about so many requests, with their progress shown; an interruption leaves everything as it was."""
    from digest.cli.progress import Progress

    progress = Progress(f"Asking {whom}", requests)
    try:
        with polite_client(found, *urls, gap=gap, waiting=progress.waiting) as ask, progress:
            yield ask
    except KeyboardInterrupt:
        say("stopped; nothing was written")
        raise typer.Exit(INTERRUPTED) from None


def digest_of(found: "Project") -> "Digest":
    """Read the digest that a draft is for; whatever is wrong with other files is `check`'s business."""
    from digest import pipeline
    from digest.gather.new import Digest, schema_for_drafts
    from digest.model.reserved import RESERVED_SLUGS

    content, _ = pipeline.read(found)
    folder = found.content.relative_to(found.root).as_posix()
    return Digest(content=content, folder=folder, reserved=RESERVED_SLUGS, schema=schema_for_drafts(found))
