"""`digest update repos` against a GitHub that behaves: what is asked, what is written, and what is said."""

import json
import re
import shutil
import time
from dataclasses import replace

import pytest
from doubles import said, status
from github_server import GitHubServer, Repo
from sites import change, entry
from support import write
from updating import DAY, GAP, Done, Here

from digest import doors, pipeline
from digest.cli import network
from digest.facts import format_repository_facts, parse_repository_facts
from digest.gather import github_graphql
from digest.gather.github import GitHub
from digest.gather.source import Answer

TOKEN = "a-token-made-for-a-test"
NORMS = Repo(name="Alpha/Norms", stars=1234, forks=56)
WALKS = Repo(name="Beta/walks.py", stars=7, license="NOASSERTION", language=None)
KNOWN = {"alpha/norms": NORMS, "beta/walks.py": WALKS}


class Runner:
    """Runs `digest update repos` in this process."""

    def __init__(self, here: Here) -> None:
        self.here = here

    def __call__(self, root, url, *more) -> Done:
        options = ["--project", root, "--github-url", url, "--gap", GAP, "--today", DAY]
        return self.here("update", "repos", *options, *more, cwd=root)


@pytest.fixture
def update(monkeypatch, capsys, tmp_path) -> Runner:
    monkeypatch.delenv("GITHUB_TOKEN", raising=False)
    return Runner(Here(monkeypatch, capsys, tmp_path / "cache"))


@pytest.fixture(params=[TOKEN, ""], ids=["GraphQL", "REST"])
def token(request, monkeypatch, update) -> str:
    """Ask as somebody, then as nobody."""
    if request.param:
        monkeypatch.setenv("GITHUB_TOKEN", request.param)
    return request.param


@pytest.fixture
def root(small):
    """Give the small digest a second repository, and one on another host."""
    code = [{"repo": url, "official": "false"} for url in ("https://github.com/Beta/Walks.py", "https://gitlab.com/group/sub/project")]
    entry(small, "walks", code=code)
    return small


def facts_path(root, slug):
    return root / f"content/facts/repos/{slug}.json"


def facts_of(root, slug) -> dict:
    return json.loads(facts_path(root, slug).read_bytes())


def values_of(root, slug) -> dict:
    return {key: fact["value"] for key, fact in facts_of(root, slug).items() if isinstance(fact, dict)}


def events_of(root, slug) -> list:
    return [(event["kind"], event.get("old"), event.get("new")) for event in facts_of(root, slug).get("events", [])]


def known(root, slug="alpha--norms", **changes) -> dict:
    """Write facts as an earlier run left them."""
    facts = {"repository": slug.replace("--", "/"), "name": fact(NORMS.name), "archived": fact(False)}
    facts |= {"stars": [{"date": "2026-11-01", "stars": 1000, "forks": 50, "source": "GitHub API"}], **changes}
    data = format_repository_facts(parse_repository_facts(json.dumps(facts).encode()))
    write(facts_path(root, slug), data.decode())
    return json.loads(data)


def fact(value) -> dict:
    return {"value": value, "source": "GitHub API", "date": "2026-11-01"}


# What is written


def test_a_repository_without_facts_gets_those_that_github_has(root, update, token):
    with GitHubServer(KNOWN, token=token) as server:
        done = update(root, server.url)

    assert values_of(root, "alpha--norms") == {
        "name": "Alpha/Norms",
        "language": "Python",
        "license": "MIT",
        "archived": False,
        "pushed_at": "2026-11-01",
    }
    assert facts_of(root, "alpha--norms")["repository"] == "alpha/norms"
    assert facts_of(root, "alpha--norms")["stars"] == [{"date": DAY, "stars": 1234, "forks": 56, "source": "GitHub API"}]
    assert facts_of(root, "alpha--norms")["name"]["date"] == DAY
    assert done.code == 0
    assert done.out == "Asked GitHub for 2 repositories: 2 changed, 0 as before, 1 on other hosts left out.\n"


