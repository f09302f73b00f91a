"""What every test may ask for: a small digest to change, and no network but loopback."""

import ipaddress
import shutil
import socket
from pathlib import Path

import pytest
from support import EXAMPLES


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
