"""How long all feeds of ten thousand papers take, and how much memory: `python tests/benchmarks/feeds.py`. No test; run by hand."""

import datetime as dt
import sys
import time
import tracemalloc
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).parent.parent))

from sites import site_of
from support import ROOT, project_at

from digest.derive.feed import Gathered, subscriptions
from digest.model.content import Lab, Topic
from digest.model.outputs import File
from digest.model.paper import Named, Paper
from digest.model.site import Site, TopicPage
from digest.render import markup
from digest.render.feeds import feeds
from digest.render.templating import Templates

PAPERS = 10_000
YEARS = 10
TOPICS = 40
LABS = 200
SEED = 5


def many(site: Site) -> Site:
    """Make ten thousand papers of those of the digest, each with words of its own."""
    random = Random(SEED)
    words = sorted({word for paper in site.papers for word in paper.summary.split() if word.isalpha()})
    topics = [Named(id=f"topic-{number}", name=f"Topic {number}") for number in range(TOPICS)]
    labs = [Named(id=f"lab-{number}", name=f"Lab {number}") for number in range(LABS)]
    first = dt.date(2026, 1, 1)
    papers = tuple(
        replace(
            (like := random.choice(site.papers)),
            slug=f"paper-{number}",
            aliases=(),
            title=f"{like.title} {number}",
            summary="\n\n".join(" ".join(random.choices(words, k=75)) + "." for _ in range(2)),
            topics=tuple(random.sample(topics, k=random.choice((1, 2)))),
            labs=tuple(random.sample(labs, k=random.choice((0, 1, 2)))),
            added=first + dt.timedelta(days=number * 365 * YEARS // PAPERS),
        )
        for number in range(PAPERS)
    )
    pages = tuple(_topic(topic, papers, site) for topic in topics)
    named = {lab.id: Lab(name=lab.name) for lab in labs}
    gathered = Gathered(papers, (), (), pages, named)
    return replace(site, papers=papers, topics=pages, subscriptions=subscriptions(gathered, project_at(ROOT)))


def _topic(topic: Named, papers: tuple[Paper, ...], site: Site) -> TopicPage:
    own = tuple(paper for paper in papers if topic in paper.topics)
    like: Topic = replace(site.topics[0].topic, name=topic.name, formerly=())
    return TopicPage(id=topic.id, topic=like, papers=own, start=(), nearby=())


def main() -> None:
    """Measure time first, then memory: each spoils the other's figure."""
    site = many(site_of(ROOT))
    project = project_at(ROOT)
    for paper in site.papers:
        markup.to_html(paper.summary)  # the pages have done that already
    measure(lambda: feeds(site, project, Templates(project)))


def measure(make: Callable[[], Iterator[File]]) -> None:
    """Take files as a build does, one after the other, three times for the time and once for the memory."""
    for run in range(3):
        began = time.process_time()
        sizes = [len(file.make()) for file in make()]
        print(f"run {run + 1}: {time.process_time() - began:.2f} s for {len(sizes)} files, {sum(sizes) / 1e6:.1f} MB")
    tracemalloc.start()
    for file in make():
        file.make()
    print(f"memory: {tracemalloc.get_traced_memory()[1] / 1e6:.1f} MB at most")


if __name__ == "__main__":
    main()
