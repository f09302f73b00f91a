"""The site as a browser shows it: every kind of page, on a phone and on a desk, by day and by night, with and without scripts."""

import datetime as dt
import functools
import os
import shutil
import threading
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

import pytest
from sites import build_well, say, site_of
from support import ROOT, write

pytestmark = pytest.mark.browser

WIDTHS = (390, 1360)
ALL_WIDTHS = (320, 390, 768, 1360)
MAIN = ("years/", "topics/", "code/", "trends/", "subscribe/", "add/")
"""Where a reader can go from every page."""


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format, *arguments):  # noqa: A002 (its name in the standard library)
        """Say nothing."""


@contextmanager
def serving(folder):
    """Serve a folder on this machine; gives its address."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=folder))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(scope="module")
def address(built):
    """Serve the built site."""
    with serving(built.folder) as address:
        yield address


@pytest.fixture(scope="module")
def browser():
    """Start the Chromium of this machine."""
    chromium = (
        os.environ.get("DIGEST_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    )
    if not chromium:
        reason = "no Chromium found; install it (apt-get install chromium) or name it in DIGEST_CHROMIUM"
        if os.environ.get("CI") or os.environ.get("DIGEST_REQUIRE_BROWSER"):
            pytest.fail(reason)
        pytest.skip(reason)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        browser = playwright.chromium.launch(executable_path=chromium, args=arguments)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def site():
    """Know what the built site holds."""
    return site_of(ROOT, today=dt.datetime.now(dt.UTC).date())  # noqa: TID251 (the site was built for the present day)


@pytest.fixture(scope="module")
def paper(site):
    """Choose a paper with code and a formula."""
    return next(paper for paper in site.papers if paper.arxiv and paper.code and "$" in paper.summary)


@pytest.fixture(scope="module")
def told() -> tuple[str, ...]:
    """Name the pages of the docs that people wrote."""
    return ("start", "write", "how-it-works", "limits", "cost")


@pytest.fixture(scope="module")
def kinds(site, paper, told):
    """Choose one page of every kind, by what it is."""
    lists = {
        name: f"{name}/"
        for name in (
            "years",
            "topics",
            "threads",
            "labs",
            "code",
            "trends",
            "data",
            "rules",
            "subscribe",
            "contribute",
            "add",
            "wanted",
            "corrections",
            "about",
            "how-we-choose",
            "options",
            "docs",
            *(f"docs/{name}" for name in ("commands", "files", "data", *told)),
        )
    }
    return lists | {
        "home": "",
        "edition": f"years/{paper.year}/",
        "edition without papers": next((f"years/{edition.year}/" for edition in site.editions if not edition.papers), ""),
        "edition with figures": next((f"years/{edition.year}/" for edition in site.editions if edition.figures), ""),
        "topic": f"topics/{paper.topics[0].id}/",
        "thread": next((f"threads/{thread.id}/" for thread in site.threads), ""),
        "paper in threads": next((f"papers/{other.slug}/" for other in site.papers if other.threads), ""),
        "lab": f"labs/{site.labs[0].id}/",
        "repository": f"code/{paper.code[0].repository.slug}/",
        "repository with figures": next((f"code/{page.repository.slug}/" for page in site.repositories if page.figures), ""),
        "paper": f"papers/{paper.slug}/",
        "paper without code": next((f"papers/{other.slug}/" for other in site.papers if not other.code), ""),
        "nowhere": "404.html",
    }


@contextmanager
def opened(browser, address, *, width=1360, scheme="light", scripts=True):
    """Open a page that notes what it complains of and what it asks others for."""
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, java_script_enabled=scripts, has_touch=width < 600
    )
    page = context.new_page()
    page.complaints = []
    page.on("console", lambda message: page.complaints.append(message.text) if message.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    # Going on to the next page cancels what the former one had not finished; that is no complaint.
    page.on(
        "requestfailed",
        lambda request: None if request.failure == "net::ERR_ABORTED" else page.complaints.append(f"{request.failure}: {request.url}"),
    )
    page.on("response", lambda response: page.complaints.append(f"{response.status}: {response.url}") if response.status >= 400 else None)
    page.on(
        "request", lambda request: None if request.url.startswith((address, "data:")) else page.complaints.append(f"asked {request.url}")
    )
    try:
        yield page
    finally:
        context.close()


@pytest.mark.parametrize("width", ALL_WIDTHS)
def test_no_page_overflows_complains_or_asks_another_host_by_day_or_night(browser, address, kinds, width):
    with opened(browser, address, width=width) as page:
        wide = {}
        for kind, url in kinds.items():
            page.goto(address + url)
            for scheme in ("light", "dark"):
                page.emulate_media(color_scheme=scheme)
                wide[kind, scheme] = page.evaluate("document.documentElement.scrollWidth") - width
        page.wait_for_timeout(500)  # for whatever a script does later

        assert {kind: overflow for kind, overflow in wide.items() if overflow > 0} == {}
        assert page.complaints == []


def test_the_header_is_one_row_at_every_width(browser, address):
    with opened(browser, address) as page:
        page.goto(f"{address}labs/")
        heights = {}
        for width in (320, 390, 600, 768, 810, 927, 929, 1024, 1360):
            page.set_viewport_size({"width": width, "height": 900})
            heights[width] = page.locator("body > header, .top").first.bounding_box()["height"]

        assert {width: height for width, height in heights.items() if height > 66} == {}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_page_follows_the_scheme_of_the_machine(browser, address, scheme):
    with opened(browser, address, scheme=scheme) as page:
        page.goto(address)

        color = page.evaluate("getComputedStyle(document.body).backgroundColor")
        red, green, blue = (int(part) for part in color.removeprefix("rgb(").removesuffix(")").split(", "))
        assert (red + green + blue > 600) == (scheme == "light")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
@pytest.mark.parametrize("width", WIDTHS)
def test_the_main_places_are_reached_from_every_kind_of_page(browser, address, kinds, width, scripts):
    with opened(browser, address, width=width, scripts=scripts) as page:
        for kind, url in kinds.items():
            page.goto(address + url)
            assert out_of_reach(page, [address + target for target in MAIN]) == [], kind


MISSING = """targets => targets.filter(target => ![...document.querySelectorAll("a[href]")].some(link => {
  const box = link.getBoundingClientRect();
  return link.href === target && link.checkVisibility({visibilityProperty: true}) && box.width && box.left >= 0 && box.right <= innerWidth;
}))"""
"""Which of some addresses no link on the screen leads to."""


def out_of_reach(page, targets: list[str]) -> list[str]:
    """Find which pages cannot be reached by a click, if need be after opening the menu."""
    missing = page.evaluate(MISSING, targets)
    menu = page.locator("header label[for=__drawer]:visible, header summary:visible, header button[aria-expanded]:visible")
    if missing and menu.count():
        menu.first.click()
        for _ in range(20):  # while it slides in
            if not (missing := page.evaluate(MISSING, targets)):
                break
            page.wait_for_timeout(50)
    return missing


@pytest.mark.parametrize("width", WIDTHS)
def test_the_text_is_there_without_scripts(browser, address, kinds, paper, width):
    with opened(browser, address, width=width, scripts=False) as page:
        for kind, url in kinds.items():
            page.goto(address + url)
            assert page.locator("h1").first.is_visible(), kind
        page.goto(address + kinds["paper"])
        for text in (paper.title, paper.tldr, paper.why, paper.code[0].repository.spelled, say("why.title")):
            assert page.get_by_text(text).first.is_visible(), text
        page.goto(address + kinds["edition"])
        assert page.get_by_text(paper.tldr).first.is_visible()


def test_a_formula_is_drawn_by_the_browser(browser, address, kinds):
    with opened(browser, address) as page:
        page.goto(address + kinds["paper"])

        assert page.locator("math").first.bounding_box()["width"] > 0
        assert "$" not in page.locator("main").inner_text()


def test_a_reader_gets_from_the_home_page_to_a_papers_code(browser, address, paper):
    with opened(browser, address) as page:
        page.goto(address)
        page.locator("main").get_by_role("link", name=str(paper.year)).first.click()
        page.wait_for_url(f"{address}years/{paper.year}/")
        page.locator("main").get_by_role("heading").get_by_role("link", name=paper.title).click()
        page.wait_for_url(f"{address}papers/{paper.slug}/")

        code = page.locator("main").get_by_role("link", name=paper.code[0].repository.spelled).first
        assert code.get_attribute("href") == paper.code[0].url


def test_an_arxiv_id_and_a_former_address_lead_on_without_scripts(browser, address, paper):
    with opened(browser, address, scripts=False) as page:
        page.goto(f"{address}abs/{paper.arxiv}/")
        page.wait_for_url(f"{address}papers/{paper.slug}/")

        assert page.get_by_role("heading", level=1).inner_text() == paper.title


def test_the_keyboard_reaches_the_text_and_shows_where_it_is(browser, address, kinds):
    with opened(browser, address) as page:
        page.goto(address + kinds["paper"])
        for _ in range(60):
            page.keyboard.press("Tab")
            if page.evaluate("document.activeElement.closest('main') !== null"):
                break

        style = page.evaluate("(({outlineStyle, boxShadow}) => [outlineStyle, boxShadow])(getComputedStyle(document.activeElement))")
        assert page.evaluate("document.activeElement.closest('main') !== null")
        assert style != ["none", "none"]


def test_a_page_prints_its_text_and_not_its_menus(browser, address, kinds):
    with opened(browser, address) as page:
        page.goto(address + kinds["paper"])
        page.emulate_media(media="print")

        assert page.locator("h1").first.is_visible()
        for left_out in ("body > header", "footer", ".buttons", ".copy"):
            assert not page.locator(left_out).locator("visible=true").count(), left_out
        badge = page.locator(".badge[href]").first
        assert badge.get_attribute("href") in badge.evaluate("badge => getComputedStyle(badge, '::after').content")


def test_an_edition_is_filtered_and_shortened_without_scripts(browser, address, site):
    edition = next(edition for edition in site.editions if len({paper.standing for paper in edition.papers}) > 1)
    chosen = edition.papers[-1].standing
    expected = [f"{address}papers/{paper.slug}/" for paper in edition.papers if paper.standing == chosen]
    with opened(browser, address, scripts=False) as page:
        page.goto(f"{address}years/{edition.year}/")
        page.locator(f"label:has(#show-{chosen})").click()

        assert page.locator(".papers h2:visible a").evaluate_all("links => links.map(link => link.href)") == expected
        assert page.locator(".contents li:visible").count() == len(expected)

        page.locator("label:has(#compact)").click()

        assert not page.locator(".papers .prose").first.is_visible()
        assert page.get_by_text(next(paper for paper in edition.papers if paper.standing == chosen).tldr).first.is_visible()


def test_a_template_that_forgets_to_escape_still_runs_nothing(browser, small):
    attack = """<script>document.title='ran'</script><img src="data:,x" onerror="document.title='ran'"><a href="javascript:document.title='ran'">x</a>"""
    write(small / "site_config/templates/lab.html.j2", "<h1>{{ page.lab.name|safe }}</h1>\n")
    labs = (small / "content/labs.yml").read_text(encoding="utf-8")
    write(small / "content/labs.yml", labs.replace("name: Alpha Lab", f"name: '{attack.replace(chr(39), chr(39) * 2)}'"))
    with serving(build_well(small).folder) as address, opened(browser, address) as page:
        page.goto(address + "labs/alpha-lab/")
        page.get_by_text("x", exact=True).click()

        assert page.locator("main img").count() == 1  # the template did forget
        assert page.title() != "ran"
        assert any("Content Security Policy" in complaint for complaint in page.complaints)


def test_a_saved_paper_waits_on_its_shelf_and_leaves_as_bibtex(browser, address, paper):
    with opened(browser, address) as page:
        page.goto(f"{address}saved/")
        assert page.get_by_text(say("saved.none")).is_visible()

        page.goto(f"{address}papers/{paper.slug}/")
        page.get_by_role("button", name=say("saved.save"), exact=True).click()
        assert page.get_by_role("button", name=say("saved.saved"), exact=True).get_attribute("aria-pressed") == "true"

        page.goto(f"{address}saved/")
        assert page.locator("#saved a").all_inner_texts() == [paper.title]
        with page.expect_download() as download:
            page.get_by_role("button", name=say("saved.export")).click()
        exported = download.value.path().read_text(encoding="utf-8")
        assert exported.count("@") == 1
        assert f"{{{paper.identity}," in exported

        page.get_by_role("button", name=say("saved.remove")).click()
        assert page.locator("#saved li").count() == 0
        assert page.complaints == []


def test_who_comes_back_sees_what_is_new_until_it_is_read(browser, address, site):
    newest = site.latest[0]
    shelf = {"saved": {}, "read": {}, "first": "2000-01-01", "last": "2000-01-01", "before": "2000-01-01"}
    with opened(browser, address) as page:
        page.goto(address)
        assert not page.locator("#news").is_visible()  # at the first visit nothing is new

        page.evaluate("shelf => localStorage.setItem('digest /', JSON.stringify(shelf))", shelf)
        page.goto(address)
        page.locator("#news").get_by_role("link", name=newest.title).click()
        page.wait_for_url(f"{address}papers/{newest.slug}/")
        page.goto(f"{address}years/{newest.year}/")

        unread = page.locator(".full", has=page.locator(".unread"))
        in_edition = [paper.title for paper in site.papers if paper.year == newest.year and paper.slug != newest.slug]
        assert unread.locator("h2").all_inner_texts() == in_edition
        assert page.complaints == []


def test_a_paper_that_stands_in_a_list_is_not_read_yet(browser, address, site):
    topic = next(topic for topic in site.topics if topic.papers)
    shelf = {"saved": {}, "read": {}, "first": "2000-01-01", "last": "2000-01-01", "before": "2000-01-01"}
    with opened(browser, address) as page:
        page.goto(address)
        page.evaluate("shelf => localStorage.setItem('digest /', JSON.stringify(shelf))", shelf)
        for url in ("", f"topics/{topic.id}/", f"years/{topic.papers[0].year}/"):
            page.goto(address + url)

        assert page.evaluate("JSON.parse(localStorage.getItem('digest /')).read") == {}


def test_two_digests_on_one_host_have_a_shelf_each(browser, built, tmp_path):
    for name in ("one", "two"):
        shutil.copytree(built.folder, tmp_path / name)
    with serving(tmp_path) as address, opened(browser, address) as page:
        page.goto(f"{address}one/")
        page.goto(f"{address}two/saved/")

        assert page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('digest ')).sort()") == [
            "digest /one/",
            "digest /two/",
        ]


def test_a_broken_shelf_is_begun_anew(browser, address, paper):
    with opened(browser, address) as page:
        page.goto(address)
        page.evaluate("localStorage.setItem('digest /', '{')")
        page.goto(f"{address}papers/{paper.slug}/")

        assert page.get_by_role("button", name=say("saved.save"), exact=True).is_visible()
        assert page.complaints == []


def test_a_place_that_is_pointed_at_keeps_its_two_bars_apart(browser):
    bars = '<svg><a href="#"><rect class="bar s1" width="9" height="9"/><rect class="bar s2" y="9" width="9" height="9"/></a></svg>'
    style = (ROOT / "site_config/assets/digest.css").read_text(encoding="utf-8")
    page = browser.new_page()
    page.set_content(f'<style>{style}</style><section class="review__row figure--several">{bars}</section>')
    for is_pointed_at in (False, True):
        if is_pointed_at:
            page.locator("rect").last.hover()
        fills = page.locator("rect").evaluate_all("bars => bars.map(bar => getComputedStyle(bar).fill)")
        assert fills[0] == "none", is_pointed_at
        assert fills[1] != "none", is_pointed_at
    page.close()
