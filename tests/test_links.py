"""Links that lead nowhere are found, and the real site has none: two link checkers must agree on that."""

from urllib.parse import unquote, urlsplit

import pytest
from sites import build_well, copy_of_the_digest, dom, target_of

from digest.render.links import broken_links, read_links, read_links_around

PAGES = {"": '<h1 id="top-of-all">', "about/": '<h2 id="who">', "papers/x/": '<p id="über uns">', "a b/": ""}
FILES = {"index.html", "feed.xml", "assets/a.css", "abs/1905.11946/index.html"} | {f"{url}index.html" for url in PAGES if url}


def broken_on(url: str, link: str, site_url: str = "https://x.test/") -> list[tuple[str, str]]:
    """Check one link on one page."""
    pages = {known: read_links(html) for known, html in PAGES.items()} | {url: read_links(f'{PAGES[url]}<a href="{link}">x</a>')}
    return list(broken_links(pages, FILES, site_url))


@pytest.mark.parametrize(
    "link",
    [
        *(
            "../../about/",
            "../../about/#who",
            "../../",
            "../..",
            "./",
            ".",
            "",
            "#",
            "#top",
            "../../feed.xml",
            "../../assets/a.css",
            "../../about/index.html",
        ),
        *("/", "/about/", "/about/#who", "/feed.xml", "https://x.test/about/#who", "https://x.test/", "//x.test/about/"),
        *("../../abs/1905.11946/", "../../a%20b/", "#%C3%BCber%20uns", "?q=1", "../../about/?q=1#who"),
        *(
            "https://elsewhere.test/nowhere/",
            "http://elsewhere.test",
            "//elsewhere.test/",
            "mailto:a@x.test",
            "tel:1",
            "javascript:void(0)",
            "data:,x",
        ),
    ],
)
def test_a_link_that_leads_somewhere_is_fine(link):
    assert broken_on("papers/x/", link) == []


@pytest.mark.parametrize(
    "link",
    [
        *("../../nowhere/", "../about/", "nowhere", "../../feed.json", "../../about/nowhere.html", "../../ABOUT/"),
        *("/nowhere/", "/about/#nobody", "https://x.test/nowhere/", "https://x.test/about/#nobody", "//x.test/nowhere/"),
        *("#nobody", "../../about/#nobody", "../../#who", "../../abs/"),
    ],
)
def test_a_link_that_leads_nowhere_is_named_with_its_page(link):
    assert broken_on("papers/x/", link) == [("papers/x/", link)]


@pytest.mark.parametrize("link", ["/annual/about/", "https://x.test/annual/about/#who", "../../about/", "/annual/", "../../"])
def test_a_site_below_a_path_is_linked_below_that_path(link):
    assert broken_on("papers/x/", link, "https://x.test/annual/") == []


@pytest.mark.parametrize("link", ["/about/", "/annual/nowhere/", "https://x.test/annual/nowhere/", "../../../about/"])
def test_a_link_out_of_the_path_of_a_site_leads_nowhere(link):
    assert broken_on("papers/x/", link, "https://x.test/annual/") == [("papers/x/", link)]


def test_a_link_to_another_site_of_the_same_host_is_not_ours_to_judge():
    assert broken_on("papers/x/", "https://x.test/other-site/", "https://x.test/annual/") == []


@pytest.mark.parametrize("link", ["http://[broken", "https://x.test:port/", "//[", "http://"])
def test_an_address_that_is_none_does_not_stop_the_check(link):
    assert broken_on("papers/x/", link) in ([], [("papers/x/", link)])


def test_a_name_of_an_anchor_counts_as_its_id():
    pages = {"": read_links('<a name="old"></a><a href="#old">x</a>')}

    assert list(broken_links(pages, {"index.html"}, "https://x.test/")) == []


def test_sources_of_scripts_and_pictures_are_links_too():
    pages = {"": read_links('<img src="x.png"><script src="y.js"></script><link href="z.css">')}

    assert [link for _, link in broken_links(pages, {"index.html"}, "https://x.test/")] == ["x.png", "y.js", "z.css"]


# The second checker: over the files of a folder, with a parser that is not ours.


def anchors_and_links_of(html: str) -> tuple[set[str], list[str]]:
    """List what a document can be linked at, and where its own links lead."""
    elements = list(dom(html).iter())
    links = (element.get("href") or element.get("src") for element in elements)
    return {"", "top", "__top"} | {element.get("id") for element in elements if element.get("id")}, [
        link for link in links if link is not None
    ]


def dead_links(folder, site_url: str) -> list[str]:
    """Follow every link of every page of a built site, redirects and the 404 page too."""
    base = urlsplit(site_url)
    files = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    pages = {name: anchors_and_links_of(path.read_text(encoding="utf-8")) for name, path in files.items() if path.suffix == ".html"}
    dead = []
    for path, (_, links) in pages.items():
        for link in links:
            address = urlsplit(link)
            if address.scheme not in {"", base.scheme} or address.netloc not in {"", base.netloc}:
                continue
            if address.netloc and not address.path.startswith(base.path):
                continue
            target = target_of(path, link, base.path) or "index.html"
            if target not in files or (target in pages and unquote(address.fragment) not in pages[target][0]):
                dead.append(f"{path}: {link}")
    return dead


def test_every_link_of_the_site_leads_somewhere(built, site_url):
    assert dead_links(built.folder, site_url) == []


def test_every_link_of_the_real_site_leads_somewhere_below_a_path_too(tmp_path):
    root = copy_of_the_digest(tmp_path / "digest")
    config = root / "mkdocs.yml"
    config.write_text(
        config.read_text(encoding="utf-8").replace("https://deep-annual.github.io/", "https://x.test/sub/path/"), encoding="utf-8"
    )

    built = build_well(root)

    assert dead_links(built.folder, "https://x.test/sub/path/") == []
    assert '<link rel="canonical" href="https://x.test/sub/path/papers/' in next(
        html for url, html in built.pages.items() if url.startswith("papers/")
    )


def test_the_second_checker_finds_what_leads_nowhere(tmp_path):
    (tmp_path / "index.html").write_text('<a href="#here" id="here"></a><a href="nowhere/">x</a><a href="#nobody">x</a><img src="/x.png">')

    assert dead_links(tmp_path, "https://x.test/") == ["index.html: nowhere/", "index.html: #nobody", "index.html: /x.png"]


def test_links_around_what_our_templates_wrote_are_those_of_the_whole_page():
    own = '<h2 id="a">A &amp; B</h2>\n<p><a href="../b/?x=1&amp;y=2">b</a> <img src="c.png"></p>'
    page = f"<nav id='top'><a href=../d/>d</a></nav><main>{own}</main><!-- <a href='no'> --><footer><a href='../b/#a'>b</a></footer>"
    whole, parted = read_links(page), read_links_around(own, page)

    assert (parted.anchors, sorted(parted.links)) == (whole.anchors, sorted(whole.links))


def test_links_that_a_hook_took_out_of_what_our_templates_wrote_are_none_of_the_page():
    page = "<nav id='top'><a href=../d/>d</a></nav><main><h2>A</h2></main>"

    assert read_links_around('<h2 id="a">A</h2> <a href="../gone/">b</a>', page) == read_links(page)
