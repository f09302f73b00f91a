"""Entries and repository files to the code of every paper."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from digest.derive.named import with_names
from digest.derive.state import state_of
from digest.identifiers import Repository, parse_repository
from digest.model.content import Content, Entry
from digest.model.days import PartialDay, first_day, last_day
from digest.model.facts import Stars
from digest.model.paper import Code
from digest.model.written import Written

_FOLDER = "/tree/"
"""Within the address of a folder at GitHub and its like."""
_YEAR = dt.timedelta(366)


class _Link(NamedTuple):
    """A paper and a repository, as one of their files links them."""

    paper: str
    repository: Repository
    url: str
    official: bool
    framework: str | None
    added: dt.date | None
    published: PartialDay | None


def code_by_paper(content: Content, papers: Iterable[Written[Entry]]) -> Mapping[str, tuple[Code, ...]]:
    """Find the code of papers, by slug, official first: what entries list, and what repositories say they implement."""
    papers = tuple(papers)
    links: dict[tuple[str, str], _Link] = {}
    for link in (*_listed(content, papers), *_implemented(content, papers)):
        links.setdefault((link.paper, link.repository.slug), link)
    uses = Counter(repository for _, repository in links)
    files = {file.slug: file.value for file in content.repositories}
    found: dict[str, list[Code]] = defaultdict(list)
    for (paper, slug), link in links.items():
        file = files.get(slug)
        words = file.framework if file else (link.framework,) if link.framework else ()
        found[paper].append(
            Code(
                repository=link.repository,
                url=link.url,
                official=link.official,
                frameworks=with_names(words, content.frameworks),
                state=state_of(file, content.repository_facts.get(slug)),
                shared=uses[slug] > 1 or bool(file and file.shared) or _is_in_a_folder(link.url) or _is_older(content, link),
                added=link.added,
                stars=newest_stars(content, slug),
            )
        )
    return defaultdict(tuple, {paper: tuple(sorted(code, key=lambda one: not one.official)) for paper, code in found.items()})


def _is_in_a_folder(url: str) -> bool:
    """Say whether an address leads into a folder: the repository holds more than that."""
    return _FOLDER in url


def _is_older(content: Content, link: _Link) -> bool:
    """Say whether a repository was seen more than a year before the paper: it was there for something else."""
    facts = content.repository_facts.get(link.repository.slug)
    seen = min((one.date for one in facts.stars), default=None) if facts else None
    return bool(seen and link.published and first_day(link.published) - last_day(seen) > _YEAR)


def newest_stars(content: Content, slug: str) -> Stars | None:
    """Find the newest day on which somebody counted the stars of a repository."""
    facts = content.repository_facts.get(slug)
    return facts.stars[-1] if facts and facts.stars else None


def _listed(content: Content, papers: Iterable[Written[Entry]]) -> Iterable[_Link]:
    find = content.repository_finder()
    for paper in papers:
        for code in paper.value.code:
            if repository := find(code.repo):
                yield _Link(paper.slug, repository, code.repo, code.official, code.framework, code.added, _published(content, paper))


def _implemented(content: Content, papers: Iterable[Written[Entry]]) -> Iterable[_Link]:
    shown = {paper.slug: paper for paper in papers}
    for file in content.repositories:
        if repository := parse_repository(file.value.url):
            for slug in file.value.implements:
                if paper := shown.get(slug):
                    yield _Link(slug, repository, file.value.url, False, None, None, _published(content, paper))


def _published(content: Content, paper: Written[Entry]) -> PartialDay | None:
    """Find the day of a paper, by its entry or by a source."""
    facts = content.facts.get(paper.slug)
    return paper.value.published or (facts.published.value if facts and facts.published else None)
