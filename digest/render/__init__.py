"""A site to every file of it: pages, feeds, redirects and the rest."""

from collections.abc import Iterable
from html import escape
from pathlib import Path

from digest.model.outputs import Outputs
from digest.model.project import Project
from digest.model.site import Site
from digest.problems import ContentError, DigestError
from digest.render.feeds import feeds
from digest.render.files import assets, redirects, robots, sitemap
from digest.render.pages import additions, pages
from digest.render.templating import Templates, site_config_folders, words_of

__all__ = ["problems_html", "render", "theme_folders", "words_of"]


def render(site: Site, project: Project, *, own_pages: Iterable[str] = ()) -> Outputs:
    """Render everything that is published; the sitemap lists the pages that people wrote, by their URLs, too."""
    templates = Templates(project)
    rendered = tuple(pages(site, templates))
    written = feeds(site, project, templates)
    files = {
        **dict(assets(project)),
        **dict(redirects(site, templates)),
        **written,
        "robots.txt": robots(project),
        "sitemap.xml": sitemap({*own_pages, *(page.url for page in rendered if page.is_listed)}, site, project),
    }
    return Outputs(
        pages=rendered,
        additions=additions(site, templates),
        files=files,
        papers=len(site.papers),
        feeds=len(written),
    )


def problems_html(error: DigestError, project: Project) -> str:
    """Show what is wrong at the top of a page of a site that is being served."""
    if isinstance(error, ContentError):
        return Templates(project).render("problems.html.j2", "", problems=error.problems)
    return f'<div class="dd problems" role="alert"><p>{escape(str(error))}</p></div>'  # the templates may be what is wrong


def theme_folders(project: Project) -> list[Path]:
    """List where the theme's templates are looked for: the package's first, the project's own after it, as MkDocs wants it."""
    return [folder / "theme" for folder in site_config_folders(project) if (folder / "theme").is_dir()]
