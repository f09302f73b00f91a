"""`digest export DIR`: whole or not at all, over nothing foreign, the same bytes every time, harmless whoever wrote the texts."""

import re
import tomllib
from dataclasses import replace
from functools import partial
from html import unescape

import pytest
import yaml
from engines import ENGINES, content_of
from foreign import foreign, translate
from hostile import STRINGS, executable
from sites import TITLE, build_well, configure, differences, entry, meta_of, outputs_of, run, snapshot
from support import ROOT, project_at, write
from test_language import english_in

from digest.export.engine import Settings
from digest.export.files import Theirs, export_files
from digest.export.pages import OwnPage
from digest.model.outputs import File
from digest.render.templating import words_of as words_of_project

SITE = "https://small-annual.test/"
FRONT = re.compile(r"---\n(.*?)---\n\n", re.DOTALL)
SETTINGS = Settings(
    name='Papers & "more" <b> {{ x }}', description="What <i>we</i> read.", url=SITE, nav=[{"Home": "index.md"}, {"More": ["years.md"]}]
)


def export(root, folder, *options, **changes):
    """Export a digest from the command line."""
    return run("digest", "export", folder, *options, cwd=root, **changes)


def files_of(outputs, root, *pages, settings=SETTINGS, **files):
    """Write every file of an export."""
    theirs = Theirs(pages=pages, files={path.replace("_", "."): content for path, content in files.items()})
    finished = replace(outputs, files=[File(path, partial(bytes, data)) for path, data in outputs.files.items()])
    return dict(export_files(finished, theirs, settings, words_of_project(project_at(root))))


def parts_of(file: bytes) -> tuple[dict, str]:
    """Read front matter and Markdown of a page."""
    text = file.decode()
    found = FRONT.match(text)
    return yaml.safe_load(found[1]), text[found.end() :]


# The folder


def test_an_export_has_pages_feeds_and_data_and_says_what_it_is(small, tmp_path):
    said = export(small, tmp_path / "out")

    assert (said.returncode, said.stderr) == (0, "")
    assert said.stdout.startswith("Exported ")
    files = snapshot(tmp_path / "out")
    assert {
        "README.md",
        "zensical.toml",
        ".gitignore",
        "docs/index.md",
        "docs/papers/batch-norm.md",
        "docs/feed.xml",
        "docs/papers.bib",
    } <= files.keys()
    assert b"docs/years/2019.md" in files["README.md"]
    assert not [path for path in files if path.endswith((".js", ".css"))]


def test_two_exports_are_the_same_byte_for_byte(small, tmp_path):
    one, other = tmp_path / "one", tmp_path / "other"

    export(small, one, PYTHONHASHSEED="1", TZ="Asia/Tokyo", LC_ALL="C")
    export(small, other, PYTHONHASHSEED="2", TZ="America/Lima", LC_ALL="C.UTF-8")

    assert snapshot(one)
    assert differences(snapshot(one), snapshot(other)) == []


def test_an_export_over_an_earlier_one_writes_what_differs_takes_away_what_is_stale_and_leaves_the_rest(small, tmp_path):
    out = tmp_path / "out"
    export(small, out)
    for path in ("site/index.html", ".git/config", ".github/workflows/site.yml", "docs/papers/gone.md"):
        write(out / path, "theirs")
    times = {path: (out / path).stat().st_mtime_ns for path in snapshot(out)}
    entry(small, "another")

    said = export(small, out)

    assert said.returncode == 0, said.stderr
    files = snapshot(out)
    assert "docs/papers/gone.md" not in files
    assert {files[path] for path in ("site/index.html", ".git/config", ".github/workflows/site.yml")} == {b"theirs"}
    changed = {path for path, time in times.items() if path in files and (out / path).stat().st_mtime_ns != time}
    assert "docs/feed.xml" in changed
    assert not {"zensical.toml", "docs/about.md", "docs/assets/icon.png"} & changed


