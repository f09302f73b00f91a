"""What is published once stays: addresses lead somewhere, and feeds lose nothing that nobody took out."""

import json
import re
import shutil

import pytest
from sites import build, build_well, change, dom, emptied, entry, facts, outputs_of, page_of, refresh_of, say, site_of, snapshot, text_of
from support import write

from digest.permanence import LossError, compare, require_site
from digest.problems import DigestError

WALKS = "content/papers/2019/graph-walks.yml"
NORM = "content/papers/2018/batch-norm.yml"


def laid(root, folder, **options):
    """Put a site into a folder, without the frame around its pages, which addresses do not depend on."""
    shutil.rmtree(folder, ignore_errors=True)
    outputs = outputs_of(root, **options)
    for path, data in outputs.files.items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    for page in outputs.pages:
        write(folder / page.url / "index.html", page.html)
    return outputs


@pytest.fixture
def losses(small, tmp_path):
    """Lay the small digest's site; the function that comes back names what the present state of it would lose."""
    laid(small, tmp_path / "previous")

    def found(**options) -> list[str]:
        outputs = laid(small, tmp_path / "new", **options)
        try:
            compare(tmp_path / "previous", tmp_path / "new", outputs)
        except LossError as error:
            head, *lines, last = str(error).splitlines()
            assert head == "the previous site has what this one would lose:"
            assert last == "Nothing was published: the site stays as it was."
            return lines
        return []

    return found


def forget(root, slug: str = "graph-walks") -> None:
    """Take an entry out, and all that names it, without saying so."""
    for path in root.glob(f"content/**/{slug}.*"):
        path.unlink()
    change(root / "content/editions/2019.yml", picks=None)
    change(root / "content/editions/2018.yml", highlights=None)
    topics = root / "content/topics.yml"
    topics.write_text(topics.read_text().replace("  start: [batch-norm]\n", ""))


def say_removed(root, slug: str = "graph-walks", more: str = "") -> None:
    write(root / "content/removed.yml", f"{slug}:\n  date: 2026-11-20\n  reason: for a test\n{more}")


def event(root, slug: str, day: str) -> None:
    """Let a source tell of a new version."""
    told = {"date": day, "kind": "new-version", "old": "v1", "new": "v2", "source": "a test"}
    write(root / f"content/facts/papers/{slug}.json", json.dumps({"events": [told]}))


# Nothing lost


def test_a_site_loses_nothing_to_itself(losses):
    assert losses() == []


@pytest.mark.parametrize(
    "edit",
    [
        lambda root: change(root / WALKS, title="Another", revised="2026-10-10"),
        lambda root: change(root / WALKS, topics=["normalization"]),
        lambda root: change(root / WALKS, labs=[]),
        lambda root: change(root / WALKS, doi=None, arxiv="1905.00001"),
        lambda root: facts(root, "graph-walks", title="arXiv's"),
        lambda root: [entry(root, f"paper-{number}", added="2026-11-20") for number in range(60)],
    ],
    ids=["text", "topic", "labs", "arXiv id", "facts", "many newer ones"],
)
def test_what_people_do_every_day_is_no_loss(small, losses, edit):
    edit(small)

    assert losses() == []


def test_entries_that_newer_ones_push_out_are_in_the_archives(small, tmp_path):
    for number in range(70):
        entry(small, f"paper-{number}", added=f"2026-0{number // 20 + 1}-{number % 20 + 1:02}")
    laid(small, tmp_path / "previous")
    for number in range(70):
        entry(small, f"later-{number}", added="2026-11-20")

    compare(tmp_path / "previous", tmp_path / "new", laid(small, tmp_path / "new"))


def test_a_later_revision_stands_for_the_earlier_one(small, tmp_path):
    change(small / WALKS, revised="2026-05-05")
    laid(small, tmp_path / "previous")
    change(small / WALKS, revised="2026-06-06")

    compare(tmp_path / "previous", tmp_path / "new", laid(small, tmp_path / "new"))


# Addresses


def test_an_entry_that_is_merely_deleted_is_named_with_its_addresses_its_feeds_and_the_mend(small, losses):
    forget(small)

    page, *_, feeds = losses()

    assert page.startswith("papers/graph-walks/ would vanish; name 'graph-walks' under 'aliases'")
    assert "content/removed.yml" in page
    assert feeds.startswith("atom-topic-graph-neural-networks.xml and 5 more would lose 'Walks on Graphs, and <3 Other R&D' (tag:")
    assert "'graph-walks:' with 'date' and 'reason' in content/removed.yml" in feeds


