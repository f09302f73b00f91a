"""The site of a digest that is too much, as a browser shows it: nothing is cut off, nothing hides behind something else."""

import shutil

import pytest
from sites import Built, build_well, say
from stress import AUTHORS, NAMES, PAPERS, PLACES, TITLES, stressed
from support import EXAMPLES
from test_browser import ALL_WIDTHS, browser, opened, serving  # noqa: F401 (a fixture)
from test_browser_axe import complaints

from digest.render.parts import FULL

pytestmark = pytest.mark.browser

PAGES = (*PLACES, *(f"papers/{slug}/" for slug in (*TITLES, "without-facts")))


@pytest.fixture(scope="module")
def stressed_built(tmp_path_factory) -> Built:
    """Build the digest that is too much, once."""
    root = shutil.copytree(EXAMPLES / "base", tmp_path_factory.mktemp("stress") / "digest")
    return build_well(stressed(root))


@pytest.fixture(scope="module")
def address(stressed_built):
    """Serve it."""
    with serving(stressed_built.folder) as address:
        yield address


@pytest.mark.parametrize("width", ALL_WIDTHS)
def test_no_page_is_wider_than_the_screen_however_much_it_holds(browser, address, width):  # noqa: F811
    with opened(browser, address, width=width) as page:
        wide = {}
        for url in PAGES:
            page.goto(address + url)
            wide[url] = page.evaluate("document.documentElement.scrollWidth") - width

        assert {url: overflow for url, overflow in wide.items() if overflow > 0} == {}
        assert page.complaints == []


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1360, "light")])
def test_axe_finds_nothing_on_pages_that_hold_too_much_or_nothing(browser, address, width, scheme):  # noqa: F811
    found = {}
    with opened(browser, address, width=width, scheme=scheme) as page:
        for url in PAGES:
            page.goto(address + url)
            found[url] = complaints(page)

    assert {url: there for url, there in found.items() if there} == {}


def test_an_edition_of_many_papers_shows_each_with_its_place(browser, address):  # noqa: F811
    with opened(browser, address, width=390) as page:
        places = []
        for url in ("", *(f"{number}/" for number in range(2, 1 + -(-PAPERS // FULL)))):
            page.goto(f"{address}years/2019/{url}")
            places += page.locator(".papers .place").all_inner_texts()

        assert [place.split(" ·")[0].strip() for place in places] == [say("year.place", place=n, of=PAPERS) for n in range(1, PAPERS + 1)]


def test_of_many_authors_the_first_are_shown_and_the_rest_unfold(browser, address):  # noqa: F811
    with opened(browser, address, width=390, scripts=False) as page:
        page.goto(f"{address}papers/long/")
        names = page.locator(".authors bdi:visible")
        assert 0 < names.count() < 20

        page.locator(".authors summary").click()

        assert names.count() == AUTHORS


def test_names_of_every_script_stand_in_the_order_of_the_paper(browser, address):  # noqa: F811
    with opened(browser, address) as page:
        page.goto(f"{address}papers/mixed/")
        boxes = [page.locator(".authors bdi", has_text=name).bounding_box() for name in NAMES[: list(TITLES).index("mixed") + 1]]

        places = [(round(box["y"] / 20), box["x"]) for box in boxes]  # line by line, from the left
        assert places == sorted(places)


def test_a_title_from_right_to_left_ends_at_its_left_and_begins_at_our_margin(browser, address):  # noqa: F811
    ends = """() => { const range = document.createRange(); const text = document.querySelector("h1").firstChild;
      const at = (from, to) => { range.setStart(text, from); range.setEnd(text, to); return range.getBoundingClientRect(); };
      return [at(text.length - 1, text.length).x, at(text.length - 6, text.length - 5).x, document.querySelector("h1").getBoundingClientRect().x]; }"""
    with opened(browser, address) as page:
        page.goto(f"{address}papers/arabic/")
        last, before, margin = page.evaluate(ends)

        assert last < before
        assert abs(last - margin) < 5


def test_formulas_in_titles_are_drawn_wherever_a_title_stands(browser, address):  # noqa: F811
    with opened(browser, address, width=390) as page:
        for url, where in (
            ("papers/mathematical/", "h1"),
            ("years/2019/", "#mathematical h2"),
            ("topics/normalization/", "[data-paper=mathematical] h3"),
        ):
            page.goto(address + url)
            heading = page.locator(where)
            assert "$" not in heading.inner_text()
            assert heading.locator("math msup").first.bounding_box()["width"] > 0, url
        assert "O(n^2" in page.evaluate("fetch('../../papers/mathematical/').then(answer => answer.text())").split("</title>")[0]


def test_a_paper_found_by_a_title_with_a_formula_shows_it_as_it_was_typed(browser, address):  # noqa: F811
    with opened(browser, address) as page:
        page.goto(f"{address}search/?q=divergences")

        assert page.locator(".hit h2").first.inner_text() == TITLES["mathematical"]
