"""Closing a normal month, papers and all, against counting it and drawing the same papers without closing anything."""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from benchmarks.pairs import Pair, from_times
from quyuan_desktop.domain import periods
from quyuan_desktop.registers.reporting import reported
from quyuan_desktop.services import month
from quyuan_desktop.services.closing import close_month, reopen
from quyuan_desktop.services.demo import PASSWORD, ZONE
from quyuan_desktop.services.month_files import whole_workbook
from quyuan_desktop.services.open_office import sign_in
from quyuan_desktop.services.workplace import Workplace

GOAL = 1.5
SECOND = 1000.0
"""Milliseconds that closing and printing may take; the ratio tells more on another machine."""
MONTH = periods.month("2023-11")


def measure_closing(folder: Path, rounds: int) -> Pair:
    """November of the demo office that lies in `folder`, closed with the months before it left open."""
    place = sign_in(folder, PASSWORD, now=lambda: datetime(2023, 12, 1, 9, tzinfo=ZONE))
    try:
        times: tuple[list[float], list[float]] = ([], [])
        for each in range(rounds + 1):
            taken = (_timed(lambda: close_month(place, MONTH, confirmed=True)), 0.0)
            reopen(place, MONTH, "再测一次")
            taken = (taken[0], _timed(lambda: _printed(place)))
            if each:
                for kept, one in zip(times, taken, strict=True):
                    kept.append(one)
    finally:
        place.ledger.close()
    pair = from_times("closing a month, with its papers", "counting and printing it", *times, GOAL)
    met = "met" if pair.ours <= SECOND else "**not met**"
    return replace(pair, note=f"at most {SECOND:.0f} ms: {met}")


def _printed(place: Workplace) -> None:
    for register in reported():
        month.month_pdf(place, MONTH, register)
    whole_workbook(place, MONTH)
    month.month_summary(place, MONTH)


def _timed(job: Callable[[], object]) -> float:
    started = time.perf_counter()
    job()
    return (time.perf_counter() - started) * 1000
