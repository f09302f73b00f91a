"""Markdown from strangers to HTML that can do nothing but be read."""

import re
from functools import lru_cache
from html import escape, unescape

import comrak
import nh3

from digest.model.characters import FORBIDDEN_CHARACTERS
from digest.render import formulas

_TAGS = {"p", "br", "em", "strong", "code", "pre", "a", "ul", "ol", "li", "blockquote"}
_ATTRIBUTES = {
    "a": {"href"},
    "ol": {"start"},
    **dict.fromkeys(formulas.TAGS, formulas.ATTRIBUTES),
    "math": formulas.ATTRIBUTES | {"tabindex"},
}
_MATH = re.compile(r'<span data-math-style="(inline|display)">(.*?)</span>', re.DOTALL)
# A dollar that is money has a space or a digit at its other side; so Markdown tells them apart, too.
_MATH_IN_TITLE = re.compile(r"(?<![\\$])\$(?![\s$])([^$]+)(?<![\s\\])\$(?![\d$])")
_PLAIN = re.compile(r"[\w ,.:;!?()/+-]*", re.ASCII)
"""A title in which there is nothing to escape, to clean or to convert."""
_HEADING = re.compile(r"<h[1-6]>(.*?)</h[1-6]>", re.DOTALL)
_IMAGE = re.compile(r'<img src="[^"]*" alt="([^"]*)"[^>]*/>')

_REMEMBERED = 1 << 15
"""Texts whose HTML is kept: a summary stands on its page, in its edition and in feeds, each long after the other."""
_EXTENSIONS = comrak.ExtensionOptions()
_EXTENSIONS.math_dollars = True
_RENDERING = comrak.RenderOptions()
_RENDERING.escape = True  # the default drops raw HTML, and with it text such as "<3"
# Made once: to make one takes four times as long as to clean a summary by it.
_CLEANER = nh3.Cleaner(
    tags=_TAGS | formulas.TAGS, attributes=_ATTRIBUTES, url_schemes={"http", "https"}, url_relative="deny", link_rel="noopener noreferrer"
)


@lru_cache(maxsize=_REMEMBERED)
def to_html(markdown: str) -> str:
    """Turn Markdown into HTML for a page, with formulas as MathML.

    Raw HTML is shown as typed, headings become strong paragraphs (the page has its own), images give their text, links lead to absolute http(s) addresses or nowhere.
    """
    return _clean(_MATH.sub(lambda match: formulas.to_mathml(unescape(match[2]), match[1]), _markdown(markdown)))


@lru_cache(maxsize=1024)
def to_plain_html(markdown: str) -> str:
    """Turn Markdown into HTML for feeds, with formulas as they were typed: readers strip what they do not know."""
    if "$" not in markdown:  # no formula: the page has the same
        return to_html(markdown)
    return _clean(_MATH.sub(lambda match: f"<code>{match[2]}</code>", _markdown(markdown)))


@lru_cache(maxsize=_REMEMBERED)
def title_to_html(title: str) -> str:
    """Turn a title, which is no Markdown, into HTML with its formulas as MathML; what is not understood stays as it was typed."""
    if _PLAIN.fullmatch(title):
        return title.strip()
    parts = _MATH_IN_TITLE.split(title)  # text, formula, text, ...
    return _clean("".join(_formula(part) if place % 2 else escape(part) for place, part in enumerate(parts)))


def _formula(tex: str) -> str:
    html = formulas.to_mathml(tex, "inline")
    return html if html.startswith("<math") else escape(f"${tex}$")


def _markdown(text: str) -> str:
    html = comrak.render_markdown(text, extension_options=_EXTENSIONS, render_options=_RENDERING)
    return _HEADING.sub(r"<p><strong>\1</strong></p>", _IMAGE.sub(r"\1", html))


def _clean(html: str) -> str:
    # Markdown reads &#8238; as the character that no file may hold.
    return _CLEANER.clean(FORBIDDEN_CHARACTERS.sub("", html)).strip()
