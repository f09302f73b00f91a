"""A long list stands on several pages: none is large, nothing is lost, and a list that is short stays as it was."""

import re

import pytest
from sites import SUMMARY, build_well, change, entry, hrefs_of, outputs_of, page_of, say, target_of, targets_of, text_of
from support import EXAMPLES

from digest import permanence
from digest.render.linked_data import NAMED
from digest.render.parts import FULL, LISTED, parts

MANY = 2 * FULL + 5


@pytest.fixture
def long(small):
    """Give the edition of 2019 more papers than one page holds."""
    for number in range(MANY):
        code = [{"repo": f"https://github.com/someone/project-{number}", "official": number % 2 == 0}] if number % 3 else None
        entry(small, f"many-{number:03}", code=code)
    return small


@pytest.mark.parametrize(("count", "sizes"), [(0, [0]), (1, [1]), (30, [30]), (31, [30, 1]), (90, [30, 30, 30])])
def test_a_list_is_parted_into_full_pages_and_a_rest(count, sizes):
    found = list(parts("years/2019/", range(count), FULL))

    assert [len(part.items) for part in found] == sizes
    assert [item for part in found for item in part.items] == list(range(count))
    assert [part.before for part in found] == [sum(sizes[:place]) for place in range(len(sizes))]
    assert [part.url for part in found] == ["years/2019/", "years/2019/2/", "years/2019/3/"][: len(sizes)]


def test_every_paper_of_a_long_edition_stands_on_one_of_its_pages_under_its_place(long):
    outputs = outputs_of(long)
    pages = [page_of(outputs, url).html for url in ("years/2019/", "years/2019/2/", "years/2019/3/")]

    shown = [re.findall(r'<li class="full" id="([^"]+)"', html) for html in pages]
    places = [int(place) for html in pages for place in re.findall(r'class="numeral" aria-hidden="true">(\d+)<', html)]

    assert len({slug for some in shown for slug in some}) == sum(map(len, shown)) == MANY + 1
    assert places == list(range(1, MANY + 2))


def test_the_pages_of_a_list_lead_to_one_another_and_each_has_a_title_of_its_own(long):
    outputs = outputs_of(long)
    pages = {url: page_of(outputs, url) for url in ("years/2019/", "years/2019/2/", "years/2019/3/")}
    to = {url: {target_of(url, href) for href in hrefs_of(page.html)} for url, page in pages.items()}

    assert "years/2019/2/index.html" in to["years/2019/"] & to["years/2019/3/"]
    assert {"years/2019/index.html", "years/2019/3/index.html"} <= to["years/2019/2/"]
    assert len({page.title for page in pages.values()}) == 3
    assert say("part.show", number=2, of=3) in pages["years/2019/2/"].html


def test_the_filters_of_a_page_count_what_stands_on_it(long):
    html = page_of(outputs_of(long), "years/2019/2/").html

    counted = {name: int(count) for name, count in re.findall(r'id="show-(\w+)"[^>]*>[^<]*<b>(\d+)</b>', html)}
    standings = re.findall(r'<li class="full"[^>]* data-code="(\w+)"', html)

    assert counted == {"all": FULL} | {name: standings.count(name) for name in set(standings)}


def test_what_an_edition_says_besides_its_papers_stands_on_its_first_page_alone(long):
    change(long / "content/editions/2019.yml", intro="An introduction of few words.")
    outputs = outputs_of(long)

    assert "An introduction of few words." in page_of(outputs, "years/2019/").html
    assert "An introduction of few words." not in page_of(outputs, "years/2019/2/").html
    assert 'id="cite"' not in page_of(outputs, "years/2019/2/").html


def test_a_long_topic_and_its_site_have_no_broken_link_and_no_large_page(small):
    for number in range(LISTED + 5):
        entry(small, f"many-{number:03}", labs=["google-brain"] if "google-brain" in (small / "content/labs.yml").read_text() else [])

    built = build_well(small)

    assert "topics/normalization/2/" in built.pages
    assert "papers" in built.pages["topics/normalization/2/"]
    assert max(len(html.encode()) for html in built.pages.values()) < 300_000


def test_an_edition_full_of_formulas_has_more_pages_and_no_large_one(small):
    formulas = " ".join(f"$\\sum_{{i={number}}}^n x_i^2$" for number in range(80))
    for number in range(FULL):
        entry(small, f"many-{number:03}", summary=f"{formulas}\n\n{' '.join(SUMMARY.split()[:60])}")

    outputs = outputs_of(small)
    pages = [page for page in outputs.pages if page.url.startswith("years/2019/")]

    shown = [slug for page in pages for slug in re.findall(r'<li class="full" id="([^"]+)"', page.html)]
    assert len(shown) == len(set(shown)) == FULL + 1
    assert pages[0].html.count("<math") > 80
    assert len(pages) > 2
    assert max(len(page.html.encode()) for page in pages) < 280_000  # the frame has some 20 kB


def test_a_paper_of_thousands_names_hundreds_on_its_page_and_all_in_its_data(small):
    authors = [f"Firstname Number{number:04}" for number in range(3000)]
    entry(small, "of-many", authors=authors)

    outputs = outputs_of(small)
    page = page_of(outputs, "papers/of-many/")

    assert len((page.html + page.head).encode()) < 280_000
    assert say("paper.authors_more", n=3000 - NAMED) in text_of(page.html)
    assert "papers/of-many/paper.json" in targets_of(page)
    assert b"Number2999" in outputs.files["papers/of-many/paper.json"]


def test_a_list_that_grows_shorter_loses_no_address(tmp_path, small):
    for number in range(FULL + 5):
        entry(small, f"many-{number:03}")
    before = build_well(small, tmp_path / "before").folder
    for number in range(10):
        path = small / f"content/papers/2019/many-{number:03}.yml"
        path.rename(path.parents[1] / f"2018/many-{number:03}.yml")
    after = build_well(small, tmp_path / "after").folder

    assert (before / "years/2019/2/index.html").exists()
    assert not (after / "years/2019/2/index.html").exists()
    permanence.compare(before, after, outputs_of(small))


def test_an_edition_of_hundreds_has_a_bar_of_about_a_hundred_cells():
    from support import project_at

    from digest.render.templating import Templates

    class Paper:
        standing = "none"

    templates = Templates(project_at(EXAMPLES / "base"))
    cells = templates.environment.get_template("_parts.html.j2").make_module({"root": "", "url": ""}).cells

    assert [str(cells([Paper()] * count)).count("<i ") for count in (1, 100, 101, 202, 1010)] == [1, 100, 51, 68, 92]
