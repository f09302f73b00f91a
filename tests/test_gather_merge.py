"""What is known of a paper, met by what arXiv says of it: facts get better or stay, and never worse."""

import datetime as dt
from dataclasses import replace

import pytest

from digest.gather.atom import ArxivPaper
from digest.gather.merge import SOURCE, DoubtError, merged, vanished
from digest.model.days import PartialDay
from digest.model.facts import Fact, PaperFacts

TODAY = dt.date(2026, 11, 23)
TITLE = "EfficientNet: Rethinking Model Scaling"
PAPER = ArxivPaper(
    arxiv="1905.11946",
    version=5,
    title=TITLE,
    authors=("Mingxing Tan", "Quoc V. Le"),
    published=dt.date(2019, 5, 28),
    updated=dt.date(2020, 9, 11),
    categories=("cs.LG", "cs.CV", "stat.ML"),
    primary_category="cs.LG",
    doi=None,
    journal_ref=None,
    comment="ICML 2019",
    withdrawn=False,
)


def fact(value):
    return Fact(value=value, source="two citation lists", date=PartialDay(2026, 1, 1))


KNOWN = PaperFacts(
    arxiv="1905.11946",
    title=fact(TITLE),
    authors=fact(PAPER.authors),
    published=fact(PartialDay(2019, 5, 28)),
    updated=fact(PartialDay(2020, 9, 11)),
    version=fact(5),
    categories=fact(PAPER.categories),
    primary_category=fact("cs.LG"),
    comment=fact("ICML 2019"),
    withdrawn=fact(False),
)


def after(facts=KNOWN, **changes):
    return merged(facts, replace(PAPER, **changes), today=TODAY).facts


def kinds(facts):
    return [event.kind for event in facts.events]


def test_what_arxiv_confirms_stays_with_its_source_and_day():
    assert after() == KNOWN


def test_a_paper_that_nobody_knew_gets_all_facts_from_arxiv_and_no_event():
    facts = merged(PaperFacts(), PAPER, today=TODAY).facts

    assert (facts.title, facts.version) == (
        Fact(value=TITLE, source=SOURCE, date=PartialDay(2026, 11, 23)),
        replace(facts.version, value=5),
    )
    assert (facts.arxiv, facts.withdrawn.value, facts.doi, facts.events) == ("1905.11946", False, None, ())


def test_the_same_answer_twice_changes_nothing_the_second_time():
    first = after(version=6, title="Another title", comment="This paper has been withdrawn", withdrawn=True)

    second = merged(
        first, replace(PAPER, version=6, title="Another title", comment="This paper has been withdrawn", withdrawn=True), today=TODAY
    )

    assert second.facts == first


def test_a_new_version_is_an_event_and_brings_its_day():
    facts = after(version=6, updated=dt.date(2026, 11, 20))

    [event] = facts.events
    assert (event.kind, event.old, event.new, str(event.date), event.source) == ("new-version", "v5", "v6", "2026-11-23", SOURCE)
    assert (facts.version.value, str(facts.updated.value), facts.updated.source) == (6, "2026-11-20", SOURCE)
    assert facts.title == KNOWN.title


def test_a_version_that_is_learned_first_is_no_event():
    assert kinds(after(replace(KNOWN, version=None))) == []


def test_a_changed_title_is_an_event():
    facts = after(title="EfficientNet, Renamed")

    [event] = facts.events
    assert (event.kind, event.old, event.new) == ("title-changed", TITLE, "EfficientNet, Renamed")
    assert facts.title.value == "EfficientNet, Renamed"


