"""The time of the last request to the pause before the next: one request at a time for all runs of a user."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from digest.gather.source import SourceClosedError
from digest.locks import take_lock

_POLL_SECONDS = 0.1
_PATIENCE_SECONDS = 600
"""With another run that holds the line, longer than any request may take: it hangs."""
_MARGIN_SECONDS = 0.02
"""Added to the gap: the other side's clock and ours do not tick together."""
_STAMP_BYTES = 21
"""Always as many: a stamp is written over the one before, and the file is never without one."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Clock:
    """What a run knows of time, all in seconds."""

    wall: Callable[[], float]
    """Since 1970: the only time that two runs share. It may jump."""
    monotonic: Callable[[], float]
    """Since whenever; never jumps."""
    sleep: Callable[[float], None]


class Pace:
    """Keeps a gap from the end of one request to the start of the next, also between runs and between programs.

    arXiv asks for one request in three seconds over one connection, for all machines of a user together:
    https://info.arxiv.org/help/api/tou.html
    """

    def __init__(self, stamp: Path, *, gap: float, clock: Clock) -> None:
        """Keep the time of the last request in the file `stamp`; a stamp that lies or cannot be kept costs one gap more."""
        self.gap = gap
        self._stamp = stamp
        self._clock = clock
        self._last: float | None = None

    @contextmanager
    def turn(self, waiting: Callable[[float, str], None]) -> Iterator[None]:
        """Wait for the gap, and for other runs of this user, then hold them off for as long as one request takes."""
        with self._alone(waiting) as stamp:
            if pause := self._pause(stamp):
                waiting(pause, "")
                self._clock.sleep(pause)
            self._keep(stamp)  # should this program be killed, the next one knows when the request began
            try:
                yield
            finally:
                self._last = self._clock.monotonic()
                self._keep(stamp)

    @contextmanager
    def _alone(self, waiting: Callable[[float, str], None]) -> Iterator[int | None]:
        """Lock the stamp; None where it cannot be opened."""
        try:
            self._stamp.parent.mkdir(parents=True, exist_ok=True)
            handle = os.open(self._stamp, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o600)
        except OSError:
            yield None
            return
        try:
            since = self._clock.monotonic()
            while not take_lock(handle):
                if self._clock.monotonic() - since > _PATIENCE_SECONDS:
                    raise SourceClosedError(
                        f"another run of yours has been asking for {_PATIENCE_SECONDS // 60} minutes; wait for it to end, or end it"
                    )
                waiting(_POLL_SECONDS, "another run of yours is asking")
                self._clock.sleep(_POLL_SECONDS)
            yield handle
        finally:
            os.close(handle)

    def _pause(self, stamp: int | None) -> float:
        pauses = [0.0]
        if self._last is not None:
            pauses.append(self.gap - (self._clock.monotonic() - self._last))
        if stamp is not None:
            os.lseek(stamp, 0, os.SEEK_SET)
            pauses.append(self._pause_of(os.read(stamp, _STAMP_BYTES)))
        elif self._last is None:  # nobody knows when the last request was
            pauses.append(self.gap)
        pause = max(pauses)
        return pause + _MARGIN_SECONDS if pause > 0 else 0

    def _pause_of(self, stamp: bytes) -> float:
        if not stamp:
            return 0.0
        try:
            since = self._clock.wall() - float(stamp)
        except ValueError:
            return self.gap
        return self.gap - since if since >= 0 else self.gap

    def _keep(self, stamp: int | None) -> None:
        if stamp is None:
            return
        try:
            os.lseek(stamp, 0, os.SEEK_SET)
            os.write(stamp, f"{self._clock.wall():0{_STAMP_BYTES - 1}.3f}\n".encode())
            os.ftruncate(stamp, _STAMP_BYTES)  # what else a broken one held
        except OSError:  # a full disk; the next run then waits for nothing, this one still keeps its gap
            return
