"""A few answers to the files of a new digest, from `site_config/starter/`; and a file of the package to one that a digest may change."""

import json
import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath

import jinja2

from digest.facts import all_or_none, create_soon
from digest.problems import DigestError, did_you_mean, some_of
from digest.render.templating import package_site_config
from digest.start.answers import AnswerError, Answers, answers_of, default_address, default_name, default_repository, require

__all__ = [
    "AnswerError",
    "Answers",
    "answers_of",
    "default_address",
    "default_name",
    "default_repository",
    "eject",
    "lay",
    "require",
    "starter",
]

_WORKFLOWS = ("check", "deploy", "intake", "links", "update")
"""Those of our own digest that serve any other as well; what stands in them is told there."""
_OF_A_CHECKOUT = "python -m pip install --quiet --editable ."
_OF_A_DIGEST = "python -m pip install --quiet --requirement requirements.txt"
_NOT_TO_EJECT = re.compile(r"starter/|commands\.json$|schema/(?!.+-\d+\.json$)")
"""What a digest has already, what is the program's alone, and what `digest schema --write` makes of its own words."""


class StartError(DigestError):
    """A file stands where one would be written, or is none that there is; nothing was written."""


def starter(answers: Answers, *, version: str) -> dict[str, bytes]:
    """Fill in the files of a new digest, by their paths; `version` is that of the package that it asks for."""
    environment = jinja2.Environment(
        # Unlike Jinja2's own, these stand in no workflow, which writes ${{ … }}.
        variable_start_string="[[",
        variable_end_string="]]",
        block_start_string="[%",
        block_end_string="%]",
        comment_start_string="[##",
        comment_end_string="##]",
        autoescape=False,  # noqa: S701 (YAML and Markdown; each gap has its filter)
        undefined=jinja2.StrictUndefined,
        keep_trailing_newline=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"yaml": _yaml, "markdown": _markdown}
    values = {**answers.values(), "version": version}
    texts = {
        _target(path, answers.today.year): environment.from_string(path.read_text(encoding="utf-8")).render(values)
        for path in _files_below(_folder())
        if not path.is_relative_to(_folder() / "github/workflows")
    }
    texts |= {f".github/workflows/{path.name}": _of_a_digest(path) for path in _workflows()}
    return {path: text.encode() for path, text in sorted(texts.items())}


def lay(files: Mapping[str, bytes], folder: Path) -> None:
    """Write files below a folder, all of them or, where anything stands in the place of one, none."""
    if not folder.is_dir() and folder.exists():
        raise StartError(f"{folder} is a file; name a new or empty folder")
    if taken := [path for path in files if _stands(folder, path)]:
        raise StartError(f"{folder} has {some_of(taken)} already, and nothing is written over, nor through a link; move that away")
    with all_or_none(create_soon) as make:  # it fails where somebody was faster
        for path, data in files.items():
            make(folder / path, data)


def eject(names: list[str], site_config: Path) -> list[str]:
    """Copy files of the package, such as ``templates/paper.html.j2``, to where they stand before the package's; give their paths."""
    package = package_site_config()
    known = [path.relative_to(package).as_posix() for path in _files_below(package)]
    known = [name for name in known if not _NOT_TO_EJECT.match(name)]
    for name in names:
        if name not in known:
            raise StartError(f"the program has no file '{name}' to take out{did_you_mean(name, known) or _neighbors(name, known)}")
    lay({name: (package / name).read_bytes() for name in names}, site_config)
    return names


def _neighbors(name: str, known: list[str]) -> str:
    """List what there is in the folder that a name begins with; else the folders."""
    folder = name.partition("/")[0]
    if beside := [path for path in known if path.startswith(f"{folder}/")]:
        return f"; in {folder}/ there are {some_of([path.removeprefix(f'{folder}/') for path in beside])}"
    folders = {path.partition("/")[0] for path in known}
    return f"; they lie in {', '.join(f'{one}/' for one in sorted(folders))}"


def _folder() -> Path:
    return package_site_config() / "starter"


def _workflows() -> Iterator[Path]:
    """Find the workflows where they serve our own digest, in a checkout, or else where a wheel carries them."""
    places = (package_site_config().parent / ".github/workflows", _folder() / "github/workflows")
    folder = next(place for place in places if place.is_dir())
    yield from (folder / f"{name}.yml" for name in _WORKFLOWS)


def _of_a_digest(workflow: Path) -> str:
    """Let a workflow install the package where ours installs its checkout."""
    return workflow.read_text(encoding="utf-8").replace(_OF_A_CHECKOUT, _OF_A_DIGEST)


def _target(path: Path, year: int) -> str:
    """Name the file of a new digest: the year has its place, and names that git or a build might hide have their dot."""
    name = path.relative_to(_folder()).as_posix().replace("YEAR", str(year))
    return f".{name}" if name.startswith(("github/", "gitignore")) else name


def _files_below(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)


def _stands(folder: Path, path: str) -> bool:
    """Say whether anything is in the way of a file: itself, or a file or a link, which might lead anywhere, in the place of one of its folders."""
    target = folder / path
    between = [folder / parent for parent in PurePosixPath(path).parents[:-1]]
    return os.path.lexists(target) or any(parent.is_symlink() or parent.is_file() for parent in between)


def _yaml(value: object) -> str:
    """Write a value as YAML in one line, which JSON is."""
    return json.dumps(value, ensure_ascii=False)


def _markdown(text: str) -> str:
    """Write a text so that Markdown shows it as it is."""
    escaped = "".join(f"\\{letter}" if letter in r"\`*_{}[]#!" else letter for letter in text)
    return escaped.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
