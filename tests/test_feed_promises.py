"""What subscribers are promised, held against a year in which everything happens."""

import datetime as dt
import re
import shutil
from collections import Counter
from itertools import pairwise
from random import Random

import pytest
from feed_readers import FORMATS, Reader, chain, older_of, read
from sites import change, emptied, entry, facts, outputs_of, site_of, written
from support import ROOT, project_at, write

from digest.render.feeds import feeds
from digest.render.templating import Templates

YEAR = dt.date(2026, 1, 1)
TAG = "tag:small-annual.test,2026:paper/"


def feeds_of(root, today, **options) -> dict[str, bytes]:
    """Write the feeds of a day, and nothing else of the site."""
    project = project_at(root, **options)
    return written(feeds(site_of(root, today=today, **options), project, Templates(project)))


class Digest:
    """A digest that people work on for a year."""

    def __init__(self, root, random: Random) -> None:
        self.root = root
        self.random = random
        self.names: dict[str, str] = {}
        """The present slug of every paper by its oldest."""
        self.added: dict[str, dt.date] = {}
        self.removed: dict[str, dt.date] = {}
        self.last = YEAR
        """The newest `added`, before which none may lie."""

    def path(self, identity: str):
        return self.root / f"content/papers/2019/{self.names[identity]}.yml"

    def add(self, day: dt.date, wait: int = 0) -> None:
        self.last = max(self.last, day + dt.timedelta(wait))
        # Names say nothing of the order, nor do the papers' own days.
        identity = f"{self.random.choice('abcdefghijklmnopqrstuvwxyz')}-{len(self.names)}"
        self.names[identity] = identity
        self.added[identity] = self.last
        entry(self.root, identity, added=str(self.last), published=str(self.random.randint(2000, 2025)))

    def edit(self, day: dt.date, identity: str) -> None:
        changes = {"title": f"Title of {day}", "topics": ["graph-neural-networks"], "summary": f"Of {day}. " * 45}
        revised = {"revised": str(max(day, self.added[identity]))} if self.random.random() < 0.5 else {}
        change(self.path(identity), **changes, **revised)

    def rename(self, day: dt.date, identity: str) -> None:
        old, new = self.path(identity), f"{self.names[identity]}-{day:%m%d}"
        aliases = [identity] if self.names[identity] == identity else [identity, self.names[identity]]
        record = self.root / f"content/facts/papers/{self.names[identity]}.json"
        self.names[identity] = new
        old.rename(self.path(identity))
        change(self.path(identity), aliases=aliases)
        if record.exists():
            record.rename(record.with_stem(new))

    def withdraw(self, identity: str) -> None:
        facts(self.root, self.names[identity], withdrawn=True)

    def remove(self, day: dt.date, identity: str) -> None:
        self.path(identity).unlink()
        (self.root / f"content/facts/papers/{self.names[identity]}.json").unlink(missing_ok=True)
        self.removed[identity] = day
        lines = (f"{name}:\n  date: {gone}\n  reason: a test\n" for name, gone in self.removed.items())
        write(self.root / "content/removed.yml", "".join(lines))

    def live(self, day: dt.date) -> list[str]:
        """List what stands in the digest and is published."""
        return [name for name, added in self.added.items() if added <= day and name not in self.removed]

    def work(self, day: dt.date) -> None:
        """Do a day's work."""
        for _ in range(self.random.choice((0, 0, 1, 1, 2, 4))):
            self.add(day)
        if self.random.random() < 0.1:
            self.add(day, wait=self.random.randint(1, 6))
        if live := self.live(day):
            for chance, what in ((0.3, self.edit), (0.2, self.rename), (0.05, self.remove)):
                if self.random.random() < chance and (live := self.live(day)):
                    what(day, self.random.choice(live))
            if self.random.random() < 0.05:
                self.withdraw(self.random.choice(self.live(day) or live))


