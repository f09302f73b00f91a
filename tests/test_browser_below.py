"""The site below a path of its host: nothing of it looks, leads or asks above that path."""

import pytest
from sites import build_well, configure, copy_of_the_digest, meta_of, say
from test_browser import WIDTHS, browser, kinds, opened, paper, serving, site, told  # noqa: F401 (fixtures)

pytestmark = pytest.mark.browser

BELOW = "sub/path/"


@pytest.fixture(scope="module")
def host(tmp_path_factory):
    """Build the digest for an address below a path, where a host would have it."""
    root = copy_of_the_digest(tmp_path_factory.mktemp("below") / "digest")
    configure(root, "https://deep-annual.github.io/", f"https://deep-annual.test/{BELOW}")
    build_well(root, root.parent / "host" / BELOW)
    return root.parent / "host"


@pytest.fixture(scope="module")
def address(host):
    """Serve the host; the address is that of the site."""
    with serving(host) as address:
        yield address + BELOW


@pytest.mark.parametrize("width", WIDTHS)
def test_every_kind_of_page_finds_all_it_needs_below_the_path(browser, address, kinds, width):  # noqa: F811
    with opened(browser, address, width=width) as page:
        for kind, url in (kinds | {"saved": "saved/", "search": "search/"}).items():
            page.goto(address + url)
            page.wait_for_function("document.fonts.ready")
            assert page.evaluate("[...document.fonts].some(font => font.status === 'loaded' && font.family === 'Newsreader')"), kind
        page.wait_for_timeout(500)  # for whatever a script does later

        assert page.complaints == []  # nothing was missing, and nothing beside the site was asked for


def test_no_link_leads_above_the_path(browser, address, kinds):  # noqa: F811
    with opened(browser, address) as page:
        host = address.removesuffix(BELOW)
        for kind, url in kinds.items():
            page.goto(address + url)
            links = page.evaluate(
                "[...document.querySelectorAll('a[href], link[href], script[src]')].map(one => new URL(one.getAttribute('href') ?? one.getAttribute('src'), document.baseURI).href)"
            )
            assert [link for link in links if link.startswith(host) and not link.startswith(address)] == [], kind


def test_search_leads_to_a_paper_that_can_be_saved(browser, address, paper):  # noqa: F811
    with opened(browser, address) as page:
        page.goto(f"{address}topics/")
        page.keyboard.press("/")
        page.keyboard.type(paper.title[:30])
        page.locator(".hit").first.wait_for()
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        page.wait_for_url(f"{address}papers/{paper.slug}/")
        page.get_by_role("button", name=say("saved.save"), exact=True).click()
        page.goto(f"{address}saved/")

        assert page.locator("#saved a").evaluate_all("links => links.map(link => link.href)") == [f"{address}papers/{paper.slug}/"]
        assert page.complaints == []


def test_an_arxiv_id_leads_on_and_a_card_lies_where_others_look_for_it(browser, address, host, paper):  # noqa: F811
    with opened(browser, address, scripts=False) as page:
        page.goto(f"{address}abs/{paper.arxiv}/")
        page.wait_for_url(f"{address}papers/{paper.slug}/")

        card = page.locator("meta[property='og:image']").get_attribute("content")
        assert card.startswith(f"https://deep-annual.test/{BELOW}")
        assert (host / card.removeprefix("https://deep-annual.test/")).is_file()


@pytest.mark.parametrize("width", WIDTHS)
def test_where_nothing_is_the_page_that_says_so_looks_like_the_others_and_leads_on(browser, address, host, width):  # noqa: F811
    nowhere = (host / BELOW / "404.html").read_text(encoding="utf-8")
    with opened(browser, address, width=width) as page:
        page.route("**/nowhere/**", lambda route: route.fulfill(status=404, content_type="text/html", body=nowhere))
        page.goto(f"{address}nowhere/at/all/")

        assert page.get_by_role("heading", level=1).inner_text() == say("notfound.title")
        assert "Newsreader" in page.get_by_role("heading", level=1).evaluate("heading => getComputedStyle(heading).fontFamily")
        assert page.evaluate("document.documentElement.scrollWidth") == width
        assert meta_of(nowhere, "robots") == ["noindex"]
        assert [complaint for complaint in page.complaints if "nowhere/at/all" not in complaint and "404" not in complaint] == []
        page.locator("main").get_by_role("link", name=say("topics.title")).click()
        page.wait_for_url(f"{address}topics/")
