"""How tests write a digest, build its site and read it back with parsers that are not ours."""

import dataclasses
import json
import os
import posixpath
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit
from xml.etree import ElementTree as ET

import html5lib
import yaml
from support import ROOT, TODAY, project_at, write

from digest import pipeline
from digest.derive import derive
from digest.render.words import read_words

SANDBOX = Path(__file__).parent / "sandbox"
SCRIPTS = Path(sys.executable).parent
WORDS = read_words([ROOT / "site_config/words/en.yml"])
EPOCH = 1_795_392_000
"""TODAY, as SOURCE_DATE_EPOCH says it."""
TITLE = "R&D <3 ]]> Ünï 🚀 العربية “quotes\" and 'more'"
"""A title that has broken feeds and pages of others."""
SUMMARY = " ".join(["A summary made for a test says little, in words enough to pass."] * 8)


# Writing a digest


def entry(root: Path, slug: str, *, year: int = 2019, **changes) -> Path:
    """Write a whole entry; a change to None leaves the key out, and `arxiv` leaves out what arXiv would tell."""
    own = {
        "doi": f"10.1000/{slug}",
        "title": f"The title of {slug}",
        "authors": [f"Author of {slug}"],
        "published": "2019-05",
    }
    values = {
        **({} if "arxiv" in changes else own),
        "topics": ["normalization"],
        "labs": [],
        "grounds": {"idea-reused": "made for a test"},
        "tldr": f"What {slug} says in one line.",
        "why": f"Why {slug} mattered.",
        "summary": SUMMARY,
        "checked": "nothing",
        "added": "2026-03-01",
        **changes,
    }
    return write(root / f"content/papers/{year}/{slug}.yml", _as_yaml(values))


def change(path: Path, **changes) -> Path:
    """Change keys of a YAML file; a change to None takes the key out."""
    values = yaml.load(path.read_bytes(), Loader=yaml.BaseLoader) | changes
    return write(path, _as_yaml(values))


def _as_yaml(values: dict) -> str:
    known = {key: value for key, value in values.items() if value is not None}
    return yaml.safe_dump(known, allow_unicode=True, sort_keys=False, width=10_000)


def facts(root: Path, slug: str, **values) -> Path:
    """Write what sources say of a paper."""
    known = {key: {"value": value, "source": "a test", "date": "2026-01-01"} for key, value in values.items()}
    return write(root / f"content/facts/papers/{slug}.json", json.dumps(known))


def emptied(root: Path) -> Path:
    """Take every paper out of the small digest, and all that names one."""
    shutil.rmtree(root / "content/papers")
    shutil.rmtree(root / "content/facts")
    change(root / "content/editions/2019.yml", picks=None)
    change(root / "content/editions/2018.yml", highlights=None)
    topics = root / "content/topics.yml"
    topics.write_text(topics.read_text().replace("  start: [batch-norm]\n", ""))
    return root


def configure(root: Path, old: str, new: str) -> None:
    """Change a line of mkdocs.yml that must be there."""
    path = root / "mkdocs.yml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def copy_of_the_digest(folder: Path, *, backward: bool = False) -> Path:
    """Copy The Deep Annual's files, but for its templates, in one order of creation or the other."""
    paths = [ROOT / "mkdocs.yml", *(path for path in sorted((ROOT / "content").rglob("*")) if path.is_file())]
    for path in reversed(paths) if backward else paths:
        target = folder / path.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
    return folder


# Building it


def site_of(root: Path, *, today=TODAY, drafts: bool = False, **options):
    """Derive the site of a digest without problems."""
    project = project_at(root, **options)
    content, problems = pipeline.read(project)
    assert not problems, "\n".join(map(str, problems))
    return derive(content, project, today=today, drafts=drafts)


def paper_of(root: Path, slug: str, **options):
    """Derive one paper of a digest."""
    return next(paper for paper in site_of(root, **options).papers if paper.slug == slug)


def outputs_of(root: Path, *, today=TODAY, drafts: bool = False, own_pages=(), **options):
    """Render everything of a digest but the frame around its pages."""
    outputs = pipeline.build(project_at(root, **options), today=today, drafts=drafts, own_pages=own_pages)
    return dataclasses.replace(outputs, pages=tuple(page.made() for page in outputs.pages), files=written(outputs.files))


def written(files) -> dict[str, bytes]:
    """Write all files of an output, by their paths."""
    return {file.path: file.make() for file in files}


def page_of(outputs, url: str):
    """Find a page by its address."""
    return next(page for page in outputs.pages if page.url == url)


@dataclass
class Built:
    """A site that one of the doors has built."""

    folder: Path
    said: subprocess.CompletedProcess

    @cached_property
    def pages(self) -> dict[str, str]:
        """Every page with content of its own by its URL: no redirects, no 404 page."""
        found = {path.parent.relative_to(self.folder).as_posix(): path for path in sorted(self.folder.rglob("index.html"))}
        texts = {"" if url == "." else f"{url}/": path.read_text(encoding="utf-8") for url, path in found.items()}
        return {url: text for url, text in texts.items() if refresh_of(text) is None}


