"""Text to TeX: what it means stays, what looks like a command is none."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pylatexenc.latex2text import LatexNodes2Text

from digest.model.characters import FORBIDDEN_CHARACTERS
from digest.render.exports import tex

LATIN = [chr(code) for code in range(0xA0, 0x250)]
AWKWARD = '{}$&%#_^~<>|-`,?!" ab'
LETTERS = st.characters(exclude_categories=["C", "Z"], exclude_characters="\\")
LINES = st.text(st.one_of(st.sampled_from(AWKWARD), LETTERS)).filter(lambda text: not FORBIDDEN_CHARACTERS.search(text))


def read(written: str) -> str:
    """Read TeX as a person sees it; formulas stay as they are, and spaces are spaces."""
    # pylatexenc reads \textasciicircum as U+02C6, a letter that none of these texts holds.
    return LatexNodes2Text(math_mode="verbatim").latex_to_text(written).translate({0x2C6: "^", 0xA0: " "})


def is_nested(written: str) -> bool:
    """Say whether BibTeX, which counts every brace, finds the end of a value where it is."""
    depth = 0
    for brace in re.findall("[{}]", written):
        depth += 1 if brace == "{" else -1
        assert depth >= 0
    return depth == 0


@pytest.mark.parametrize(
    ("title", "written"),
    [
        ("Green AI", "Green {AI}"),
        ("BERT: Pre-training of Transformers", "{BERT}: Pre-training of Transformers"),
        ("Mask R-CNN", "Mask {R-CNN}"),
        ("A Plan B for L2 and 3D", "A Plan {B} for {L2} and {3D}"),
        ("Deep Q-learning", "Deep {Q-learning}"),
        ("Unpaired Image-to-Image Translation", "Unpaired Image-to-Image Translation"),
        ("ÉTAT de l'art", "{{\\'E}TAT} de l'art"),
    ],
)
def test_braces_hold_the_capitals_that_a_style_must_not_lower(title, written):
    assert tex.title(title) == written


@pytest.mark.parametrize("formula", ["$\\ell_1$", "$O(n^2)$", "$\\mathcal{L}_\\theta$", "$n \\to \\infty$", "$x, y$"])
def test_a_formula_is_left_to_tex_and_keeps_its_capitals(formula):
    assert tex.title(f"On {formula}-norms") == f"On {{{formula}}}-norms"


@pytest.mark.parametrize(
    "text",
    [
        *(
            "$\\input{/etc/passwd}$",
            "$\\def\\x{\\x\\x}\\x$",
            "$\\write18{id}$",
            "$\\csname end\\endcsname$",
            "$\\catcode`\\$=12$",
            "$\\\\$",
        ),
        *("$a%b$", "$a#1$", "$a&b$", "${$", "$}{$", "$\\href{javascript:x}{y}$", "$\\require{html}$", "$\\begin{array}{c}\\end{array}$"),
        *("from $5 to $10", "US$5, A$10", "$ x $", "$$x$$"),
    ],
)
def test_a_formula_that_could_do_more_than_be_read_is_shown_as_it_was_typed(text):
    written = tex.title(text)

    assert not re.search(r"(?<!\\)\$", written)
    assert not re.search(r"\\(input|def|write|csname|catcode|href|require|begin)", written)
    assert read(written) == text


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        *(("R\\'enyi", "Rényi"), ("R{\\'e}nyi", "Rényi"), ("R\\'{e}nyi", "Rényi"), ('Schr\\"odinger', "Schrödinger")),
        *(("Erd\\H{o}s", "Erdős"), ("Erd{\\H o}s", "Erdős"), ("{\\L}ukasz", "Łukasz"), ('na\\"{\\i}ve', "naïve"), ("Gau{\\ss}", "Gauß")),
        *(("\\v{C}ech", "Čech"), ("fa\\c{c}ade", "façade"), ("\\o", "ø"), ("Bj\\o{}rk", "Bjørk")),
    ],
)
def test_accents_spelled_as_commands_mean_their_letters(typed, meant):
    assert read(tex.plain(typed)) == meant
    assert tex.plain(typed) == tex.plain(meant)


@pytest.mark.parametrize("text", ["\\'x", "\\ohm", "\\inf", "\\cdot", "\\vec", "\\' e", "\\Huge", "\\today", '\\=\\"a', "\\'", "\\"])
def test_what_only_looks_like_an_accent_is_none(text):
    assert read(tex.plain(text)) == text
    assert tex.plain(text).startswith("{\\textbackslash}")


@pytest.mark.parametrize("letter", LATIN)
def test_every_latin_letter_reads_back_whatever_the_encoding(letter):
    assert read(tex.plain(f"a{letter}b")) == f"a{letter}b".replace("\u00a0", " ")


def test_accents_are_spelled_so_that_bibtex_sorts_them():
    assert tex.plain("François Łukasz Erdős Ångström naïve") == 'Fran{\\c c}ois {\\L}ukasz Erd{\\H o}s {\\r A}ngstr{\\"o}m na{\\"i}ve'


@pytest.mark.parametrize("text", ["北京", "عربية", "🚀", "αβγ", "ạ"])
def test_scripts_that_tex_has_no_commands_for_stay_as_they_are(text):
    assert tex.plain(text) == text


@pytest.mark.parametrize("text", ["a -- b", "a --- b", "``a''", "?`a", "!`a", ",,a"])
def test_signs_that_tex_would_join_stay_apart(text):
    assert read(tex.plain(text)) == text


@given(st.text(st.sampled_from(AWKWARD + "\\'\"cHvijoOsl")))
@settings(deadline=None, derandomize=True)
def test_no_command_makes_braces_uneven(text):
    assert is_nested(tex.plain(text))
    assert is_nested(tex.title(text))


@given(LINES)
@settings(deadline=None, derandomize=True)
def test_any_text_reads_back_and_ends_where_it_ends(text):
    line = tex.one_line(text)
    for written in (tex.plain(line), tex.title(line)):
        assert is_nested(written)
        assert read(written) == line.replace("\u00a0", " ")


@pytest.mark.parametrize(("text", "line"), [("a\nb", "a b"), (" a\t\tb ", "a b"), ("a\r\n\r\nb", "a b"), ("a\u00a0b", "a\u00a0b")])
def test_a_text_is_put_on_one_line(text, line):
    assert tex.one_line(text) == line
