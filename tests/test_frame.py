"""A page in its frame is, byte for byte, the page that MkDocs renders in full; no mark is left anywhere."""

import dataclasses
import shutil
import subprocess
import sys
from html import escape
from pathlib import Path

import pytest
from hostile import STRINGS
from sites import build_well, configure, copy_of_the_digest, differences, entry, environment, facts, snapshot
from support import EXAMPLES, ROOT, write

from digest.frame import Frame, cut, has_frame, named_files
from digest.model.outputs import Page
from digest.problems import DigestError
from digest.render.links import read_links, read_own_links
from digest.render.parts import FULL

IN_FULL = """\
from digest import frame
frame.has_frame = lambda *_: False
from digest.cli import main
main()
"""
PAGE = Page(url="papers/x/", title="X", description="About x.", make=str)


def built_in_full(root: Path) -> dict[str, bytes]:
    """Build a site in which MkDocs renders every page in full."""
    command = [sys.executable, "-c", IN_FULL, "build", "--strict", "--site-dir", root / "full"]
    said = subprocess.run(command, cwd=root, env=environment(), capture_output=True, encoding="utf-8", timeout=300, check=False)
    assert said.returncode == 0, said.stderr
    return snapshot(root / "full")


def hostile(folder: Path) -> Path:
    """Write a digest in which every hostile string is a title, a description and more."""
    root = Path(shutil.copytree(EXAMPLES / "base", folder))
    for number, text in enumerate(STRINGS):
        slug = f"hostile-{number}"
        facts(root, slug, title=text, authors=[text], comment=text)
        entry(root, slug, arxiv=f"2605.{number:05}", tldr=text[:190], why=text, summary=f"{text}\n\n{'word ' * 80}")
    for number, mark in enumerate(("digest0title0mark", "digest0html0mark data-copy", "\\1 \\g<0> {title} %s")):
        entry(root, f"mark-{number}", title=mark, tldr=mark, why=mark, summary=f"{mark} {'word ' * 80}")
    entry(root, "waiting", added=None)
    return root


@pytest.mark.parametrize("site_url", ["https://deep-annual.github.io/", "https://x.test/sub/path/"])
@pytest.mark.parametrize("kind", ["the real digest", "a hostile one"])
def test_every_page_is_what_mkdocs_renders_in_full(tmp_path, kind, site_url):
    root = (copy_of_the_digest if kind == "the real digest" else hostile)(tmp_path / "digest")
    if kind == "a hostile one":
        write(root / "mkdocs.yml", (ROOT / "mkdocs.yml").read_text(encoding="utf-8"))
    configure(root, "https://deep-annual.github.io/", site_url)

    framed = snapshot(build_well(root).folder)

    assert differences(framed, built_in_full(root)) == []
    if kind == "the real digest":
        assert [path for path, data in framed.items() if b"digest0" in data] == []


OWN_MAINS = {
    "a filter": "{{ title | upper }}",
    "a cut": "{{ title | truncate(60) }}",
    "without tags": "{{ description | striptags }}",
    "a length": "{{ 'long' if title | length > 60 else 'short' }}",
    "a choice": "{{ title if '&amp;' in title else 'plain' }}",
    "what a page is": "{{ page.meta.digest.title | e | replace('W', 'V') if page and page.meta.digest else title }}",
}


@pytest.mark.parametrize("shown", OWN_MAINS.values(), ids=OWN_MAINS)
def test_a_main_html_that_does_more_with_a_text_than_show_it_gets_pages_rendered_in_full(small, shown):
    before, text, after = (ROOT / "site_config/theme/main.html").read_text(encoding="utf-8").partition("<title>{{ title }}")
    assert text
    write(small / "site_config/theme/main.html", f"{before}<title>{shown}{after}")

    framed = snapshot(build_well(small).folder)

    assert differences(framed, built_in_full(small)) == []
    assert [path for path, data in framed.items() if b"digest0" in data.lower()] == []


HOOKS = {
    "on_page_markdown(markdown, page, **_)": "page.meta['description'] = 'of a hook'",
    "on_page_content(html, **_)": "return html + 'of a hook'",
    "on_page_context(context, page, **_)": "page.content += 'of a hook'",
    "on_post_page(output, **_)": "return output.replace('</body>', 'of a hook</body>')",
}


@pytest.mark.parametrize("event", HOOKS)
def test_a_hook_sees_every_page(small, event):
    write(small / "hook.py", f"def {event}:\n    {HOOKS[event]}\n")
    configure(small, "plugins:", "hooks: [hook.py]\nplugins:")

    built = build_well(small, door="mkdocs")

    assert [url for url, html in built.pages.items() if "of a hook" not in html] == []
    assert "a hook wants to see pages" in built.said.stderr


def test_pages_below_one_that_the_nav_names_are_what_mkdocs_renders_in_full(small):
    for number in range(FULL + 1):
        for year in (2018, 2019):
            entry(small, f"many-{year}-{number:03}", year=year)
    configure(small, "  - Editions: years.md", "  - Editions: years.md\n  - The last: years/2019.md\n  - digest0card0mark: topics.md")

    assert differences(snapshot(build_well(small).folder), built_in_full(small)) == []


def test_the_links_of_our_pages_are_read_as_a_parser_reads_them(hostile_outputs):
    for html in (page.html for page in hostile_outputs.pages):
        ours, parsed = read_own_links(html), read_links(html)
        assert (ours.anchors, ours.links) == (parsed.anchors, set(parsed.links))


def test_a_frame_puts_texts_where_the_marks_were_and_looks_into_none_of_them():
    frame = cut("<title>digest0title0mark</title>digest0html0mark data-copy!")

    assert frame.filled(title="digest0html0mark", html="\\1{title}") == "<title>digest0html0mark</title>\\1{title}!"


def test_a_frame_without_a_place_for_the_content_or_with_two_is_refused():
    for output in ("<title>digest0title0mark</title>", "digest0html0mark digest0html0mark"):
        with pytest.raises(DigestError, match=r"page\.content"):
            cut(output)


def test_a_frame_is_of_pages_below_a_folder_that_have_a_title_and_a_description():
    assert has_frame(PAGE)
    for change in ({"url": ""}, {"url": "topics/"}, {"url": "a/b/c/d/"}, {"title": ""}, {"description": ""}):
        assert not has_frame(dataclasses.replace(PAGE, **change)), change


def test_a_frame_holds_texts_alone():
    assert Frame(("a", "title", "b")).filled(title=escape("<b>")) == "a&lt;b&gt;b"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("[x](years/2019.md)", "years/2019.md"),
        ("[x](../years/2019.md#top)", "years/2019.md"),
        ("[x]: <years/2019.md>", "years/2019.md"),
        ("[x][y]\n\n[y]: years/2019.md 'a title'", "years/2019.md"),
        ("![x](assets/icon.png)", "assets/icon.png"),
        ("[x](papers/caf%C3%A9.md)", "papers/café.md"),
    ],
)
def test_what_a_page_of_prose_names_as_a_file_mkdocs_must_know(text, named):
    class Prose:
        src_uri = "about/deep.md" if text.startswith("[x](..") else "about.md"
        content_string = text

    assert named in named_files([Prose], [{"Home": "index.md"}, {"More": [{"Years": "years.md"}]}])
    assert {"index.md", "years.md"} <= named_files([], [{"Home": "index.md"}, {"More": [{"Years": "years.md"}]}])