@pytest.mark.parametrize("seed", [1, 2])
def test_through_a_year_of_everything_two_readers_see_each_entry_exactly_once(small, seed):
    digest = Digest(emptied(small), Random(seed))
    readers = {kind: (Reader([]), Reader([])) for kind in FORMATS}
    next_poll, polls = 0, []

    for number in range(366):
        day = YEAR + dt.timedelta(number)
        if number < 360:
            digest.work(day)
        if number in {next_poll, 365}:
            files = feeds_of(small, day)
            for kind, (by_id, by_day) in readers.items():
                entries = read(files[address := FORMATS[kind].format("")], address)
                by_id.poll_by_id(entries)
                by_day.poll_by_day(entries)
            polls.append(day)
            next_poll = number + digest.random.choice((1, 2, 7, 20, 60))

    # Whatever was taken out before anybody looked was seen by nobody; that is what taking out is for.
    shown = {name: min((day for day in polls if day >= added), default=dt.date.max) for name, added in digest.added.items()}
    expected = {f"{TAG}{name}" for name, day in shown.items() if day < digest.removed.get(name, dt.date.max)}
    assert len(expected) > 250
    assert max(after - before for before, after in pairwise(polls)) == dt.timedelta(60)
    for both in readers.values():
        for reader in both:
            assert Counter(reader.seen) == dict.fromkeys(expected, 1)


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("late", ["ant", "zulu"])
def test_of_two_merges_on_one_day_a_reader_that_compares_ids_or_asks_for_not_older_ones_sees_both(small, kind, late):
    address = FORMATS[kind].format("")
    entry(small, "zebra", added="2026-05-01")
    before = read(feeds_of(small, dt.date(2026, 5, 1))[address], address)
    by_id, by_day = Reader([]), Reader([])
    by_id.poll_by_id(before)
    by_day.poll_by_day(before)
    entry(small, late, added="2026-05-01")

    after = read(feeds_of(small, dt.date(2026, 5, 1))[address], address)

    newest = max(one.published for one in before)
    assert [one.id for one in after if one.published >= newest and one.id not in {old.id for old in before}] == [f"{TAG}{late}"]
    by_id.poll_by_id(after)
    by_day.poll_by_day(after)
    assert by_id.seen[-1] == f"{TAG}{late}"
    # As the page about feeds says: midnight is the time of both, and whoever asks for newer ones only has missed the second.
    assert {one.published[11:19] for one in after} == {"00:00:00"}
    assert f"{TAG}{late}" not in by_day.seen
    assert "Asking for *newer* ones misses" in (ROOT / "content/pages/subscribe.md").read_text(encoding="utf-8")


# Archives (RFC 5005)


@pytest.fixture
def long(small):
    """A digest of two years: a paper every fifth day."""
    emptied(small)
    for number in range(140):
        day = YEAR + dt.timedelta(5 * number)
        entry(small, f"paper-{number:03}", added=str(day), topics=["normalization", "graph-neural-networks"][: 1 + number % 2])
    return small


END = YEAR + dt.timedelta(5 * 139)


@pytest.mark.parametrize("kind", FORMATS)
def test_archives_lead_back_to_the_first_entry(long, kind):
    files = feeds_of(long, END)

    addresses = chain(files, FORMATS[kind].format(""))

    assert len(addresses) > 10
    assert {one.id for address in addresses for one in read(files[address], address)} == {
        f"{TAG}paper-{number:03}" for number in range(140)
    }


@pytest.mark.parametrize("kind", FORMATS)
def test_an_archive_never_changes_when_papers_are_added(long, kind):
    start = chain(feeds_of(long, END - dt.timedelta(200)), FORMATS[kind].format(""))
    former = feeds_of(long, END - dt.timedelta(200))

    for days in range(199, -1, -13):
        files = feeds_of(long, END - dt.timedelta(days))
        archives = [path for path in former if path.startswith("archive/")]
        assert {path: files[path] for path in archives} == {path: former[path] for path in archives}
        former = files

    assert len(chain(former, FORMATS[kind].format(""))) > len(start)


def test_an_archive_changes_only_where_an_entry_is_taken_out(long):
    before = feeds_of(long, END)
    (long / "content/papers/2019/paper-010.yml").unlink()

    after = feeds_of(long, END)

    changed = {path for path in before if path.startswith("archive/") and before[path] != after[path]}
    assert changed == {f"archive/{name}" for name in ("feed-2026-02.xml", "atom-2026-02.xml", "feed-2026-02.json")}


@pytest.mark.parametrize("kind", ["rss", "atom"])
def test_an_archive_says_that_it_is_one_and_where_the_feed_is(long, kind):
    files = feeds_of(long, END)
    feed, archive = chain(files, FORMATS[kind].format(""))[:2]

    assert b"fh:archive/>" in files[archive]
    assert b"fh:archive/>" not in files[feed]
    assert f'rel="current" type="application/{kind}+xml" href="https://small-annual.test/{feed}"'.encode() in files[archive]
    assert f'rel="self" type="application/{kind}+xml" href="https://small-annual.test/{archive}"'.encode() in files[archive]


