"""A type of the model to its form in JSON Schema."""

import builtins
import collections.abc
import dataclasses
import types
import typing
from collections.abc import Mapping
from typing import Any, get_args, get_origin, get_type_hints

from pydantic import WithJsonSchema
from pydantic.fields import FieldInfo

from digest.model.content import CodeLink, Content, Entry, RepositoryFile
from digest.model.fields import Reference, References, Word
from digest.schema.keys import KEYS

Schema = dict[str, Any]

_VOCABULARIES: Mapping[tuple[type, str], str] = {
    (Entry, "topics"): "topics",
    (Entry, "labs"): "labs",
    (Entry, "grounds"): "grounds",
    (CodeLink, "framework"): "frameworks",
    (RepositoryFile, "framework"): "frameworks",
    (RepositoryFile, "labs"): "labs",
    (RepositoryFile, "topics"): "topics",
}
"""Which keys take words of which file."""


class Forms:
    """Writes the forms of one digest, whose vocabularies say which words there are."""

    def __init__(self, content: Content) -> None:
        """Take the words of a digest."""
        self.content = content

    def of_class(self, kind: type) -> Schema:
        """Write the form of keys with values: all that are known, which must be there, and no other."""
        hints = get_type_hints(kind, include_extras=True)
        fields = dataclasses.fields(kind)
        needed = [field.name for field in fields if field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING]
        return {
            "type": "object",
            "additionalProperties": False,
            "required": needed,
            "properties": {name: self.of_key(kind, name, hints[name]) for name in KEYS[kind]},
        }

    def of_key(self, kind: type, name: str, hint: Any) -> Schema:
        """Write the form of the value of a key, and what the key says."""
        says = KEYS[kind][name]
        vocabulary = _VOCABULARIES.get((kind, name))
        examples = {"examples": list(says.examples)} if says.examples else {}
        return {**described(says.text), **examples, **self.of_type(hint, vocabulary)}

    def of_type(self, hint: Any, vocabulary: str | None = None) -> Schema:
        """Write the form of a type; its references are words of a vocabulary, where one is named."""
        if hint == References:
            one = self.of_type(Reference, vocabulary)
            return {"anyOf": [one, {"type": "array", "items": one, "uniqueItems": True}]}
        if hint == Reference and vocabulary:
            return self.of_words(vocabulary)
        if said := getattr(hint, "__metadata__", ()):
            form = next((dict(one.json_schema or {}) for one in said if isinstance(one, WithJsonSchema)), None)
            return form or self.of_type(get_args(hint)[0], vocabulary) | _bounds(get_args(hint)[0], said)
        return self.of_plain_type(hint, vocabulary)

    def of_plain_type(self, hint: Any, vocabulary: str | None) -> Schema:
        """Write the form of a type of which nothing more is said."""
        match get_origin(hint):
            case typing.Literal:
                return {"enum": list(get_args(hint))}
            case collections.abc.Mapping:
                return self.of_mapping(get_args(hint), vocabulary)
            case builtins.tuple:
                one = get_args(hint)[0]
                unique: Schema = {"uniqueItems": True} if one == Reference else {}
                return {"type": "array", "items": self.of_type(one, vocabulary), **unique}
            case typing.Union | types.UnionType:  # of something and None, and no file may say null
                return self.of_type(get_args(hint)[0], vocabulary)
        return self.of_class(hint)

    def of_mapping(self, of: tuple[Any, ...], vocabulary: str | None) -> Schema:
        """Write the form of a mapping: of words of a vocabulary, each with its meaning, or of any keys."""
        key, value = of
        form = self.of_type(value)
        if vocabulary:
            words = getattr(self.content, vocabulary).value
            properties = {word: {"title": meant.name, "description": meant.definition, **form} for word, meant in words.items()}
            return {"type": "object", "properties": properties, "additionalProperties": False}
        names: Schema = {"propertyNames": {"pattern": self.of_type(key)["pattern"], "maxLength": 100}} if key == Word else {}
        return {"type": "object", "additionalProperties": form, **names}

    def of_words(self, vocabulary: str) -> Schema:
        """List the words of a vocabulary with their names."""
        words = getattr(self.content, vocabulary).value
        spelled = [(form, meant) for word, meant in words.items() for form in _spellings(word)]
        names = [f"{meant.name}: {meant.definition}" if hasattr(meant, "definition") else meant.name for _, meant in spelled]
        return {"enum": [word for word, _ in spelled], "enumDescriptions": names}


def described(text: str) -> Schema:
    """Say what something is: in Markdown for editors that show it, else without its marks."""
    return {"description": text.replace("`", ""), **({"markdownDescription": text} if "`" in text else {})}


def _spellings(word: str) -> list[str | int]:
    """Give what YAML may read a word as: a word of digits is a number to it."""
    return [word, int(word)] if word.isdecimal() and str(int(word)) == word else [word]


def _bounds(hint: Any, said: tuple[object, ...]) -> Schema:
    """Say how few there may be."""
    least = next((getattr(rule, "min_length", None) for one in said if isinstance(one, FieldInfo) for rule in one.metadata), None)
    if least is None:
        return {}
    return {"minItems" if get_origin(hint) is tuple else "minProperties": least}
