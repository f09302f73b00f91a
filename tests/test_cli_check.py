"""`digest check` from outside: what it prints where, how it ends, and that nothing makes it print a traceback."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from cases import PAPERS
from sites import SCRIPTS, configure, run

WRONG_TOPIC = "content/papers/2019/graph-walks.yml:5:10: error[unknown-topic] unknown topic 'graphs'; write one of normalization, graph-neural-networks, or add it to content/topics.yml"
WRONG_LAB = "content/papers/2018/batch-norm.yml:3:8: error[unknown-lab] unknown lab 'alpha-labs'; did you mean 'alpha-lab'?"


def reads_everything() -> bool:
    """Say whether this user may read what nobody may, as root does."""
    with tempfile.NamedTemporaryFile() as file:
        os.chmod(file.name, 0)
        return os.access(file.name, os.R_OK)


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture
def broken(small) -> Path:
    """Break two papers of the small digest, in different years."""
    change(small / "content/papers/2019/graph-walks.yml", "[graph-neural-networks]", "[graphs]")
    change(small / "content/papers/2018/batch-norm.yml", "[alpha-lab]", "[alpha-labs]")
    return small


def check(root: Path, *arguments, **environment):
    """Run the command as people do; it must never print a traceback."""
    done = run("digest", "check", *arguments, cwd=root, **environment)
    assert "Traceback" not in done.stderr
    return done


def test_a_sound_digest_is_said_to_be_so(small):
    done = check(small)

    assert (done.returncode, done.stdout, done.stderr) == (0, "2 papers in 2 editions: no problems\n", "")


def test_every_problem_is_printed_and_counted(broken):
    done = check(broken)

    assert (done.returncode, done.stdout, done.stderr) == (1, f"{WRONG_LAB}\n{WRONG_TOPIC}\n", "2 problems in 2 files\n")


@pytest.mark.parametrize(
    ("paths", "expected"),
    [
        (["content/papers/2019/graph-walks.yml"], [WRONG_TOPIC]),
        (["content/papers/2018"], [WRONG_LAB]),
        (["content/papers/2018/"], [WRONG_LAB]),
        (["content/papers/2018", "content/papers/2019"], [WRONG_LAB, WRONG_TOPIC]),
        (["content/papers"], [WRONG_LAB, WRONG_TOPIC]),
        (["./content/../content/papers/2018"], [WRONG_LAB]),
        (["."], [WRONG_LAB, WRONG_TOPIC]),
        (["content/editions", "content/topics.yml"], []),
    ],
)
def test_only_problems_below_the_given_paths_are_printed(broken, paths, expected):
    done = check(broken, *paths)

    assert (done.returncode, [line for line in done.stdout.splitlines() if "error[" in line]) == (1 if expected else 0, expected)


def test_a_path_is_not_the_beginning_of_another_name(small):
    (small / "content/pages-of-old").mkdir()

    done = check(small, "content/pages")

    assert (done.returncode, done.stdout) == (0, "2 papers in 2 editions: no problems\n")


def test_paths_are_relative_to_where_one_stands_and_problems_to_the_digest(broken):
    done = check(broken / "content/papers", "2018")

    assert (done.returncode, done.stdout) == (1, f"{WRONG_LAB}\n")


def test_a_digest_is_found_from_outside_by_its_folder(broken, tmp_path):
    done = check(tmp_path, "--project", broken, broken / "content/papers/2018")

    assert (done.returncode, done.stdout) == (1, f"{WRONG_LAB}\n")


def test_a_symbolic_link_that_is_asked_for_is_refused_as_one(small):
    (small / PAPERS / "link.yml").symlink_to("/etc/passwd")

    done = check(small, f"{PAPERS}/link.yml")

    assert done.returncode == 1
    assert done.stdout == f"{PAPERS}/link.yml:1:1: error[symlink] symbolic links are not allowed; put the file itself here\n"


@pytest.mark.parametrize("path", ["content/papers/2019/nothing.yml", "nowhere", "/etc/hosts", ".."])
def test_a_path_that_is_no_file_of_the_digest_is_wrong_use(small, path):
    done = check(small, path)

    assert (done.returncode, done.stdout) == (2, "")
    assert f"{path} is no file or folder of the digest" in done.stderr


@pytest.mark.parametrize("arguments", [["--project", "nowhere"], ["--project", "/"], []])
def test_a_folder_without_a_digest_is_wrong_use(tmp_path, arguments):
    done = check(tmp_path, *arguments)

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("error: there is no mkdocs.yml ")
    assert "--project" in done.stderr


@pytest.mark.parametrize("arguments", [["--no-such-option"], ["--project"]])
def test_an_unknown_option_is_wrong_use(small, arguments):
    done = check(small, *arguments)

    assert (done.returncode, done.stdout) == (2, "")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (
            "  - digest:\n      repository: small/annual\n      authority: small-annual.test\n",
            "  - search\n",
            ["mkdocs.yml", "'digest'", "plugins: [digest]"],
        ),
        ("site_url: https://small-annual.test/\n", "", ["mkdocs.yml", "'site_url'", "https://"]),
        ("site_url: https://small-annual.test/", "site_url: small-annual.test", ["'site_url'", "http"]),
        ("site_name: The Small Annual\n", "", ["'site_name'"]),
        ("repository: small/annual", "repository: [small, annual]", ["'repository'", '["small", "annual"]', "text"]),
        ("repository: small/annual", "repositry: small/annual", ["'repositry'"]),
        ("repository: small/annual", "since: long ago", ["mkdocs.yml:10:14", "'since'", "long ago", "whole number"]),
        ("name: material", "name: nothing", ["'theme'", "nothing"]),
        ("docs_dir: content/pages", "docs_dir: nowhere", ["'docs_dir'", "nowhere"]),
        ("nav:", "use_directory_urls: false\nnav:", ["use_directory_urls"]),
        (
            "site_name: The Small Annual",
            "site_name: [The Small Annual",
            ["error: mkdocs.yml:2:9: this is no YAML: ", "expected ',' or ']'", "; mend it"],
        ),
        ("site_name: The Small Annual", "\tsite_name: The Small Annual", ["error: mkdocs.yml:1:1: this is no YAML: "]),
        ("repository: small/annual", "content: nowhere", ["'content'", "nowhere"]),
        ("repository: small/annual", "content: content/topics.yml", ["'content'", "content/topics.yml"]),
        ("repository: small/annual", "content: ../elsewhere", ["'content'", "../elsewhere"]),
        ("repository: small/annual", "content: /etc", ["'content'", "/etc"]),
        ("repository: small/annual", 'content: ""', ["'content'"]),
    ],
)
def test_a_fault_of_mkdocs_yml_is_named_and_a_failure(small, old, new, words):
    configure(small, old, new)
    (small.parent / "elsewhere").mkdir()

    done = check(small)

    assert (done.returncode, done.stdout) == (2, "")
    assert [word for word in words if word not in done.stderr] == []


@pytest.mark.parametrize("data", [b"", b"- a\n", b"text\n", b"\xff"])
def test_a_mkdocs_yml_that_holds_no_settings_is_a_failure(small, data):
    (small / "mkdocs.yml").write_bytes(data)

    done = check(small)

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr


def test_a_build_fails_as_a_check_does_where_mkdocs_yml_is_wrong(small):
    configure(small, "site_url: https://small-annual.test/\n", "")

    done = run("digest", "build", cwd=small)

    assert done.returncode == 2
    assert "'site_url'" in done.stderr
    assert not (small / "site").exists()


def test_a_digest_without_content_is_not_built_over_the_site_that_stands(small):
    (small / "site").mkdir()
    (small / "site/index.html").write_text("whole\n", encoding="utf-8")
    configure(small, "repository: small/annual", "content: nowhere")

    done = run("digest", "build", cwd=small)

    assert done.returncode == 2
    assert (small / "site/index.html").read_text(encoding="utf-8") == "whole\n"


def test_a_digest_without_papers_yet_is_sound(small):
    for name in ("papers", "editions", "repos", "facts"):
        shutil.rmtree(small / "content" / name)
    change(small / "content/topics.yml", "  start: [batch-norm]\n", "")

    done = check(small)

    assert (done.returncode, done.stdout) == (0, "0 papers in 0 editions: no problems\n")


@pytest.mark.parametrize("name", ["papers", "editions", "repos", "facts"])
def test_a_file_where_a_folder_belongs_is_reported(small, name):
    shutil.rmtree(small / "content" / name)
    (small / "content" / name).write_text("text\n", encoding="utf-8")

    done = check(small)

    assert done.returncode == 1
    assert f"content/{name}:1:1: error[stray-file] this must be a folder\n" in done.stdout


def test_a_folder_that_is_a_link_is_refused_and_not_followed(small, tmp_path):
    (small / "content/papers").rename(tmp_path / "papers")
    (small / "content/papers").symlink_to(tmp_path / "papers")
    change(tmp_path / "papers/2019/graph-walks.yml", "[graph-neural-networks]", "[graphs]")

    done = check(small)

    assert done.returncode == 1
    assert "content/papers:1:1: error[symlink] symbolic links are not allowed; put the file itself here\n" in done.stdout
    assert "content/papers/2019" not in done.stdout


def test_hidden_files_are_nobodys_business(small):
    for path in (".DS_Store", "papers/.keep", "papers/2019/.graph-walks.yml.swp", "facts/papers/.batch-norm.json.tmp"):
        (small / "content" / path).write_bytes(b"\xff\x00")

    assert check(small).returncode == 0


def test_a_read_only_digest_can_be_checked(small):
    paths = [small, *small.rglob("*")]
    for path in paths:
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        assert check(small).returncode == 0
    finally:
        for path in paths:
            path.chmod(0o755)


@pytest.mark.skipif(reads_everything(), reason="this user may read everything")
@pytest.mark.parametrize("path", ["content/papers/2019/graph-walks.yml", "content/papers/2019", "content/papers", "content/facts/papers"])
def test_what_may_not_be_read_is_reported(small, path):
    (small / path).chmod(0)
    try:
        done = check(small)
    finally:
        (small / path).chmod(0o755)

    assert done.returncode == 1
    assert f"{path}:1:1: error[unreadable] " in done.stdout


@pytest.mark.parametrize(
    "name", [b"bj\xf6rk.yml", b"new\nline.yml", b"\x1b[31mred.yml", b"a:1:1: error[x] y.yml", "\u202elmy.yml".encode()]
)
def test_a_strange_name_is_reported_on_one_line(small, name):
    shutil.copyfile(small / PAPERS / "graph-walks.yml", os.fsencode(small / PAPERS) + b"/" + name)

    done = check(small, PYTHONIOENCODING="utf-8")

    assert done.returncode == 1
    assert len(done.stdout.splitlines()) == 1
    assert done.stdout.startswith(f"{PAPERS}/")
    assert "error[bad-name]" in done.stdout
    assert "\x1b" not in done.stdout


def test_a_terminal_that_cannot_show_a_letter_is_no_reason_to_fail(small):
    change(small / PAPERS / "graph-walks.yml", "[graph-neural-networks]", "[łódź-李]")

    done = check(small, PYTHONIOENCODING="ascii")

    assert done.returncode == 1
    assert "graph-walks.yml:5:10: error[unknown-topic]" in done.stdout


def test_a_reader_that_goes_away_is_no_reason_for_a_traceback(broken):
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = subprocess.run(
            [SCRIPTS / "digest", "check"], cwd=broken, stdout=writing, stderr=subprocess.PIPE, encoding="utf-8", check=False
        )
    finally:
        os.close(writing)

    assert "Traceback" not in done.stderr


def test_the_command_is_the_same_as_a_module_and_as_a_script(broken):
    script = run("digest", "check", cwd=broken)
    module = subprocess.run(
        [sys.executable, "-c", "from digest.cli import main; main()", "check"],
        cwd=broken,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )

    assert (module.returncode, module.stdout, module.stderr) == (script.returncode, script.stdout, script.stderr)
