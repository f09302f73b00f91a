"""Templates to what Jinja2 compiled of them in an earlier run, kept with the user's caches and known by all that went into it."""

from pathlib import Path
from typing import Any

from jinja2 import BytecodeCache, Environment, __version__, nodes
from jinja2.bccache import Bucket
from jinja2.compiler import CodeGenerator

from digest import caches


class _Generator(CodeGenerator):
    """Leaves every filter to the run: what one makes of a constant is not the template's, but that of its code and of a library."""

    def _output_child_to_const(self, node: nodes.Expr, frame: Any, finalize: Any) -> str:
        if not isinstance(node, nodes.TemplateData | nodes.Const):
            raise nodes.Impossible
        return super()._output_child_to_const(node, frame, finalize)


class _Cache(BytecodeCache):
    """Knows a template by its text and by what else went into it; what cannot be read or written is compiled again."""

    def __init__(self, folder: Path, stamp: str) -> None:
        self.folder = folder
        self.stamp = stamp

    def get_source_checksum(self, source: str) -> str:
        return super().get_source_checksum(source + self.stamp)

    def load_bytecode(self, bucket: Bucket) -> None:
        if data := caches.read(self.folder / bucket.key):
            bucket.bytecode_from_string(data)

    def dump_bytecode(self, bucket: Bucket) -> None:
        caches.write(self.folder / bucket.key, bucket.bytecode_to_string())


def keep_compiled(environment: Environment, root: Path, stamp: str = "") -> None:
    """Have an environment for the digest at `root` take what was compiled before with the same `stamp`, if that is kept anywhere."""
    environment.optimized = False
    environment.code_generator_class = _Generator
    if folder := caches.place(root, "templates"):
        options = environment.autoescape, environment.trim_blocks, environment.lstrip_blocks, sorted(environment.extensions)
        environment.bytecode_cache = _Cache(folder, f"{__version__} {options} {stamp}")
