"""What a person types or pastes for a paper to what it is known by: an arXiv id, a DOI or an address."""

import re
from dataclasses import dataclass
from typing import Literal
from urllib.parse import unquote, urlsplit

from digest.identifiers import parse_arxiv, parse_doi, parse_page
from digest.model.characters import FORBIDDEN_CHARACTERS
from digest.model.content import Entry

# Publishers' addresses that hold a DOI: dl.acm.org/doi/abs/10.1145/…, link.springer.com/chapter/10.1007/…
_DOI_IN_PATH = re.compile(r"/(?:doi|article|chapter|book)/(?:[a-z]+/)?(10\.\d{4,9}/.+?)(?:/(?:full|abstract|pdf|html))?(?:\.pdf)?/?")
_ADDRESS = re.compile(r"https?://[^\s<>\"\\@]+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Reference:
    """One paper, by the identifier under which an entry would hold it."""

    kind: Literal["arxiv", "doi", "url"]
    value: str
    """An arXiv id without version, a DOI in lower case, or an address as typed."""

    def __str__(self) -> str:
        """Name the paper for people."""
        return f"arXiv:{self.value}" if self.kind == "arxiv" else self.value

    @property
    def identity(self) -> str:
        """The paper whatever the spelling: the same text for every address of one page."""
        return (self.kind == "url" and parse_page(self.value)) or str(self)


def parse_reference(text: str) -> Reference | None:
    """Read any spelling of an arXiv id, a DOI, or else a web address; None where it is none of these."""
    text = text.strip().strip("<>").strip()
    if FORBIDDEN_CHARACTERS.search(text):
        return None
    if arxiv := parse_arxiv(text):
        return Reference("arxiv", arxiv)
    if doi := parse_doi(text) or _doi_in(text):
        return Reference("doi", doi)
    return Reference("url", text) if _is_address(text) else None


def reference_of(entry: Entry) -> Reference | None:
    """Say which paper an entry is about; None where it says so by nothing."""
    if arxiv := entry.arxiv_id:
        return Reference("arxiv", arxiv)
    return Reference("doi", entry.doi) if entry.doi else parse_reference(entry.url or "")


def _doi_in(address: str) -> str | None:
    if not _is_address(address):
        return None
    match = _DOI_IN_PATH.fullmatch(unquote(urlsplit(address).path))
    return parse_doi(match[1]) if match else None


def _is_address(text: str) -> bool:
    if not _ADDRESS.fullmatch(text):
        return False
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError:
        return False
    # A page of arXiv that is no paper, such as a listing, is a slip.
    return bool(re.fullmatch(r"(?!.*\barxiv\.org$)[\w-]+(?:\.[\w-]+)+", parts.hostname or ""))
