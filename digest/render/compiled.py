"""Templates to what Jinja2 compiled of them in an earlier run, kept with the user's caches and known by what they hold."""

from contextlib import suppress

from jinja2 import BytecodeCache, FileSystemBytecodeCache


class _Cache(FileSystemBytecodeCache):
    """Knows a template by its text and by what else went into it."""

    def __init__(self, folder: str, stamp: str) -> None:
        super().__init__(folder)
        self.stamp = stamp

    def get_source_checksum(self, source: str) -> str:
        return super().get_source_checksum(source + self.stamp)


def compiled(stamp: str = "") -> BytecodeCache | None:
    """Find what was compiled before with the same `stamp`; None where this user keeps no caches.

    It is no part of a digest: what a stranger's pull request brings along is never run.
    """
    from platformdirs import user_cache_path

    with suppress(OSError, RuntimeError):  # that nothing may be written there, or that there is no home
        folder = user_cache_path("paper-annual", appauthor=False) / "templates"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return _Cache(str(folder), stamp)
    return None
