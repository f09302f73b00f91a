"""A finished folder to the published one: only what differs is written, what is stale goes last."""

import os
import shutil
import stat
import tempfile
import weakref
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows: two builds at once are at their own risk there
    fcntl = None  # type: ignore[assignment]

from digest.problems import DigestError
from digest.publish.moving import files_of, move_in, move_new, remove_stale

_READ = os.O_RDONLY | sum(getattr(os, name, 0) for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY"))  # some Windows has, some others have
_UNFINISHED = ".publishing"
"""Stands in a site while it is published; where that never ended, nobody knows of which build its files are."""


_UNHELD = 60
"""Seconds that a new folder may have to wait until its build holds it; far more than it takes."""


class PublishError(DigestError):
    """The site cannot be put where it belongs."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What is built into a folder, and how one that was built before is known from a foreign one."""

    name: str
    marks: tuple[str, ...]
    """Files of which every such folder holds one."""
    mend: str
    """How another folder is named."""
    own: str = ""
    """Below which folder of it everything is its own, so that what is stale goes; empty for all of it."""
    text: bytes = b""
    """What that file holds."""
    dot_file: str = ""
    """One that is written at the top, where somebody else's would be lost; other dot files are left alone."""


SITE = Kind("site", ("index.html", "404.html"), "with --site-dir", text=b'name="generator" content="mkdocs-')
"""Material's templates say so in every page."""


class Staging:
    """A site in the making: what differs from the published one stands in a folder beside it, of the rest only the time is noted."""

    def __init__(self, folder: Path, published: Path | None) -> None:
        """Begin with nothing; without a `published` site, or one whose publication ended halfway, everything is written."""
        self.folder = folder
        self.published = published if published and published.is_dir() and not (published / _UNFINISHED).exists() else None
        self.written: set[str] = set()
        self.same: dict[str, int] = {}
        """Files that stand in the published site as they should, by the time at which that was last changed."""
        self.plain = {"": True}
        """Folders of the published site, and whether they are its own: whatever a link leads to is not."""
        if (handle := _held(folder)) is not None:
            weakref.finalize(self, os.close, handle)

    def write(self, path: str, content: bytes) -> None:
        """Put a file at its path below the folder, unless the published one is the same."""
        if self.published and (changed := self._time_of_same(path, content)):
            self.same[path] = changed
            return
        target = os.path.join(self.folder, path)
        try:
            _write(target, content)
        except FileNotFoundError:
            _make_folder(os.path.dirname(target))
            _write(target, content)
        self.written.add(path)

    def place_of(self, path: str) -> Path:
        """Find where a file stands until the site is published."""
        return (self.published or self.folder if path in self.same else self.folder) / path

    def keep(self, path: str) -> bool:
        """Leave a file of the published site as it is, whatever was written for its place; say whether there is one."""
        if self.published is None or not self._is_own(os.path.dirname(path)) or not os.path.isfile(f"{self.published}/{path}"):
            return False
        if path in self.written:
            self.written.remove(path)
            os.unlink(self.folder / path)
        self.same[path] = os.lstat(self.published / path).st_mtime_ns
        return True

    def keep_all(self, folder: str) -> None:
        """Leave everything below a folder of the published site as it is."""
        assert self.published
        self.same |= {f"{folder}/{path}": os.stat(self.published / folder / path).st_mtime_ns for path in files_of(self.published / folder)}

    def complete(self, paths: Iterable[str]) -> None:
        """Have files stand here too that are as they should be in the published site, for whoever reads a whole folder."""
        for path in paths:
            target = self.folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(self.place_of(path), target)

    def _time_of_same(self, path: str, content: bytes) -> int | None:
        """Find when the published file was last changed, if it holds just this."""
        if not self._is_own(os.path.dirname(path)):
            return None
        try:
            handle = os.open(f"{self.published}/{path}", _READ)
        except OSError:
            return None
        try:
            known = os.fstat(handle)
            is_same = stat.S_ISREG(known.st_mode) and known.st_size == len(content) and os.read(handle, len(content) + 1) == content
            return known.st_mtime_ns if is_same else None
        finally:
            os.close(handle)

    def _is_own(self, folder: str) -> bool:
        if folder not in self.plain:
            self.plain[folder] = self._is_own(os.path.dirname(folder)) and not os.path.islink(f"{self.published}/{folder}")
        return self.plain[folder]


def _make_folder(path: str) -> None:
    try:
        os.mkdir(path)  # mostly that is all
    except FileExistsError:  # a copy of this process was faster
        return
    except FileNotFoundError:
        os.makedirs(path, exist_ok=True)


def _write(path: str, content: bytes) -> None:
    with open(path, "wb") as file:
        file.write(content)


def staging_folder(site_dir: Path, *, apart_from: tuple[Path, ...] = (), kind: Kind = SITE) -> Path:
    """Make an empty folder beside the published one to build in; a site cannot lie in what it is made from."""
    if inside := next((folder for folder in apart_from if site_dir == folder or folder in site_dir.parents), None):
        message = f"{site_dir} lies in {inside}, which the {kind.name} is made from; name another folder {kind.mend}"
        raise PublishError(message)
    if _is_foreign(site_dir, kind):
        message = f"{site_dir} holds other things than {'an' if kind.name[0] in 'aeiou' else 'a'} {kind.name}; name an empty or new folder {kind.mend}"
        raise PublishError(message)
    try:
        site_dir.parent.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(dir=site_dir.parent, prefix=f".{site_dir.name}-building-"))
    except OSError as error:
        message = f"{site_dir.parent} cannot be written to ({error.strerror}); name another folder {kind.mend}"
        raise PublishError(message) from error
    with suppress(OSError):  # another build may just do the same
        _remove_left(f".{site_dir.name}-building-", folder)
    return folder


