"""Rules about references: whatever a file names exists."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from digest.check.rule import Finding, Rule
from digest.model import messages
from digest.model.content import Content, Framework, Lab, Topic
from digest.model.limits import FEW_WORDS
from digest.model.written import KEY, Key, Written
from digest.problems import did_you_mean, some_of

Use = tuple[Written[Any], Key, str]
"""A file, a place in it, and the word that stands there."""


def topics_are_known(content: Content) -> Iterator[Finding]:
    """A paper or repository names only topics of topics.yml."""
    uses: Iterable[Use] = ((file, ("topics", index), word) for file in _described(content) for index, word in enumerate(file.value.topics))
    yield from _unknown(content, content.topics, "topic", uses)


def labs_are_known(content: Content) -> Iterator[Finding]:
    """A paper or repository names only labs of labs.yml."""
    uses: Iterable[Use] = ((file, ("labs", index), word) for file in _described(content) for index, word in enumerate(file.value.labs))
    yield from _unknown(content, content.labs, "lab", uses)


def frameworks_are_known(content: Content) -> Iterator[Finding]:
    """Code names only frameworks of frameworks.yml."""
    uses: list[Use] = [
        (paper, ("code", index, "framework"), code.framework)
        for paper in content.papers
        for index, code in enumerate(paper.value.code)
        if code.framework
    ]
    uses += [(file, ("framework", index), word) for file in content.repositories for index, word in enumerate(file.value.framework)]
    yield from _unknown(content, content.frameworks, "framework", uses)


def grounds_are_known(content: Content) -> Iterator[Finding]:
    """A paper is here on grounds of grounds.yml."""
    uses: Iterable[Use] = ((paper, ("grounds", word, KEY), word) for paper in content.papers for word in paper.value.grounds)
    yield from _unknown(content, content.grounds, "ground", uses)


def papers_are_known(content: Content) -> Iterator[Finding]:
    """Whatever names a paper names one of the digest, by its present slug."""
    known = _slugs(content)
    former = {alias: paper.slug for paper in reversed(content.papers) for alias in paper.value.aliases}
    for written, key, slug in _named_papers(content):
        if slug in known:
            continue
        if slug in former:
            yield Finding(written, key, f"'{slug}' is now called '{former[slug]}'; write that")
        else:
            yield Finding(written, key, f"unknown paper '{slug}'{did_you_mean(slug, known)}")


def picks_are_of_their_edition(content: Content) -> Iterator[Finding]:
    """An edition picks only its own papers."""
    years: dict[str, list[int]] = {}
    for paper in content.papers:
        years.setdefault(paper.slug, []).append(paper.year)
    for edition in content.editions:
        for index, slug in enumerate(edition.value.picks):
            if slug in years and int(edition.slug) not in years[slug]:
                yield Finding(edition, ("picks", index), f"'{slug}' belongs to the edition of {years[slug][0]}, not of {edition.slug}")


def related_papers_are_others(content: Content) -> Iterator[Finding]:
    """A paper is related to others, not to itself."""
    for paper in content.papers:
        for index, slug in enumerate(paper.value.related):
            if slug == paper.slug:
                yield Finding(paper, ("related", index), "a paper cannot be related to itself; delete this")


def words_stand_once(content: Content) -> Iterator[Finding]:
    """No word stands twice in one list, and no paper twice in one thread."""
    for written, name, words in _lists(content):
        for index, word in enumerate(words):
            if word in words[:index]:
                yield Finding(written, (*name, index), messages.LISTED_TWICE.format(word=word))
    for thread in content.threads:
        papers = [step.paper for step in thread.value.steps]
        for index, slug in enumerate(papers):
            if slug in papers[:index]:
                yield Finding(thread, ("steps", index, "paper"), f"'{slug}' is a step of this thread already; keep one")


def editions_exist(content: Content) -> Iterator[Finding]:
    """A paper stands in the folder of a year that has an edition."""
    folder = content.topics.path.rsplit("/", 1)[0]
    known = {edition.slug for edition in content.editions}
    unread = content.unread - {paper.path for paper in content.papers}
    silent: list[Written[None]] = [Written(value=None, path=path, places={}) for path in unread if path.startswith(f"{folder}/papers/")]
    files: list[Written[Any]] = [*content.papers, *silent]
    for paper in files:
        path = f"{folder}/editions/{paper.year}.yml"
        if str(paper.year) not in known and path not in content.unread:
            there = f" ({some_of(content.years_to_choose())})" if known else ""
            yield Finding(paper, (), f"there is no edition of {paper.year}; move the paper to one that is there{there}, or write {path}")


def highlights_point_at_something(content: Content) -> Iterator[Finding]:
    """A highlight names a paper or a repository, not both and not neither."""
    for edition in content.editions:
        for number, highlight in enumerate(edition.value.highlights):
            for index, item in enumerate(highlight.items):
                if (item.paper is None) == (item.repo is None):
                    yield Finding(edition, ("highlights", number, "items", index), "name either a paper or a repo here")


def figures_are_about_repositories_shown(content: Content) -> Iterator[Finding]:
    """A figure about a repository names one that has a page: a paper lists it, or it has a file of its own."""
    find = content.repository_finder()
    urls = [code.repo for paper in content.papers for code in paper.value.code] + [file.value.url for file in content.repositories]
    shown = {repository.slug for url in urls if (repository := find(url))}
    for edition in content.editions:
        for index, figure in enumerate(edition.value.figures):
            if figure.repo and (repository := find(figure.repo)) and repository.slug not in shown:
                message = f"no paper lists '{figure.repo}' and it has no file of its own; write content/repos/{repository.slug}.yml"
                yield Finding(edition, ("figures", index, "repo"), message)


def frameworks_have_one_home(content: Content) -> Iterator[Finding]:
    """The framework of a repository with a file of its own stands there, and only there."""
    files = {file.slug: file.path for file in content.repositories}
    find = content.repository_finder()
    for paper in content.papers:
        for index, code in enumerate(paper.value.code):
            repository = find(code.repo)
            if code.framework and repository and repository.slug in files:
                yield Finding(paper, ("code", index, "framework"), messages.FRAMEWORK_TWICE.format(path=files[repository.slug]))


def facts_belong_to_papers(content: Content) -> Iterator[Finding]:
    """Facts belong to a paper of the digest, and to the one whose arXiv id they carry."""
    papers = {paper.slug: paper for paper in content.papers}
    known = _slugs(content)
    for slug, facts in content.facts.items():
        if slug not in known:
            yield _of_facts(content, f"papers/{slug}", f"there is no paper '{slug}'; rename these facts with their paper, or delete them")
        elif slug not in papers or papers[slug].unsound & {"arxiv", "doi", "url"}:
            continue
        elif facts.arxiv and facts.arxiv != (given := papers[slug].value.arxiv_id):
            own = given or "no arXiv id"
            message = f"these are facts about {facts.arxiv}, but {papers[slug].path} has {own}; delete the wrong one"
            yield _of_facts(content, f"papers/{slug}", message)


def repository_facts_belong_to_repositories(content: Content) -> Iterator[Finding]:
    """Facts of a repository belong to one that an entry or a file of the digest names, and stand under its present name."""
    find = content.repository_finder()
    urls = (*(code.repo for paper in content.papers for code in paper.value.code), *(file.value.url for file in content.repositories))
    known = {repository.slug for url in urls if (repository := find(url))}
    # What an unreadable file names nobody knows.
    unknown = any("/papers/" in path or "/repos/" in path for path in content.unread)
    for slug, facts in content.repository_facts.items():
        if facts.repository.replace("/", "--") != slug:
            yield _of_facts(content, f"repos/{slug}", f"these are facts about {facts.repository}; give the file that name, or delete it")
        elif slug not in known and not unknown:
            message = f"nothing here names the repository {facts.repository}; rename these facts with it, or delete them"
            yield _of_facts(content, f"repos/{slug}", message)


def _of_facts(content: Content, name: str, message: str) -> Finding:
    """Find something in a file of facts as a whole."""
    folder = content.topics.path.rsplit("/", 1)[0]
    return Finding(Written(value=None, path=f"{folder}/facts/{name}.json", places={}), (), message)


def _described(content: Content) -> list[Written[Any]]:
    return [*content.papers, *content.repositories]


def _slugs(content: Content) -> set[str]:
    """List every paper's slug, of those files too that could not be read."""
    unread = {path.rsplit("/", 1)[1].removesuffix(".yml") for path in content.unread if "/papers/" in path}
    return {paper.slug for paper in content.papers} | unread


