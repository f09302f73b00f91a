"""Jinja2 templates, with everything escaped that a template does not call safe."""

import traceback
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import jinja2
from jinja2.runtime import Macro
from markupsafe import Markup

from digest.model.paper import Paper
from digest.model.project import Project
from digest.problems import DigestError
from digest.render import addresses, linked_data, markup
from digest.render.environment import Environment
from digest.render.exports.reference import parse_name
from digest.render.facets import frameworks_of
from digest.render.figures import drawn, figure
from digest.render.invitations import Invitations
from digest.render.review import reviewed
from digest.render.words import Words, read_words


def package_site_config() -> Path:
    """Find the templates, theme and assets of the package: beside the module in a wheel, above it in a checkout."""
    package = Path(__file__).parent.parent
    # The checkout first: an editable install may leave a stale copy in site-packages, but none in the checkout.
    return next(folder for folder in (package.parent / "site_config", package / "site_config") if (folder / "templates").is_dir())


def site_config_folders(project: Project) -> list[Path]:
    """List where templates, words, theme and assets lie: the package's, and the project's own, which stand before them."""
    return list(dict.fromkeys([package_site_config(), project.site_config]))


def theme_folders(project: Project) -> list[Path]:
    """List where the theme's templates are looked for: the package's first, the project's own after it, as MkDocs wants it."""
    return [folder / "theme" for folder in site_config_folders(project) if (folder / "theme").is_dir()]


def english_of(project: Project) -> Words:
    """Read the words of the interface in English, for what commands and editors say in English anyway."""
    return read_words(_words_files(project, "en"))


def _words_files(project: Project, language: str) -> list[Path]:
    places = [folder / "words" / f"{language}.yml" for folder in site_config_folders(project)]
    return [place for place in places if place.is_file()]


def words_of(project: Project) -> Words:
    """Read the words of the interface; what another language lacks is said in English. Raises DigestError where it has none."""
    found = _words_files(project, project.language)
    if not found:
        raise DigestError(
            f"there are no words of the language '{project.language}'; write site_config/words/{project.language}.yml"
            " (`digest init --eject words/en.yml` takes out those to put into it), or delete 'language' in mkdocs.yml"
        )
    return read_words(dict.fromkeys([*_words_files(project, "en"), *found]))


class Templates:
    """The templates of a project; what it lacks comes from the package, file by file."""

    def __init__(self, project: Project) -> None:
        """Find the templates and the words of a project."""
        self.project = project
        self.words = words_of(project)
        self.english = english_of(project)
        self.filled: dict[object, tuple[Paper, str]] = {}
        folders = [folder / "templates" for folder in reversed(site_config_folders(project))]
        self.environment = Environment(self.words, jinja2.FileSystemLoader(folders), project.root)
        self.template = cache(self.environment.get_template)  # Jinja2 keeps them too, but goes a long way to ask
        self.environment.globals |= {
            "t": self.words,
            "english": self.english,
            "at": addresses,
            "project": project,
            "byline": self.byline,
            "once": self.once,
            "names": _names,
            "frameworks_of": frameworks_of,
            "figure": figure,
            "drawn": drawn,
            "reviewed": reviewed,
            "linked": linked_data,
            "invite": Invitations(project),
        }
        self.environment.filters |= {
            "day": self.words.day,
            "markdown": _markdown,
            "plain_markdown": _plain_markdown,
            "math": _math,
            "by_size": _by_size,
            "tally": _tally,
        }

    def render(self, template: str, url: str, **values: Any) -> str:
        """Fill in a template for the page at `url`; templates write addresses as ``{{ root }}papers/…``."""
        try:
            return self.template(template).render(root=addresses.root(url), url=url, **values)
        except (jinja2.TemplateError, LookupError, ValueError, TypeError) as error:
            raise DigestError(f"site_config/templates/{template}{_line_of(error)}: {type(error).__name__}: {error}") from error

    def later(self, template: str, url: str, **values: Any) -> "Later":
        """Fill in a template once somebody asks for it."""
        return Later(self, template, url, values)

    def source(self, name: str) -> str:
        """Read a template as it was written."""
        assert self.environment.loader
        return self.environment.loader.get_source(self.environment, name)[0]

    def once(self, macro: Macro, paper: Paper, *others: str, **named: object) -> str:
        """Fill in a macro about a paper, unless that was done before: it stands in the lists of its topics and of its labs."""
        key = (macro.name, id(paper), others, *named.items())
        if key not in self.filled:
            self.filled[key] = paper, macro(paper, *others, **named)  # as long as the paper is held, its id is no other's
        return self.filled[key][1]

    def byline(self, paper: Paper) -> str:
        """Name the authors of a paper as a by-line does: one in full, two by last names, more as "et al."; a collaboration is whole."""
        match len(paper.authors):
            case 0:
                return ""
            case 1:
                return paper.authors[0]
            case 2:
                first, last = (parse_name(author).family for author in paper.authors)
                return self.words("words.and", first=first, last=last)
        return self.words("words.et_al", first=parse_name(paper.authors[0]).family)


@dataclass(frozen=True, slots=True)
class Later:
    """A template that is filled in once somebody asks."""

    templates: Templates
    template: str
    url: str
    values: Mapping[str, Any]

    def __call__(self) -> str:
        """Fill it in."""
        return self.templates.render(self.template, self.url, **self.values)


def _line_of(error: Exception) -> str:
    """Find the line of a template that an error comes from: Jinja2 writes it into the traceback as if it were Python's."""
    if isinstance(error, jinja2.TemplateSyntaxError):
        return f":{error.lineno}"
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename.endswith(".j2")]
    return f":{frames[-1].lineno}" if frames else ""


def _names(things: Iterable[Any]) -> str:
    return ", ".join(thing if isinstance(thing, str) else thing.name for thing in things)


def _by_size(things: Iterable[Any]) -> list[Any]:
    return sorted(things, key=lambda thing: -len(thing.papers))


def _tally(things: Iterable[Any], attribute: str) -> Counter[Any]:
    return Counter(getattr(thing, attribute) for thing in things)


def _markdown(text: str) -> Markup:
    return Markup(markup.to_html(text))  # noqa: S704 (markup cleans what it returns)


def _math(title: str) -> Markup:
    return Markup(markup.title_to_html(title))  # noqa: S704 (markup cleans what it returns)


def _plain_markdown(text: str) -> Markup:
    return Markup(markup.to_plain_html(text))  # noqa: S704 (markup cleans what it returns)
