"""What a page is made of to a short name for it, the same in every run: by it a page is known that is made already."""

import dataclasses
import datetime as dt
import marshal
import sys
from collections.abc import Callable, Hashable, Iterable, Mapping
from functools import cache
from hashlib import blake2b
from importlib.metadata import version
from operator import attrgetter
from types import FunctionType, MethodType
from typing import Any, cast

from digest import caches
from digest.model.outputs import Page
from digest.model.paper import Named, Paper
from digest.model.site import EditionPage, LabPage, RepositoryPage, Site, TopicPage
from digest.render.templating import Later, Templates

_CODE = ("render/**/*.py", "model/*.py", "identifiers.py")
_LIBRARIES = ("jinja2", "markupsafe", "comrak", "nh3", "latex2mathml")
_PLAIN = {str, int, bool, float, type(None)}
_SHARED = {Named, Paper, EditionPage, TopicPage, LabPage, RepositoryPage, Site}
"""What several pages show."""


class _UnknownError(TypeError):
    """Nobody can say what a value holds."""


class Fingerprints:
    """Names for what pages are made of: their values, and the templates, words and code that make pages of them."""

    def __init__(self, templates: Templates) -> None:
        """Begin with none."""
        self.templates = templates
        self.stamp = self._stamp()  # before anything is rendered: a template that is saved meanwhile is another one
        self.shared: dict[int, tuple[object, bytes]] = {}

    def of(self, page: Page) -> bytes | None:
        """Name what a page is made of; None where nobody can say."""
        try:
            made = [self._made(page.make), self._made(page.make_head)]
        except _UnknownError:
            return None
        return self._hash([page.url, page.title, page.description, page.card, page.is_listed, *made])

    def _made(self, make: Callable[[], str]) -> Any:
        if make is str:
            return ""
        if not isinstance(make, Later):
            raise _UnknownError
        return [make.template, make.url, self._plain(make.values)]

    def _plain(self, value: Any) -> Any:
        """Turn a value into lists of texts and numbers, which are written in but one way."""
        kind = type(value)
        if kind is tuple or kind is list:
            return [kind.__name__, *self._all(value)]
        if kind is dict:
            return ["mapping", *map(self._all, value.items())]
        if kind in _SHARED:
            if id(value) not in self.shared:
                self.shared[id(value)] = value, self._hash(self._fields(value))  # as long as it is held, its id is no other's
            return self.shared[id(value)][1]
        if hasattr(kind, "__dataclass_fields__"):
            return self._fields(value)
        return self._other(value)

    def _fields(self, value: Any) -> list[Any]:
        kind = type(value)
        return [kind.__name__, *self._all(_values_of(cast("Hashable", kind))(value))]

    def _all(self, values: Iterable[Any]) -> list[Any]:
        return [value if type(value) in _PLAIN else self._plain(value) for value in values]

    def _other(self, value: Any) -> Any:
        match value:
            case dt.date():
                return ["day", value.isoformat()]
            case tuple():  # a named one
                return [type(value).__name__, *self._all(value)]
            case str():  # one that is called safe
                return [type(value).__name__, str(value)]
            case Mapping():
                return self._plain(dict(value))
            case set() | frozenset():
                return ["set", *sorted(value)]
            case FunctionType() | MethodType():  # of the code, which the stamp knows
                return value.__qualname__
        raise _UnknownError

    def _hash(self, value: Any) -> bytes:
        # Version 2 looks at values alone; later ones also at which of them are the same object.
        return blake2b(marshal.dumps(value, 2), digest_size=20, key=self.stamp).digest()

    def _stamp(self) -> bytes:
        """Know everything by which values are made into pages."""
        libraries = [f"{name} {version(name)}" for name in _LIBRARIES]
        words = f"{self.templates.words.words} {self.templates.english.words}"
        stamp = caches.stamp(f"{sys.version} {libraries} {self.templates.project} {words}", _CODE)
        for name in self.templates.environment.list_templates():
            stamp.update(f"{name}\0{self.templates.source(name)}\0".encode())
        return stamp.digest()


@cache
def _values_of(kind: Hashable) -> Callable[[Any], Iterable[Any]]:
    """Give a function from a dataclass to the values of its fields."""
    names = [field.name for field in dataclasses.fields(cast("Any", kind))]
    return attrgetter(*names) if len(names) > 1 else lambda value: [getattr(value, name) for name in names]