def _remove_left(prefix: str, new: Path) -> None:
    """Remove the folders beside a new one in which builds were killed: nobody holds them any more."""
    for entry in [entry for entry in os.scandir(new.parent) if entry.name.startswith(prefix) and entry.is_dir(follow_symlinks=False)]:
        is_old = new.stat().st_mtime - entry.stat().st_mtime > _UNHELD
        if is_old and (handle := _held(Path(entry.path))) is not None:
            shutil.rmtree(entry.path, ignore_errors=True)
            os.close(handle)


def _held(folder: Path) -> int | None:
    """Hold a folder for as long as what is returned is open; None where somebody else does, or where nobody can tell."""
    if fcntl is None:
        return None
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(handle)
        return None
    return handle


def publish(staging: Path, site_dir: Path, *, same: Mapping[str, int] | None = None, kind: Kind = SITE) -> None:
    """Make `site_dir` hold what `staging` does and what is the `same` in it already, and take `staging` away.

    A file that has not changed keeps its time, so that servers and browsers need not fetch it again. What is new is moved
    in first, then what changed, pages before the home page, and what is stale goes last: whoever reads the site meanwhile
    finds every page. Dot files at the top (.git) stay.
    """
    kept = same or {}
    try:
        site_dir.mkdir(parents=True, exist_ok=True)
        with _alone(site_dir.parent):
            if changed := next((path for path, time in kept.items() if not _was_left(site_dir / path, time)), None):
                raise PublishError(f"{site_dir / changed} was changed while the {kind.name} was built; build it again")
            if kept and (site_dir / _UNFINISHED).exists():
                raise PublishError(f"another build was broken off while it changed {site_dir}; build it again")
            built = {*files_of(staging), *kept} if os.listdir(site_dir) else None
            (site_dir / _UNFINISHED).touch()
            move_new(staging, site_dir)
            move_in(staging, site_dir)
            if built is not None:
                remove_stale(site_dir, built, kind.own)
            (site_dir / _UNFINISHED).unlink()
    except OSError as error:
        message = f"the {kind.name} is built but cannot be moved to {site_dir}: {error.strerror} ({error.filename})"
        mend = "mend that and build again, for until then it may hold parts of two builds"
        raise PublishError(f"{message}; {mend}") from error
    finally:
        shutil.rmtree(staging, ignore_errors=True)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Let one build at a time publish below a folder; a second one waits."""
    if fcntl is None:
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _is_foreign(site_dir: Path, kind: Kind) -> bool:
    """Say whether a folder holds something, but nothing of this kind that was built before."""
    if not site_dir.exists() or (site_dir / _UNFINISHED).is_file():
        return False
    if not site_dir.is_dir():
        return True
    visible = [path for path in site_dir.iterdir() if not path.name.startswith(".") or path.name == kind.dot_file]
    return bool(visible) and not any((site_dir / mark).is_file() and kind.text in (site_dir / mark).read_bytes() for mark in kind.marks)


def _was_left(path: Path, time: int) -> bool:
    try:
        return os.lstat(path).st_mtime_ns == time
    except OSError:
        return False
