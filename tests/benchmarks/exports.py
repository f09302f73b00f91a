"""How long all exports of ten thousand papers take, and how much memory: `python tests/benchmarks/exports.py`. No test; run by hand."""

import sys
import time
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from feeds import many, measure
from sites import WORDS, site_of
from support import ROOT, project_at

from digest.render.exports import Entries, exports
from digest.render.templating import site_config_folders


def main() -> None:
    """Measure time first, then memory: each spoils the other's figure."""
    project = project_at(ROOT)
    site = many(site_of(ROOT))
    by_year = (replace(page, papers=tuple(paper for paper in site.papers if paper.year == page.year)) for page in site.editions)
    site = replace(site, editions=tuple(by_year))
    folders = site_config_folders(project)
    began = time.process_time()
    entries = Entries(WORDS)
    print(f"BibTeX, which pages show too: {time.process_time() - began:.2f} s")
    measure(lambda: exports(site, project, WORDS, folders, entries=entries))


if __name__ == "__main__":
    main()
