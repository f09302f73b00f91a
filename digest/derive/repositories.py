"""Papers, repository files and editions to repositories: what each implements, and what was said of it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from digest.derive.named import with_names
from digest.derive.reported import figures_of
from digest.derive.state import state_of
from digest.identifiers import Repository, parse_repository
from digest.model.content import Content, RepositoryFile
from digest.model.paper import Named, Paper
from digest.model.site import Implementation, NamedIn, ReportedFigure, RepositoryPage


def repositories(content: Content, papers: Iterable[Paper]) -> tuple[RepositoryPage, ...]:
    """Gather papers by the repositories that implement them, and those with files of their own that implement none."""
    found: dict[str, Repository] = {}
    implements: dict[str, list[Implementation]] = defaultdict(list)
    frameworks: dict[str, dict[str, Named]] = defaultdict(dict)
    shared: set[str] = set()
    for paper in papers:
        for code in paper.code:
            slug = code.repository.slug
            found.setdefault(slug, code.repository)
            implements[slug].append(Implementation(paper=paper, official=code.official))
            frameworks[slug] |= {framework.id: framework for framework in code.frameworks}
            shared |= {slug} if code.shared else set()
    files: dict[str, RepositoryFile] = {}
    for file in content.repositories:
        if repository := parse_repository(file.value.url):
            found[repository.slug] = repository
            files[repository.slug] = file.value
    named, figures = _named(content), _figures(content)

    def page(slug: str, repository: Repository) -> RepositoryPage:
        file = files.get(slug)
        gathered = _own(file, content) if file else _of_papers(implements[slug], frameworks[slug].values())
        return RepositoryPage(
            repository=repository,
            file=file,
            **gathered,
            implements=tuple(implements[slug]),
            formerly=tuple(former for url in (file.formerly if file else ()) if (former := parse_repository(url))),
            named=tuple(named[slug]),
            figures=tuple(figures[slug]),
            facts=content.repository_facts.get(slug),
            state=state_of(file, content.repository_facts.get(slug)),
            shared=slug in shared or bool(file and file.shared),
        )

    by_name = sorted(found.items(), key=lambda item: (item[1].spelled.casefold(), item[0]))
    return tuple(page(slug, repository) for slug, repository in by_name)


def _own(file: RepositoryFile, content: Content) -> Mapping[str, tuple[Named, ...]]:
    """Find what a repository's own file says of it."""
    return {
        "frameworks": with_names(file.framework, content.frameworks),
        "labs": with_names(file.labs, content.labs),
        "topics": with_names(file.topics, content.topics),
    }


def _of_papers(implements: Iterable[Implementation], frameworks: Iterable[Named]) -> Mapping[str, tuple[Named, ...]]:
    """Find what the papers say of a repository without a file."""
    return {
        "frameworks": tuple(frameworks),
        "labs": tuple(dict.fromkeys(lab for one in implements if one.official for lab in one.paper.labs)),
        "topics": tuple(dict.fromkeys(topic for one in implements for topic in one.paper.topics)),
    }


def _named(content: Content) -> Mapping[str, list[NamedIn]]:
    """Find where editions name repositories, by repository, newest edition first."""
    find = content.repository_finder()
    named: dict[str, list[NamedIn]] = defaultdict(list)
    for edition in sorted(content.editions, key=lambda edition: edition.slug, reverse=True):
        for highlight in edition.value.highlights:
            for place, item in enumerate(highlight.items, start=1):
                if repository := find(item.repo or ""):
                    rank = place if highlight.ranked else None
                    named[repository.slug].append(
                        NamedIn(year=int(edition.slug), heading=highlight.heading, rank=rank, note=item.note or "")
                    )
    return named


def _figures(content: Content) -> Mapping[str, list[ReportedFigure]]:
    """Find the figures that are about repositories, by repository."""
    find = content.repository_finder()
    figures: dict[str, list[ReportedFigure]] = defaultdict(list)
    for edition in content.editions:
        for reported in figures_of(edition.value):
            if repository := find(reported.figure.repo or ""):
                figures[repository.slug].append(reported)
    return figures
