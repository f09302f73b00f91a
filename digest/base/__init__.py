"""A change to its problems: what it may not do to a digest that is published, and what deserves a second look."""

import inspect
from collections.abc import Mapping

from digest.base import doubts, rules
from digest.base.change import Change, Rule
from digest.problems import Problem

RULES: tuple[Rule, ...] = (*rules.RULES, *doubts.RULES)

LAWS: Mapping[str, str] = {rule.id: (inspect.getdoc(rule.law) or "").split("\n")[0] for rule in RULES}
"""The law of each rule, by its name."""


def check_change(change: Change) -> list[Problem]:
    """Hold a change against every rule and return every problem, warnings among them."""
    return [
        Problem(path=found.path, line=found.place.line, column=found.place.column, rule=rule.id, message=found.message, level=rule.level)
        for rule in RULES
        for found in rule.law(change)
    ]
