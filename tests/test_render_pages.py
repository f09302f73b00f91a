"""A site to its pages: what each holds, whatever its texts hold."""

from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest
from hostile import STRINGS, executable, mistakes
from sites import TITLE, change, dom, emptied, entry, facts, hrefs_of, outputs_of, page_of, say, site_of, target_of, targets_of, text_of
from support import project_at, write

from digest import load
from digest.problems import DigestError


@pytest.fixture
def titled(small):
    """A digest with a paper whose title, authors, venue and topic have broken pages of others."""
    facts(small, "fresh", title=TITLE, authors=["O'Brien & <Søn>", 'Ann "Q" 🚀'])
    entry(small, "fresh", arxiv="2605.00001", labs=["alpha-lab"], venue="R&D <3", tldr="It says <3 & *more*.", why='"Why" & <why>.')
    return small


@pytest.mark.parametrize("url", ["", "years/2019/", "topics/normalization/", "labs/alpha-lab/", "papers/fresh/"])
def test_a_title_that_breaks_other_sites_stands_on_every_page_as_it_is(titled, url):
    page = page_of(outputs_of(titled), url)

    assert TITLE in text_of(page.html)
    assert mistakes(page.html) == []


def test_a_title_that_breaks_other_sites_is_the_heading_and_the_title_of_its_page(titled):
    page = page_of(outputs_of(titled), "papers/fresh/")

    assert page.title == TITLE
    assert ["".join(heading.itertext()) for heading in dom(page.html).iter("h1")] == [TITLE]
    assert [tag.get("content") for tag in dom(page.head).iter("meta") if tag.get("name") == "citation_title"] == [TITLE]


def test_a_tldr_is_plain_text_wherever_it_stands(titled):
    page = page_of(outputs_of(titled), "papers/fresh/")

    assert "It says <3 & *more*." in text_of(page.html)
    assert page.description == "It says <3 & *more*."


def test_authors_and_venue_stand_as_they_are(titled):
    text = text_of(page_of(outputs_of(titled), "papers/fresh/").html)

    for part in ("O'Brien & <Søn>", 'Ann "Q" 🚀', "R&D <3", '"Why" & <why>.'):
        assert part in text


def test_no_hostile_text_runs_on_any_page(hostile_outputs):
    fragments = [*(page.html + page.head for page in hostile_outputs.pages), *hostile_outputs.additions.values()]

    own = {"<meta>", "<link>", "<template>"}  # of heads, and of rows on the page "Add a paper"
    found = [finding for html in fragments for finding in executable(html) if finding not in own]
    assert found == ["<form>", "<form>", "<script>"]  # the search's; and of "Add a paper"


def test_no_hostile_text_breaks_the_markup_of_any_page(hostile_outputs):
    assert [(page.url, mistake) for page in hostile_outputs.pages for mistake in mistakes(page.html)] == []


def test_every_hostile_title_is_shown_as_it_is(hostile_outputs):
    text = " ".join(text_of(page.html) for page in hostile_outputs.pages if page.url.startswith("years/2019/"))

    assert [title for title in STRINGS if " ".join(title.split()) not in text] == []


def test_the_sitemap_is_xml_whatever_the_texts_hold(hostile_outputs):
    assert ET.fromstring(hostile_outputs.files["sitemap.xml"]).tag == "{http://www.sitemaps.org/schemas/sitemap/0.9}urlset"


@pytest.mark.parametrize("make", [lambda root: root, emptied], ids=["small", "empty"])
def test_a_strict_parser_finds_no_mistake_in_any_page(small, make):
    outputs = outputs_of(make(small))
    fragments = {page.url: page.html for page in outputs.pages} | outputs.additions

    assert [(url, mistake) for url, html in fragments.items() for mistake in mistakes(html)] == []


def test_every_page_has_one_h1_and_no_heading_skips_a_level(small):
    for page in outputs_of(small).pages:
        levels = [int(element.tag[1]) for element in dom(page.html).iter() if element.tag in {"h1", "h2", "h3", "h4", "h5", "h6"}]
        assert levels[0] == 1, page.url
        assert levels.count(1) == 1, page.url
        assert all(later <= former + 1 for former, later in pairwise(levels)), (page.url, levels)


def test_no_id_stands_twice_on_a_page(small):
    for page in outputs_of(small).pages:
        ids = [element.get("id") for element in dom(page.html).iter() if element.get("id")]
        assert len(ids) == len(set(ids)), page.url


def test_every_link_has_words(small):
    for page in outputs_of(small).pages:
        for link in dom(page.html).iter("a"):
            assert "".join(link.itertext()).strip() or link.get("aria-label"), page.url


def test_every_page_has_a_description_of_a_sentence(small):
    outputs = outputs_of(small)

    descriptions = [page.description for page in outputs.pages]
    assert all(20 <= len(description) <= 200 for description in descriptions)
    assert len(set(descriptions)) == len(descriptions)


