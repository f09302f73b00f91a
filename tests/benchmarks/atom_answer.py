"""How long an answer of a hundred entries takes to read, and how much memory: `python tests/benchmarks/atom_answer.py [FEED]`."""

import resource
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from arxiv_server import Record, new_dialect

from digest.gather.atom import parse_atom

AUTHORS = tuple(f"Author Number-{number}" for number in range(8))
RECORDS = [
    Record(
        arxiv=f"2401.{number:05}",
        title="A title of some length, as they are " * 2,
        authors=AUTHORS,
        comment="12 pages, 4 figures, code at " * 2,
    )
    for number in range(1, 101)
]


def main() -> None:
    """Print the best of five."""
    feed = Path(sys.argv[1]).read_bytes() if sys.argv[1:] else new_dialect(RECORDS).encode()
    seconds = []
    for _ in range(5):
        began = time.perf_counter()
        answer = parse_atom(feed)
        seconds.append(time.perf_counter() - began)
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{len(answer.papers)} entries, {len(feed) / 1024:.0f} KiB: {min(seconds) * 1000:.0f} ms, at most {megabytes:.0f} MB for the whole process"
    )


main()
