"""A paper to a reference: what a bibliography says of it, whatever the format.

It cites what its identifier leads to, so its year is that of the first publication, and what nobody recorded is left out.
"""

import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from digest.model.days import PartialDay
from digest.model.paper import Paper
from digest.render.exports.tex import one_line

Kind = Literal["journal", "conference", "preprint", "other"]

_MEETINGS = re.compile(
    r"\b(AAAI|ACL|AISTATS|BMVC|COLING|COLT|CoRL|CoNLL|CVPR|EACL|ECCV|EMNLP|FAccT|ICASSP|ICCV|ICLR|ICML|ICRA|IJCAI|INTERSPEECH|IROS|ISSCC|KDD"
    r"|MICCAI|MLSys|NAACL|NIPS|NeurIPS|RSS|SIGGRAPH|SIGIR|UAI|USENIX|WACV|WWW|CHI|conference|congress|meeting|proceedings|proc|symposium|workshop)\b",
    re.IGNORECASE,
)
_JOURNALS = re.compile(
    r"\b(annals|bulletin|communications|JAIR|JMLR|journal|letters|magazine|nature|review|reviews|science|TACL|TMLR|TNNLS|TOG|TPAMI|transactions"
    r"|IEEE (micro|access)|PNAS|PLOS)\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_GROUPS = frozenset(
    """
    and collaboration community company consortium contributors corporation foundation group inc inc. institute lab labs ltd ltd. others
    project research team the university
    """.split()  # noqa: SIM905 (words, not code)
)
"""Words that no person is called by: The ATLAS Collaboration, Gemini Team."""
# Chinese, Japanese and Korean names in their own script begin with the family: nothing is to be turned around.
_NOT_IN_NAMES = re.compile(r"[^\w\s.'\u2019\u2010-]|[\d_\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_NICKNAME = re.compile(r'(?<= )(?:"\w[\w.-]*"|\u201c\w[\w.-]*\u201d)(?= )')
"""Jane "JJ" Doe: marks around one word are no reason to doubt a name."""
_SUFFIX = re.compile(r"(?:jr|sr)\.?|ii|iii|iv", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True, slots=True)
class Name:
    """An author; `family` alone where a name cannot be told apart, as of a group."""

    family: str
    given: str = ""
    particle: str = ""
    """What stands before the family name in lower case: van der."""
    suffix: str = ""

    @property
    def is_whole(self) -> bool:
        """It is one name, not to be turned around."""
        return not self.given


@dataclass(frozen=True, kw_only=True, slots=True)
class Reference:
    """What a bibliography says of a paper, each text on one line; None and empty where nobody said it."""

    key: str
    """Never changes, not even where the paper's file is renamed."""
    kind: Kind
    title: str | None
    authors: tuple[Name, ...]
    published: PartialDay | None
    venue: str | None
    """Where it was published: a journal's or meeting's name by `kind`, in other kinds to be shown as it is."""
    arxiv: str | None
    category: str | None
    """arXiv's primary one."""
    doi: str | None
    url: str
    pdf: str | None
    keywords: tuple[str, ...]
    withdrawn: bool

    @property
    def container(self) -> str | None:
        """The journal or the proceedings that it is a part of, where that is known."""
        return self.venue if self.kind in {"journal", "conference"} else None

    def notes(self, withdrawn: str) -> tuple[str, ...]:
        """Say what has no field of its own: that its authors took it back, in the words given, and a venue of another kind."""
        known = (withdrawn if self.withdrawn else None, None if self.container else self.venue)
        return tuple(note for note in known if note)


@dataclass(frozen=True, kw_only=True, slots=True)
class Citation:
    """How an edition itself is cited."""

    key: str
    """Never changes, as the ids of feeds do not."""
    title: str
    headline: str | None
    """What the year changed; None while nobody can tell."""
    authors: tuple[Name, ...]
    url: str
    closed: dt.date | None
    """Its date; an edition that is open has none."""
    note: str
    """Says whether it is open or closed."""


def reference(paper: Paper) -> Reference:
    """Say of a paper what a bibliography needs."""
    return Reference(
        key=paper.identity,
        kind=_kind(paper),
        title=None if paper.is_untitled else one_line(paper.title),
        authors=tuple(parse_name(author) for author in paper.authors if author.strip()),
        published=paper.published,
        venue=one_line(paper.venue) if paper.venue else None,
        arxiv=paper.arxiv,
        category=one_line(paper.category) if paper.category else None,
        doi=one_line(paper.doi) if paper.doi else None,  # a source may say anything
        url=paper.url,
        pdf=paper.pdf,
        keywords=tuple(one_line(topic.name) for topic in paper.topics),
        withdrawn=paper.withdrawn,
    )


@lru_cache(maxsize=4096)  # each is asked for twice, for BibTeX and for the others, and people write more than one paper
def parse_name(text: str) -> Name:
    """Tell family and given names apart, as BibTeX does: the last word and whatever particles precede it.

    A group, a single word and whatever does not look like a person's name stays whole.
    """
    text = one_line(text)
    words = text.split(" ")
    suffix = words.pop() if len(words) > 2 and _SUFFIX.fullmatch(words[-1]) else ""  # noqa: PLR2004 (given, family, suffix)
    if len(words) == 1 or _NOT_IN_NAMES.search(_NICKNAME.sub("", text)) or not _GROUPS.isdisjoint(text.lower().split(" ")):
        return Name(family=text)
    place = len(words) - 1
    while place > 1 and words[place - 1].islower():
        place -= 1
    return Name(family=words[-1], given=" ".join(words[:place]), particle=" ".join(words[place:-1]), suffix=suffix)


def _kind(paper: Paper) -> Kind:
    """Say what kind of publication a paper is, by the name of its venue; what that does not tell is not guessed.

    A venue of another year than the paper's first publication is named beside it instead: "In NAACL 2019, 2018" is wrong.
    """
    if paper.venue and _is_of_that_year(paper.venue, paper.published):
        if _JOURNALS.search(paper.venue):
            return "journal"
        if _MEETINGS.search(paper.venue):
            return "conference"
        return "other"
    return "preprint" if paper.arxiv else "other"


def _is_of_that_year(venue: str, published: PartialDay | None) -> bool:
    years = _YEAR.findall(venue)
    return not years or (published is not None and str(published.year) in years)
