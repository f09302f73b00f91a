"""What stands against a build to MkDocs' own ways of ending it."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from mkdocs.exceptions import Abort
from mkdocs.utils import CountHandler

from digest.problems import DigestError


@contextmanager
def as_abort() -> Iterator[None]:
    """Say why a build cannot go on in MkDocs' way, without a traceback."""
    try:
        yield
    except DigestError as error:
        raise Abort(str(error)) from error


def has_warned() -> bool:
    """Say whether `strict` will abort this build: MkDocs counts warnings, but tells nobody before it is too late."""
    return any(handler.get_counts() for handler in logging.getLogger("mkdocs").handlers if isinstance(handler, CountHandler))
