"""A small client of yaml-language-server, the program behind VS Code's and most other editors' YAML: opens files as an editor does.

It is a Node program (`npm install --global yaml-language-server`); DIGEST_YAML_LANGUAGE_SERVER may name where it lies.
"""

import itertools
import json
import os
import shutil
import subprocess
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Self

PROGRAM = os.environ.get("DIGEST_YAML_LANGUAGE_SERVER") or shutil.which("yaml-language-server")


@dataclass(frozen=True)
class Complaint:
    """What an editor underlines: line and column counted from 1, and what it says."""

    line: int
    column: int
    message: str


class LanguageServer:
    """A running server with one folder open, and settings as VS Code reads them."""

    def __init__(self, root: Path, settings: dict) -> None:
        self.settings = settings
        self.numbers = itertools.count(1)
        self.process = subprocess.Popen([PROGRAM, "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=root)
        folder = {"uri": root.as_uri(), "name": root.name}
        documents = {"publishDiagnostics": {}, "hover": {"contentFormat": ["markdown"]}, "completion": {}}
        capabilities = {"textDocument": documents, "workspace": {"configuration": True, "workspaceFolders": True}}
        self.ask("initialize", processId=None, rootUri=root.as_uri(), workspaceFolders=[folder], capabilities=capabilities)
        self.tell("initialized")
        self.tell("workspace/didChangeConfiguration", settings=settings)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.ask("shutdown")
        self.tell("exit")
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait(timeout=30)

    def open(self, path: Path, text: str | None = None) -> list[Complaint]:
        """Open a file, perhaps with another text than it has, and wait for what is underlined."""
        text = path.read_text(encoding="utf-8") if text is None else text
        self.tell("textDocument/didOpen", textDocument={"uri": path.as_uri(), "languageId": "yaml", "version": 1, "text": text})
        while (said := self.read()).get("method") != "textDocument/publishDiagnostics" or said["params"]["uri"] != path.as_uri():
            pass
        found = [(one["range"]["start"], one["message"]) for one in said["params"]["diagnostics"]]
        return sorted((Complaint(at["line"] + 1, at["character"] + 1, message) for at, message in found), key=str)

    def hover(self, path: Path, line: int, column: int) -> str:
        """Read what an open file's editor shows of a place."""
        place = {"line": line - 1, "character": column - 1}
        shown = self.ask("textDocument/hover", textDocument={"uri": path.as_uri()}, position=place)
        return shown["contents"]["value"] if shown else ""

    def complete(self, path: Path, line: int, column: int) -> dict[str, str]:
        """Read what an open file's editor proposes at a place, and what it says of each."""
        place = {"line": line - 1, "character": column - 1}
        shown = self.ask("textDocument/completion", textDocument={"uri": path.as_uri()}, position=place)
        items = shown["items"] if isinstance(shown, dict) else shown
        return {item["label"]: str(item.get("documentation", "")) for item in items}

    def ask(self, method: str, **params: object) -> dict:
        number = next(self.numbers)
        self.send(id=number, method=method, params=params)
        while (said := self.read()).get("id") != number or "method" in said:
            pass
        assert "error" not in said, said
        return said["result"]

    def tell(self, method: str, **params: object) -> None:
        self.send(method=method, params=params)

    def send(self, **message: object) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.process.stdin.flush()

    def read(self) -> dict:
        """Read the next message; what the server asks of its editor is answered on the way."""
        patience = threading.Timer(60, self.process.kill)  # a server that hangs must not hold up the tests
        patience.start()
        try:
            return self._answered(self._read())
        finally:
            patience.cancel()

    def _read(self) -> dict:
        headers = {}
        while (line := self.process.stdout.readline()) != b"\r\n":
            assert line, "the language server has ended"
            name, _, value = line.decode().strip().partition(": ")
            headers[name] = value
        return json.loads(self.process.stdout.read(int(headers["Content-Length"])))

    def _answered(self, said: dict) -> dict:
        if "method" in said and "id" in said:
            wanted = (
                [self.settings.get(item.get("section")) for item in said["params"]["items"]] if "configuration" in said["method"] else None
            )
            self.send(id=said["id"], result=wanted)
        return said
