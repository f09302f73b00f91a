"""A folder's files to where they are published, an old file giving way only when the new one stands ready."""

import errno
import os
import shutil
from collections.abc import Container, Iterator
from pathlib import Path


def files_of(folder: Path) -> Iterator[str]:
    """List everything below a folder that is no folder itself; a link to one is none."""
    for place, folders, names in os.walk(folder):
        below = place[len(str(folder)) + 1 :]
        links = (name for name in folders if os.path.islink(f"{place}/{name}"))
        yield from (f"{below}/{name}" if below else name for name in (*names, *links))


def move_new(new: Path, old: Path) -> None:
    """Move what a folder holds into another, as far as nothing stands in its place."""
    for entry in _entries(new):
        target = old / entry.name
        if not os.path.lexists(target):
            (_has_moved if entry.is_dir(follow_symlinks=False) else _move)(Path(entry.path), target)
        elif entry.is_dir(follow_symlinks=False) and _is_folder(target):
            move_new(Path(entry.path), target)


def move_in(new: Path, old: Path) -> None:
    """Move what a folder holds into another, folders as a whole where nothing stands in their place."""
    for entry in _entries(new):
        target = old / entry.name
        if not entry.is_dir(follow_symlinks=False):
            _move_if_different(Path(entry.path), target)
            continue
        if os.path.lexists(target) and not _is_folder(target):
            target.unlink()
        if not target.exists() and _has_moved(Path(entry.path), target):
            continue
        target.mkdir(exist_ok=True)
        move_in(Path(entry.path), target)


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    """List what a folder holds, its page last: that leads to the others."""
    return sorted(os.scandir(folder), key=lambda entry: (entry.name == "index.html", entry.name))


def _is_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()


def _has_moved(folder: Path, target: Path) -> bool:
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
        try:
            shutil.copyfile(new, beside)
            beside.replace(old)
        finally:
            beside.unlink(missing_ok=True)


def remove_stale(site_dir: Path, built: Container[str], below: str) -> None:
    """Remove what was not built, and the folders that it leaves empty."""
    for path in [path for path in files_of(site_dir) if path not in built and not path.startswith(".") and path.startswith(below)]:
        (site_dir / path).unlink()
        for folder in (site_dir / path).parents:
            if folder == site_dir or os.listdir(folder):
                break
            folder.rmdir()
