"""Real builds through both doors, without network: what is built, what is the same, and what happens when something fails."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from sites import (
    SANDBOX,
    TITLE,
    build,
    build_well,
    change,
    configure,
    copy_of_the_digest,
    differences,
    dom,
    emptied,
    entry,
    facts,
    main_text_of,
    meta_of,
    mistakes_in,
    refresh_of,
    run,
    say,
    site_of,
    snapshot,
    target_of,
    text_of,
)
from support import ROOT, TODAY, write

DOORS = ("digest", "mkdocs")
REAL = site_of(ROOT)
_CODE = re.compile(r"<pre.*?</pre>|<dt><code>.*?</code></dt>", re.DOTALL)
"""What one types: an example, or an option with what it takes."""
PLACEHOLDERS = re.compile(
    r"OWNER|\bexample\.(org|com|net)\b|lorem ipsum|\bTODO\b|\bFIXME\b|\bsample (data|text|papers?|entry|entries)\b|\bundefined\b|\bNone\b|\{\{|\{%"
)


def test_the_tests_cannot_reach_the_network():
    code = "import socket; socket.create_connection(('192.0.2.1', 80), timeout=1)"

    said = subprocess.run(
        [sys.executable, "-c", code], env=os.environ | {"PYTHONPATH": str(SANDBOX)}, capture_output=True, encoding="utf-8", check=False
    )

    assert "a test reached for the network" in said.stderr


# What is built


def test_the_build_says_in_one_line_what_it_made(built):
    assert re.fullmatch(
        rf"Built \d+ pages, {len(REAL.papers)} papers, {3 * len(REAL.subscriptions)} feeds in \d+\.\d s -> .*/site/\n", built.said.stdout
    )
    assert built.said.stderr == ""


@pytest.mark.parametrize("paper", REAL.papers, ids=lambda paper: paper.slug)
def test_a_paper_stands_on_its_own_page_its_editions_and_each_of_its_topics_labs_and_repositories(built, paper):
    lists = [f"years/{paper.year}/", *(f"topics/{topic.id}/" for topic in paper.topics), *(f"labs/{lab.id}/" for lab in paper.labs)]
    for url in (f"papers/{paper.slug}/", *lists, *(f"code/{code.repository.slug}/" for code in paper.code)):
        text = main_text_of(built.pages[url])
        assert paper.title in text, url
        assert paper.tldr in text, url


@pytest.mark.parametrize(("year", "count"), [(2018, 13), (2019, 10)])
def test_an_edition_has_all_the_papers_of_its_article_in_the_curators_order(built, year, count):
    papers = [paper.title for paper in REAL.papers if paper.year == year]
    titles = ["".join(heading.itertext()).strip() for heading in dom(built.pages[f"years/{year}/"]).iter("h2")]

    assert len(papers) >= count
    assert [title for title in titles if title in papers] == papers


def test_every_figure_of_an_edition_stands_on_its_page_with_value_period_source_and_day(built):
    for page in REAL.editions:
        rows = {}
        for row in dom(built.pages[f"years/{page.year}/"]).iter("tr"):
            cells = [" ".join("".join(cell.itertext()).split()) for cell in row]
            rows.setdefault(cells[0], (cells[1:], [link.get("href") for link in row.iter("a")]))
        for figure in page.edition.figures:
            cells, links = rows[figure.claim]
            assert cells[:2] == [f"{figure.value} {figure.unit}" if figure.unit else figure.value, figure.period]
            assert str(figure.date.year) in cells[2]
            assert links == [figure.source]


def test_what_is_computed_here_of_a_figure_stands_under_it_once_and_leads_to_how(built):
    for page in REAL.editions:
        beside = [figure.beside for figure in page.edition.figures if figure.beside]
        answers = [row for row in dom(built.pages[f"years/{page.year}/"]).iter("tr") if row.get("class") == "answer"]
        links = [link.get("href") for row in answers for link in row.iter("a")]

        assert len(answers) == len(page.edition.figures)
        assert links == [f"#review-{name}" for name in dict.fromkeys(beside)]


def test_a_repository_of_a_highlight_leads_to_its_page(built):
    tree = dom(built.pages["years/2018/"])

    links = {"".join(link.itertext()): link.get("href") for link in tree.iter("a")}

    assert links["jantic/DeOldify"] == "../../code/jantic--deoldify/"


def test_deoldify_stands_as_community_code_on_the_pages_of_all_three_papers(built):
    for slug in ("sagan", "progressive-gan", "ttur"):
        [row] = [row for row in dom(built.pages[f"papers/{slug}/"]).iter("tr") if "jantic/DeOldify" in "".join(row.itertext())]
        assert "Community" in "".join(row.itertext())


def test_an_open_edition_without_papers_asks_for_the_first(built):
    text = text_of(built.pages["years/2026/"])

    assert "2026 so far" in text
    assert "Propose a paper" in text


def test_a_thin_topic_says_what_is_wanted(built):
    thin = [page for page in REAL.topics if len(page.papers) < 2]

    assert [page.id for page in thin if not page.topic.wanted] == []
    for page in thin:
        assert page.topic.wanted in text_of(built.pages[f"topics/{page.id}/"])


def test_every_page_has_one_heading_a_title_a_description_an_address_and_a_language(built, site_url):
    for url, html in built.pages.items():
        tree = dom(html)
        assert tree.get("lang") == "en", url
        assert len(list(tree.iter("h1"))) == 1, url
        [title] = [element.text for element in tree.find("head").iter("title")]
        assert title.strip(), url
        [description] = meta_of(html, "description")
        assert len(description) > 20, url
        canonical = [link.get("href") for link in tree.iter("link") if link.get("rel") == "canonical"]
        assert canonical == [site_url + url]


def test_a_strict_parser_finds_no_mistake_in_any_document(built):
    documents = {path: path.read_text(encoding="utf-8") for path in built.folder.rglob("*.html")}

    assert {path: wrong for path, html in documents.items() if (wrong := mistakes_in(html))} == {}


def own_feed(url: str, folder) -> str | None:
    """Name the feed of its own that a page has, as feeds' addresses do."""
    if match := re.fullmatch(r"(topic|lab)s/([^/]+)/", url):
        name = f"-{match[1]}-{match[2]}"
        return name if (folder / f"feed{name}.xml").exists() else None
    return "-editions" if url.startswith("years/") else {"code/": "-code", "corrections/": "-changes"}.get(url)