def test_an_entry_that_is_taken_out_in_words_is_no_loss(small, losses):
    forget(small)
    say_removed(small)

    assert losses() == []


def test_what_happened_to_an_entry_leaves_the_feeds_with_it(small, tmp_path):
    change(small / WALKS, revised="2026-11-20")
    laid(small, tmp_path / "previous")
    forget(small)
    say_removed(small)

    new = laid(small, tmp_path / "new")

    assert "change/graph-walks/revised" in (tmp_path / "previous/atom-changes.xml").read_text(encoding="utf-8")
    assert "change/graph-walks/revised" not in (tmp_path / "new/atom-changes.xml").read_text(encoding="utf-8")
    compare(tmp_path / "previous", tmp_path / "new", new)


def test_everything_that_led_to_an_entry_leads_to_its_tombstone(small, losses):
    forget(small, "batch-norm")
    (small / "content/repos/alpha--norms.yml").unlink()
    say_removed(small, "batch-norm")
    assert sorted(line.split(" would vanish")[0] for line in losses() if "would vanish" in line) == [
        "abs/1502.03167/",
        "code/alpha--norms/",
        "papers/batch-normalization/",
    ]

    more = "  aliases: [batch-normalization]\n  arxiv: 1502.03167\n  code: [https://github.com/Alpha/Norms]\n"
    say_removed(small, "batch-norm", more)

    assert losses() == []
    files = outputs_of(small).files
    for url in ("abs/1502.03167/", "code/alpha--norms/", "papers/batch-normalization/"):
        assert refresh_of(files[f"{url}index.html"].decode()).endswith("/batch-norm/")
    assert say("gone.reason", reason="for a test") in text_of(page_of(outputs_of(small), "papers/batch-norm/").html)


def test_a_repository_that_others_use_keeps_its_page_when_an_entry_is_taken_out(small):
    entry(small, "another", code=[{"repo": "https://github.com/Alpha/Norms", "official": "false"}])
    forget(small, "batch-norm")
    say_removed(small, "batch-norm", "  code: [https://github.com/Alpha/Norms]\n")

    outputs = outputs_of(small)

    assert "code/alpha--norms/index.html" not in outputs.files
    assert page_of(outputs, "code/alpha--norms/")


def test_a_renamed_entry_needs_its_former_name(small, losses):
    (small / WALKS).rename(small / "content/papers/2019/walks.yml")
    change(small / "content/editions/2019.yml", picks=["walks"])
    assert [line.split()[0] for line in losses() if "would vanish" in line] == ["papers/graph-walks/"]
    assert any("would lose 'Walks on Graphs" in line for line in losses())

    change(small / "content/papers/2019/walks.yml", aliases=["graph-walks"])

    assert losses() == []


def test_former_names_in_the_wrong_order_would_announce_a_paper_again(small, losses):
    change(small / NORM, aliases=["newer", "batch-normalization"])

    [line] = losses()

    assert "tag:small-annual.test,2026:paper/batch-normalization" in line
    assert "'batch-normalization' as its name or first alias" in line


def test_a_topic_that_goes_needs_another_that_it_became(small, losses):
    topics = small / "content/topics.yml"
    for path in (small / "content/papers").rglob("*.yml"):
        path.write_text(path.read_text().replace("[graph-neural-networks]", "[normalization]"))
    text, _, gone = topics.read_text().partition("graph-neural-networks:\n")
    assert gone
    topics.write_text(text)
    found = losses()
    assert {line.split()[0] for line in found} == {
        "topics/graph-neural-networks/",
        *(f"{form}-topic-graph-neural-networks.{ending}" for form, ending in (("feed", "xml"), ("atom", "xml"), ("feed", "json"))),
    }
    assert all("name 'graph-neural-networks' under 'formerly' of another topic in content/topics.yml" in line for line in found)

    topics.write_text(text.replace("  start:", "  formerly: [graph-neural-networks]\n  start:"))

    assert losses() == []


