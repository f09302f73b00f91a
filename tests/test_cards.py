"""The pictures that others show beside a link."""

import io

import pytest
from PIL import Image
from sites import change, outputs_of
from support import project_at

from digest.render import card
from digest.render.card import Fonts, draw_card
from digest.render.cards import _fonts_of

CARDS = ("cards/site.png", "cards/2018.png", "cards/2019.png")


@pytest.mark.parametrize("name", CARDS)
def test_the_site_and_every_edition_have_a_card_of_the_size_that_others_ask_for(small, name):
    picture = Image.open(io.BytesIO(outputs_of(small, cards=True).files[name]))

    assert picture.size == (1200, 630)
    assert len(picture.getcolors()) > 2  # something is drawn on it
    assert len(outputs_of(small, cards=True).files[name]) < 60_000


def test_a_card_changes_with_its_headline_and_with_nothing_else(small):
    before = outputs_of(small, cards=True).files
    change(small / "content/editions/2018.yml", headline="Another beginning")
    after = outputs_of(small, cards=True).files

    assert [name for name in CARDS if before[name] != after[name]] == ["cards/2018.png"]


@pytest.mark.parametrize("headline", ["", "深度学习", "W" * 45, "مرحبا بالعالم", "word " * 9])
def test_no_headline_is_too_long_or_too_strange_to_draw(small, headline):
    if headline:
        change(small / "content/editions/2018.yml", headline=headline.strip())

    assert Image.open(io.BytesIO(outputs_of(small, cards=True).files["cards/2018.png"])).size == (1200, 630)


def test_an_edition_of_a_thousand_papers_has_a_card(small):
    assert draw_card(Fonts(*_fonts_of(project_at(small))), "Name", "2018: Much", "1,000 papers", ("official",) * 1000)


def test_cards_are_drawn_only_where_they_are_wanted(small):
    assert not [name for name in outputs_of(small, cards=False).files if name.startswith("cards/")]


def test_a_card_that_was_drawn_before_is_not_drawn_again(small, cache_of, monkeypatch):
    cache_of("cards")
    first = outputs_of(small, cards=True).files
    change(small / "content/editions/2018.yml", headline="Another beginning")
    drawn = []
    monkeypatch.setattr(card, "draw_card", lambda *what: drawn.append(what[2]) or b"a picture")
    second = outputs_of(small, cards=True).files

    assert drawn == ["2018: Another beginning"]
    assert second["cards/2018.png"] == b"a picture"
    assert [second[name] for name in ("cards/site.png", "cards/2019.png")] == [first[name] for name in ("cards/site.png", "cards/2019.png")]
