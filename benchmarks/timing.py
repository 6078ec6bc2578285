"""Shared arithmetic of the benchmarks: quantiles, medians over rounds, one form of table."""

import gc
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from statistics import median
from typing import ParamSpec

P = ParamSpec("P")


def quantile(values: Sequence[float], part: float) -> float:
    """The value below which `part` (0 to 1) of the values lie, nearest rank. Raises ValueError for no values."""
    if not values:
        raise ValueError("no values")
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))]


def milliseconds(job: Callable[P, object], *args: P.args, **named: P.kwargs) -> float:
    """How long one call of `job` takes by the wall's clock, in milliseconds."""
    start = time.perf_counter()
    job(*args, **named)
    return (time.perf_counter() - start) * 1e3


@contextmanager
def without_collector() -> Iterator[None]:
    """Python's garbage collector stays out of what is measured."""
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def over_rounds(rounds: Sequence[Sequence[float]], part: float) -> float:
    """The median over rounds of the round's quantile."""
    return median(quantile(each, part) for each in rounds)


def row(label: str, *cells: object, width: int = 26) -> str:
    """One line of a table; Chinese characters count double."""
    wide = sum(1 for each in label if ord(each) > 0x2E80)
    shown = (f"{cell:9.2f}" if isinstance(cell, float) else f"{cell!s:>9}" for cell in cells)
    return label.ljust(width - wide) + " ".join(shown)