def test_a_lab_without_papers_leads_to_the_labs_and_its_feed_needs_a_word(small, tmp_path):
    for number in range(3):
        entry(small, f"of-beta-{number}", labs=["beta-university"])
    laid(small, tmp_path / "previous")
    for path in (small / "content/papers").rglob("*.yml"):
        change(path, labs=[])

    with pytest.raises(LossError) as caught:
        compare(tmp_path / "previous", tmp_path / "new", laid(small, tmp_path / "new"))

    lines = str(caught.value).splitlines()[1:-1]
    forms = ("feed-lab-{}.xml", "atom-lab-{}.xml", "feed-lab-{}.json")
    assert {line.split()[0] for line in lines} == {form.format(lab) for form in forms for lab in ("beta-university", "beta-college")}
    assert all("write 'feed: true' under its lab in content/labs.yml" in line for line in lines)
    labs = small / "content/labs.yml"
    labs.write_text(labs.read_text() + "  feed: true\n")
    compare(tmp_path / "previous", tmp_path / "again", laid(small, tmp_path / "again"))
    assert refresh_of((tmp_path / "again/labs/beta-college/index.html").read_text()) == "../"


@pytest.mark.parametrize(
    ("path", "mend"),
    [
        ("about/index.html", "put back what stood there"),
        ("notes.txt", "put back what stood there"),
        ("years/2017/index.html", "put content/editions/2017.yml back"),
        ("labs/old/index.html", "under 'formerly' of another lab"),
        ("code/a--b/index.html", "give it a file content/repos/a--b.yml"),
    ],
)
def test_every_kind_of_address_has_its_mend(losses, tmp_path, path, mend):
    write(tmp_path / "previous" / path, "here")

    [line] = losses()

    assert line.startswith(f"{path.removesuffix('index.html')} would vanish; ")
    assert mend in line


@pytest.mark.parametrize("path", ["assets/javascripts/bundle.1.js", "search/search_index.json", ".nojekyll", "sitemap.xml.gz"])
def test_what_comes_and_goes_with_the_theme_is_no_address(losses, tmp_path, path):
    write(tmp_path / "previous" / path, "here")

    assert losses() == []


def test_what_belongs_to_a_page_goes_where_it_goes(small, losses, tmp_path):
    write(tmp_path / "previous/papers/graph-walks/something.bib", "@misc{}")
    assert [line.split()[0] for line in losses()] == ["papers/graph-walks/something.bib"]
    forget(small)
    assert "papers/graph-walks/something.bib" not in str(losses())
    say_removed(small)
    assert losses() == []


def test_a_long_list_of_losses_is_cut(losses, tmp_path):
    for number in range(30):
        write(tmp_path / f"previous/page-{number}/index.html", "here")

    *_, more = losses()

    assert more == "… and 10 more"


# Entries of feeds


@pytest.mark.parametrize("added", [None, "2027-01-01"], ids=["no longer accepted", "queued again"])
def test_an_entry_that_leaves_the_feeds_without_leaving_the_digest_is_a_loss(small, losses, added):
    change(small / WALKS, added=added)

    assert any("would lose 'Walks on Graphs" in line and "put the entry back, with its 'added'" in line for line in losses())


def test_an_edition_that_opens_again_is_a_loss(small, tmp_path):
    change(small / "content/editions/2018.yml", closed="2026-06-01")
    laid(small, tmp_path / "previous")
    change(small / "content/editions/2018.yml", closed=None, status="open")

    with pytest.raises(LossError, match=r"put content/editions/2018\.yml back, 'status: closed' and 'closed' with it"):
        compare(tmp_path / "previous", tmp_path / "new", laid(small, tmp_path / "new"))


def test_another_authority_would_announce_everything_again(losses):
    assert any("would lose" in line for line in losses(authority="elsewhere.test"))


@pytest.mark.parametrize("newer", [0, 1, 2])
def test_a_feed_that_shrinks_is_a_loss_whatever_else_is_new(small, tmp_path, newer):
    for number in range(12):
        entry(small, f"paper-{number}", added=f"2026-10-{number + 10}")
    laid(small, tmp_path / "previous", feed_items=10, feed_days=5)
    for number in range(newer):
        entry(small, f"newer-{number}", added="2026-10-22")

    with pytest.raises(LossError) as caught:
        compare(tmp_path / "previous", tmp_path / "new", laid(small, tmp_path / "new", feed_items=3, feed_days=1))

    lines = str(caught.value).splitlines()[1:-1]

    assert {line.split()[0] for line in lines} == {"feed.xml", "atom.xml", "feed.json"}
    assert all("put 'feed_days' and 'feed_items' in mkdocs.yml back" in line for line in lines)


