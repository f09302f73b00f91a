"""A folder of small YAML files to what people wrote in each: examples of rules, notes on commands."""

from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import TypeAdapter, ValidationError

from digest.problems import DigestError

T = TypeVar("T")


def read_notes(kind: type[T], folders: list[Path], name: str) -> dict[str, T]:
    """Read the files in the folder `name` of site_config's folders, by their names; a later folder stands before an earlier one."""
    adapter = TypeAdapter(kind)
    notes = {}
    for path in (path for folder in folders for path in sorted((folder / name).glob("*.yml"))):
        try:
            notes[path.stem] = adapter.validate_python(yaml.load(path.read_bytes(), Loader=yaml.CBaseLoader))  # noqa: S506 (this loader makes only text)
        except (yaml.YAMLError, ValidationError, ValueError) as error:
            raise DigestError(f"{path} cannot be read: {error}") from error
    return notes
