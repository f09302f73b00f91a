"""Loaded by every Python that the tests start: no network but loopback, and folders listed in an order that a test chose."""

import ipaddress
import os
import socket

_connect = socket.socket.connect
_look_up = socket.getaddrinfo
_scandir = os.scandir
_listdir = os.listdir


def _is_here(host):
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host in {"localhost", ""}


def _guarded_connect(self, address):
    if self.family in {socket.AF_INET, socket.AF_INET6} and not _is_here(address[0]):
        raise AssertionError(f"a test reached for the network: {address}")
    return _connect(self, address)


def _guarded_look_up(host, *arguments, **options):
    if host is not None and not _is_here(host):
        raise AssertionError(f"a test reached for the network: {host}")
    return _look_up(host, *arguments, **options)


def _backward_listdir(path="."):
    return sorted(_listdir(path), reverse=True)


def _backward_scandir(path="."):
    with _scandir(path) as entries:
        found = sorted(entries, key=lambda entry: entry.name, reverse=True)
    return _Entries(found)


class _Entries:
    """What os.scandir returns: an iterator that can be closed."""

    def __init__(self, entries):
        self.entries = iter(entries)

    def __iter__(self):
        return self

    def __next__(self):
        return next(self.entries)

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.close()

    def close(self):
        self.entries = iter(())


socket.socket.connect = _guarded_connect
socket.getaddrinfo = _guarded_look_up
if os.environ.get("DIGEST_TEST_LISTING") == "backward":
    os.listdir = _backward_listdir
    os.scandir = _backward_scandir
