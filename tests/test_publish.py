"""A finished folder to the published one: only what differs is written, what is stale goes last."""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sites import snapshot
from support import write

from digest.publish import PublishError, publish, staging_folder


def made(folder, **files):
    """Write a site: paths by name, with __ for / and _ for the dot."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in ({"index_html": "home", "sitemap_xml": "map"} | files).items():
        write(folder / name.replace("__", "/").replace("_", "."), text)
    return folder


def test_a_new_site_is_moved_to_where_it_belongs(tmp_path):
    staging = made(tmp_path / "staging", papers__x__index_html="x")

    publish(staging, tmp_path / "out/site")

    assert snapshot(tmp_path / "out/site") == {"index.html": b"home", "sitemap.xml": b"map", "papers/x/index.html": b"x"}
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
