"""Where a digest lies and what it is called."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from digest.model.settings import SETTINGS

_HOST = r"[\w-]+(?:\.[\w-]+)*"


@dataclass(frozen=True, kw_only=True, slots=True)
class Project:
    """One digest: its folders, its address and what its feeds go by."""

    root: Path
    """Where mkdocs.yml lies."""
    content: Path
    site_config: Path
    """The project's own templates, theme and assets; what it lacks comes from the package."""
    site_name: str
    site_description: str
    site_url: str
    """Ends with a slash."""
    repository: str
    """Owner and name on GitHub."""
    branch: str
    authority: str
    """The name in feed ids (RFC 4151). It and `since` never change, whatever becomes of site_url."""
    since: int
    feed_days: int
    """A feed holds everything added in so many days before its newest entry,"""
    feed_items: int
    """and at least so many entries."""
    contact: str
    """A web or mail address for those whose servers the digest asks."""
    language: str
    """Of pages and feeds, as HTML names it."""
    cards: bool
    """Pictures are drawn for those who share links."""
    search: bool
    """The site can be searched."""
    categories: tuple[str, ...]
    """arXiv's, where `digest inbox` looks for candidates."""

    def faults(self) -> Iterator[tuple[str, str]]:
        """Say what is wrong with the configuration: the option, and a message with the value and the mend."""
        if not re.fullmatch(rf"https?://(?a:{_HOST})(?a::\d+)?/(?:[\w.~%+@-]+/)*", self.site_url):
            yield "site_url", f"'site_url' is '{self.site_url.rstrip('/')}'; feeds need it, write it as https://name.github.io/"
        if not self.site_description.strip():
            yield "site_description", "'site_description' is missing; search engines and feed readers show it, write one sentence"
        if self.root not in self.content.resolve().parents or not self.content.is_dir():
            yield (
                "content",
                f"'content' is '{str(self.content).removeprefix(f'{self.root}/')}', which is no folder of the digest; write it as 'content: content'",
            )
        yield from self._faults_of_names()
        if not 1000 <= self.since <= 9999:  # noqa: PLR2004 (feed ids have four digits: RFC 4151)
            yield "since", f"'since' is {self.since}; write the year in which the digest began, such as {SETTINGS['since'].default}"
        for name, number in (("feed_days", self.feed_days), ("feed_items", self.feed_items)):
            if number < 1:
                yield name, f"'{name}' is {number} and must be at least 1; delete it for {SETTINGS[name].default}"

    def _faults_of_names(self) -> Iterator[tuple[str, str]]:
        if not re.fullmatch(r"[\w-][\w.-]*/(?!\.{1,2}$)[\w.-]+", self.repository, re.ASCII):
            stated = f"is '{self.repository}'" if self.repository else "is missing"
            yield "repository", f"'repository' {stated}; write it as owner/name"
        if not re.fullmatch(r"(?!-)[^\s~^:?*\[\\]+", self.branch):
            yield "branch", f"'branch' is '{self.branch}'; write the name of a branch, or delete the line for {SETTINGS['branch'].default}"
        if self.authority and not re.fullmatch(_HOST, self.authority, re.ASCII):  # else site_url has no host to take
            yield "authority", f"'authority' is '{self.authority}'; write a domain or e-mail host that is yours, such as name.github.io"
        if not re.fullmatch(r"https?://[!-~]+|[!-?A-~]+@[\w.-]+", self.contact, re.ASCII):
            yield "contact", f"'contact' is '{self.contact}'; write a web or mail address, arXiv wants to reach whoever asks it"
        if not re.fullmatch(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", self.language, re.ASCII):
            yield "language", f"'language' is '{self.language}'; write it as en or pt-BR"
        for category in self.categories:
            if not re.fullmatch(r"[a-z-]+(\.[A-Za-z-]{2,})?", category, re.ASCII):
                yield "categories", f"'categories' holds '{category}', which is no category of arXiv; write it as cs.LG or hep-ph"
