"""A new digest of any field: whole from the first day, in its own words, and over nothing that was there."""

import datetime as dt
import os
import re
import subprocess
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from sites import SCRIPTS, build_well, change, environment, run, say, snapshot, text_of
from support import EXAMPLES, ROOT, write

from digest.intake.form import LABELS
from digest.start import AnswerError, answers_of, default_address, default_name, default_repository, lay, starter

FROZEN = EXAMPLES / "begun"
"""What `digest init` of version 0.1.0 wrote; it is never changed, and keeps building."""
HEP = {
    "--name": "Annual of Collisions",
    "--repository": "Hep/annual",
    "--topics": "Jets, Neutrino masses",
    "--categories": "hep-ph, hep-th",
}


def begin(folder: Path, *options: str, **changes) -> subprocess.CompletedProcess:
    return run("digest", "init", folder, "--today", "2026-11-23", *options, cwd=folder.parent, **changes)


def begun(folder: Path, **options: str) -> Path:
    done = begin(folder, "--yes", *[part for pair in (HEP | options).items() for part in pair])
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="module")
def hep(tmp_path_factory) -> Path:
    """Begin a digest of high-energy physics and build it strictly, which follows every link."""
    folder = begun(tmp_path_factory.mktemp("init") / "hep")
    build_well(folder)
    return folder


def page(folder: Path, url: str = "") -> str:
    return (folder / "site" / url / "index.html").read_text(encoding="utf-8")


def test_a_new_digest_has_no_problems(hep):
    done = run("digest", "check", cwd=hep)

    assert (done.returncode, done.stdout) == (0, "1 paper in 1 edition: no problems\n")


def test_a_new_digest_has_the_pages_that_every_footer_leads_to(hep):
    for url in ("about", "how-we-choose", "corrections", "data", "docs", "wanted", "saved", "subscribe", "contribute"):
        assert (hep / "site" / url / "index.html").is_file(), url


def test_a_new_digest_speaks_of_itself_alone(hep):
    foreign = re.compile(rb"deep.annual|deep.learning|efficientnet", re.IGNORECASE)

    named = [
        path.relative_to(hep).as_posix()
        for path in hep.rglob("*")
        if path.is_file() and path.suffix not in {".woff2", ".png"} and foreign.search(path.read_bytes())
    ]

    # Examples of rules and of keys have to be of some field.
    assert [path for path in named if not path.startswith(("site/rules/", "site/schema/", "site/docs/files/"))] == []


def test_what_was_answered_stands_where_it_belongs(hep):
    config = yaml.safe_load((hep / "mkdocs.yml").read_bytes())
    options = config["plugins"][0]["digest"]

    assert (config["site_name"], config["site_url"]) == ("Annual of Collisions", "https://hep.github.io/annual/")
    assert options == {
        "repository": "Hep/annual",
        "contact": "https://github.com/Hep/annual/issues",
        "authority": "hep.github.io",
        "since": 2026,
        "categories": ["hep-ph", "hep-th"],
    }
    assert list(yaml.safe_load((hep / "content/topics.yml").read_bytes())) == ["jets", "neutrino-masses"]


def test_the_example_is_on_the_site_and_in_the_feeds(hep):
    assert "Ten Simple Rules for Reproducible Computational Research" in text_of(page(hep))
    assert "Ten Simple Rules" in (hep / "site/feed.xml").read_text(encoding="utf-8")
    assert say("paper.checked.nothing") in text_of(page(hep, "papers/ten-simple-rules"))


def test_the_form_of_a_new_digest_is_the_one_that_intake_reads(hep):
    form = yaml.safe_load((hep / ".github/ISSUE_TEMPLATE/add-paper.yml").read_bytes())

    assert [(field["id"], field["attributes"]["label"]) for field in form["body"] if "id" in field] == list(LABELS.items())


@pytest.mark.parametrize("name", ["add-paper", "code", "correction", "config"])
def test_a_form_of_a_new_digest_asks_for_what_ours_does(hep, name):
    def shape(value):
        if isinstance(value, dict):
            return {key: shape(part) for key, part in value.items() if key not in {"placeholder", "value", "url", "description"}}
        return [shape(part) for part in value] if isinstance(value, list) else value

    path = f".github/ISSUE_TEMPLATE/{name}.yml"

    assert shape(yaml.safe_load((hep / path).read_bytes())) == shape(yaml.safe_load((ROOT / path).read_bytes()))


