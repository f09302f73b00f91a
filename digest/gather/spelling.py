"""A title in Unicode or LaTeX to the plain letters that its spellings share."""

import re
import unicodedata

from digest.model.accents import spelled

# Letters that Unicode does not take apart into a plain one and its marks.
_LETTERS = str.maketrans({"ø": "o", "đ": "d", "ð": "d", "ł": "l", "ħ": "h", "\u0131": "i", "þ": "th", "æ": "ae", "œ": "oe"})
_GREEK = re.compile(r"[\u03b1-\u03c9]")


def plain(text: str) -> str:
    r"""Write a text in small letters without marks: ``Poincar\'e`` and Poincaré, ``$\ell_1$`` and ℓ₁, ``$\beta$`` and β alike.

    LaTeX is read as far as titles use it; letters other than Latin and Greek ones stay what they are.
    """
    text = re.sub(r"\\[a-zA-Z]*(?:cal|bb|bf|rm|it|tt|frak)\b", "", spelled(text))  # without alphabets
    text = re.sub(r"\\var(?=[a-z])|\\ell(?![a-zA-Z])", lambda macro: "l" if macro[0] == r"\ell" else "\\", text)
    text = re.sub(r"[{}$\\'\u2019]", "", text)
    folded = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold().translate(_LETTERS))
    bare = "".join(letter for letter in folded if not unicodedata.combining(letter))
    return _GREEK.sub(lambda letter: _name_in_latex(letter[0]), bare)


def _name_in_latex(letter: str) -> str:
    # Unicode spells the one name as Greeks say it.
    return unicodedata.name(letter).split()[-1].lower().replace("lamda", "lambda")


def same_letters(text: str) -> str:
    """Reduce a title to what makes it another one: its letters and digits; ``&`` is the word that it stands for."""
    return re.sub(r"[\W_]+", "", plain(text.replace("&", " and ")))
