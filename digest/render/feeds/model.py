"""A feed, whatever its format."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

_NOTHING_YET = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True, kw_only=True, slots=True)
class Item:
    """One entry of a feed: a paper, an edition or a change."""

    id: str
    """Never changes, and is the same in every feed."""
    title: str
    url: str
    """Of its page in the digest."""
    elsewhere: str | None
    """Where the paper itself is read."""
    summary: str
    """Plain text."""
    html: str
    """The whole text, with absolute addresses and no class, style or script."""
    topics: tuple[str, ...]
    published: dt.datetime
    updated: dt.datetime
    """Moves only when a person changed the text."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Links:
    """Where a document of a feed stands, and the others of it, all in one format."""

    here: str
    current: str | None = None
    """The feed itself; None where this is it."""
    older: str | None = None
    """The newest of the archives that are older than this."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Feed:
    """What the documents of a feed say of it."""

    id: str
    title: str
    subtitle: str
    author: str
    author_url: str
    site_url: str
    """The page that shows to people what the feed holds."""
    icon: str
    """A square picture."""
    language: str
    rights: str
    """What readers may do with the texts."""
    updated: dt.datetime
    """When anything in it last changed."""


def last_update(items: Iterable[Item]) -> dt.datetime:
    """Tell when anything in a feed last changed; the epoch where it is empty."""
    return max((item.updated for item in items), default=_NOTHING_YET)
