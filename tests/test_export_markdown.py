"""HTML of our templates as Markdown: for every reader of Markdown the same words, and nothing that could run."""

import re

import pytest
from engines import ENGINES, SITE, content_of, markdown_of, words_of
from hostile import STRINGS, executable
from hypothesis import example, given, settings
from hypothesis import strategies as st
from support import EXAMPLES

from digest.export.charts import alternative, drawn, sparkline
from digest.export.text import at_start, code, escaped, in_html
from digest.export.tree import read

CASES = sorted((EXAMPLES / "markdown").glob("*.html"))
"""Add an HTML file and what it must become, as a .md file beside it."""
MARKS = st.lists(
    st.sampled_from([*"\\`*_{}[]()<>#+-.!|~^$:=&;/\"' \n1aZé@", "&lt;", "www.", "http://", "**", "<b>", "a.b", "1.", " "]),
    min_size=1,
    max_size=16,
).map("".join)


def body(html: str) -> str:
    """Read all text of a fragment, with runs of white space as one."""
    return " ".join("".join(content_of(f'<div id="main">{html}</div>', SITE, SITE).words).split())


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_html_becomes_this_markdown(path):
    assert markdown_of(path.read_text(encoding="utf-8")) + "\n" == path.with_suffix(".md").read_text(encoding="utf-8")


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("path", [path for path in CASES if path.stem != "scripts"], ids=lambda path: path.stem)
def test_every_engine_shows_the_words_of_the_html(path, engine):
    html = path.read_text(encoding="utf-8")

    assert words_of(ENGINES[engine](markdown_of(html))) == words_of(html)


@pytest.mark.parametrize("engine", ENGINES)
@given(text=MARKS)
@example(text="a *b* _c_ `d`")
@settings(max_examples=300, deadline=None)
def test_any_text_is_shown_as_it_is(engine, text):
    shown = " ".join(text.split())

    assert body(ENGINES[engine](at_start(escaped(shown)))) == shown


@pytest.mark.parametrize("engine", ENGINES)
@given(text=MARKS)
@settings(max_examples=300, deadline=None)
def test_any_text_is_shown_as_it_is_in_a_table_a_link_code_and_a_summary(engine, text):
    shown = " ".join(text.split())
    cell, inside = escaped(shown), in_html(shown)
    markdown = f'| a | b |\n| --- | --- |\n| x{cell}x | {code(shown)} |\n\n[x{cell}x](b.md)\n\n<details markdown="1">\n<summary>x{inside}x</summary>\n\ny\n\n</details>\n'

    assert body(ENGINES[engine](markdown)).replace(" ", "") == f"abx{shown}x{shown}x{shown}xx{shown}xy".replace(" ", "")


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("text", STRINGS)
def test_nothing_that_a_stranger_writes_runs(engine, text):
    from html import escape

    inside = escape(text)
    html = f"<h2>{inside}</h2><p>{inside}</p><ul><li>{inside}</li></ul><table><tr><td>{inside}</td></tr></table><pre><code>{inside}</code></pre>"
    html += (
        f'<details><summary>{inside}</summary><p><b>{inside}</b> <code>{inside}</code></p></details><p><a href="{inside}">{inside}</a></p>'
    )

    rendered = ENGINES[engine](markdown_of(html))

    assert executable(rendered) == []
    assert words_of(rendered) == words_of(html)


def test_a_chart_as_a_file_brings_its_words_and_colours_and_leads_nowhere():
    chart = read(
        '<svg class="chart chart--wide" viewBox="0 0 500 100" onload="x()"><title id="a-wide-title">A &lt;b&gt;</title><desc>B</desc>'
        '<a href="../x/"><title>c</title><rect class="bar s1" x="1" style="y"/><text x="2" text-anchor="end">d</text></a><path d="M1 2"/></svg>'
    )

    svg = drawn(next(chart.elements), ["figure", "figure--code"]).decode()

    assert svg.startswith(
        '<svg xmlns="http://www.w3.org/2000/svg" role="img" width="500" height="100" class="figure--code" viewBox="0 0 500 100">'
    )
    assert "<title>A &lt;b&gt;</title><desc>B</desc>" in svg
    assert '<g><title>c</title><rect class="bar s1" x="1" /><text x="2" text-anchor="end">d</text></g><path d="M1 2" />' in svg
    assert "prefers-color-scheme: dark" in svg
    assert not re.search(r"href|onload|style=", svg)


def test_a_long_text_beside_a_picture_that_has_no_table_is_kept_whole():
    told = "It shows much. " * 40
    svg = f'<svg{{}} viewBox="0 0 9 9"><title id="house-title">A house</title><desc id="house-told">{told}</desc></svg>'

    assert alternative(next(read(svg.format("")).elements)) == told
    assert alternative(next(read(svg.format(' class="chart chart--wide"')).elements)) == "A house"


def test_a_course_of_numbers_becomes_a_line_of_blocks():
    spark = read('<svg class="spark"><polyline points="3,17 20,3"/><polyline points="40,10"/></svg>')

    assert sparkline(next(spark.elements)) == "▁█▅"
