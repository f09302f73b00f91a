"""Numbers to places on a chart."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

_STEPS = (1, 2, 5, 10)
"""What people count in."""


@dataclass(frozen=True, slots=True)
class Scale:
    """Numbers from `low` to `high` along a way from `start` to `end`; upwards, where the end lies before the start."""

    low: float
    high: float
    start: float
    end: float

    def __call__(self, value: float) -> float:
        """Find the place of a number."""
        return self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start)


def span(values: Iterable[float | None]) -> tuple[float, float]:
    """Find what numbers a chart must reach: zero always, and more than that where all are zero."""
    known = [value for value in values if value is not None]
    low, high = min([0, *known]), max([0, *known])
    return (low, high) if low != high else (0, 1)


def ticks(low: float, high: float, *, about: int = 4) -> list[float]:
    """Choose round numbers for an axis, about so many, that reach from below the least value to above the greatest."""
    raw = (high - low) / about
    power = 10 ** math.floor(math.log10(raw))
    step = next(step * power for step in _STEPS if step * power >= raw * (1 - 1e-9))
    if float(low).is_integer() and float(high).is_integer():
        step = max(1, math.ceil(step))  # of what is counted there are no halves
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [number * step for number in range(first, last + 1)]
