"""What somebody answers about a new digest to what its files are made with."""

import datetime as dt
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from digest.gather.spelling import plain
from digest.model.characters import FORBIDDEN_CHARACTERS
from digest.model.reserved import RESERVED_SLUGS
from digest.problems import SeveralError

_MOST_CHARACTERS = 100
_ADDRESS = re.compile(r"https?://([\w-]+(?:\.[\w-]+)*)(?::\d+)?/(?:[\w.~-]+/)*", re.ASCII)
_REPOSITORY = re.compile(r"[\w-][\w.-]*/(?!\.{1,2}$)[\w.-]+", re.ASCII)
_CATEGORY = re.compile(r"[a-z-]+(\.[A-Za-z-]{2,})?", re.ASCII)
_NO_WORDS = RESERVED_SLUGS | {"null"}
"""No topic can have these ids: the site keeps them for itself, or YAML takes them for nothing."""


class AnswerError(SeveralError):
    """Answers cannot be used; nothing was written."""


@dataclass(frozen=True, kw_only=True, slots=True)
class NewTopic:
    """A topic of a new digest."""

    id: str
    name: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Answers:
    """What a new digest is called, where it will stand, and what it is about."""

    name: str
    address: str
    """Ends with a slash."""
    repository: str
    """Owner and name on GitHub."""
    topics: tuple[NewTopic, ...]
    """The first is that of the example."""
    categories: tuple[str, ...]
    """arXiv's."""
    today: dt.date

    def values(self) -> Mapping[str, Any]:
        """Give what the gaps of the starter's files are called."""
        host = _ADDRESS.fullmatch(self.address)
        return asdict(self) | {"year": self.today.year, "authority": host[1] if host else ""}


def answers_of(*, name: str, address: str, repository: str, topics: str, categories: str, today: dt.date) -> Answers:  # noqa: PLR0913 (each an answer)
    """Read the answers; lists are parted by commas. Raises AnswerError with every answer that cannot be used."""
    require(name=name, address=address, repository=repository, topics=topics, categories=categories)
    return Answers(
        name=name.strip(),
        address=_address(address),
        repository=_repository(repository),
        topics=tuple(NewTopic(id=_word(topic), name=topic) for topic in _parts(topics)),
        categories=_categories(categories),
        today=today,
    )


def require(**said: str) -> None:
    """Raise AnswerError where some answers, each by its name in `answers_of`, cannot be used."""
    if faults := [fault for key, text in said.items() for fault in _FAULTS[key](text)]:
        raise AnswerError(faults)


def default_name(folder: Path) -> str:
    """Propose a name for the digest in a folder: hep-annual, Hep Annual."""
    return " ".join(word.capitalize() for word in re.findall(r"\w+", folder.name))[:_MOST_CHARACTERS].rstrip() or "The Annual"


def default_repository(folder: Path) -> str:
    """Propose a repository, whose owner only a person knows."""
    return f"your-name/{_word(folder.name) or 'annual'}"


def default_address(repository: str) -> str:
    """Say where GitHub publishes a repository."""
    owner, _, name = _repository(repository).partition("/")
    owner = owner.lower()
    return f"https://{owner}.github.io/" if name.lower() == f"{owner}.github.io" else f"https://{owner}.github.io/{name}/"


def _faults_of_name(text: str) -> Iterator[str]:
    name = text.strip()
    if not name or len(name) > _MOST_CHARACTERS or FORBIDDEN_CHARACTERS.search(name) or "\n" in name:
        yield f"the name is '{name}'; write one line of at most {_MOST_CHARACTERS} characters"


def _faults_of_address(text: str) -> Iterator[str]:
    if not _ADDRESS.fullmatch(_address(text)):
        yield f"the address is '{_address(text)}'; write it as https://name.github.io/annual/"


def _faults_of_repository(text: str) -> Iterator[str]:
    if not _REPOSITORY.fullmatch(_repository(text)):
        yield f"the repository is '{text.strip()}'; write it as owner/name"


def _faults_of_topics(text: str) -> Iterator[str]:
    topics = _parts(text)
    if not topics:
        yield "there is no topic; name at least one, such as 'Methods', and part them by commas"
    for topic in topics:
        if not _word(topic) or len(topic) > _MOST_CHARACTERS or FORBIDDEN_CHARACTERS.search(topic):
            yield f"the topic '{topic}' has no letter that an address can have, or too many; write it as 'Graph theory'"
        elif _word(topic) in _NO_WORDS:
            yield f"the topic '{topic}' has a name that the site keeps for itself; choose another"
    ids = [_word(topic) for topic in topics]
    yield from (f"the topic '{word}' is there twice; name it once" for word in sorted({word for word in ids if ids.count(word) > 1}))


def _faults_of_categories(text: str) -> Iterator[str]:
    for category in _categories(text):
        if not _CATEGORY.fullmatch(category):
            yield f"'{category}' is no category of arXiv; write it as cs.LG or hep-ph"


_FAULTS: Mapping[str, Callable[[str], Iterator[str]]] = {
    "name": _faults_of_name,
    "address": _faults_of_address,
    "repository": _faults_of_repository,
    "topics": _faults_of_topics,
    "categories": _faults_of_categories,
}


def _address(text: str) -> str:
    return f"{text.strip().rstrip('/')}/"


def _repository(text: str) -> str:
    """Take owner and name out of what people copy from GitHub."""
    return re.sub(r"^(?:https?://)?(?:www\.)?github\.com/|^git@github\.com:|(?:\.git)?/*$", "", text.strip())


def _categories(text: str) -> tuple[str, ...]:
    return () if text.strip().lower() == "none" else _parts(text)


def _parts(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _word(text: str) -> str:
    """Write a name as an id: small letters, digits and single hyphens."""
    return "-".join(re.findall(r"[a-z0-9]+", plain(text)))[:_MOST_CHARACTERS].rstrip("-")
