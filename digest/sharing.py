"""Work in pieces to what came of it: where there is a second processor, a copy of this process takes pieces too."""

import gc
import os
import pickle
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from typing import TypeVar

T = TypeVar("T")


def shared(pieces: int, work: Callable[[Iterator[int]], T]) -> list[T]:
    """Have `work` done for the numbers of all pieces (at most 256), by one process or by two that each take the next that is left.

    A copy shares nothing with this process but files: `work` returns what is to be known of it. What a copy has begun and
    failed at is done again here, so it fails here if it must.
    """
    if pieces < 2 or not can_share():  # noqa: PLR2004 (nothing to share)
        return [work(iter(range(pieces)))]
    taken: list[int] = []
    left, end = os.pipe()
    os.write(end, bytes(range(pieces)))
    os.close(end)

    def take() -> Iterator[int]:
        while number := os.read(left, 1):
            taken.append(number[0])
            yield number[0]

    gc.freeze()  # to look through what is there anyway would make a second one of it in memory
    try:
        copy, answer = _copied(lambda: work(take()))
    except OSError:  # no memory, or no process more for this user
        gc.unfreeze()
        return [work(take())]
    try:
        own = work(take())
        with open(answer, "rb", closefd=False) as pipe:
            said = pipe.read()
    finally:
        os.kill(copy, signal.SIGKILL)  # it has ended, unless this process was interrupted
        os.waitpid(copy, 0)
        os.close(answer)
        os.close(left)
        gc.unfreeze()
    try:
        return [own, pickle.loads(said)]  # noqa: S301 (our own)
    except (EOFError, pickle.UnpicklingError):  # it said nothing, or was killed while it did
        return [own, work(number for number in range(pieces) if number not in taken)]


def can_share() -> bool:
    """Say whether a copy can be made and does any good; of a process with threads, as one that serves, none is safe."""
    return sys.platform == "linux" and len(os.sched_getaffinity(0)) > 1 and threading.active_count() == 1


def _copied(work: Callable[[], object]) -> tuple[int, int]:
    """Begin some work in a copy of this process; give its number, and where it will write what came of it, if anything does."""
    answer, end = os.pipe()
    if copy := os.fork():
        os.close(end)
        return copy, answer
    os.close(answer)  # else it would wait for ever to be heard, should the other process be killed
    try:
        said = pickle.dumps(work(), pickle.HIGHEST_PROTOCOL)
        with open(end, "wb") as pipe:
            pipe.write(said)
    finally:
        os._exit(0)  # without a word: the other process says what is wrong
