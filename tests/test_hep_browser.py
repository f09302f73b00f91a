"""The site of a digest of another field, as a browser shows it: the tests of our own site, with that one in its place."""

import pytest
from sites import site_of
from test_browser import (  # noqa: F401 (fixtures, and tests of any site)
    browser,
    kinds,
    serving,
    test_a_formula_is_drawn_by_the_browser,
    test_a_page_prints_its_text_and_not_its_menus,
    test_a_reader_gets_from_the_home_page_to_a_papers_code,
    test_an_arxiv_id_and_a_former_address_lead_on_without_scripts,
    test_an_edition_is_filtered_and_shortened_without_scripts,
    test_no_page_overflows_complains_or_asks_another_host_by_day_or_night,
    test_the_header_is_one_row_at_every_width,
    test_the_keyboard_reaches_the_text_and_shows_where_it_is,
    test_the_main_places_are_reached_from_every_kind_of_page,
    test_the_text_is_there_without_scripts,
)
from test_browser_axe import (  # noqa: F401 (tests of any site)
    test_axe_finds_nothing_on_any_kind_of_page,
    test_axe_finds_nothing_where_a_reader_has_opened_something,
)

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def built(of_physics):
    """Put its site in the place of our own."""
    return of_physics.built


@pytest.fixture(scope="module")
def address(built):
    """Serve it below the path that it was built for."""
    with serving(built.folder.parent) as host:
        yield f"{host}{built.folder.name}/"


@pytest.fixture(scope="module")
def site(of_physics):
    """Know what its site holds."""
    return site_of(of_physics.root)


@pytest.fixture(scope="module")
def paper(site):
    """Choose a paper of before 2007 with code and a formula."""
    return next(paper for paper in site.papers if paper.arxiv and paper.arxiv.startswith("hep-th/") and paper.code)


@pytest.fixture(scope="module")
def told() -> tuple[str, ...]:
    """Know that the docs which people wrote stand on our own site alone."""
    return ()


@pytest.fixture(scope="module")
def sought() -> str:
    """Choose a word that the search finds."""
    return "pencil"
