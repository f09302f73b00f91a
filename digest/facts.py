"""Facts files, read and written side by side."""

import os
import tempfile
from pathlib import Path

from pydantic import TypeAdapter

from digest.model.facts import PaperFacts

_PAPER_FACTS = TypeAdapter(PaperFacts)


def parse_paper_facts(data: bytes) -> PaperFacts:
    """Read the facts of a paper from JSON, or raise pydantic's ValidationError (a ValueError)."""
    return _PAPER_FACTS.validate_json(data)


def format_paper_facts(facts: PaperFacts) -> bytes:
    """Write the facts of a paper as JSON: what is unknown is left out, one line a value, the same bytes every time."""
    return _PAPER_FACTS.dump_json(facts, indent=2, exclude_defaults=True) + b"\n"


def write_atomically(path: Path, data: bytes) -> None:
    """Replace a file as a whole: whoever reads it, and whenever this stops, finds the old or the new one."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        # mkstemp makes files that only their owner can read.
        Path(temporary).chmod(path.stat().st_mode if path.exists() else 0o666 & ~_umask())
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _umask() -> int:
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
