"""A number and a seed to a digest of so many papers, the same bytes every time.

python tests/benchmarks/corpus.py 10000 /tmp/corpus
"""

import datetime as dt
import json
import random
import sys
from pathlib import Path

FIRST_YEAR, LAST_YEAR = 2012, 2026
TOPICS, LABS = 24, 60
SUMMARY_WORDS = 166
"""As long as those of The Deep Annual."""
_SYLLABLES = [first + second for first in "bdfklmnprstvw" for second in "aeio"]
_DAY = "2026-06-01"
_FIRST_DAY = dt.date(2016, 6, 1)
_MKDOCS = """\
site_name: A Benchmark
site_url: https://benchmark.test/
site_description: Made from a seed.
docs_dir: content/pages
theme:
  name: material
  font: false
plugins:
  - digest:
      repository: a/benchmark
nav:
  - Home: index.md
  - Editions: years.md
  - Topics: topics.md
  - Code: code.md
not_in_nav: |
  *.md
"""


class Corpus:
    """A digest of a field that does not exist."""

    def __init__(self, papers: int, seed: int = 1) -> None:
        self.chance = random.Random(seed)
        self.words = ["".join(self.chance.choices(_SYLLABLES, k=self.chance.randint(1, 4))) for _ in range(4000)]
        self.slugs = [f"{self.chance.choice(self.words)}-{number:06}" for number in range(papers)]

    def write(self, root: Path) -> None:
        """Write every file of it below a folder."""
        _put(root / "mkdocs.yml", _MKDOCS)
        _put(root / "content/topics.yml", "".join(self._topic(number) for number in range(TOPICS)))
        _put(root / "content/labs.yml", "".join(f"lab-{number}:\n  name: Laboratory {number}\n" for number in range(LABS)))
        _put(root / "content/frameworks.yml", "pytorch:\n  name: PyTorch\n  url: https://pytorch.org/\n")
        _put(root / "content/grounds.yml", "idea-reused:\n  name: Idea reused\n  definition: Later papers take it over.\n")
        for name in ("about", "how-we-choose", "subscribe", "contribute", "corrections", "data"):
            _put(root / f"content/pages/{name}.md", f"# {name.title()}\n\n{self._text(60)}\n")
        for year in range(FIRST_YEAR, LAST_YEAR + 1):
            _put(root / f"content/editions/{year}.yml", self._edition(year))
        for number, slug in enumerate(self.slugs):
            year = FIRST_YEAR + number % (LAST_YEAR - FIRST_YEAR + 1)
            arxiv = _arxiv(year, number)
            _put(root / f"content/papers/{year}/{slug}.yml", self._entry(number, arxiv))
            _put(root / f"content/facts/papers/{slug}.json", self._facts(arxiv, year))

    def _text(self, words: int) -> str:
        return " ".join(self.chance.choices(self.words, k=words)).capitalize() + "."

    def _topic(self, number: int) -> str:
        return f"topic-{number}:\n  name: Topic {number}\n  definition: {self._text(12)}\n  introduction: {self._text(80)}\n"

    def _edition(self, year: int) -> str:
        return (
            f"title: The {year} edition\nheadline: A year\nstatus: closed\nclosed: {_DAY}\nintro: {self._text(120)}\ncurators: [Nobody]\n"
        )

    def _entry(self, number: int, arxiv: str) -> str:
        topics = self.chance.sample(range(TOPICS), k=2)
        labs = self.chance.sample(range(LABS), k=self.chance.randint(0, 2))
        paragraphs = [self._text(SUMMARY_WORDS // 4) for _ in range(4)]
        return (
            f"arxiv: {arxiv}\n"
            f"topics: [{', '.join(f'topic-{one}' for one in topics)}]\n"
            f"labs: [{', '.join(f'lab-{one}' for one in labs)}]\n"
            f"grounds:\n  idea-reused: {self._text(10)}\n"
            f"tldr: {self._text(18)[:190]}\n"
            f"why: {self._text(30)[:290]}\n"
            "summary: |\n"
            f"  {paragraphs[0]} It is *{self.chance.choice(self.words)}* of order $O(n^{number % 9})$.\n\n"
            f"  {paragraphs[1]} {paragraphs[2]}\n\n  {paragraphs[3]}\n"
            "checked: abstract\n"
            f"added: {self._day(number)}\n"
            "venue: NeurIPS\n"
            f"code:\n  - repo: https://github.com/org-{number % 40}/shared-{number % 40}\n    official: {'true' if number % 3 else 'false'}\n"
            "    framework: pytorch\n"
        )

    def _day(self, number: int) -> str:
        """Take papers in over ten years, evenly: a feed holds 50 of them or the last 60 days."""
        return str(_FIRST_DAY + dt.timedelta(3650 * number // len(self.slugs)))

    def _facts(self, arxiv: str, year: int) -> str:
        values = {
            "title": self._text(9).rstrip("."),
            "authors": [f"{self.chance.choice(self.words).title()} {self.chance.choice(self.words).title()}" for _ in range(4)],
            "published": f"{year}-05-01",
            "version": 1,
            "primary_category": "cs.LG",
        }
        known = {key: {"value": value, "source": "the benchmark", "date": _DAY} for key, value in values.items()}
        return json.dumps({"arxiv": arxiv, **known}, indent=2) + "\n"


def _arxiv(year: int, number: int) -> str:
    """Make an id of the year: its serial number has four digits before 2015 and five since."""
    years = LAST_YEAR - FIRST_YEAR + 1
    serial = 1 + number // (12 * years)
    return f"{year % 100:02}{1 + number // years % 12:02}.{serial:0{4 if year < 2015 else 5}}"


def _put(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    Corpus(int(sys.argv[1])).write(Path(sys.argv[2]))
