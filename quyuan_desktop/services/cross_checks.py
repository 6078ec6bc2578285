"""The cross-checks (勾稽) before a month is closed: what does not hold, with the figures and the records at fault."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from quyuan_desktop.domain.figures import FigureRow, shown
from quyuan_desktop.domain.house import HouseRules
from quyuan_desktop.domain.periods import Period
from quyuan_desktop.registers import CHECKS, COUNTED_IN, MEASURES
from quyuan_desktop.registers.measures import Check
from quyuan_desktop.registers.reporting import window
from quyuan_desktop.reports import month as report
from quyuan_desktop.reports.behind import Behind

NAMED = 3
"""So many figures or records are named in a sentence; the rest are counted."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What speaks against closing. `codes` are the figures at fault, `rows` the records; their value is by how much.

    A warning may be confirmed.
    """

    sentence: str
    warning: bool = False
    codes: tuple[str, ...] = ()
    rows: tuple[FigureRow, ...] = ()


def cross_check(
    session: Session,
    house: HouseRules,
    period: Period,
    values: Mapping[str, int],
    checks: Sequence[Check] = CHECKS,
) -> list[Finding]:
    """The cross-checks among the figures `values` of the period, by code, that do not hold."""
    found = []
    for check in checks:
        if not values.keys() >= {*check.left, *check.right}:
            continue
        left, right = (sum(values[code] for code in side) for side in (check.left, check.right))
        if not check.relation.holds(left, right):
            found.append(_failed(session, house, period, check, left, right))
    return found


def _failed(session: Session, house: HouseRules, period: Period, check: Check, left: int, right: int) -> Finding:
    unit = MEASURES[check.right[0]].unit
    rows = _at_fault(session, house, period, check)
    sides = f"{_names(check.left)}为{shown(left, unit)}，{_names(check.right)}为{shown(right, unit)}"
    sentence = f"{check.words}，现在不符：{sides}。{_numbers(rows)}"
    return Finding(sentence, check.warning, (*check.left, *check.right), tuple(rows))


def _names(codes: Sequence[str]) -> str:
    labels = [MEASURES[code].label for code in codes]
    return "、".join(labels[:NAMED]) + (f"等{len(labels)}项合计" if len(labels) > NAMED else "")


def _numbers(rows: Sequence[FigureRow]) -> str:
    if not rows:
        return "请核对数据。"
    numbers = "、".join(row.number for row in rows[:NAMED])
    return f"请核对{numbers}{f'等{len(rows)}条记录' if len(rows) > NAMED else ''}。"


def _at_fault(session: Session, house: HouseRules, period: Period, check: Check) -> list[FigureRow]:
    """The records for which the relation does not hold, each with what is too much or too little."""
    known: dict[tuple[str, str], FigureRow] = {}
    sums: dict[tuple[str, str], list[int]] = {}
    for side, codes in enumerate((check.left, check.right)):
        for code in codes:
            cut = window(house, COUNTED_IN[code]).recut(period)
            for row in report.rows(session, MEASURES[code], cut.first, cut.last, house):
                key = (row.register, row.uid)
                known.setdefault(key, row)
                sums.setdefault(key, [0, 0])[side] += row.value
    found = []
    for key, (left, right) in sums.items():
        if not check.relation.holds(left, right):
            row = known[key]
            found.append(FigureRow(row.uid, row.number, row.date, left - right, row.label, row.register))
    return sorted(found, key=lambda row: (row.date, row.number))


def rows_check(values: Mapping[str, int], behind: Iterable[Behind]) -> list[Finding]:
    """Every figure is the sum of its records: anything else is a fault of ours or of the file."""
    sums = dict.fromkeys(values, 0)
    for record in behind:
        for code, value in record.values().items():
            sums[code] += value
    wrong = [code for code, value in values.items() if sums[code] != value]
    return [
        Finding(
            f"“{MEASURES[code].label}”（{code}）为{values[code]}，与明细合计{sums[code]}不符，请先核对数据。",
            codes=(code,),
        )
        for code in wrong
    ]
