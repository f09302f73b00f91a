"""A file without flaws to where its parts stand, looked up once somebody asks: of most files nobody does."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path

from digest.load.tree import Tree, parse_tree
from digest.model.written import KEY, Key, Place


def places_in(tree: Tree) -> dict[Key, Place]:
    """List where every value of a file stands, and every key."""
    return tree.values | {(*key, KEY): place for key, place in tree.keys.items()}


class Places(Mapping[Key, Place]):
    """The same of a file that was read before: the texts of ten thousand files would take 20 MB."""

    def __init__(self, path: str) -> None:
        """Know where the file is."""
        self.path = path

    @cached_property
    def found(self) -> dict[Key, Place]:
        """Read the file once more; of one that is gone by now nothing stands anywhere."""
        try:
            return places_in(parse_tree(Path(self.path).read_bytes()))
        except OSError:
            return {}

    def __getitem__(self, key: Key) -> Place:
        """Find where a part stands."""
        return self.found[key]

    def __iter__(self) -> Iterator[Key]:
        """Go through all parts."""
        return iter(self.found)

    def __len__(self) -> int:
        """Count the parts."""
        return len(self.found)
