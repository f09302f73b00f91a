"""A git reference to the files of a digest as they were there, and what the digest wrote to a commit, by the command git."""

import os
import shlex
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from digest.problems import DigestError

# What a person's settings could make of an answer: other words, a question, a pager, or a fetch of what is not here.
_SETTINGS = {
    "LC_ALL": "C",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_PAGER": "cat",
    "GIT_LITERAL_PATHSPECS": "1",
}
_USUAL = ("origin/main", "main", "master", "HEAD")
"""What to name where somebody named what is not there."""
_PLAIN_FILES = (b"100644", b"100755")
"""Neither links nor other repositories."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Base:
    """What a change is held against."""

    ref: str
    """As it was asked for."""
    tip: str
    """The commit that it names now."""
    fork: str
    """The commit at which the change left it: what came to it since is not of the change."""


def find_base(root: Path, ref: str, environment: Mapping[str, str]) -> Base:
    """Find the commits that a reference stands for, or raise DigestError, which says what to do where there are none."""
    if _run(root, ["rev-parse", "--is-inside-work-tree"], environment).stdout.strip() != b"true":
        raise DigestError(
            f"{root} lies in no git repository, which knows what a change is; run 'git init' and commit first, or leave --base out"
        )
    tip = _commit(root, ref, environment)
    if not _commit(root, "HEAD", environment):
        raise DigestError("this branch has no commit yet; commit something before --base can say what changed")
    if not tip:
        raise DigestError(f"git knows no commit '{ref}'; {_another(root, ref, environment)}")
    fork = _run(root, ["merge-base", tip, "HEAD"], environment).stdout.decode().strip()
    if not fork:
        if _run(root, ["rev-parse", "--is-shallow-repository"], environment).stdout.strip() == b"true":
            raise DigestError(
                f"this clone is shallow and does not reach back to where the change left '{ref}'; "
                "run `git fetch --unshallow` first (in a workflow: 'fetch-depth: 0')"
            )
        raise DigestError(f"'{ref}' and the present branch have no commit in common; name the branch that this one began from")
    return Base(ref=ref, tip=tip, fork=fork)


def usual_base(root: Path, branch: str, environment: Mapping[str, str]) -> str:
    """Choose what a change is held against where nobody says it: the published branch, else the one here, else the last commit."""
    usual = f"origin/{branch}"
    return next((ref for ref in (usual, branch, "HEAD") if _commit(root, ref, environment)), usual)


def _another(root: Path, ref: str, environment: Mapping[str, str]) -> str:
    """Say how to come by a reference that git does not know, or which it does."""
    known = [name for name in _USUAL if _commit(root, name, environment)]
    remote = ref.partition("/")[0]
    remotes = _must(root, ["remote"], environment).decode(errors="replace").split()
    fetch = f"fetch it (git fetch {shlex.quote(remote)}), or " if "/" in ref and remote in remotes else ""
    return f"{fetch}name a branch, tag or commit that it knows, such as {' or '.join(known)}"


def files_at(root: Path, commit: str, folder: str, environment: Mapping[str, str], *, most_bytes: int) -> Iterator[tuple[str, bytes]]:
    """Read the plain files below a folder as they were at a commit, by their paths relative to `root`."""
    listed = _must(root, ["ls-tree", "-r", "-z", "--long", commit, "--", f"{folder}/"], environment)
    found = [(path, blob) for path, blob, size in _blobs(listed) if size <= most_bytes]
    if not found:
        return
    said = _must(root, ["cat-file", "--batch"], environment, given=b"".join(blob + b"\n" for _, blob in found))
    place = 0
    for path, _ in found:
        end = said.index(b"\n", place)
        size = int(said[place:end].rpartition(b" ")[2])
        yield path, said[end + 1 : end + 1 + size]
        place = end + size + 2


def _blobs(listed: bytes) -> Iterator[tuple[str, bytes, int]]:
    """Read a listing: mode, kind, id, size, and after a tab the path as it is, each ended by a zero."""
    for line in listed.split(b"\0"):
        about, _, name = line.partition(b"\t")
        if name and about.split()[0] in _PLAIN_FILES:
            _, _, blob, size = about.split()
            path = os.fsdecode(name)
            if not {"..", ".", "", ".git"} & set(path.split("/")):  # git makes no such names; whoever forges a tree may
                yield path, blob, int(size)


def changed_files(root: Path, base: Base, environment: Mapping[str, str]) -> tuple[str, ...]:
    """List what is new or different below `root` since the change began, committed or not, in a fixed order."""
    compared = ["diff", "--name-only", "-z", "--no-renames", "--no-ext-diff", "--diff-filter=d", "--relative", base.fork, "--"]
    new = ["ls-files", "-z", "--others", "--exclude-standard"]
    said = [*_must(root, compared, environment).split(b"\0"), *_must(root, new, environment).split(b"\0")]
    return tuple(sorted({os.fsdecode(name) for name in said if name}))


def commit(root: Path, paths: Sequence[str], message: str, environment: Mapping[str, str]) -> bool:
    """Commit whatever differs below some paths, and nothing else; say whether anything did."""
    _must(root, ["add", "--all", "--", *paths], environment)
    if _run(root, ["diff", "--cached", "--quiet", "--", *paths], environment).returncode == 0:
        return False
    _must(root, ["commit", "--quiet", f"--message={message}", "--", *paths], environment)
    return True


def _commit(root: Path, name: str, environment: Mapping[str, str]) -> str:
    """Find the id of a commit; empty where git knows none by that name."""
    if name.startswith("-") or not name or "\0" in name:  # git would take it for an option
        return ""
    done = _run(root, ["rev-parse", "--verify", "--quiet", f"{name}^{{commit}}"], environment)
    return done.stdout.decode().strip() if done.returncode == 0 else ""


def _must(root: Path, arguments: Sequence[str], environment: Mapping[str, str], *, given: bytes = b"") -> bytes:
    done = _run(root, arguments, environment, given=given)
    if done.returncode:
        said = " ".join(done.stderr.decode(errors="replace").split())
        raise DigestError(f"git {arguments[0]} failed: {said or f'it ended with {done.returncode}'}")
    return done.stdout


def _run(root: Path, arguments: Sequence[str], environment: Mapping[str, str], *, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    # core.fsmonitor names a program that git would run.
    command = ["git", "-c", "core.fsmonitor=false", *arguments]
    try:
        done = subprocess.run(command, cwd=root, env={**environment, **_SETTINGS}, input=given, capture_output=True, check=False)  # noqa: S603 (arguments are ours, or checked)
    except FileNotFoundError as error:
        raise DigestError("git is not installed here; --base needs it, leave it out elsewhere") from error
    if b"dubious ownership" in done.stderr:
        raise DigestError(f"git does not trust this folder, which another user owns; run `git config --global --add safe.directory {root}`")
    return done