def test_a_long_tldr_is_cut_between_words_in_the_description(small):
    change(small / "content/papers/2019/graph-walks.yml", tldr="word " * 39 + "end.")

    description = page_of(outputs_of(small), "papers/graph-walks/").description

    assert len(description) <= 161
    assert description.endswith("word…")


def test_a_paper_page_says_what_a_citation_needs(small):
    head = dom(page_of(outputs_of(small), "papers/batch-norm/").head)

    tags = [(tag.get("name"), tag.get("content")) for tag in head.iter("meta")]
    assert tags == [
        ("citation_title", "Batch Normalization: Accelerating Deep Network Training by Reducing Internal Covariate Shift"),
        ("citation_author", "Sergey Ioffe"),
        ("citation_author", "Christian Szegedy"),
        ("citation_publication_date", "2015/02"),
        ("citation_arxiv_id", "1502.03167"),
        ("citation_pdf_url", "https://arxiv.org/pdf/1502.03167"),
    ]


def test_a_paper_page_tells_why_it_is_here_what_was_checked_and_how_to_correct_it(small):
    page = page_of(outputs_of(small), "papers/batch-norm/")

    text = text_of(page.html)
    assert "it stands in most vision networks since" in text
    assert say("paper.checked.abstract") in text
    assert "14 times: abstract" in text
    assert "https://github.com/small/annual/edit/main/content/papers/2018/batch-norm.yml" in page.html


def test_a_paper_without_code_asks_for_some(small):
    page = page_of(outputs_of(small), "papers/graph-walks/")

    assert say("code.none_sentence") in text_of(page.html)
    assert "contribute/index.html" in targets_of(page)


def test_a_paper_of_no_recorded_lab_says_so(small):
    change(small / "content/papers/2019/graph-walks.yml", labs=[])

    assert say("entry.lab_unknown") in text_of(page_of(outputs_of(small), "papers/graph-walks/").html)


def test_an_edition_holds_its_papers_in_full_and_all_else_that_its_file_has(small):
    write(
        small / "content/editions/2018.yml",
        (small / "content/editions/2018.yml").read_text()
        + "sources:\n  - title: A List\n    by: Somebody\n    url: https://alpha.test/list\n    date: 2018-12-01\n"
        + "further:\n  - title: A Book\n"
        + "missed:\n  - what: We missed the walks.\n    paper: graph-walks\n"
        + "corrections:\n  - said: Up is down.\n    correct: Up is up.\n    source: https://alpha.test/up\n    date: 2026-02-03\n",
    )

    outputs = outputs_of(small)
    page = page_of(outputs, "years/2018/")

    text = text_of(page.html)
    for part in (
        *("The beginning", "The first year.", "Normalize each layer's inputs", "It made deep networks train", "Limits: small batches"),
        *("Most used", "by far", "Alpha/Norms", "Papers with code", "12 %", "July to November 2018", "July 1, 2018", "November 30, 2018"),
        *("A List", "Somebody", "A Book", "We missed the walks.", "Up is down.", "Up is up.", "February 3, 2026", "Ada Example"),
    ):
        assert part in text
    assert "papers/graph-walks/index.html" in targets_of(page)
    assert "Up is up." in text_of(outputs.additions["corrections/"])


def test_editions_lead_to_the_one_before_and_the_one_after(small):
    outputs = outputs_of(small)

    assert "years/2018/index.html" in targets_of(page_of(outputs, "years/2019/"))
    assert "years/2019/index.html" in targets_of(page_of(outputs, "years/2018/"))


def test_every_paper_is_reached_from_its_edition_topics_labs_and_code(small):
    outputs = outputs_of(small)

    for paper in site_of(small).papers:
        lists = [f"years/{paper.year}/", *(f"topics/{topic.id}/" for topic in paper.topics), *(f"labs/{lab.id}/" for lab in paper.labs)]
        for url in [*lists, *(f"code/{code.repository.slug}/" for code in paper.code), ""]:
            assert f"papers/{paper.slug}/index.html" in targets_of(page_of(outputs, url)), url


@pytest.mark.parametrize(
    ("authors", "line"),
    [
        (["Ada Lovelace"], "Ada Lovelace"),
        (["Mingxing Tan", "Quoc V. Le"], "Tan & Le"),
        (["Ian Goodfellow", "Yoshua Bengio", "Aaron Courville"], "Goodfellow et al."),
        (["Plato", "OpenAI"], "Plato & OpenAI"),
        (["Ada van der Poel", "ALEPH Collaboration"], "Poel & ALEPH Collaboration"),
        (["The ATLAS Collaboration", "Ada Lovelace", "Plato"], "The ATLAS Collaboration et al."),
    ],
)
def test_a_by_line_names_one_author_in_full_two_by_last_names_and_more_by_the_first(small, authors, line):
    entry(small, "by-line", authors=authors)

    assert line in text_of(page_of(outputs_of(small), "topics/normalization/").html)


