"""Work that two processes share is done once and whole, whatever becomes of the second one."""

import logging
import os

import pytest

from digest import filling, sharing
from digest.model.outputs import Page
from digest.publish import Staging
from digest.render.links import read_own_links


@pytest.fixture(params=["alone", "with a copy"])
def sharing_or_not(request, monkeypatch):
    if request.param == "with a copy" and not sharing.can_share():
        pytest.skip("this process has threads, or the machine one processor")
    monkeypatch.setattr(sharing, "can_share", lambda: request.param == "with a copy")


def test_every_piece_is_done_once(sharing_or_not):
    done = sharing.shared(200, list)

    assert sorted(number for numbers in done for number in numbers) == list(range(200))


def test_what_a_copy_fails_at_is_done_here(sharing_or_not):
    here = os.getpid()

    def work(numbers):
        some = list(numbers) if os.getpid() == here else [next(numbers), next(numbers)]
        if os.getpid() != here:
            raise ValueError(some)
        return some

    assert sorted(number for numbers in sharing.shared(100, work) for number in numbers) == list(range(100))


def test_what_cannot_be_done_is_said_by_the_process_that_asked(sharing_or_not):
    def work(numbers):
        for number in numbers:
            if number == 7:
                raise ValueError("seven")

    with pytest.raises(ValueError, match="seven"):
        sharing.shared(20, work)


def test_no_copy_is_left_when_the_work_is_interrupted(sharing_or_not):
    here = os.getpid()

    def work(numbers):
        if os.getpid() == here:
            raise KeyboardInterrupt
        return list(numbers)

    with pytest.raises(KeyboardInterrupt):
        sharing.shared(20, work)
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


class Bare:
    """Frames that add nothing."""

    depths = (2, 3)

    def filled(self, page, html, head):
        return head + html, read_own_links(html), None


def test_pages_are_written_their_links_known_and_what_was_said_of_them_heard(tmp_path, caplog, sharing_or_not):
    urls = [f"papers/p{number}/" for number in range(2 * filling.MANY)]
    staging = Staging(tmp_path, None)

    def clean(text, url):
        if text.startswith("<p>"):
            logging.getLogger("mkdocs.plugins.digest").warning("%s is odd", url)
        return text.removeprefix("<p>")

    def page(url):
        return Page(
            url=url,
            title="T",
            description="D",
            make=lambda: f'<p><a id="{url}" href="../../nowhere/">x</a><a href="../../papers/p1/">y</a>',
        )

    made = filling.Filling(Bare(), staging, "", clean, frozenset(urls), "x.test", lambda _: b"name").fill([page(url) for url in urls])

    assert list(made) == urls
    assert {one.links.links for one in made.values()} == {("../../nowhere/",)}
    assert {one.of for one in made.values()} == {None}, "what there is a word to say of is made again"
    assert staging.written == {f"{url}index.html" for url in urls}
    assert all((tmp_path / path).read_text().startswith("<a") for path in staging.written)
    assert sorted(record.getMessage() for record in caplog.records) == sorted(f"{url} is odd" for url in urls)


def test_a_copy_that_is_killed_while_it_answers_is_as_good_as_none(sharing_or_not, monkeypatch):
    here = os.getpid()
    dumps = sharing.pickle.dumps
    monkeypatch.setattr(sharing.pickle, "dumps", lambda *of: dumps(*of) if os.getpid() == here else dumps(*of)[:-5])

    assert sorted(number for numbers in sharing.shared(100, list) for number in numbers) == list(range(100))


def test_where_no_copy_can_be_made_one_process_does_it_all(sharing_or_not, monkeypatch):
    def no_memory():
        raise OSError

    monkeypatch.setattr(os, "fork", no_memory)

    assert sharing.shared(20, list) == [list(range(20))]
