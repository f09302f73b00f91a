"""The words of the interface: every one that is asked for is there, every one that is there is asked for."""

import ast
import datetime as dt
from itertools import product
from typing import get_args

import pytest
from jinja2 import Environment, nodes
from sites import WORDS
from support import ROOT

from digest.derive.figures.growth import MOORE
from digest.derive.figures.life import STATES
from digest.derive.papers import _SHOWN_FACTS
from digest.model.content import Checked
from digest.model.days import PartialDay
from digest.model.figures import FigureName
from digest.model.paper import Reason, Standing
from digest.model.site import ChangeKind, FeedKind
from digest.render.docs import PARTS

TEMPLATES = [*(ROOT / "site_config").rglob("*.j2"), *(ROOT / "site_config/theme").rglob("*.html")]
DYNAMIC = {
    "code.{}": get_args(Standing),
    "code.{}_short": get_args(Standing),
    "year.show_{}": get_args(Standing),
    "paper.checked.{}": get_args(Checked),
    "paper.related.{}": get_args(Reason),
    "paper.fact.{}": _SHOWN_FACTS,
    "subscribe.{}": ("rss", "atom", "json"),
    "feed.title.{}": get_args(FeedKind),
    "feed.about.{}": set(get_args(FeedKind)) - {"topic"},
    "change.{}": get_args(ChangeKind),
    "change.{}.text": get_args(ChangeKind),
    "figures.{}": {*get_args(FigureName), "submissions", *MOORE},
    "figures.{}.over": ("stars-official", "stars-community"),
    "figures.{}.measure": {*get_args(FigureName), "submissions"},
    "figures.growth.{}": ("last", "before", "month", "year", "doubling", "slope", "slope_low", "slope_high"),
    "figures.minutes.{}": ("exact", "most", "least", "all"),
    "figures.coverage.{}": ("percent", "low", "high"),
    "figures.life.{}": STATES,
    "repository.state.{}": STATES,
    "figures.reading-list.{}": ("official", "community"),
    "docs.part.{}": PARTS,
    "docs.{}": {page for pages in PARTS.values() for page in pages},
    "docs.{}.says": {page for pages in PARTS.values() for page in pages},
    "docs.{}.lead": ("files", "data"),
    "commands.ends.{}": ("0", "1", "2", "3", "130"),
    "trends.along.{}": ("month", "year", "topic", "lab", "framework"),
    "{}.title": ("years", "topics", "labs", "codes", "wanted"),
    "{}.description": ("years", "topics", "labs", "codes", "wanted"),
}
"""Keys that templates and pages.py put together, each with what may stand in its gap."""


def keys_in(expression) -> set[str]:
    """Find what keys the first argument of a call of `t` can be; gaps are written as braces."""
    match expression:
        case nodes.Const():
            return {expression.value}
        case nodes.CondExpr():
            return keys_in(expression.expr1) | keys_in(expression.expr2)
        case nodes.Concat():
            return {"".join(parts) for parts in product(*(keys_in(node) for node in expression.nodes))}
    return {"{}"}


def keys_of_template(source: str) -> set[str]:
    """Find the keys that a template asks for."""
    tree = Environment().parse(source)
    calls = [
        call for call in tree.find_all(nodes.Call) if isinstance(call.node, nodes.Name) and call.node.name in {"t", "english", "words"}
    ]
    return {key for call in calls for key in keys_in(call.args[0])}


def strings_of_package() -> set[str]:
    """Find every text in the package's Python; gaps of f-strings are written as braces."""
    found = set()
    for path in (ROOT / "digest").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.add(node.value)
            elif isinstance(node, ast.JoinedStr):
                found.add("".join(part.value if isinstance(part, ast.Constant) else "{}" for part in node.values))
    return found


def filled(key: str) -> set[str]:
    """Fill the gap of a key in every way."""
    return {key.format(word) for word in DYNAMIC[key]} if "{}" in key else {key}


def stands(key: str) -> bool:
    """Say whether a key, or both its forms for counts, is there."""
    return key in WORDS.words or {f"{key}.one", f"{key}.other"} <= WORDS.words.keys()


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_every_word_that_a_template_asks_for_is_there(path):
    asked = keys_of_template(path.read_text(encoding="utf-8"))

    assert [key for gapped in asked for key in filled(gapped) if not stands(key)] == []


def test_every_word_that_is_there_is_asked_for():
    templates = {key for path in TEMPLATES for key in keys_of_template(path.read_text(encoding="utf-8"))}
    asked = {key for gapped in templates | (DYNAMIC.keys() & strings_of_package()) for key in filled(gapped)} | strings_of_package()

    unasked = [key for key in WORDS.words if not {key, key.removesuffix(".one"), key.removesuffix(".other")} & asked]

    assert unasked == []


def test_every_way_to_put_a_key_together_is_in_use():
    templates = {key for path in TEMPLATES for key in keys_of_template(path.read_text(encoding="utf-8"))}

    assert DYNAMIC.keys() - templates - strings_of_package() == set()


def test_every_count_has_both_forms():
    forms = [key.rpartition(".") for key in WORDS.words if key.endswith((".one", ".other"))]

    assert {key for key, _, form in forms if form == "one"} == {key for key, _, form in forms if form == "other"}


@pytest.mark.parametrize(("count", "text"), [(0, "0 papers"), (1, "1 paper"), (2, "2 papers"), (1000, "1000 papers")])
def test_a_count_chooses_the_form(count, text):
    assert WORDS("papers", n=count) == text


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (dt.date(2019, 5, 8), "May 8, 2019"),
        (PartialDay(2019, 12, 31), "December 31, 2019"),
        (PartialDay(2019, 1), "January 2019"),
        (PartialDay(2019), "2019"),
    ],
)
def test_a_day_is_written_as_exactly_as_it_is_known(day, text):
    assert WORDS.day(day) == text


def test_a_word_that_is_missing_is_an_error_at_once():
    with pytest.raises(KeyError):
        WORDS("no.such.word")


def test_what_is_filled_in_is_taken_as_it_is():
    assert WORDS("gone.reason", reason="{n} {0.__class__} %s") == "Reason: {n} {0.__class__} %s"