def test_every_page_tells_readers_of_the_feeds(built):
    for url, html in built.pages.items():
        links = [link for link in dom(html).iter("link") if link.get("rel") == "alternate"]
        own = own_feed(url, built.folder)
        assert [(link.get("type"), target_of(url, link.get("href"))) for link in links] == [
            (kind, address.format(name))
            for name in ("", own)
            if name is not None
            for kind, address in (
                ("application/rss+xml", "feed{}.xml"),
                ("application/atom+xml", "atom{}.xml"),
                ("application/feed+json", "feed{}.json"),
            )
        ], url


def test_no_placeholder_is_left_on_any_page(built):
    found = {url: match[0] for url, html in built.pages.items() if (match := PLACEHOLDERS.search(text_of(_CODE.sub("", html))))}

    assert found == {}


def test_no_page_ends_with_the_former_and_the_next_of_a_menu(built):
    for url, html in built.pages.items():
        assert "md-footer__link" not in html, url
        ways = [link.get("href") for link in dom(html).iter("a") if link.get("rel") in {"prev", "next"}]
        assert all(re.fullmatch(r"(\.\./)+years/\d{4}/", way) for way in ways), url  # from edition to edition alone


def test_at_most_one_page_in_twenty_waits_for_what_arxiv_says(built):
    waiting = [url for url, html in built.pages.items() if re.search(r"\bpending\b", main_text_of(html), re.IGNORECASE)]

    assert 20 * len(waiting) <= len(built.pages), waiting


def test_no_facet_of_the_search_is_empty_and_no_option_finds_nothing(built):
    facets = list(dom(built.pages["search/"]).iter("fieldset"))
    options = [list(facet.iter("label")) for facet in facets]

    assert facets
    assert all(options)
    assert [label.get("data-count") for facet in options for label in facet if int(label.get("data-count")) < 1] == []


