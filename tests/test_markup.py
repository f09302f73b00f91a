"""Markdown from strangers to HTML that can do nothing but be read."""

import re

import pytest
from hostile import STRINGS, executable, mistakes
from hypothesis import given, settings
from hypothesis import strategies as st
from sites import dom, hrefs_of, text_of

from digest.model.characters import FORBIDDEN_CHARACTERS
from digest.render.markup import title_to_html, to_html, to_plain_html

DEEP = 10_000


@pytest.mark.parametrize(
    "text", ["I <3 this", "R&D", "a < b > c", "<script>alert(1)</script>", '<b class="x">bold</b>', "&lt;b&gt; as typed &amp;"]
)
def test_raw_html_is_shown_as_typed(text):
    shown = text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")

    assert text_of(to_html(text)) == text_of(to_plain_html(text)) == shown


def test_paragraphs_emphasis_lists_code_and_quotes_are_kept():
    tree = dom(to_html("One *two* **three** `four`\n\n- five\n- six\n\n3. seven\n\n> eight\n\n```\nnine\n```\n"))

    for tag, text in (
        ("em", "two"),
        ("strong", "three"),
        ("code", "four"),
        ("li", "five"),
        ("blockquote/p", "eight"),
        ("pre/code", "nine"),
    ):
        assert tree.find(f".//{tag}").text.strip() == text
    assert tree.find(".//ol").get("start") == "3"


def test_a_link_keeps_an_absolute_address():
    assert hrefs_of(to_html("[here](https://a.test/b?c=d&e=f#g) <http://b.test/>")) == ["https://a.test/b?c=d&e=f#g", "http://b.test/"]


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "data:text/html,x", "vbscript:x", "file:///etc/passwd", "/x/", "../x/", "//x.test/", "#x"]
)
@pytest.mark.parametrize("render", [to_html, to_plain_html])
def test_a_link_to_anything_else_loses_its_address_and_keeps_its_text(render, address):
    html = render(f"[the text]({address})")

    assert hrefs_of(html) == []
    assert text_of(html) == "the text"


def test_an_image_gives_its_text():
    html = to_html('Before ![a *plot* of "it"](https://a.test/x.png "title") after')

    assert text_of(html) == 'Before a plot of "it" after'
    assert "a.test" not in html


@pytest.mark.parametrize("mark", ["#", "###", "######"])
def test_a_heading_is_a_paragraph_so_that_a_text_cannot_break_the_outline_of_its_page(mark):
    tree = dom(to_html(f"{mark} The *heading*\n\nThe text."))

    assert ["".join(paragraph.itertext()) for paragraph in tree.iter("p")] == ["The heading", "The text."]
    assert not [element.tag for element in tree.iter() if re.fullmatch("h[1-6]", str(element.tag))]


def test_a_formula_is_mathml_on_pages_and_as_typed_in_feeds():
    markdown = r"Depth grows as $\alpha^\phi$, and $$\frac{1}{2} < x$$"

    html = to_html(markdown)

    assert html.count("<math") == 2
    assert 'display="block"' in html
    assert "<mfrac>" in html
    assert "<math" not in to_plain_html(markdown)
    assert text_of(to_plain_html(markdown)) == r"Depth grows as \alpha^\phi, and \frac{1}{2} < x"


@pytest.mark.parametrize(
    "tex",
    [
        r"\unknowncommand{x}",
        r"\text{<script>alert(1)</script>}",
        r"\text{<b>x</b>}",
        r"\href{javascript:alert(1)}{x}",
        r"\left(",
        r"x^",
        "{",
        r"\begin{nothing}",
    ],
)
def test_tex_that_is_not_understood_is_shown_as_typed(tex):
    html = to_html(f"Say ${tex}$ here")

    assert text_of(html) == f"Say {tex} here"
    assert "<math" not in html


def test_dollars_of_prices_are_no_formula():
    assert text_of(to_html("It costs $5 and not $6.")) == "It costs $5 and not $6."


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("Learning in $x^d$ with $p_1$-norms", "Learning in xd with p1-norms"),
        ("Winning $5 and $10 a day", "Winning $5 and $10 a day"),
        (r"What $\nonsense{x}$ is", r"What $\nonsense{x}$ is"),
        ("A * star * and a_b_c are # no Markdown", "A * star * and a_b_c are # no Markdown"),
        ("R&D <3 </h1>", "R&D <3 </h1>"),
    ],
)
def test_a_title_is_as_typed_but_for_formulas_that_are_understood(title, shown):
    html = title_to_html(title)

    assert text_of(html) == shown
    assert ("<math" in html) == ("$" not in shown and "$" in title)


@pytest.mark.parametrize("render", [to_html, to_plain_html, title_to_html])
@pytest.mark.parametrize("text", STRINGS)
def test_nothing_in_a_hostile_text_runs_and_parsers_find_no_mistake(render, text):
    for markdown in (text, f"Before {text} after.", f"- {text}\n- {text}", f"*{text}*", f"[{text}](https://a.test/)", f"${text}$"):
        html = render(markdown)
        assert executable(html) == []
        assert mistakes(html) == []
        assert not [element for element in dom(html).iter() if element.tag == "img" or {"style", "class", "id"} & element.attrib.keys()]


@pytest.mark.parametrize("render", [to_html, to_plain_html, title_to_html])
@pytest.mark.parametrize("reference", ["&#14;", "&#x202E;", "&#8294;", "&#0;", "&#x7f;"])
def test_a_character_that_no_file_may_hold_cannot_be_written_as_a_reference(render, reference):
    html = render(f"Before{reference}after")

    assert not FORBIDDEN_CHARACTERS.search(html)
    assert mistakes(html) == []


@pytest.mark.parametrize("render", [to_html, to_plain_html, title_to_html])
def test_no_text_at_all_gets_a_page_to_run_anything(render):
    @given(
        st.lists(
            st.sampled_from([*STRINGS, *"<>&\"'`$\\*_[](){}!#-=/:;\n\t ", "a", "http://a.test", "\\text{", "\\frac", "java", "script:"]),
            max_size=12,
        )
    )
    @settings(max_examples=300, deadline=None)
    def holds(parts):
        html = render("".join(parts))
        assert executable(html) == []
        assert mistakes(html) == []

    holds()


@pytest.mark.parametrize(
    "text",
    [
        *(mark * DEEP for mark in ("[", "> ", ">", "{", "![", "*", "_", "`", "$", "<", "&", "(", "- ", "1. ", "# ", "\\", "|", "~")),
        "[" * DEEP + "x" + "]" * DEEP,
        "[" * DEEP + "x" + "](https://a.test/)" * DEEP,
        "**a " * DEEP + " b**" * DEEP,
        "$" + "{" * DEEP + "x" + "}" * DEEP + "$",
        "$" + "x^{" * DEEP + "x" + "}" * DEEP + "$",
        "$" + r"\frac{" * DEEP + "x" + "}" * DEEP + "$",
        "$" + r"\text{" * DEEP + "x" + "}" * DEEP + "$",
        "$" + r"\left(" * DEEP + r"\right)" * DEEP + "$",
        "$" + "x_" * DEEP + "x$",
        "$" + "x" * DEEP + "$",
        "\n".join(" " * depth + "- x" for depth in range(500)),
    ],
    ids=lambda text: f"{text[:8]}…",
)
@pytest.mark.parametrize("render", [to_html, to_plain_html, title_to_html])
def test_deep_nesting_neither_crashes_nor_hangs(render, text):
    assert len(render(text)) < 100 * len(text)
