"""A built site to Lighthouse's scores: six kinds of page on a phone, three times each, served with gzip; the median counts.

Run from the root, with Chromium and Node on the machine and Lighthouse beside them (`npm install lighthouse`):
`digest build && CHROME_PATH=$(command -v chromium) python tests/benchmarks/lighthouse.py node_modules/.bin/lighthouse site`.
"""

import functools
import gzip
import json
import os
import statistics
import subprocess
import sys
import threading
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

PAGES = {
    "home": "",
    "year": "years/2019/",
    "topic": "topics/vision/",
    "paper": "papers/efficientnet/",
    "trends": "trends/",
    "search": "search/",
}
GATE = {
    "performance": (95, "at least"),
    "accessibility": (100, "at least"),
    "best-practices": (100, "at least"),
    "seo": (100, "at least"),
    "kB": (200, "at most"),
    "fonts kB": (60, "at most"),
    "LCP ms": (2200, "at most"),
    "TBT ms": (150, "at most"),
    "CLS": (0.05, "at most"),
}
RUNS = 3
PACKED = {".html", ".css", ".js", ".json", ".svg", ".xml", ".txt"}


class _Packing(SimpleHTTPRequestHandler):
    """Serves as the hosts of such sites do: with gzip, and with a time for which a file may be kept."""

    protocol_version = "HTTP/1.1"

    def log_message(self, format, *arguments):  # noqa: A002 (its name in the standard library)
        """Say nothing."""

    def do_GET(self):
        """Send a file, packed where that helps."""
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        body = path.read_bytes()
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", self.guess_type(path))
        self.send_header("Cache-Control", "max-age=600")
        if path.suffix in PACKED:
            body = gzip.compress(body, mtime=0)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def measure(program: str, url: str) -> dict[str, float]:
    """Ask Lighthouse about one page, once, as a middling phone on a slow connection sees it."""
    flags = ["--quiet", "--output=json", "--chrome-flags=--headless=new --no-sandbox --disable-gpu"]
    answer = subprocess.run([program, url, *flags], capture_output=True, check=True, env=os.environ, timeout=300)
    report = json.loads(answer.stdout)
    numbers = {name: audit.get("numericValue", 0) for name, audit in report["audits"].items()}
    sent = [(item["resourceType"], item["transferSize"]) for item in report["audits"]["network-requests"]["details"]["items"]]
    return {
        **{name: round(100 * category["score"]) for name, category in report["categories"].items() if name in GATE},
        "kB": sum(size for _, size in sent) / 1000,
        "fonts kB": sum(size for kind, size in sent if kind == "Font") / 1000,
        "LCP ms": numbers["largest-contentful-paint"],
        "TBT ms": numbers["total-blocking-time"],
        "CLS": numbers["cumulative-layout-shift"],
    }


def misses(found: dict[str, float]) -> list[str]:
    """Name what does not reach the gate."""
    return [name for name, (limit, way) in GATE.items() if (found[name] < limit if way == "at least" else found[name] > limit)]


def main(program: str, folder: str) -> int:
    """Measure every page, print a table, and say by the exit code whether the gate is reached."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Packing, directory=folder))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print("| page |", " | ".join(GATE), "|")
    print("|---" * (len(GATE) + 1) + "|")
    missed = []
    for page, path in PAGES.items():
        runs = [measure(program, f"http://127.0.0.1:{server.server_port}/{path}") for _ in range(RUNS)]
        median = {name: statistics.median(run[name] for run in runs) for name in GATE}
        print(
            f"| {page} |", " | ".join(f"{median[name]:.3g}" if name == "CLS" else f"{median[name]:.0f}" for name in GATE), "|", flush=True
        )
        missed += [f"{page}: {name}" for name in misses(median)]
    print("missed: " + (", ".join(missed) or "nothing"))
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
