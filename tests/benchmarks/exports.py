"""How long all exports of ten thousand papers take, and how much memory: `python tests/benchmarks/exports.py`. No test; run by hand."""

import sys
import time
import tracemalloc
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from feeds import many
from sites import WORDS, site_of
from support import ROOT, project_at

from digest.render.exports import exports
from digest.render.templating import site_config_folders


def main() -> None:
    """Measure time first, then memory: each spoils the other's figure."""
    project = project_at(ROOT)
    site = many(site_of(ROOT))
    by_year = (replace(page, papers=tuple(paper for paper in site.papers if paper.year == page.year)) for page in site.editions)
    site = replace(site, editions=tuple(by_year))
    folders = site_config_folders(project)
    for run in range(3):
        began = time.process_time()
        files = exports(site, project, WORDS, folders)
        print(f"run {run + 1}: {time.process_time() - began:.2f} s for {len(files)} files, {sum(map(len, files.values())) / 1e6:.1f} MB")
        del files
    tracemalloc.start()
    files = exports(site, project, WORDS, folders)
    kept, peak = tracemalloc.get_traced_memory()
    print(f"memory: {kept / 1e6:.1f} MB kept, {peak / 1e6:.1f} MB at most, {len(files)} files")


if __name__ == "__main__":
    main()
