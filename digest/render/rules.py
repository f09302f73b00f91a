"""The laws that `digest check` holds files against to a page each: what a rule asks, why, and an example with its mend."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from digest.model.outputs import File, Page
from digest.render import addresses
from digest.render.notes import read_notes
from digest.render.options import options_page
from digest.render.templating import Templates
from digest.report import VERSION


@dataclass(frozen=True, kw_only=True, slots=True)
class Example:
    """How a rule is broken and kept: ``site_config/rules/<rule>.yml``."""

    why: str
    """What the rule is good for, and how to mend what breaks it; Markdown."""
    bad: str
    """Keys of a file, or commands."""
    good: str
    where: str = ""
    """The file; else that of a paper."""
    commands: bool = False
    """It shows in no text: these are commands that bring it about and mend it."""


def rule_pages(laws: Mapping[str, str], folders: list[Path], templates: Templates) -> Iterator[Page]:
    """Render the list of all rules, the page of each, which messages link to, and the options, which the list leads to."""
    t = templates.words
    make = templates.later("rules.html.j2", addresses.RULES, laws=laws)
    yield Page(url=addresses.RULES, title=t("rules.title"), description=t("rules.description", n=len(laws)), make=make)
    examples = read_examples(folders)
    for rule, law in laws.items():
        url = addresses.rule(rule)
        make = templates.later("rule.html.j2", url, rule=rule, law=law, example=examples.get(rule))
        # Whoever follows a message finds it; among what search engines list it would stand before the papers.
        yield Page(url=url, title=t("rule.title", rule=rule), description=t("rule.description", rule=rule), make=make, is_listed=False)
    yield options_page(templates)


def report_schema(folders: list[Path]) -> Iterator[File]:
    """Publish what `digest check --format json` holds, as JSON Schema."""
    url = addresses.schema(f"check-{VERSION}")
    yield from (File(url, path.read_bytes) for folder in folders if (path := folder / url).is_file())


def read_examples(folders: list[Path]) -> dict[str, Example]:
    """Read the examples of site_config's folders by their rules; a later folder stands before an earlier one."""
    return read_notes(Example, folders, "rules")
