"""A site to every file of it: pages, feeds, redirects and the rest; with all that this needs."""

from collections.abc import Collection, Iterator, Mapping
from functools import partial
from html import escape
from types import MappingProxyType
from typing import Any

from digest.model.outputs import File, Listed, Outputs
from digest.model.project import Project
from digest.model.site import Site
from digest.problems import ContentError, DigestError
from digest.render import addresses
from digest.render.add import add_pages, known_papers
from digest.render.cards import cards
from digest.render.docs import docs_pages
from digest.render.exports import Entries, exports
from digest.render.feeds import feeds
from digest.render.files import assets, moved, redirects, robots, sitemap
from digest.render.fingerprint import Fingerprints
from digest.render.pages import additions, pages
from digest.render.review import files as figure_files
from digest.render.rules import report_schema
from digest.render.templating import Templates, site_config_folders

_NONE: Mapping[str, Any] = MappingProxyType({})


def render(
    site: Site,
    project: Project,
    *,
    own_pages: Collection[str] = (),
    laws: Mapping[str, str] = _NONE,
    schemas: Mapping[str, bytes] = _NONE,
) -> Outputs:
    """Render everything that is published; the sitemap lists the pages that people wrote, by their URLs, too.

    `laws` are the rules that files are held against, and `schemas` what editors know of the files, by kind.
    """
    templates = Templates(project)
    fingerprints = Fingerprints(templates)
    folders, bibtex = site_config_folders(project), Entries(templates.words)
    rendered = (*pages(site, templates, bibtex), *add_pages(site, schemas, templates), *docs_pages(laws, schemas, own_pages, templates))
    live = {page.url for page in rendered}

    def files() -> Iterator[File]:
        yield from assets(project)
        yield from redirects(site, templates, apart_from=live)
        yield from feeds(site, project, templates)
        yield from exports(site, project, templates.words, folders, entries=bibtex)
        yield from report_schema(folders)
        yield File(addresses.KNOWN_PAPERS, partial(known_papers, site, project))
        yield from (File(addresses.schema(name), partial(bytes, text)) for name, text in schemas.items())
        yield from cards(site, project, templates.words) if project.cards else ()
        yield from figure_files(site, project, templates.words)
        yield File("robots.txt", partial(robots, project))
        listed = {*own_pages, *(page.url for page in rendered if page.is_listed)}
        yield File("sitemap.xml", partial(sitemap, listed, site, project))

    return Outputs(
        pages=rendered,
        name=fingerprints.of,
        additions=additions(site, templates),
        files=Listed(files),
        papers=len(site.papers),
        subscriptions=frozenset(
            addresses.feed(name, kind) for one in site.subscriptions for name in (one.name, *one.formerly) for kind in addresses.FEEDS
        ),
        retired=frozenset({*(moved(site).keys() - live), *(addresses.paper(one.slug) for one in site.gone)}),
        gone=frozenset(name for one in site.gone for name in (one.slug, *one.aliases)),
        identities={name: one.identity for one in site.papers if not one.is_draft for name in (one.slug, *one.aliases)},
    )


def problems_html(error: DigestError, project: Project) -> str:
    """Show what is wrong at the top of a page of a site that is being served."""
    if isinstance(error, ContentError):
        return Templates(project).render("problems.html.j2", "", problems=error.problems)
    return f'<div class="dd problems" role="alert"><p>{escape(str(error))}</p></div>'  # the templates may be what is wrong
