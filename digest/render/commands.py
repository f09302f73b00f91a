"""The program's commands to a page: what each does, every argument and option, how it ends, and whether it asks the network."""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import TypeAdapter

from digest.model.outputs import Page
from digest.render import addresses
from digest.render.notes import read_notes
from digest.render.templating import Templates

_EVERYWHERE = 5
"""An option that so many commands share is told of once."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Parameter:
    """An argument or an option."""

    names: tuple[str, ...]
    says: str
    takes: str
    """What stands after an option, as DIR; empty for a flag and where there are choices."""
    choices: tuple[str, ...]
    default: str
    """What holds where nobody says otherwise; empty where the text says it, or nothing does."""
    least: str
    most: str
    needed: bool

    @property
    def written(self) -> str:
        """Write it as one types it."""
        return " ".join((", ".join(self.names), self.takes or "|".join(self.choices if self.names[0].startswith("-") else ()))).strip()


@dataclass(frozen=True, kw_only=True, slots=True)
class Command:
    """A command of the program, as `site_config/commands.json` tells of it."""

    name: str
    says: str
    network: bool
    """It asks sources; all others work without the network."""
    arguments: tuple[Parameter, ...]
    options: tuple[Parameter, ...]

    @property
    def written(self) -> str:
        """Write how it is called."""
        names = (name if one.needed or name.startswith("[") else f"[{name}]" for one in self.arguments for name in one.names)
        return " ".join(("digest", self.name, *names))


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """What a person tells of a command beyond its own help: ``site_config/commands/<name>.yml``."""

    more: str
    """Markdown."""
    example: str
    """Commands, a line each."""
    ends: Mapping[str, str] = field(default_factory=dict)
    """What exit codes of its own mean."""
    see: tuple[str, ...] = ()
    """Pages that go with it: rules, options, files or data."""


def commands_page(folders: list[Path], templates: Templates) -> Page:
    """Render the page of all commands."""
    t = templates.words

    def make() -> str:
        commands, told = read_commands(folders), read_told(folders)
        counted = Counter(option for command in commands for option in command.options)
        everywhere = [option for option, count in counted.items() if count >= _EVERYWHERE]
        return templates.render("commands.html.j2", addresses.COMMANDS, commands=commands, told=told, everywhere=everywhere)

    # For whoever keeps a digest, and the same in each: search engines know it by the list of all docs.
    return Page(url=addresses.COMMANDS, title=t("commands.title"), description=t("commands.description"), make=make, is_listed=False)


def read_commands(folders: list[Path]) -> tuple[Command, ...]:
    """Read what the program says of its commands, in their order; only its own file counts."""
    return TypeAdapter(tuple[Command, ...]).validate_python(json.loads((folders[0] / "commands.json").read_bytes()))


def read_told(folders: list[Path]) -> dict[str, Told]:
    """Read what is told of commands, by their names; a later folder stands before an earlier one."""
    return read_notes(Told, folders, "commands")
