"""A headline and papers to a picture of 1200 by 630 points, as Open Graph asks."""

import io
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from PIL import Image, ImageDraw, ImageFont

from digest.model.paper import Standing

_SIZE = (1200, 630)
_MARGIN = 80
_WIDTH = _SIZE[0] - 2 * _MARGIN
_BACKGROUND, _INK, _MUTED, _GREEN, _GREY = "#ffffff", "#14161a", "#5a5f68", "#1c6b3c", "#858d99"
_CELL = (44, 18)
_GAP = 8
_MOST_CELLS = 3 * (_WIDTH // (_CELL[0] + _GAP))
_HEADLINE_SIZES = (92, 76, 62, 50)
_MOST_LINES = 3


class Fonts(NamedTuple):
    """Where the fonts of a card lie."""

    serif: Path
    sans: Path


def _font(path: Path, size: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.truetype(str(path), size)
    font.set_variation_by_axes([500])
    return font


@lru_cache(maxsize=64)  # while serving, where there is no place to keep them
def draw_card(fonts: Fonts, name: str, headline: str, count: str, standings: tuple[Standing, ...]) -> bytes:
    """Draw a card: the site's name, a headline, how many papers, and a cell for each by what code it has; a PNG."""
    image = Image.new("RGB", _SIZE, _BACKGROUND)
    draw = ImageDraw.Draw(image)
    small = _font(fonts.sans, 30)
    draw.rectangle((_MARGIN, 64, _SIZE[0] - _MARGIN, 67), fill=_INK)
    draw.text((_MARGIN, 88), _drawable(name, small), font=small, fill=_INK)
    _draw_headline(draw, fonts.serif, headline)
    rows = _draw_cells(draw, standings)
    draw.text((_MARGIN, _SIZE[1] - _MARGIN - 64 - rows * (_CELL[1] + _GAP)), count, font=small, fill=_MUTED)
    picture = io.BytesIO()
    image.quantize(32, method=Image.Quantize.MAXCOVERAGE).save(picture, "PNG", optimize=True)
    return picture.getvalue()


def _draw_headline(draw: ImageDraw.ImageDraw, serif: Path, headline: str) -> None:
    """Draw a headline as large as it fits."""
    for size in _HEADLINE_SIZES:
        font = _font(serif, size)
        lines = _wrapped(_drawable(headline, font), font)
        if len(lines) <= _MOST_LINES:
            break
    draw.multiline_text((_MARGIN, 160), "\n".join(lines[:_MOST_LINES]), font=font, fill=_INK, spacing=size // 4)


def _wrapped(text: str, font: ImageFont.FreeTypeFont) -> list[str]:
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if font.getlength(longer) <= _WIDTH or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _draw_cells(draw: ImageDraw.ImageDraw, standings: Sequence[Standing]) -> int:
    """Draw one cell a paper, as in the stack of the home page, from the bottom up; give the number of rows."""
    standings = standings[:_MOST_CELLS]
    a_row = _WIDTH // (_CELL[0] + _GAP)
    rows = -(-len(standings) // a_row)
    for place, standing in enumerate(standings):
        left = _MARGIN + place % a_row * (_CELL[0] + _GAP)
        top = _SIZE[1] - _MARGIN - (rows - place // a_row) * (_CELL[1] + _GAP)
        box = (left, top, left + _CELL[0], top + _CELL[1])
        fill, line, width = {"official": (_GREEN, _GREEN, 1), "community": (None, _GREEN, 4), "none": (None, _GREY, 2)}[standing]
        draw.rounded_rectangle(box, radius=3, fill=fill, outline=line, width=width)
    return rows


def _drawable(text: str, font: ImageFont.FreeTypeFont) -> str:
    """Leave out letters that the font cannot draw, rather than show boxes."""
    missing = bytes(font.getmask("\uffff"))
    return "".join(letter for letter in text if letter.isspace() or bytes(font.getmask(letter)) != missing)