@pytest.mark.parametrize(
    ("known", "said"),
    [
        ("Poincar\u00e9 Embeddings", r"Poincar\'e Embeddings"),
        ("G\u00f6del and \u0160ostak\u00e7", r"G\"{o}del \& \v{S}ostak\c{c}"),
        ("\u2113\u2081-Norms", r"$\ell_1$-Norms"),
        ("\u03b2-VAE", r"$\beta$-VAE"),
        ("\u03b5-Greedy", r"$\varepsilon$-greedy"),
        ("Cats & Dogs", "Cats and Dogs"),
    ],
)
def test_a_title_in_latex_is_the_same_in_unicode(known, said):
    assert kinds(after(replace(KNOWN, title=fact(known)), title=said)) == []
    assert kinds(after(replace(KNOWN, title=fact(said)), title=known)) == []


def test_other_letters_are_another_title():
    titles = ["\u6df1\u5ea6\u5b66\u4e60", "\u6df1\u5ea6\u7f51\u7edc", r"$\alpha$-Nets", r"$\beta$-Nets", "A Nets"]
    pairs = [(known, said) for known in titles for said in titles if known != said]

    assert [kinds(after(replace(KNOWN, title=fact(known)), title=said)) for known, said in pairs] == [["title-changed"]] * len(pairs)


@pytest.mark.parametrize("title", ["EfficientNet: rethinking model scaling", "Efficient-Net - Rethinking Model Scaling"])
def test_a_title_spelled_otherwise_is_taken_and_is_no_event(title):
    facts = after(title=title)

    assert (facts.title.value, facts.title.source, kinds(facts)) == (title, SOURCE, [])


def test_a_withdrawal_is_an_event_with_its_comment():
    facts = after(comment="This paper has been withdrawn by the authors", withdrawn=True)

    [event] = facts.events
    assert (event.kind, event.new, facts.withdrawn.value) == ("withdrawn", "This paper has been withdrawn by the authors", True)


def test_a_paper_that_was_withdrawn_before_anybody_looked_is_an_event_too():
    assert kinds(merged(PaperFacts(), replace(PAPER, withdrawn=True), today=TODAY).facts) == ["withdrawn"]


def test_a_withdrawal_is_not_taken_back_by_an_answer_that_leaves_the_comment_out():
    gone = after(comment="This paper has been withdrawn", withdrawn=True)

    assert merged(gone, replace(PAPER, comment=None), today=TODAY).facts == gone


def test_a_new_version_takes_a_withdrawal_back():
    gone = after(comment="This paper has been withdrawn", withdrawn=True)

    back = merged(gone, replace(PAPER, version=6, comment="Error mended"), today=TODAY).facts

    assert (back.withdrawn.value, kinds(back)) == (False, ["withdrawn", "new-version"])


@pytest.mark.parametrize(
    "left_out",
    [
        {"comment": None},
        {"categories": ()},
        {"primary_category": None},
        {"categories": ("cs.LG",)},
        {"authors": ("Mingxing Tan",)},
        {"version": None},
    ],
)
def test_what_an_answer_leaves_out_stays_known(left_out):
    assert after(**left_out) == KNOWN


@pytest.mark.parametrize("name", ["doi", "journal_ref"])
def test_what_an_answer_adds_is_known_from_then_on(name):
    assert getattr(after(**{name: "something"}), name) == Fact(value="something", source=SOURCE, date=PartialDay(2026, 11, 23))


@pytest.mark.parametrize("known", [PartialDay(2019, 5), PartialDay(2019, 6), PartialDay(2019)])
def test_a_month_gives_way_to_a_day(known):
    result = merged(replace(KNOWN, published=fact(known)), PAPER, today=TODAY)

    assert (str(result.facts.published.value), result.facts.published.source, result.doubt) == ("2019-05-28", SOURCE, None)


@pytest.mark.parametrize("day", [27, 29])
def test_a_day_that_differs_by_the_time_zone_stays(day):
    result = merged(KNOWN, replace(PAPER, published=dt.date(2019, 5, day)), today=TODAY)

    assert (result.facts, result.doubt) == (KNOWN, None)


