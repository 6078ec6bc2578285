"""The months that packages bring, counted again over the merged records of their office, and what comes out otherwise."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from sqlalchemy.orm import Session

from quyuan_desktop.domain import periods
from quyuan_desktop.domain.figures import plain
from quyuan_desktop.registers import COUNTED_IN, MEASURES, REGISTERS
from quyuan_desktop.registers.measures import Counting
from quyuan_desktop.registers.reporting import window
from quyuan_desktop.reports import month as report
from quyuan_desktop.services.attentive import Tell
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.storage import arrivals
from quyuan_desktop.storage.one_office import only

MALFORMED = (ValueError, TypeError, LookupError, AttributeError)


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure that the office reported as `said` and that its records come to `counted`, as files hand them on."""

    code: str
    label: str
    unit: str
    said: int | float
    counted: int | float


@dataclass(frozen=True, slots=True)
class Recount:
    """A month counted again. `closed`: the number under which the office closed it, empty for an open one; `figures`:
    how many were compared."""

    month: str
    closed: str
    figures: int
    differences: tuple[Difference, ...]


class Package(Protocol):
    """What is asked of a package that was planned or merged."""

    office: str
    batch: int
    fault: str
    figures: dict[str, Any]
    recounts: list[Recount]


def recount_all(session: Session, place: Workplace, packages: Iterable[Package], tell: Tell) -> None:
    """Count again, of each office, the months of which these packages bring the newest word."""
    sound = [each for each in packages if each.office and not each.fault]
    for done, package in enumerate(sound):
        for code, figures in package.figures.items():
            if package.batch == arrivals.newest_of_month(session, package.office, code):
                tell("按合并后的记录重算报表", done, len(sound))
                found = recount(session, place, package.office, code, figures)
                package.recounts += [found] if found is not None else []


def recount(session: Session, place: Workplace, office: str, month: str, said: Any) -> Recount | None:
    """Count `month` again over the records of `office`; None when `said` is no month's figures."""
    try:
        period = periods.month(month)
        told = {each["code"]: each["value"] for each in said["figures"]}
        spans = {
            code: (date.fromisoformat(first), date.fromisoformat(last))
            for code, (first, last) in dict(said.get("spans", {})).items()
        }
        closed = str(said.get("closed", ""))
    except MALFORMED:
        return None
    known = [MEASURES[code] for code in told if code in MEASURES]
    tables: dict[str, list[Counting]] = {}
    for measure in known:
        tables.setdefault(COUNTED_IN[measure.code].code, []).append(measure)
    differences = []
    with only(session, office):
        for code, measures in tables.items():
            cut = window(place.house, REGISTERS[code]).recut(period)
            first, last = spans.get(code, (cut.first, cut.last))
            values = report.totals(session, measures, first, last, place.house)
            for measure in measures:
                counted = plain(values[measure.code], measure.unit)
                if counted != told[measure.code]:
                    found = (measure.code, measure.label, measure.unit, told[measure.code], counted)
                    differences.append(Difference(*found))
    return Recount(month, closed, len(known), tuple(differences))
