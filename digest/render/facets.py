"""A site's papers to the facets that they can be searched by, each with its options and how many papers have them."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import get_args

from digest.model.paper import Code, Named, Paper, Standing
from digest.model.site import Site
from digest.render import addresses

SHOWN = 8
"""Options of a facet that stand open; the rest is folded."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Option:
    """One word of a facet, as addresses have it, and its papers' number."""

    id: str
    name: str
    """Empty where it is a word of the interface."""
    count: int
    formerly: tuple[str, ...] = ()
    """Former ids, whose addresses keep working."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Facet:
    """A question that papers can be filtered by."""

    id: str
    options: tuple[Option, ...]


def facets(site: Site) -> tuple[Facet, ...]:
    """List what papers differ by: editions newest first, code in its order, the others by their number of papers."""
    standings = Counter(paper.standing for paper in site.papers)
    frameworks = Counter(framework for paper in site.papers for framework in frameworks_of(paper.code))
    topics = (Option(id=page.id, name=page.topic.name, count=len(page.papers), formerly=page.topic.formerly) for page in site.topics)
    labs = (Option(id=page.id, name=page.lab.name, count=len(page.papers), formerly=page.lab.formerly) for page in site.labs)
    found = {
        "year": (Option(id=str(page.year), name=str(page.year), count=len(page.papers)) for page in site.editions),
        "topic": sorted(topics, key=_by_size),
        "code": (Option(id=standing, name="", count=standings[standing]) for standing in get_args(Standing)),
        "framework": sorted((Option(id=one.id, name=one.name, count=count) for one, count in frameworks.items()), key=_by_size),
        "lab": sorted(labs, key=_by_size),
    }
    shown = ((name, tuple(option for option in options if option.count)) for name, options in found.items())
    return tuple(Facet(id=name, options=options) for name, options in shown if options)


def frameworks_of(code: Iterable[Code]) -> tuple[Named, ...]:
    """List every framework that some code is written in, once."""
    return tuple(dict.fromkeys(framework for one in code for framework in one.frameworks))


def other_names(site: Site) -> dict[str, tuple[str, ...]]:
    """Map the address of every topic and lab to all its names, for a search by any of them."""
    topics = {addresses.topic(page.id): (page.topic.name, *page.topic.aliases) for page in site.topics}
    labs = {addresses.lab(page.id): (page.lab.name, *page.lab.aliases) for page in site.labs}
    return topics | labs


def searched_names(paper: Paper, names: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """List what a paper is searched by besides its title, authors and text: where, on what, at which labs, with which code."""
    places = [*(addresses.topic(topic.id) for topic in paper.topics), *(addresses.lab(lab.id) for lab in paper.labs)]
    others = [name for place in places for name in names[place]]
    code = [code.repository.spelled.replace("/", " ") for code in paper.code]
    identifiers = [text for text in (paper.venue, paper.arxiv, paper.doi) if text]
    return (str(paper.year), *others, *(framework.name for framework in frameworks_of(paper.code)), *code, *identifiers)


def _by_size(option: Option) -> tuple[int, str]:
    return -option.count, option.name.casefold()
