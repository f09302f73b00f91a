"""`digest serve`: it follows every change, shows what is wrong, and lives on."""

import http.client
import signal
import socket
import subprocess
import time
from contextlib import contextmanager

import pytest
from mkdocs.livereload import LiveReloadServer
from sites import SCRIPTS, change, configure, entry, environment, say, text_of
from support import write

from digest.plugin import look_often

PATIENCE = 20
"""Seconds that a change may take to be seen."""


class Served:
    """A site that is being served, by a process of ours."""

    def __init__(self, root, address, process, log):
        self.root = root
        self.address = address
        self.process = process
        self.log = log

    def text(self, url: str) -> str:
        """Read the words of a page, or of what stands in its place."""
        return text_of(self.source(url))

    def source(self, url: str) -> str:
        """Read a file."""
        connection = http.client.HTTPConnection(self.address, timeout=PATIENCE)
        try:
            connection.request("GET", f"/{url}")
            return connection.getresponse().read().decode()
        except OSError:
            return "nobody answers"
        finally:
            connection.close()

    def shows(self, url: str, text: str) -> bool:
        """Wait until a page shows a text."""
        return self._comes(lambda: text in self.text(url))

    def hides(self, url: str, text: str) -> bool:
        """Wait until a page no longer shows a text."""
        return self._comes(lambda: text not in self.text(url))

    def logs(self, text: str) -> bool:
        """Wait until the log has a text."""
        return self._comes(lambda: text in self.log.read_text())

    def _comes(self, happens) -> bool:
        until = time.monotonic() + PATIENCE
        while not happens():
            if time.monotonic() > until or self.process.poll() is not None:
                return False
            time.sleep(0.1)
        return True


