"""The workflows: what they may do, and every command of them run in a clean clone as GitHub would."""

import json
import os
import re
import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import yaml
from repositories import ENVIRONMENT, commit, git
from sites import SCRIPTS, change, entry, environment
from support import EXAMPLES, ROOT, write

FOLDER = ROOT / ".github/workflows"
WORKFLOWS = {path.stem: yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader) for path in sorted(FOLDER.glob("*.yml"))}
JOBS = [(name, job) for name, workflow in WORKFLOWS.items() for job in workflow["jobs"]]
TOKEN = "a-token-for-tests"
OWN_WORDS = " ".join(f"word{number}" for number in range(90))
ELSEWHERE = re.compile(r"python -m pip install|(timeout \S+ INT \d+m )?digest (update|links)")
"""Commands that need the network: not run here. They have tests of their own, with an arXiv and a GitHub on loopback."""


def steps_of(name: str) -> list[dict]:
    return [step for job in WORKFLOWS[name]["jobs"].values() for step in job["steps"]]


# What they may do


@pytest.mark.parametrize("name", WORKFLOWS)
def test_a_workflow_may_do_nothing_unless_a_job_says_so(name):
    assert WORKFLOWS[name]["permissions"] == {}


@pytest.mark.parametrize(("name", "job"), JOBS)
def test_a_job_says_what_it_may_do_and_how_long(name, job):
    described = WORKFLOWS[name]["jobs"][job]

    assert described["permissions"]
    assert int(described["timeout-minutes"]) <= 60


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.yml")), ids=lambda path: path.name)
def test_every_action_is_named_by_its_whole_commit_with_the_version_beside_it(path):
    used = re.findall(r"uses: (.+)", path.read_text(encoding="utf-8"))

    assert used
    assert [line for line in used if not re.fullmatch(r"(actions|pypa)/[a-z/-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", line)] == []


def test_an_action_has_one_version_in_all_workflows():
    text = "".join(path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.yml")))
    pins = set(re.findall(r"uses: (actions/[a-z-]+)[a-z/-]*@(.+)", text))

    assert len({action for action, _ in pins}) == len(pins)


def test_what_runs_strangers_code_may_only_read_and_knows_no_secret():
    text = (FOLDER / "check.yml").read_text(encoding="utf-8")

    assert WORKFLOWS["check"]["on"] == {"pull_request": ""}
    assert [job["permissions"] for job in WORKFLOWS["check"]["jobs"].values()] == [{"contents": "read"}]
    assert not re.search(r"secrets\.|github\.token|GITHUB_TOKEN|actions/cache", text)
    assert "digest update" not in text


@pytest.mark.parametrize("name", WORKFLOWS)
def test_nothing_runs_strangers_code_with_the_rights_of_this_repository(name):
    assert not {"pull_request_target", "workflow_run", "issue_comment"} & set(WORKFLOWS[name]["on"])


@pytest.mark.parametrize("name", WORKFLOWS)
def test_no_checkout_leaves_its_token_behind(name):
    checkouts = [step for step in steps_of(name) if step.get("uses", "").startswith("actions/checkout@")]

    assert checkouts
    assert {step["with"]["persist-credentials"] for step in checkouts} == {"false"}


@pytest.mark.parametrize("name", WORKFLOWS)
def test_a_step_is_one_command_and_takes_nothing_from_outside_into_it(name):
    runs = [step["run"] for step in steps_of(name) if "run" in step]

    assert runs
    assert [run for run in runs if re.search(r"\n|&&|\|\||;|\||\$\(|`|\$\{\{", run)] == []


@pytest.mark.skipif(not shutil.which("zizmor", path=SCRIPTS), reason="zizmor is not installed")
def test_zizmor_finds_nothing():
    done = subprocess.run(
        [SCRIPTS / "zizmor", "--offline", "--no-progress", ROOT / ".github"], capture_output=True, encoding="utf-8", check=False
    )

    assert done.returncode == 0, done.stdout


@pytest.mark.skipif(not shutil.which("check-jsonschema", path=SCRIPTS), reason="check-jsonschema is not installed")
def test_the_schema_of_workflows_finds_nothing():
    command = [SCRIPTS / "check-jsonschema", "--builtin-schema", "vendor.github-workflows", *FOLDER.glob("*.yml")]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)

    assert done.returncode == 0, done.stdout


# What they do