def test_every_document_says_what_it_may_run_those_that_only_lead_on_too(built):
    for path in built.folder.rglob("*.html"):
        policies = [
            tag.get("content")
            for tag in dom(path.read_text(encoding="utf-8")).iter("meta")
            if tag.get("http-equiv") == "Content-Security-Policy"
        ]
        assert len(policies) == 1, path
        assert policies[0].startswith("default-src 'none'"), path


def test_no_page_shows_a_list_or_a_table_of_nothing(built):
    for url, html in built.pages.items():
        main = dom(html).find(".//main")
        filled = {"saved/": {"saved"}, "": {None}, "search/": {None}}.get(url, set())  # by a script, out of sight until then
        form = {id(element) for element in main.iterfind(".//*[@id='adder']//*")}  # is there to be filled in
        empty = [element for element in main.iter() if element.tag in {"ul", "ol", "dl", "tbody", "select"} and not len(element)]
        assert [element.get("id") for element in empty if element.get("id") not in filled and id(element) not in form] == [], url


def test_no_page_loads_anything_from_another_host(built):
    loads = {"stylesheet", "icon", "preload", "prefetch", "preconnect", "dns-prefetch", "modulepreload", "manifest", "apple-touch-icon"}
    for path in built.folder.rglob("*.html"):
        for element in dom(path.read_text(encoding="utf-8")).iter():
            addresses = [element.get(name) for name in ("src", "srcset", "poster", "data", "action") if element.get(name)]
            if element.tag == "link" and loads & set(element.get("rel", "").split()):
                addresses.append(element.get("href"))
            assert [address for address in addresses if re.match(r"(?!data:)[a-z]+:|//", address)] == [], path
    for path in built.folder.rglob("*.css"):
        assert re.findall(r"""(?:url\(|@import)\s*["']?(?:https?:)?//[^)]*""", path.read_text(encoding="utf-8")) == [], path


def test_the_sitemap_lists_exactly_the_pages_that_may_be_listed(built, site_url):
    root = ET.parse(built.folder / "sitemap.xml").getroot()
    listed = [location.text for location in root.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]

    may = [url for url, html in built.pages.items() if "noindex" not in meta_of(html, "robots")]
    assert listed == sorted(f"{site_url}{url}" for url in may)
    for day in root.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}lastmod"):
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", day.text)


def test_robots_are_told_where_the_sitemap_is(built, site_url):
    assert f"Sitemap: {site_url}sitemap.xml\n" in (built.folder / "robots.txt").read_text()


@pytest.mark.parametrize("paper", [paper for paper in REAL.papers if paper.arxiv], ids=lambda paper: paper.arxiv)
def test_an_arxiv_id_leads_to_its_paper(built, paper):
    url = f"abs/{paper.arxiv}/"

    html = (built.folder / url / "index.html").read_text(encoding="utf-8")

    assert target_of(url, refresh_of(html)) == f"papers/{paper.slug}/index.html"
    assert meta_of(html, "robots") == ["noindex"]


def test_a_title_that_breaks_other_sites_comes_through_the_frame_too(small):
    facts(small, "fresh", title=TITLE)
    entry(small, "fresh", arxiv="2605.00001", tldr='It says "R&D" <3.', labs=["alpha-lab"], added=str(TODAY))
    change(small / "content/editions/2019.yml", picks=["fresh"])

    built = build_well(small)

    tree = dom(built.pages["papers/fresh/"])
    assert tree.find("head/title").text.startswith(TITLE)
    assert ["".join(heading.itertext()) for heading in tree.iter("h1")] == [TITLE]
    assert meta_of(built.pages["papers/fresh/"], "description") == ['It says "R&D" <3.']
    for url in ("", "years/2019/", "topics/normalization/", "labs/alpha-lab/"):
        assert TITLE in text_of(built.pages[url]), url