@contextmanager
def serving(root):
    """Serve a digest for a while, and end it as a person does."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    log = root.parent / "serve.log"
    with log.open("w") as output:
        command = [SCRIPTS / "digest", "serve", "--address", address]
        process = subprocess.Popen(command, cwd=root, env=environment(), stdout=output, stderr=subprocess.STDOUT)
        try:
            yield Served(root, address, process, log)
        finally:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
                raise


def test_a_change_to_content_pages_templates_and_drafts_is_seen(small):
    (small / "site_config/templates").mkdir(parents=True)
    with serving(small) as served:
        assert served.shows("papers/graph-walks/", "Walks on Graphs, and <3 Other R&D")

        change(small / "content/papers/2019/graph-walks.yml", title="Runs on Graphs")
        assert served.shows("papers/graph-walks/", "Runs on Graphs")

        entry(small, "half-done", added=None)
        assert served.shows("years/2019/", "The title of half-done")
        assert say("entry.draft") in served.text("papers/half-done/")

        write(small / "content/pages/about.md", "---\ndescription: x\n---\n# About\n\nOther words of people.\n")
        assert served.shows("about/", "Other words of people.")

        write(small / "site_config/templates/topics.html.j2", "<h1>Topics of our own</h1>")
        assert served.shows("topics/", "Topics of our own")


def test_a_problem_is_shown_and_logged_until_it_is_mended(small):
    walks = small / "content/papers/2019/graph-walks.yml"
    before = walks.read_text(encoding="utf-8")
    with serving(small) as served:
        assert served.shows("about/", "A digest for trying things out")

        walks.write_text(before.replace("graph-neural-networks", "graph-neural-network"), encoding="utf-8")
        for url in ("", "papers/graph-walks/", "about/"):
            assert served.shows(url, "content/papers/2019/graph-walks.yml:5:10")
            assert "did you mean 'graph-neural-networks'" in served.text(url)
        assert "Walks on Graphs" in served.text("papers/graph-walks/")
        assert served.logs("content/papers/2019/graph-walks.yml:5:10: error[unknown-topic]")

        walks.write_text(before.replace("Walks on Graphs", "Mended Walks"), encoding="utf-8")
        assert served.shows("papers/graph-walks/", "Mended Walks")
        assert served.hides("", "graph-walks.yml:5:10")


def test_a_site_can_be_served_from_a_problem_on(small):
    walks = small / "content/papers/2019/graph-walks.yml"
    before = walks.read_text(encoding="utf-8")
    walks.write_text(before.replace("why:", "whi:"), encoding="utf-8")
    with serving(small) as served:
        assert served.shows("", "unknown key 'whi'; did you mean 'why'?")
        assert "unknown key 'whi'" in served.text("about/")

        walks.write_text(before, encoding="utf-8")
        assert served.shows("papers/graph-walks/", "Walks on Graphs")
        assert served.hides("", "unknown key")


def test_a_template_with_a_mistake_does_not_end_the_server(small):
    (small / "site_config/templates").mkdir(parents=True)
    with serving(small) as served:
        assert served.shows("topics/", say("topics.title"))

        write(small / "site_config/templates/topics.html.j2", "<h1>{{ no_such_thing }}</h1>")
        assert served.logs("no_such_thing")

        write(small / "site_config/templates/topics.html.j2", "<h1>Mended</h1>")
        assert served.shows("topics/", "Mended")


def test_a_site_below_a_path_is_served_below_it_with_its_feeds_exports_and_redirects(small):
    configure(small, "https://small-annual.test/", "https://small-annual.test/sub/path/")
    with serving(small) as served:
        assert served.shows("sub/path/papers/graph-walks/", "Walks on Graphs")
        assert "does not exist" not in served.log.read_text()
        assert "Walks on Graphs" in served.source("sub/path/feed.xml")
        assert "Walks on Graphs" in served.source("sub/path/papers/graph-walks/paper.json")
        assert "../years/" in served.source("sub/path/papers/")


def test_a_feed_that_is_looked_at_follows_every_change(small):
    with serving(small) as served:
        assert served.shows("feed.xml", "Walks on Graphs")

        change(small / "content/papers/2019/graph-walks.yml", title="Runs on Graphs")
        assert served.shows("feed.xml", "Runs on Graphs")


def test_a_feed_that_is_looked_at_stays_as_it_was_while_its_template_is_broken_and_the_pages_say_so(small):
    template = small / "site_config/templates/feed-item.html.j2"
    template.parent.mkdir(parents=True)
    with serving(small) as served:
        assert served.shows("feed.xml", "Walks on Graphs")

        write(template, "{{ no_such_thing }}")
        assert served.shows("about/", "no_such_thing")
        write(small / "content/pages/about.md", "---\ndescription: x\n---\n# About\n\nOther words, and [a feed](feed.xml).\n")
        assert served.shows("about/", "Other words")
        assert "no_such_thing" in served.text("about/")
        assert "Walks on Graphs" in served.source("feed.xml")

        write(template, "Mended.")
        assert served.shows("feed.xml", "Mended.")
        assert served.hides("about/", "no_such_thing")


def test_a_hook_finds_every_file_when_the_site_is_built(small):
    write(
        small / "hook.py",
        "from pathlib import Path\n\ndef on_post_build(config):\n    (Path(config.site_dir) / 'feed.xml').write_text('of a hook')\n",
    )
    configure(small, "nav:", "hooks: [hook.py]\nnav:")
    with serving(small) as served:
        assert served.shows("feed.xml", "of a hook")
        assert "Walks on Graphs" in served.source("papers.csv")


def test_serving_ends_quietly_when_interrupted_and_leaves_no_file(small):
    with serving(small) as served:
        assert served.shows("", say("home.title"))

    assert served.process.returncode in {0, 130, -signal.SIGINT}
    assert "Traceback" not in served.log.read_text()
    assert sorted(path.name for path in small.iterdir()) == ["content", "mkdocs.yml"]


def test_an_address_in_use_is_named(small):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        command = [SCRIPTS / "digest", "serve", "--address", f"127.0.0.1:{taken.getsockname()[1]}"]
        said = subprocess.run(command, cwd=small, env=environment(), capture_output=True, encoding="utf-8", timeout=PATIENCE, check=False)

    assert said.returncode == 2
    assert "in use" in said.stderr
    assert "Traceback" not in said.stderr


def test_changes_are_looked_for_the_more_often_the_fewer_files_there_are(tmp_path):
    (tmp_path / "few").mkdir()
    (tmp_path / "some").mkdir()
    for number in range(1000):
        (tmp_path / f"some/{number}").touch()
    write(tmp_path / "mkdocs.yml", "")
    (tmp_path / "many").mkdir()
    for number in range(9000):
        (tmp_path / f"many/{number}").touch()
    server = LiveReloadServer(lambda: None, "127.0.0.1", 0, str(tmp_path))
    for name in ("few", "some", "many", "mkdocs.yml"):
        server.watch(str(tmp_path / name))
    look_often(server)

    after = {emitter.watch.path.rpartition("/")[2]: emitter.timeout for emitter in server.observer.emitters}
    server.server_close()
    assert after == pytest.approx({"few": 0.1, "some": 0.15, "many": 0.5, tmp_path.name: 0.5})  # the last is for the file


@pytest.mark.parametrize("address", ["nonsense", "127.0.0.1:port"])
def test_an_address_that_is_none_is_named(small, address):
    command = [SCRIPTS / "digest", "serve", "--address", address]

    said = subprocess.run(command, cwd=small, env=environment(), capture_output=True, encoding="utf-8", timeout=PATIENCE, check=False)

    assert said.returncode == 2
    assert "Traceback" not in said.stderr
