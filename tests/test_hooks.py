"""The hook that other digests run before each commit is one that pre-commit can run."""

import re

import pytest
import yaml
from sites import change, run
from support import ROOT

HOOK = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_bytes())[0]


def test_the_hook_runs_the_check_of_the_whole_digest(small):
    program, *arguments = HOOK["entry"].split()

    assert run(program, *arguments, cwd=small).returncode == 0
    change(small / "content/topics.yml", normalization=None)
    assert "batch-norm.yml:2:10: error[unknown-topic]" in run(program, *arguments, cwd=small).stdout
    assert HOOK["pass_filenames"] is False


@pytest.mark.parametrize(
    ("path", "runs"),
    [
        ("content/papers/2019/resnet.yml", True),
        ("content/topics.yml", True),
        ("mkdocs.yml", True),
        ("annual/content/removed.yml", True),
        ("README.md", False),
        ("digest/model/content.py", False),
    ],
)
def test_the_hook_runs_when_a_file_of_the_digest_changes(path, runs):
    assert bool(re.search(HOOK["files"], path)) is runs
