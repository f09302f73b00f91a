"""How tests read feeds: with parsers that are not ours, back through the archives, as one who has seen some already."""

import json
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import NamedTuple
from xml.etree import ElementTree as ET

import feedparser

FORMATS = {"rss": "feed{}.xml", "atom": "atom{}.xml", "json": "feed{}.json"}
ATOM = "{http://www.w3.org/2005/Atom}"


class Read(NamedTuple):
    """One entry as a reader's program has it."""

    id: str
    title: str
    link: str
    published: str
    updated: str
    html: str


def read(data: bytes, address: str) -> list[Read]:
    """Read a feed, which a parser that is not ours must find nothing wrong with."""
    if address.endswith(".json"):
        return [
            Read(item["id"], item["title"], item["url"], item["date_published"], item["date_modified"], item["content_html"])
            for item in json.loads(data)["items"]
        ]
    feed = feedparser.parse(data)
    assert not feed.bozo, feed.bozo_exception
    of_rss = feed.version.startswith("rss")
    return [
        Read(
            one.id,
            one.title,
            one.link,
            parsedate_to_datetime(one.published).isoformat() if of_rss else one.published,
            dict.get(one, "updated", ""),  # by its own method it gives the day of publishing for none
            one.content[0].value,
        )
        for one in feed.entries
    ]


def older_of(data: bytes, address: str) -> str | None:
    """Find the address of the next older archive."""
    if address.endswith(".json"):
        return json.loads(data).get("next_url")
    found = [one.get("href") for one in ET.fromstring(data).iter(f"{ATOM}link") if one.get("rel") == "prev-archive"]
    return found[0] if found else None


def chain(files: dict[str, bytes], address: str, site_url: str = "https://small-annual.test/") -> list[str]:
    """List a feed and all its archives, newest first."""
    found = [address]
    while older := older_of(files[found[-1]], found[-1]):
        assert older.startswith(site_url)
        assert older.removeprefix(site_url) not in found
        found.append(older.removeprefix(site_url))
    return found


@dataclass
class Reader:
    """Somebody's feed reader: what it showed as new so far."""

    seen: list[str]
    last: str = ""

    def poll_by_id(self, entries: list[Read]) -> None:
        """Show what has an id that was never seen."""
        self.seen += [one.id for one in entries if one.id not in self.seen]

    def poll_by_day(self, entries: list[Read]) -> None:
        """Show what is newer than the newest seen before, and compare nothing else."""
        self.seen += [one.id for one in entries if one.published > self.last]
        self.last = max([self.last, *(one.published for one in entries)])
