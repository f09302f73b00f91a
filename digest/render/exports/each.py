"""What is made of a paper for several files: once, and not before the first of them is asked for."""

from collections.abc import Callable, Iterable, Iterator
from typing import Generic, TypeVar

from digest.model.paper import Paper

T = TypeVar("T")


class Each(Generic[T]):
    """Something of each paper."""

    def __init__(self, make: Callable[[Paper], T]) -> None:
        """Begin with none."""
        self.make = make
        self.made: dict[str, T] = {}

    def of(self, paper: Paper) -> T:
        """Give that of one paper."""
        if paper.identity not in self.made:
            self.made[paper.identity] = self.make(paper)
        return self.made[paper.identity]

    def all(self, papers: Iterable[Paper]) -> Iterator[T]:
        """Give those of some papers, one after the other."""
        return (self.of(paper) for paper in papers)