def test_what_github_does_not_know_is_left_out(root, update, token):
    with GitHubServer({**KNOWN, "beta/walks.py": replace(WALKS, pushed_at=None)}, token=token) as server:
        update(root, server.url)

    assert values_of(root, "beta--walks.py") == {"name": "Beta/walks.py", "archived": False}


@pytest.mark.parametrize("odd", ["\u202e", " ", "\x1b"])
def test_a_language_without_a_letter_is_none(root, update, token, odd):
    with GitHubServer({**KNOWN, "alpha/norms": replace(NORMS, language=odd, license=odd)}, token=token) as server:
        update(root, server.url)

    assert values_of(root, "alpha--norms").keys() == {"name", "archived", "pushed_at"}


def test_a_changed_digest_is_still_sound(root, update, token):
    with GitHubServer(KNOWN, token=token) as server:
        update(root, server.url)

    _, problems = pipeline.read(doors.read_project(root))
    assert problems == []


def test_stars_of_another_day_are_added_and_those_that_were_noted_stay(root, update, token):
    before = known(root)
    with GitHubServer(KNOWN, token=token) as server:
        update(root, server.url)
        update(root, server.url, "--today", "2026-11-24")

    stars = facts_of(root, "alpha--norms")["stars"]
    assert stars[0] == before["stars"][0]
    assert [(one["date"], one["stars"]) for one in stars] == [("2026-11-01", 1000), (DAY, 1234), ("2026-11-24", 1234)]


def test_stars_are_noted_once_a_day_whatever_they_are_later_on_it(root, update, token):
    with GitHubServer(KNOWN, token=token) as server:
        update(root, server.url)
        before = facts_path(root, "alpha--norms").read_bytes()
        server.repos["alpha/norms"] = replace(NORMS, stars=9999)
        done = update(root, server.url, "--all")

    assert facts_path(root, "alpha--norms").read_bytes() == before
    assert done.out == "Asked GitHub for 2 repositories: 0 changed, 2 as before, 1 on other hosts left out.\n"


def test_a_clock_that_was_put_back_adds_no_stars(root, update, token):
    known(root)
    with GitHubServer(KNOWN, token=token) as server:
        update(root, server.url, "--today", "2026-10-01")

    assert [one["date"] for one in facts_of(root, "alpha--norms")["stars"]] == ["2026-11-01"]


def test_a_value_that_is_confirmed_keeps_its_day_and_one_that_is_not_known_any_more_goes(root, update, token):
    known(root, license=fact("MIT"), language=fact("Python"), pushed_at=fact("2026-11-01"))
    with GitHubServer({**KNOWN, "alpha/norms": replace(NORMS, license=None, language="C++")}, token=token) as server:
        update(root, server.url)

    facts = facts_of(root, "alpha--norms")
    assert facts["name"]["date"] == "2026-11-01"
    assert facts["language"] == {"value": "C++", "source": "GitHub API", "date": DAY}
    assert "license" not in facts


@pytest.mark.parametrize("source", ["GitHub API", "a list"])
def test_that_nothing_changed_and_nothing_was_archived_is_told_as_of_the_newest_look(root, update, token, source):
    known(root, pushed_at={"value": NORMS.pushed_at[:10], "source": source, "date": "2026-11-01"})
    with GitHubServer(KNOWN, token=token) as server:
        update(root, server.url)

    facts = facts_of(root, "alpha--norms")
    assert facts["pushed_at"] == {"value": NORMS.pushed_at[:10], "source": "GitHub API", "date": DAY}
    assert facts["archived"] == {"value": False, "source": "GitHub API", "date": DAY}


def test_stars_of_a_day_to_come_are_named_for_nothing_could_be_added_to_them(root, update, token):
    known(root, stars=[{"date": "2999-01-01", "stars": 1, "source": "GitHub API"}])
    before = facts_of(root, "alpha--norms")
    with GitHubServer(KNOWN, token=token) as server:
        done = update(root, server.url)

    assert (done.code, facts_of(root, "alpha--norms")) == (3, before)
    assert "alpha/norms: its stars are told for 2999-01-01, which is still to come; delete that" in done.err


