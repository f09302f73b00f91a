"""Papers of a list to drafts: named, filled in with what is known, the rest left to be written."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from digest.gather.draft import format_draft
from digest.gather.imports.row import Row
from digest.gather.imports.shelf import Shelf, removed_of_this_name
from digest.gather.known import Known, Proposal
from digest.gather.new import Digest, Draft, name_without_title, taken_names, year_of
from digest.gather.reference import Reference
from digest.gather.slugs import Names
from digest.gather.topics import MOST_TOPICS, propose_topics
from digest.model.content import Content, Framework, Lab, Topic

_NOTHING = Reference("arxiv", "")
"""Of a paper that the file names by its title alone: the draft leaves its id to be written."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Batch:
    """What is the same for every paper of a file."""

    source: str
    """Who says what is known, for people."""
    said: str
    """Where the code is from, for people."""
    edition: int | None
    today: dt.date


def drafts_of(rows: list[Row], listed: Batch, digest: Digest, shelf: Shelf) -> Iterator[Draft]:
    """Begin an entry for every row, each under a name of its own."""
    names = Names(taken_names(digest))
    topics = _words(digest.content.topics.value)
    labs = _words(digest.content.labs.value)
    frameworks = _words(digest.content.frameworks.value)
    for row in rows:
        known = Known(
            reference=row.ids[0] if row.ids else _NOTHING,
            source=listed.source,
            title=row.title,
            authors=row.authors,
            published=row.published,
            categories=row.categories,
            venue=row.venue,
        )
        year = listed.edition or year_of(known, listed.today)
        slug = names.propose(row.title, name_without_title(known.reference) if row.ids else "", year=year)
        proposal = Proposal(
            path=f"{digest.folder}/papers/{year}/{slug}.yml",
            facts=f"{digest.folder}/facts/papers/{slug}.json",
            topics=_spelled(row.topics, topics) or _guess(row, digest.content),
            code=tuple(replace(link, framework=frameworks.get(link.framework.lower(), link.framework)) for link in row.code),
            said=listed.said,
            by="digest import",
        )
        texts = replace(row.texts, labs=_spelled(row.texts.labs, labs))
        text = format_draft(known, proposal, digest.content, schema=digest.schema, texts=texts)
        removed = removed_of_this_name(shelf, row.title)
        notes = (f"its name is that of {removed}",) if removed else ()
        yield Draft(path=proposal.path, title=row.title, files={proposal.path: text.encode()}, notes=notes)


def _guess(row: Row, content: Content) -> tuple[str, ...]:
    topics = content.topics.value
    proposed = (*propose_topics(row.title, row.categories, topics), *propose_topics(row.keywords, (), topics))
    return tuple(dict.fromkeys(proposed))[:MOST_TOPICS]


def _spelled(words: tuple[str, ...], known: dict[str, str]) -> tuple[str, ...]:
    """Write words as the digest does; what it does not know stays, for `check` to name."""
    return tuple(dict.fromkeys(known.get(word.lower(), word) for word in words))


def _words(vocabulary: Mapping[str, Topic] | Mapping[str, Lab] | Mapping[str, Framework]) -> dict[str, str]:
    """Find the words of a vocabulary by every name that they have; by its id where two have one name."""
    by_name = {name.lower(): word for word, meant in vocabulary.items() for name in (*meant.aliases, meant.name)}
    return by_name | {word: word for word in vocabulary}