def test_an_empty_digest_is_built(small):
    shutil.rmtree(emptied(small) / "content/editions")

    built = build_well(small)

    assert built.said.stdout.startswith("Built ")
    assert " 0 papers, 18 feeds " in built.said.stdout
    assert say("home.empty") in text_of(built.pages[""])


def test_a_page_that_people_wrote_stands_before_ours(small):
    write(small / "content/pages/topics.md", "---\ndescription: Written by a person for a test.\n---\n\n# Our own topics\n\nBy hand.\n")

    built = build_well(small)

    assert "By hand." in text_of(built.pages["topics/"])
    assert (built.folder / "sitemap.xml").read_text().count("<loc>https://small-annual.test/topics/</loc>") == 1


@pytest.mark.parametrize("key", ["exclude_docs", "draft_docs"])
@pytest.mark.parametrize("url", ["topics", "papers/graph-walks"])
def test_a_page_of_a_person_that_is_hidden_takes_no_page_of_ours_away(small, key, url):
    write(small / f"content/pages/{url}.md", "# Not yet\n\nBy hand.\n")
    with (small / "mkdocs.yml").open("a", encoding="utf-8") as file:
        file.write(f"{key}: |\n  /{url}.md\n")

    built = build_well(small)

    assert "By hand." not in text_of(built.pages[f"{url}/"])
    assert "Traceback" not in built.said.stderr


def test_a_link_to_a_page_that_is_hidden_is_told_of(small):
    write(small / "content/pages/hidden.md", "# Not yet\n")
    write(small / "content/pages/more.md", "# More\n\nSee <a href='/hidden/'>there</a>.\n")
    with (small / "mkdocs.yml").open("a", encoding="utf-8") as file:
        file.write("exclude_docs: /hidden.md\n")

    assert "more/ links to /hidden/, which does not exist" in " ".join(build(small).said.stderr.split())


def test_a_new_paper_is_one_file_and_one_command(tmp_path):
    root = copy_of_the_digest(tmp_path / "digest")
    code = [{"repo": "https://github.com/fresh/code", "official": "true", "framework": "pytorch"}]
    path = entry(root, "fresh", topics=["green-ai"], labs=["ai2"], code=code, added=None)

    accepted = run("digest", "accept", "--today", "2026-12-01", path, cwd=root)
    built = build_well(root, SOURCE_DATE_EPOCH="1796169600")

    assert accepted.stdout.startswith("content/papers/2019/fresh.yml: added 2026-12-01\n")
    for url in ("", "years/2019/", "topics/green-ai/", "labs/ai2/", "code/", "code/fresh--code/", "papers/fresh/"):
        assert "The title of fresh" in text_of(built.pages[url]), url
    for name, item in (("feed.xml", "item"), ("atom.xml", "{http://www.w3.org/2005/Atom}entry")):
        first = next(ET.parse(built.folder / name).getroot().iter(item))
        assert "The title of fresh" in {child.text for child in first}
    assert "<loc>https://deep-annual.github.io/papers/fresh/</loc>" in (built.folder / "sitemap.xml").read_text()


# The same files, the same bytes


def test_both_doors_build_the_same_site_byte_for_byte(built, tmp_path):
    other = build_well(ROOT, tmp_path / "site", door="mkdocs")

    assert differences(snapshot(built.folder), snapshot(other.folder)) == []


@pytest.mark.parametrize(
    "where",
    [
        pytest.param({"LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8"}, id="language"),
        pytest.param({"LC_ALL": "C", "PYTHONUTF8": "0"}, id="ASCII"),
        pytest.param({"TZ": "Pacific/Kiritimati"}, id="zone"),
        pytest.param({"PYTHONHASHSEED": "4242"}, id="hash seed"),
        pytest.param({"umask": 0o077}, id="umask"),
        pytest.param({"DIGEST_TEST_LISTING": "backward"}, id="listing"),
        pytest.param({"PYTHONOPTIMIZE": "1"}, id="without asserts"),
        pytest.param({"COLUMNS": "20", "TERM": "dumb", "CI": "true"}, id="terminal"),
    ],
)
def test_it_does_not_matter_where_and_when_a_site_is_built(small, small_built, tmp_path, where):
    root = shutil.copytree(small, tmp_path / "elsewhere with spaces" / "small")

    other = build_well(root, **where)

    assert differences(snapshot(small_built.folder), snapshot(other.folder)) == []