@pytest.mark.parametrize("name", ["mine.txt", "zensical.toml", "docs/index.md"])
def test_nothing_foreign_is_written_over(small, tmp_path, name):
    write(tmp_path / "out" / name, "mine")

    said = export(small, tmp_path / "out")

    assert said.returncode == 2
    assert said.stderr == f"error: {tmp_path}/out holds other things than an export; name an empty or new folder as DIR\n"
    assert snapshot(tmp_path / "out") == {name: b"mine"}


def test_what_somebody_has_git_ignore_is_not_written_over(small, tmp_path):
    write(tmp_path / "export/.gitignore", ".env\n")

    done = export(small, tmp_path / "export")

    assert done.returncode == 2
    assert snapshot(tmp_path / "export") == {".gitignore": b".env\n"}


def test_no_entry_can_have_the_other_engine_read_a_file(small, tmp_path):
    configure(small, "plugins:\n", "markdown_extensions: [admonition, pymdownx.snippets]\nplugins:\n")
    entry(small, "reader", summary=("word " * 90) + '\n\n```\n--8<-- "secret.txt"\n```\n\n!!! danger\n')

    assert export(small, tmp_path / "export").returncode == 0

    files = snapshot(tmp_path / "export")
    assert "pymdownx.snippets" not in tomllib.loads(files["zensical.toml"].decode())["project"]["markdown_extensions"]
    assert b"\n--8<--" not in files["docs/papers/reader.md"]
    assert b"\n!!! danger" not in files["docs/papers/reader.md"]


def test_drafts_that_were_left_out_are_told_of(small, tmp_path):
    entry(small, "waiting", added=None, tldr="")

    assert "Left out 1 draft still to be written" in export(small, tmp_path / "export").stdout


@pytest.mark.parametrize(
    ("one", "other"),
    [(r"\frac{1}{2}x", r"\frac{1}{2x}"), (r"\sqrt{ab}", r"\sqrt{a}b"), (r"\sqrt[3]{x}", "x3"), (r"(\frac12)^n", r"\frac{1}{2^n}")],
)
def test_formulas_that_say_different_things_are_told_apart_in_an_export(small, tmp_path, one, other):
    for name, formula in (("one", one), ("other", other)):
        entry(small, name, summary=("word " * 90) + f"\n\nSo ${formula}$ holds.\n")

    assert export(small, tmp_path / "export").returncode == 0

    said = [re.search(rb"So (.*) holds", (tmp_path / f"export/docs/papers/{name}.md").read_bytes())[1] for name in ("one", "other")]
    assert said[0] != said[1]


@pytest.mark.parametrize("name", ["", "content", "content/pages/out", "site_config/out"])
def test_a_digest_is_not_exported_into_its_own_files(small, name):
    (small / "content/pages").mkdir(exist_ok=True)
    before = snapshot(small)

    said = export(small, small / name)

    assert said.returncode == 2
    assert differences(snapshot(small), before) == []


def test_a_problem_leaves_the_earlier_export_as_it_was(small, tmp_path):
    out = tmp_path / "out"
    export(small, out)
    before = snapshot(out)
    entry(small, "wrong", topics=["no-such-topic"])

    said = export(small, out)

    assert said.returncode == 1
    assert "unknown topic 'no-such-topic'" in said.stderr
    assert differences(snapshot(out), before) == []
    assert [path.name for path in tmp_path.iterdir() if "building" in path.name] == []


def test_an_export_is_of_the_day_that_it_is_for_and_has_no_drafts(small, tmp_path):
    entry(small, "in-queue", added="2026-11-25")
    entry(small, "a-draft", added=None)

    export(small, tmp_path / "now")
    export(small, tmp_path / "later", "--today", "2026-11-25")

    papers = {day: {path.stem for path in (tmp_path / day / "docs/papers").glob("*.md")} for day in ("now", "later")}
    assert papers["later"] - papers["now"] == {"in-queue"}
    assert "a-draft" not in papers["later"]


# What people wrote


