"""The MkDocs door: puts a digest's outputs into a MkDocs build, and decides nothing about them."""

import dataclasses
import logging
import os
import posixpath
import shutil
from collections.abc import Callable, Container, Iterator
from functools import cached_property
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

# Said before Material is imported, which prints advice about MkDocs' future over everything else.
os.environ.setdefault("NO_MKDOCS_2_WARNING", "true")

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.plugins import BasePlugin, get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from digest import caches, permanence, pipeline, publish, search
from digest.ending import as_abort, has_warned
from digest.export.places import source
from digest.model.outputs import Outputs
from digest.model.outputs import Page as DigestPage
from digest.options import DigestConfig, day_of_build, project_of
from digest.problems import DigestError, some_of
from digest.publish.waiting import Waiting, on_demand
from digest.render import addresses, links, policy
from digest.theme import hasten, speak

if TYPE_CHECKING:
    import datetime as dt

    from mkdocs.livereload import LiveReloadServer

    from digest.remembered import Remembered

log = get_plugin_logger(__name__)


class DigestPlugin(BasePlugin[DigestConfig]):  # type: ignore[no-untyped-call]
    """Adds a digest's pages, feeds and files to a MkDocs site."""

    def __init__(self) -> None:
        """Begin without a build; MkDocs keeps the plugin from one rebuild of `serve` to the next."""
        self.serving = False
        self.today: dt.date | None = None
        """The day that the site is built for; None for the present one."""
        self.previous: Path | None = None
        """The folder of the site before this one, whose addresses and feed entries must stay."""
        self.outputs = Outputs()
        """Of the last build that was whole."""
        self.banner = ""
        """What is wrong with the content, where a served site shows its last whole state."""
        self.scripts: tuple[str, ...] = ()
        """What the frame runs by itself on every page."""
        self.staging: publish.Staging | None = None
        """What a site is built in before it is published."""
        self.waiting = Waiting()

    @cached_property
    def remembered(self) -> "Remembered":
        """The pages of the site before this one; while serving, those of the last rebuild."""
        from digest.remembered import Remembered

        return Remembered(None if self.serving else caches.place(self.project.root, "pages"))

    def on_startup(self, *, command: str, dirty: bool) -> None:
        """Learn whether a browser waits for the site."""
        self.serving = command == "serve"

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Put the digest's theme before Material's, and build beside the published site instead of in it."""
        self.project = project_of(config, self.config)
        self.pagefind = search.program() if self.project.search else None
        if self.project.search and not self.pagefind:
            log.warning(search.MISSING)
            self.project = dataclasses.replace(self.project, search=False)
        config.site_description = escape(self.project.site_description)  # Material writes it as it is
        from digest.render.templating import theme_folders

        for folder in theme_folders(self.project):
            config.theme.dirs.insert(0, str(folder))
        with as_abort():
            hasten(config.theme, self.project.root)
        speak(config.theme, self.project.language)
        config.extra_css.append("assets/digest.css")
        config.theme.static_templates.discard("sitemap.xml")  # ours has the days of the entries
        config.validation.links.anchors = logging.DEBUG  # on_post_build checks all links, those of templates too
        self.links: dict[str, links.PageLinks] = {}
        self.on_shutdown()  # while serving, a build before this one may have failed
        self.site_dir = Path(config.site_dir).resolve()
        with as_abort():
            folder = publish.staging_folder(self.site_dir, apart_from=(self.project.content, self.project.site_config))
        self.staging = publish.Staging(folder, None if self.previous else self.site_dir)
        config.site_dir = str(folder)
        return config

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Add what people's pages and the nav need to know of what the pipeline made; what they put into their folder stands before it."""
        from digest import frame

        assert self.staging
        theirs = {file.dest_uri for file in files if file.src_dir == config.docs_dir and frame.is_shown(file, serving=self.serving)}
        own = files.documentation_pages()
        named = frame.named_files(own, config.nav)
        may_wait = self.serving and not frame.has_others(config, self, ("post_build",))  # which may look at any file of the site
        needed = named | files.src_uris.keys() if may_wait else None  # MkDocs must also know what stands in the place of its own
        outputs = self._build([file.dest_uri.removesuffix("index.html") for file in own], needed, theirs)
        shown = {source(page.url): page for page in outputs.pages if f"{page.url}index.html" not in theirs}
        if in_full := frame.has_others(config, self):
            log.info("Every page is rendered on its own, which takes longer: another plugin or a hook wants to see pages")
        with as_abort():
            self.pages = {path: page.made() for path, page in shown.items() if in_full or path in named or not frame.has_frame(page, named)}
        self.framed = [page for path, page in shown.items() if path not in self.pages]
        for path in self.pages:
            if hidden := files.src_uris.get(path):
                files.remove(hidden)
            files.append(File.generated(config, path, content="", inclusion=InclusionLevel.NOT_IN_NAV))
        for path in self.staging.written | self.staging.same.keys():
            if of_theme := files.src_uris.get(path):
                files.remove(of_theme)
            if of_theme or path in named:
                files.append(File.generated(config, path, abs_src_path=str(self.staging.place_of(path))))
        return files

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Keep the nav for the frames."""
        self.nav = nav
        return nav

    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
        """Give the words of the interface to the theme's templates."""
        self.has_search = any(page.url == addresses.SEARCH for page in self.outputs.pages)
        from digest import frame
        from digest.render.templating import words_of

        words = words_of(self.project)
        env.globals |= {"t": words, "words": words, "has_search": self.has_search, "language": self.project.language}
        self.site = frame.Site(config, files, self.nav, env)
        self.frames = frame.Frames(self.site, self._finished)
        return env

    def on_post_template(self, output: str, *, template_name: str, config: MkDocsConfig) -> str:
        """Learn from the page that holds nobody's content which scripts the frame has: those are all that any page may run."""
        if template_name != "404.html" or self.serving:  # live reload adds a script of its own
            return output
        self.scripts = policy.inline_scripts(output)
        return policy.with_policy(output, self.scripts)

    def on_page_markdown(self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Set what the frame shows of a page. Material's templates escape nothing, so it arrives escaped."""
        ours = self.pages.get(page.file.src_uri)
        page.meta.pop("digest", None)  # ours alone
        if ours:
            page.meta = {"title": ours.title, "description": ours.description, "digest": ours}
        for key in page.meta.keys() & {"title", "description"}:
            page.meta[key] = escape(str(page.meta[key]))
        return markdown

    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Put in the finished HTML of our pages, and what we add to those of people."""
        ours = self.pages.get(page.file.src_uri)
        html = ours.html if ours else self.outputs.added_to(html, page.url)
        return self.banner + html

    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        """Note the links of a page that MkDocs has rendered, and say what it may run."""
        url = page.url.removeprefix("./")
        finished = self._finished(output, url)
        ours = self.pages.get(page.file.src_uri)
        self.links[url] = links.read_links_around(ours.html, finished) if ours else links.read_links(finished)
        return finished

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Make the pages that have a frame, check every link, then put the site in its place, unless --strict objects."""
        assert self.staging
        with as_abort():
            self._fill_frames()
        for url, link in links.broken_links(self.links, self.known | config.theme.static_templates, config.site_url or "/"):
            log.warning("%s links to %s, which does not exist", url or "the home page", link)
        config.site_dir = str(self.site_dir)
        if not (config.strict and has_warned()):
            with as_abort():
                if self.pagefind and self.has_search and not self.serving:  # to index at every change would make everybody wait
                    search.put_into(self.staging, self.pagefind)
                if self.previous:
                    permanence.compare(self.previous, self.staging.folder, self.outputs)
                self.waiting.publish(self.staging, self.site_dir)
                self.remembered.note(self.site_dir, self.made, self.frames, self.known, self.staging.same)

    def on_shutdown(self) -> None:
        """Leave nothing of a build that failed or was interrupted; the published site stays as it was."""
        if self.staging:
            shutil.rmtree(self.staging.folder, ignore_errors=True)

    def on_serve(self, server: "LiveReloadServer", *, config: MkDocsConfig, builder: Callable[..., Any]) -> "LiveReloadServer":
        """Rebuild when any file changes that goes into the site."""
        for folder in (self.project.content, self.project.site_config):
            if folder.is_dir():
                server.watch(str(folder))
        look_often(server)
        app = on_demand(server.serve_request, self._make_served, mount=server.mount_path, complain=log.error, alone=self.waiting.alone)
        server.set_app(app)
        return server

    def _build(self, own_pages: list[str], needed: Container[str] | None, theirs: Container[str]) -> Outputs:
        """Build what is to be published; files that need no frame are taken at once, and are not held in memory."""
        assert self.staging
        self.banner = ""
        try:
            today = self.today or day_of_build()
            outputs = pipeline.build(self.project, today=today, drafts=self.serving, own_pages=own_pages)
            if self.serving:  # a page that cannot be made is to be found while the last whole site can be shown
                outputs = self.remembered.with_new_ones_made(outputs)
            self.waiting.take(outputs.files, staging=self.staging, apart_from=theirs, needed=needed)
            self.outputs = outputs
            if outputs.unfinished:
                log.info("Left out, because something of it is still to be written: %s", some_of(outputs.unfinished))
        except DigestError as error:
            if not self.serving:
                raise Abort(f"{error}\nThe site stays as it was.") from error
            from digest.render.whole import problems_html

            log.error("%s", error)  # noqa: TRY400 (a message for people, no traceback)
            self.banner = problems_html(error, self.project)
            if not self.outputs.pages:  # so far nothing was whole: a page to show the problems on
                self.outputs = Outputs(pages=(DigestPage(url="", title=self.project.site_name, description="", make=str),))
            self.waiting.keep(self.outputs.files, staging=self.staging, apart_from=theirs)
        return self.outputs

    def _fill_frames(self) -> None:
        """Make the pages that have a frame."""
        from digest.filling import Filling

        assert self.staging
        shown = {*self._shown()}
        files = {*self.staging.written, *self.staging.same, *self.waiting.coming, *shown}
        self.known = frozenset(files.union((path.removesuffix("index.html") for path in shown), (page.url for page in self.outputs.pages)))
        host, name, clean = urlsplit(self.project.site_url).netloc, self.outputs.name, self._without_metas
        self.made = Filling(self.frames, self.staging, self.banner, clean, self.known, host, name).renew(self.framed, self.remembered)
        self.links |= {url: made.links for url, made in self.made.items()}

    def _shown(self) -> Iterator[str]:
        from digest import frame

        return (file.dest_uri for file in self.site.files if frame.is_shown(file, serving=self.serving))

    def _finished(self, output: str, url: str) -> str:
        """Say what a page may run, and take care that it gives the browser no other orders."""
        output = self._without_metas(output, url)
        return output if self.serving else policy.with_policy(output, self.scripts, root=posixpath.relpath(".", url or "."))

    def _without_metas(self, html: str, url: str) -> str:
        if (without := policy.without_foreign_metas(html)) != html:
            log.warning("%s holds a <meta> of a text, which is shown as such; a template does not escape it", url or "the home page")
        return without

    def _make_served(self, path: str) -> None:
        """Make what is missing at a path of the served site."""
        if path.startswith(f"{search.FOLDER}/") and self.pagefind and self.has_search:
            search.index(self.site_dir, self.pagefind)
        else:
            self.waiting.make(path)


def look_often(server: "LiveReloadServer") -> None:
    """Have changes below folders be seen as soon as they can be without keeping a processor busy: MkDocs looks twice a second."""
    for emitter in (emitter for emitter in server.observer.emitters if emitter.watch.is_recursive):
        files = sum(len(names) for _, _, names in os.walk(emitter.watch.path))
        emitter._timeout = min(emitter.timeout, 0.1 + files / 20_000)  # noqa: SLF001 (whoever is watched already has no other door to it)
