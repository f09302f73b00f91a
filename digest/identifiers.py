"""Every spelling of an arXiv id, a DOI or a repository to the one that the digest goes by."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import SplitResult, quote, unquote, urlsplit

# New ids since April 2007, old ones (archive and optional subject class before the slash) until then:
# https://info.arxiv.org/help/arxiv_identifier.html
# Four digits after the dot until the end of 2014, five since.
_NEW = r"(?:07(?:0[4-9]|1[0-2])|(?:0[89]|1[0-4])(?:0[1-9]|1[0-2]))\.\d{4}|(?:1[5-9]|[2-9]\d)(?:0[1-9]|1[0-2])\.\d{5}"
_OLD = r"[a-z]+(?:-[a-z]+)?(?:\.[a-z]{2})?/\d{2}(?:0[1-9]|1[0-2])\d{3}"
# .pdf is how the file is called that arXiv gives.
_ARXIV = re.compile(rf"({_NEW}|{_OLD})(?:v[1-9]\d*)?(?:\.pdf)?", re.IGNORECASE | re.ASCII)
# arXiv itself with its mirrors, and the sites that show its papers under its ids.
_ARXIV_HOST = re.compile(r"(?:[a-z0-9.-]+\.)?arxiv\.org|xxx\.lanl\.gov|alphaxiv\.org|ar5iv\.org")
_ARXIV_PATH = re.compile(r"/(?:abs|pdf|html|ps|src|e-print|format|overview|resources|papers?)/(.+?)/?", re.IGNORECASE)
_PAPER_PATHS = {
    "huggingface.co": re.compile(r"/papers/([^/]+)/?"),
    "hf.co": re.compile(r"/papers/([^/]+)/?"),
    "scirate.com": re.compile(r"/arxiv/(.+?)/?"),
    "semanticscholar.org": re.compile(r"/arxiv/(.+?)/?"),
    "api.semanticscholar.org": re.compile(r"/arxiv:(.+?)/?", re.IGNORECASE),
}
_NO_CODE_HOSTS = {"doi.org", "dx.doi.org"}
# What the margin of a PDF says after the id.
_STAMP = re.compile(r"\s+\[[A-Za-z.-]+\](?:\s+\d{1,2} \w+ \d{4})?$")
_FIRST_YEARS_OF_ARXIV = 91
"""It began in 1991, and names years by two digits."""
_ARXIV_DOI = re.compile(r"10\.48550/arxiv\.(.+)", re.IGNORECASE)
_HOST = re.compile(r"[a-z0-9.-]+")
_REPOSITORY_PART = re.compile(r"[\w.~-]{1,100}", re.ASCII)
_DOI = re.compile(r"10\.\d{4,9}/\S+", re.ASCII)
_DOI_PREFIX = re.compile(r"((?:https?://)?(?:www\.|dx\.)?doi\.org/)|doi:\s*", re.IGNORECASE)
_OF_DOI = "/:;()._-~!$&*+,=@"
"""What stands in the address of a DOI as it is, of what is no letter or digit."""
_SENTENCE_END = ".,;"
"""What may follow an identifier that was copied out of a text, and ends none."""
_PATTERNS = {
    "arxiv": _ARXIV,
    "arxiv_host": _ARXIV_HOST,
    "arxiv_path": _ARXIV_PATH,
    "stamp": _STAMP,
    "arxiv_doi": _ARXIV_DOI,
    "host": _HOST,
    "repository_part": _REPOSITORY_PART,
    "doi": _DOI,
    "doi_prefix": _DOI_PREFIX,
}
FORMS: Mapping[str, object] = {
    **{name: pattern.pattern for name, pattern in _PATTERNS.items()},
    "paper_paths": {host: pattern.pattern for host, pattern in _PAPER_PATHS.items()},
    "no_code_hosts": sorted(_NO_CODE_HOSTS),
    "sentence_end": _SENTENCE_END,
}
"""The forms above, for the script that reads what people type into the site's form as this module does."""


def parse_arxiv(text: str) -> str | None:
    """Reduce any spelling of an arXiv paper to its id without version, or None.

    Known are ``1905.11946``, ``1905.11946v3``, ``arXiv:1905.11946v3 [cs.LG]``, old ids such as ``hep-th/9901001``,
    addresses (abs, pdf, html; also of mirrors, alphaXiv, ar5iv, Hugging Face, SciRate and Semantic Scholar), the name of
    a downloaded file and the DOIs that arXiv gives (``10.48550/arXiv.1905.11946``).
    """
    text = text.strip().rstrip(_SENTENCE_END)
    doi = parse_doi(text)
    if doi is not None:
        match = _ARXIV_DOI.fullmatch(doi)
        return parse_arxiv(match[1]) if match else None
    if (named := _id_in_address(text)) is not None:
        text = named
    match = _ARXIV.fullmatch(_STAMP.sub("", re.sub(r"^arxiv(?::\s*|\s+)", "", text, flags=re.IGNORECASE)))
    return _without_subject_class(match[1].lower()) if match else None


