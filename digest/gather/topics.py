"""A paper's title and arXiv categories to the digest's own topics."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from digest.model.content import Topic

MOST_TOPICS = 3
# What arXiv's categories are about, in the words that a digest may have topics for:
# https://arxiv.org/category_taxonomy. Those that hold nearly everything of a field say nothing of a paper.
_CATEGORIES: Mapping[str, tuple[str, ...]] = {
    "cs.AR": ("hardware", "computer architecture"),
    "cs.CL": ("natural language processing", "computational linguistics", "language"),
    "cs.CR": ("security", "cryptography"),
    "cs.CV": ("computer vision", "vision"),
    "cs.CY": ("society", "computers and society"),
    "cs.DB": ("databases",),
    "cs.DC": ("distributed computing", "distributed systems"),
    "cs.GR": ("computer graphics", "graphics"),
    "cs.GT": ("game theory",),
    "cs.HC": ("human-computer interaction",),
    "cs.IR": ("information retrieval", "recommender systems"),
    "cs.LO": ("logic", "symbolic reasoning"),
    "cs.MA": ("multi-agent systems",),
    "cs.RO": ("robotics",),
    "cs.SC": ("symbolic mathematics", "symbolic reasoning"),
    "cs.SD": ("audio", "sound"),
    "cs.SE": ("software engineering",),
    "cs.SI": ("social networks",),
    "astro-ph.CO": ("cosmology",),
    "astro-ph.HE": ("high-energy astrophysics",),
    "eess.AS": ("speech", "audio"),
    "eess.IV": ("image processing", "computer vision"),
    "gr-qc": ("general relativity", "quantum cosmology", "gravity"),
    "hep-ex": ("high-energy physics experiment", "particle physics experiments", "experiment", "experiments"),
    "hep-lat": ("lattice field theory", "lattice gauge theory", "lattice"),
    "hep-ph": ("high-energy physics phenomenology", "phenomenology"),
    "hep-th": ("high-energy physics theory", "theoretical physics", "theory"),
    "math.OC": ("optimization",),
    "math-ph": ("mathematical physics",),
    "nucl-ex": ("nuclear physics experiment", "nuclear physics"),
    "nucl-th": ("nuclear theory", "nuclear physics"),
    "q-bio.NC": ("neuroscience",),
    "quant-ph": ("quantum computing",),
}


def topics_in_title(title: str, topics: Mapping[str, Topic]) -> tuple[str, ...]:
    """Find the topics that a title speaks of under any of their names, the longest name first."""
    words = f" {_plain(title)} "
    found = {
        word: max(lengths)
        for word, topic in topics.items()
        if (lengths := [len(name) for name in _names(word, topic) if f" {name} " in words])
    }
    return tuple(sorted(found, key=lambda word: -found[word]))


def propose_topics(title: str, categories: Iterable[str], topics: Mapping[str, Topic]) -> tuple[str, ...]:
    """Propose topics for a paper: those that its title names, then those of its arXiv categories; at most three."""
    proposed = [*topics_in_title(title, topics), *_topics_of(categories, topics)]
    return tuple(dict.fromkeys(proposed))[:MOST_TOPICS]


def _topics_of(categories: Iterable[str], topics: Mapping[str, Topic]) -> Iterator[str]:
    for category in categories:
        subjects = {_plain(subject) for subject in _CATEGORIES.get(category, ())}
        yield from (word for word, topic in topics.items() if not subjects.isdisjoint(_names(word, topic)))


@lru_cache(maxsize=1024)
def _names(word: str, topic: Topic) -> frozenset[str]:
    names = (word.replace("-", " "), topic.name, *re.split(r"\s+(?:and|&)\s+", topic.name), *topic.aliases)
    return frozenset(plain for name in names if (plain := _plain(name)))


def _plain(text: str) -> str:
    """Write a text as its words in lower case and in the singular, roughly; hyphens stay, lest 'pre-training' be 'training'."""
    words = re.findall(r"[^\W_]+(?:-[^\W_]+)*", text.casefold())
    return " ".join(re.sub(r"(?<=[^\Wsiu])s$", "", word) for word in words)