def test_the_whole_digest_is_the_same_built_elsewhere_by_other_rules_and_in_another_order(built, tmp_path):
    root = copy_of_the_digest(tmp_path / "elsewhere with spaces", backward=True)

    other = build_well(root, LC_ALL="tr_TR.UTF-8", TZ="Pacific/Kiritimati", PYTHONHASHSEED="4242", DIGEST_TEST_LISTING="backward")

    assert differences(snapshot(built.folder), snapshot(other.folder)) == []


def test_the_day_of_the_build_stands_in_no_file(small, small_built):
    other = build_well(small, SOURCE_DATE_EPOCH="1900000000")

    assert differences(snapshot(small_built.folder), snapshot(other.folder)) == []


def test_files_of_a_site_can_be_read_by_a_server(built):
    assert [path for path in built.folder.rglob("*") if not path.stat().st_mode & 0o044] == []


# What happens when something fails


@pytest.fixture
def published(small, small_built) -> Path:
    """A digest whose site was built before."""
    shutil.copytree(small_built.folder, small / "site")
    return small


def all_said(said: subprocess.CompletedProcess) -> str:
    """Join what a door said: MkDocs gives its reasons on stdout."""
    return said.stdout + said.stderr


def break_content(root: Path) -> None:
    change(root / "content/papers/2019/graph-walks.yml", topics=["normalisation"])


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("strict", [(), ("--strict",)], ids=["", "strict"])
def test_a_problem_in_the_content_is_named_with_its_place_and_changes_nothing(published, door, strict):
    before = snapshot(published / "site")
    break_content(published)

    built = build(published, None, *strict, door=door)

    assert built.said.returncode == 1
    assert re.search(
        r"content/papers/2019/graph-walks\.yml:\d+:\d+: error\[unknown-topic\] unknown topic 'normalisation'", all_said(built.said)
    )
    assert "Traceback" not in built.said.stderr
    assert snapshot(built.folder) == before
    assert sorted(path.name for path in published.iterdir()) == ["content", "mkdocs.yml", "site"]


@pytest.mark.parametrize("door", DOORS)
def test_a_problem_in_the_first_build_leaves_no_site(small, door):
    break_content(small)

    assert build(small, door=door).said.returncode == 1
    assert sorted(path.name for path in small.iterdir()) == ["content", "mkdocs.yml"]


@pytest.mark.parametrize("link", ["nowhere.md", "/nowhere/", "#nobody", "years/2019.md#nobody", "https://small-annual.test/nowhere/"])
def test_a_broken_link_of_a_person_publishes_nothing_when_strict(published, link):
    before = snapshot(published / "site")
    write(published / "content/pages/about.md", f"---\ndescription: A page for a test.\n---\n# About\n\n[Somewhere]({link})\n")

    strict = build(published, None, "--strict")

    assert strict.said.returncode == 1
    assert link.removesuffix(".md").split("#")[-1] in strict.said.stderr
    assert "Traceback" not in strict.said.stderr
    assert snapshot(strict.folder) == before
    assert sorted(path.name for path in published.iterdir()) == ["content", "mkdocs.yml", "site"]


def test_a_broken_link_of_a_person_is_but_a_warning_otherwise(small):
    write(small / "content/pages/about.md", "---\ndescription: A page for a test.\n---\n# About\n\n[Somewhere](/nowhere/)\n")

    built = build(small)

    assert built.said.returncode == 0
    assert "about/ links to /nowhere/" in built.said.stderr
    assert "Somewhere" in text_of(built.pages["about/"])


def test_an_address_that_is_none_on_a_page_of_a_person_names_the_page_and_changes_nothing(published):
    before = snapshot(published / "site")
    write(published / "content/pages/about.md", "---\ndescription: A page for a test.\n---\n# About\n\n[Somewhere](http://[broken)\n")

    built = build(published, None, "--strict")

    assert built.said.returncode != 0
    assert "about" in built.said.stderr
    assert snapshot(built.folder) == before


