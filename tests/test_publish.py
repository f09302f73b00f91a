"""A finished folder to the published one: only what differs is written, what is stale goes last."""

import errno
import os
import shutil
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sites import snapshot
from support import write

from digest.publish import PublishError, Staging, moving, publish, staging_folder

HOME = '<meta name="generator" content="mkdocs-1.6.1, mkdocs-material-9.8.1">'
MARK = ".publishing"


def made(folder, **files):
    """Write a site: paths by name, with __ for / and _ for the dot."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in ({"index_html": HOME, "sitemap_xml": "map"} | files).items():
        write(folder / name.replace("__", "/").replace("_", "."), text)
    return folder


def test_a_new_site_is_moved_to_where_it_belongs(tmp_path):
    staging = made(tmp_path / "staging", papers__x__index_html="x")

    publish(staging, tmp_path / "out/site")

    assert snapshot(tmp_path / "out/site") == {"index.html": HOME.encode(), "sitemap.xml": b"map", "papers/x/index.html": b"x"}
    assert not staging.exists()


def test_files_that_did_not_change_keep_their_time_and_others_are_replaced(tmp_path):
    site = made(tmp_path / "site", same_css="same", other_css="old")
    for name in ("same.css", "other.css"):
        os.utime(site / name, (1, 1))

    publish(made(tmp_path / "staging", same_css="same", other_css="new"), site)

    assert (site / "same.css").stat().st_mtime == 1
    assert (site / "other.css").stat().st_mtime != 1
    assert (site / "other.css").read_text() == "new"


def test_pages_of_the_former_site_go_and_so_do_their_empty_folders(tmp_path):
    site = made(tmp_path / "site", papers__gone__index_html="gone", papers__kept__index_html="kept")

    publish(made(tmp_path / "staging", papers__kept__index_html="kept"), site)

    assert sorted(path.name for path in (site / "papers").iterdir()) == ["kept"]


def test_dot_files_at_the_top_stay(tmp_path):
    site = made(tmp_path / "site")
    write(site / ".git/HEAD", "ref: refs/heads/gh-pages")
    write(site / ".nojekyll", "")

    publish(made(tmp_path / "staging"), site)

    assert (site / ".git/HEAD").read_text() == "ref: refs/heads/gh-pages"
    assert (site / ".nojekyll").exists()


def test_a_file_gives_way_to_a_folder_and_a_folder_to_a_file(tmp_path):
    site = made(tmp_path / "site", a="file", b__index_html="folder")

    publish(made(tmp_path / "staging", a__index_html="folder", b="file"), site)

    assert (site / "a/index.html").read_text() == "folder"
    assert (site / "b").read_text() == "file"


def test_a_link_in_the_site_is_replaced_and_not_written_through(tmp_path):
    site = made(tmp_path / "site")
    outside = write(tmp_path / "outside.css", "mine")
    (site / "digest.css").symlink_to(outside)

    publish(made(tmp_path / "staging", digest_css="theirs"), site)

    assert outside.read_text() == "mine"
    assert (site / "digest.css").read_text() == "theirs"


def test_whoever_reads_a_file_meanwhile_finds_the_old_or_the_new_one(tmp_path):
    site = made(tmp_path / "site", page_html="old" * 1000)

    with (site / "page.html").open() as reader:
        publish(made(tmp_path / "staging", page_html="new" * 1000), site)
        assert reader.read() == "old" * 1000


@pytest.mark.parametrize("name", ["thesis.tex", "src/main.c", "index.html"])
def test_a_folder_that_holds_other_things_is_refused_and_left_alone(tmp_path, name):
    write(tmp_path / "site" / name, "precious")

    with pytest.raises(PublishError, match="holds other things than a site"):
        staging_folder(tmp_path / "site")

    assert snapshot(tmp_path) == {f"site/{name}": b"precious"}


def test_the_site_of_another_tool_is_refused_and_left_alone(tmp_path):
    made(tmp_path / "site", index_html='<meta name="generator" content="Hugo 0.168">', post__index_html="precious")
    before = snapshot(tmp_path)

    with pytest.raises(PublishError, match="holds other things than a site"):
        staging_folder(tmp_path / "site")

    assert snapshot(tmp_path) == before


def test_a_file_where_the_site_belongs_is_refused(tmp_path):
    write(tmp_path / "site", "precious")

    with pytest.raises(PublishError):
        staging_folder(tmp_path / "site")


@pytest.mark.parametrize(
    "prepare",
    [lambda site: None, lambda site: site.mkdir(), made, lambda site: write(site / ".git/HEAD", "x")],
    ids=["none", "empty", "site", "git"],
)
def test_a_new_an_empty_and_a_former_site_folder_are_taken(tmp_path, prepare):
    prepare(tmp_path / "site")

    staging = staging_folder(tmp_path / "site")

    assert staging.parent == tmp_path
    assert list(staging.iterdir()) == []


def test_a_place_that_cannot_be_written_to_is_named_with_the_mend(tmp_path):
    write(tmp_path / "file", "")

    with pytest.raises(PublishError, match=r"cannot be written to .*--site-dir"):
        staging_folder(tmp_path / "file/site")


def test_a_site_that_cannot_be_moved_says_so_and_leaves_no_staging(tmp_path):
    write(tmp_path / "file", "")
    staging = made(tmp_path / "staging")

    with pytest.raises(PublishError, match="cannot be moved"):
        publish(staging, tmp_path / "file/site")

    assert not staging.exists()
    assert (tmp_path / "file").is_file()


def test_a_linked_folder_within_a_site_is_replaced_and_not_written_through(tmp_path):
    outside = tmp_path / "outside"
    outside.mkdir()
    site = made(tmp_path / "site")
    (site / "papers").symlink_to(outside)
    staging = staging_folder(site)
    write(staging / "papers/x/index.html", "new")

    publish(staging, site)

    assert list(outside.iterdir()) == []
    assert (site / "papers/x/index.html").read_text() == "new"


def test_a_site_cannot_lie_in_what_it_is_made_from(tmp_path):
    with pytest.raises(PublishError, match="which the site is made from"):
        staging_folder(tmp_path / "content/site", apart_from=(tmp_path / "content",))


def test_of_two_sites_published_at_once_one_is_whole(tmp_path):
    def folder(name: str) -> Path:
        staging = tmp_path / name
        for number in range(200):
            write(staging / f"{name}/{number}/index.html", name)
            write(staging / f"both/{number}.html", name)
        return staging

    with ThreadPoolExecutor() as pool:
        for done in [pool.submit(publish, folder(name), tmp_path / "site") for name in ("one", "two")]:
            done.result()

    names = {path.read_text() for path in (tmp_path / "site").rglob("*.html")}
    assert names in ({"one"}, {"two"})
    assert len(list((tmp_path / "site").rglob("*.html"))) == 400


class BrokenOffError(Exception):
    """What ends a publication halfway."""


@pytest.fixture
def broken_off(monkeypatch):
    """Give a function that publishes, and is broken off when it comes to a path."""

    def break_off(staging: Path, site: Path, name: str) -> None:
        move = moving._move

        def moved(new: Path, old: Path) -> None:
            if old == site / name:
                raise BrokenOffError
            move(new, old)

        with monkeypatch.context() as patch:
            patch.setattr(moving, "_move", moved)
            with pytest.raises(BrokenOffError):
                publish(staging, site)

    return break_off


def test_a_publication_that_never_ended_is_told_by_a_mark_and_its_files_are_taken_for_nothing(tmp_path, broken_off):
    site = made(tmp_path / "site", page_html="old")
    broken_off(made(tmp_path / "broken", page_html="new", other_html="new"), site, "page.html")

    assert (site / MARK).exists()
    staging = Staging(staging_folder(site), site)
    staging.write("page.html", b"old")
    staging.write("index.html", HOME.encode())
    assert staging.same == {}

    publish(staging.folder, site, same=staging.same)
    assert snapshot(site) == {"page.html": b"old", "index.html": HOME.encode()}


def test_a_first_publication_that_never_ended_is_taken_up_by_the_next_build(tmp_path, broken_off):
    site = tmp_path / "site"
    broken_off(made(tmp_path / "broken", page_html="new"), site, "index.html")
    assert not (site / "index.html").exists()

    publish(made(staging_folder(site), page_html="new"), site)

    assert snapshot(site) == {"index.html": HOME.encode(), "sitemap.xml": b"map", "page.html": b"new"}


def test_what_was_kept_of_a_site_is_not_relied_on_where_another_build_was_broken_off_meanwhile(tmp_path, broken_off):
    site = made(tmp_path / "site", page_html="old", search="old")
    staging = Staging(staging_folder(site), site)
    staging.write("search", b"old")
    broken_off(made(tmp_path / "broken", page_html="new", search="old"), site, "page.html")

    with pytest.raises(PublishError, match="build it again"):
        publish(staging.folder, site, same=staging.same)


def test_what_is_new_comes_first_then_what_changed_and_last_the_home_page(tmp_path, monkeypatch):
    site = made(tmp_path / "site", a__index_html="old", z__index_html="old")
    order = []
    for name in ("_move", "_has_moved"):
        move = getattr(moving, name)
        monkeypatch.setattr(moving, name, lambda new, old, move=move: order.append(old.relative_to(site).as_posix()) or move(new, old))

    publish(made(tmp_path / "staging", index_html=HOME + "new", a__index_html="new", z__1__index_html="new", z__index_html="new"), site)

    assert order == ["z/1", "a/index.html", "z/index.html", "index.html"]


def on_another_disk(monkeypatch, site: Path) -> None:
    """Have moves into a site fail as they do between two disks."""
    replace, rename = Path.replace, os.rename

    def guarded(move):
        def moved(old, new):
            if Path(new).is_relative_to(site) and not Path(old).is_relative_to(site):
                raise OSError(errno.EXDEV, "Invalid cross-device link", str(new))
            return move(old, new)

        return moved

    monkeypatch.setattr(Path, "replace", guarded(replace))
    monkeypatch.setattr(os, "rename", guarded(rename))


def test_a_site_on_another_disk_is_moved_file_by_file(tmp_path, monkeypatch):
    site = made(tmp_path / "site", page_html="old")
    on_another_disk(monkeypatch, site)

    publish(made(tmp_path / "staging", page_html="new", papers__x__index_html="x"), site)

    expected = {"index.html": HOME.encode(), "sitemap.xml": b"map", "page.html": b"new", "papers/x/index.html": b"x"}
    assert snapshot(site) == expected


def test_a_full_disk_leaves_no_half_file_and_the_message_says_what_to_do(tmp_path, monkeypatch):
    site = made(tmp_path / "site", page_html="old")
    on_another_disk(monkeypatch, site)

    def copy(_, target):
        Path(target).write_text("half")
        raise OSError(errno.ENOSPC, "No space left on device", str(target))

    monkeypatch.setattr(shutil, "copyfile", copy)

    with pytest.raises(PublishError, match=r"No space left on device .*mend that and build again"):
        publish(made(tmp_path / "staging", page_html="new"), site)

    assert sorted(path.name for path in site.iterdir()) == [MARK, "index.html", "page.html", "sitemap.xml"]


def test_a_link_to_a_folder_that_stands_in_a_former_site_goes_and_what_it_leads_to_stays(tmp_path):
    site = made(tmp_path / "site")
    write(tmp_path / "elsewhere/precious", "precious")
    (site / "old").symlink_to("../elsewhere")

    publish(made(tmp_path / "staging"), site)

    assert not (site / "old").is_symlink()
    assert (tmp_path / "elsewhere/precious").read_text() == "precious"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="only where there are pipes with names")
def test_a_pipe_in_a_former_site_is_replaced_and_not_waited_for(tmp_path):
    site = made(tmp_path / "site")
    os.mkfifo(site / "feed.xml")
    staging = Staging(staging_folder(site), site)

    staging.write("feed.xml", b"feed")
    publish(staging.folder, site)

    assert (site / "feed.xml").read_bytes() == b"feed"


@pytest.mark.skipif(sys.platform == "win32", reason="there, nobody can tell whether a folder is held")
def test_what_a_killed_build_left_goes_with_the_next_one_and_what_another_builds_in_stays(tmp_path):
    left, held, just_made = (staging_folder(tmp_path / "site") for _ in range(3))
    write(left / "index.html", "half")
    of_another = Staging(held, None)
    other = staging_folder(tmp_path / "site-of-another")
    for folder in (left, held, other):
        os.utime(folder, (1, 1))

    new = staging_folder(tmp_path / "site")

    assert set(tmp_path.iterdir()) == {held, just_made, other, new}
    del of_another
    staging_folder(tmp_path / "site")
    assert not held.exists()
