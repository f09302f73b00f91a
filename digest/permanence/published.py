"""The folder of a site to the entries of its feeds, as whoever polls them sees them."""

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree as ET

from digest.problems import DigestError

EVERYTHING = ("feed.xml", "atom.xml", "feed.json")
"""The feed of everything, in its three formats."""
_ATOM = "{http://www.w3.org/2005/Atom}"


class Entry(NamedTuple):
    """One entry of a feed, as a published document has it."""

    id: str
    title: str
    day: dt.date
    """By which feeds go."""
    elsewhere: str = ""
    """Where the paper itself is read, in formats that say so."""

    @property
    def name(self) -> tuple[str, str, str]:
        """What it is, of what, and for a change which: ('change', 'resnet', 'revised/2026-05-05')."""
        return name_of(self.id)


def name_of(identifier: str) -> tuple[str, str, str]:
    """Take a tag apart, without its authority."""
    kind, _, rest = identifier.partition(":")[2].partition(":")[2].partition("/")
    owner, _, event = rest.partition("/")
    return kind, owner, event


def feeds(site: Path, names: Iterable[str]) -> dict[str, list[Entry]]:
    """Read the entries of feeds, by address, as far as a site has them, and of every archive."""
    archives = (path for path in sorted((site / "archive").glob("*")) if path.suffix in {".xml", ".json"})
    present = (path for name in sorted(names) if (path := site / name).is_file())
    return {path.relative_to(site).as_posix(): list(_read(path)) for path in (*present, *archives)}


def by_id(found: Mapping[str, Iterable[Entry]]) -> dict[str, Entry]:
    """Know every entry once, as the feed knows it that says most of it."""
    entries: dict[str, Entry] = {}
    for entry in (entry for some in found.values() for entry in some):
        if entry.id not in entries or entry.elsewhere:
            entries[entry.id] = entry
    return entries


def _read(path: Path) -> Iterator[Entry]:
    try:
        if path.suffix == ".json":
            for item in json.loads(path.read_bytes())["items"]:
                yield Entry(str(item["id"]), str(item["title"]), _day(item["date_published"]), str(item.get("external_url") or ""))
            return
        root = ET.fromstring(path.read_bytes())  # noqa: S314 (expat refuses entities that grow; it is a site of ours)
        for one in root.iter("item"):
            yield Entry(one.findtext("guid", ""), one.findtext("title", ""), parsedate_to_datetime(one.findtext("pubDate", "")).date())
        for one in root.iter(f"{_ATOM}entry"):
            said = {name: one.findtext(f"{_ATOM}{name}", "") for name in ("id", "title", "published")}
            yield Entry(said["id"], said["title"], _day(said["published"]))
    except (ValueError, LookupError, TypeError, AttributeError, ET.ParseError) as error:
        raise DigestError(f"{path} is no feed that can be compared: {error}; name the folder of a whole site with --previous") from error


def _day(moment: str) -> dt.date:
    return dt.date.fromisoformat(moment[:10])
