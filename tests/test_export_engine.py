"""The export under another engine: Zensical builds The Deep Annual of it, page by page the same words, links and files."""

import re
from html import unescape
from pathlib import Path

import pytest
import yaml
from engines import Content, content_of
from sites import Built, run, say, snapshot
from support import ROOT

SITE = yaml.load((ROOT / "mkdocs.yml").read_bytes(), Loader=yaml.BaseLoader)["site_url"]
SCRIPTED = {"add/", "saved/", "search/"}
"""What works with scripts alone: the export says where it does."""
OF_THE_THEME = re.compile(r"assets/((javascripts|stylesheets|fonts|images)/.*|[\w-]+\.(js|css))|(pagefind|\.cache)/.*|404\.html")
"""What either theme has for itself: scripts, styles, the search, and the page for what is not found."""
MADE_BY_THE_ENGINE = {"sitemap.xml", "search.json"}
"""Zensical lists the pages without the days of their texts, and searches in its own way."""


@pytest.fixture(scope="module")
def exported(tmp_path_factory) -> Path:
    """Export The Deep Annual, and have Zensical build it: once, strictly and without network."""
    folder = tmp_path_factory.mktemp("exported") / "export"
    for said in (run("digest", "export", folder, cwd=ROOT), run("zensical", "build", "--strict", cwd=folder)):
        assert said.returncode == 0, said.stdout + said.stderr
    return folder


@pytest.fixture(scope="module")
def both(built: Built, exported: Path) -> dict[str, tuple[Content, Content]]:
    """Read every page as our engine and as the other made it, by its URL."""
    site = exported / "site"
    return {
        url: tuple(content_of(html, SITE + url, SITE) for html in (ours, (site / url / "index.html").read_text(encoding="utf-8")))
        for url, ours in built.pages.items()
    }


def without_the_way(text: str, url: str) -> str:
    """Leave out what an export adds to a page that needs scripts: where it works."""
    added = re.sub(r"[\s/()·]", "", say("export.elsewhere", site=f"{SITE}{url}"))
    return text.replace(added, "") if url in SCRIPTED else text


def test_the_other_engine_makes_every_page_and_every_redirect_at_its_address(built, exported):
    def addresses(folder):
        return {path.relative_to(folder).as_posix() for path in folder.rglob("index.html")}

    assert addresses(exported / "site") == addresses(built.folder)


def test_every_page_says_the_same_words_in_the_same_order(both):
    assert [url for url, (ours, theirs) in both.items() if ours.text != without_the_way(theirs.text, url)] == []
    assert sum(len(ours.text) for ours, _ in both.values()) > 1_000_000


def test_every_page_has_the_same_links_in_the_same_order(both):
    different = {url: (ours.links, theirs.links) for url, (ours, theirs) in both.items() if ours.links != theirs.links}

    assert {url for url, (ours, theirs) in different.items() if [*ours, url] != theirs} == set()
    assert different.keys() == SCRIPTED


def test_whatever_could_be_linked_at_still_can(both):
    lost = {url: ours.anchors - theirs.anchors for url, (ours, theirs) in both.items() if url not in SCRIPTED}

    assert {url: anchors for url, anchors in lost.items() if anchors} == {}


def test_feeds_data_pictures_and_redirects_are_the_same_byte_for_byte(built, exported):
    pages = {f"{url}index.html" for url in built.pages}
    ours, theirs = (
        {
            path: content
            for path, content in snapshot(folder).items()
            if not OF_THE_THEME.fullmatch(path) and path not in pages | MADE_BY_THE_ENGINE
        }
        for folder in (built.folder, exported / "site")
    )
    charts = {path for path in theirs.keys() - ours.keys() if path.endswith(".svg")}

    assert theirs.keys() - charts == ours.keys()
    assert [path for path, content in ours.items() if theirs[path] != content] == []
    assert charts


def test_every_chart_is_a_picture_that_says_in_words_what_it_shows(built, both, exported):
    pictures = {url: theirs.pictures for url, (_, theirs) in both.items() if theirs.pictures}

    assert {url: len(found) for url, found in pictures.items()} == {
        url: count for url, html in built.pages.items() if (count := html.count("chart--wide") + html.count('<figure class="house">'))
    }
    assert all(alternative and (exported / "docs" / address).is_file() for found in pictures.values() for address, alternative in found)


def test_every_page_has_its_title_description_and_feeds_in_its_head(built, exported):
    def head(html):
        found = re.search(r"<title>(.*?)</title>", html)[1], re.search(r'<meta name="description" content="(.*?)">', html)[1]
        return *found, {
            re.sub(r'.*title="(.*?)" href="[./]*(.*?)".*', r"\1 \2", link) for link in re.findall(r'<link rel="alternate"[^>]*>', html)
        }

    for url in ("", "years/2019/", "papers/efficientnet/", "corrections/", "about/", "rules/anchor/"):
        ours, theirs = (
            head(unescape(text)) for text in (built.pages[url], (exported / "site" / url / "index.html").read_text(encoding="utf-8"))
        )
        assert theirs == ours


def test_every_link_of_the_files_leads_to_a_file_as_github_follows_it(exported):
    files = {path.relative_to(exported).as_posix() for path in exported.rglob("*") if path.is_file()}
    broken = []
    for path in [exported / "README.md", *(exported / "docs").rglob("*.md")]:
        text = re.sub(r"(`{3,})\n.*?\n\1", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        for link in re.findall(r"\]\(([^()\s]+)\)", text):
            if ":" not in link and not link.startswith("#"):
                target = (path.parent / link.partition("#")[0]).resolve().relative_to(exported.resolve()).as_posix()
                broken += [(path.name, link)] if target not in files else []

    assert broken == []


def test_the_files_say_nothing_in_html_that_markdown_can_say(exported):
    tags = set()
    for path in (exported / "docs").rglob("*.md"):
        text = re.sub(r"(`{3,})\n.*?\n\1|`[^`]*`|<https?://[^>]*>", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
        tags |= set(re.findall(r"<([a-z!]\w*)", text))

    assert tags <= {"a", "br", "code", "del", "details", "ins", "strong", "em", "sub", "summary", "sup", "!"}
