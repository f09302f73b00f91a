"""What Zensical needs beside the pages, and the README that GitHub shows."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from digest.export.places import source
from digest.export.text import address, escaped, in_attribute
from digest.model.outputs import Page

DOCS = "docs/"
"""The folder of the pages and of all files that the site has."""
MARK = ".digest-export"
"""The file by which an export knows an earlier one."""
EXTENSIONS = ("md_in_html", "tables", "fenced_code", "toc")
"""Of Python-Markdown: what our own pages need of it."""
_FEEDS = {
    "feed.xml": ("rss+xml", "subscribe.rss"),
    "atom.xml": ("atom+xml", "subscribe.atom"),
    "feed.json": ("feed+json", "subscribe.json"),
}
"""Their types, and what they are called."""
_DATA = {
    "papers.json": "data.papers_json",
    "papers.csv": "data.papers_csv",
    "papers.bib": "data.bibtex",
    "papers.ris": "data.ris",
    "papers.csl.json": "data.csl",
    "code.json": "data.code_json",
    "feeds.opml": "subscribe.list",
}
"""Files of everything, and what each is in words."""
_OWN_FEEDS = (
    "  {% if page and page.meta and page.meta.feeds %}{% for feed in page.meta.feeds %}",
    """  <link rel="alternate" type="{{ feed.type }}" title="{{ feed.title }}" href="{{ feed.href | url }}">""",
    "  {% endfor %}{% endif %}",
)
"""Those that a page names in its front matter."""
Say = Callable[..., str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Settings:
    """What the configuration of the site says of it."""

    name: str
    description: str
    url: str
    copyright: str = ""
    nav: Sequence[Any] = ()
    """As in mkdocs.yml."""
    extensions: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """Of Markdown, with their options: what people wrote their pages for."""
    favicon: str = "assets/favicon.svg"
    language: str = "en"
    """Of the theme's own words."""


def engine_files(settings: Settings, pages: Iterable[Page], say: Say) -> Iterator[tuple[str, bytes]]:
    """Write what stands beside the pages."""
    yield MARK, f"{say('export.mark')}\n".encode()
    yield ".gitignore", b"/site/\n/.cache/\n"
    yield "zensical.toml", _configuration(settings).encode()
    yield "overrides/main.html", _head(settings, say).encode()
    yield "README.md", _readme(settings, pages, say).encode()


def _configuration(settings: Settings) -> str:
    """Write zensical.toml. The theme follows the system's light or dark, as the charts do, which are pictures."""
    # Zensical writes these into HTML as they are.
    project = {
        "site_name": in_attribute(settings.name),
        "site_url": settings.url,
        "site_description": in_attribute(settings.description),
        **({"copyright": settings.copyright} if settings.copyright else {}),
        "docs_dir": DOCS.rstrip("/"),
        "use_directory_urls": True,
        **({"nav": list(settings.nav)} if settings.nav else {}),
        "theme": {
            "name": "material",
            "variant": "classic",
            "custom_dir": "overrides",
            "language": settings.language,
            "font": False,
            "favicon": settings.favicon,
            "features": ["navigation.tabs", "navigation.top"],
            "palette": [
                {"media": f"(prefers-color-scheme: {kind})", "scheme": scheme, "primary": "black", "accent": "indigo"}
                for kind, scheme in (("light", "default"), ("dark", "slate"))
            ],
        },
        "markdown_extensions": {**{name: {} for name in EXTENSIONS}, **settings.extensions},
    }
    return "[project]\n" + "".join(f"{key} = {_toml(value)}\n" for key, value in project.items())


def _toml(value: Any) -> str:
    """Write a value as TOML; its texts are those of JSON, but for one character."""
    if isinstance(value, Mapping):  # what is None has no word in TOML, and is nothing that anybody set
        return "{" + ", ".join(f"{_toml(str(key))} = {_toml(one)}" for key, one in value.items() if one is not None) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_toml, value)) + "]"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _head(settings: Settings, say: Say) -> str:
    """Let every page name the feeds, so that readers find them by themselves; that of corrections is written by people, and has more."""
    links = [*_links(settings.name, "", say), "  {% if page and page.url == 'corrections/' %}"]
    links += [*_links(say("feed.title.changes", site=settings.name), "-changes", say), "  {% endif %}", *_OWN_FEEDS]
    return "\n".join(['{% extends "base.html" %}', "{% block extrahead %}", *links, "{% endblock %}", ""])


def _links(title: str, name: str, say: Say) -> Iterator[str]:
    for file, (kind, called) in _FEEDS.items():
        written = in_attribute(f"{title} ({say(called)})").replace("{", "&#123;")  # it stands in a template
        path = file.replace(".", f"{name}.")
        yield f"""  <link rel="alternate" type="application/{kind}" title="{written}" href="{{{{ '{path}' | url }}}}">"""


def _readme(settings: Settings, pages: Iterable[Page], say: Say) -> str:
    editions = [page for page in pages if page.url.startswith("years/") and page.url.count("/") == 2]  # noqa: PLR2004 (years/2019/)
    lists = [_link(page.title, f"{DOCS}{source(page.url)}") for page in editions]
    files = {**{name: called for name, (_, called) in _FEEDS.items()}, **_DATA}
    data = [f"{_link(name, f'{DOCS}{name}')}: {escaped(say(called))}" for name, called in files.items()]
    parts = [
        f"# {escaped(settings.name)}",
        escaped(settings.description),
        say("export.what", site=f"<{settings.url}>", start=_link(say("export.start"), f"{DOCS}index.md")),
        f"## {say('years.title')}",
        "\n".join(f"- {one}" for one in lists),
        f"## {say('export.data')}",
        "\n".join(f"- {one}" for one in data),
        f"## {say('export.build')}",
        say("export.build_note"),
        "```\npip install zensical\nzensical build\n```",
        say("export.again"),
        escaped(settings.copyright),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _link(text: str, path: str) -> str:
    return f"[{escaped(text)}]({address(path)})"
