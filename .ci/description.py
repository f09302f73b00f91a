"""README.md to the description of the package, with its links to files of the repository as addresses: PyPI has none of these."""

import re
from pathlib import Path
from typing import Any

from hatchling.metadata.plugin.interface import MetadataHookInterface

_LINK = re.compile(r"""(?<=\]\()(?!https?:|#)[^)]+|(?<=src=")(?!https?:)[^"]+""")


class Description(MetadataHookInterface):
    """Gives the package what PyPI shows of it."""

    def update(self, metadata: dict[str, Any]) -> None:
        """Add it to what pyproject.toml says."""
        repository = metadata["urls"]["Source"]

        def address(link: re.Match[str]) -> str:
            return f"{repository}/{'raw' if link[0].endswith('.png') else 'blob'}/main/{link[0]}"

        text = (Path(self.root) / "README.md").read_text(encoding="utf-8")
        metadata["readme"] = {"content-type": "text/markdown", "text": _LINK.sub(address, text)}
