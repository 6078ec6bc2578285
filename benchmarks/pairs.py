"""Two ways of doing a thing, timed in turn within one run; what counts is the ratio of their medians."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pair:
    """Medians in milliseconds. `goal` is the ratio not to exceed; `spread` the middle half of the rounds' ratios."""

    what: str
    baseline: str
    ours: float
    theirs: float
    spread: tuple[float, float]
    goal: float
    note: str = ""

    @property
    def ratio(self) -> float:
        """Ours over the baseline's."""
        return self.ours / self.theirs

    def line(self) -> str:
        """A row of the table in benchmarks/README.md."""
        low, high = self.spread
        met = "met" if self.ratio <= self.goal else "**not met**"
        return (
            f"| {self.what} | {self.baseline} | {self.ours:.2f} | {self.theirs:.2f} | "
            f"{self.ratio:.2f} ({low:.2f}–{high:.2f}) | ≤ {self.goal:.2f} {met} | {self.note} |"
        )


def interleaved(
    what: str,
    baseline: str,
    ours: Callable[[], object],
    theirs: Callable[[], object],
    rounds: int,
    goal: float,
    note: str = "",
) -> Pair:
    """Time both in turn, `rounds` times after one of each that does not count."""
    times: tuple[list[float], list[float]] = ([], [])
    for each in range(rounds + 1):
        for run, kept in ((ours, times[0]), (theirs, times[1])):
            started = time.perf_counter()
            run()
            if each:
                kept.append((time.perf_counter() - started) * 1000)
    return from_times(what, baseline, *times, goal, note)


def from_times(
    what: str, baseline: str, ours: list[float], theirs: list[float], goal: float, note: str = ""
) -> Pair:
    """A pair from times in milliseconds that were taken in turn."""
    ratios = sorted(one / other for one, other in zip(ours, theirs, strict=True))
    spread = (ratios[len(ratios) // 4], ratios[-1 - len(ratios) // 4])
    return Pair(what, baseline, statistics.median(ours), statistics.median(theirs), spread, goal, note)