def test_a_page_of_people_keeps_its_words_and_takes_what_is_added_at_its_mark(small):
    own = OwnPage(
        url="subscribe/",
        path="subscribe.md",
        markdown="# Follow us\n\nBefore.\n\n<!-- digest -->\n\nAfter.",
        meta={"title": 'A & "B" <b>', "hide": ["toc"]},
    )

    meta, markdown = parts_of(files_of(outputs_of(small), small, own)["docs/subscribe.md"])

    assert meta == {"title": "A &amp; &quot;B&quot; &lt;b&gt;", "hide": ["toc"]}
    assert re.fullmatch(
        r"# Follow us\n\nBefore\.\n\n##.*\[https://small-annual\.test/feed\.xml\]\(feed\.xml\).*\n\nAfter\.\n", markdown, re.DOTALL
    )


def test_a_page_of_people_stays_in_its_folder_and_links_lead_there(small):
    own = OwnPage(url="contribute/", path="contribute/index.md", markdown="# Help\n\n[Up](../index.md)", meta={})

    files = files_of(outputs_of(small), small, own)

    assert "docs/contribute.md" not in files
    markdown = files["docs/contribute/index.md"].decode()
    assert markdown.startswith("# Help\n\n[Up](../index.md)\n\n## ")
    assert "(../rules.md)" in markdown
    assert b"(contribute/index.md" in files["docs/add.md"]


def test_a_drawing_on_a_page_of_people_becomes_a_picture(small):
    drawing = '<figure class="house">\n<svg viewBox="0 0 9 9">\n<title id="house-title">A house</title>\n</svg>\n<figcaption>Seen</figcaption>\n</figure>'
    own = OwnPage(url="docs/x/", path="docs/x.md", markdown=f"# X\n\n{drawing}\n\n<b>Kept</b>", meta={})

    files = files_of(outputs_of(small), small, own)

    assert files["docs/docs/x.md"] == b"# X\n\n![A house](x/house.svg)\n\nSeen\n\n<b>Kept</b>\n"
    assert b"<title>A house</title>" in files["docs/docs/x/house.svg"]


def test_what_people_put_into_their_folder_stands_before_what_we_make(small):
    files = files_of(outputs_of(small), small, robots_txt=b"theirs", photo_png=b"p")

    assert (files["docs/robots.txt"], files["docs/photo.png"]) == (b"theirs", b"p")


# What is for programs


def test_the_front_matter_of_a_paper_says_what_is_known_of_it(small):
    entry(
        small,
        "known",
        arxiv="2605.00001",
        venue="ICML 2026",
        code=[{"repo": "https://github.com/a/b", "official": "true", "framework": "pytorch"}],
    )

    meta, _ = parts_of(files_of(outputs_of(small), small)["docs/papers/known.md"])

    assert meta["paper"] == {
        "arxiv": "2605.00001",
        "edition": 2019,
        "venue": "ICML 2026",
        "paper_url": "https://arxiv.org/abs/2605.00001",
        "topics": ["normalization"],
        "code": ["https://github.com/a/b"],
    }


def test_the_configuration_is_toml_that_says_what_mkdocs_yml_does(small):
    settings = Settings(
        name='A "b" \\ <c>',
        description="d",
        url=SITE,
        nav=[{"X": "index.md"}, "y.md", {"Z": [{"V": "v.md"}]}],
        extensions={"toc": {"toc_depth": 3}},
    )

    project = tomllib.loads(files_of(outputs_of(small), small, settings=settings)["zensical.toml"].decode())["project"]

    assert project["site_name"] == "A &quot;b&quot; \\ &lt;c&gt;"
    assert project["nav"] == [{"X": "index.md"}, "y.md", {"Z": [{"V": "v.md"}]}]
    assert project["markdown_extensions"]["toc"] == {"toc_depth": 3}
    assert project["theme"]["variant"] == "classic"
    assert project["theme"]["font"] is False  # nothing from other hosts


