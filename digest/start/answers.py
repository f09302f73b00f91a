"""What somebody answers about a new digest to what its files are made with."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from digest.gather.spelling import plain
from digest.model.characters import FORBIDDEN_CHARACTERS
from digest.problems import SeveralError

_MOST_CHARACTERS = 100
_ADDRESS = re.compile(r"https?://([\w-]+(?:\.[\w-]+)*)(?::\d+)?/(?:[\w.~-]+/)*", re.ASCII)
_REPOSITORY = re.compile(r"[\w-][\w.-]*/[\w.-]+", re.ASCII)
_CATEGORY = re.compile(r"[a-z-]+(\.[A-Za-z-]{2,})?", re.ASCII)


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
    address = f"{address.strip().rstrip('/')}/"
    named = tuple(NewTopic(id=_word(topic), name=topic) for topic in _parts(topics))
    answers = Answers(
        name=name.strip(), address=address, repository=repository.strip(), topics=named, categories=_parts(categories), today=today
    )
    if faults := _faults(answers):
        raise AnswerError(faults)
    return answers


def default_name(folder: Path) -> str:
    """Propose a name for the digest in a folder: hep-annual, Hep Annual."""
    return " ".join(word.capitalize() for word in re.findall(r"\w+", folder.name)) or "The Annual"


def default_repository(folder: Path) -> str:
    """Propose a repository, whose owner only a person knows."""
    return f"your-name/{_word(folder.name) or 'annual'}"


def default_address(repository: str) -> str:
    """Say where GitHub publishes a repository."""
    owner, _, name = repository.partition("/")
    owner = owner.lower()
    return f"https://{owner}.github.io/" if name.lower() == f"{owner}.github.io" else f"https://{owner}.github.io/{name}/"


def _faults(answers: Answers) -> list[str]:
    faults = []
    if not answers.name or len(answers.name) > _MOST_CHARACTERS or FORBIDDEN_CHARACTERS.search(answers.name) or "\n" in answers.name:
        faults.append(f"the name is '{answers.name}'; write one line of at most {_MOST_CHARACTERS} characters")
    if not _ADDRESS.fullmatch(answers.address):
        faults.append(f"the address is '{answers.address}'; write it as https://name.github.io/annual/")
    if not _REPOSITORY.fullmatch(answers.repository):
        faults.append(f"the repository is '{answers.repository}'; write it as owner/name")
    if not answers.topics:
        faults.append("there is no topic; name at least one, such as 'Methods', and part them by commas")
    faults += [
        f"the topic '{topic.name}' has no letter that an address can have, or too many; write it as 'Graph theory'"
        for topic in answers.topics
        if not topic.id or len(topic.name) > _MOST_CHARACTERS or FORBIDDEN_CHARACTERS.search(topic.name)
    ]
    ids = [topic.id for topic in answers.topics]
    faults += [f"the topic '{word}' is there twice; name it once" for word in sorted({word for word in ids if ids.count(word) > 1})]
    if not answers.categories:
        faults.append("there is no category of arXiv; name at least one, such as hep-ph, and part them by commas")
    faults += [
        f"'{category}' is no category of arXiv; write it as cs.LG or hep-ph"
        for category in answers.categories
        if not _CATEGORY.fullmatch(category)
    ]
    return faults


def _parts(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _word(text: str) -> str:
    """Write a name as an id: small letters, digits and single hyphens."""
    return "-".join(re.findall(r"[a-z0-9]+", plain(text)))[:_MOST_CHARACTERS].rstrip("-")
