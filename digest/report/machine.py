"""Problems to JSON: what programs read; site_config/schema/check-1.json is the contract."""

import json
from collections.abc import Mapping, Sequence

from digest.problems import Problem
from digest.report.text import Link

VERSION = 1
"""A key that goes or means something else makes it another."""


def as_json(problems: Sequence[Problem], link: Link, laws: Mapping[str, str], *, schema: str, checked: Mapping[str, int]) -> str:
    """Write how much was checked, and every problem with its law and the address of its page."""
    document = {
        "$schema": schema,
        "version": VERSION,
        "checked": dict(checked),
        "problems": [
            {
                "path": problem.path,
                "line": problem.line,
                "column": problem.column,
                "level": problem.level,
                "rule": problem.rule,
                "message": problem.message,
                "law": laws.get(problem.rule, ""),
                "url": link(problem.rule),
            }
            for problem in problems
        ],
    }
    # Letters beyond ASCII as numbers, and so is the bracket that logs of GitHub Actions take for a command.
    return json.dumps(document, indent=2).replace("##[", "##\\u005b") + "\n"
