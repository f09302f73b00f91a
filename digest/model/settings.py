"""The options of the plugin in mkdocs.yml: what each is for, what it is where nobody sets it, and how to mend a wrong one."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

Value = str | int | bool | tuple[str, ...]
_KINDS: Mapping[type, tuple[str, object]] = {
    str: ("text", 12),
    bool: ("true or false", "maybe"),
    int: ("a whole number", "soon"),
    tuple: ("a list of texts", "all"),
}
"""What each kind of value is called, and something that is none."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Setting:
    """One option."""

    name: str
    default: Value
    says: str
    """What it is for, in one sentence."""
    example: Value | None = None
    """What to write where the default is no help."""
    wrong: Value | None = None
    """A value of the right kind that is refused; None where every one will do."""

    @property
    def kind(self) -> str:
        """Say what kind of value it takes."""
        return _KINDS[type(self.default)][0]

    @property
    def written(self) -> str:
        """Write the line of mkdocs.yml that says the same as none; nothing where that depends on other lines."""
        return "" if self.default == "" else f"{self.name}: {in_yaml(self.default)}"

    @property
    def of_another_kind(self) -> object:
        """Give a value that it cannot have."""
        return _KINDS[type(self.default)][1]

    def misses(self, value: object) -> str:
        """Say that a value is of the wrong kind, and the mend."""
        mend = (
            "put it in quotes" if isinstance(self.default, str) else f"write it as '{self.name}: {in_yaml(self.example or self.default)}'"
        )
        return f"'{self.name}' is {json.dumps(value, ensure_ascii=False, default=str)}, and takes {self.kind}; {mend}"


def in_yaml(value: object) -> str:
    """Write a value as people do in YAML, on one line."""
    match value:
        case dict():
            return f"{{{', '.join(f'{key}: {in_yaml(one)}' for key, one in value.items())}}}"
        case list() | tuple():
            return f"[{', '.join(map(in_yaml, value))}]"
        case str():
            return value
    return json.dumps(value)


SETTINGS: Mapping[str, Setting] = {
    setting.name: setting
    for setting in (
        Setting(name="content", default="content", says="The folder of what people write.", wrong="nowhere"),
        Setting(
            name="site_config",
            default="site_config",
            says="The folder of own templates, theme, words and assets; what it lacks comes with the program, file by file.",
        ),
        Setting(
            name="repository",
            default="",
            says="Owner and name on GitHub, for the links that suggest an edit and for the forms. Every digest must say it.",
            wrong="annual",
        ),
        Setting(name="branch", default="main", says="The branch that those links lead to.", wrong="my branch"),
        Setting(
            name="authority",
            default="",
            says="The name in feed ids: a domain that is yours, or else that of `site_url`. It never changes, even if the site moves: write it down before.",
            wrong="https://name.github.io",
        ),
        Setting(name="since", default=2026, says="The year in feed ids. It never changes.", wrong=26),
        Setting(
            name="feed_days",
            default=60,
            says="A feed holds everything added in so many days before its newest entry, if it is more than `feed_items`.",
            wrong=0,
        ),
        Setting(name="feed_items", default=50, says="A feed holds at least so many entries.", wrong=0),
        Setting(
            name="contact",
            default="",
            says="A web or mail address where arXiv and other sources can reach whoever runs this digest, or else the issues of its `repository`; sent with every request.",
            wrong="me",
        ),
        Setting(
            name="language",
            default="en",
            says="The language of pages and feeds. Another than English has its words in `words/de.yml` (or whatever it is) of `site_config`, those of `words/en.yml` one by one; commands speak English.",
            wrong="English",
        ),
        Setting(name="search", default=True, says="Whether the site can be searched; Pagefind makes that."),
        Setting(name="cards", default=True, says="Whether pictures of the site and its editions are drawn, for those who share links."),
        Setting(
            name="categories",
            default=("cs.LG", "cs.CL", "cs.CV", "cs.AI", "cs.NE", "stat.ML"),
            says="arXiv's categories that `digest inbox` looks through and `digest update trends` counts.",
            example=("hep-ph", "hep-th"),
            wrong=("CS",),
        ),
    )
}
"""Every option, by its name."""
