"""A folder with a mkdocs.yml to its project, its built site or its served one, as MkDocs would have it, or to its export."""

import datetime as dt
import gc
import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import yaml
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import ConfigurationError, MkDocsException
from mkdocs.structure.files import InclusionLevel, get_files
from mkdocs.utils.meta import get_data

from digest import permanence, pipeline, publish
from digest.export.engine import DOCS, Settings
from digest.export.files import EXPORT, Theirs, export_files
from digest.export.pages import OwnPage
from digest.model.outputs import Outputs
from digest.model.project import Project
from digest.options import day_of_build, project_of
from digest.plugin import DigestPlugin
from digest.problems import DigestError
from digest.theme import speak


@contextmanager
def _in_our_words(exit_code: int) -> Iterator[None]:
    """Say what MkDocs complains of in our way; what was ours to begin with comes back as it was."""
    try:
        yield
    except MkDocsException as error:
        if isinstance(error.__cause__, DigestError):
            raise error.__cause__ from None
        ours = DigestError(_fault_of_yaml(error) or error.format_message())
        ours.exit_code = 2 if isinstance(error, ConfigurationError) else exit_code
        raise ours from error


@contextmanager
def _without_collector() -> Iterator[None]:
    """Look for no rubbish: a build holds on to nearly all that it makes, and to look through it takes a tenth of its time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _fault_of_yaml(error: MkDocsException) -> str | None:
    """Say where mkdocs.yml is no YAML, if it is not; MkDocs says that in many lines with a place in words."""
    broken = error.__context__
    if not (isinstance(broken, yaml.MarkedYAMLError) and (mark := broken.problem_mark)):
        return None
    why = ", ".join(filter(None, (broken.context, broken.problem)))
    return f"mkdocs.yml:{mark.line + 1}:{mark.column + 1}: this is no YAML: {why}; mend it here or in the line above"


def read_project(root: Path) -> Project:
    """Find a digest by the folder that holds its mkdocs.yml."""
    with _in_our_words(exit_code=2):
        return _opened(root)[1]


def build_site(root: Path, *, site_dir: Path | None, strict: bool, today: dt.date | None, previous: Path | None = None) -> DigestPlugin:
    """Build a site as `mkdocs build` does; the plugin knows what became of it.

    Raises LossError, and publishes nothing, where an address or a feed entry of the `previous` site would be lost.
    """
    from jinja2 import TemplateError
    from mkdocs.commands.build import build

    if previous:
        permanence.require_site(previous)
    with _in_our_words(exit_code=2):
        config = _read_config(root, strict=strict or None, site_dir=str(site_dir) if site_dir else None)
    with _in_our_words(exit_code=1):
        plugin = _plugin(config)
        plugin.today = today
        plugin.previous = previous
        config.plugins.on_startup(command="build", dirty=False)
        try:
            with _without_collector():
                build(config)
        except (ValueError, TemplateError) as error:  # of a page that people wrote, or of the theme; MkDocs has just named it
            raise DigestError(f"a page cannot be made: {error}") from error
        finally:
            config.plugins.on_shutdown()
    return plugin


def export_site(root: Path, folder: Path, *, today: dt.date | None) -> tuple[Outputs, int]:
    """Write a site's pages as Markdown, and all its other files, into a folder of their own; say what was exported, and how many pages.

    Raises PublishError where the folder holds anything but an earlier export, and ContentError with every problem; nothing is changed then.
    """
    from digest.render.templating import words_of

    with _in_our_words(exit_code=2):
        config, project = _opened(root)
    made_from = (project.content, project.site_config, Path(config.docs_dir))
    staged = publish.staging_folder(folder, apart_from=made_from, kind=EXPORT)
    try:
        theirs = _theirs(config)
        own_pages = [page.url for page in theirs.pages]
        outputs = pipeline.build(project, today=today or day_of_build(), drafts=False, own_pages=own_pages)
        staging = publish.Staging(staged, folder)
        for path, content in export_files(outputs, theirs, _settings(config, project), words_of(project)):
            staging.write(path, content)
        publish.publish(staged, folder, same=staging.same, kind=EXPORT)
    finally:
        shutil.rmtree(staged, ignore_errors=True)
    return outputs, sum(path.endswith(".md") and path.startswith(DOCS) for path in (*staging.written, *staging.same))


def _theirs(config: MkDocsConfig) -> Theirs:
    """Read what people put into the folder of their pages."""
    pages, files = [], {}
    for file in get_files(config):
        if file.inclusion.value < InclusionLevel.NOT_IN_NAV.value:
            continue
        if file.is_documentation_page():
            markdown, meta = get_data(file.content_string)
            pages.append(OwnPage(url=file.dest_uri.removesuffix("index.html"), path=file.src_uri, markdown=markdown, meta=meta))
        else:
            files[file.dest_uri] = file.content_bytes
    return Theirs(pages=tuple(pages), files=files)


def _settings(config: MkDocsConfig, project: Project) -> Settings:
    """Read what another engine must know; of the options of Markdown extensions what can be written down."""
    # Snippets would put a file into a page where a stranger's entry asks for it.
    names = [name for name in config.markdown_extensions if not name.endswith("snippets")]
    options = {name: config.mdx_configs.get(name) or {} for name in names}
    favicon = config.theme.get("favicon")
    speak(config.theme, project.language)  # the other engine's theme knows the languages that Material does
    return Settings(
        name=project.site_name,
        description=project.site_description,
        url=project.site_url,
        copyright=config.copyright or "",
        nav=config.nav or (),
        language=config.theme["language"],
        extensions={name: {key: value for key, value in one.items() if _is_plain(value)} for name, one in options.items()},
        **({"favicon": favicon} if isinstance(favicon, str) else {}),
    )


def _is_plain(value: Any) -> bool:
    try:
        json.dumps(value)
    except (TypeError, ValueError):
        return False
    return value is not None


def serve_site(root: Path, *, address: str | None, open_in_browser: bool) -> None:
    """Serve a site as `mkdocs serve` does, until interrupted."""
    from mkdocs.commands.serve import serve

    with _in_our_words(exit_code=2):
        serve(config_file=str(root / "mkdocs.yml"), dev_addr=address, open_in_browser=open_in_browser)


def _opened(root: Path) -> tuple[MkDocsConfig, Project]:
    config = _read_config(root)
    return config, project_of(config, _plugin(config).config)


def _read_config(root: Path, **overrides: Any) -> MkDocsConfig:
    return load_config(config_file=str(root / "mkdocs.yml"), **overrides)


def _plugin(config: MkDocsConfig) -> DigestPlugin:
    plugin = config.plugins.get("digest")
    if not isinstance(plugin, DigestPlugin):
        raise ConfigurationError("mkdocs.yml: the plugin 'digest' is missing; add it as 'plugins: [digest]'")
    return plugin
