"""A finished folder to the published one: only what differs is written, what is stale goes last."""

import errno
import os
import shutil
import tempfile
from collections.abc import Container, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows: two builds at once are at their own risk there
    fcntl = None  # type: ignore[assignment]

from digest.problems import DigestError


class PublishError(DigestError):
    """The site cannot be put where it belongs."""


def write(folder: Path, files: Iterable[tuple[str, bytes]], *, apart_from: Container[str] = ()) -> list[str]:
    """Write files below a folder, each at its path, apart from some that stand there already; give the paths."""
    written = []
    for path, content in files:
        if path not in apart_from:
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
            written.append(path)
    return written


def staging_folder(site_dir: Path, *, apart_from: tuple[Path, ...] = ()) -> Path:
    """Make an empty folder beside the published one to build in; a site cannot lie in what it is made from."""
    if inside := next((folder for folder in apart_from if site_dir == folder or folder in site_dir.parents), None):
        message = f"{site_dir} lies in {inside}, which the site is made from; name another folder with --site-dir"
        raise PublishError(message)
    if _is_foreign(site_dir):
        message = f"{site_dir} holds other things than a site; name an empty or new folder with --site-dir"
        raise PublishError(message)
    try:
        site_dir.parent.mkdir(parents=True, exist_ok=True)
        return Path(tempfile.mkdtemp(dir=site_dir.parent, prefix=f".{site_dir.name}-building-"))
    except OSError as error:
        message = f"{site_dir.parent} cannot be written to ({error.strerror}); name another folder with --site-dir"
        raise PublishError(message) from error


def publish(staging: Path, site_dir: Path) -> None:
    """Make `site_dir` hold what `staging` does and take `staging` away.

    A file that has not changed keeps its time, so that servers and browsers need not fetch it again. New files are moved
    in before stale ones go: whoever reads the site meanwhile finds every page. Dot files at the top (.git) stay.
    """
    try:
        site_dir.parent.mkdir(parents=True, exist_ok=True)
        with _alone(site_dir.parent):
            built = _files(staging)
            for path in built:
                _make_folder(site_dir, Path(path).parent)
                _move_if_different(staging / path, site_dir / path)
            _remove_stale(site_dir, set(built))
    except OSError as error:
        message = f"the site is built but cannot be moved to {site_dir}: {error.strerror} ({error.filename})"
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


def _is_foreign(site_dir: Path) -> bool:
    """Say whether a folder holds something, but no site that was built before."""
    if not site_dir.exists():
        return False
    if not site_dir.is_dir():
        return True
    visible = [path for path in site_dir.iterdir() if not path.name.startswith(".")]
    return bool(visible) and not ((site_dir / "sitemap.xml").is_file() and (site_dir / "index.html").is_file())


def _files(folder: Path) -> list[str]:
    return [os.path.relpath(os.path.join(place, name), folder) for place, _, names in os.walk(folder) for name in names]


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


def _make_folder(site_dir: Path, folder: Path) -> None:
    """Make a folder of the site, also where a file of the former site stands in its way."""
    for parent in (folder, *folder.parents):
        place = site_dir / parent
        if parent.name and (place.is_symlink() or place.is_file()):
            place.unlink()
    (site_dir / folder).mkdir(parents=True, exist_ok=True)


def _remove_stale(site_dir: Path, built: set[str]) -> None:
    for path in _files(site_dir):
        if path not in built and not path.startswith("."):
            (site_dir / path).unlink()
    for place, _, _ in os.walk(site_dir, topdown=False):
        if Path(place) != site_dir and not os.path.relpath(place, site_dir).startswith(".") and not os.listdir(place):
            Path(place).rmdir()