# What happened to repositories


def test_a_repository_that_was_renamed_has_both_names(root, update, token):
    known(root)
    moved = replace(NORMS, name="Gamma/better-norms")
    with GitHubServer({**KNOWN, "alpha/norms": moved}, token=token) as server:
        done = update(root, server.url)
        again = update(root, server.url, "--today", "2026-11-24")

    assert done.out.splitlines()[0] == "alpha/norms: moved, Alpha/Norms -> Gamma/better-norms"
    assert values_of(root, "alpha--norms")["name"] == "Gamma/better-norms"
    assert facts_of(root, "alpha--norms")["repository"] == "alpha/norms"
    assert events_of(root, "alpha--norms") == [("moved", "Alpha/Norms", "Gamma/better-norms")]
    assert "moved" not in again.out


def test_a_repository_that_moved_before_anybody_looked_has_moved_from_where_we_list_it(root, update, token):
    with GitHubServer({**KNOWN, "alpha/norms": replace(NORMS, name="Gamma/Norms")}, token=token) as server:
        update(root, server.url)

    assert events_of(root, "alpha--norms") == [("moved", "alpha/norms", "Gamma/Norms")]


def test_another_spelling_of_the_name_is_no_move(root, update, token):
    known(root)
    with GitHubServer({**KNOWN, "alpha/norms": replace(NORMS, name="ALPHA/norms")}, token=token) as server:
        update(root, server.url)

    assert values_of(root, "alpha--norms")["name"] == "ALPHA/norms"
    assert events_of(root, "alpha--norms") == []


def test_a_repository_is_archived_once(root, update, token):
    known(root)
    with GitHubServer({**KNOWN, "alpha/norms": replace(NORMS, archived=True)}, token=token) as server:
        done = update(root, server.url)
        again = update(root, server.url, "--today", "2026-11-24")

    assert done.out.splitlines()[0] == "alpha/norms: archived; it takes no more changes"
    assert events_of(root, "alpha--norms") == [("archived", None, None)]
    assert values_of(root, "alpha--norms")["archived"] is True
    assert "archived;" not in again.out


def test_that_a_repository_was_archived_before_anybody_looked_is_no_event(root, update, token):
    with GitHubServer({**KNOWN, "alpha/norms": replace(NORMS, archived=True)}, token=token) as server:
        update(root, server.url)

    assert values_of(root, "alpha--norms")["archived"] is True
    assert events_of(root, "alpha--norms") == []


def test_a_repository_that_is_gone_keeps_its_facts_and_may_return(root, update, token):
    before = known(root)
    with GitHubServer({"beta/walks.py": WALKS}, token=token) as server:
        done = update(root, server.url)
        silent = update(root, server.url, "--today", "2026-11-24")
        server.repos["alpha/norms"] = NORMS
        back = update(root, server.url, "--today", "2026-11-25")

    assert (done.code, silent.code, back.code) == (0, 0, 0)
    assert done.out.splitlines()[0] == "alpha/norms: gone from GitHub, or private; its facts stay"
    assert "gone" not in silent.out
    assert back.out.splitlines()[0] == "alpha/norms: at GitHub again"
    assert events_of(root, "alpha--norms") == [("gone", None, None), ("returned", None, None)]
    assert values_of(root, "alpha--norms")["gone"] is False
    assert facts_of(root, "alpha--norms")["stars"][0] == before["stars"][0]


def test_a_repository_that_only_the_maintainer_sees_is_gone_for_readers(root, update, token):
    known(root)
    with GitHubServer({**KNOWN, "alpha/norms": replace(NORMS, private=True)}, token=token) as server:
        done = update(root, server.url)

    assert (done.code, events_of(root, "alpha--norms")) == (0, [("gone", None, None)])
    assert [one["date"] for one in facts_of(root, "alpha--norms")["stars"]] == ["2026-11-01"]