FAILURES = {
    "an error": "raise RuntimeError('the disk is on fire')",
    "an interruption": "import os, signal; os.kill(os.getpid(), signal.SIGINT)",
    "a termination": "import os, signal; os.kill(os.getpid(), signal.SIGTERM)",
    "a kill": "import os, signal; os.kill(os.getpid(), signal.SIGKILL)",
}

ENDING = """\
from digest.publish import Staging


def on_config(config):
    write = Staging.write

    def ending(self, path, content):
        if path == "papers/graph-walks/index.html":
            {failure}
        write(self, path, content)

    Staging.write = ending
    return config
"""
"""Ends a build when it writes a page, after others were written."""


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("failure", FAILURES)
def test_a_build_that_ends_in_the_middle_leaves_the_old_site(published, door, failure):
    before = snapshot(published / "site")
    write(published / "hook.py", ENDING.format(failure=FAILURES[failure]))
    configure(published, "nav:", "hooks: [hook.py]\nnav:")
    change(published / "content/papers/2019/graph-walks.yml", title="A New Title")

    assert build(published, door=door).said.returncode != 0
    assert snapshot(published / "site") == before
    if failure in {"an error", "an interruption"}:
        assert [path for path in published.iterdir() if "building" in path.name] == []


def test_the_build_after_one_that_was_killed_is_whole(published):
    write(published / "hook.py", f"def on_post_page(output, page, config):\n    {FAILURES['a kill']}\n    return output\n")
    configure(published, "nav:", "hooks: [hook.py]\nnav:")
    change(published / "content/papers/2019/graph-walks.yml", title="A New Title")
    assert build(published).said.returncode != 0

    write(published / "hook.py", "")

    assert "A New Title" in build_well(published).pages["papers/graph-walks/"]


def test_an_interrupted_build_says_so_without_a_traceback(small):
    write(small / "hook.py", f"def on_post_page(output, page, config):\n    {FAILURES['an interruption']}\n    return output\n")
    configure(small, "nav:", "hooks: [hook.py]\nnav:")

    said = build(small).said

    assert said.returncode == 130
    assert "Traceback" not in said.stderr


def test_a_template_with_a_mistake_is_named(small):
    write(small / "site_config/templates/gone.html.j2", "{% if %}")
    write(small / "content/removed.yml", "old-paper:\n  date: 2026-03-04\n  reason: none\n")

    said = build(small).said

    assert said.returncode != 0
    assert "gone.html.j2" in said.stderr


@pytest.mark.parametrize("door", DOORS)
def test_a_folder_that_holds_other_things_is_refused(small, door):
    write(small / "thesis/chapter.tex", "precious")

    said = build(small, small / "thesis", door=door).said

    assert said.returncode in {1, 2}
    assert "holds other things than a site" in all_said(said)
    assert snapshot(small / "thesis") == {"chapter.tex": b"precious"}


@pytest.mark.parametrize("site_dir", [".", "content", "content/pages", "site_config", "mkdocs.yml", ".."])
def test_the_digest_itself_is_never_taken_for_its_site(small, site_dir):
    write(small / "site_config/words/own.yml", "a: b")
    before = snapshot(small.parent)

    said = run("digest", "build", "--site-dir", site_dir, cwd=small)

    assert said.returncode in {1, 2}
    assert "Traceback" not in said.stderr
    assert snapshot(small.parent) == before


@pytest.mark.parametrize(
    "site_dir", ["file/site", pytest.param("/proc/site", marks=pytest.mark.skipif(not Path("/proc/self").exists(), reason="no /proc"))]
)
def test_a_place_that_cannot_be_written_to_is_named(small, site_dir):
    write(small / "file", "")

    said = build(small, small / site_dir).said

    assert said.returncode == 2
    assert said.stderr.startswith("error: ")
    assert "--site-dir" in said.stderr
    assert "Traceback" not in said.stderr