@dataclass
class Runner:
    """A machine that runs the commands of a workflow in a clean clone; actions are for GitHub to run."""

    workflow: str
    event: str
    clone: Path
    folder: Path
    outputs: dict[str, dict[str, str]] = field(default_factory=dict)
    """Of steps, by their ids."""
    said: dict[str, str] = field(default_factory=dict)
    """By the names of the steps that ran."""
    failed: list[str] = field(default_factory=list)
    shared: dict[str, str] = field(default_factory=dict)
    """The environment of all steps of a job."""
    events: Path = EXAMPLES / "changes"

    def value(self, expression: str) -> str:
        """Work out the few expressions that our workflows use."""
        event = json.loads((self.events / f"{self.event}.json").read_text(encoding="utf-8"))
        known = {
            "github.base_ref": event.get("pull_request", {}).get("base", {}).get("ref", ""),
            "github.event.issue.number": str(event.get("issue", {}).get("number", "")),
            "github.token": TOKEN,
            "github.run_id": "1001",
            "github.run_attempt": "1",
        }
        known |= self.shared
        for identifier, outputs in self.outputs.items():
            known |= {f"steps.{identifier}.{key}": value for key, value in outputs.items()}
        return known.get(expression, "")

    def fill(self, text: str) -> str:
        return re.sub(r"\$\{\{ *([\w.-]+) *\}\}", lambda match: self.value(match[1]), text)

    def holds(self, condition: str) -> bool:
        if " && " in condition:
            return all(self.holds(part) for part in condition.split(" && "))
        if condition == "failure()":
            return bool(self.failed)
        match re.fullmatch(r"([\w.-]+) (==|!=) (?:'([^']*)'|(env[.]\w+))", condition):
            case None:
                return condition == "${{ !cancelled() }}"
            case found:
                other = self.value(found[4]) if found[4] else found[3]
                return (self.value(found[1]) == other) == (found[2] == "==")

    def run(self) -> "Runner":
        for job in WORKFLOWS[self.workflow]["jobs"].values():
            self.shared = {f"env.{name}": value for name, value in job.get("env", {}).items()}
            for step in job["steps"]:
                condition = step.get("if", "")
                if "run" not in step or ELSEWHERE.match(step["run"]):
                    continue
                if (self.failed and not re.search(r"cancelled|failure", condition)) or (condition and not self.holds(condition)):
                    continue
                self.step(step, job.get("env", {}))
        return self

    def step(self, step: dict, shared: dict[str, str]) -> None:
        output = write(self.folder / "output", "")
        given = {name: self.fill(value) for name, value in (shared | step.get("env", {})).items()}
        ours = {
            "PATH": f"{self.folder}/bin:{SCRIPTS}:{os.environ['PATH']}",
            "CI": "true",
            "GITHUB_ACTIONS": "true",
            "GITHUB_EVENT_PATH": str(self.events / f"{self.event}.json"),
            "GITHUB_OUTPUT": str(output),
            "GITHUB_REPOSITORY": "small/annual",
            "GITHUB_REPOSITORY_OWNER": "small",
            "GITHUB_STEP_SUMMARY": str(self.folder / "summary.md"),
            "GITHUB_WORKSPACE": str(self.clone),
            "RUNNER_TEMP": str(self.folder),
            "GIT_CONFIG_COUNT": "1",  # who pushes to GitHub reaches the repository beside this one
            "GIT_CONFIG_KEY_0": f"url.{self.folder}/origin/.insteadOf",
            "GIT_CONFIG_VALUE_0": f"https://x-access-token:{TOKEN}@github.com/small/annual",
        }
        command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]]
        # The present day, as there: what is accepted today is to be in the site of today.
        without = {name: value for name, value in environment().items() if not name.startswith(("GIT_", "GITHUB_", "SOURCE_DATE_EPOCH"))}
        hidden = {name: value for name, value in ENVIRONMENT.items() if name.startswith("GIT_CONFIG")}
        done = subprocess.run(
            command, cwd=self.clone, env=without | hidden | ours | given, capture_output=True, encoding="utf-8", check=False, timeout=120
        )
        self.said[step["name"]] = done.stdout + done.stderr
        if "id" in step:
            pairs = dict(line.split("=", 1) for line in output.read_text().splitlines())
            self.outputs[step["id"]] = {f"outputs.{key}": value for key, value in pairs.items()}
        if done.returncode and step.get("continue-on-error") != "true":
            self.failed.append(step["name"])


