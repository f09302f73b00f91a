"""The same papers to the sources of a plain MkDocs site with Material, and of a Hugo site that has Material's page as its layout."""

import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import yaml

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
    """Write both sites with the papers, editions, topics and labs of a digest."""
    for path, title, description, body in _pages(corpus):
        head = yaml.safe_dump({"title": title, "description": description}, allow_unicode=True, width=10_000)
        _put(mkdocs / "docs" / f"{path}.md", f"---\n{head}---\n\n# {title}\n\n{body}")
        _put(hugo / "content" / f"{path}.md", f"---\n{head}---\n\n{_for_hugo(body)}")
    _put(mkdocs / "docs/index.md", "# A Benchmark\n\nMade from a seed.\n")
    _put(mkdocs / "mkdocs.yml", _MKDOCS)
    _put(mkdocs / "feed.py", _FEED)
    _put(hugo / "content/_index.md", "---\ntitle: A Benchmark\n---\n\nMade from a seed.\n")
    _put(hugo / "hugo.toml", _HUGO)
    layout = _layout(mkdocs.parent / "layout")
    for name in ("page", "home"):
        _put(hugo / f"layouts/{name}.html", layout)


def _pages(corpus: Path) -> Iterator[tuple[str, str, str, str]]:
    """Give the path, title, description and text of every page."""
    lists: defaultdict[str, list[str]] = defaultdict(list)
    for file in sorted((corpus / "content/papers").rglob("*.yml")):
        entry = yaml.load(file.read_bytes(), Loader=yaml.CBaseLoader)
        facts = yaml.load((corpus / f"content/facts/papers/{file.stem}.json").read_bytes(), Loader=yaml.CBaseLoader)
        title = facts["title"]["value"]
        places = [
            f"years/{file.parent.name}",
            *(f"topics/{one}" for one in entry["topics"]),
            *(f"labs/{one}" for one in entry["labs"]),
        ]
        yield f"papers/{file.stem}", title, entry["tldr"], _paper(entry, facts, places)
        for place in places:
            lists[place].append(f"## [{title}](../papers/{file.stem}.md)\n\n{entry['tldr']}\n\n{', '.join(facts['authors']['value'])}\n")
    for place, items in lists.items():
        yield place, place.replace("/", " "), f"All of {place}", "\n".join(items)


def _paper(entry: dict, facts: dict, places: list[str]) -> str:
    links = " · ".join(f"[{place}](../{place}.md)" for place in places)
    authors = ", ".join(facts["authors"]["value"])
    [code] = entry["code"]
    return (
        f"{links}\n\n{authors}\n\n**{entry['tldr']}**\n\n## Why it mattered\n\n{entry['why']}\n\n## What it says\n\n{entry['summary']}\n\n"
        f"## Code\n\n| Repository | By | Framework |\n|---|---|---|\n| <{code['repo']}> | {code['official']} | {code['framework']} |\n\n"
        f"- First posted: {facts['published']['value']}\n- Venue: {entry['venue']}\n- arXiv: {entry['arxiv']}\n"
    )


def _for_hugo(body: str) -> str:
    """Write links to files as addresses: MkDocs turns them into those itself."""
    return re.sub(r"\]\(\.\./([\w/.-]+)\.md\)", r"](../../\1/)", body)


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
