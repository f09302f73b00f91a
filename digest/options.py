"""The configuration in mkdocs.yml to a project."""

from pathlib import Path

from mkdocs.config import config_options as option
from mkdocs.config.base import Config, ConfigErrors, ConfigWarnings
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import ConfigurationError

from digest.model.project import Project
from digest.problems import did_you_mean


class DigestConfig(Config):  # type: ignore[no-untyped-call]
    """The options of the plugin in mkdocs.yml."""

    content = option.Type(str, default="content")
    """The folder of what people write."""
    site_config = option.Type(str, default="site_config")
    """The folder of own templates, theme and assets; what it lacks comes with the package."""
    repository = option.Type(str, default="deep-annual/deep-annual")
    """Owner and name on GitHub, for the links that suggest an edit."""
    branch = option.Type(str, default="main")
    authority = option.Type(str, default="deep-annual.github.io")
    """The name in feed ids. It never changes, even if the site moves."""
    since = option.Type(int, default=2026)
    """The year in feed ids. It never changes."""
    feed_days = option.Type(int, default=60)
    """A feed holds everything added in so many days before its newest entry,"""
    feed_items = option.Type(int, default=50)
    """and at least so many entries."""
    contact = option.Type(str, default="https://github.com/deep-annual/deep-annual/issues")
    """An address where arXiv and other sources can reach whoever runs this digest; sent with every request."""
    search = option.Type(bool, default=True)
    """Whether the site can be searched; Pagefind makes that."""
    cards = option.Type(bool, default=True)
    """Pictures of the site and its editions, for those who share links."""
    categories = option.ListOfItems(option.Type(str), default=["cs.LG", "cs.CL", "cs.CV", "cs.AI", "cs.NE", "stat.ML"])
    """arXiv's categories that `digest inbox` looks through."""

    def validate(self) -> tuple[ConfigErrors, ConfigWarnings]:
        """Refuse options that nobody knows: MkDocs only warns of them."""
        errors, warnings = super().validate()
        unknown = [
            (key, ConfigurationError(f"{warning}{did_you_mean(key, self._schema_keys)}"))
            for key, warning in warnings
            if key not in self._schema_keys
        ]
        return [*errors, *unknown], [warning for warning in warnings if warning[0] in self._schema_keys]


def project_of(config: MkDocsConfig, options: DigestConfig) -> Project:
    """Read where a digest lies and what it is called from its configuration."""
    if not config.use_directory_urls:
        raise ConfigurationError("mkdocs.yml: 'use_directory_urls: false' would change every address; delete it")
    root = Path(config.config_file_path).parent.resolve()
    project = Project(
        root=root,
        content=root / options.content,
        site_config=root / options.site_config,
        site_name=config.site_name,
        site_description=config.site_description or "",
        site_url=(config.site_url or "").rstrip("/") + "/",
        **{
            key: options[key]
            for key in ("repository", "branch", "authority", "since", "feed_days", "feed_items", "contact", "search", "cards")
        },
        categories=tuple(options.categories),
    )
    for fault in project.faults():
        raise ConfigurationError(f"mkdocs.yml: {fault}")
    return project
