"""The paper pages of a finished site to the data of its search, by Pagefind's command line."""

import importlib
import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterable
from fnmatch import fnmatch
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING

from digest.problems import DigestError
from digest.search.order import UnknownFormatError, put_in_order, write_entry

if TYPE_CHECKING:
    from digest.publish import Staging

FOLDER = "pagefind"
"""Where the data stands in a site; its scripts find it there by themselves."""
MISSING = (
    "search is left out, for Pagefind 1.5 is not installed here; run `pip install pagefind-bin`, "
    "or write 'search: false' under 'digest' in mkdocs.yml"
)
_ENTRY = "pagefind-entry.json"
"""What its scripts begin with; `files` in it is ours."""
_VERSION = re.compile(r"\S+ 1\.5\.\d+")
"""The versions whose files `order` knows and whose script assets/search.js speaks to."""
_WHEELS = ("pagefind_bin", "pagefind_bin_extended")
_PAGES = "papers/*/index.html"
_PATIENCE = 600
"""Seconds; 10,000 papers take eleven."""
_UNUSED = ("pagefind-component-ui.*", "pagefind-highlight.js", "pagefind-modular-ui.*", "pagefind-ui.*")
"""Pagefind's own surfaces: half a megabyte that no page of ours loads."""


class SearchError(DigestError):
    """Pagefind could not read the site."""

    exit_code = 1


def program() -> Path | None:
    """Find Pagefind's program: that of its wheel, else the one on the PATH; None where none of version 1.5 runs."""
    on_path = shutil.which("pagefind")
    found = [*map(_of_wheel, _WHEELS), Path(on_path) if on_path else None]
    return next((path for path in found if path and _runs(path)), None)


def pages(paths: Iterable[str]) -> set[str]:
    """Choose what the search is made of."""
    return {path for path in paths if fnmatch(path, _PAGES)}


def is_of(site: Path, paths: set[str], program: Path) -> bool:
    """Say whether a site has, as it was written, the data that this program would make of just these pages of it."""
    try:
        entry = json.loads((site / FOLDER / _ENTRY).read_bytes())
        is_whole = entry["version"] in _version(program) and entry["files"] == _names_and_sizes(site / FOLDER)
    except (OSError, ValueError, LookupError, TypeError):
        return False
    return is_whole and {path.relative_to(site).as_posix() for path in site.glob(_PAGES)} == paths


def put_into(staging: "Staging", program: Path) -> None:
    """Add its search's data to a site in the making, unless that of the published site is of the same pages."""
    same, is_new = pages(staging.same), bool(pages(staging.written))
    if staging.published and not is_new and is_of(staging.published, same, program):
        staging.keep_all(FOLDER)
    else:
        staging.complete(same)
        index(staging.folder, program)


def index(site: Path, program: Path) -> None:
    """Read the paper pages of a site and write its search's data into it, to the same bytes for the same pages.

    What is indexed is what their template marks: https://pagefind.app/docs/indexing/. Without papers nothing is written.
    """
    shutil.rmtree(site / FOLDER, ignore_errors=True)
    try:
        # In the site and with a bare environment, for Pagefind takes options from files beside it and from variables too.
        said = subprocess.run(  # noqa: S603 (the program is Pagefind's, and no argument is a stranger's)
            [program, "--site", ".", "--output-subdir", FOLDER, "--glob", _PAGES, "--silent"],
            cwd=site,
            env={key: value for key, value in os.environ.items() if not key.startswith("PAGEFIND_")},
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=_PATIENCE,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise _failed(str(error)) from error
    if said.returncode:
        raise _failed((said.stderr or said.stdout).strip()[-500:] or f"it ended with {said.returncode}")
    try:
        put_in_order(site / FOLDER)
    except UnknownFormatError as error:
        raise _failed(f"its files are not those of version 1.5 ({error})") from error
    for name in _UNUSED:
        for path in (site / FOLDER).glob(name):
            path.unlink()
    entry_path = site / FOLDER / _ENTRY
    entry = json.loads(entry_path.read_bytes()) | {"files": _names_and_sizes(site / FOLDER)}
    write_entry(entry_path, entry)


def _names_and_sizes(folder: Path) -> str:
    """Name a folder's files by what they are called and how long they are; the names of most say what they hold."""
    found = [path for path in folder.rglob("*") if path.name != _ENTRY and (path.is_symlink() or not path.is_dir())]
    listed = sorted(f"{path.relative_to(folder).as_posix()} {path.lstat().st_size}" for path in found)
    return blake2b("\n".join(listed).encode(), digest_size=20).hexdigest()


def _of_wheel(name: str) -> Path | None:
    try:
        return Path(importlib.import_module(name).get_executable())
    except (ImportError, OSError):
        return None


def _runs(path: Path) -> bool:
    """Say whether a program starts on this machine, and is of a version that we know."""
    return bool(_VERSION.match(_version(path)))


@cache
def _version(path: Path) -> str:
    try:
        said = subprocess.run([path, "--version"], capture_output=True, encoding="utf-8", timeout=10, check=False)  # noqa: S603 (as above)
    except (OSError, ValueError, subprocess.TimeoutExpired):
        return ""
    return said.stdout if said.returncode == 0 else ""


def _failed(why: str) -> SearchError:
    return SearchError(
        f"Pagefind cannot make the search: {why}; mend that, or write 'search: false' under 'digest' in mkdocs.yml\nThe site stays as it was."
    )
