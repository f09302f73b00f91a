"""An edition to how it is cited, and that to CITATION.cff."""

import yaml

from digest.model.project import Project
from digest.model.site import EditionPage
from digest.render import addresses
from digest.render.exports.records import LICENSE
from digest.render.exports.reference import Citation, Name, parse_name
from digest.render.exports.tex import one_line
from digest.render.words import Words


def cite(page: EditionPage, project: Project, words: Words) -> Citation:
    """Say how an edition is cited: dated at its closing, without a date while it is open."""
    edition = page.edition
    is_open = page.closed is None
    return Citation(
        key=f"{project.authority.split('.')[0].lower()}-{page.year}",
        title=one_line(words("cite.title", site=project.site_name, title=edition.title)),
        headline=None if is_open else edition.headline,
        # The digest's own name may look like a person's.
        authors=tuple(Name(family=name) if name == project.site_name else parse_name(name) for name in edition.curators),
        url=project.site_url + addresses.edition(page.year),
        closed=page.closed,
        note=words("cite.open") if is_open else words("cite.closed"),
    )


def citation_file(citation: Citation, project: Project, words: Words) -> bytes:
    """Write how an edition is cited as a citation file (https://citation-file-format.github.io/, version 1.2.0)."""
    values = {
        "cff-version": "1.2.0",
        "message": f"{words('cite.message')} {citation.note}",
        "type": "dataset",
        "title": citation.title,
        "abstract": citation.headline,
        "authors": [_author(name) for name in citation.authors],
        "date-released": citation.closed.isoformat() if citation.closed else None,
        "url": citation.url,
        "repository": f"https://github.com/{project.repository}",
        "license": LICENSE,
    }
    known = {key: value for key, value in values.items() if value}
    return yaml.safe_dump(known, allow_unicode=True, sort_keys=False, width=10_000).encode()


def _author(name: Name) -> dict[str, str]:
    if name.is_whole:
        return {"name": name.family}
    parts = {"family-names": name.family, "given-names": name.given, "name-particle": name.particle, "name-suffix": name.suffix}
    return {key: value for key, value in parts.items() if value}
