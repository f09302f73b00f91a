"""Papers to papers with related ones, each with its reason; none rather than a weak one."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from heapq import nsmallest

from digest.model.content import Content
from digest.model.paper import Paper, Reason, Related

MOST = 4
"""Related papers of a kind on a page: of those that chose it, and of those that have something in common with it."""
_CROWD = 40
"""What more papers than these share says nothing of any two (and would cost quadratic time)."""


def relate(papers: tuple[Paper, ...], content: Content) -> tuple[Paper, ...]:
    """Give every paper its related ones: chosen by people first, then by authors, code and topics in common."""
    by_slug = {paper.slug: paper for paper in papers}
    chosen = _chosen({paper.slug: paper.value.related for paper in content.papers}, by_slug)
    kinds = (
        _Kind("author", lambda paper: paper.authors, papers),
        _Kind("code", lambda paper: [code.repository.spelled for code in paper.code], papers),
        _Kind("topics", lambda paper: [topic.name for topic in paper.topics], papers),
    )
    return tuple(replace(paper, related=_related(paper, by_slug, chosen[paper.slug], kinds)) for paper in papers)


class _Kind:
    """Words that papers may have in common, and an index from each to the papers that have it."""

    def __init__(self, reason: Reason, words: Callable[[Paper], Iterable[str]], papers: Iterable[Paper]) -> None:
        self.reason = reason
        self.words = words
        self.index: dict[str, list[str]] = defaultdict(list)
        for paper in papers:
            for word in dict.fromkeys(words(paper)):
                self.index[word].append(paper.slug)

    def in_common(self, paper: Paper) -> dict[str, list[str]]:
        """Map other papers to the words that they share with this one."""
        common: dict[str, list[str]] = defaultdict(list)
        for word in dict.fromkeys(self.words(paper)):
            if len(self.index[word]) <= _CROWD:
                for other in self.index[word]:
                    common[other].append(word)
        common.pop(paper.slug, None)
        return common


def _chosen(related: Mapping[str, tuple[str, ...]], papers: Mapping[str, Paper]) -> dict[str, tuple[str, ...]]:
    """Read the links that people chose both ways: a paper's own, then those that chose it, the nearest editions first."""
    choosers: dict[str, list[str]] = defaultdict(list)
    for slug, others in related.items():
        for other in others:
            if slug in papers and other in papers and slug not in related.get(other, ()):
                choosers[other].append(slug)
    return {
        slug: (
            *related.get(slug, ()),
            *sorted(choosers[slug], key=lambda other: (abs(papers[other].year - papers[slug].year), other))[:MOST],
        )
        for slug in papers
    }


def _related(paper: Paper, by_slug: Mapping[str, Paper], chosen: Iterable[str], kinds: Iterable[_Kind]) -> tuple[Related, ...]:
    found = {slug: _one(by_slug[slug], "chosen", ()) for slug in chosen if slug in by_slug}
    derived: dict[str, Related] = {}
    for kind in kinds:
        if len(derived) >= MOST:
            break
        strong = [
            (slug, names)
            for slug, names in kind.in_common(paper).items()
            if slug not in found and slug not in derived and _is_strong(paper, by_slug[slug], kind.reason, names)
        ]
        # Nearest first: what shares most, then the edition closest in time.
        nearest = nsmallest(MOST - len(derived), strong, key=lambda one: (-len(one[1]), abs(by_slug[one[0]].year - paper.year), one[0]))
        derived |= {slug: _one(by_slug[slug], kind.reason, tuple(names)) for slug, names in nearest}
    return (*found.values(), *derived.values())


def _is_strong(paper: Paper, other: Paper, reason: Reason, names: list[str]) -> bool:
    """Say whether what two papers share means anything: of topics, the main one of both or two at least."""
    return reason != "topics" or len(names) > 1 or paper.topics[0] == other.topics[0]


def _one(paper: Paper, reason: Reason, names: tuple[str, ...]) -> Related:
    return Related(slug=paper.slug, title=paper.title, is_draft=paper.is_draft, reason=reason, names=names)
