"""The site and its editions to the pictures that others show beside a link: 1200 by 630 points, as Open Graph asks."""

import io
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from PIL import Image, ImageDraw, ImageFont

from digest.model.paper import Paper, Standing
from digest.model.project import Project
from digest.model.site import Site
from digest.render import addresses
from digest.render.templating import site_config_folders
from digest.render.words import Words

_SIZE = (1200, 630)
_MARGIN = 80
_WIDTH = _SIZE[0] - 2 * _MARGIN
_BACKGROUND, _INK, _MUTED, _GREEN, _GREY = "#ffffff", "#14161a", "#5a5f68", "#1c6b3c", "#858d99"
_CELL = (44, 18)
_GAP = 8
_MOST_CELLS = 3 * (_WIDTH // (_CELL[0] + _GAP))
_HEADLINE_SIZES = (92, 76, 62, 50)
_MOST_LINES = 3
_STANDINGS: tuple[Standing, ...] = ("official", "community", "none")


def cards(site: Site, project: Project, words: Words) -> Iterator[tuple[str, bytes]]:
    """Draw one card for the site and one an edition."""

    def drawn(headline: str, papers: Sequence[Paper]) -> bytes:
        standings = tuple(sorted((paper.standing for paper in papers), key=_STANDINGS.index))
        return _card(_fonts_of(project), project.site_name, headline, words("papers", n=len(papers)), standings)

    yield addresses.card(None), drawn(words("home.title"), site.papers)
    for page in site.editions:
        headline = words(
            "year.title_open" if page.edition.status == "open" else "year.title", year=page.year, headline=page.edition.headline
        )
        yield addresses.card(page.year), drawn(headline, page.papers)


class _Fonts(NamedTuple):
    """Where the fonts of the site lie."""

    serif: Path
    sans: Path


def _fonts_of(project: Project) -> _Fonts:
    folders = [folder / "assets" / "fonts" for folder in reversed(site_config_folders(project))]
    names = ("newsreader-latin.woff2", "inter-latin.woff2")
    return _Fonts(*(next(path for folder in folders if (path := folder / name).is_file()) for name in names))


def _font(path: Path, size: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.truetype(str(path), size)
    font.set_variation_by_axes([500])
    return font


@lru_cache(maxsize=64)  # while serving, most cards stay as they are
def _card(fonts: _Fonts, name: str, headline: str, count: str, standings: tuple[Standing, ...]) -> bytes:
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
