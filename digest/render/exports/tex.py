r"""Text to TeX that means the same.

A title from arXiv may hold formulas (``$\ell_1$``) and accents (``R\'enyi``), which mean the same in a bibliography.
Nothing else that looks like TeX is one: it is written so that a reader sees it as it was typed, and TeX runs none of it.
"""

import re
import unicodedata
from functools import lru_cache

from digest.model.accents import ACCENTS, FORMULA, LETTERS, spelled

_NAME_OF_ACCENT = {combined: name for name, combined in ACCENTS.items()}
_NAME_OF_LETTER = {letter: name for name, letter in LETTERS.items()}
_SPECIAL = {
    **{character: f"\\{character}" for character in "&%$#_"},
    "\\": r"{\textbackslash}",
    "~": r"{\textasciitilde}",
    "^": r"{\textasciicircum}",
    "<": r"\ensuremath{<}",
    ">": r"\ensuremath{>}",
    "|": r"\ensuremath{|}",
    "\u00a0": "~",
}
_BRACES = {"{": r"\{", "}": r"\}"}
_LONE_BRACES = {"{": r"\ensuremath{\lbrace}", "}": r"\ensuremath{\rbrace}"}
"""BibTeX counts braces even after a backslash, so those without their other are written without any."""
_NOTHING_TO_ESCAPE = re.compile(r"[A-Za-z0-9 .:;()+/*=]*(?:[-,'][A-Za-z0-9 .:;()+/*=]+)*")
# What TeX joins into one sign: dashes, quotation marks, Spanish marks.
_JOINED = re.compile(r"(?<=-)(?=-)|(?<=')(?=')|(?<=`)(?=`)|(?<=,)(?=,)|(?<=[?!])(?=`)")

_COMMAND = re.compile(r"\\([A-Za-z]+|.)", re.DOTALL)
_HARMLESS_COMMANDS = frozenset(
    r"""
    alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi pi varpi rho varrho sigma tau upsilon
    phi varphi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega ell hbar infty partial nabla forall exists
    emptyset Re Im aleph prime circ bullet star ast dagger times div pm mp cdot cdots ldots dots oplus ominus otimes odot wedge vee
    cap cup setminus in ni notin subset subseteq supset supseteq le leq ge geq neq ne equiv sim simeq approx cong propto ll gg to
    rightarrow leftarrow leftrightarrow Rightarrow Leftarrow Leftrightarrow mapsto mid parallel perp langle rangle lfloor rfloor lceil
    rceil sum prod int lim sup inf max min log ln exp sin cos tan det dim ker arg Pr sqrt frac binom overline
    underline hat bar tilde vec dot widehat widetilde mathbb mathbf mathcal mathfrak mathit mathrm mathsf mathtt boldsymbol text textit
    textbf textrm operatorname quad , ; : !
    """.split()  # noqa: SIM905 (words, not code)
)
"""Commands of formulas that only set signs: none defines, reads, writes or loads anything."""
_SPACES = re.compile(r"[^\S\u00a0]+")
"""All but the space that does not break, which is as good as a letter."""
_WORDS = re.compile(r"([^\W_]+(?:-[^\W_]+)*)")


def one_line(text: str) -> str:
    """Put a text on one line, as everything here takes it; reference managers know no other."""
    if text.isprintable() and "  " not in text and text[:1] != " " != text[-1:]:
        return text
    return _SPACES.sub(" ", text).strip(" ")


def title(text: str) -> str:
    """Write a title as TeX: formulas and accents are kept, and braces hold capitals that a style must not lower."""
    pieces = _split(text)
    return "".join(f"{{{piece}}}" if is_formula else _escaped(spelled(piece), keep_capitals=True) for piece, is_formula in pieces)


def plain(text: str) -> str:
    """Write any other text as TeX: what looks like a command is shown as it was typed, but for accents."""
    return _escaped(spelled(text))


def _split(text: str) -> list[tuple[str, bool]]:
    """Split a text into pieces, each with whether it is a formula that can be left to TeX."""
    pieces: list[tuple[str, bool]] = []
    place = 0
    for match in FORMULA.finditer(text):
        if _is_harmless(match[0][1:-1]):
            pieces += [(text[place : match.start()], False), (match[0], True)]
            place = match.end()
    return [*pieces, (text[place:], False)]


def _is_harmless(formula: str) -> bool:
    return _is_nested(formula) and all(command in _HARMLESS_COMMANDS for command in _COMMAND.findall(formula))


def _is_nested(text: str) -> bool:
    """Say whether every brace has its other, in order."""
    depth = 0
    for brace in re.findall(r"[{}]", text):
        depth += 1 if brace == "{" else -1
        if depth < 0:
            return False
    return depth == 0


def _escaped(text: str, *, keep_capitals: bool = False) -> str:
    """Escape whatever is more to TeX than a letter."""
    if not keep_capitals and _NOTHING_TO_ESCAPE.fullmatch(text):
        return text
    is_nested = _is_nested(text)
    return _JOINED.sub("{}", "".join([_word(piece, is_nested=is_nested, keep_capitals=keep_capitals) for piece in _WORDS.split(text)]))


@lru_cache(maxsize=16384)
def _word(word: str, *, is_nested: bool, keep_capitals: bool) -> str:
    """Escape a word of a text in which every brace has its other, or not."""
    braces = _BRACES if is_nested else _LONE_BRACES
    written = word if word.isascii() and word.isalnum() else "".join([braces.get(one) or _character(one) for one in word])
    return f"{{{written}}}" if keep_capitals and _is_spelled(word) else written


def _is_spelled(word: str) -> bool:
    """Say whether a word has capitals of its own, such as BERT, EfficientNet, L2 or Q-learning, but not Deep or Pre-Training."""
    parts = word.split("-")
    lone = any(len(part) == 1 and part.isupper() for part in parts) and word != "A"
    return lone or any(part != part.lower() and (part[1:] != part[1:].lower() or any(map(str.isdigit, part))) for part in parts)


@lru_cache(maxsize=4096)
def _character(character: str) -> str:
    """Write one character as TeX; what TeX has no name for stays as it is, in UTF-8."""
    if character in _SPECIAL:
        return _SPECIAL[character]
    if character.isascii():
        return character
    if name := _NAME_OF_LETTER.get(character):
        return f"{{\\{name}}}"
    base, *marks = tuple(unicodedata.normalize("NFD", character))
    if len(marks) == 1 and base.isascii() and base.isalpha() and (name := _NAME_OF_ACCENT.get(marks[0])):
        return f"{{\\{name} {base}}}" if name.isalpha() else f"{{\\{name}{base}}}"
    return character