def test_the_day_of_a_version_that_differs_by_the_time_zone_stays_and_any_other_is_taken():
    assert after(updated=dt.date(2020, 9, 12)) == KNOWN
    assert str(after(updated=dt.date(2020, 9, 13)).updated.value) == "2020-09-13"
    assert str(after(updated=dt.date(2020, 9, 12), version=6).updated.value) == "2020-09-12"


@pytest.mark.parametrize("version", [5, None])
def test_the_day_of_the_newest_version_never_goes_back(version):
    result = merged(KNOWN, replace(PAPER, updated=dt.date(2019, 5, 29), version=version), today=TODAY)

    assert result.facts == KNOWN
    assert "updated on 2019-05-29, the facts say 2020-09-11, which stays" in result.doubt


def test_a_later_day_of_a_version_that_is_not_named_stays_out():
    assert after(updated=dt.date(2026, 1, 1), version=None) == KNOWN
    assert str(after(replace(KNOWN, version=None), updated=dt.date(2026, 1, 1), version=None).updated.value) == "2026-01-01"


def test_a_month_of_the_newest_version_gives_way_to_a_day():
    assert str(after(replace(KNOWN, updated=fact(PartialDay(2020, 9)))).updated.value) == "2020-09-11"


def test_the_day_of_the_first_version_never_changes():
    result = merged(KNOWN, replace(PAPER, published=dt.date(2018, 1, 1), journal_ref="ICML"), today=TODAY)

    assert result.facts.published == KNOWN.published
    assert result.facts.journal_ref.value == "ICML"
    assert "published on 2018-01-01, the facts say 2019-05-28, which stays" in result.doubt


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"version": 4}, "arXiv answered with version 4, but there is a version 5"),
        ({"updated": dt.date(2026, 11, 25)}, "updated on 2026-11-25, which is still to come"),
        ({"title": "Attention", "authors": ("Ashish Vaswani",)}, "what seems to be another paper, 'Attention'"),
        ({"title": "Fixing Resolution", "published": dt.date(2019, 7, 1)}, "what seems to be another paper, 'Fixing Resolution'"),
    ],
)
def test_an_answer_that_contradicts_what_is_known_is_not_taken(changes, words):
    with pytest.raises(DoubtError, match=words):
        merged(KNOWN, replace(PAPER, **changes), today=TODAY)


@pytest.mark.parametrize(
    ("known", "taken"), [(PartialDay(2019, 6), True), (PartialDay(2019, 4), True), (PartialDay(2019, 3), False), (PartialDay(2019), True)]
)
def test_a_month_that_cannot_be_tells_another_paper_of_the_same_authors_apart(known, taken):
    facts = replace(KNOWN, published=fact(known))
    try:
        title = after(facts, title="Another Title").title.value
    except DoubtError:
        title = TITLE

    assert (title == "Another Title") is taken


def test_a_paper_that_vanished_keeps_its_facts_and_is_an_event_once():
    gone = vanished(KNOWN, today=TODAY)

    assert replace(gone, events=()) == KNOWN
    assert kinds(gone) == ["vanished"]
    assert vanished(gone, today=dt.date(2026, 12, 1)) is gone


def test_events_are_only_ever_appended():
    first = vanished(KNOWN, today=TODAY)

    later = merged(first, replace(PAPER, version=7), today=dt.date(2026, 12, 1)).facts

    assert later.events[:1] == first.events
    assert kinds(later) == ["vanished", "returned", "new-version"]


def test_a_paper_that_comes_back_is_an_event_and_so_is_its_vanishing_again():
    facts, days = KNOWN, [TODAY + dt.timedelta(days=number) for number in range(5)]
    for day, there in zip(days, [False, True, True, False, False], strict=True):
        facts = merged(facts, PAPER, today=day).facts if there else vanished(facts, today=day)

    assert [(event.kind, str(event.date)) for event in facts.events] == [
        ("vanished", "2026-11-23"),
        ("returned", "2026-11-24"),
        ("vanished", "2026-11-26"),
    ]
