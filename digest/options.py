"""The configuration in mkdocs.yml to a project; what is wrong with it is said in one go, each at its line."""

import datetime as dt
import re
from pathlib import Path
from typing import Any, NoReturn

import yaml
from mkdocs.config import config_options as option
from mkdocs.config.base import Config, ConfigErrors, ConfigWarnings
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import ConfigurationError
from mkdocs.utils import get_build_datetime

from digest.model.project import Project
from digest.model.settings import SETTINGS
from digest.problems import DigestError, SeveralError, did_you_mean


def _default(name: str) -> Any:
    return SETTINGS[name].default


class DigestConfig(Config):  # type: ignore[no-untyped-call]
    """The options of the plugin in mkdocs.yml; SETTINGS says what each is for."""

    content = option.Type(str, default=_default("content"))
    site_config = option.Type(str, default=_default("site_config"))
    repository = option.Type(str, default=_default("repository"))
    branch = option.Type(str, default=_default("branch"))
    authority = option.Type(str, default=_default("authority"))
    since = option.Type(int, default=_default("since"))
    feed_days = option.Type(int, default=_default("feed_days"))
    feed_items = option.Type(int, default=_default("feed_items"))
    contact = option.Type(str, default=_default("contact"))
    language = option.Type(str, default=_default("language"))
    search = option.Type(bool, default=_default("search"))
    cards = option.Type(bool, default=_default("cards"))
    categories = option.ListOfItems(option.Type(str), default=list(_default("categories")))

    def validate(self) -> tuple[ConfigErrors, ConfigWarnings]:
        """Keep what is wrong, and options that nobody knows, for `project_of`: MkDocs names no line, and only warns of the latter."""
        errors, warnings = super().validate()
        # To Python, true is a number as well.
        flags = {key for key, one in SETTINGS.items() if isinstance(self[key], bool) and not isinstance(one.default, bool)}
        wrong = flags.union(key for key, _ in errors)
        self.faults = [(key, SETTINGS[key].misses(self[key])) for key in SETTINGS if key in wrong]
        self.faults += [
            # YAML takes keys such as 5 and on for no text.
            (key, f"unknown option '{key}'{did_you_mean(key, SETTINGS) or '; delete it'}")
            for key in (str(key) for key, _ in warnings if key not in SETTINGS)
        ]
        return [], [warning for warning in warnings if warning[0] in SETTINGS]


def project_of(config: MkDocsConfig, options: DigestConfig) -> Project:
    """Read where a digest lies and what it is called from its configuration; raise ConfigurationError with all that is wrong with it."""
    path = Path(config.config_file_path)
    if not config.use_directory_urls:
        _refuse(path, [("use_directory_urls", "'use_directory_urls: false' would change every address; delete it")])
    if options.faults:
        _refuse(path, options.faults)
    root = path.parent.resolve()
    project = Project(
        root=root,
        content=root / options.content,
        site_config=root / options.site_config,
        site_name=config.site_name,
        site_description=config.site_description or "",
        site_url=(config.site_url or "").rstrip("/") + "/",
        **{key: options[key] for key in ("repository", "branch", "since", "feed_days", "feed_items", "language", "search", "cards")},
        authority=options.authority or _host(config.site_url or ""),
        contact=options.contact or f"https://github.com/{options.repository}/issues",
        categories=tuple(options.categories),
    )
    if faults := list(project.faults()):
        _refuse(path, faults)
    return project


def _host(address: str) -> str:
    match = re.match(r"https?://([\w.-]+)", address, re.ASCII)
    return match[1].lower() if match else ""


def _refuse(path: Path, faults: list[tuple[str, str]]) -> NoReturn:
    """Raise with every fault at its place, in the order of the file; what is not in it comes first."""
    places = _places(path)
    messages = []
    for key, message in sorted(faults, key=lambda fault: places.get(fault[0], (0, 0))):
        place = "".join(f":{number}" for number in places.get(key, ()))
        messages.append(f"mkdocs.yml{place}: {message}")
    raise ConfigurationError("\n".join(messages)) from SeveralError(messages)


def _places(path: Path) -> dict[str, tuple[int, int]]:
    """Find line and column of what every key of mkdocs.yml says, and of the plugin's options in it, counted from 1."""
    found = _values(yaml.compose(path.read_bytes(), Loader=yaml.CSafeLoader))
    plugins = found.get("plugins")
    listed = plugins.value if isinstance(plugins, yaml.SequenceNode) else [plugins]
    for one in listed:
        found |= _values(_values(one).get("digest"))
    return {key: (node.start_mark.line + 1, node.start_mark.column + 1) for key, node in found.items()}


def _values(node: yaml.Node | None) -> dict[str, yaml.Node]:
    return {str(key.value): value for key, value in node.value} if isinstance(node, yaml.MappingNode) else {}


def day_of_build() -> dt.date:
    """Say which day a site is built for if nobody does: the present one, or that of SOURCE_DATE_EPOCH."""
    try:
        return get_build_datetime().date()
    except (ValueError, OverflowError, OSError) as error:
        raise DigestError(f"SOURCE_DATE_EPOCH is no number of seconds since 1970 ({error}); set it to one, or unset it") from error
