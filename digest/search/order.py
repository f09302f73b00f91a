"""Pagefind's files to the same files in an order that is the same in every run.

Pagefind lists filters and their values in the order of Rust's hash maps, which changes from run to run, and with it the
files' names, which are made of what they hold: https://github.com/Pagefind/pagefind/issues/638. Its files are gzip around
a mark and CBOR (RFC 8949), of which it uses whole numbers, texts and arrays.
"""

import gzip
import hashlib
import json
import zlib
from pathlib import Path
from typing import Any

_MARK = b"pagefind_dcd"
_FILTERS = 3
"""Where in the list of everything the filters stand, as pairs of name and file."""
_NUMBER, _TEXT, _ARRAY = 0, 3, 4
"""CBOR's major types."""
_IN_HEAD = 24
"""Values below stand in the first byte; from here on it says how many bytes follow."""


class UnknownFormatError(ValueError):
    """A file is not as Pagefind 1.5 writes it."""


def put_in_order(folder: Path) -> None:
    """Sort the filters and their values in the files of a folder, and name the files by what they hold now."""
    entry_path = folder / "pagefind-entry.json"
    try:
        entry = json.loads(entry_path.read_bytes())
        for language in entry["languages"].values():
            language["hash"] = _sort_filters(folder, language["hash"])
    except (OSError, EOFError, zlib.error, LookupError, TypeError, ValueError) as error:
        raise UnknownFormatError(f"{type(error).__name__}: {error}") from error
    write_entry(entry_path, entry)


def write_entry(path: Path, entry: Any) -> None:
    """Write what the scripts of the search begin with, to the same bytes for the same values."""
    path.write_text(json.dumps(entry, ensure_ascii=False, separators=(",", ":"), sort_keys=True), encoding="utf-8")


def _sort_filters(folder: Path, name: str) -> str:
    """Sort what a language has, and return the new name of the list of everything."""
    path = folder / f"pagefind.{name}.pf_meta"
    everything = _read(path)
    for filter_ in everything[_FILTERS]:
        old = folder / "filter" / f"{filter_[1]}.pf_filter"
        title, values = _read(old)
        data = _encode([title, sorted(values)])
        filter_[1] = _named(filter_[1], data)
        old.unlink()
        _write(old.with_name(f"{filter_[1]}.pf_filter"), data)
    everything[_FILTERS].sort()
    data = _encode(everything)
    path.unlink()
    new = _named(name, data)
    _write(folder / f"pagefind.{new}.pf_meta", data)
    return new


def _named(former: str, data: bytes) -> str:
    return f"{former.partition('_')[0]}_{hashlib.sha256(data).hexdigest()[:10]}"


def _read(path: Path) -> Any:
    data = gzip.decompress(path.read_bytes())
    value, end = _decode(data, len(_MARK))
    if not data.startswith(_MARK) or end != len(data):
        raise UnknownFormatError(f"{path.name} holds something else")
    return value


def _write(path: Path, data: bytes) -> None:
    path.write_bytes(gzip.compress(_MARK + data, mtime=0))


def _decode(data: bytes, at: int) -> tuple[Any, int]:
    """Read the value at a place, and say where the next one begins."""
    kind, head = divmod(data[at], 32)
    at += 1
    if head >= _IN_HEAD:
        if head > _IN_HEAD + 3:
            raise UnknownFormatError(f"byte {at} begins no number that we know")
        size = 1 << (head - _IN_HEAD)
        head, at = int.from_bytes(data[at : at + size]), at + size
    if kind == _NUMBER:
        return head, at
    if kind == _TEXT:
        return data[at : at + head].decode(), at + head
    if kind != _ARRAY:
        raise UnknownFormatError(f"byte {at} is of type {kind}")
    values = []
    for _ in range(head):
        value, at = _decode(data, at)
        values.append(value)
    return values, at


def _encode(value: Any) -> bytes:
    match value:
        case int():
            return _head(_NUMBER, value)
        case str():
            text = value.encode()
            return _head(_TEXT, len(text)) + text
    return _head(_ARRAY, len(value)) + b"".join(map(_encode, value))


def _head(kind: int, number: int) -> bytes:
    if number < _IN_HEAD:
        return bytes([kind << 5 | number])
    power = next(power for power in range(4) if number < 1 << (8 << power))
    return bytes([kind << 5 | _IN_HEAD + power]) + number.to_bytes(1 << power)
