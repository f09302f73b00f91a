"""The page that people subscribe from: three choices first, every address there to select, copied by a button."""

import datetime as dt
import re
from itertools import pairwise

import pytest
from sites import WORDS, build_well, change, dom, entry, hrefs_of, links_of, outputs_of, say, target_of, text_of
from support import write
from test_browser import address, browser, opened  # noqa: F401 (fixtures)

TITLE_OF_WALKS = "Walks on Graphs, and <3 Other R&D"


def addition(root) -> str:
    return outputs_of(root).additions["subscribe/"]


def test_three_choices_stand_first_and_the_rest_is_folded(small):
    tree = dom(addition(small))

    headings = [" ".join(heading.itertext()) for heading in tree.iter("h2")]
    assert headings == [say(f"subscribe.{key}") for key in ("everything", "topics", "editions", "more")]
    [rest] = [details for details in tree.iter("details") if details.get("class") == "rest"]
    folded = {link.get("href") for link in rest.iter("a")}
    assert {"../feed-code.xml", "../feed-changes.json"} <= folded
    assert not folded & {"../feed.xml", "../feed-editions.xml", "../feed-topic-normalization.xml"}


def test_every_feed_is_on_the_page_once_with_its_whole_address_as_text(small):
    for number in range(3):
        entry(small, f"of-alpha-{number}", labs=["alpha-lab"])
    outputs = outputs_of(small)
    html = outputs.additions["subscribe/"]

    feeds = {path for path in outputs.files if re.fullmatch(r"(feed|atom)[\w-]*\.(xml|json)|feeds\.opml", path)}
    assert len(feeds) == outputs.feeds + 1
    assert sorted(target_of("subscribe/", href) for href in hrefs_of(html)) == sorted(feeds)
    texts = {"".join(link.itertext()) for link in dom(html).iter("a")}
    assert texts == {f"https://small-annual.test/{path}" for path in feeds}


def test_every_choice_says_how_much_is_in_it(small):
    entry(small, "fresh", topics=["normalization"])

    text = text_of(addition(small))

    assert f"Normalization {say('papers', n=2)}" in text
    assert f"Graph neural networks {say('papers', n=1)}" in text
    assert say("subscribe.editions_now", n=2) in text
    assert say("subscribe.rest", n=2) in text


def test_a_choice_says_how_many_papers_there_are_and_not_how_many_its_feed_holds(small):
    for number in range(5):
        entry(small, f"paper-{number}", topics=["normalization"], added=f"2026-0{number + 2}-01")

    text = text_of(outputs_of(small, feed_items=2, feed_days=1).additions["subscribe/"])

    assert f"Normalization {say('papers', n=6)}" in text
    assert say("subscribe.now", n=2, day=WORDS.day(dt.date(2026, 6, 1))) in text


def test_the_page_of_corrections_shows_what_the_feed_of_changes_holds_and_leads_to_it(small):
    change(small / "content/papers/2019/graph-walks.yml", revised="2026-10-10")
    write(small / "content/removed.yml", "gone:\n  date: 2026-11-20\n  reason: for a test\n")
    built = build_well(small)

    html = built.pages["corrections/"]

    texts = [text for text, _ in links_of(html)]
    first, second = (texts.index(say(f"change.{kind}", name=name)) for kind, name in (("removed", "gone"), ("revised", TITLE_OF_WALKS)))
    assert first < second
    assert {"../subscribe/#changes", "../papers/gone/", "../papers/graph-walks/"} <= set(hrefs_of(html))
    advertised = {link.get("href"): link.get("type") for link in dom(html).iter("link") if link.get("rel") == "alternate"}
    assert advertised["../feed-changes.xml"] == "application/rss+xml"
    assert advertised["../atom-changes.xml"] == "application/atom+xml"
    assert advertised["../feed-changes.json"] == "application/feed+json"


def test_what_we_add_stands_where_the_page_says_or_at_its_end(small):
    page = small / "content/pages/subscribe.md"
    page.write_text("# Subscribe\n\nBefore.\n\n<!-- digest -->\n\nAfter.\n", encoding="utf-8")
    marked = text_of(build_well(small).pages["subscribe/"])
    page.write_text("# Subscribe\n\nBefore.\n\nAfter.\n", encoding="utf-8")
    unmarked = text_of(build_well(small).pages["subscribe/"])

    def order(text: str, *parts: str) -> bool:
        return all(one < other for one, other in pairwise(text.index(part) for part in parts))

    assert order(marked, "Before.", say("subscribe.everything_note"), "After.")
    assert order(unmarked, "Before.", "After.", say("subscribe.everything_note"))


def test_only_pages_with_something_to_copy_load_the_script_for_it(small):
    pages = build_well(small).pages

    assert {url for url, html in pages.items() if "copy.js" in html} == {url for url, html in pages.items() if "data-copy" in html}


@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 390, 768, 1360])
def test_no_address_is_cut_off_at_any_width(browser, address, width):  # noqa: F811
    with opened(browser, address, width=width) as page:
        page.goto(f"{address}subscribe/")
        page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true; })")

        outside = """[...document.querySelectorAll('.address')].filter(one => {
          const box = one.getBoundingClientRect();
          return !box.width || box.left < 0 || box.right > innerWidth || one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).overflow !== 'visible';
        }).map(one => one.textContent)"""
        assert page.evaluate(outside) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.complaints == []


@pytest.mark.browser
def test_a_button_copies_the_address_beside_it_and_says_so(browser, address):  # noqa: F811
    with opened(browser, address) as page:
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        page.goto(f"{address}subscribe/")
        button = page.locator("button.copy").first

        button.click()

        button.get_by_text(say("subscribe.copied")).wait_for()
        assert page.evaluate("navigator.clipboard.readText()") == "https://deep-annual.github.io/feed.xml"
        assert "feed.xml" in button.get_attribute("aria-label")


@pytest.mark.browser
def test_without_scripts_the_addresses_are_there_and_no_dead_button(browser, address):  # noqa: F811
    with opened(browser, address, scripts=False) as page:
        page.goto(f"{address}subscribe/")

        assert page.locator(".address").first.is_visible()
        assert page.locator("button.copy").count() == 0
