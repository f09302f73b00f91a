"""Files of a served site wait until a browser asks: then they are of the site that is served, whatever is built meanwhile."""

import threading
from functools import partial

import pytest

from digest.model.outputs import File
from digest.problems import DigestError
from digest.publish import Staging
from digest.publish.waiting import Waiting, on_demand


class Site:
    """A site that is served, and built again and again."""

    def __init__(self, root):
        self.folder = root / "site"
        self.root = root
        self.waiting = Waiting()
        self.made = []
        self.said = []
        self.builds = 0
        self.answer = on_demand(self._served, self.waiting.make, mount="/sub/", complain=self.said.append, alone=self.waiting.alone)

    def take(self, *, needed=(), **texts):
        """Build a site of pages and files, up to the moment in which it is published."""
        self.builds += 1
        folder = self.root / f"building-{self.builds}"
        folder.mkdir()
        staging = Staging(folder, self.folder)
        staging.write("index.html", b"a page")
        self.waiting.take(self.files(**texts), staging=staging, apart_from=(), needed=needed)
        return staging

    def files(self, **texts):
        """List files that hold these texts; their names have _ for a dot."""
        return [File(name.replace("_", "."), partial(self._make, text)) for name, text in texts.items()]

    def build(self, **texts):
        """Build and publish a site."""
        self.waiting.publish(self.take(**texts), self.folder)

    def read(self, path):
        """Ask for a path, as a browser does."""
        return self.answer({"PATH_INFO": path}, self._head)[0]

    def _head(self, status, headers):
        assert headers == []
        self.status = status

    def _make(self, text):
        self.made.append(text)
        if text == "broken":
            raise DigestError("it is broken")
        return text.encode()

    def _served(self, environ, start_response):
        path = self.folder / environ["PATH_INFO"].removeprefix("/sub/")
        path = path / "index.html" if path.is_dir() else path
        start_response("200 OK" if path.is_file() else "404 Not Found", [])
        return [path.read_text() if path.is_file() else None]


@pytest.fixture
def site(tmp_path):
    return Site(tmp_path)


def test_a_file_is_made_when_somebody_asks_for_it_and_once(site):
    site.build(feed_xml="news", papers_bib="papers")

    assert site.made == []
    assert [site.read("/sub/feed.xml"), site.read("/sub/feed.xml")] == ["news", "news"]
    assert site.made == ["news"]


def test_a_file_that_is_needed_to_build_the_site_stands_there_at_once(site):
    site.build(needed={"feed.xml"}, feed_xml="news", papers_bib="papers")

    assert site.made == ["news"]
    assert (site.folder / "feed.xml").read_text() == "news"


def test_whoever_asked_for_a_file_finds_it_renewed_with_every_site_and_others_are_never_made(site):
    site.build(feed_xml="news", papers_bib="papers")
    site.read("/sub/feed.xml")

    site.build(feed_xml="other news", papers_bib="other papers")

    assert (site.folder / "feed.xml").read_text() == "other news"
    assert site.made == ["news", "other news"]


def test_a_file_that_the_new_site_has_not_is_gone(site):
    site.build(feed_xml="news")
    site.read("/sub/feed.xml")

    site.build(papers_bib="papers")

    assert site.read("/sub/feed.xml") is None


def test_a_file_that_is_asked_for_while_a_site_is_built_is_of_the_new_one_when_that_is_there(site):
    site.build(feed_xml="news")
    staging = site.take(feed_xml="other news")

    assert site.read("/sub/feed.xml") == "news"
    site.waiting.publish(staging, site.folder)

    assert site.read("/sub/feed.xml") == "other news"


def test_nothing_is_made_while_a_site_is_published(site):
    site.build(feed_xml="news")
    asking = threading.Thread(target=site.read, args=("/sub/feed.xml",))

    with site.waiting.alone:
        asking.start()
        asking.join(0.3)
        assert site.made == []
    asking.join()

    assert site.made == ["news"]


def test_a_page_that_leads_elsewhere_is_made_for_its_address(site):
    site.waiting.publish(site.take(), site.folder)
    site.waiting.files = {"papers/old/index.html": lambda: b"it moved"}

    assert site.read("/sub/papers/old/") == "it moved"


@pytest.mark.parametrize("path", ["/sub/../feed.xml", "/sub//feed.xml", "/sub/x/../feed.xml", "/sub/./feed.xml"])
def test_a_path_leads_to_no_file_outside_of_the_site(site, tmp_path, path):
    site.build(feed_xml="news")

    site.read(path)

    assert sorted(one.name for one in tmp_path.iterdir()) == ["site"]


def test_a_file_that_cannot_be_made_is_complained_of_and_is_not_there(site):
    site.build(feed_xml="broken")

    assert (site.read("/sub/feed.xml"), site.status) == (None, "404 Not Found")
    assert site.said == ["/sub/feed.xml cannot be made: it is broken"]


def test_a_file_that_somebody_looks_at_and_that_cannot_be_made_any_more_fails_the_new_site(site):
    site.build(feed_xml="news")
    site.read("/sub/feed.xml")

    with pytest.raises(DigestError, match="it is broken"):
        site.take(feed_xml="broken")


def test_where_nothing_came_of_a_new_site_the_files_of_the_last_one_stay_made_or_waiting(site):
    site.build(feed_xml="news", papers_bib="papers")
    site.read("/sub/feed.xml")

    staging = site.take(feed_xml="other news", papers_bib="other papers")
    site.waiting.keep(site.files(feed_xml="news", papers_bib="papers"), staging=staging, apart_from=())
    site.waiting.publish(staging, site.folder)

    assert [site.read("/sub/feed.xml"), site.read("/sub/papers.bib")] == ["news", "papers"]
    assert site.made == ["news", "other news", "papers"]


def test_what_stands_there_is_served_at_once_and_left_as_it_is_though_something_is_being_made(site):
    site.build(feed_xml="news")
    (site.folder / "feed.xml").write_text("of somebody else")

    with site.waiting.alone:
        assert site.read("/sub/feed.xml") == "of somebody else"

    assert site.made == []


def test_nothing_is_made_for_a_path_outside_of_the_site(site):
    site.build(feed_xml="news")

    assert site.read("/feed.xml") is None
    assert site.made == []