@pytest.fixture
def machine(small, tmp_path):
    """Give a function that clones the small digest, as it stands, and runs a workflow there."""
    (tmp_path / "bin").mkdir()
    gh = write(
        tmp_path / "bin/gh",
        f"""#!/bin/sh
case "$*" in
  *--jq*open=*) cat {tmp_path}/waiting || echo open=0 ;;
  *) printf "%s\\n" "$GH_TOKEN" "$@" > {tmp_path}/gh.txt; echo "[]" ;;
esac
""",
    )
    gh.chmod(0o755)
    write(small / ".gitignore", "/site/\n/preview.html\n")
    git(small, "init", "--quiet", "--initial-branch", "main")
    commit(small, "The digest")

    def run(workflow: str, event: str, *, branch: str = "main", before=lambda clone: None, **outputs) -> Runner:
        git(tmp_path, "clone", "--quiet", "--bare", str(small), str(tmp_path / "origin"))
        git(tmp_path, "clone", "--quiet", "--branch", branch, str(tmp_path / "origin"), str(tmp_path / "clone"))
        before(tmp_path / "clone")
        return Runner(workflow, event, tmp_path / "clone", tmp_path, outputs).run()

    return run


def proposed(small: Path, **changes) -> None:
    """Commit an entry on a branch."""
    git(small, "checkout", "--quiet", "-b", "change")
    entry(small, "layer-norm", title="Layer Normalization", added=None, **({"summary": OWN_WORDS} | changes))
    commit(small, "An entry")


def test_a_sound_pull_request_is_checked_previewed_and_built(machine, small):
    proposed(small)

    runner = machine("check", "pull_request", branch="change")

    assert runner.failed == [], runner.said
    summary = (runner.folder / "summary.md").read_text()
    assert "digest check" in summary
    assert "Layer Normalization" in summary
    assert "Layer Normalization" in (runner.clone / "preview.html").read_text()
    assert (runner.clone / "site/papers/layer-norm/index.html").is_file()
    assert "Layer Normalization" in (runner.clone / "site/feed.xml").read_text()
    assert not list(runner.folder.rglob("sprung"))


def test_a_pull_request_to_a_digest_that_init_began_is_checked_previewed_and_built(machine, small):
    for path in [path for path in small.iterdir() if path.name != ".git"]:
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    subprocess.run([SCRIPTS / "digest", "init", small, "--yes"], env=environment(), check=True, capture_output=True)
    commit(small)
    git(small, "checkout", "--quiet", "-b", "change")
    [edition] = (small / "content/editions").iterdir()
    entry(
        small,
        "layer-norm",
        year=edition.stem,
        title="Layer Normalization",
        added=None,
        summary=OWN_WORDS,
        topics=["methods"],
        grounds={"idea-reused": "made for a test"},
    )
    commit(small, "An entry")

    runner = machine("check", "pull_request", branch="change")

    assert runner.failed == [], runner.said
    assert "Layer Normalization" in (runner.folder / "summary.md").read_text()
    assert (runner.clone / "site/papers/layer-norm/index.html").is_file()


def test_what_is_wrong_with_a_pull_request_stands_at_its_line(machine, small):
    proposed(small, topics=["nowhere"])

    runner = machine("check", "pull_request", branch="change")

    assert runner.failed[0] == "Check"
    assert "::error file=content/papers/2019/layer-norm.yml,line=" in runner.said["Check"]
    assert not (runner.clone / "site").exists()


def test_a_change_of_facts_by_hand_stops_a_pull_request_and_is_previewed_all_the_same(machine, small):
    git(small, "checkout", "--quiet", "-b", "change")
    facts = small / "content/facts/papers/batch-norm.json"
    facts.write_text(facts.read_text().replace("Sergey", "S."))
    commit(small)

    runner = machine("check", "pull_request", branch="change")

    assert runner.failed == ["Check"]
    assert "facts-by-hand" in runner.said["Check"]
    assert "digest preview" in (runner.folder / "summary.md").read_text()


def test_what_was_merged_is_accepted_pushed_and_built(machine, small):
    entry(small, "layer-norm", title="Layer Normalization", added=None)
    commit(small, "An entry")

    runner = machine("deploy", "push")

    assert runner.failed == [], runner.said
    assert "Build for the first time" in runner.said
    assert "No former site was at hand" in (runner.folder / "summary.md").read_text()
    pushed = git(runner.folder / "origin", "show", "main:content/papers/2019/layer-norm.yml")
    assert re.search(r"^added: \d{4}-\d\d-\d\d$", pushed, re.MULTILINE)
    assert git(runner.folder / "origin", "show", "main:site_config/schema/paper.json")
    assert (runner.clone / "site/feed.xml").is_file()
    assert TOKEN not in "".join(runner.said.values())


