"""A site against the one before it: which addresses would vanish, and what feeds would lose or tell too late.

An address and an entry are promises to whoever has linked or subscribed. Pages may move (alias, `formerly`) or end in a
tombstone (content/removed.yml); what merely vanishes stops a build with `--previous`.
"""

from pathlib import Path

from digest.model.outputs import Outputs
from digest.permanence.addresses import lost_addresses
from digest.permanence.entries import broken_promises
from digest.permanence.published import EVERYTHING
from digest.problems import DigestError

__all__ = ["LossError", "compare", "require_site"]

_SHOWN = 20
"""Losses that a message names."""


class LossError(DigestError):
    """The new site would break a promise of the previous one."""

    exit_code = 1


def require_site(previous: Path) -> None:
    """Make sure that a folder holds a site to compare with, feeds and all."""
    missing = [name for name in ("index.html", *EVERYTHING) if not (previous / name).is_file()]
    if missing:
        raise DigestError(
            f"{previous} holds no site to compare with, for it has no {missing[0]}; name the folder of the published one with --previous"
        )


def compare(previous: Path, new: Path, outputs: Outputs) -> None:
    """Hold a finished site against the folder of the previous one; raise LossError with everything that would be lost."""
    losses = [*lost_addresses(previous, new, outputs), *broken_promises(previous, new, outputs)]
    if losses:
        more = [f"… and {len(losses) - _SHOWN} more"] if len(losses) > _SHOWN else []
        head = "the previous site has what this one would lose:"
        raise LossError("\n".join([head, *losses[:_SHOWN], *more, "Nothing was published: the site stays as it was."]))
