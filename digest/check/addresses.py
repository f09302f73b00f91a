"""Rules about addresses and about what identifies a paper."""

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from digest.check.rule import Finding, Rule
from digest.identifiers import parse_repository
from digest.model import messages
from digest.model.content import Content, Edition, Entry
from digest.model.written import Key, Written

_MISPLACED = re.compile(r"[\s<>\"\\]")
"""What no address holds as it is."""


def addresses_lead_somewhere(content: Content) -> Iterator[Finding]:
    """An address begins with https:// or http:// and has a host."""
    for written, key, address in _addresses(content):
        if (fault := _fault(address)) is not None:
            yield Finding(written, key, f"'{address}' {fault}")


def papers_have_one_identifier(content: Content) -> Iterator[Finding]:
    """A paper has one of arxiv, doi and url."""
    for paper in content.papers:
        given = [key for key in ("arxiv", "doi", "url") if getattr(paper.value, key)]
        if not given:
            yield Finding(paper, (), messages.NO_IDENTIFIER)
        elif len(given) > 1:
            yield Finding(paper, (given[1],), messages.TWO_IDENTIFIERS.format(first=given[0], second=given[1]))


def papers_outside_arxiv_tell_what_arxiv_would(content: Content) -> Iterator[Finding]:
    """A paper that is not on arXiv says its title, authors and day itself."""
    for paper in content.papers:
        entry = paper.value
        if (entry.doi or entry.url) and not entry.arxiv_id:
            for key in ("title", "authors", "published"):
                if not getattr(entry, key):
                    yield Finding(paper, (), messages.MISSING_METADATA.format(key=key))


def code_is_in_repositories(content: Content) -> Iterator[Finding]:
    """Code is a repository with owner and name, listed once."""
    for written, key, url in _repositories(content):
        if parse_repository(url) is None and _fault(url) is None:
            yield Finding(written, key, messages.BAD_REPOSITORY.format(url=url))
    find = content.repository_finder()
    for paper in content.papers:
        seen: set[str] = set()
        for index, code in enumerate(paper.value.code):
            if repository := find(code.repo):
                if repository.slug in seen:
                    yield Finding(paper, ("code", index, "repo"), messages.REPOSITORY_TWICE.format(url=code.repo))
                seen.add(repository.slug)


def _repositories(content: Content) -> Iterator[tuple[Written[Any], Key, str]]:
    for paper in content.papers:
        yield from ((paper, ("code", index, "repo"), code.repo) for index, code in enumerate(paper.value.code))
    for file in content.repositories:
        yield file, ("url",), file.value.url
        yield from ((file, ("formerly", index), url) for index, url in enumerate(file.value.formerly))
    for edition in content.editions:
        for number, highlight in enumerate(edition.value.highlights):
            for index, item in enumerate(highlight.items):
                if item.repo:
                    yield edition, ("highlights", number, "items", index, "repo"), item.repo
        yield from ((edition, ("figures", index, "repo"), figure.repo) for index, figure in enumerate(edition.value.figures) if figure.repo)
    for slug, removal in content.removed.value.items():
        yield from ((content.removed, (slug, "code", index), url) for index, url in enumerate(removal.code))


def _fault(address: str) -> str | None:
    try:
        parts = urlsplit(address)
        host = parts.hostname
        _ = parts.port
    except ValueError:
        return messages.NO_ADDRESS
    if parts.scheme not in {"http", "https"}:
        return messages.NO_WEB_ADDRESS
    if _MISPLACED.search(address):
        return messages.ADDRESS_CHARACTER
    if parts.username is not None:
        return messages.ADDRESS_USER
    if not host or ("." not in host and ":" not in host) or ".." in host or host.startswith("."):
        return messages.ADDRESS_HOST
    return None


def _addresses(content: Content) -> Iterator[tuple[Written[Any], Key, str]]:
    for paper in content.papers:
        yield from ((paper, key, address) for key, address in _of_entry(paper.value))
    for edition in content.editions:
        yield from ((edition, key, address) for key, address in _of_edition(edition.value))
    for file in content.repositories:
        yield file, ("url",), file.value.url
        yield from ((file, ("formerly", index), address) for index, address in enumerate(file.value.formerly))
    for slug, removal in content.removed.value.items():
        yield from ((content.removed, (slug, "code", index), url) for index, url in enumerate(removal.code))
    for vocabulary in (content.labs, content.frameworks):
        for word, defined in vocabulary.value.items():
            if defined.url:
                yield vocabulary, (word, "url"), defined.url


def _of_entry(entry: Entry) -> Iterator[tuple[Key, str]]:
    if entry.url:
        yield ("url",), entry.url
    yield from ((("code", index, "repo"), code.repo) for index, code in enumerate(entry.code))
    yield from ((("grounds", word), reason) for word, reason in entry.grounds.items() if "://" in reason.split(" ")[0])


def _of_edition(edition: Edition) -> Iterator[tuple[Key, str]]:
    for key in ("sources", "further", "missed"):
        for index, item in enumerate(getattr(edition, key)):
            if item.url:
                yield (key, index, "url"), item.url
    yield from ((("figures", index, "source"), figure.source) for index, figure in enumerate(edition.figures))
    yield from ((("corrections", index, "source"), correction.source) for index, correction in enumerate(edition.corrections))
    for number, highlight in enumerate(edition.highlights):
        for index, item in enumerate(highlight.items):
            if item.repo:
                yield ("highlights", number, "items", index, "repo"), item.repo


RULES = (
    Rule("bad-address", addresses_lead_somewhere),
    Rule("one-identifier", papers_have_one_identifier),
    Rule("missing-metadata", papers_outside_arxiv_tell_what_arxiv_would),
    Rule("bad-repository", code_is_in_repositories),
)
