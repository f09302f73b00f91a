"""Problems to text: for a person at a terminal, for editors, for programs, and for GitHub's annotations."""

from digest.report.github import annotations, step_summary
from digest.report.machine import VERSION, as_json
from digest.report.text import Link, Source, concise, full

__all__ = ["VERSION", "Link", "Source", "annotations", "as_json", "concise", "full", "step_summary"]