def test_the_workflows_are_ours_but_for_what_they_install(hep):
    for path in sorted((hep / ".github/workflows").glob("*.yml")):
        theirs, ours = (folder.read_text(encoding="utf-8") for folder in (path, ROOT / ".github/workflows" / path.name))
        changed = [(one, other) for one, other in zip(theirs.splitlines(), ours.splitlines(), strict=True) if one != other]

        assert {(one.strip(), other.strip()) for one, other in changed} == {
            (
                "run: python -m pip install --quiet --requirement requirements.txt",
                "run: python -m pip install --quiet --editable .",
            )
        }, path.name


def test_a_release_is_no_business_of_a_new_digest(hep):
    assert {path.stem for path in (hep / ".github/workflows").iterdir()} == {"check", "deploy", "intake", "links", "update"}


def test_two_beginnings_with_the_same_answers_are_the_same(hep, tmp_path):
    again = begun(tmp_path / "elsewhere")

    assert {path: data for path, data in snapshot(hep).items() if not path.startswith("site/")} == snapshot(again)


# What is asked


def test_who_takes_every_proposal_gets_a_digest_named_after_its_folder(tmp_path):
    done = begin(tmp_path / "heat-annual", "--yes")

    config = yaml.safe_load((tmp_path / "heat-annual/mkdocs.yml").read_bytes())
    assert done.returncode == 0, done.stderr
    assert (config["site_name"], config["site_url"]) == ("Heat Annual", "https://your-name.github.io/heat-annual/")


def asked(folder: Path, said: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [SCRIPTS / "digest", "init", folder, "--name", "Annual of Heat"],
        cwd=folder.parent,
        env=environment(),
        input=said,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_what_no_option_says_is_asked_with_a_proposal(tmp_path):
    done = asked(tmp_path / "annual", "heat/annual\n\nEngines, Refrigerators\n\n")

    topics = yaml.safe_load((tmp_path / "annual/content/topics.yml").read_bytes())
    assert done.returncode == 0, done.stderr
    assert done.stderr.count("[") == 4
    assert "[https://heat.github.io/annual/]" in done.stderr
    assert list(topics) == ["engines", "refrigerators"]


def test_an_answer_that_cannot_be_used_is_asked_for_again(tmp_path):
    done = asked(tmp_path / "annual", "heat\nhttps://github.com/heat/annual.git\n\nNull, Feeds\nEngines\nCS\nnone\n")

    config = yaml.safe_load((tmp_path / "annual/mkdocs.yml").read_bytes())
    assert done.returncode == 0, done.stderr
    assert (config["plugins"][0]["digest"]["repository"], config["site_url"]) == ("heat/annual", "https://heat.github.io/annual/")
    assert list(yaml.safe_load((tmp_path / "annual/content/topics.yml").read_bytes())) == ["engines"]
    for part in ("the repository is 'heat'; write", "the topic 'Null' has", "the topic 'Feeds' has", "'CS' is no category"):
        assert part in done.stderr


def test_an_option_that_cannot_be_used_is_named_before_anything_is_asked(tmp_path):
    done = begin(tmp_path / "annual", "--repository", "heat")

    assert (done.returncode, done.stderr) == (2, "error: the repository is 'heat'; write it as owner/name\n")


def test_a_folder_with_a_space_and_a_long_name_is_taken_as_it_is(tmp_path):
    name = "a b" * 40

    done = begin(tmp_path / name, "--yes")

    assert done.returncode == 0, done.stderr
    assert f"Now: cd '{tmp_path / name}' && digest serve" in done.stdout


def test_a_digest_may_look_through_no_category_of_arxiv(tmp_path):
    folder = begun(tmp_path / "annual", **{"--categories": "none"})

    assert yaml.safe_load((folder / "mkdocs.yml").read_bytes())["plugins"][0]["digest"]["categories"] == []
    build_well(folder)


def test_who_stops_answering_has_nothing_written(tmp_path):
    done = asked(tmp_path / "annual", "heat/annual\n")

    assert (done.returncode, list(tmp_path.iterdir())) == (130, [])
    assert "nothing was written" in done.stderr


def test_every_answer_that_cannot_be_used_is_named_and_nothing_written(tmp_path):
    done = begin(
        tmp_path / "annual",
        "--yes",
        "--name",
        " ",
        "--repository",
        "heat",
        "--address",
        "heat.org",
        "--topics",
        "Heat, heat, !",
        "--categories",
        "CS",
    )

    assert (done.returncode, list(tmp_path.iterdir())) == (2, [])
    for part in ("the name is ''", "owner/name", "'heat.org/'", "'heat' is there twice", "topic '!'", "'CS' is no category"):
        assert part in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "name", ['R&D <b>of</b> "Heat": {{ x }} #1 *now*', "热学年鉴 ${{ github.token }}", "[% if %] [[ name ]] \\n `x` - _y_"]
)
def test_a_name_is_shown_as_it_is_whatever_it_holds(name, tmp_path):
    folder = begun(tmp_path / "annual", **{"--name": name})
    build_well(folder)

    assert yaml.safe_load((folder / "mkdocs.yml").read_bytes())["site_name"] == name
    assert f"About {name}" in text_of(page(folder, "about"))


