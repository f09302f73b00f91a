"""Two sites to the addresses that would vanish, each with how to keep it."""

import os
import posixpath
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import unquote

from digest.model.outputs import Outputs

_OWN_BUSINESS = ("assets/", "search/", "pagefind/", "archive/", "trends/")
"""Folders whose files come and go: with the theme; archives, whose entries count and not their pages; the data of charts,
which are drawn where there is enough of it. Their pages stay all the same."""
_OF_THE_HOST = frozenset({"CNAME"})
"""Files that the host of a site puts beside it."""
_FURTHER = re.compile(r"(?:(?:years|topics|labs|code)/[^/]+|code)/\d+/index\.html")
"""The second and later pages of a list: how many there are goes by how much it holds."""
_REFRESH = re.compile(r'http-equiv="refresh" content="0; url=([^"]+)"')
_IF_MEANT = "put back what stood there, or build once without --previous if you mean it"


def lost_addresses(previous: Path, new: Path, outputs: Outputs) -> Iterator[str]:
    """Find addresses of the previous site that lead nowhere in the new one, though nobody said so."""
    before, after = _files(previous), _files(new)
    lost = {path for path in before - after if _is_address(path)}
    pages = {path.removesuffix("index.html") for path in lost if path.endswith("index.html")}
    # What belongs to a page, such as its BibTeX, goes with it. Lists of pages (papers/) own nothing below them.
    owners = tuple(url for url in (*outputs.retired, *pages) if url.count("/") > 1)
    alone = {path for path in lost if not path.endswith("index.html") and not path.startswith(owners)}
    for address in sorted((pages | alone) - _mended_ids(previous, new, pages, after - before)):
        yield f"{address} would vanish; {_mend(address)}"


def _mended_ids(previous: Path, new: Path, pages: Iterable[str], fresh: Iterable[str]) -> set[str]:
    """Find addresses made of an arXiv id that the paper does not have: it stands under another id now.

    Such an address was a slip: it led whoever followed it to another paper than the one they asked for.
    """
    ids = {url for url in pages if url.startswith("abs/")}
    if not ids:
        return set()
    led_to = {_leads_to(new, path.removesuffix("index.html")) for path in fresh if path.startswith("abs/")}
    targets = {url: _leads_to(previous, url) for url in ids}
    return {url for url, target in targets.items() if target and led_to & {target, _leads_to(new, target)}}


def _leads_to(site: Path, url: str) -> str | None:
    """Find the address to which a page of a site sends its reader, if it sends anybody."""
    page = site / url / "index.html"
    found = _REFRESH.search(page.read_text(encoding="utf-8")) if page.is_file() else None
    return f"{posixpath.normpath(posixpath.join(url, unquote(found[1])))}/" if found else None


def _is_address(path: str) -> bool:
    """Say whether people may have linked to a file."""
    own = path.startswith(_OWN_BUSINESS) and not path.endswith("/index.html")
    return not own and not _FURTHER.fullmatch(path) and path not in _OF_THE_HOST and not path.startswith(".") and not path.endswith(".gz")


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
        "threads": f"name '{name}' under 'aliases' of the thread that it became, or put content/threads/{name}.yml back",
    }
    return mends.get(kind, _IF_MEANT) if rest else _IF_MEANT


def _files(folder: Path) -> set[str]:
    return {os.path.relpath(os.path.join(place, name), folder) for place, _, names in os.walk(folder) for name in names}
