"""The outputs of a site to every file of its export, one after the other."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from digest.export.engine import DOCS, MARK, Say, Settings, engine_files
from digest.export.pages import OwnPage, Setting, own_page_files, page_files
from digest.export.places import source
from digest.model.outputs import File, Outputs
from digest.publish import Kind

EXPORT = Kind("export", (MARK,), "as DIR", DOCS, dot_file=".gitignore")
"""A folder that holds one. Beside docs/ it may hold more, such as the site that was built of it: that stays."""

_LEFT_TO_THE_ENGINE = frozenset({"sitemap.xml"})
"""What Zensical makes of the same pages."""
_OF_THE_THEME = (".js", ".css", ".woff2", "-OFL.txt")
"""Endings of what lies in assets/ and serves the site's own theme."""
_FACTS = ("arxiv", "doi", "published", "edition", "venue", "paper_url", "authors")
"""What the front matter of a paper says of it, of all that its JSON file does."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Theirs:
    """What people put into the folder of their pages."""

    pages: tuple[OwnPage, ...] = ()
    files: Mapping[str, bytes] | None = None
    """Whatever is no page, by its path; it stands before what we make."""


def export_files(outputs: Outputs, theirs: Theirs, settings: Settings, say: Say) -> Iterator[tuple[str, bytes]]:
    """Write every file of an export."""
    own = {page.url for page in theirs.pages}
    pages = [page for page in outputs.pages if page.url not in own]
    setting = Setting(
        sources={page.url: source(page.url) for page in pages} | {page.url: page.path for page in theirs.pages},
        site_url=settings.url,
        elsewhere=lambda url: say("export.elsewhere", site=f"<{settings.url}{url}>"),
    )
    facts: dict[str, Mapping[str, Any]] = {}
    if not settings.nav:  # as MkDocs does, but without the pages of folders, which are too many
        settings = replace(settings, nav=sorted(path for url, path in setting.sources.items() if url.count("/") <= 1))
    yield from engine_files(settings, pages, say)
    files = theirs.files or {}
    for path, content in _files(outputs.files, facts):
        if path not in files:
            yield DOCS + path, content
    yield from ((DOCS + path, content) for path, content in files.items())
    setting = replace(setting, facts=facts)
    for page in pages:
        yield from ((DOCS + path, content) for path, content in page_files(page, setting))
    for mine in theirs.pages:
        yield from ((DOCS + path, content) for path, content in own_page_files(mine, outputs.additions.get(mine.url, ""), setting))


def _files(files: Iterable[File], facts: dict[str, Mapping[str, Any]]) -> Iterator[tuple[str, bytes]]:
    """Pass on the finished files that an export has too, and note what they say of papers."""
    for path, make in files:
        content = make()
        if path.startswith("papers/") and path.endswith("/paper.json"):
            facts[path.removesuffix("paper.json")] = _facts(content)
        is_of_theme = path.startswith("assets/") and path.endswith(_OF_THE_THEME)
        if path not in _LEFT_TO_THE_ENGINE and not is_of_theme:
            yield path, content


def _facts(content: bytes) -> Mapping[str, Any]:
    paper = json.loads(content)["paper"]
    known = {key: paper[key] for key in _FACTS if paper.get(key)}
    known |= {key: [one["id"] for one in paper[key]] for key in ("topics", "labs") if paper.get(key)}
    if paper.get("code"):
        known["code"] = [one["code_url"] for one in paper["code"]]
    return {"paper": known}
