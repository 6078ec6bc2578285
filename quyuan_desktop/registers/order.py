"""Days that follow one another: a slip where a later step is dated before an earlier one."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from quyuan_desktop.domain.problems import Problem
from quyuan_desktop.registers.base import Values


def in_order(values: Values, steps: Sequence[tuple[str, str]]) -> Iterator[Problem]:
    """A problem for every day of `steps` (field, label) that lies before the one filled in before it."""
    known = [(name, label, values[name]) for name, label in steps if values[name]]
    for (_, before, first), (name, label, then) in pairwise(known):
        if then < first:
            yield Problem(name, f"{label}的日期早于{before}的日期，请核对。")
