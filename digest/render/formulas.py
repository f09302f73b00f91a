"""TeX from strangers to MathML."""

from functools import cache, lru_cache
from html import escape
from xml.etree import ElementTree as ET

from digest.model.characters import FORBIDDEN_CHARACTERS

# What the converter writes. Whatever else it wrote came from the text and is shown as typed.
TAGS = {
    *("math", "mi", "mn", "mo", "mtext", "mspace", "mrow", "mfrac", "msqrt", "mroot", "mstyle", "mpadded", "mphantom"),
    *("msub", "msup", "msubsup", "munder", "mover", "munderover", "mmultiscripts", "mtable", "mtr", "mtd"),
}
ATTRIBUTES = {
    *("display", "mathvariant", "stretchy", "fence", "form", "separator", "accent", "accentunder", "largeop", "movablelimits"),
    *("linethickness", "columnalign", "rowspacing", "columnspacing", "width", "height", "depth", "lspace", "rspace", "minsize", "maxsize"),
}
_MATHML = "{http://www.w3.org/1998/Math/MathML}"


@lru_cache(maxsize=4096)  # $n$ and $k$ stand everywhere
def to_mathml(tex: str, style: str) -> str:
    """Turn a formula into MathML, ``inline`` or in ``display`` style; into code, as it was typed, where anything of it is not understood."""
    from latex2mathml.converter import convert  # on demand, as most pages that are made anew have no formula

    display = "block" if style == "display" else "inline"
    try:
        mathml = convert(tex, display=display)
        if _is_understood(ET.fromstring(mathml)):  # noqa: S314 (what the converter wrote; it has no DTD)
            # One that is wider than the screen scrolls, by the keyboard too.
            return mathml if display == "inline" else mathml.replace("<math ", '<math tabindex="0" ', 1)
    except _failures():
        pass  # whatever the way, the reader sees what was typed
    return f"<code>{escape(tex)}</code>"


@cache
def _failures() -> tuple[type[Exception], ...]:
    """List the ways in which the converter fails; some are its own and have no common base."""
    from latex2mathml import exceptions

    own = (kind for kind in vars(exceptions).values() if isinstance(kind, type) and issubclass(kind, Exception))
    return (ET.ParseError, RecursionError, LookupError, ValueError, TypeError, AttributeError, *own)


def _is_understood(math: ET.Element) -> bool:
    """Say whether all of a formula was converted: nothing but MathML, no command left as it was typed, no hidden character."""
    return all(
        element.tag.removeprefix(_MATHML) in TAGS
        and set(element.attrib) <= ATTRIBUTES
        and not (element.text or "").startswith("\\")
        and not FORBIDDEN_CHARACTERS.search(element.text or "")  # \unicode writes any
        for element in math.iter()
    )
