"""A site to the finished files beside its pages: redirects, sitemap, robots.txt and assets."""

import datetime as dt
from collections.abc import Container, Iterable, Iterator
from functools import partial
from pathlib import Path
from urllib.parse import quote
from xml.etree import ElementTree as ET

from digest.model.outputs import File
from digest.model.project import Project
from digest.model.site import Site
from digest.render import addresses
from digest.render.templating import Templates, site_config_folders


def redirects(site: Site, templates: Templates, *, apart_from: Container[str] = ()) -> Iterator[File]:
    """List a page at every former or other address of a page, leading to the present one; never over a page."""
    for url, target in sorted(moved(site).items()):
        if url not in apart_from:
            yield File(f"{url}index.html", partial(_redirect, url, target, templates))


def _redirect(url: str, target: str, templates: Templates) -> bytes:
    return templates.render("redirect.html.j2", url, target=target, way=addresses.relative(target, url)).encode()


def moved(site: Site) -> dict[str, str]:
    """Map every former or other address to the present one; a living page's stand before those of what is gone."""
    return dict((*_gone(site), *_moved(site)))


def _gone(site: Site) -> Iterator[tuple[str, str]]:
    """Lead what belonged to an entry that was taken out to its tombstone, and a lab without papers to the others."""
    yield from ((addresses.lab(word), addresses.LABS) for word in site.idle_labs)
    for gone in site.gone:
        target = addresses.paper(gone.slug)
        yield from ((addresses.paper(alias), target) for alias in gone.aliases)
        yield from ((addresses.repository(repository), target) for repository in gone.repositories)
        if gone.arxiv:
            yield addresses.arxiv(gone.arxiv), target


def _moved(site: Site) -> Iterator[tuple[str, str]]:
    yield "papers/", addresses.EDITIONS
    for paper in site.papers:
        target = addresses.paper(paper.slug)
        if paper.arxiv:
            yield addresses.arxiv(paper.arxiv), target
        yield from ((addresses.paper(alias), target) for alias in paper.former_names)
    for topic in site.topics:
        yield from ((addresses.topic(word), addresses.topic(topic.id)) for word in topic.topic.formerly)
    for lab in site.labs:
        yield from ((addresses.lab(word), addresses.lab(lab.id)) for word in lab.lab.formerly)
    for thread in site.threads:
        yield from ((addresses.thread(name), addresses.thread(thread.id)) for name in thread.former_names)
    for page in site.repositories:
        for former in page.formerly:
            yield addresses.repository(former), addresses.repository(page.repository)


def sitemap(urls: Iterable[str], site: Site, project: Project) -> bytes:
    """List pages for search engines; a paper's day is that of its text, a list's that of its newest paper."""
    days = dict(_days(site))
    root = ET.Element("urlset", xmlns="http://www.sitemaps.org/schemas/sitemap/0.9")
    for url in sorted(urls):
        element = ET.SubElement(root, "url")
        ET.SubElement(element, "loc").text = project.site_url + quote(url)
        if day := days.get(url):
            ET.SubElement(element, "lastmod").text = day.isoformat()
    ET.indent(root)
    document: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return document + b"\n"


def _days(site: Site) -> Iterator[tuple[str, dt.date | None]]:
    yield from ((addresses.paper(paper.slug), paper.revised or paper.added) for paper in site.papers)
    texts = {addresses.thread(page.id): page.revised or page.thread.added for page in site.threads}
    yield from texts.items()
    yield addresses.THREADS, max((day for day in texts.values() if day), default=None)
    lists = [(addresses.HOME, site.papers), (addresses.EDITIONS, site.papers)]
    lists += [(addresses.edition(page.year), page.papers) for page in site.editions]
    lists += [(addresses.topic(page.id), page.papers) for page in site.topics]
    lists += [(addresses.lab(page.id), page.papers) for page in site.labs]
    for url, papers in lists:
        yield url, max((day for paper in papers if (day := paper.revised or paper.added)), default=None)


def robots(project: Project) -> bytes:
    """Tell search engines where the sitemap is."""
    return f"User-agent: *\nAllow: /\nSitemap: {project.site_url}sitemap.xml\n".encode()


def assets(project: Project) -> Iterator[File]:
    """List the style, fonts and icons; a project's own stand before the package's."""
    for folder in site_config_folders(project):
        for path in sorted(_files_below(folder / "assets")):
            yield File(path.relative_to(folder).as_posix(), path.read_bytes)


def _files_below(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_file() and not path.name.startswith("."))
