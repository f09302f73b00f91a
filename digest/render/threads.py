"""Lines of thought to pages: the list of them, and each told in order."""

from collections.abc import Iterator

from digest.model.outputs import Page
from digest.model.site import Site
from digest.model.threads import ThreadPage
from digest.render import addresses
from digest.render.templating import Templates


def thread_pages(site: Site, templates: Templates) -> Iterator[Page]:
    """Render the list of threads and the page of each; the header leads to the list once there is one."""
    t = templates.words
    make = templates.later("threads.html.j2", addresses.THREADS, site=site)
    is_listed = bool(site.threads)
    yield Page(url=addresses.THREADS, title=t("threads.title"), description=t("threads.description"), make=make, is_listed=is_listed)
    for page in site.threads:
        yield thread_page(page, templates)


def thread_page(page: ThreadPage, templates: Templates) -> Page:
    """Render a line of thought: its papers in order, each with what it takes from the one before."""
    url = addresses.thread(page.id)
    title = templates.words("thread.title", title=page.thread.title, n=len(page.steps))  # a topic may be called like it
    make = templates.later("thread.html.j2", url, page=page)
    return Page(url=url, title=title, description=page.thread.definition, make=make, is_listed=not page.is_draft)
