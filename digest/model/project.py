"""Where a digest lies and what it is called."""

from dataclasses import dataclass
from pathlib import Path


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
