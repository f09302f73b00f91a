"""A JSON Schema to what a person wants to know of a file: every key, what it means, what it takes, and whether it must be there."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from digest.model.settings import in_yaml
from digest.render.words import Words

Schema = Mapping[str, Any]
_KINDS = {
    "array": "keys.list",
    "object": "keys.mapping",
    "boolean": "keys.flag",
    "integer": "keys.whole",
    "number": "keys.number",
}
"""What the types of JSON Schema are called; text needs no word."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Key:
    """One key of a file."""

    name: str
    anchor: str
    says: str
    """In Markdown."""
    is_needed: bool
    takes: tuple[str, ...]
    """What kind of value it has and how much it may be, a phrase each."""
    example: str
    """As one writes it in YAML; empty where there is none."""
    keys: tuple["Key", ...] = ()
    """Of what it holds."""
    same: str = ""
    """Where the keys of what it holds are told of already."""


@dataclass(frozen=True, kw_only=True, slots=True)
class File:
    """One kind of file."""

    name: str
    title: str
    says: str
    """In Markdown."""
    has_words: bool
    """Its keys stand under each of the words that people choose."""
    keys: tuple[Key, ...]


class Reader:
    """Reads the schemas of one page; what is told of once is not told of again."""

    def __init__(self, words: Words) -> None:
        """Take the words of the interface."""
        self.words = words
        self.told: dict[str, str] = {}
        """Where each shared form is told of, by how it is written."""

    def file(self, name: str, schema: Schema) -> File:
        """Read the schema of a kind of file."""
        shared = schema.get("$defs", {})
        keys = self._keys(_held(schema, shared), name, shared)
        return File(name=name, title=schema["title"], says=_says(schema), has_words="properties" not in schema, keys=keys)

    def _keys(self, form: Schema, place: str, shared: Schema) -> tuple[Key, ...]:
        needed = set(form.get("required", ()))
        return tuple(self._key(name, one, f"{place}.{name}", shared, name in needed) for name, one in form.get("properties", {}).items())

    def _key(self, name: str, form: Schema, anchor: str, shared: Schema, is_needed: bool) -> Key:
        held = _held(form, shared)
        keys: tuple[Key, ...] = ()
        same = self.told.get(_written(held), "") if held else ""
        if held and not same:
            if _is_shared(held, shared):
                self.told[_written(held)] = anchor
            keys = self._keys(held, anchor, shared)
        examples = form.get("examples", ())
        return Key(
            name=name,
            anchor=anchor,
            says=_says(form),
            is_needed=is_needed,
            takes=tuple(_unsaid(self._takes(_resolved(form, shared)), _says(form))),
            example=in_yaml(examples[0]) if examples else "",
            keys=keys,
            same=same,
        )

    def _takes(self, form: Schema) -> Iterator[str]:
        """Say what a value is and how much it may be, in the order in which people ask."""
        t = self.words
        if "enum" in form and "enumDescriptions" not in form:
            yield t("keys.one_of", words=", ".join(map(in_yaml, form["enum"])))
        if "const" in form:
            yield t("keys.always", value=in_yaml(form["const"]))
        choices = form.get("anyOf", ())
        if any(one.get("type") == "boolean" for one in choices):
            yield t("keys.flag")
        elif any(one.get("type") == "array" for one in choices):
            yield t("keys.one_or_list")
        kinds = [form["type"]] if isinstance(form.get("type"), str) else form.get("type", ())
        if "string" not in kinds:  # what may look like a number is text all the same
            yield from (t(_KINDS[kind]) for kind in kinds if kind in _KINDS)
        yield from self._room(form)
        if "null" in kinds or form.get("nullable"):
            yield t("keys.null")

    def _room(self, form: Schema) -> Iterator[str]:
        t = self.words
        if "patternErrorMessage" in form:
            yield form["patternErrorMessage"]
        if "maxLength" in form:
            yield t("keys.characters", most=form["maxLength"])
        for least, most in (("minItems", "maxItems"), ("minProperties", "maxProperties")):
            if least in form:
                yield t("keys.least", least=form[least])
            if most in form:
                yield t("keys.most", most=form[most])
        if "patternErrorMessage" in form.get("propertyNames", {}):
            yield t("keys.names", says=form["propertyNames"]["patternErrorMessage"])
        inner = form.get("items") or form.get("additionalProperties") or _any_word(form)
        if isinstance(inner, Mapping) and "patternErrorMessage" in inner:
            yield t("keys.each", says=inner["patternErrorMessage"])


def _unsaid(phrases: Iterable[str], said: str) -> Iterator[str]:
    """Leave out what a text says already, and the full stops of the rest, which stands in a row."""
    said = said.replace("`", "").lower()
    return (short for phrase in phrases if (short := phrase.removesuffix(".")).lower() not in said)


def _says(form: Schema) -> str:
    return str(form.get("markdownDescription") or form.get("description", ""))


def _resolved(form: Schema, shared: Schema) -> dict[str, Any]:
    """Follow a reference, and take null out of a choice; what stands beside them goes first."""
    if "$ref" in form:
        return {**_resolved(shared[form["$ref"].rpartition("/")[2]], shared), **{key: form[key] for key in form if key != "$ref"}}
    choices = form.get("oneOf", ())
    rest = [one for one in choices if one.get("type") != "null"]
    if choices and len(rest) == 1:
        return {**_resolved(rest[0], shared), "nullable": True, **{key: form[key] for key in form if key != "oneOf"}}
    return dict(form)


def _held(form: Schema, shared: Schema) -> Schema:
    """Find the form with keys in a form: itself, or that of the elements of a list or of the values of a mapping; empty without any."""
    form = _resolved(form, shared)
    if "properties" in form:
        return {} if _any_word(form) else {key: form[key] for key in ("properties", "required") if key in form}
    inner = form.get("items") or form.get("additionalProperties")
    return _held(inner, shared) if isinstance(inner, Mapping) else {}


def _any_word(form: Schema) -> Schema:
    """Give what each word of a vocabulary takes, where the keys of a form are such words: these have titles."""
    first: Schema = next(iter(form.get("properties", {}).values()), {})
    return first if "title" in first else {}


def _is_shared(held: Schema, shared: Schema) -> bool:
    return any(_written(held) == _written(_held(one, shared)) for one in shared.values())


def _written(form: Schema) -> str:
    return json.dumps(form, sort_keys=True)