def month_of_arxiv(arxiv: str) -> tuple[int, int]:
    """Tell the year and the month in which arXiv gave an id, as `parse_arxiv` reduces it."""
    year, month = (int(digits) for digits in re.findall(r"\d\d", arxiv.rpartition("/")[2])[:2])
    return (1900 if "/" in arxiv and year >= _FIRST_YEARS_OF_ARXIV else 2000) + year, month


def _id_in_address(text: str) -> str | None:
    """Find what stands for the id in the address of a paper, with or without https://; None where it is no such address."""
    address = _split(text if re.match(r"https?://", text, re.IGNORECASE) else f"https://{text}")
    host = ((address.hostname or "") if address else "").removeprefix("www.")
    form = _ARXIV_PATH if _ARXIV_HOST.fullmatch(host) else _PAPER_PATHS.get(host)
    path = form.fullmatch(unquote(address.path)) if form and address else None
    return path[1] if path else None


def parse_doi(text: str) -> str | None:
    """Reduce a DOI or its address to the bare DOI (lower case: DOIs ignore case), or None."""
    text = text.strip()
    if prefix := _DOI_PREFIX.match(text):
        text = text[prefix.end() :]
        text = unquote(re.sub(r"[?#].*", "", text) if prefix[1] else text)
    text = text.rstrip(_SENTENCE_END)
    return text.lower() if _DOI.fullmatch(text) else None


def doi_address(doi: str) -> str:
    """Write where a DOI leads; it may hold quotes, angles and marks that mean something else in an address (10.1002/(sici)…<1661::…>3.0.co;2-2)."""
    return f"https://doi.org/{quote(doi, safe=_OF_DOI)}"


def parse_page(address: str) -> str | None:
    """Reduce a web address to what its spellings have in common (scheme, a last slash and a mark within the page aside), or None."""
    parts = _split(address.strip())
    if parts is None or parts.scheme not in {"http", "https"} or not parts.hostname:
        return None
    query = f"?{parts.query}" if parts.query else ""
    return f"https://{parts.hostname}{parts.path.rstrip('/')}{query}"


def _split(address: str) -> SplitResult | None:
    try:
        return urlsplit(address)
    except ValueError:  # a bracket without its other, or letters that pass for a slash
        return None


def _without_subject_class(arxiv: str) -> str:
    # math.GT/0309136 and math/0309136 are one paper.
    return re.sub(r"^([a-z-]+)\.[a-z]{2}/", r"\1/", arxiv)


@dataclass(frozen=True, kw_only=True, slots=True, order=True)
class Repository:
    """A public code repository: host, owner and name in lower case, whatever its address says besides."""

    host: str
    owner: str
    """May hold slashes on hosts with nested groups."""
    name: str
    spelled: str
    """Owner and name as the address spells them, for people to read."""

    @property
    def slug(self) -> str:
        """Its name in addresses and file names; hosts other than GitHub stand before the owner."""
        owner = self.owner.replace("/", "--")
        return f"{owner}--{self.name}" if self.host == "github.com" else f"{self.host}--{owner}--{self.name}"

    @property
    def url(self) -> str:
        """The address of its front page."""
        return f"https://{self.host}/{self.spelled}"


@lru_cache(maxsize=1 << 15)  # every rule about code asks for the same ones
def parse_repository(url: str) -> Repository | None:
    """Find the repository that an address on a code host belongs to, or None.

    ``https://github.com/tensorflow/tpu/tree/master/models`` belongs to tensorflow/tpu: what follows the name is only a
    link. GitLab marks the end of the name by ``/-/``, since its owners nest.
    """
    address = _split(url.strip())
    if address is None:
        return None
    host = (address.hostname or "").removeprefix("www.")
    path = unquote(address.path).strip("/")
    parts = path.split("/-/")[0].split("/") if "/-/" in path or host.startswith("gitlab") else path.split("/")[:2]
    if (
        host in _NO_CODE_HOSTS
        or _ARXIV_HOST.fullmatch(host)
        or _id_in_address(url)
        or not _HOST.fullmatch(host)
        or not all(_REPOSITORY_PART.fullmatch(part) for part in parts)
    ):
        return None
    parts[-1] = parts[-1].removesuffix(".git")
    *owner, name = [part.lower() for part in parts]
    if not owner or any(part in {"", "-", ".", ".."} for part in (*owner, name)):
        return None
    return Repository(host=host, owner="/".join(owner), name=name, spelled="/".join(parts))