def test_nothing_is_published_that_was_not_tested_and_told_of():
    jobs = WORKFLOWS["release"]["jobs"]
    runs = [step["run"] for step in jobs["test"]["steps"] if "run" in step]

    assert set(jobs["publish"]["needs"]) == {"test", "build"}
    assert any(run.startswith("python -m pytest") for run in runs)
    assert any(run.endswith("content/pages/changelog.md") for run in runs)


def test_every_label_that_a_form_sets_is_made():
    forms = [yaml.safe_load(path.read_bytes()) for path in (ROOT / ".github/ISSUE_TEMPLATE").glob("*.yml")]
    sets = {label for form in forms for label in form.get("labels", ())}

    assert "paper" in sets
    assert sets == {
        match[1] for step in WORKFLOWS["deploy"]["jobs"]["labels"]["steps"] if (match := re.match(r"gh label create (\w+) ", step["run"]))
    }


def test_a_day_without_news_is_no_commit(machine, small):
    subprocess.run([SCRIPTS / "digest", "schema", "--write"], cwd=small, env=environment(), check=True, capture_output=True)
    commit(small)

    runner = machine("deploy", "schedule")

    assert runner.failed == [], runner.said
    assert "Push" not in runner.said
    assert runner.outputs["commit"] == {"outputs.committed": "false"}


def built(clone: Path) -> None:
    """Stand in for the cache: build the site that was published before."""
    subprocess.run([SCRIPTS / "digest", "build"], cwd=clone, env=environment(), check=True, capture_output=True)


def test_a_deployment_keeps_what_the_previous_site_had(machine):
    runner = machine("deploy", "push", before=built, previous={"outputs.cache-matched-key": "site-1-1"})

    assert runner.failed == [], runner.said
    assert "Build for the first time" not in runner.said
    assert "No former site was at hand" not in (runner.folder / "summary.md").read_text()


def test_only_a_site_that_was_published_is_what_the_next_one_must_keep():
    jobs = WORKFLOWS["deploy"]["jobs"]
    kept = [
        (job, step["with"]["key"]) for job in jobs for step in jobs[job]["steps"] if step.get("uses", "").startswith("actions/cache/save@")
    ]
    steps = [step["name"] for step in jobs["deploy"]["steps"]]

    assert [(job, key.split("-")[0]) for job, key in kept] == [("build", "built"), ("deploy", "site")]
    assert steps == ["Publish", "Fetch what is published now", "Keep it for the next run to compare with"]
    assert [step["with"]["restore-keys"] for step in jobs["build"]["steps"] if "restore-keys" in step.get("with", {})] == ["site-"]


def test_a_deployment_that_would_lose_a_page_fails(machine, small):
    def built_with_more(clone: Path) -> None:
        path = entry(clone, "layer-norm")
        built(clone)
        path.unlink()

    runner = machine("deploy", "push", before=built_with_more, previous={"outputs.cache-matched-key": "site-1-1"})

    assert runner.failed == ["Build, and lose nothing of the previous site"]
    assert "papers/layer-norm/ would vanish" in runner.said["Build, and lose nothing of the previous site"]


BOT = "41898282+github-actions[bot]@users.noreply.github.com"


def updated(clone: Path) -> None:
    """Stand in for the sources: let one say something new."""
    path = clone / "content/facts/papers/batch-norm.json"
    path.write_text(path.read_text().replace("Sergey Ioffe", "S. Ioffe"))


def left_by_the_last_run(small: Path, who: str) -> None:
    """Make the branch of a pull request that waits, with a commit of somebody on it."""
    git(small, "branch", "facts/update")
    git(small, "checkout", "--quiet", "facts/update")
    write(small / "content/pages/note.md", "# Last week\n")
    git(small, "add", "--all")
    git(small, "commit", "--quiet", "--author", f"Somebody <{who}>", "--message", "Last week")
    git(small, "checkout", "--quiet", "main")


def test_new_facts_become_a_pull_request(machine):
    runner = machine("update", "schedule", before=updated, ask={"outcome": "success"})

    assert runner.failed == [], runner.said
    asked = (runner.folder / "gh.txt").read_text().splitlines()
    assert asked[:7] == [TOKEN, "pr", "create", "--base", "main", "--head", "facts/update"]
    assert "S. Ioffe" in git(runner.folder / "origin", "show", "facts/update:content/facts/papers/batch-norm.json")


