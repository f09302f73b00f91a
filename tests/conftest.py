"""What every test may ask for: a small digest to change, and no network but loopback."""

import ipaddress
import shutil
import socket
from collections.abc import Callable
from pathlib import Path

import pytest
from hep import Physics, physics
from hostile import STRINGS
from sites import Built, build_well, entry, facts, outputs_of
from support import EXAMPLES, ROOT

from digest import caches
from digest.model.characters import NO_NAME
from digest.model.outputs import Outputs


@pytest.fixture(autouse=True)
def _no_network(monkeypatch):
    """Refuse every connection that leaves this machine."""
    connect = socket.socket.connect

    def guarded(self, address):
        if self.family in {socket.AF_INET, socket.AF_INET6} and not ipaddress.ip_address(address[0]).is_loopback:
            raise AssertionError(f"a test reached for the network: {address}")
        return connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture
def small(tmp_path) -> Path:
    """Copy the small digest of tests/examples/base, to be changed at will; the path is its root."""
    return Path(shutil.copytree(EXAMPLES / "base", tmp_path / "small"))


@pytest.fixture
def cache_of(tmp_path, monkeypatch) -> Callable[[str], Path]:
    """Have the user's caches lie where the test can see them; give the place of one of a name."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "caches"))

    def place(name: str) -> Path:
        path = caches.place(tmp_path / "digest", name)
        if not path or not path.is_relative_to(tmp_path):
            pytest.skip("caches lie elsewhere on this system")
        return path

    return place


@pytest.fixture(scope="session")
def built(tmp_path_factory) -> Built:
    """Build The Deep Annual itself, once, strictly and without network."""
    return build_well(ROOT, tmp_path_factory.mktemp("built") / "site")


@pytest.fixture(scope="session")
def site_url() -> str:
    """Say where that site stands; a module that puts another in its place says it anew, and takes over the tests of any site."""
    return "https://deep-annual.github.io/"


@pytest.fixture(scope="session")
def small_built(tmp_path_factory) -> Built:
    """Build the small digest, once."""
    root = Path(shutil.copytree(EXAMPLES / "base", tmp_path_factory.mktemp("small") / "small"))
    return build_well(root)


@pytest.fixture(scope="session")
def of_physics(tmp_path_factory) -> Physics:
    """Begin a digest of high-energy physics, fill it from a list of two hundred papers and build it, once."""
    return physics(tmp_path_factory.mktemp("physics"))


@pytest.fixture(scope="session")
def hostile_outputs(tmp_path_factory) -> Outputs:
    """Render a digest in which every hostile string stands wherever a stranger can put one, once."""
    root = Path(shutil.copytree(EXAMPLES / "base", tmp_path_factory.mktemp("hostile") / "small"))
    for number, text in enumerate(STRINGS):
        slug, arxiv = f"hostile-{number}", f"2605.{number:05}"
        facts(root, slug, title=text, authors=[text, "Somebody"], comment=text, journal_ref=text)
        summary = f"{text}\n\n- {text}\n\n{'word ' * 80}"
        by = "Somebody" if NO_NAME.search(text) else text[:100]  # the rest is refused
        entry(root, slug, arxiv=arxiv, tldr=text[:190], why=text, summary=summary, by=by, grounds={"idea-reused": f"It says {text}"})
    return outputs_of(root, feed_items=1000)
