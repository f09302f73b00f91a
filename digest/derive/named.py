"""Words of a vocabulary to what a reader sees of them."""

from collections.abc import Iterable, Mapping
from functools import lru_cache

from digest.model.content import Framework, Lab, Topic
from digest.model.paper import Named
from digest.model.written import Written

Vocabulary = Written[Mapping[str, Topic]] | Written[Mapping[str, Lab]] | Written[Mapping[str, Framework]]


def with_names(words: Iterable[str], vocabulary: Vocabulary) -> tuple[Named, ...]:
    """Give words the names that their vocabulary has for them."""
    return tuple(_named(word, vocabulary.value[word].name) for word in words)


@lru_cache(maxsize=1 << 12)  # thousands of papers have the same few
def _named(word: str, name: str) -> Named:
    return Named(id=word, name=name)
