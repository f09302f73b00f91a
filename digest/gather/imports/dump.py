"""Papers With Code's dump of links between papers and code to rows: one link each, read one object at a time."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import TextIO

from digest.gather.imports.opened import MOST_OF_A_ROW, UnreadableFileError, odd_byte
from digest.gather.imports.row import Broken, Item, read_row
from digest.gather.reference import parse_reference

SOURCE = "Papers With Code's dump"
SAID = (
    "From Papers With Code's dump, whose links were made by people and machines: is it code for this paper?"
    " If it is not by the authors, it is not official."
)
_AT_ONCE = 256 * 1024
_SPACE = re.compile(r"[\s,\ufeff]*")
_FRAMEWORKS = {"tf": "tensorflow", "none": "", "other": ""}
"""What the dump calls otherwise than anybody else."""


def read_dump(file: TextIO, name: str) -> Iterator[Item]:
    """Read the links of a dump, each with its line, or raise UnreadableFileError where it is none or breaks off."""
    for line, data in _objects(file, name):
        if isinstance(data, dict) and ("repo_url" in data or "paper_arxiv_id" in data or "paper_title" in data):
            yield _item(line, data)
        else:
            yield Broken(
                line=line, message="this is no link between a paper and code; it needs paper_arxiv_id or paper_title, and repo_url"
            )


def _objects(file: TextIO, name: str) -> Iterator[tuple[int, object]]:
    """Read the objects of an array one after the other, with the line on which each begins."""
    text = file.read(_AT_ONCE)
    at = _behind_space(text, 0)
    if text[at : at + 1] != "[":
        raise UnreadableFileError(f"{name}:1: this is no array of JSON; take the dump `links-between-papers-and-code.json`")
    decoder = json.JSONDecoder(parse_int=str, parse_float=str)
    line, seen, at = 1, 0, at + 1
    while True:
        at = _behind_space(text, at)
        line, seen = line + text.count("\n", seen, at), at
        if text[at : at + 1] == "]":
            return
        try:
            data, at = decoder.raw_decode(text, at)
        except RecursionError:
            raise UnreadableFileError(f"{name}:{line}: this is nested too deep; links are no deeper than one object") from None
        except ValueError as error:
            text, at, seen = text[at:], 0, 0
            more = file.read(max(_AT_ONCE, len(text)))
            if not more or len(text) > MOST_OF_A_ROW:
                raise UnreadableFileError(
                    f"{name}:{line}: from here on this is no JSON ({error}); fetch it again, or mend it here"
                ) from None
            text += more
            continue
        yield line, data


def _behind_space(text: str, at: int) -> int:
    match = _SPACE.match(text, at)
    return match.end() if match else at


def _item(line: int, data: Mapping[str, object]) -> Item:
    said = {name: value for name, value in data.items() if isinstance(value, str)}
    if (odd := next(filter(None, map(odd_byte, said.values())), None)) is not None:
        return Broken(line=line, message=odd)
    for name in ("is_official", "mentioned_in_paper"):
        if not isinstance(data.get(name, False), bool | None):
            return Broken(line=line, message=f"{name} is no flag; write true or false")
    framework = said.get("framework", "").strip().lower()
    addresses = [said[name] for name in ("paper_url_abs", "paper_url_pdf", "paper_url") if said.get(name)]
    columns = {
        "arxiv": said.get("paper_arxiv_id", ""),
        # Its own pages are gone: they come last.
        "url": next(filter(parse_reference, addresses), ""),
        "title": said.get("paper_title", ""),
        "repo": said.get("repo_url", ""),
        "official": "true" if data.get("is_official") else "false",
        "framework": _FRAMEWORKS.get(framework, framework),
        "remark": "the paper names it" if data.get("mentioned_in_paper") else "",
    }
    return read_row(line, columns)
