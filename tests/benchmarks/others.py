"""The same papers to the sources of a plain MkDocs site with Material, and of a Hugo site that has Material's page as its layout."""

import posixpath
import re
import shutil
import subprocess
import sys
from pathlib import Path

import yaml
from mkdocs.utils.meta import get_data

_HOME = "https://benchmark.test/"
_ITEMS = 50
_MKDOCS = f"""\
site_name: A Benchmark
site_url: {_HOME}
site_description: Made from a seed.
use_directory_urls: true
theme:
  name: material
  font: false
markdown_extensions: [md_in_html, tables, fenced_code, toc]
validation:
  links:
    not_found: ignore
    anchors: ignore
    unrecognized_links: ignore
plugins: []
hooks: [feed.py]
nav:
  - Home: index.md
not_in_nav: |
  *.md
"""
# MkDocs has no feed of its own: this is the least that makes one.
_FEED = f"""\
from email.utils import format_datetime
from xml.etree import ElementTree as ET


def on_post_build(config):
    from pathlib import Path

    rss = ET.Element("rss", version="2.0")
    channel = ET.SubElement(rss, "channel")
    ET.SubElement(channel, "title").text = config.site_name
    for path in sorted((Path(config.docs_dir) / "papers").iterdir())[:{_ITEMS}]:
        item = ET.SubElement(channel, "item")
        ET.SubElement(item, "link").text = f"{_HOME}papers/{{path.stem}}/"
        ET.SubElement(item, "description").text = path.read_text()
    (Path(config.site_dir) / "feed.xml").write_bytes(ET.tostring(rss))
"""
_HUGO = f"""\
baseURL = "{_HOME}"
title = "A Benchmark"
disableKinds = ["taxonomy", "term", "section"]
[outputs]
home = ["HTML", "RSS"]
page = ["HTML"]
[services.rss]
limit = {_ITEMS}
[markup.goldmark.renderer]
unsafe = true
"""


def write(corpus: Path, mkdocs: Path, hugo: Path) -> None:
    """Write both sites with the pages of a digest, word for word and link for link: what it exports as Markdown."""
    export = mkdocs.parent / "export"
    subprocess.run([Path(sys.executable).parent / "digest", "export", export], cwd=corpus, check=True, capture_output=True)
    for file in sorted((export / "docs").rglob("*.md")):
        path = file.relative_to(export / "docs").as_posix()
        body, known = get_data(file.read_text(encoding="utf-8"))
        head = yaml.safe_dump({key: known[key] for key in ("title", "description") if key in known}, allow_unicode=True, width=10_000)
        _put(mkdocs / "docs" / path, f"---\n{head}---\n{body}")
        _put(hugo / "content" / ("_index.md" if path == "index.md" else path), f"---\n{head}---\n{_for_hugo(body, path)}")
    shutil.rmtree(export)
    _put(mkdocs / "mkdocs.yml", _MKDOCS)
    _put(mkdocs / "feed.py", _FEED)
    _put(hugo / "hugo.toml", _HUGO)
    layout = _layout(mkdocs.parent / "layout")
    for name in ("page", "home"):
        _put(hugo / f"layouts/{name}.html", layout)


def _for_hugo(body: str, path: str) -> str:
    """Write links to files as addresses: MkDocs turns them into those itself."""
    root = "" if path == "index.md" else "../" * (path.count("/") + 1)

    def address(link: re.Match[str]) -> str:
        page = posixpath.normpath(posixpath.join(posixpath.dirname(path), link[1]))
        return f"]({root}{'' if page == 'index' else f'{page}/'}"

    return re.sub(r"\]\(([\w./-]+)\.md(?=[)#])", address, body)


def _layout(folder: Path) -> str:
    """Take the layout from a page that MkDocs made of one with marks."""
    _put(folder / "docs/papers/xaddressx.md", "---\ntitle: xtitlex\ndescription: xdescriptionx\n---\n\nxcontentx\n")
    _put(folder / "docs/index.md", "# A Benchmark\n")
    _put(folder / "mkdocs.yml", _MKDOCS.replace("hooks: [feed.py]\n", ""))
    subprocess.run([Path(sys.executable).parent / "mkdocs", "build", "-q"], cwd=folder, check=True, capture_output=True)
    html = (folder / "site/papers/xaddressx/index.html").read_text(encoding="utf-8")
    assert "{{" not in html
    for mark, filled in {
        f"{_HOME}papers/xaddressx/": "{{ .Permalink }}",
        "xtitlex": "{{ .Title }}",
        "xdescriptionx": "{{ .Description }}",
        "<p>xcontentx</p>": "{{ .Content }}",
    }.items():
        assert mark in html, mark
        html = html.replace(mark, filled)
    return html


def _put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
