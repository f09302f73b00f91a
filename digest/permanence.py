"""A site against the one before it: which addresses would vanish, and which entries feeds would lose.

An address and an entry are promises to whoever has linked or subscribed. Pages may move (alias, `formerly`) or end in a
tombstone (content/removed.yml); what merely vanishes stops a build with `--previous`.
"""

import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree as ET

from digest.model.outputs import Outputs
from digest.problems import DigestError

_OWN_BUSINESS = ("assets/", "search/", "pagefind/", "archive/", "trends/")
"""Folders whose files come and go: with the theme; archives, whose entries count and not their pages; the data of charts,
which are drawn where there is enough of it. Their pages stay all the same."""
_ATOM = "{http://www.w3.org/2005/Atom}"
_FEED = re.compile(r"feed(-.+)?\.(xml|json)|atom(-.+)?\.xml")
_SHOWN = 20
"""Losses that a message names."""


class LossError(DigestError):
    """The new site would break a promise of the previous one."""

    exit_code = 1


class _Entry(NamedTuple):
    """One entry of a feed, as a published document has it."""

    id: str
    title: str


def require_site(previous: Path) -> None:
    """Make sure that a folder holds a site to compare with."""
    if not (previous / "index.html").is_file():
        raise DigestError(f"{previous} holds no site to compare with; name the folder of the published one with --previous")


def compare(previous: Path, new: Path, outputs: Outputs) -> None:
    """Hold a finished site against the folder of the previous one; raise LossError with everything that would be lost."""
    losses = [*_addresses(previous, new, outputs), *_entries(previous, new, outputs)]
    if losses:
        more = [f"… and {len(losses) - _SHOWN} more"] if len(losses) > _SHOWN else []
        head = "the previous site has what this one would lose:"
        raise LossError("\n".join([head, *losses[:_SHOWN], *more, "Nothing was published: the site stays as it was."]))


def _addresses(previous: Path, new: Path, outputs: Outputs) -> Iterator[str]:
    lost = {path for path in _files(previous) - _files(new) if _is_address(path)}
    pages = {path.removesuffix("index.html") for path in lost if path.endswith("index.html")}
    # What belongs to a page, such as its BibTeX, goes with it. Lists of pages (papers/) own nothing below them.
    owners = tuple(url for url in (*outputs.retired, *pages) if url.count("/") > 1)
    alone = {path for path in lost if not path.endswith("index.html") and not path.startswith(owners)}
    for address in sorted(pages | alone):
        yield f"{address} would vanish; {_mend(address)}"


def _is_address(path: str) -> bool:
    """Say whether people may have linked to a file."""
    own = path.startswith(_OWN_BUSINESS) and not path.endswith("/index.html")
    return not own and not path.startswith(".") and not path.endswith(".gz")


def _mend(page: str) -> str:
    kind, _, rest = page.partition("/")
    name = rest.split("/")[0]
    if not rest and page.startswith(("feed-lab-", "atom-lab-")):
        return "write 'feed: true' under its lab in content/labs.yml; it has had three papers and gives subscribers what it has"
    if not rest and page.startswith(("feed-topic-", "atom-topic-")):
        topic = page.rpartition(".")[0].split("-topic-", 1)[1]
        return f"name '{topic}' under 'formerly' of another topic in content/topics.yml"
    mends = {
        "papers": f"name '{name}' under 'aliases' of the entry that it became, or take it out by a line in content/removed.yml",
        "abs": f"give the id back to its paper, or write 'arxiv: {rest.rstrip('/')}' under what was taken out in content/removed.yml",
        "topics": f"name '{name}' under 'formerly' of another topic in content/topics.yml",
        "labs": f"name '{name}' under 'formerly' of another lab in content/labs.yml, or put it back there",
        "code": (
            f"name its address under 'formerly' of the repository that it became, or give it a file content/repos/{name}.yml, "
            "or name it under 'code' of what was taken out in content/removed.yml"
        ),
        "years": f"put content/editions/{name}.yml back",
    }
    return mends.get(kind, "put back what stood there") if rest else "put back what stood there"