def test_without_a_nav_the_pages_at_the_top_are_one(small):
    nav = tomllib.loads(files_of(outputs_of(small), small, settings=replace(SETTINGS, nav=()))["zensical.toml"].decode())["project"]["nav"]

    assert "index.md" in nav
    assert "papers/batch-norm.md" not in nav


# Strangers


@pytest.mark.parametrize("engine", ENGINES)
def test_no_page_of_a_hostile_digest_runs_anything_in_any_engine(hostile_outputs, tmp_path, engine):
    found, scripts = {}, 0
    for path, content in files_of(hostile_outputs, tmp_path).items():
        if path.endswith(".md") and path.startswith("docs/papers/"):
            found[path] = executable(ENGINES[engine](parts_of(content)[1]))
            scripts += b"script" in content

    assert {path: what for path, what in found.items() if what} == {}
    assert scripts > len(STRINGS) / 3


def test_the_other_engine_shows_hostile_texts_and_runs_none(small, tmp_path):
    configure(small, "site_name: The Small Annual", "site_name: 'Small \"&\" <script>alert(0)</script>'")
    for number, text in enumerate((TITLE, *STRINGS)):
        entry(
            small,
            f"hostile-{number}",
            title=text,
            tldr=text[:190],
            why=text,
            summary=f"{text}\n\n- {text}\n\n{'word ' * 80}",
            grounds={"idea-reused": f"It says {text}"},
        )
    said = export(small, tmp_path / "out")
    assert said.returncode == 0, said.stderr
    said = run("zensical", "build", "--strict", cwd=tmp_path / "out")
    assert said.returncode == 0, said.stdout + said.stderr
    site = tmp_path / "out/site"
    benign = executable((site / "about/index.html").read_text(encoding="utf-8"))
    ours = build_well(small)

    for number, text in enumerate((TITLE, *STRINGS)):
        url = f"papers/hostile-{number}/"
        html = (site / url / "index.html").read_text(encoding="utf-8")
        assert executable(html) == benign, text
        assert meta_of(html, "description") == meta_of(ours.pages[url], "description")
        assert content_of(html, SITE + url, SITE).text == content_of(ours.pages[url], SITE + url, SITE).text


# A digest of anybody's


def test_an_export_speaks_the_language_of_the_digest(small, tmp_path):
    translate(small)

    said = export(small, tmp_path / "out")

    assert said.returncode == 0, said.stderr
    readme = re.sub(
        r"```.*?```|`[^`]*`|\[[\w.]+\]\([^)]*\)|\]\([^)]*\)|<[^>]*>|[\w.]*/",
        "",
        (tmp_path / "out/README.md").read_text(encoding="utf-8"),
        flags=re.DOTALL,
    )
    assert english_in(readme) == set()
    assert foreign("Code") in (tmp_path / "out/docs/papers/batch-norm.md").read_text(encoding="utf-8")


def test_the_theme_of_the_other_engine_speaks_it_too_where_it_can(small, tmp_path):
    configure(small, "  - digest:\n", "  - digest:\n      language: pt-AO\n")
    write(small / "site_config/words/pt-AO.yml", "code.title: Código\n")

    said = export(small, tmp_path / "out")

    assert said.returncode == 0, said.stderr
    project = tomllib.loads((tmp_path / "out/zensical.toml").read_text(encoding="utf-8"))["project"]
    assert project["theme"]["language"] == "pt"


def test_a_digest_that_init_made_can_be_exported_and_built_by_the_other_engine(tmp_path):
    run("digest", "init", tmp_path / "mine", "--yes", "--name", "Mine", cwd=tmp_path)

    said = export(tmp_path / "mine", tmp_path / "out")
    assert said.returncode == 0, said.stderr
    said = run("zensical", "build", "--strict", cwd=tmp_path / "out")

    assert said.returncode == 0, said.stdout + said.stderr
    assert "Mine" in unescape((tmp_path / "out/site/index.html").read_text(encoding="utf-8"))


def test_help_says_what_it_is_for():
    said = run("digest", "export", "--help", cwd=ROOT)

    assert said.returncode == 0
    assert "Zensical" in said.stdout
