"""How tests keep a digest in git: commits, branches, and what a change did."""

import os
import subprocess
from pathlib import Path

from support import TODAY, project_at

from digest import pipeline
from digest.problems import Problem
from digest.proposal import check_against

_OURS = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_SYSTEM": os.devnull,
    "GIT_AUTHOR_NAME": "Ada",
    "GIT_AUTHOR_EMAIL": "ada@small-annual.test",
    "GIT_COMMITTER_NAME": "Ada",
    "GIT_COMMITTER_EMAIL": "ada@small-annual.test",
}
ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")} | _OURS
"""Where git runs, whatever the person at this machine has set."""


def git(folder: Path, *arguments: str) -> str:
    """Run a git command, which must succeed, and give what it says."""
    done = subprocess.run(["git", *arguments], cwd=folder, env=ENVIRONMENT, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def commit(folder: Path, message: str = "A change") -> str:
    """Commit everything there is, ignored files too, and give the id of the commit."""
    git(folder, "add", "--all", "--force")
    git(folder, "commit", "--quiet", "--allow-empty", "--message", message)
    return git(folder, "rev-parse", "HEAD")


def kept_in_git(folder: Path) -> Path:
    """Make a folder a repository whose branch `main` holds all of it, and begin the branch `change`."""
    git(folder, "init", "--quiet", "--initial-branch", "main")
    commit(folder, "The digest")
    git(folder, "checkout", "--quiet", "-b", "change")
    return folder


def problems_of(root: Path, ref: str = "main", *, today=TODAY, may_change_facts: bool = False) -> list[Problem]:
    """Hold the working tree of a digest against a reference."""
    project = project_at(root)
    content, _ = pipeline.read(project)
    return check_against(project, content, ref, ENVIRONMENT, today=today, may_change_facts=may_change_facts)


def rules_of(root: Path, ref: str = "main", **options) -> list[str]:
    """Name the rules that a change breaks, each as often as it does."""
    return [problem.rule for problem in problems_of(root, ref, **options)]
