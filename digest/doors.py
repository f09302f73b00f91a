"""A folder with a mkdocs.yml to its project, its built site or its served one, as MkDocs would have it."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import ConfigurationError, MkDocsException

from digest import permanence
from digest.model.project import Project
from digest.options import project_of
from digest.plugin import DigestPlugin
from digest.problems import DigestError


@contextmanager
def _in_our_words(exit_code: int) -> Iterator[None]:
    """Say what MkDocs complains of in our way; what was ours to begin with comes back as it was."""
    try:
        yield
    except MkDocsException as error:
        if isinstance(error.__cause__, DigestError):
            raise error.__cause__ from None
        ours = DigestError(error.format_message())
        ours.exit_code = 2 if isinstance(error, ConfigurationError) else exit_code
        raise ours from error


def read_project(root: Path) -> Project:
    """Find a digest by the folder that holds its mkdocs.yml."""
    with _in_our_words(exit_code=2):
        config = _read_config(root)
        return project_of(config, _plugin(config).config)


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
            build(config)
        except (ValueError, TemplateError) as error:  # of a page that people wrote, or of the theme; MkDocs has just named it
            raise DigestError(f"a page cannot be made: {error}") from error
        finally:
            config.plugins.on_shutdown()
    return plugin


def serve_site(root: Path, *, address: str | None, open_in_browser: bool) -> None:
    """Serve a site as `mkdocs serve` does, until interrupted."""
    from mkdocs.commands.serve import serve

    with _in_our_words(exit_code=2):
        serve(config_file=str(root / "mkdocs.yml"), dev_addr=address, open_in_browser=open_in_browser)


def _read_config(root: Path, **overrides: Any) -> MkDocsConfig:
    return load_config(config_file=str(root / "mkdocs.yml"), **overrides)


def _plugin(config: MkDocsConfig) -> DigestPlugin:
    plugin = config.plugins.get("digest")
    if not isinstance(plugin, DigestPlugin):
        raise ConfigurationError("mkdocs.yml: the plugin 'digest' is missing; add it as 'plugins: [digest]'")
    return plugin
