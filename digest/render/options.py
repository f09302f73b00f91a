"""The options of the plugin to a page: what each is for, what it is where nobody sets it, and what is said of a wrong one."""

import dataclasses
from collections.abc import Iterator
from typing import Any

from digest.model.outputs import Page
from digest.model.project import Project
from digest.model.settings import SETTINGS, Setting, in_yaml
from digest.render import addresses
from digest.render.templating import Templates


@dataclasses.dataclass(frozen=True, kw_only=True, slots=True)
class Refused:
    """A line of mkdocs.yml that cannot be, and what is said of it after its place."""

    line: str
    message: str


def options_page(templates: Templates) -> Page:
    """Render the page of all options, with the very messages that a wrong one brings."""
    t = templates.words
    options = [(setting, [*_refused(setting, templates.project)]) for setting in SETTINGS.values()]
    make = templates.later("options.html.j2", addresses.OPTIONS, options=options)
    # For whoever keeps a digest: among what search engines list it would stand before the papers.
    return Page(url=addresses.OPTIONS, title=t("options.title"), description=t("options.description"), make=make, is_listed=False)


def _refused(setting: Setting, project: Project) -> Iterator[Refused]:
    other = setting.of_another_kind
    yield Refused(line=f"{setting.name}: {in_yaml(other)}", message=setting.misses(other))
    if setting.wrong is not None:
        change: dict[str, Any] = {setting.name: project.root / str(setting.wrong) if setting.name == "content" else setting.wrong}
        changed = dataclasses.replace(project, **change)
        yield from (
            Refused(line=f"{setting.name}: {in_yaml(setting.wrong)}", message=text) for key, text in changed.faults() if key == setting.name
        )
