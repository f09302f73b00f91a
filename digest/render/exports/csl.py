"""References to CSL-JSON, which citation processors and reference managers read (https://docs.citationstyles.org/)."""

from collections.abc import Mapping
from typing import Any

from digest.model.days import PartialDay
from digest.render.exports.reference import Name, Reference

_TYPES = {"journal": "article-journal", "conference": "paper-conference", "preprint": "article", "other": "document"}


def item(reference: Reference, *, source: str, withdrawn: str) -> dict[str, Any]:
    """Make a CSL item of a reference; `source` says where it is from and under which licence."""
    values = {
        "id": reference.key,
        "type": _TYPES[reference.kind],
        "title": reference.title,
        "author": [_name(name) for name in reference.authors],
        "issued": {"date-parts": [_parts(reference.published)]} if reference.published else None,
        "container-title": reference.container,
        "genre": "preprint" if reference.kind == "preprint" else None,
        "publisher": "arXiv" if reference.kind == "preprint" else None,
        "archive": "arXiv" if reference.arxiv else None,
        "archive_location": reference.arxiv,
        "number": f"arXiv:{reference.arxiv}" if reference.arxiv else None,
        "DOI": reference.doi,
        "URL": reference.url,
        "keyword": ", ".join(reference.keywords),
        "note": "; ".join(reference.notes(withdrawn)),
        "source": source,
    }
    return {key: value for key, value in values.items() if value}


def _parts(day: PartialDay) -> list[int]:
    """List year, month and day, as far as they are known."""
    return [part for part in (day.year, day.month, day.day) if part]


def _name(name: Name) -> Mapping[str, str]:
    if name.is_whole:
        return {"literal": name.family}
    parts = {"family": name.family, "given": name.given, "non-dropping-particle": name.particle, "suffix": name.suffix}
    return {key: value for key, value in parts.items() if value}
