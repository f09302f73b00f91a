"""What tests say often: where the examples lie, and how to describe and write a digest."""

import datetime as dt
from pathlib import Path

from digest.model.project import Project

EXAMPLES = Path(__file__).parent / "examples"
ROOT = Path(__file__).parent.parent
TODAY = dt.date(2026, 11, 23)


def project_at(root: Path, **changes) -> Project:
    """Describe the digest at `root` as its mkdocs.yml would."""
    values = {
        "root": root,
        "content": root / "content",
        "site_config": root / "site_config",
        "site_name": "The Small Annual",
        "site_description": "A digest for trying things out.",
        "site_url": "https://small-annual.test/",
        "repository": "small/annual",
        "branch": "main",
        "authority": "small-annual.test",
        "since": 2026,
        "feed_days": 60,
        "feed_items": 50,
        "contact": "https://small-annual.test/contact/",
        "language": "en",
        "search": True,
        "cards": False,
        "categories": ("cs.LG", "cs.CL"),
    }
    return Project(**(values | changes))


def write(path: Path, text: str) -> Path:
    """Write a file and the folders that lead to it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path