def test_a_repository_that_was_never_there_is_named_once_and_nothing_happened_to_it(root, update, token):
    with GitHubServer({"beta/walks.py": WALKS}, token=token) as server:
        done = update(root, server.url)
        again = update(root, server.url, "--today", "2026-11-24")

    assert done.code == 3
    assert "not got: alpha/norms: GitHub has nothing of this name that is public; is this its address?\n" in done.err
    assert values_of(root, "alpha--norms") == {"gone": True}
    assert events_of(root, "alpha--norms") == []
    assert (again.code, again.err) == (0, "Asking GitHub for 2 repositories ...\n")


def test_where_everything_is_gone_github_must_show_that_it_is_the_api(small, update):
    known(small)
    with GitHubServer({}) as server:
        done = update(small, server.url)

    assert [request.path for request in server.log] == ["/repos/alpha/norms", "/rate_limit"]
    assert (done.code, events_of(small, "alpha--norms")) == (0, [("gone", None, None)])


def test_at_a_wrong_address_nothing_is_gone(small, update):
    before = known(small)
    with GitHubServer({}, pages={"/rate_limit": said({"message": "Not Found"}, code=404)}) as server:
        done = update(small, server.url)

    assert (done.code, facts_of(small, "alpha--norms")) == (3, before)
    assert "GitHub's API is not there; look at --github-url" in done.err


# What is asked


def test_ten_thousand_repositories_take_a_hundred_requests():
    names = [f"owner/name-{n}" for n in range(10_000)]
    asked = []

    def ask(url, read, *, headers, body):
        asked.append(url)
        parts = re.findall(r'(r\d+): repository\(owner: "owner", name: "([^"]+)"\)', json.loads(body)["query"])
        data = {alias: Repo(name=f"owner/{name}", stars=int(name.partition("-")[2])).by_graphql() for alias, name in parts}
        return read(Answer(url=url, status=200, headers={}, body=json.dumps({"data": data}).encode()))

    github = GitHub(ask=ask, url="https://api.github.test", now=lambda: 0, token=TOKEN)
    seen = {name: one.stars for reply in github_graphql.replies(names, github) for name, one in reply.seen.items()}

    assert asked == ["https://api.github.test/graphql"] * 100
    assert seen == {name: n for n, name in enumerate(names)}


def test_a_thousand_repositories_take_ten_requests_and_none_on_the_same_day(small, update, monkeypatch):
    monkeypatch.setenv("GITHUB_TOKEN", TOKEN)
    with GitHubServer(hourly(small, 999), token=TOKEN) as server:
        done = update(small, server.url)
        first = len(server.log)
        again = update(small, server.url)

    assert (done.code, first, len(server.log)) == (0, 10, 10)
    assert {len(names) for names in server.asked} == {100}
    assert done.out == "Asked GitHub for 1000 repositories: 1000 changed, 0 as before.\n"
    assert again.out == "GitHub was asked today already for 1000 repositories; --all asks again\n"
    assert len(list(facts_path(small, "x").parent.iterdir())) == 1000


def test_a_second_run_on_the_same_day_asks_for_nothing(root, update, token, tmp_path):
    with GitHubServer({"alpha/norms": NORMS}, token=token) as server:
        known(root, "beta--walks.py")
        update(root, server.url)
        first, files = len(server.log), {path.name: path.read_bytes() for path in facts_path(root, "x").parent.iterdir()}
        update(root, server.url)
        shutil.rmtree(tmp_path / "cache")  # the facts themselves tell
        done = update(root, server.url)

    assert len(server.log) == first
    assert {path.name: path.read_bytes() for path in facts_path(root, "x").parent.iterdir()} == files
    assert done.out == "GitHub was asked today already for 2 repositories; --all asks again; 1 on other hosts left out\n"


