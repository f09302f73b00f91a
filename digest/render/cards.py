"""The site and its editions to the pictures that others show beside a link; what was drawn before is not drawn again."""

from collections.abc import Iterator, Sequence
from functools import partial
from hashlib import blake2b
from importlib.metadata import version
from pathlib import Path
from typing import get_args

from digest import caches
from digest.model.outputs import File
from digest.model.paper import Paper, Standing
from digest.model.project import Project
from digest.model.site import Site
from digest.render import addresses
from digest.render.templating import site_config_folders
from digest.render.words import Words

_STANDINGS = get_args(Standing)
_FONTS = ("newsreader-latin.woff2", "inter-latin.woff2")
"""Serif and sans."""


def cards(site: Site, project: Project, words: Words) -> Iterator[File]:
    """List one card for the site and one an edition."""
    store = caches.Store(caches.place(project.root, "cards"))
    fonts = _fonts_of(project)
    stamp = caches.stamp(version("pillow"), ("render/card.py",))
    for font in fonts:
        stamp.update(font.read_bytes())

    def card(headline: str, papers: Sequence[Paper]) -> bytes:
        standings = tuple(sorted((paper.standing for paper in papers), key=_STANDINGS.index))
        what = project.site_name, headline, words("papers", n=len(papers)), standings
        name = blake2b(repr(what).encode(), digest_size=20, key=stamp.digest()).digest()
        if (drawn := store.find(name)) is None:
            from digest.render.card import Fonts, draw_card  # Pillow costs more to import than all else here

            drawn = draw_card(Fonts(*fonts), *what)
            store.keep(name, drawn)
        return drawn

    yield File(addresses.card(None), partial(card, words("home.title"), site.papers))
    for page in site.editions:
        title = "year.title_open" if page.edition.status == "open" else "year.title"
        headline = words(title, year=page.year, headline=page.edition.headline)
        yield File(addresses.card(page.year), partial(card, headline, page.papers))
    store.close()


def _fonts_of(project: Project) -> list[Path]:
    folders = [folder / "assets" / "fonts" for folder in reversed(site_config_folders(project))]
    return [next(path for folder in folders if (path := folder / name).is_file()) for name in _FONTS]
