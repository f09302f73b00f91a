"""A made-up language: Georgian letters in the place of Latin ones, for the words of the interface and for all that people write."""

import csv
import json
import re
from pathlib import Path

import yaml
from support import ROOT, write

LANGUAGE = "qaa"
"""The first of those that are kept for made-up ones: https://www.loc.gov/standards/iso639-2/faq.html#12"""
_LETTERS = {first + at: 0x10D0 + at for first in (ord("a"), ord("A")) for at in range(26)}
_KEPT = re.compile(r"(\]\([^)]*\)|\{[^{}]*\}|https?://[^\s)>\]]+|`[^`]*`|\$[^$]*\$)")
"""Where links lead, what is filled in, addresses, code and formulas."""
_TEXTS = frozenset(
    """
    name title headline intro introduction definition tldr why summary heading note claim unit period what wanted country venue by
    text outlook said correct reason aliases authors curators missed comment journal_ref source old new query license description
    """.split()  # noqa: SIM905 (words, not code)
)
"""Keys of what people and sources say."""
_NAMES = {"papers": {"aliases"}, "threads": {"aliases"}, "labs.yml": {"formerly"}}


def foreign(text: str) -> str:
    """Write a text in the made-up language."""
    return "".join(part if at % 2 else part.translate(_LETTERS) for at, part in enumerate(_KEPT.split(text)))


def write_words(folder: Path) -> Path:
    """Write the words of the interface, every one of them, as somebody who translates them does."""
    words = yaml.load((ROOT / "site_config/words/en.yml").read_bytes(), Loader=yaml.BaseLoader)
    made = {key: foreign(text) for key, text in words.items()}
    return write(folder / f"words/{LANGUAGE}.yml", yaml.safe_dump(made, allow_unicode=True, sort_keys=False, width=10_000))


def translate(root: Path) -> None:
    """Put all that people and sources say in a digest into the made-up language, and have its site speak it."""
    write_words(root / "site_config")
    for path in sorted((root / "content").rglob("*")):
        match path.suffix:
            case ".yml":
                data = yaml.load(path.read_bytes(), Loader=yaml.BaseLoader)
                kept = next((names for part, names in _NAMES.items() if part in path.parts), set())
                write(path, yaml.safe_dump(_said(data, kept), allow_unicode=True, sort_keys=False, width=10_000))
            case ".json":
                write(path, json.dumps(_said(json.loads(path.read_bytes()), set()), ensure_ascii=False))
            case ".csv":
                _translate_table(path)
            case ".md":
                write(path, "\n".join(_line(line) for line in path.read_text(encoding="utf-8").split("\n")))
    config = (root / "mkdocs.yml").read_text(encoding="utf-8")
    config = re.sub(r"(site_name|site_description|copyright): (.*)", lambda match: f"{match[1]}: {foreign(match[2])}", config)
    config = re.sub(r"^  - ([A-Z]\w+): (\w+\.md)", lambda match: f"  - {foreign(match[1])}: {match[2]}", config, flags=re.MULTILINE)
    config = config.replace("  - digest:\n", f"  - digest:\n      language: {LANGUAGE}\n")
    write(root / "mkdocs.yml", config)


def _said(data, kept: set[str], *, inside: bool = False):
    """Write every text under the keys of texts; of some, the keys are texts too."""
    if isinstance(data, dict):
        return {
            (foreign(key) if inside == "evidence" else key): _said(
                value, kept, inside="evidence" if key == "evidence" else inside or (key in _TEXTS and key not in kept) or key == "grounds"
            )
            for key, value in data.items()
        }
    if isinstance(data, list):
        return [_said(value, kept, inside=inside) for value in data]
    return foreign(data) if inside and isinstance(data, str) else data


def _line(line: str) -> str:
    """Write a line of a page, with its keys as they are."""
    key, mark, text = line.partition(": ")
    return f"{key}{mark}{foreign(text)}" if key in {"title", "description"} else foreign(line)


def _translate_table(path: Path) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows({key: foreign(text) if key in _TEXTS else text for key, text in row.items()} for row in rows)
