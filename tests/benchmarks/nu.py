"""A built site to the errors that the Nu validator finds in it, and that a bare Material site does not have.

Run from the root, with Java on the machine and the validator beside it (`npm install vnu-jar`):
`digest build && python tests/benchmarks/nu.py node_modules/vnu-jar/build/dist/vnu.jar site`. The exit code is 1 if there are any.
"""

import collections
import json
import subprocess
import sys
import tempfile
from pathlib import Path

BARE = """
site_name: Bare
site_url: https://bare.test/
theme:
  name: material
  font: false
  palette:
    - {scheme: default, toggle: {icon: material/weather-night, name: Dark}}
    - {scheme: slate, toggle: {icon: material/weather-sunny, name: Light}}
"""


def errors(jar: str, site: Path) -> collections.Counter[str]:
    """Count the errors of all pages of a site; the validator reads files, so what it says of the policy's 'self' means nothing."""
    said = subprocess.run(["java", "-jar", jar, "--format", "json", "--skip-non-html", str(site)], capture_output=True, check=False).stderr
    return collections.Counter(message["message"] for message in json.loads(said)["messages"] if message["type"] == "error")


def bare_site(folder: Path) -> Path:
    """Build a site of one page with Material and nothing else."""
    (folder / "docs").mkdir()
    (folder / "docs/index.md").write_text("# Hello\n\nA page.\n", encoding="utf-8")
    (folder / "mkdocs.yml").write_text(BARE, encoding="utf-8")
    subprocess.run([Path(sys.executable).with_name("mkdocs"), "build", "--quiet"], cwd=folder, check=True)
    return folder / "site"


def main(jar: str, site: str) -> int:
    """Print what is ours alone."""
    with tempfile.TemporaryDirectory() as folder:
        theirs = errors(jar, bare_site(Path(folder)))
    ours = {message: count for message, count in errors(jar, Path(site)).items() if message not in theirs}
    for message, count in ours.items():
        print(f"{count} times: {message}")
    print(f"{len(ours)} kinds of error that bare Material does not make; it makes {len(theirs)}")
    return 1 if ours else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
