"""Material's theme to an environment that is ready at once: its templates stay compiled, and nobody looks through its icons."""

import os
from collections.abc import Iterator
from pathlib import Path

from jinja2 import Environment, FileSystemLoader
from mkdocs.theme import Theme

from digest.problems import DigestError
from digest.render.compiled import keep_compiled


class _Loader(FileSystemLoader):
    """Finds every template, and lists those that MkDocs may copy: it would go through 14,000 icons to leave out each."""

    def list_templates(self) -> list[str]:
        """List the files of the theme that lie in no hidden folder."""
        return sorted({path for folder in self.searchpath for path in _visible(folder)})


def _visible(folder: str) -> Iterator[str]:
    for place, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        yield from (os.path.relpath(os.path.join(place, name), folder).replace(os.sep, "/") for name in names)


def speak(theme: Theme, language: str) -> None:
    """Have the theme's few words of its own in a language, or in the one that it is a kind of; in English where Material has neither."""
    files = (f"partials/languages/{name}.html" for name in (language, language.partition("-")[0]))
    known = [file for file in files if any((Path(folder) / file).is_file() for folder in theme.dirs)]
    theme["language"] = Path(known[0]).stem if known else "en"


def hasten(theme: Theme, root: Path) -> None:
    """Have MkDocs get such an environment from a theme, for the digest at `root`. Raises DigestError for another than Material."""
    if not any(os.path.isfile(os.path.join(folder, "partials/content.html")) for folder in theme.dirs):
        raise DigestError(f"mkdocs.yml: the theme '{theme.name}' is not one that a digest can have; write 'name: material' under 'theme'")
    make = theme.get_env

    def get_env() -> Environment:
        environment = make()
        environment.loader = _Loader(theme.dirs)
        keep_compiled(environment, root)
        return environment

    theme.get_env = get_env  # type: ignore[method-assign]