@pytest.mark.parametrize(("days", "form"), [(3, r"\d{4}-\d\d-\d\d"), (29, r"\d{4}-\d\d-\d\d"), (30, r"\d{4}-\d\d")])
def test_where_a_feed_holds_less_than_a_month_its_archives_are_of_days(long, days, form):
    files = feeds_of(long, END, feed_days=days, feed_items=2)

    addresses = chain(files, "atom.xml")

    assert [address for address in addresses[1:] if not re.fullmatch(rf"archive/atom-{form}\.xml", address)] == []
    assert len({one.id for address in addresses for one in read(files[address], address)}) == 140


def test_a_feed_that_holds_everything_has_no_archive(small):
    files = outputs_of(small).files

    assert [path for path in files if path.startswith("archive/")] == []
    assert older_of(files["atom.xml"], "atom.xml") is None


# No edit announces anything again


def _renamed(root):
    (root / "content/papers/2019/graph-walks.yml").rename(root / "content/papers/2019/walks.yml")
    change(root / "content/papers/2019/walks.yml", aliases=["graph-walks"])
    change(root / "content/editions/2019.yml", picks=["walks"])


def _themed(root):
    shutil.copytree("site_config", root / "site_config", dirs_exist_ok=True)
    css = root / "site_config/assets/digest.css"
    css.write_text(css.read_text(encoding="utf-8") + "\nbody { color: red; }", encoding="utf-8")


def walks(root, **changes):
    change(root / "content/papers/2019/graph-walks.yml", **changes)


EDITS = {
    "title": lambda root: walks(root, title="Another Title"),
    "tldr": lambda root: walks(root, tldr="Another sentence."),
    "summary": lambda root: walks(root, summary="Other words. " * 50),
    "slug with alias": _renamed,
    "gained arXiv id": lambda root: walks(root, doi=None, arxiv="1905.00001"),
    "labs": lambda root: walks(root, labs=[]),
    "topics": lambda root: walks(root, topics=["normalization"]),
    "code": lambda root: walks(root, code=[{"repo": "https://github.com/a/b", "official": "true"}]),
    "facts": lambda root: facts(root, "graph-walks", title="arXiv's Title", doi="10.1/x"),
    "version": lambda root: facts(root, "graph-walks", version=7, updated="2026-10-01"),
    "venue": lambda root: walks(root, venue="ICML 2019"),
    "order": lambda root: change(root / "content/editions/2018.yml", picks=["batch-norm"]),
    "theme": _themed,
}
SETTINGS = {
    "domain": {"site_url": "https://elsewhere.test/annual/"},
    "https to http": {"site_url": "http://small-annual.test/"},
    "name": {"site_name": "Another Annual"},
}


def announced(root, **options) -> tuple[dict[str, str], dict[str, list[str]]]:
    """Tell what readers go by: the last change of every entry by id, and the ids of everything in each format."""
    files = outputs_of(root, **options).files
    updated = {one.id: one.updated for path in files if path.startswith("atom") for one in read(files[path], path)}
    return updated, {kind: [one.id for one in read(files[form.format("")], form.format(""))] for kind, form in FORMATS.items()}


@pytest.mark.parametrize("edit", EDITS)
def test_no_edit_announces_a_paper_again_or_moves_its_day(small, edit):
    before = announced(small)

    EDITS[edit](small)

    assert announced(small) == before


@pytest.mark.parametrize("setting", SETTINGS)
def test_no_setting_announces_a_paper_again_or_moves_its_day(small, setting):
    assert announced(small, **SETTINGS[setting]) == announced(small)


def test_the_formats_announce_the_same(small):
    _, ids = announced(small)

    assert ids["rss"] == ids["atom"] == ids["json"]


def test_only_a_revision_moves_the_day_of_a_change_and_it_is_news_of_its_own(small):
    before, ids = announced(small)

    walks(small, revised="2026-05-06", title="Another Title")

    after, same = announced(small)
    assert same == ids
    assert after[f"{TAG}graph-walks"].startswith("2026-05-06T00:00:")
    news = "tag:small-annual.test,2026:change/graph-walks/revised/2026-05-06"
    assert after.keys() - before.keys() == {news}
    assert {key: day for key, day in after.items() if key not in {news, f"{TAG}graph-walks"}} == {
        key: day for key, day in before.items() if key != f"{TAG}graph-walks"
    }