@given(name=st.text(max_size=40), topics=st.text(max_size=40), repository=st.text(max_size=20), address=st.text(max_size=30))
def test_any_answers_are_refused_in_words_or_make_files_that_can_be_read(name, topics, repository, address):
    try:
        answers = answers_of(
            name=name,
            topics=topics,
            repository=repository or "heat/annual",
            address=address or "https://heat.org",
            categories="hep-ph",
            today=dt.date(2026, 11, 23),
        )
    except AnswerError:
        return
    files = starter(answers, version="1")

    assert yaml.safe_load(files["mkdocs.yml"])["site_name"] == name.strip()
    assert [topic["name"] for topic in yaml.safe_load(files["content/topics.yml"]).values()] == [topic.name for topic in answers.topics]


@pytest.mark.parametrize(
    ("repository", "address"),
    [
        ("Heat/annual", "https://heat.github.io/annual/"),
        ("Heat/Annual", "https://heat.github.io/Annual/"),
        ("heat/heat.github.io", "https://heat.github.io/"),
    ],
)
def test_the_address_proposed_is_where_github_publishes(repository, address):
    assert default_address(repository) == address


@pytest.mark.parametrize(
    ("folder", "name", "repository"), [("hep-annual", "Hep Annual", "your-name/hep-annual"), ("…", "The Annual", "your-name/annual")]
)
def test_what_is_proposed_can_be_used_whatever_the_folder_is_called(folder, name, repository):
    assert (default_name(Path(folder)), default_repository(Path(folder))) == (name, repository)


# What it leaves alone


def test_a_folder_with_other_files_keeps_them(tmp_path):
    write(tmp_path / "annual/LICENSE", "Ours.")

    begun(tmp_path / "annual")

    assert (tmp_path / "annual/LICENSE").read_text() == "Ours."


@pytest.mark.parametrize("path", ["README.md", "content/topics.yml", ".github/workflows/check.yml", "content"])
def test_nothing_is_written_over_and_nothing_beside_it(path, tmp_path):
    write(tmp_path / "annual" / path, "Mine.")
    before = snapshot(tmp_path)

    done = begin(tmp_path / "annual", "--yes")

    assert (done.returncode, snapshot(tmp_path)) == (2, before)
    assert "already, and nothing is written over" in done.stderr


def test_a_link_is_not_followed_to_what_it_leads_to(tmp_path):
    (tmp_path / "annual").mkdir()
    (tmp_path / "annual/README.md").symlink_to(tmp_path / "elsewhere.md")

    assert begin(tmp_path / "annual", "--yes").returncode == 2
    assert not (tmp_path / "elsewhere.md").exists()


