"""A site in a made-up language, as its scripts fill it in: search, form and shelf say no word of English."""

import shutil
from pathlib import Path

import pytest
from foreign import foreign, translate
from sites import build_well
from support import EXAMPLES
from test_browser import browser, opened, serving  # noqa: F401 (fixtures)
from test_language import english_in, in_many_ways

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    """Build and serve a digest in the made-up language."""
    root = in_many_ways(Path(shutil.copytree(EXAMPLES / "base", tmp_path_factory.mktemp("language") / "digest")))
    translate(root)
    with serving(build_well(root).folder) as address:
        yield address


def said_on(page, selector: str) -> set[str]:
    """Find what is English in what can be seen of an element; texts that are typed do not count."""
    return {word for text in page.locator(selector).locator("visible=true").all_inner_texts() for word in english_in(text)}


@pytest.mark.parametrize(("words", "hits"), [("normalize", 0), ("batch", 0), (foreign("batch"), 1)])
def test_the_search_answers_in_the_language_of_the_site(browser, address, words, hits):  # noqa: F811
    with opened(browser, address) as page:
        page.goto(f"{address}search/?q={words}")
        page.wait_for_function(
            "document.querySelector('.search__status').textContent.trim() && !document.querySelector('[aria-busy=true]')"
        )
        if hits:
            page.locator(".hit").locator("visible=true").nth(hits - 1).wait_for()
        assert said_on(page, "main") == set()


def test_the_form_says_what_is_wrong_in_the_language_of_the_site(browser, address):  # noqa: F811
    wrong = {
        "reference": "10.1000/new",
        "title": "1" * 600,
        "published": "99",
        "tldr": "1" * 300,
        "why": "2" * 400,
        "summary": "3 4 5",
        "by": "@1",
        "venue": "6" * 500,
        "slug": "- -",
        "grounds\\.idea-reused": "http://[1",
    }
    with opened(browser, address, width=1360) as page:
        page.goto(f"{address}add/")
        page.wait_for_function("document.querySelector('#draft, [role=status]')")
        for key, text in wrong.items():
            page.locator(f"#{key}").fill(text, force=True)
            page.locator(f"#{key}").blur()
        problems = page.locator(".problem").locator("visible=true")
        problems.first.wait_for()

        assert problems.count() >= len(wrong) - 2
        assert said_on(page, ".problem") == set()
        assert said_on(page, "#problems, [role=status], .add__send") == set()


def test_the_shelf_is_labelled_in_the_language_of_the_site(browser, address):  # noqa: F811
    with opened(browser, address) as page:
        page.goto(f"{address}papers/batch-norm/")
        page.locator("main button").first.click()
        assert said_on(page, "main button") == set()
        page.goto(f"{address}saved/")
        page.locator("#saved li").first.wait_for()

        assert said_on(page, "main") == set()