def test_a_repository_is_asked_for_once_however_it_is_spelled_and_under_its_present_name(root, update, token):
    change(root / "content/repos/alpha--norms.yml", formerly=["https://github.com/beta/walks.py"])
    entry(root, "again", code=[{"repo": "https://www.github.com/ALPHA/norms.git", "official": "true"}])
    with GitHubServer(KNOWN, token=token) as server:
        done = update(root, server.url)

    assert [name for names in server.asked for name in names] == ["alpha/norms"]
    assert done.out.startswith("Asked GitHub for 1 repository: 1 changed")


def test_a_token_goes_with_every_question_and_into_no_word_or_file(root, update, monkeypatch, tmp_path):
    monkeypatch.setenv("GITHUB_TOKEN", TOKEN)
    with GitHubServer(KNOWN, token=TOKEN, script=[status(500)]) as server:
        done = update(root, server.url)
        wrong = update(root, server.url, "--github-url", "http://127.0.0.1:1", "--all")

    assert {request.headers["authorization"] for request in server.log} == {f"Bearer {TOKEN}"}
    assert {request.method for request in server.log} == {"POST"}
    assert (done.code, wrong.code) == (0, 3)
    assert TOKEN not in done.out + done.err + wrong.out + wrong.err
    written = [path for folder in (root, tmp_path / "cache") for path in folder.rglob("*") if path.is_file()]
    assert [path for path in written if TOKEN.encode() in path.read_bytes()] == []


def test_without_a_token_nothing_is_said_of_who_asks_but_the_digest(root, update):
    with GitHubServer(KNOWN) as server:
        update(root, server.url)

    assert all("authorization" not in request.headers for request in server.log)
    assert server.log[0].headers["user-agent"].startswith("paper-annual/")


def test_an_answer_that_is_known_is_not_sent_twice(root, update):
    with GitHubServer(KNOWN) as server:
        update(root, server.url)
        update(root, server.url, "--today", "2026-11-24")

    assert [bool(request.headers.get("if-none-match")) for request in server.log] == [False, False, True, True]
    assert [one["stars"] for one in facts_of(root, "alpha--norms")["stars"]] == [1234, 1234]


def test_an_answer_that_changed_is_sent_again(root, update):
    with GitHubServer(KNOWN) as server:
        update(root, server.url)
        server.repos["alpha/norms"] = replace(NORMS, stars=1300)
        update(root, server.url, "--today", "2026-11-24")

    assert [one["stars"] for one in facts_of(root, "alpha--norms")["stars"]] == [1234, 1300]


@pytest.mark.parametrize("broken", [b"", b"[]", b"{", b'{"alpha/norms": 7}', b'{"alpha/norms": {"tag": "x", "said": {}}}', b"[" * 100_000])
def test_a_broken_note_of_answers_costs_their_sending_and_nothing_else(root, update, tmp_path, broken):
    with GitHubServer(KNOWN) as server:
        update(root, server.url)
        [note] = (tmp_path / "cache").rglob("github-*.json")
        note.write_bytes(broken)
        done = update(root, server.url, "--today", "2026-11-24")

    assert done.code == 0
    assert "if-none-match" not in server.log[-1].headers


# What an hour allows


def hourly(root, count) -> dict[str, Repo]:
    """Give a digest some more repositories."""
    repos = {f"owner/name-{n}": Repo(name=f"owner/name-{n}") for n in range(count)}
    for name in repos:
        write(root / f"content/repos/{name.replace('/', '--')}.yml", f"url: https://github.com/{name}\nwhat: Made for a test.\n")
    return repos | KNOWN


def test_what_the_hour_does_not_allow_is_named_and_left_for_the_next_run(small, update):
    with GitHubServer(hourly(small, 70), allowed=60) as server:
        done = update(small, server.url)
        kept = {path.stem for path in facts_path(small, "x").parent.iterdir()}
        first = len(server.log)
        server.left = 60
        rest = update(small, server.url)

    assert (done.code, first, len(kept)) == (3, 60, 60)
    assert "the 60 answers that it gives an hour without a token are used up; GITHUB_TOKEN gets 5,000" in done.err
    assert "11 not got" in done.out
    assert (rest.code, len(server.log)) == (0, 71)
    assert "60 asked for earlier today" in rest.out


