"""A site to what can be taken away: references, tables and citations, each with its licence.

They hold what is published and nothing else: neither drafts nor entries in the queue.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

from digest.model.paper import Paper
from digest.model.project import Project
from digest.model.site import Site
from digest.render import addresses
from digest.render.exports import bibtex, csl, ris
from digest.render.exports.citation import citation_file, cite
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


class Entries:
    """Papers in BibTeX, each written when somebody asks for it."""

    def __init__(self, words: Words) -> None:
        """Begin with none."""
        self.withdrawn = words("entry.withdrawn")
        self.written: dict[str, str] = {}

    def of(self, paper: Paper) -> str:
        """Write the entry of a paper; a draft has none yet."""
        if paper.is_draft:
            return ""
        if paper.identity not in self.written:
            self.written[paper.identity] = bibtex.entry(reference(paper), withdrawn=self.withdrawn)
        return self.written[paper.identity]


def exports(site: Site, project: Project, words: Words, folders: list[Path], *, entries: Entries) -> Iterator[tuple[str, bytes]]:
    """Write every export of a site, one after the other, each with its address.

    `folders` are those of site_config, for the published schemas, and `entries` the papers in BibTeX.
    """
    papers = tuple(paper for paper in site.papers if not paper.is_draft)
    comment = words("cite.comment", site=one_line(project.site_name), url=project.site_url)
    yield from _schemas(folders)
    yield from _bibtex(site, papers, entries, comment)
    yield from _references(papers, project, words, comment)
    yield from _citations(site, project, words, comment)
    yield from _tables(papers, project)
    yield addresses.LLMS, llms(site, project, words)


def _references(papers: tuple[Paper, ...], project: Project, words: Words, comment: str) -> Iterator[tuple[str, bytes]]:
    references = tuple(reference(paper) for paper in papers)
    withdrawn = words("entry.withdrawn")
    yield from _ris(
        papers, [ris.record(one, database=one_line(project.site_name), provider=comment, withdrawn=withdrawn) for one in references]
    )
    yield from _csl(papers, [json_line(csl.item(one, source=comment, withdrawn=withdrawn)) for one in references])


def _beside(papers: Iterable[Paper], kind: str, files: Iterable[bytes]) -> Iterator[tuple[str, bytes]]:
    """Put a file beside the page of each paper, and where that stood before: a program follows no redirect that is a page."""
    for paper, data in zip(papers, files, strict=True):
        yield from ((addresses.paper_file(name, kind), data) for name in (paper.slug, *paper.former_names))


def _schemas(folders: list[Path]) -> Iterator[tuple[str, bytes]]:
    for folder in folders:
        for path in (folder / "schema" / f"{name}-{_VERSION}.json" for name in _DOCUMENTS):
            if path.is_file():
                yield f"{addresses.SCHEMAS}{path.name}", path.read_bytes()


def _bibtex(site: Site, papers: Iterable[Paper], entries: Entries, comment: str) -> Iterator[tuple[str, bytes]]:
    def file(chosen: Iterable[Paper]) -> bytes:
        return bibtex.file((entries.of(paper) for paper in chosen if not paper.is_draft), comment=comment)

    yield addresses.papers_file("bib"), file(papers)
    yield from _beside(papers, "bib", (file([paper]) for paper in papers))
    for topic in site.topics:
        yield from ((addresses.topic_file(word), file(topic.papers)) for word in (topic.id, *topic.topic.formerly))
    yield from ((addresses.edition_file(edition.year, "papers.bib"), file(edition.papers)) for edition in site.editions)
    for thread in site.threads:
        yield from ((addresses.thread_file(name), file(thread.papers)) for name in (thread.id, *thread.former_names))


def _ris(papers: tuple[Paper, ...], records: list[str]) -> Iterator[tuple[str, bytes]]:
    yield addresses.papers_file("ris"), ris.file(records)
    yield from _beside(papers, "ris", (ris.file([record]) for record in records))


def _csl(papers: tuple[Paper, ...], items: list[bytes]) -> Iterator[tuple[str, bytes]]:
    yield addresses.papers_file("csl.json"), json_list(items)
    yield from _beside(papers, "csl.json", (json_list([item]) for item in items))


def _citations(site: Site, project: Project, words: Words, comment: str) -> Iterator[tuple[str, bytes]]:
    for edition in site.editions:
        citation = cite(edition, project, words)
        yield addresses.edition_file(edition.year, "edition.bib"), bibtex.file([bibtex.edition_entry(citation)], comment=comment)
        yield addresses.edition_file(edition.year, "CITATION.cff"), citation_file(citation, project, words)


def _tables(papers: tuple[Paper, ...], project: Project) -> Iterator[tuple[str, bytes]]:
    def head(name: str, **more: object) -> bytes:
        schema = f"{project.site_url}{addresses.SCHEMAS}{name}-{_VERSION}.json"
        said = {"version": _VERSION, "name": project.site_name, "url": project.site_url, "license": LICENSE, "license_url": LICENSE_URL}
        return json_line({"$schema": schema, **said, **more})

    days = [day for paper in papers for day in (paper.added, paper.revised) if day]
    updated = max(days).isoformat() if days else None
    records = [json_line(paper_record(paper, project.site_url)) for paper in papers]
    links = [json_line(record) for record in code_records(papers, project.site_url)]
    yield addresses.papers_file("json"), json_document(head("papers", updated=updated, count=len(records)), "papers", json_list(records))
    yield addresses.CODE_DATA, json_document(head("code", updated=updated, count=len(links)), "links", json_list(links))
    yield addresses.papers_file("csv"), format_csv(Row._fields, (table_row(paper, project.site_url) for paper in papers))
    single = head("paper")
    yield from _beside(papers, "json", (json_document(single, "paper", record) for record in records))
