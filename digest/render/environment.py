"""Templates to code that does no work twice: words that never change are part of it, calls and texts go the short way."""

import re
from collections.abc import MutableMapping
from hashlib import sha256
from pathlib import Path
from types import CodeType, FunctionType, MethodType
from typing import Any

import jinja2
from jinja2 import nodes
from jinja2.runtime import Context, Macro
from jinja2.visitor import NodeTransformer
from markupsafe import Markup, escape

from digest.render.compiled import keep_compiled
from digest.render.words import Words

_needs_escaping = re.compile(r"[&<>\"']").search

_OURS = {Words, FunctionType, MethodType}


class _Context(Context):
    """Calls our functions at once: Jinja2 first looks in five places whether one asks for the context, 150 times a page."""

    def call(self, function: Any, /, *args: Any, **named: Any) -> Any:
        """Call what a template calls."""
        kind = type(function)
        if kind is Macro or (kind in _OURS and not hasattr(function, "jinja_pass_arg")):
            named.pop("_loop_vars", None)
            named.pop("_block_vars", None)
            return function(self.eval_ctx, *args, **named) if kind is Macro else function(*args, **named)
        return super().call(function, *args, **named)


class _Template(jinja2.Template):
    """Shows most texts as they are; Jinja2 would make Markup of each, three hundred times a page."""

    @classmethod
    def from_code(cls, environment: jinja2.Environment, code: CodeType, globals: Any, uptodate: Any = None) -> jinja2.Template:  # noqa: A002
        """Load what was compiled."""
        template = super().from_code(environment, code, globals, uptodate)
        template.root_render_func.__globals__["escape"] = _escaped
        return template


def _escaped(value: Any) -> str | Markup:
    kind = type(value)
    return value if kind is Markup or (kind is str and not _needs_escaping(value)) else escape(value)


class _Said(NodeTransformer):
    """Writes the words of the interface where a template asks for some that take no values."""

    def __init__(self, words: Words) -> None:
        self.words = words

    def visit_Call(self, call: nodes.Call) -> nodes.Node:  # noqa: N802 (as Jinja2 looks for it)
        match self.generic_visit(call):
            case nodes.Call(node=nodes.Name(name="t"), args=[nodes.Const(value=key)], kwargs=[], dyn_args=None, dyn_kwargs=None):
                # What is missing or lacks a value is said by the page that asks for it.
                text = self.words.words.get(key, "{")
                return call if "{" in text else nodes.Const(text, lineno=call.lineno)
        return call


class Environment(jinja2.Environment):
    """Jinja2 as we need it."""

    context_class = _Context
    template_class = _Template

    def __init__(self, words: Words, loader: jinja2.BaseLoader, root: Path) -> None:
        """Take templates from a loader, and what is said in them from `words`, for the digest at `root`."""
        stamp = sha256(Path(__file__).read_bytes() + repr(words.words).encode()).hexdigest()
        super().__init__(
            loader=loader,
            autoescape=True,
            auto_reload=False,  # a build begins with templates of its own
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        keep_compiled(self, root, stamp)
        self.words = words

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Give every template the same globals; Jinja2 would chain some of its own to them, which makes a context in Python instead of C."""
        return super().make_globals(d) if d else self.globals

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        tree: nodes.Template = _Said(self.words).visit(super()._parse(source, name, filename))
        return tree
