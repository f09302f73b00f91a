"""What every key says of the files that the program keeps by itself, and the form of each, for whoever reads them."""

import dataclasses
from collections.abc import Mapping

from digest.model import facts as f
from digest.model import series as s
from digest.schema.forms import Schema, described

_SOURCE = "Who said so, in readers' words."
_DAY = "The day on which it was taken from there."

RECORDED: Mapping[type, Mapping[str, str]] = {
    f.PaperFacts: {
        "arxiv": "The paper that the facts are about, without version.",
        "title": "Its title.",
        "authors": "Its authors, in the paper's order.",
        "published": "The day of the first version, or its month where only that is known.",
        "updated": "The day of the newest version seen.",
        "version": "The number of the newest version seen.",
        "categories": "arXiv's categories, the primary one first.",
        "primary_category": "That one.",
        "comment": "What the authors remark at arXiv: pages, a venue, an address of code.",
        "doi": "The DOI of a published version.",
        "journal_ref": "Where that stands.",
        "withdrawn": "Whether its authors took it back.",
        "citations": "How often it was cited, day by day, oldest first; a list that only grows.",
        "events": "What changed, oldest first; a list that only grows.",
    },
    f.Fact: {"value": "What the source says.", "source": _SOURCE, "date": _DAY},
    f.Event: {
        "date": _DAY,
        "kind": "What came about: a new version or title, a withdrawal, code that appeared, a move, an archiving, a loss or a return.",
        "old": "What was so before.",
        "new": "What is so since.",
        "source": _SOURCE,
    },
    f.CitationCount: {"date": _DAY, "count": "How often.", "source": "The index. Counts of two indexes are never compared."},
    f.RepositoryFacts: {
        "repository": "Whose facts these are: owner and name in lower case, with the host before them if it is not GitHub.",
        "name": "What it is called now; another owner or name where it has moved.",
        "language": "What most of it is written in.",
        "license": "By its SPDX identifier.",
        "archived": "Whether it takes no more changes.",
        "gone": "Whether it was deleted or made private; nobody outside can tell these apart.",
        "pushed_at": "The day of the last change to any branch.",
        "stars": "Stars and forks, day by day, oldest first; a list that only grows.",
        "events": "What changed, oldest first; a list that only grows.",
    },
    f.Stars: {"date": _DAY, "stars": "How many stars.", "forks": "How many forks.", "source": _SOURCE},
    s.Submissions: {
        "month": "The month (GMT).",
        "category": "A category of arXiv, several joined by `+` of which a paper has any, or `ALL`.",
        "submissions": "How many papers arXiv took in.",
        "source": _SOURCE,
        "retrieved": _DAY,
        "query": "What was asked, so that anybody can ask again.",
    },
    s.Coverage: {
        "month": "The month (GMT).",
        "categories": "Those that were drawn from, joined by `+`.",
        "sampled": "How many papers were drawn.",
        "with_code": "How many of them name a public repository.",
        "seed": "What the draw began with: with the same the same papers are drawn again.",
        "source": _SOURCE,
        "retrieved": _DAY,
        "query": "What was asked.",
    },
}
"""Of every class that stands in a file of ``content/facts/``, every key."""

_FILES: Mapping[str, tuple[type, str, str]] = {
    "facts-papers": (f.PaperFacts, "Facts of a paper", "`content/facts/papers/<slug>.json`: what arXiv and the indexes of citations say."),
    "facts-repos": (f.RepositoryFacts, "Facts of a repository", "`content/facts/repos/<owner>--<name>.json`: what GitHub says."),
    "facts-submissions": (s.Submissions, "Papers by month", "`content/facts/trends/submissions.csv`: the columns, in their order."),
    "facts-coverage": (s.Coverage, "Papers that name their code", "`content/facts/trends/coverage.csv`: the columns, in their order."),
}
_LISTS: Mapping[str, type] = {"events": f.Event, "citations": f.CitationCount, "stars": f.Stars}
"""Lists of a facts file, and what each holds."""


def recorded() -> dict[str, Schema]:
    """Write the form of every kind of file that the program keeps, by its name."""
    # Facts have a form of their own, and events: both stand in two files, and are told of once.
    shared = {"fact": _form(f.Fact), "events": _form(f.Event)}
    return {name: {"title": title, **described(text), **_form(kind), "$defs": shared} for name, (kind, title, text) in _FILES.items()}


def _form(kind: type) -> Schema:
    fields = {field.name: field for field in dataclasses.fields(kind)}
    needed = [name for name, field in fields.items() if field.default is dataclasses.MISSING]
    return {
        "type": "object",
        "required": needed,
        "properties": {name: _value(fields[name], kind, text) for name, text in RECORDED[kind].items()},
    }


def _value(field: "dataclasses.Field[object]", kind: type, text: str) -> Schema:
    if "Fact[" in str(field.type):
        return {**described(text), "$ref": "#/$defs/fact"}
    if field.name == "events":
        return {**described(text), "type": "array", "items": {"$ref": "#/$defs/events"}}
    if field.name in _LISTS and kind is not f.Stars:
        return {**described(text), "type": "array", "items": _form(_LISTS[field.name])}
    return described(text)
