"""A page that is left as it stands is the page that would be made: over an earlier site, the same is built as anew."""

import pickle
import shutil
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest
from sites import change, configure, differences, entry, environment, facts, outputs_of, snapshot
from support import write

from digest import caches
from digest.model.outputs import Page
from digest.remembered import FEW

UNNAMED = {"docs/commands/", "docs/files/", "docs/data/"}
"""Made every time: nobody says what they are made of, which is the program itself."""
COUNTED = """\
from digest import filling
fill = filling.Filling.fill
filling.Filling.fill = lambda self, pages: print("made", *(page.url for page in pages)) or fill(self, pages)
from digest.cli import main
main()
"""


@pytest.fixture
def many(small):
    """Give a digest with more pages than are made again without a look at those of before."""
    for number in range(FEW + 20):
        entry(
            small,
            f"many-{number:03}",
            topics=["normalization"] if number % 2 else ["graph-neural-networks"],
            labs=["alpha-lab"] if number == 7 else [],
        )
    configure(small, "  - digest:", "  - digest:\n      search: false")
    return small


@pytest.fixture
def notes(tmp_path) -> Path:
    return tmp_path / "caches/paper-annual/pages"


def made_by_a_build(root: Path, site: Path, **changes) -> set[str]:
    """Build a site and name the framed pages that were made for it."""
    caches = {"XDG_CACHE_HOME": str(root.parent / "caches"), **changes}
    command = [sys.executable, "-c", COUNTED, "build", "--strict", "--site-dir", site]
    said = subprocess.run(command, cwd=root, env=environment(**caches), capture_output=True, encoding="utf-8", timeout=300, check=False)
    assert said.returncode == 0, said.stderr
    return set(next(line for line in said.stdout.splitlines() if line.startswith("made")).split()[1:]) - UNNAMED


def anew(root: Path, tmp_path: Path) -> dict[str, bytes]:
    """Build a site where nothing is known of another."""
    shutil.rmtree(tmp_path / "anew", ignore_errors=True)
    made_by_a_build(root, tmp_path / "anew", XDG_CACHE_HOME="/proc/nowhere")
    return snapshot(tmp_path / "anew")


def test_nothing_that_stays_the_same_is_made_again_whatever_the_order_of_hashes(many, tmp_path, notes):
    first = made_by_a_build(many, tmp_path / "site", PYTHONHASHSEED="1")

    assert len(first) > FEW
    assert made_by_a_build(many, tmp_path / "site", PYTHONHASHSEED="2") == set()
    assert notes.exists()


def edit_of_a_text(root):
    change(root / "content/papers/2019/many-003.yml", tldr="Another line.")


def edit_of_a_title(root):
    change(root / "content/papers/2019/many-003.yml", title="Another title")


def edit_of_an_edition(root):
    change(root / "content/editions/2019.yml", headline="Another headline")


def edit_of_a_topic(root):
    path = root / "content/topics.yml"
    path.write_text(path.read_text().replace("name: Normalization", "name: Renamed"))


def edit_of_facts(root):
    facts(root, "many-003", comment="withdrawn")


def edit_of_words(root):
    write(root / "site_config/words/en.yml", "why.title: Why on earth\n")


def edit_of_a_template(root):
    write(root / "site_config/templates/paper.html.j2", "<h1>{{ paper.title }}</h1>\n")


def edit_of_the_frame(root):
    configure(root, "site_name: ", "site_name: Renamed ")


def a_paper_less(root):
    (root / "content/papers/2019/many-007.yml").unlink()


EDITS = [
    edit_of_a_text,
    edit_of_a_title,
    edit_of_an_edition,
    edit_of_a_topic,
    edit_of_facts,
    edit_of_words,
    edit_of_a_template,
    edit_of_the_frame,
    a_paper_less,
]


def test_a_site_built_over_an_earlier_one_is_as_if_built_anew(many, tmp_path):
    everything = made_by_a_build(many, tmp_path / "site")
    for edit in EDITS:
        edit(many)

        made = made_by_a_build(many, tmp_path / "site")

        assert differences(snapshot(tmp_path / "site"), anew(many, tmp_path)) == [], edit.__name__
        if edit is edit_of_a_text:
            assert "papers/many-003/" in made
            assert len(made) < len(everything) / 2


def test_a_page_that_somebody_touched_is_made_again(many, tmp_path):
    made_by_a_build(many, tmp_path / "site")
    before = snapshot(tmp_path / "site")
    (tmp_path / "site/papers/many-003/index.html").write_text("touched")
    (tmp_path / "site/papers/many-004/index.html").unlink()

    assert made_by_a_build(many, tmp_path / "site") == {"papers/many-003/", "papers/many-004/"}
    assert differences(before, snapshot(tmp_path / "site")) == []


def test_what_is_noted_of_one_site_says_nothing_of_another(many, tmp_path):
    first = made_by_a_build(many, tmp_path / "site")

    assert made_by_a_build(many, tmp_path / "other") == first


def test_damaged_notes_are_as_good_as_none(many, tmp_path, notes):
    first = made_by_a_build(many, tmp_path / "site")
    for data in (b"", b"nonsense", pickle.dumps({}), notes.read_bytes()[: notes.stat().st_size // 2]):
        (notes.write_bytes if len(data) > 100 else partial(caches.write, notes))(data)

        assert made_by_a_build(many, tmp_path / "site") == first, data[:20]


def test_a_page_of_a_template_that_was_saved_after_the_site_was_begun_is_not_taken_for_one_of_the_new_template(small):
    template = write(small / "site_config/templates/topics.html.j2", "<h1>Old</h1>")
    before = outputs_of(small)
    write(template, "<h1>New</h1>")
    after = outputs_of(small)

    names = [outputs.name(Page(url="topics/", title="Topics", description="", make=str)) for outputs in (before, after)]

    assert None not in names
    assert names[0] != names[1]
