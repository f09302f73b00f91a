"""What servers on loopback share that stand in for sources: each answers, misbehaves as it is told, and keeps a log of what it was asked."""

import itertools
import json
import select
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar, Self

Fault = Callable[["Handler", list[Any]], None]
"""Gets the request and what an honest answer would hold, and misbehaves."""


@dataclass(frozen=True, kw_only=True)
class Request:
    """One line of the log; times are in seconds of the monotonic clock."""

    method: str
    path: str
    ids: tuple[str, ...]
    """Of what was asked for, as they were written."""
    headers: dict[str, str]
    """Names in lower case."""
    began: float
    connection: int

    @property
    def agent(self) -> str:
        """Who asked."""
        return self.headers.get("user-agent", "")


class Handler(BaseHTTPRequestHandler):
    """One request, and what a server can do about it."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True  # a body would wait for the client's word that it has the headers
    server: "_Server"

    def do_GET(self) -> None:
        began = time.monotonic()
        double = self.server.double
        double.open.add(self)
        self.body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        is_known = self.command in double.methods
        self.ids = double.ids_of(self) if is_known else ()
        request = Request(
            method=self.command,
            path=self.path,
            ids=self.ids,
            headers={key.lower(): value for key, value in self.headers.items()},
            began=began,
            connection=self.client_address[1],
        )
        with double.lock:
            double.log.append(request)  # before the answer: whoever has that may look here
        try:
            if is_known:
                double.serve(self)
            else:
                self.answer(b"", code=501)
        except OSError:
            self.close_connection = True
        finally:
            double.open.discard(self)

    do_POST = do_HEAD = do_GET  # noqa: N815 (http.server's)

    def answer(self, body: bytes, *, code: int = 200, **headers: str) -> None:
        """Answer with a status, some headers and a body."""
        body = b"" if self.command == "HEAD" else body
        self.send_response(code)
        for name, value in ({"Content_Type": "application/atom+xml; charset=UTF-8"} | headers).items():
            self.send_header(name.replace("_", "-"), value)
        if code not in {204, 304}:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if code not in {204, 304}:
            self.wfile.write(body)

    def say(self, value: object, *, code: int = 200, **headers: str) -> None:
        """Answer with JSON."""
        self.answer(json.dumps(value).encode(), code=code, **{"Content_Type": "application/json"} | headers)

    def drip(self, data: bytes) -> None:
        """Send a byte at a time, each well before the client loses patience with silence."""
        for number in range(len(data)):
            self.wfile.write(data[number : number + 1])
            if self.is_gone(0.02):
                break
        self.close_connection = True

    def until_gone(self) -> None:
        """Say nothing until the client hangs up."""
        while not self.is_gone(0.05):
            pass
        self.close_connection = True

    def is_gone(self, seconds: float) -> bool:
        """Wait, and say whether the client has hung up by then."""
        readable, _, _ = select.select([self.connection], [], [], seconds)
        return self.server.double.closing.is_set() or bool(readable and not self.connection.recv(1))

    def log_message(self, *_arguments: object) -> None:
        pass


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    double: "Double"

    def handle_error(self, *_arguments: object) -> None:
        """Say nothing of clients that hang up."""


@dataclass(kw_only=True)
class Double:
    """The faults of `script` come first, one a request, then `always` if there is one."""

    script: list[Fault | None] = field(default_factory=list)
    """None is an honest answer."""
    always: Fault | None = None
    pause: float = 0
    """Seconds before each answer."""
    log: list[Request] = field(default_factory=list)
    handler: ClassVar[type[Handler]] = Handler
    methods: ClassVar[frozenset[str]] = frozenset({"GET"})
    """By which it may be asked; another is answered as one that it does not know."""

    def __post_init__(self) -> None:
        self.lock = threading.Lock()
        self.closing = threading.Event()
        self.open: set[Handler] = set()

    def __enter__(self) -> Self:
        self.server = _Server(("127.0.0.1", 0), self.handler)
        self.server.double = self
        self.thread = threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        self.thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.closing.set()
        for _ in range(200):  # what was asked is in the log, also where the client left early
            if not self.open:
                break
            time.sleep(0.01)
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    @property
    def url(self) -> str:
        """Its address, without the path of an API."""
        return f"http://127.0.0.1:{self.server.server_address[1]}"

    @property
    def asked(self) -> list[tuple[str, ...]]:
        """What each request asked for, in order."""
        return [request.ids for request in self.log]

    def gaps(self) -> list[float]:
        """List the seconds from the start of each request to that of the next; when an answer had come only its reader knows."""
        began = sorted(request.began for request in self.log)
        return [later - earlier for earlier, later in itertools.pairwise(began)]

    def serve(self, handler: Handler) -> None:
        """Answer one request as it is told, or honestly."""
        if self.pause:
            self.closing.wait(self.pause)
        if fault := self.next_fault(handler):
            fault(handler, self.records(handler))
        else:
            self.respond(handler)

    def next_fault(self, _handler: Handler) -> Fault | None:
        """Say how to misbehave."""
        with self.lock:
            return self.script.pop(0) if self.script else self.always

    def ids_of(self, _handler: Handler) -> tuple[str, ...]:
        """Read what is asked for."""
        return ()

    def records(self, _handler: Handler) -> list[Any]:
        """Find what an honest answer holds."""
        return []

    def respond(self, handler: Handler) -> None:
        """Answer one request honestly."""
        raise NotImplementedError


def status(code: int, body: bytes = b"", **headers: str) -> Fault:
    """Answer with a status."""
    return lambda handler, _records: handler.answer(body, code=code, **headers)


def body(make: Callable[[list[Any]], str | bytes], **headers: str) -> Fault:
    """Answer with status 200 and something else than what is honest."""

    def answer(handler: Handler, records: list[Any]) -> None:
        made = make(records)
        handler.answer(made.encode() if isinstance(made, str) else made, **headers)

    return answer


def said(value: object, *, code: int = 200, **headers: str) -> Fault:
    """Answer with some JSON, and no other header than these."""
    return lambda handler, _records: Handler.say(handler, value, code=code, **headers)
