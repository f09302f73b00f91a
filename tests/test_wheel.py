"""The package as others get it: the same bytes whoever builds it, and whole without a checkout or the network."""

import os
import re
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest
from sites import EPOCH, SANDBOX, dom
from support import ROOT, TODAY

FACTS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
PARTS = ["digest", "site_config", ".ci", ".github/workflows", "pyproject.toml", "README.md", "LICENSE", ".gitignore"]


def build(source: Path, target: Path, *kinds: str, **changes) -> list[Path]:
    """Build distributions as a front end does, and give them by name."""
    environment = {name: value for name, value in os.environ.items() if name not in {"PYTHONPATH", "PYTHONDEVMODE", "PYTHONWARNINGS"}}
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "--directory", target, *[part for kind in kinds for part in ("--target", kind)]],
        cwd=source,
        env=environment | {"SOURCE_DATE_EPOCH": str(EPOCH)} | changes,
        check=True,
        capture_output=True,
    )
    return sorted(target.iterdir())


@pytest.fixture(scope="module")
def built(tmp_path_factory) -> list[Path]:
    """Build both distributions of this checkout: the wheel, then the source."""
    return build(ROOT, tmp_path_factory.mktemp("dist"), "sdist", "wheel")


@pytest.fixture(scope="module")
def installed(built, tmp_path_factory) -> Path:
    """Install the wheel into an environment that has its dependencies, but not this checkout; give the folder of its programs."""
    folder = tmp_path_factory.mktemp("fresh") / "env"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    python = folder / "bin/python"
    subprocess.run([sys.executable, "-m", "pip", "--quiet", "--python", python, "install", "--no-index", "--no-deps", built[0]], check=True)
    inside = subprocess.run(
        [python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"], check=True, capture_output=True, encoding="utf-8"
    ).stdout.strip()
    # The folder alone: what it says of editable installs, where this checkout is named, is read only where Python begins.
    (Path(inside) / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return folder / "bin"


def run(programs: Path, *command, cwd: Path) -> str:
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(SANDBOX), "SOURCE_DATE_EPOCH": str(EPOCH), "HOME": str(cwd)}
    done = subprocess.run(
        [programs / command[0], *command[1:]], cwd=cwd, env=environment, capture_output=True, encoding="utf-8", check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_both_distributions_are_the_same_bytes_whatever_the_folder_the_times_and_the_zone(built, tmp_path):
    source = tmp_path / "elsewhere"
    for part in reversed(PARTS):
        copy = shutil.copytree if (ROOT / part).is_dir() else shutil.copyfile
        (source / part).parent.mkdir(parents=True, exist_ok=True)
        copy(ROOT / part, source / part)
    for path in source.rglob("*.py"):
        os.utime(path, (1, 1))
        path.chmod(0o600)

    again = build(source, tmp_path / "dist", "sdist", "wheel", TZ="Asia/Tokyo", LC_ALL="C", PYTHONHASHSEED="7")

    assert [path.name for path in again] == [path.name for path in built]
    assert [path.read_bytes() == before.read_bytes() for path, before in zip(again, built, strict=True)] == [True, True]


def test_the_source_holds_all_that_its_wheel_is_made_of(built, tmp_path):
    with tarfile.open(built[1]) as archive:
        archive.extractall(tmp_path, filter="data")

    [wheel] = build(next(tmp_path.iterdir()), tmp_path / "dist", "wheel")

    assert wheel.read_bytes() == built[0].read_bytes()


def test_the_wheel_carries_every_file_of_site_config_and_none_of_the_tests(built):
    names = set(zipfile.ZipFile(built[0]).namelist())
    ours = {path.relative_to(ROOT).as_posix() for path in (ROOT / "site_config").rglob("*") if path.is_file()}

    assert {f"digest/{name}" for name in ours} <= names
    assert {name.split("/")[0] for name in names} == {"digest", f"paper_annual-{FACTS['version']}.dist-info"}


def test_no_distribution_carries_what_runs_in_a_checkout_alone(built):
    wheel = zipfile.ZipFile(built[0]).namelist()
    with tarfile.open(built[1]) as source:
        names = [*wheel, *source.getnames()]

    assert [name for name in names if "/tests/" in name] == []
    assert [name for name in wheel if name.endswith("release.yml")] == []


def test_every_link_of_the_description_leads_somewhere_from_anywhere(built):
    said = zipfile.ZipFile(built[0]).read(f"paper_annual-{FACTS['version']}.dist-info/METADATA").decode()
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    linked = re.compile(r"""\]\(([^)]+)\)|src="([^"]+)\"""")

    links = ["".join(link) for link in linked.findall(said)]

    assert len(links) == len(linked.findall(readme)) > 0
    assert [link for link in links if not link.startswith(("https://", "#"))] == []
    source = f"{FACTS['urls']['Source']}/(?:blob|raw)/main/"
    assert [link for link in links if (path := re.split(source, link)[1:]) and not (ROOT / path[0]).is_file()] == []
    assert re.search(r"^Description-Content-Type: text/markdown$", said, re.MULTILINE)


def test_an_installed_program_says_its_version(installed, tmp_path):
    assert run(installed, "digest", "--version", cwd=tmp_path) == f"digest {FACTS['version']}\n"


def test_an_installed_program_knows_nothing_of_this_checkout(installed, tmp_path):
    code = "import digest, digest.render.templating as t; print(digest.__file__, t.package_site_config())"

    module, site_config = run(installed, "python", "-c", code, cwd=tmp_path).split()

    assert installed.parent in Path(module).parents
    assert Path(site_config) == Path(module).parent / "site_config"


def test_an_installed_program_begins_and_builds_a_digest_with_no_checkout_and_no_network(installed, tmp_path):
    run(installed, "digest", "init", "annual", "--yes", "--name", "Annual of Heat", "--today", str(TODAY), cwd=tmp_path)
    run(installed, "digest", "build", "--strict", cwd=tmp_path / "annual")

    home = dom((tmp_path / "annual/site/index.html").read_text(encoding="utf-8"))
    assert home.find(".//title").text.endswith("- Annual of Heat")
    assert (tmp_path / "annual/site/papers/ten-simple-rules/index.html").is_file()
    assert (tmp_path / "annual/site/assets/fonts/inter-latin.woff2").is_file()
    assert f"paper-annual=={FACTS['version']}" in (tmp_path / "annual/requirements.txt").read_text()
    assert (tmp_path / "annual/.github/workflows/check.yml").is_file()


def test_an_installed_program_gives_its_files_to_be_changed(installed, tmp_path):
    run(installed, "digest", "init", "annual", "--yes", cwd=tmp_path)
    run(installed, "digest", "init", "--eject", "templates/saved.html.j2", cwd=tmp_path / "annual")

    ours = (ROOT / "site_config/templates/saved.html.j2").read_bytes()
    assert (tmp_path / "annual/site_config/templates/saved.html.j2").read_bytes() == ours