def _lists(content: Content) -> Iterator[tuple[Written[Any], Key, tuple[str, ...]]]:
    for file in _described(content):
        for name in ("topics", "labs", "related", "implements"):
            yield file, (name,), getattr(file.value, name, ())
    for edition in content.editions:
        yield edition, ("picks",), edition.value.picks
    for word, topic in content.topics.value.items():
        yield content.topics, (word, "start"), topic.start


def _named_papers(content: Content) -> Iterator[Use]:
    for paper in content.papers:
        yield from ((paper, ("related", index), slug) for index, slug in enumerate(paper.value.related))
    yield from _named_in_editions(content)
    for file in content.repositories:
        yield from ((file, ("implements", index), slug) for index, slug in enumerate(file.value.implements))
    for thread in content.threads:
        yield from ((thread, ("steps", index, "paper"), step.paper) for index, step in enumerate(thread.value.steps))
    for word, topic in content.topics.value.items():
        yield from ((content.topics, (word, "start", index), slug) for index, slug in enumerate(topic.start))


def _named_in_editions(content: Content) -> Iterator[Use]:
    for edition in content.editions:
        yield from ((edition, ("picks", index), slug) for index, slug in enumerate(edition.value.picks))
        for number, highlight in enumerate(edition.value.highlights):
            for index, item in enumerate(highlight.items):
                if item.paper:
                    yield edition, ("highlights", number, "items", index, "paper"), item.paper
        for index, missed in enumerate(edition.value.missed):
            if missed.paper:
                yield edition, ("missed", index, "paper"), missed.paper