def test_those_that_were_looked_at_longest_ago_come_first(small, update):
    repos = hourly(small, 3)
    known(small, "owner--name-0", name=fact("owner/name-0"))
    with GitHubServer(repos, allowed=3) as server:
        update(small, server.url)

    assert ("owner/name-0",) not in server.asked


@pytest.mark.parametrize("code", [403, 429])
def test_an_hour_that_is_nearly_over_is_waited_for(root, update, token, code):
    soon = {"X_RateLimit_Remaining": "0", "X_RateLimit_Reset": str(int(time.time()) + 60)}  # noqa: TID251 (a server has a clock)
    with GitHubServer(KNOWN, token=token, script=[said({"message": "API rate limit exceeded"}, code=code, **soon)]) as server:
        done = update(root, server.url)

    assert (done.code, len(server.log)) == (0, 2 if token else 3)


def test_an_hour_that_is_not_nearly_over_is_not_waited_for(root, update, token):
    late = {"X_RateLimit_Remaining": "0", "X_RateLimit_Reset": str(int(time.time()) + 3000)}  # noqa: TID251 (a server has a clock)
    with GitHubServer(KNOWN, token=token, script=[said({}, code=403, **late)]) as server:
        done = update(root, server.url)

    assert (done.code, len(server.log)) == (3, 1)
    assert re.search(r"it asks to be left alone for [45]\d minutes", done.err)
    assert "alpha/norms, beta/walks.py" in done.err


def test_an_hour_of_graphql_that_is_used_up_ends_with_words(root, update, monkeypatch):
    monkeypatch.setenv("GITHUB_TOKEN", TOKEN)
    with GitHubServer(KNOWN, token=TOKEN) as server:
        server.left = 0
        done = update(root, server.url)

    assert (done.code, len(server.log)) == (3, 1)
    assert "the 5000 answers that it gives an hour are used up" in done.err


# What GraphQL says of one among many


def test_what_cannot_be_told_of_one_repository_takes_nothing_from_the_others(root, update, monkeypatch):
    monkeypatch.setenv("GITHUB_TOKEN", TOKEN)
    before = known(root)
    refusal = {"type": "FORBIDDEN", "message": "The 'alpha' organization has an IP allow list\x1b[2J"}
    with GitHubServer(KNOWN, token=TOKEN, errors={"alpha/norms": refusal}) as server:
        done = update(root, server.url)

    assert (done.code, len(server.log)) == (3, 1)
    assert "not got: alpha/norms: GitHub says: The 'alpha' organization has an IP allow list[2J\n" in done.err
    assert facts_of(root, "alpha--norms") == before
    assert facts_of(root, "beta--walks.py")["stars"][0]["stars"] == 7


def test_an_answer_that_leaves_some_out_is_taken_for_the_rest(root, update, monkeypatch):
    monkeypatch.setenv("GITHUB_TOKEN", TOKEN)
    with GitHubServer(KNOWN, token=TOKEN, always=said({"data": {"r1": WALKS.by_graphql()}})) as server:
        done = update(root, server.url)

    assert (done.code, len(server.log)) == (3, 1)
    assert "not got: alpha/norms: GitHub says: nothing of it" in done.err
    assert facts_path(root, "beta--walks.py").exists()


def test_answers_that_were_exchanged_are_not_taken_for_moves(root, update, monkeypatch):
    monkeypatch.setenv("GITHUB_TOKEN", TOKEN)
    with GitHubServer({"alpha/norms": WALKS, "beta/walks.py": NORMS}, token=TOKEN) as server:
        done = update(root, server.url)

    assert done.code == 3
    assert "GitHub calls it by the name of another one" in done.err
    assert not facts_path(root, "alpha--norms").exists()


