"""How tests export a digest: The Deep Annual, and one in which every awkward text stands wherever it can."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from hostile import STRINGS
from sites import WORDS, entry, facts, site_of, written
from support import EXAMPLES, ROOT, project_at

from digest.model.project import Project
from digest.model.site import Site
from digest.render.exports import Entries, exports
from digest.render.templating import site_config_folders

AWKWARD = (
    *STRINGS,
    *(EXAMPLES / "hostile/exports.txt").read_text(encoding="utf-8").splitlines(),
    *("Fran\u0327cois e\u0301", "a\u00a0b", "a\u00adb"),  # what editors may change
    *("two\nlines", "two\r\nlines\r\nER  - ", "a\ttab", "\n=1+1", "  spaces  around  ", "a\rb"),
)
"""Texts that break one format or another: add a line to exports.txt, and every test of awkward texts has a case more."""


@dataclass(frozen=True, kw_only=True)
class Exported:
    """A digest and what is taken away from it."""

    project: Project
    site: Site
    files: dict[str, bytes]

    @property
    def papers(self):
        """What is published."""
        return [paper for paper in self.site.papers if not paper.is_draft]

    def text(self, address: str) -> str:
        """Read a file as a program would: line ends stay as they are."""
        return self.files[address].decode()


def exported(root: Path, *, drafts: bool = False, **options) -> Exported:
    """Export a digest without problems."""
    project = project_at(root, **options)
    site = site_of(root, drafts=drafts, **options)
    return Exported(
        project=project,
        site=site,
        files=written(exports(site, project, WORDS, site_config_folders(project), entries=Entries(WORDS))),
    )


def deep_annual() -> Exported:
    """Export The Deep Annual itself."""
    return exported(ROOT, site_name="The Deep Annual", site_url="https://deep-annual.github.io/", authority="deep-annual.github.io")


def awkward(folder: Path) -> Exported:
    """Export a digest of awkward texts; the slug of a paper ends with the place of its text."""
    root = Path(shutil.copytree(EXAMPLES / "base", folder / "awkward"))
    for number, text in enumerate(AWKWARD):
        said = {"title": text, "authors": [text, "Ada Lovelace"], "journal_ref": text, "published": "2026-05-04", "primary_category": text}
        facts(root, f"awkward-{number}", **said)
        entry(root, f"awkward-{number}", arxiv=f"2605.{number:05}", tldr=text[:190], why=text, grounds={"idea-reused": f"It says {text}"})
    return exported(root)


def text_of(slug: str) -> str:
    """Find the text that a paper of the awkward digest is made of."""
    return AWKWARD[int(slug.removeprefix("awkward-"))]
