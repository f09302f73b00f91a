"""A site to what can be taken away: references, tables and citations, each with its licence.

They hold what is published and nothing else: neither drafts nor entries in the queue.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path

from digest.model.outputs import File
from digest.model.paper import Paper
from digest.model.project import Project
from digest.model.site import EditionPage, Site
from digest.render import addresses
from digest.render.exports import bibtex, csl, ris
from digest.render.exports.citation import citation_file, cite
from digest.render.exports.each import Each
from digest.render.exports.llms import llms
from digest.render.exports.records import LICENSE, LICENSE_URL, Row, code_records, paper_record, table_row
from digest.render.exports.reference import reference
from digest.render.exports.tables import format_csv, json_document, json_line, json_list
from digest.render.exports.tex import one_line
from digest.render.words import Words

_VERSION = 1
"""Of papers.json, paper.json, papers.csv and code.json: a key that goes or means something else makes it another."""
_DOCUMENTS = ("papers", "paper", "code", "review")
"""What has a schema of that version."""


class Entries(Each[str]):
    """Papers in BibTeX; a draft has none yet."""

    def __init__(self, words: Words) -> None:
        """Begin with none."""
        withdrawn = words("entry.withdrawn")
        super().__init__(lambda paper: "" if paper.is_draft else bibtex.entry(reference(paper), withdrawn=withdrawn))


def exports(site: Site, project: Project, words: Words, folders: list[Path], *, entries: Entries) -> Iterator[File]:
    """List every export of a site.

    `folders` are those of site_config, for the published schemas, and `entries` the papers in BibTeX.
    """
    papers = tuple(paper for paper in site.papers if not paper.is_draft)
    comment = words("cite.comment", site=one_line(project.site_name), url=project.site_url)
    yield from _schemas(folders)
    yield from _bibtex(site, papers, entries, comment)
    yield from _references(papers, project, words, comment)
    yield from _citations(site, project, words, comment)
    yield from _tables(papers, project)
    yield File(addresses.LLMS, partial(llms, site, project, words))


def _references(papers: tuple[Paper, ...], project: Project, words: Words, comment: str) -> Iterator[File]:
    references, withdrawn = Each(reference), words("entry.withdrawn")
    said = {"database": one_line(project.site_name), "provider": comment, "withdrawn": withdrawn}
    yield from _ris(papers, Each(lambda paper: ris.record(references.of(paper), **said)))
    yield from _csl(papers, Each(lambda paper: json_line(csl.item(references.of(paper), source=comment, withdrawn=withdrawn))))


def _beside(papers: Iterable[Paper], kind: str, make: Callable[[Paper], bytes]) -> Iterator[File]:
    """Put a file beside the page of each paper, and where that stood before: a program follows no redirect that is a page."""
    for paper in papers:
        yield from (File(addresses.paper_file(name, kind), partial(make, paper)) for name in (paper.slug, *paper.former_names))


def _schemas(folders: list[Path]) -> Iterator[File]:
    for folder in folders:
        for path in (folder / "schema" / f"{name}-{_VERSION}.json" for name in _DOCUMENTS):
            if path.is_file():
                yield File(f"{addresses.SCHEMAS}{path.name}", path.read_bytes)


def _bibtex(site: Site, papers: Iterable[Paper], entries: Entries, comment: str) -> Iterator[File]:
    def file(path: str, chosen: Iterable[Paper]) -> File:
        return File(path, lambda: bibtex.file(entries.all(paper for paper in chosen if not paper.is_draft), comment=comment))

    yield file(addresses.papers_file("bib"), papers)
    yield from _beside(papers, "bib", lambda paper: bibtex.file([entries.of(paper)], comment=comment))
    for topic in site.topics:
        yield from (file(addresses.topic_file(word), topic.papers) for word in (topic.id, *topic.topic.formerly))
    yield from (file(addresses.edition_file(edition.year, "papers.bib"), edition.papers) for edition in site.editions)
    for thread in site.threads:
        yield from (file(addresses.thread_file(name), thread.papers) for name in (thread.id, *thread.former_names))


def _ris(papers: tuple[Paper, ...], records: Each[str]) -> Iterator[File]:
    yield File(addresses.papers_file("ris"), lambda: ris.file(records.all(papers)))
    yield from _beside(papers, "ris", lambda paper: ris.file([records.of(paper)]))


def _csl(papers: tuple[Paper, ...], items: Each[bytes]) -> Iterator[File]:
    yield File(addresses.papers_file("csl.json"), lambda: json_list(items.all(papers)))
    yield from _beside(papers, "csl.json", lambda paper: json_list([items.of(paper)]))


def _citations(site: Site, project: Project, words: Words, comment: str) -> Iterator[File]:
    def in_bibtex(edition: EditionPage) -> bytes:
        return bibtex.file([bibtex.edition_entry(cite(edition, project, words))], comment=comment)

    def in_cff(edition: EditionPage) -> bytes:
        return citation_file(cite(edition, project, words), project, words)

    for edition in site.editions:
        yield File(addresses.edition_file(edition.year, "edition.bib"), partial(in_bibtex, edition))
        yield File(addresses.edition_file(edition.year, "CITATION.cff"), partial(in_cff, edition))


def _tables(papers: tuple[Paper, ...], project: Project) -> Iterator[File]:
    def head(name: str, **more: object) -> bytes:
        schema = f"{project.site_url}{addresses.SCHEMAS}{name}-{_VERSION}.json"
        said = {"version": _VERSION, "name": project.site_name, "url": project.site_url, "license": LICENSE, "license_url": LICENSE_URL}
        return json_line({"$schema": schema, **said, **more})

    def table(name: str, key: str, lines: Iterable[bytes]) -> bytes:
        listed = list(lines)
        return json_document(head(name, updated=updated, count=len(listed)), key, json_list(listed))

    days = [day for paper in papers for day in (paper.added, paper.revised) if day]
    updated = max(days).isoformat() if days else None
    records = Each(lambda paper: json_line(paper_record(paper, project.site_url)))
    yield File(addresses.papers_file("json"), lambda: table("papers", "papers", records.all(papers)))
    yield File(addresses.CODE_DATA, lambda: table("code", "links", map(json_line, code_records(papers, project.site_url))))
    yield File(addresses.papers_file("csv"), lambda: format_csv(Row._fields, (table_row(paper, project.site_url) for paper in papers)))
    single = head("paper")
    yield from _beside(papers, "json", lambda paper: json_document(single, "paper", records.of(paper)))