def test_a_repository_that_joined_another_of_ours_has_moved_there(root, update, monkeypatch):
    monkeypatch.setenv("GITHUB_TOKEN", TOKEN)
    with GitHubServer({"alpha/norms": WALKS, "beta/walks.py": WALKS}, token=TOKEN) as server:
        done = update(root, server.url)

    assert done.code == 0
    assert events_of(root, "alpha--norms") == [("moved", "alpha/norms", "Beta/walks.py")]


# What cannot be trusted on disk


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ('{"repository": ', "its facts cannot be read"),
        ('{"repository": "beta/other"}', "its facts are about beta/other"),
        ("", "its facts cannot be read"),
    ],
)
def test_facts_that_cannot_be_trusted_are_named_and_left_alone(root, update, token, data, words):
    write(facts_path(root, "alpha--norms"), data)
    with GitHubServer(KNOWN, token=token) as server:
        done = update(root, server.url)

    assert (done.code, facts_path(root, "alpha--norms").read_text()) == (3, data)
    assert f"not got: alpha/norms: {words}" in done.err
    assert facts_path(root, "beta--walks.py").exists()


def test_a_link_in_the_place_of_facts_is_left_alone(root, update, token, tmp_path):
    facts_path(root, "x").parent.mkdir(parents=True)
    facts_path(root, "alpha--norms").symlink_to(tmp_path / "nowhere")
    with GitHubServer(KNOWN, token=token) as server:
        done = update(root, server.url)

    assert done.code == 3
    assert facts_path(root, "alpha--norms").is_symlink()


# How it is asked


@pytest.mark.parametrize(
    "wrong",
    [
        (["--github-url", "file:///etc/passwd"], "", "'file:///etc/passwd' is no address of a source; write it as https://api.github.com"),
        (["--gap", "nan"], "", "--gap is nan; write seconds"),
        (["--gap", "-1"], "", "--gap is -1; write seconds"),
        ([], "a token\nX-Evil: 1", "GITHUB_TOKEN holds what no token does; set it anew, or unset it"),
        (["--github-url", "http://github.test"], TOKEN, "GITHUB_TOKEN would travel to 'http://github.test' for everybody to read"),
    ],
)
def test_a_wrong_option_is_named_with_its_mend_and_nobody_is_asked(root, update, monkeypatch, wrong):
    options, token, words = wrong
    monkeypatch.setenv("GITHUB_TOKEN", token)
    with GitHubServer(KNOWN) as server:
        done = update(root, server.url, *options)

    assert (done.code, len(server.log)) == (2, 0)
    assert words in done.err
    assert "X-Evil" not in done.err
    assert not token or token not in done.err


def test_a_wrong_token_ends_the_run_with_words(root, update, monkeypatch):
    monkeypatch.setenv("GITHUB_TOKEN", "another-token")
    with GitHubServer(KNOWN, token=TOKEN) as server:
        done = update(root, server.url)

    assert (done.code, len(server.log)) == (3, 1)
    assert "GitHub refuses the question (status 401, Bad credentials): GITHUB_TOKEN is wrong or has expired" in done.err


@pytest.mark.parametrize(
    ("url", "given", "kept"),
    [("https://api.github.com", 0, 1.0), ("https://api.github.com", 60, 1.0), ("http://127.0.0.1:1", 0, 0), ("http://127.0.0.1:1", 3, 1.0)],
)
def test_a_second_passes_between_two_questions_but_for_servers_on_this_machine(small, update, url, given, kept):
    with network.github_client(doors.read_project(small), url, gap=given, waiting=lambda *_: None) as github:
        assert github.ask._pace.gap == kept


def test_a_digest_without_repositories_asks_nobody(small, update):
    change(small / "content/papers/2018/batch-norm.yml", code=None)
    (small / "content/repos/alpha--norms.yml").unlink()
    with GitHubServer(KNOWN) as server:
        done = update(small, server.url)

    assert (done.code, done.out, server.log) == (0, "No repository to ask GitHub for.\n", [])