def test_a_feed_that_is_shorter_because_a_busy_time_is_over_is_no_loss(small, tmp_path):
    for number in range(30):
        entry(small, f"paper-{number}", added="2026-05-01")
    laid(small, tmp_path / "previous", feed_items=5)
    entry(small, "newer", added="2026-10-01")

    compare(tmp_path / "previous", tmp_path / "new", laid(small, tmp_path / "new", feed_items=5))


def test_only_feeds_that_the_digest_writes_are_compared(losses, tmp_path):
    for site in ("previous", "new"):
        write(tmp_path / site / "feed-notes.json", '{"mine": true}')
    write(tmp_path / "previous/CNAME", "small-annual.test")

    assert [line.split()[0] for line in losses()] == ["feed-notes.json"]


# Days and names


@pytest.mark.parametrize("added", ["2026-01-01", "2026-11-20"])
def test_the_day_of_a_published_entry_stays(small, losses, added):
    change(small / WALKS, added=added)

    [line] = losses()

    assert line.startswith("'Walks on Graphs, and <3 Other R&D' (tag:small-annual.test,2026:paper/graph-walks) would move from 20")
    assert re.search(r"; put 'added: 20\d\d-\d\d-\d\d' in the file of 'graph-walks' back$", line)


def test_a_new_entry_of_an_earlier_day_than_the_newest_is_named_with_the_day_to_write(small, losses):
    newest = max(paper.added for paper in site_of(small).papers if paper.added)
    entry(small, "backdated", added="2026-01-02")

    [line] = losses()

    assert "paper/backdated) would come in by 2026-01-02" in line
    assert f"write 'added: {newest}' in the file of 'backdated' or a later day" in line
    change(small / "content/papers/2019/backdated.yml", added=str(newest))
    assert losses() == []


def test_an_old_paper_that_joins_a_topic_a_lab_and_the_papers_with_code_is_no_late_entry(small, tmp_path):
    for number in range(4):
        entry(small, f"of-beta-{number}", labs=["beta-university"] if number else [], added=f"2026-0{number + 1}-01")
    laid(small, tmp_path / "previous")
    path = small / "content/papers/2019/of-beta-0.yml"
    change(path, labs=["beta-university"], topics=["graph-neural-networks"], code=[{"repo": "https://github.com/a/b", "official": "true"}])

    compare(tmp_path / "previous", tmp_path / "new", laid(small, tmp_path / "new"))


def test_a_day_of_closing_neither_moves_nor_comes_before_a_published_one(small, tmp_path):
    change(small / "content/editions/2018.yml", status="closed", closed="2026-06-01")
    change(small / "content/editions/2019.yml", status="open", closed=None)
    laid(small, tmp_path / "previous")
    change(small / "content/editions/2018.yml", closed="2026-06-02")
    change(small / "content/editions/2019.yml", status="closed", closed="2026-05-01")

    with pytest.raises(LossError) as caught:
        compare(tmp_path / "previous", tmp_path / "new", laid(small, tmp_path / "new"))

    moved, late = str(caught.value).splitlines()[1:-1]
    assert "edition/2018) would move from 2026-06-01 to 2026-06-02; put 'closed: 2026-06-01' in content/editions/2018.yml back" in moved
    assert "edition/2019) would come in by 2026-05-01" in late
    assert "write 'closed: 2026-06-01' in content/editions/2019.yml or a later day" in late


@pytest.mark.parametrize(
    ("happen", "mend"),
    [
        (lambda root: change(root / NORM, revised="2026-10-01"), "write 'revised: 2026-11-01' in the file of 'batch-normalization'"),
        (lambda root: say_removed(root, "long-gone"), "write 'date: 2026-11-22' under 'long-gone' in content/removed.yml"),
        (
            lambda root: change(root / NORM, code=[{"repo": "https://github.com/Alpha/Norms", "official": "true", "added": "2026-10-01"}]),
            "write 'added: 2026-11-01' of that code in the file of 'batch-normalization'",
        ),
        (
            lambda root: event(root, "graph-walks", "2026-10-01"),
            "write the date 2026-11-01 of that event in content/facts/papers/graph-walks",
        ),
    ],
    ids=["revision", "removal", "code", "event"],
)
def test_a_change_that_is_told_too_late_is_named_with_the_day_to_write(small, tmp_path, happen, mend):
    last = "2026-11-22" if "removed" in mend else "2026-11-01"
    change(small / WALKS, revised=last)
    laid(small, tmp_path / "previous")
    happen(small)

    with pytest.raises(LossError) as caught:
        compare(tmp_path / "previous", tmp_path / "new", laid(small, tmp_path / "new"))

    [line] = str(caught.value).splitlines()[1:-1]
    assert mend in line