def _unknown(content: Content, vocabulary: Written[Any], kind: str, uses: Iterable[Use]) -> Iterator[Finding]:
    if vocabulary.path in content.unread:
        return
    add = messages.ADD_LAB if vocabulary is content.labs else messages.ADD_WORD
    for written, key, word in uses:
        if word not in vocabulary.value:
            mend = _meant(word, vocabulary.value)
            few = messages.ONE_OF.format(words=", ".join(vocabulary.value)) if len(vocabulary.value) <= FEW_WORDS else ""
            unknown = messages.UNKNOWN_WORD.format(kind=kind, word=word)
            yield Finding(written, key, unknown + (mend or add.format(few=few, path=vocabulary.path)))


def _meant(word: str, vocabulary: Mapping[str, Topic | Lab | Framework]) -> str:
    """End a message with the word that has this for another name, that is spelled nearly so, or in whose names it stands; or with nothing."""
    plain = _plain(word)
    names = [(_plain(name), known) for known, defined in vocabulary.items() for name in _names(known, defined)]
    if other := dict(names).get(plain):
        return messages.WRITE_WORD.format(word=other)
    holder = next((known for name, known in names if f"-{plain}-" in f"-{name}-"), None)
    return did_you_mean(word, vocabulary) or (messages.DID_YOU_MEAN.format(word=holder) if holder else "")


def _names(word: str, defined: Topic | Lab | Framework) -> tuple[str, ...]:
    return (word, defined.name, *getattr(defined, "aliases", ()), *getattr(defined, "formerly", ()))


def _plain(name: str) -> str:
    return name.casefold().replace(" ", "-")


RULES = (
    Rule("unknown-topic", topics_are_known),
    Rule("unknown-lab", labs_are_known),
    Rule("unknown-framework", frameworks_are_known),
    Rule("unknown-ground", grounds_are_known),
    Rule("unknown-paper", papers_are_known),
    Rule("foreign-pick", picks_are_of_their_edition),
    Rule("listed-twice", words_stand_once),
    Rule("self-related", related_papers_are_others),
    Rule("unknown-edition", editions_exist, by_path=True),
    Rule("empty-highlight", highlights_point_at_something),
    Rule("unlisted-repository", figures_are_about_repositories_shown),
    Rule("framework-twice", frameworks_have_one_home),
    Rule("orphan-facts", facts_belong_to_papers),
    Rule("orphan-code-facts", repository_facts_belong_to_repositories),
)
