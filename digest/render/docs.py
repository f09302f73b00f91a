"""What the program knows of itself to pages: a list of all docs, the commands, the rules, the options, and every key of every file."""

import json
from collections.abc import Callable, Container, Iterator, Mapping
from functools import partial

from digest.model.outputs import Page
from digest.render import addresses
from digest.render.commands import commands_page
from digest.render.keys import File, Reader
from digest.render.rules import rule_pages
from digest.render.templating import Templates, site_config_folders
from digest.report import VERSION
from digest.schema.recorded import recorded

_WRITTEN = ("paper", "edition", "thread", "repository", "topics", "labs", "frameworks", "grounds", "removed")
"""Kinds of files that people write, those first that most write most."""
_PUBLISHED = ("paper-1", "papers-1", "code-1", "review-1", f"check-{VERSION}")
"""Schemas of what programs read."""
PARTS: Mapping[str, Mapping[str, str]] = {
    "contribute": {"contribute": addresses.CONTRIBUTE, "write": "docs/write/", "rules": addresses.RULES},
    "keep": {
        "start": "docs/start/",
        "commands": addresses.COMMANDS,
        "files": addresses.FILES,
        "options": addresses.OPTIONS,
        "cost": "docs/cost/",
    },
    "build": {"house": "docs/how-it-works/", "limits": "docs/limits/", "data": addresses.DATA, "exports": "data/"},
}
"""The docs by whom they serve: what a page is called, and where it stands."""


def docs_pages(laws: Mapping[str, str], schemas: Mapping[str, bytes], own_pages: Container[str], templates: Templates) -> Iterator[Page]:
    """Render the docs; those that people write are listed where this digest has them. Nothing, where no law is at hand."""
    if not laws:
        return
    t, folders = templates.words, site_config_folders(templates.project)
    yield from rule_pages(laws, folders, templates)
    made = {addresses.COMMANDS, addresses.FILES, addresses.DATA, addresses.RULES, addresses.OPTIONS}
    parts = {part: {name: url for name, url in pages.items() if url in made or url in own_pages} for part, pages in PARTS.items()}
    make = templates.later("docs.html.j2", addresses.DOCS, parts=parts)
    yield Page(url=addresses.DOCS, title=t("docs.title"), description=t("docs.description"), make=make)
    yield commands_page(folders, templates)

    def written() -> Iterator[File]:
        reader = Reader(templates.english)  # beside what editors say of keys
        yield from (reader.file(name, json.loads(schemas[name])) for name in _WRITTEN if name in schemas)
        yield from (reader.file(name, schema) for name, schema in recorded().items())

    def published() -> Iterator[File]:
        reader = Reader(templates.english)  # beside what editors say of keys
        for name in _PUBLISHED:  # a digest's own stands before the program's, as it is published
            path = next(path for folder in reversed(folders) if (path := folder / addresses.schema(name)).is_file())
            yield reader.file(name, json.loads(path.read_bytes()))

    # As the page of commands: the same in each digest, and for those who look for it.
    for name, url, files in (("files", addresses.FILES, written), ("data", addresses.DATA, published)):
        make_keys = partial(_keys_page, name, url, files, templates)
        yield Page(url=url, title=t(f"docs.{name}"), description=t(f"docs.{name}.says"), make=make_keys, is_listed=False)


def _keys_page(name: str, url: str, files: Callable[[], Iterator[File]], templates: Templates) -> str:
    return templates.render("keys.html.j2", url, name=name, files=list(files()))
