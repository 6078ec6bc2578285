"""Closing months in tests: an office whose consultations lie in several months, closed with papers or without."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest

from quyuan_desktop.domain import periods
from quyuan_desktop.domain.periods import Period
from quyuan_desktop.domain.terms import Town
from quyuan_desktop.registers.base import blank
from quyuan_desktop.registers.legal_aid.consultation import CONSULTATION
from quyuan_desktop.registers.legal_aid.terms import Channel
from quyuan_desktop.registers.service_points.point import POINT, Point
from quyuan_desktop.registers.service_points.terms import PointState, Tier
from quyuan_desktop.services import closing_forms, closing_keep
from quyuan_desktop.services.closing import ClosedMonth, close_month
from quyuan_desktop.services.month import month_table
from quyuan_desktop.services.save_record import save_record
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.storage import closings
from quyuan_desktop.storage.tables import ClosedCorrection
from tests.offices import consultation

SEPTEMBER, OCTOBER = periods.month("2023-09"), periods.month("2023-10")


def on(day: date, **changes: Any) -> dict[str, Any]:
    """What makes the consultation of `offices.consultation` one of another day."""
    return {"received_on": day, "replied_on": None, "informed_on": None, "channel": Channel.VISIT, **changes}


def keep(place: Workplace, day: date, *, uid: str = "", reason: str = "", **changes: Any) -> str:
    """Save a consultation of a day, or correct the one called `uid` to it; its uid."""
    values = consultation(**on(day, **changes))
    saved = save_record(place, CONSULTATION, values, uid=uid, reason=reason, confirmed=True)
    return str(saved.record.uid)


def close(place: Workplace, period: Period) -> ClosedMonth:
    """Close the month whatever there is to remind of."""
    return close_month(place, period, confirmed=True)


def figures(place: Workplace, period: Period) -> dict[str, tuple[int, int]]:
    """The value and the year to date of every figure of consultations."""
    lines = month_table(place, period, [CONSULTATION]).lines
    return {line.figure.code: (line.figure.value, line.year_to_date) for line in lines if line.counted}


def told(place: Workplace, period: Period) -> list[ClosedCorrection]:
    """The corrections that the closed month reports, as the ledger keeps them."""
    with place.ledger.reading() as session:
        closing = closings.closing_of(session, place.office.code, period.code)
        assert closing is not None
        return closings.corrections_of(session, closing.id)


def add_point(place: Workplace, opened: date) -> None:
    """Enter, late, a point that was opened on that day."""
    values = {
        **blank(Point),
        "name": f"{opened:%m%d}工作点",
        "tier": Tier.POINT,
        "town": Town.YINGTIAN,
        "village": "荷花村",
        "opened_on": opened,
        "point_state": PointState.OPEN,
    }
    save_record(place, POINT, values, reason="漏登记", confirmed=True)


@contextmanager
def without_papers() -> Iterator[None]:
    """Where papers are not what a test is about: drawing them is most of what a closing takes."""
    with pytest.MonkeyPatch.context() as patch:
        for name in ("summary_pdf", "summary_xlsx", "summary_in_words", "corrections_pdf"):
            patch.setattr(closing_keep, name, lambda *_: b"%PDF-1.7 none")
        patch.setattr(closing_forms, "grid_pdf", lambda *_: b"%PDF-1.7 none")
        yield