def test_a_link_in_the_place_of_a_folder_is_not_followed_either(tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "annual").mkdir()
    (tmp_path / "annual/content").symlink_to(tmp_path / "out")

    done = begin(tmp_path / "annual", "--yes")

    assert (done.returncode, list((tmp_path / "out").iterdir())) == (2, [])
    assert [path.name for path in (tmp_path / "annual").iterdir()] == ["content"]
    assert "nor through a link" in done.stderr


def test_a_beginning_that_is_cut_short_leaves_nothing_behind(tmp_path):
    write(tmp_path / "annual/LICENSE", "Ours.")

    with pytest.raises(OSError, match="name too long"):
        lay({"a/b/one.yml": b"1", "a/two.yml": b"2", f"c/{'x' * 300}.yml": b"3"}, tmp_path / "annual")

    assert [path.name for path in (tmp_path / "annual").rglob("*")] == ["LICENSE"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written_to_is_named(tmp_path):
    (tmp_path / "annual").mkdir(mode=0o500)

    done = begin(tmp_path / "annual", "--yes")

    assert done.returncode == 2
    assert "Traceback" not in done.stderr


# What it takes out


def test_a_template_that_is_taken_out_stands_before_the_programs(tmp_path):
    folder = begun(tmp_path / "annual")

    done = run("digest", "init", "--eject", "templates/saved.html.j2", cwd=folder)
    template = folder / "site_config/templates/saved.html.j2"
    assert (done.returncode, template.read_bytes()) == (0, (ROOT / "site_config/templates/saved.html.j2").read_bytes())
    write(template, template.read_text() + "<p>A template of our own</p>")
    build_well(folder)

    assert "A template of our own" in text_of(page(folder, "saved"))


@pytest.mark.parametrize("name", ["theme/partials/footer.html", "assets/digest.css", "rules/anchor.yml", "schema/papers-1.json"])
def test_files_of_every_kind_can_be_taken_out(name, tmp_path):
    folder = begun(tmp_path / "annual")

    assert run("digest", "init", folder, "--eject", name, cwd=tmp_path).returncode == 0
    assert (folder / "site_config" / name).read_bytes() == (ROOT / "site_config" / name).read_bytes()


def test_what_was_taken_out_is_not_written_over(tmp_path):
    folder = begun(tmp_path / "annual")
    own = write(folder / "site_config/templates/saved.html.j2", "Ours.")

    done = run("digest", "init", "--eject", "templates/home.html.j2", "--eject", "templates/saved.html.j2", cwd=folder)

    assert (done.returncode, own.read_text()) == (2, "Ours.")
    assert not (folder / "site_config/templates/home.html.j2").exists()


@pytest.mark.parametrize(
    ("name", "mend"),
    [
        ("templates/papers.html.j2", "did you mean 'templates/paper.html.j2'?"),
        ("qqqq", "they lie in assets/, commands/, rules/, schema/, templates/, theme/, words/"),
        ("../pyproject.toml", "they lie in"),
        ("schema/paper.json", ""),
        ("starter/mkdocs.yml", ""),
        ("commands.json", ""),
    ],
)
def test_a_file_that_there_is_not_is_named_with_what_there_is(name, mend, small):
    done = run("digest", "init", "--eject", name, cwd=small)

    assert (done.returncode, list(small.glob("site_config/**/*"))) == (2, [])
    assert f"no file '{name}'" in done.stderr
    assert mend in done.stderr


@pytest.mark.parametrize(
    "options", [(), ("a", "--project", "b"), ("--eject", "assets/digest.css", "--name", "X")], ids=["no-folder", "two-folders", "both-uses"]
)
def test_a_use_that_makes_no_sense_says_what_does(options, tmp_path):
    done = run("digest", "init", *options, cwd=tmp_path)

    assert (done.returncode, list(tmp_path.iterdir())) == (2, [])
    assert done.stderr.startswith("error: ")


# What it began before


def test_a_digest_that_version_0_1_began_keeps_building(tmp_path):
    folder = Path(tmp_path / "begun")
    for path, data in snapshot(FROZEN).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
    change(folder / "content/labs.yml", mit={"name": "MIT"})  # and goes on

    assert run("digest", "check", cwd=folder).returncode == 0
    build_well(folder)
    assert (folder / "site/papers/ten-simple-rules/index.html").is_file()
    assert "Annual of Collisions" in text_of(page(folder))