def test_the_entry_to_copy_is_one_that_the_digest_can_read(small):
    template = dom(outputs_of(small).additions["contribute/"]).find(".//pre")
    write(small / "content/papers/2019/copied.yml", "".join(template.itertext()))

    _, problems = load.load(project_at(small))

    assert problems == []


def test_the_page_on_contributing_names_every_topic_and_ground(small):
    text = text_of(outputs_of(small).additions["contribute/"])

    for word in ("normalization", "graph-neural-networks", "idea-reused", "chosen-by"):
        assert word in text


def test_the_page_on_subscribing_has_the_address_of_each_feed(small):
    outputs = outputs_of(small)

    assert "https://small-annual.test/feed.xml" in text_of(outputs.additions["subscribe/"])
    feeds = {name for name in outputs.files if name.startswith(("feed", "atom"))}
    assert feeds <= {target_of("subscribe/", address) for address in hrefs_of(outputs.additions["subscribe/"])}


def test_a_template_of_the_projects_own_stands_before_the_packages(small):
    write(small / "site_config/templates/gone.html.j2", "<h1>Own words of {{ gone.slug }}</h1>")
    write(small / "content/removed.yml", "old-paper:\n  date: 2026-03-04\n  reason: none\n")

    assert page_of(outputs_of(small), "papers/old-paper/").html == "<h1>Own words of old-paper</h1>"


def test_an_asset_of_the_projects_own_stands_before_the_packages(small):
    write(small / "site_config/assets/digest.css", "h1 { color: red }")
    write(small / "site_config/assets/own/extra.txt", "extra")

    files = outputs_of(small).files

    assert files["assets/digest.css"] == b"h1 { color: red }"
    assert files["assets/own/extra.txt"] == b"extra"


def test_the_sitemap_gives_a_paper_the_day_of_its_text_and_a_list_that_of_its_newest_paper(small):
    change(small / "content/papers/2018/batch-norm.yml", revised="2026-08-09")

    urls = {
        url[0].text: [child.text for child in url[1:]]
        for url in ET.fromstring(outputs_of(small, own_pages=["about/"]).files["sitemap.xml"])
    }

    assert urls["https://small-annual.test/papers/batch-norm/"] == ["2026-08-09"]
    assert urls["https://small-annual.test/papers/graph-walks/"] == ["2026-02-01"]
    assert urls["https://small-annual.test/topics/normalization/"] == ["2026-08-09"]
    assert urls["https://small-annual.test/years/2019/"] == ["2026-02-01"]
    assert urls["https://small-annual.test/about/"] == []


def test_a_value_of_the_entrys_own_is_not_credited_to_a_source(small):
    change(small / "content/papers/2018/batch-norm.yml", title="Its own title")

    page = page_of(outputs_of(small), "papers/batch-norm/")

    facts_shown = [text for text in page.html.split("<dt>") if "made up for the tests" in text]
    assert len(facts_shown) == 2  # authors and day
    assert say("paper.fact.title") not in "".join(facts_shown)


def test_a_withdrawn_paper_says_so_wherever_it_is_listed(small):
    facts(small, "batch-norm", title="Batch Normalization", withdrawn=True)

    outputs = outputs_of(small)

    for url in ("papers/batch-norm/", "years/2018/", "topics/normalization/"):
        assert say("entry.withdrawn") in text_of(page_of(outputs, url).html)


def test_a_draft_is_marked_wherever_it_is_named(small):
    change(small / "content/papers/2018/batch-norm.yml", added=None)
    change(small / "content/papers/2019/graph-walks.yml", added=None, related=["batch-norm"])

    outputs = outputs_of(small, drafts=True)

    marks = {
        url: text_of(page_of(outputs, url).html).count("raft") for url in ("", "code/", "topics/normalization/", "papers/graph-walks/")
    }
    assert marks == {"": 2, "code/": 1, "topics/normalization/": 2, "papers/graph-walks/": 2}


def test_words_of_the_projects_own_stand_before_the_packages_one_by_one(small):
    write(small / "site_config/words/en.yml", "home.title: Papers that we liked\n")

    html = page_of(outputs_of(small), "").html

    assert "Papers that we liked" in html
    assert say("home.stack") in text_of(html)


@pytest.mark.parametrize(
    ("template", "line"), [("<p>\n{{ nothing.x }}\n", 2), ("<p>\n\n{% if %}\n", 3), ("{{ t('no.such.word') }}", 1)], ids=str
)
def test_a_mistake_in_a_template_is_named_with_its_line(small, template, line):
    write(small / "site_config/templates/topics.html.j2", template)

    with pytest.raises(DigestError, match=rf"^site_config/templates/topics\.html\.j2:{line}: "):
        outputs_of(small)