def _entries(previous: Path, new: Path, outputs: Outputs) -> Iterator[str]:
    """Find entries that stood in a feed and stand in none any more, though nobody took them out.

    An entry may leave the feed of a topic when its paper does, and any feed for the archives when newer ones push it out.
    """
    before, after = _feeds(previous), _feeds(new)
    known = {entry.id for entries in after.values() for entry in entries}
    lost: dict[_Entry, list[str]] = {}
    for path, entries in before.items():
        for entry in entries:
            if entry.id not in known and not _is_accounted_for(entry.id, known, outputs.gone):
                lost.setdefault(entry, []).append(path)
    for entry, paths in lost.items():
        others = f" and {len(paths) - 1} more" if len(paths) > 1 else ""
        yield f"{paths[0]}{others} would lose '{entry.title}' ({entry.id}); {_mend_of_entry(entry.id)}"
    yield from _shrunk(before, after)


def _is_accounted_for(identifier: str, known: Iterable[str], gone: frozenset[str]) -> bool:
    name, _, rest = _name(identifier).partition("/")
    owner, _, event = rest.partition("/")
    if name in {"paper", "change"} and owner in gone:
        return True
    # A later revision of a text stands for the earlier one.
    prefix = f"change/{owner}/revised/"
    return name == "change" and event.startswith("revised/") and any(_name(other).startswith(prefix) for other in known)


def _mend_of_entry(identifier: str) -> str:
    name, _, rest = _name(identifier).partition("/")
    owner = rest.split("/")[0]
    if name == "paper":
        return (
            f"put the entry back, with its 'added' and with '{owner}' as its name or first alias, or take it out "
            f"by '{owner}:' with 'date' and 'reason' in content/removed.yml"
        )
    if name == "edition":
        return f"put content/editions/{owner}.yml back, 'status: closed' and 'closed' with it"
    return "put back the event, revision or correction that it tells of"


def _shrunk(before: Mapping[str, list[_Entry]], after: Mapping[str, list[_Entry]]) -> Iterator[str]:
    """Find feeds of everything that hold less though nothing new has come: archives are no excuse for that."""
    for path in ("feed.xml", "atom.xml", "feed.json"):
        old, new = ({entry.id for entry in feeds.get(path, ())} for feeds in (before, after))
        archived = {entry.id for other, entries in after.items() if other.startswith("archive/") for entry in entries}
        if new < old and (old - new) & archived:
            yield (
                f"{path} would shrink from {len(old)} entries to {len(new)} though nothing new has come; put 'feed_days' and "
                "'feed_items' in mkdocs.yml back, or build once without --previous if you mean it"
            )


def _name(identifier: str) -> str:
    """Take the authority off a tag."""
    return identifier.partition(":")[2].partition(":")[2]


def _feeds(site: Path) -> dict[str, list[_Entry]]:
    """Read the entries of every feed and archive of a site, by path."""
    found = {}
    for folder in (site, site / "archive"):
        for path in sorted(folder.glob("*")):
            if _FEED.fullmatch(path.name):
                found[path.relative_to(site).as_posix()] = list(_read(path))
    return found


def _read(path: Path) -> Iterator[_Entry]:
    try:
        if path.suffix == ".json":
            yield from (_Entry(str(item["id"]), str(item["title"])) for item in json.loads(path.read_bytes())["items"])
            return
        root = ET.fromstring(path.read_bytes())  # noqa: S314 (expat refuses entities that grow; it is a site of ours)
        yield from (_Entry(one.findtext("guid", ""), one.findtext("title", "")) for one in root.iter("item"))
        yield from (_Entry(one.findtext(f"{_ATOM}id", ""), one.findtext(f"{_ATOM}title", "")) for one in root.iter(f"{_ATOM}entry"))
    except (ValueError, LookupError, TypeError, ET.ParseError) as error:
        raise DigestError(f"{path} is no feed that can be compared: {error}; name the folder of a whole site with --previous") from error


def _files(folder: Path) -> set[str]:
    return {os.path.relpath(os.path.join(place, name), folder) for place, _, names in os.walk(folder) for name in names}