@pytest.mark.skipif(os.geteuid() == 0 or sys.platform == "win32", reason="root may write anywhere")
def test_a_folder_without_permission_is_named(small):
    (small / "locked").mkdir(mode=0o500)

    said = build(small, small / "locked/site").said

    assert said.returncode == 2
    assert "locked" in said.stderr
    assert "Traceback" not in said.stderr


def test_pages_of_the_former_site_go_and_files_that_did_not_change_keep_their_time(published):
    site = published / "site"
    write(site / ".git/HEAD", "ref: refs/heads/gh-pages")
    for path in site.rglob("*"):
        os.utime(path, (1, 1))
    entry(published, "fresh", topics=["graph-neural-networks"], year=2018)
    (published / "content/papers/2019/graph-walks.yml").unlink()
    change(published / "content/editions/2019.yml", picks=None)

    built = build_well(published)

    assert "papers/fresh/" in built.pages
    assert not (site / "papers/graph-walks").exists()
    assert (site / ".git/HEAD").exists()
    assert (site / "about/index.html").stat().st_mtime == 1
    assert (site / "feed.xml").stat().st_mtime > 1


@pytest.mark.parametrize("door", DOORS)
def test_a_draft_is_in_no_build(small, door):
    entry(small, "half-done", added=None)

    built = build_well(small, door=door)

    assert not any(b"half-done" in content for content in snapshot(built.folder).values())


def test_the_day_of_the_build_can_be_chosen(small):
    entry(small, "later", added="2027-03-04")

    assert "papers/later/" not in build_well(small).pages
    assert run("digest", "build", "--strict", "--today", "2027-03-04", cwd=small).returncode == 0
    assert (small / "site/papers/later/index.html").is_file()


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("site_url: https://small-annual.test/\n", "", "site_url"),
        ("plugins:\n  - digest:\n      repository: small/annual\n      authority: small-annual.test\n", "", "plugins: [digest]"),
        ("docs_dir:", "use_directory_urls: false\ndocs_dir:", "use_directory_urls"),
        ("      repository: small/annual\n", "      repositry: small/annual\n", "repositry"),
        ("      repository: small/annual\n", "      since: yesterday\n", "since"),
        ("site_name: The Small Annual\n", "site_name: [The\n", "mkdocs.yml"),
    ],
)
def test_a_wrong_configuration_is_named_without_a_traceback(small, old, new, says):
    configure(small, old, new)

    said = build(small, None, "--strict").said

    assert said.returncode in {1, 2}
    assert says in said.stderr
    assert "Traceback" not in said.stderr


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("epoch", ["abc", "9" * 30])
def test_a_time_that_is_none_is_named_with_the_mend(small, door, epoch):
    built = build(small, door=door, SOURCE_DATE_EPOCH=epoch)

    assert built.said.returncode != 0
    assert "SOURCE_DATE_EPOCH is no number of seconds" in " ".join(all_said(built.said).split())
    assert "Traceback" not in all_said(built.said)
    assert not built.folder.exists()


@pytest.mark.parametrize("door", DOORS)
def test_a_theme_that_is_not_material_is_named_with_the_mend(small, door):
    configure(small, "name: material\n  font: false", "name: mkdocs")

    built = build(small, door=door)

    assert built.said.returncode != 0
    assert "write 'name: material' under 'theme'" in " ".join(all_said(built.said).split())
    assert "Traceback" not in all_said(built.said)


def test_a_page_with_a_name_beyond_ascii_stands_in_the_sitemap_as_its_address_is_written(small):
    write(small / "content/pages/über uns.md", "---\ndescription: A page for a test.\n---\n# Über uns\n")

    built = build_well(small)

    assert "<loc>https://small-annual.test/%C3%BCber%20uns/</loc>" in (built.folder / "sitemap.xml").read_text(encoding="utf-8")
    assert 'href="https://small-annual.test/%C3%BCber%20uns/"' in built.pages["über uns/"]


def test_the_search_of_mkdocs_can_be_switched_on_beside_the_digest(small):
    configure(small, "plugins:\n", "plugins:\n  - search\n")

    assert "Walks on Graphs" in build_well(small).pages["papers/graph-walks/"]
