"""The program's commands, as Typer is given them, to `site_config/commands.json`, which the page of commands is made from.

A build has no time to load them all. Where a command or an option is new or says something else, run
`python tests/commands.py` and commit what it wrote.
"""

import enum
import inspect
import json
from typing import get_args, get_type_hints

from support import ROOT
from typer.models import OptionInfo

from digest.cli import app

FILE = ROOT / "site_config/commands.json"


def commands() -> list[dict]:
    """Describe every command, in the order of `digest --help`."""
    return [_command(one.name or one.callback.__name__, one.callback) for one in app.registered_commands]


def format_commands() -> str:
    """Write them as the file does."""
    return json.dumps(commands(), indent=1, ensure_ascii=False) + "\n"


def _command(name: str, run) -> dict:
    hints = get_type_hints(run, include_extras=True)
    parameters = [_parameter(one, *get_args(hints[one.name])) for one in inspect.signature(run).parameters.values()]
    options = [one for one in parameters if one["names"][0].startswith("-")]
    return {
        "name": name,
        "says": inspect.getdoc(run),
        "network": any(option["names"][0].endswith("-url") for option in options),
        "arguments": [one for one in parameters if one not in options],
        "options": options,
    }


def _parameter(one: inspect.Parameter, kind, info) -> dict:
    of = next((member for member in (kind, *get_args(kind)) if inspect.isclass(member) and issubclass(member, enum.Enum)), ())
    is_option = isinstance(info, OptionInfo)
    name = info.metavar or ("" if of or kind is bool else one.name.upper())
    names = [said for said in (info.default, *(info.param_decls or ())) if isinstance(said, str)]  # in Annotated the first goes astray
    return {
        "names": names if is_option else [name or f"[{one.name.upper()}]"],
        "takes": name if is_option else "",
        "choices": [member.value for member in of],
        "least": "" if info.min is None else str(info.min),
        "most": "" if info.max is None else str(info.max),
        "default": _written(one.default),
        "needed": one.default is inspect.Parameter.empty,
        "says": info.help,
    }


def _written(default) -> str:
    """Write what holds where nobody says otherwise; nothing, where that says nothing."""
    if default is None or default is inspect.Parameter.empty or isinstance(default, bool):
        return ""
    return default.value if isinstance(default, enum.Enum) else f"{default:g}" if isinstance(default, float) else str(default)


if __name__ == "__main__":
    FILE.write_text(format_commands(), encoding="utf-8")