def test_a_name_that_another_paper_takes_over_is_a_loss_until_it_is_given_back(small, losses):
    walks = small / WALKS
    walks.rename(small / "content/papers/2019/walks.yml")
    entry(small, "graph-walks", added="2026-11-20")
    change(small / "content/editions/2019.yml", picks=["walks"])

    exchanged, *_ = losses()

    assert "'Walks on Graphs, and <3 Other R&D' would no longer be tag:small-annual.test,2026:paper/graph-walks" in exchanged
    assert "name 'graph-walks' as the first alias of the entry that is known as 'walks' now" in exchanged
    walks.rename(small / "content/papers/2019/another.yml")
    change(small / "content/papers/2019/walks.yml", aliases=["graph-walks"])
    assert losses() == []


# What went wrong can be put right


def test_two_entries_of_one_paper_become_one(small, tmp_path):
    entry(small, "walks-again", added="2026-11-20", revised="2026-11-21")
    laid(small, tmp_path / "previous")
    (small / "content/papers/2019/walks-again.yml").unlink()
    change(small / WALKS, aliases=["graph-walks", "walks-again"])

    outputs = laid(small, tmp_path / "new")

    compare(tmp_path / "previous", tmp_path / "new", outputs)
    assert refresh_of((tmp_path / "new/papers/walks-again/index.html").read_text()) == "../graph-walks/"
    assert not refresh_of((tmp_path / "new/papers/graph-walks/index.html").read_text())
    assert json.loads(outputs.files["papers/graph-walks/paper.json"])["paper"]["aliases"] == ["walks-again"]


def test_a_rename_is_undone_by_naming_the_oldest_name_first(small, tmp_path):
    walks = small / WALKS
    other = small / "content/papers/2019/walks.yml"
    walks.rename(other)
    change(other, aliases=["graph-walks"])
    change(small / "content/editions/2019.yml", picks=["walks"])
    laid(small, tmp_path / "previous")
    other.rename(walks)
    change(walks, aliases=["graph-walks", "walks"])
    change(small / "content/editions/2019.yml", picks=["graph-walks"])

    compare(tmp_path / "previous", tmp_path / "new", laid(small, tmp_path / "new"))


def test_a_removal_is_undone_by_putting_the_entry_back_as_it_was(small, tmp_path):
    kept = (small / WALKS).read_bytes()
    entry(small, "newer", added="2026-11-19")
    forget(small)
    say_removed(small)
    laid(small, tmp_path / "previous")
    (small / "content/removed.yml").unlink()
    (small / WALKS).write_bytes(kept)

    compare(tmp_path / "previous", tmp_path / "new", laid(small, tmp_path / "new"))


def test_a_removal_that_is_merely_forgotten_is_a_loss(small, tmp_path):
    say_removed(small, "long-gone")
    laid(small, tmp_path / "previous")
    (small / "content/removed.yml").unlink()

    with pytest.raises(LossError, match=r"put 'long-gone:' back into content/removed\.yml, or the entry itself"):
        compare(tmp_path / "previous", tmp_path / "new", laid(small, tmp_path / "new"))


@pytest.mark.parametrize("day", ["2026-04-04", "2026-06-06"])
def test_the_day_of_a_correction_is_mended(small, tmp_path, day):
    correction = {"said": "one", "correct": "two", "source": "https://x.test/"}
    change(small / "content/editions/2018.yml", corrections=[{"date": "2026-05-05", **correction}])
    laid(small, tmp_path / "previous")
    change(small / "content/editions/2018.yml", corrections=[{"date": day, **correction}])

    compare(tmp_path / "previous", tmp_path / "new", laid(small, tmp_path / "new"))


