"""YAML text to plain data, with the line of every key.

The tree is built from libyaml's events: loading or composing would hide duplicate keys, anchors and tags, type scalars by
guess (2401.00010 becomes 2401.0001) and crash the interpreter on deep nesting. Here every scalar is text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml

from digest.load.complaints import place_of_error, words_of_error
from digest.model import messages
from digest.model.characters import FORBIDDEN_CHARACTERS
from digest.model.written import Key, Place

Data = str | list["Data"] | dict[str, "Data"]

MAX_DEPTH = 50
_YAML_TAGS = "tag:yaml.org,2002:"
_NULLS = {"~", "null", "Null", "NULL"}
# What to do about a key without a value; most may be left out as well as written.
_EMPTY = {"labs": "list them, or write [] where nobody recorded any"} | dict.fromkeys(
    ("topics", "grounds", "tldr", "why", "summary", "checked"), messages.MEND_NEEDED
)
_CONFLICT = re.compile(r"^(?:<{7}|={7}|>{7})(?: |$)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Flaw:
    """One thing wrong with the text itself."""

    place: Place
    rule: str
    message: str


@dataclass(slots=True)
class Tree:
    """What a file holds, where each part stands, and what is wrong with it."""

    data: Data | None = None
    """None where the text could not be read to its end."""
    values: dict[Key, Place] = field(default_factory=dict)
    keys: dict[Key, Place] = field(default_factory=dict)
    flaws: list[Flaw] = field(default_factory=list)
    faulty: set[Key] = field(default_factory=set)
    """Where a flaw was found: nothing more needs to be said of these."""


def parse_tree(raw: bytes) -> Tree:
    """Read the one YAML document of a file; whatever is wrong stands in `flaws`."""
    tree = Tree()
    text = _decode(raw, tree)
    if text is None:
        return tree
    for match in FORBIDDEN_CHARACTERS.finditer(text):
        tree.flaws.append(Flaw(_place_at(text, match.start()), "control-character", refusal(match[0])))
    if conflict := _CONFLICT.search(text):
        message = "a merge conflict is left here; choose one side and delete the markers"
        tree.flaws.append(Flaw(_place_at(text, conflict.start()), "syntax", message))
    if not tree.flaws:
        _Builder(tree).build(text)
    return tree


def _decode(raw: bytes, tree: Tree) -> str | None:
    try:
        return raw.decode().removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8-sig", errors="ignore")
        message = f"byte 0x{raw[error.start]:02X} is not UTF-8; save the file as UTF-8"
        tree.flaws.append(Flaw(_place_at(before, len(before)), "encoding", message))
        return None


def _place_at(text: str, offset: int) -> Place:
    return Place(text.count("\n", 0, offset) + 1, offset - (text.rfind("\n", 0, offset) + 1) + 1)


@dataclass(slots=True)
class _Open:
    """A list or mapping that has not ended yet."""

    path: Key
    data: list[Data] | dict[str, Data]
    key: str | None = None
    """The key that waits for its value."""
    in_braces: bool = False
    """It is written in braces, where a comma ends a key."""
    refused: bool = False
    """The waiting key is a duplicate or no text: its value is read and dropped."""


class _Builder:
    """Puts events together; a stack of its own, so that no depth can exhaust the interpreter's."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.stack: list[_Open] = []
        self.documents = 0

    def build(self, text: str) -> None:
        try:
            for event in _events(text):
                if not self.take(event):
                    return
        except yaml.YAMLError as error:
            self.tree.data = None
            self.flaw(place_of_error(error), "syntax", words_of_error(error, text))
            return
        if self.tree.data is None and not self.tree.flaws:
            self.flaw(Place(1, 1), "empty-value", "the file is empty")

    def take(self, event: yaml.Event) -> bool:
        """Take in one event; False where reading on makes no sense."""
        if isinstance(event, yaml.ScalarEvent):
            self.refuse_decorations(event)
            self.scalar(event)
        elif isinstance(event, yaml.CollectionStartEvent):
            self.refuse_decorations(event)
            return self.open(event)
        elif isinstance(event, yaml.CollectionEndEvent):
            self.stack.pop()
        elif isinstance(event, yaml.AliasEvent):
            self.flaw(_place(event), "anchor", f"aliases such as *{event.anchor} are not allowed; write the value out")
            frame = self.stack[-1] if self.stack else None
            if frame and isinstance(frame.data, dict) and frame.key is None:
                frame.key, frame.refused = "", True
            else:
                self.put("", _place(event), sound=False)
        elif isinstance(event, yaml.DocumentStartEvent):
            return self.start_document(event)
        return True

    def start_document(self, event: yaml.DocumentStartEvent) -> bool:
        self.documents += 1
        if self.documents > 1:
            self.flaw(_place(event), "one-document", "a second document begins here; a file holds one, so delete this and what follows")
            return False
        if event.version or event.tags:
            self.flaw(Place(1, 1), "directive", "directives (lines that begin with %) are not allowed; delete them")
        return True

    def refuse_decorations(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> None:
        if event.anchor:
            self.flaw(_place(event), "anchor", f"anchors such as &{event.anchor} are not allowed; write the value out where it is needed")
        if event.tag:
            self.flaw(
                _place(event),
                "tag",
                f"tags such as {event.tag.replace(_YAML_TAGS, '!!')} are not allowed; every value is text, so delete it",
            )

    def scalar(self, event: yaml.ScalarEvent) -> None:
        frame = self.stack[-1] if self.stack else None
        if frame and isinstance(frame.data, dict) and frame.key is None:
            self.key(frame, event)
        elif hidden := _escaped(event):
            self.flaw(_place(event), "control-character", refusal(hidden[0]))
            self.put("", _place(event), sound=False)
        elif not event.value.strip() or (event.value in _NULLS and not event.style):
            in_braces = frame is not None and isinstance(frame.data, dict) and frame.in_braces
            mend = (
                "write it; a key that holds a comma stands in quotes"
                if in_braces
                else _EMPTY.get(self.name().strip("'"), messages.MEND_OPTIONAL)
            )
            self.flaw(_place(event), "empty-value", messages.EMPTY_VALUE.format(name=self.name(), mend=mend))
            self.put("", _place(event), sound=False)
        else:
            self.put(event.value, _place(event), sound=True)

    def key(self, frame: _Open, event: yaml.ScalarEvent) -> None:
        frame.key = event.value
        path = (*frame.path, event.value)
        hidden = _escaped(event)
        frame.refused = path in self.tree.keys or bool(hidden)
        if hidden:
            self.flaw(_place(event), "control-character", refusal(hidden[0]))
        elif frame.refused:
            first = self.tree.keys[path]
            self.flaw(_place(event), "duplicate-key", f"'{event.value}' stands twice, first in line {first.line}; keep one")
        else:
            self.tree.keys[path] = _place(event)

    def open(self, event: yaml.CollectionStartEvent) -> bool:
        if len(self.stack) >= MAX_DEPTH:
            self.flaw(_place(event), "too-deep", f"lists and mappings are nested deeper than {MAX_DEPTH}; nothing here needs that")
            self.tree.data = None
            return False
        data: list[Data] | dict[str, Data] = {} if isinstance(event, yaml.MappingStartEvent) else []
        frame = self.stack[-1] if self.stack else None
        if frame and isinstance(frame.data, dict) and frame.key is None:
            self.flaw(_place(event), "bad-key", "a key must be plain text, not a list or a mapping")
            frame.key, frame.refused = "", True
            self.stack.append(_Open((*frame.path, ""), data))  # read to its end and dropped
            return True
        self.stack.append(_Open(self.put(data, _place(event), sound=True), data, in_braces=bool(event.flow_style)))
        return True

    def put(self, value: Data, place: Place, *, sound: bool) -> Key:
        """Put a value where it belongs and return its path; an unsound one is only noted."""
        if not self.stack:
            self.tree.data = value if sound else None
            self.tree.values[()] = place
            return ()
        frame = self.stack[-1]
        if isinstance(frame.data, list):
            path: Key = (*frame.path, len(frame.data))
            frame.data.append(value)
        elif frame.refused:
            # What stands under a refused key gets a path of its own, lest its keys pass for duplicates too.
            path = (*frame.path, f"\0{len(self.tree.flaws)}")
        else:
            path = (*frame.path, frame.key or "")
            if sound:
                frame.data[frame.key or ""] = value
        frame.key, frame.refused = None, False
        self.tree.values[path] = place
        if not sound:
            self.tree.faulty.add(path)
        return path

    def name(self) -> str:
        """Name the value that is being read."""
        frame = self.stack[-1] if self.stack else None
        return f"'{frame.key}'" if frame and frame.key is not None else "this value"

    def flaw(self, place: Place, rule: str, message: str) -> None:
        self.tree.flaws.append(Flaw(place, rule, message))


def refusal(character: str) -> str:
    """Say why a character that no file may hold is refused."""
    return messages.HIDDEN_CHARACTER.format(code=f"{ord(character):04X}")


def _escaped(event: yaml.ScalarEvent) -> re.Match[str] | None:
    """Find a character that no file may hold where it is written as an escape, which only double quotes know."""
    return FORBIDDEN_CHARACTERS.search(event.value) if event.style == '"' else None


def _events(text: str) -> Iterator[yaml.Event]:
    events: Iterator[yaml.Event] = yaml.parse(text, Loader=yaml.CBaseLoader)
    return events


def _place(event: yaml.Event) -> Place:
    assert event.start_mark is not None
    return Place(event.start_mark.line + 1, event.start_mark.column + 1)