def environment(**changes) -> dict[str, str]:
    """Describe where programs run: without network, on the day that the tests live in."""
    ours = {"CI", "PYTHONWARNINGS", "PYTHONDEVMODE", "LC_ALL", "LANGUAGE"}
    known = {key: value for key, value in os.environ.items() if key not in ours}
    return known | {"PYTHONPATH": str(SANDBOX), "SOURCE_DATE_EPOCH": str(EPOCH), "NO_COLOR": "1"} | changes


def run(program: str, *arguments, cwd: Path, umask: int = -1, **changes) -> subprocess.CompletedProcess:
    """Run a program of this environment."""
    command = [SCRIPTS / program, *map(str, arguments)]
    return subprocess.run(
        command, cwd=cwd, env=environment(**changes), umask=umask, capture_output=True, encoding="utf-8", timeout=120, check=False
    )


def build(root: Path, site_dir: Path | None = None, *options, door: str = "digest", **changes) -> Built:
    """Build a site through one of the doors; what it said tells whether that went well."""
    site_dir = site_dir or root / "site"
    said = run(door, "build", "--site-dir", site_dir, *options, cwd=root, **changes)
    return Built(site_dir, said)


def build_well(root: Path, site_dir: Path | None = None, **options) -> Built:
    """Build a site strictly, which must succeed."""
    built = build(root, site_dir, "--strict", **options)
    assert built.said.returncode == 0, built.said.stderr
    return built


def snapshot(folder: Path) -> dict[str, bytes]:
    """Read every file of a folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def differences(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    """Name the files in which two snapshots differ."""
    return sorted(path for path in one.keys() | other.keys() if one.get(path) != other.get(path))


# Reading it back


def dom(html: str) -> ET.Element:
    """Parse a document as browsers do; nobody changes it, as others read it too."""
    return _parsed(html)[0]


def mistakes_in(html: str) -> list[str]:
    """List what a strict parser objects to in a whole document."""
    return _parsed(html)[1]


@lru_cache(maxsize=1000)
def _parsed(html: str) -> tuple[ET.Element, list[str]]:
    parser = html5lib.HTMLParser(html5lib.getTreeBuilder("etree"), namespaceHTMLElements=False)
    tree = parser.parse(html)
    return tree, [f"{code} at {line}:{column}" for (line, column), code, _ in parser.errors]


def text_of(html: str) -> str:
    """Read what a person can read of a document or fragment."""
    return " ".join("".join(_read(dom(html))).split())


def _read(element: ET.Element) -> Iterator[str]:
    if element.tag not in {"script", "style", "template"} and isinstance(element.tag, str):  # a comment has a function for its tag
        yield element.text or ""
        for child in element:
            yield from _read(child)
            yield child.tail or ""


def main_text_of(html: str) -> str:
    """Read what a person can read of the main part of a document."""
    main = dom(html).find(".//main")
    return " ".join("".join(main.itertext()).split())


def say(key: str, **values) -> str:
    """Write words of the interface as a reader sees them, so that tests do not depend on how they are put."""
    return " ".join(WORDS(key, **values).split())


def links_of(html: str) -> list[tuple[str, str]]:
    """List what a reader can click: the text, and where it leads."""
    return [(" ".join("".join(link.itertext()).split()), link.get("href")) for link in dom(html).iter("a") if link.get("href")]


def hrefs_of(html: str) -> list[str]:
    """List where a document's links lead."""
    return [href for _, href in links_of(html)]


def targets_of(page) -> set[str]:
    """List the files of a site that one of its pages links to."""
    inside = [href for href in hrefs_of(page.html) if not urlsplit(href).scheme]
    return {target_of(page.url, href) for href in inside}


_REFRESH = re.compile(r"http-equiv\W*refresh", re.IGNORECASE)


def refresh_of(html: str) -> str | None:
    """Find where a page sends its reader."""
    if not _REFRESH.search(html):  # to parse every page takes seconds
        return None
    found = [tag.get("content") for tag in dom(html).iter("meta") if (tag.get("http-equiv") or "").lower() == "refresh"]
    return re.fullmatch(r"0; *url=(.+)", found[0])[1] if found else None


def meta_of(html: str, name: str) -> list[str]:
    """List the values of a <meta> tag."""
    return [tag.get("content") for tag in dom(html).iter("meta") if tag.get("name") == name]


def target_of(page: str, link: str, base: str = "/") -> str:
    """Follow a link from a page to the path of a file, both within a site at `base`, as a web server does."""
    path = unquote(urlsplit(urljoin("https://x.test" + base + page, link)).path)
    assert path.startswith(base), f"{link} on {page or 'the home page'} leaves the site"
    path = posixpath.join(path, "index.html") if path.endswith("/") else path
    return path.removeprefix(base)
