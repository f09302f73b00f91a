"""A finished folder to the published one: only what differs is written, what is stale goes last."""

import errno
import os
import shutil
import stat
import tempfile
from collections.abc import Container, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows: two builds at once are at their own risk there
    fcntl = None  # type: ignore[assignment]

from digest.problems import DigestError

_READ = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)  # Windows has the one, others have the other


class PublishError(DigestError):
    """The site cannot be put where it belongs."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What is built into a folder, and how one that was built before is known from a foreign one."""

    name: str
    marks: tuple[str, ...]
    """Files that every such folder holds."""
    mend: str
    """How another folder is named."""
    own: str = ""
    """Below which folder of it everything is its own, so that what is stale goes; empty for all of it."""


SITE = Kind("site", ("sitemap.xml", "index.html"), "with --site-dir")


class Staging:
    """A site in the making: what differs from the published one stands in a folder beside it, of the rest only the time is noted."""

    def __init__(self, folder: Path, published: Path | None) -> None:
        """Begin with nothing; without a `published` site everything is written."""
        self.folder = folder
        self.published = published if published and published.is_dir() else None
        self.written: set[str] = set()
        self.same: dict[str, int] = {}
        """Files that stand in the published site as they should, by the time at which that was last changed."""
        self.plain = {"": True}
        """Folders of the published site, and whether they are its own: whatever a link leads to is not."""

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

    def keep(self, folder: str) -> None:
        """Leave everything below a folder of the published site as it is."""
        assert self.published
        self.same |= {f"{folder}/{path}": os.stat(self.published / folder / path).st_mtime_ns for path in _files(self.published / folder)}

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
    except FileNotFoundError:
        os.makedirs(path)


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
        return Path(tempfile.mkdtemp(dir=site_dir.parent, prefix=f".{site_dir.name}-building-"))
    except OSError as error:
        message = f"{site_dir.parent} cannot be written to ({error.strerror}); name another folder {kind.mend}"
        raise PublishError(message) from error


def publish(staging: Path, site_dir: Path, *, same: Mapping[str, int] | None = None, kind: Kind = SITE) -> None:
    """Make `site_dir` hold what `staging` does and what is the `same` in it already, and take `staging` away.

    A file that has not changed keeps its time, so that servers and browsers need not fetch it again. New files are moved
    in before stale ones go: whoever reads the site meanwhile finds every page. Dot files at the top (.git) stay.
    """
    kept = same or {}
    try:
        site_dir.mkdir(parents=True, exist_ok=True)
        with _alone(site_dir.parent):
            if changed := next((path for path, time in kept.items() if not _was_left(site_dir / path, time)), None):
                raise PublishError(f"{site_dir / changed} was changed while the {kind.name} was built; build it again")
            built = {*_files(staging), *kept} if os.listdir(site_dir) else None
            _move_in(staging, site_dir)
            if built is not None:
                _remove_stale(site_dir, built, kind.own)
    except OSError as error:
        message = f"the {kind.name} is built but cannot be moved to {site_dir}: {error.strerror} ({error.filename})"
        raise PublishError(message) from error
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
    if not site_dir.exists():
        return False
    if not site_dir.is_dir():
        return True
    visible = [path for path in site_dir.iterdir() if not path.name.startswith(".")]
    return bool(visible) and not all((site_dir / mark).is_file() for mark in kind.marks)


def _files(folder: Path) -> Iterator[str]:
    for place, _, names in os.walk(folder):
        below = place[len(str(folder)) + 1 :]
        yield from (f"{below}/{name}" if below else name for name in names)


def _was_left(path: Path, time: int) -> bool:
    try:
        return os.lstat(path).st_mtime_ns == time
    except OSError:
        return False


def _move_in(new: Path, old: Path) -> None:
    """Move what a folder holds into another, folders as a whole where nothing stands in their place."""
    for entry in os.scandir(new):
        target = old / entry.name
        if not entry.is_dir(follow_symlinks=False):
            _move_if_different(Path(entry.path), target)
            continue
        if target.is_symlink() or target.is_file():
            target.unlink()
        if not target.exists() and _has_moved(entry.path, target):
            continue
        target.mkdir(exist_ok=True)
        _move_in(Path(entry.path), target)


def _has_moved(folder: str, target: Path) -> bool:
    """Move a folder, if it can be: to another disk only files can."""
    try:
        os.rename(folder, target)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        return False
    return True


def _move_if_different(new: Path, old: Path) -> None:
    if old.is_symlink():
        old.unlink()
    elif old.is_dir():
        shutil.rmtree(old)
    if not old.is_file() or new.stat().st_size != old.stat().st_size or new.read_bytes() != old.read_bytes():
        _move(new, old)


def _move(new: Path, old: Path) -> None:
    try:
        new.replace(old)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        # The site folder is a mount of its own: the last step must begin on its disk.
        beside = old.with_name(f".{old.name}.new")
        shutil.copyfile(new, beside)
        beside.replace(old)


def _remove_stale(site_dir: Path, built: Container[str], below: str) -> None:
    """Remove what was not built, and the folders that it leaves empty."""
    for path in [path for path in _files(site_dir) if path not in built and not path.startswith(".") and path.startswith(below)]:
        (site_dir / path).unlink()
        for folder in (site_dir / path).parents:
            if folder == site_dir or os.listdir(folder):
                break
            folder.rmdir()