@pytest.mark.parametrize("code", [[], [{"repo": "https://github.com/a/right", "official": "true", "added": "2026-11-20"}]])
def test_code_that_was_listed_by_mistake_is_taken_out(small, tmp_path, code):
    change(small / WALKS, code=[{"repo": "https://github.com/a/wrong", "official": "true", "added": "2026-11-20"}])
    change(small / NORM, revised="2026-11-21")
    laid(small, tmp_path / "previous")
    shutil.rmtree(tmp_path / "previous/code/a--wrong")
    change(small / WALKS, code=code)

    compare(tmp_path / "previous", tmp_path / "new", laid(small, tmp_path / "new"))


def test_an_event_that_a_source_told_stays_told(small, tmp_path):
    event(small, "graph-walks", "2026-10-01")
    laid(small, tmp_path / "previous")
    (small / "content/facts/papers/graph-walks.json").unlink()

    with pytest.raises(LossError, match="put back the event, revision or correction"):
        compare(tmp_path / "previous", tmp_path / "new", laid(small, tmp_path / "new"))


def test_a_wrong_arxiv_id_is_mended(small, tmp_path):
    entry(small, "mistyped", arxiv="2605.00001", added="2026-11-20")
    laid(small, tmp_path / "previous")
    change(small / "content/papers/2019/mistyped.yml", arxiv="2605.00010")

    compare(tmp_path / "previous", tmp_path / "new", laid(small, tmp_path / "new"))


def test_an_arxiv_id_that_a_paper_merely_loses_is_a_loss(small, tmp_path):
    entry(small, "on-arxiv", arxiv="2605.00001", added="2026-11-20")
    laid(small, tmp_path / "previous")
    (small / "content/papers/2019/on-arxiv.yml").unlink()
    entry(small, "on-arxiv", added="2026-11-20")

    with pytest.raises(LossError, match=r"abs/2605\.00001/ would vanish; give the id back"):
        compare(tmp_path / "previous", tmp_path / "new", laid(small, tmp_path / "new"))


# The command


def test_a_build_that_would_lose_something_says_what_and_publishes_nothing(small):
    published = build_well(small).folder
    before = snapshot(published)
    forget(small)

    built = build(small, None, "--previous", published)

    assert built.said.returncode == 1
    assert "papers/graph-walks/ would vanish" in built.said.stderr
    assert "would lose 'Walks on Graphs" in built.said.stderr
    assert "Traceback" not in built.said.stderr
    assert snapshot(published) == before
    assert [path.name for path in small.iterdir() if "building" in path.name] == []


def test_a_build_that_loses_nothing_is_published_over_the_previous_site(small):
    published = build_well(small).folder
    entry(small, "fresh", added="2026-11-20")

    built = build(small, None, "--previous", published)

    assert built.said.returncode == 0, built.said.stderr
    assert (published / "papers/fresh/index.html").exists()


def test_a_folder_without_a_site_is_nothing_to_compare_with(small, tmp_path):
    (tmp_path / "empty").mkdir()

    built = build(small, None, "--previous", tmp_path / "empty")

    assert built.said.returncode == 2
    assert re.search(
        r"error: .*/empty holds no site to compare with, for it has no index\.html; name the folder of the published one with --previous",
        built.said.stderr,
    )
    assert not (small / "site").exists()
    with pytest.raises(DigestError, match="holds no site"):
        require_site(tmp_path / "nowhere")


@pytest.mark.parametrize("name", ["feed.xml", "atom.xml", "feed.json"])
def test_a_folder_without_feeds_is_nothing_to_compare_with(small, tmp_path, name):
    laid(small, tmp_path / "previous")
    require_site(tmp_path / "previous")
    (tmp_path / "previous" / name).unlink()

    with pytest.raises(DigestError, match=f"has no {name}"):
        require_site(tmp_path / "previous")


def test_a_feed_of_the_previous_site_that_cannot_be_read_is_named(losses, tmp_path):
    (tmp_path / "previous/feed.xml").write_text("<rss>")

    with pytest.raises(DigestError, match=r"feed\.xml is no feed that can be compared"):
        losses()


def test_a_tombstone_says_so_to_people_and_search_engines(small):
    emptied(small)
    say_removed(small, "long-gone", "  aliases: [gone-before]\n")

    built = build_well(small)

    html = (built.folder / "papers/long-gone/index.html").read_text(encoding="utf-8")
    assert say("gone.title") in text_of(html)
    assert [tag.get("content") for tag in dom(html).iter("meta") if tag.get("name") == "robots"] == ["noindex"]
    assert refresh_of((built.folder / "papers/gone-before/index.html").read_text(encoding="utf-8")) == "../long-gone/"
