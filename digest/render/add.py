"""The schema of an entry and a digest's words to the page where somebody fills one in, and to what its script goes by."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from digest.identifiers import FORMS, parse_doi, parse_page
from digest.model import limits
from digest.model.characters import FORBIDDEN_CHARACTERS, NO_NAME
from digest.model.content import Framework, Ground, Lab, Topic
from digest.model.messages import MESSAGES
from digest.model.outputs import Page
from digest.model.paper import Paper
from digest.model.project import Project
from digest.model.reserved import RESERVED_SLUGS
from digest.model.site import Site
from digest.render import addresses
from digest.render.templating import Templates

_MOST_ADDRESS = 7500
"""Characters of an address that GitHub still takes: a little over 8,000 it answers 414 (URI Too Long)."""
_ISSUE_FORM = "add-paper.yml"
"""In .github/ISSUE_TEMPLATE/; its fields `entry`, `slug` and `edition` are filled in from here."""
_LEFT_OUT = {"added", "revised", "aliases", "related", "arxiv", "doi", "url"}
"""Keys without a field of their own: what the digest stamps, what only an older entry has, and those that one field asks for together."""
_SAID = (
    "add.counted_characters",
    "add.counted_words",
    "add.found_arxiv",
    "add.found_elsewhere",
    "add.edition_of_paper",
    "add.edition_none",
    "add.slug_is_id",
    "add.draft_restored",
    "add.draft_waits",
    "add.draft_kept",
    "add.draft_sent",
    "add.no_draft",
    "add.clear",
    "add.restore",
    "add.cleared",
    "add.copied",
    "add.copy_failed",
    "add.long",
    "add.issue_title",
    "add.evidence_place",
    "add.rule",
    "add.problem",
    "add.problems.one",
    "add.problems.other",
    "add.sound",
    "add.empty_preview",
    "add.title_later",
    "add.units",
)
_SAID_IN_THE_FORM = (
    "add.says.missing_key",
    "add.says.hidden_character",
    "add.says.bad_day",
    "add.says.two_identifiers",
    "add.says.no_address",
    "add.says.no_web_address",
    "add.says.address_character",
    "add.says.address_user",
    "add.says.address_host",
    "add.says.bad_repository",
    "add.says.repository_twice",
    "add.says.listed_twice",
    "add.says.summary_too_short",
    "add.says.summary_too_long",
    "add.says.long_summary",
    "add.says.stray_evidence",
    "add.says.no_identifier",
    "add.says.bad_identifier",
    "add.says.missing_metadata",
    "add.says.duplicate_paper",
    "add.says.too_few",
    "add.says.empty_value",
    "add.says.unknown_word",
    "add.says.unknown_lab",
    "add.says.near_lab",
    "add.says.long_tldr",
    "add.says.long_why",
    "add.says.too_long",
    "add.says.too_many",
    "add.says.no_name",
    "add.says.framework_twice",
    "add.says.bad_name",
    "add.says.reserved_slug",
    "add.says.duplicate_slug",
)
"""In place of messages that are for whoever writes a file: these are in the language of the site, and some name keys, or mends that no form offers."""
_SHOWN = (
    "why.title",
    "paper.says",
    "entry.why_here",
    "code.title",
    "code.official",
    "code.community",
    "code.none",
    "code.by_authors",
    "code.by_community",
    "year.plain",
    "paper.by",
    "paper.evidence",
    "paper.checked.full-text",
    "paper.checked.abstract",
    "paper.checked.nothing",
)


def add_pages(site: Site, schemas: Mapping[str, bytes], templates: Templates) -> Iterator[Page]:
    """Render the form for an entry, of whose keys it says what the schema of a paper says; none without that."""
    if "paper" in schemas:
        yield _add_page(site, json.loads(schemas["paper"]), templates)


def _add_page(site: Site, schema: Mapping[str, Any], templates: Templates) -> Page:
    t = templates.words
    url = addresses.ADD
    editions = sorted(site.editions, key=lambda page: (page.edition.status != "open", -page.year))
    make = templates.later(
        "add.html.j2",
        url,
        keys=schema["properties"],
        code=schema["properties"]["code"]["items"]["properties"],
        limits=_limits(),
        editions=editions,
        vocabularies=site.vocabularies,
        knowledge=_knowledge(site, schema, templates),
        most=_MOST_ADDRESS,
        issue_form=_ISSUE_FORM,
    )
    make_head = templates.later("add.head.html.j2", url)
    return Page(url=url, title=t("add.title"), description=t("add.description"), make=make, make_head=make_head)


def _knowledge(site: Site, schema: Mapping[str, Any], templates: Templates) -> Mapping[str, object]:
    """Gather what the script of the form goes by, so that nothing stands in it that stands elsewhere."""
    project = templates.project
    folder = _content_folder(project)
    files = [page for page in site.repositories if page.file]
    return {
        "keys": list(schema["properties"]),
        "needed": schema["required"],
        "limits": _limits(),
        "messages": MESSAGES,
        "forms": {
            **FORMS,
            "hidden": FORBIDDEN_CHARACTERS.pattern,
            "no_name": NO_NAME.pattern,
            "slug": schema["properties"]["aliases"]["items"]["pattern"],
        },
        "vocabularies": {name: {"path": f"{folder}/{name}.yml", "words": _words(words)} for name, words in site.vocabularies.items()},
        "repositories": {page.repository.slug: f"{folder}/repos/{page.repository.slug}.yml" for page in files},
        "moved": {former.slug: page.repository.slug for page in site.repositories for former in page.formerly},
        "reserved": sorted(RESERVED_SLUGS),
        "github": f"https://github.com/{project.repository}",
        "branch": project.branch,
        "folder": f"{folder}/papers",
        "issue_form": _ISSUE_FORM,
        "most": _MOST_ADDRESS,
        "words": {key: templates.words.words[key] for key in (*_SAID, *_SAID_IN_THE_FORM, *_SHOWN)},
        "paper_page": addresses.paper("{slug}"),
    }


def known_papers(site: Site, project: Project) -> bytes:
    """List what is published by every name and identifier, so that the form can say what is here already."""
    folder = _content_folder(project)
    slugs = {name: paper.path for paper in site.papers for name in (paper.slug, *paper.aliases)}
    gone = {name: f"{folder}/removed.yml" for one in site.gone for name in (one.slug, *one.aliases)}
    papers = {name: paper.path for paper in site.papers for name in _identifiers(paper)}
    return json.dumps({"slugs": gone | slugs, "papers": papers}, ensure_ascii=False, separators=(",", ":")).encode()


def _identifiers(paper: Paper) -> Iterator[str]:
    """Name a paper as the rule about duplicates does."""
    if paper.arxiv:
        yield f"arXiv:{paper.arxiv}"
    else:
        yield paper.doi or parse_doi(paper.url) or parse_page(paper.url) or paper.url


def _content_folder(project: Project) -> str:
    return project.content.relative_to(project.root).as_posix()


def _limits() -> dict[str, int]:
    return {name.lower(): value for name, value in vars(limits).items() if name.isupper()}


def _words(vocabulary: Mapping[str, Topic | Lab | Framework | Ground]) -> list[list[str]]:
    """List the words of a vocabulary in its order: of each its id, its name, then what else it is and was called."""
    return [[word, meant.name, *getattr(meant, "aliases", ()), *getattr(meant, "formerly", ())] for word, meant in vocabulary.items()]
