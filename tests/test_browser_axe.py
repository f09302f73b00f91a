"""What axe finds on every kind of page, by day and by night, on a phone and on a desk: nothing at all."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from test_browser import address, browser, kinds, opened, paper, site, told  # noqa: F401 (fixtures)

pytestmark = pytest.mark.browser

WIDTHS = (390, 1360)
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"], "resultTypes": ["violations"]}
"""WCAG 2.2 AA with what it takes over from before, and what axe advises besides."""


@pytest.fixture(scope="module")
def sought() -> str:
    """Choose a word that the search finds."""
    return "network"


def complaints(page) -> list[str]:
    """List what axe finds on the page as it is now: the rule, how grave it is, and where."""
    found = Axe().run(page, options=RULES).response["violations"]
    return [f"{rule['impact']}: {rule['id']}: {node['target'][0]}" for rule in found for node in rule["nodes"]]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_nothing_on_any_kind_of_page(browser, address, kinds, sought, width, scheme):  # noqa: F811, PLR0913, PLR0917 (fixtures)
    found = {}
    with opened(browser, address, width=width, scheme=scheme) as page:
        for kind, url in (kinds | {"search": f"search/?q={sought}", "saved": "saved/"}).items():
            page.goto(address + url)
            if "?q=" in url:
                page.locator(".hit").first.wait_for()
            found[kind] = complaints(page)

    assert {kind: there for kind, there in found.items() if there} == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_nothing_where_a_reader_has_opened_something(browser, address, kinds, sought, width, scheme):  # noqa: F811, PLR0913, PLR0917 (fixtures)
    found = {}
    with opened(browser, address, width=width, scheme=scheme) as page:
        page.goto(address)
        page.keyboard.press("/")
        page.keyboard.type(sought)
        page.locator(".hit").first.wait_for()
        found["dialog"] = complaints(page)
        for kind in ("paper", "edition", "trends", "subscribe"):
            page.goto(address + kinds[kind])
            page.evaluate("document.querySelectorAll('details:not(.menu)').forEach(folded => { folded.open = true; })")
            found[f"{kind}, all unfolded"] = complaints(page)
        page.goto(address + kinds["edition"])
        page.locator("label:has(#compact)").click()
        found["compact edition"] = complaints(page)
        page.locator(f".menu summary, header [for=__palette_{1 if scheme == 'light' else 0}]").locator("visible=true").first.click()
        found["menu or the other scheme"] = complaints(page)

    assert {kind: there for kind, there in found.items() if there} == {}