def test_facts_that_wait_are_renewed_in_their_pull_request(machine, small, tmp_path):
    left_by_the_last_run(small, BOT)
    write(tmp_path / "waiting", "open=1\n")

    runner = machine("update", "schedule", before=updated, ask={"outcome": "success"})

    assert runner.failed == [], runner.said
    assert "Open the pull request" not in runner.said
    assert git(runner.folder / "origin", "log", "--format=%s", "main..facts/update") == "What sources say by now"


def test_facts_that_a_person_added_to_are_left_alone(machine, small):
    left_by_the_last_run(small, "ada@people.test")

    runner = machine("update", "schedule", before=updated, ask={"outcome": "success"})

    assert runner.failed == ["Stop if a person has added to what waits, which is to be merged first"]
    assert git(runner.folder / "origin", "log", "--format=%s", "main..facts/update") == "Last week"


def test_a_commit_that_comes_while_facts_are_asked_for_is_not_lost(machine, small):
    left_by_the_last_run(small, BOT)

    def meanwhile(clone: Path) -> None:
        updated(clone)
        origin = clone.parent / "origin"
        git(origin, "update-ref", "refs/heads/facts/update", git(origin, "rev-parse", "main"))

    runner = machine("update", "schedule", before=meanwhile, ask={"outcome": "success"})

    assert runner.failed == ["Push"]
    assert "stale info" in runner.said["Push"]


def test_facts_that_break_a_rule_become_none(machine):
    def broken(clone: Path) -> None:
        write(clone / "content/facts/papers/batch-norm.json", "{}x")

    runner = machine("update", "schedule", before=broken, ask={"outcome": "success"})

    assert runner.failed == ["Check the result"]
    assert not (runner.folder / "gh.txt").exists()


def test_a_week_without_news_opens_nothing_and_a_silent_source_is_told(machine):
    runner = machine("update", "schedule", ask={"outcome": "failure"})

    assert runner.failed == ["Say so if a source could not be asked"]
    assert not (runner.folder / "gh.txt").exists()


def test_a_week_without_dead_addresses_is_none_to_look_at(machine):
    runner = machine("links", "schedule", ask={"outcome": "failure", "outputs.dead": "0"})  # some could not be asked

    assert runner.failed == []


@pytest.mark.parametrize("told", [{"outputs.dead": "2"}, {}])
def test_a_dead_address_makes_its_week_red_and_so_does_a_run_that_told_nothing(machine, told):
    runner = machine("links", "schedule", ask={"outcome": "failure"} | told)

    assert runner.failed == ["Say so if an address is dead, or nobody knows"]


@pytest.mark.parametrize("name", ["update", "links"])
def test_who_asks_github_does_so_with_the_token_of_the_run_in_that_step_alone(name):
    with_token = [step["run"] for step in steps_of(name) if step.get("env", {}).get("GITHUB_TOKEN") == "${{ github.token }}"]

    assert with_token == [step["run"] for step in steps_of(name) if re.search("digest (update|links)", step.get("run", ""))]
    assert len(with_token) == 1


@pytest.mark.parametrize("name", ["update", "links"])
def test_who_asks_others_is_told_to_stop_in_time_to_keep_what_came(name):
    [job] = WORKFLOWS[name]["jobs"].values()
    [step] = [step for step in job["steps"] if re.search("digest (update|links)", step.get("run", ""))]
    asked = re.match(r"timeout --signal INT (\d+)m ", step["run"])

    assert asked
    assert int(asked[1]) < int(step["timeout-minutes"]) < int(job["timeout-minutes"])
    assert step["continue-on-error"] == "true"


def test_a_commit_takes_nothing_of_others(small):
    git(small, "init", "--quiet", "--initial-branch", "main")
    commit(small)
    change(small / "content/papers/2018/batch-norm.yml", tldr="Another line.")
    write(small / "mine.txt", "mine")
    git(small, "add", "mine.txt")

    done = subprocess.run(
        [SCRIPTS / "digest", "commit"], cwd=small, env=environment(**ENVIRONMENT), capture_output=True, encoding="utf-8", check=False
    )

    assert (done.returncode, done.stdout) == (0, "Committed.\n")
    assert git(small, "show", "--name-only", "--format=") == "content/papers/2018/batch-norm.yml"
    assert git(small, "status", "--porcelain") == "A  mine.txt"
