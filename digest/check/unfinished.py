"""The problems of drafts that wait for their texts to a word of each: a list brought in whole does not hold up a site."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace

from digest.model.content import Content, Entry
from digest.model.written import Written
from digest.problems import Problem

_OPEN = ("arxiv", "title", "authors", "published", "topics", "grounds", "tldr", "why", "summary", "checked")
"""What `digest new` and `digest import` leave empty where a person has to say it, in the order of a file."""
_RULE = "empty-value"
_RULES = {_RULE, "unknown-edition"}
"""An edition may come after its papers, too."""


def waived(content: Content, problems: Sequence[Problem], *, but: Collection[str] = ()) -> list[Problem]:
    """Put one warning in the place of the errors of every draft that is sound but for what is still to be written.

    The files in `but` keep their errors: somebody asks about these, or wants them taken in.
    """
    found = defaultdict(list)
    for problem in problems:
        found[problem.path].append(problem)
    for paper in content.papers:
        told = found.get(paper.path)
        if told and paper.path not in but and (warning := _warning(paper, told)):
            found[paper.path] = [warning]
    return sorted(problem for told in found.values() for problem in told)


def _warning(paper: Written[Entry], problems: Sequence[Problem]) -> Problem | None:
    """Say what is still to be written of a draft; None where that is nothing, or where more is wrong."""
    keys = [key for key in _OPEN if key in paper.unsound]
    rules = {problem.rule for problem in problems}
    if paper.value.added is not None or len(keys) < len(paper.unsound) or _RULE not in rules or not rules <= _RULES:
        return None
    edition = [] if rules == {_RULE} else [f"the edition of {paper.year}"]
    first = next(problem for problem in problems if problem.rule == _RULE)
    return replace(first, message=f"still to be written: {', '.join(keys + edition)}", level="warning")


def unfinished(content: Content, problems: Sequence[Problem]) -> list[str]:
    """Name the files of such drafts, by the warnings that `waived` gives them."""
    warned = {problem.path for problem in problems if problem.rule == _RULE and problem.level == "warning"}
    return [paper.path for paper in content.papers if paper.path in warned]
