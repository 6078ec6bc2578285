"""The month that is to be handed in (月报): whether the last one is still open, and until when it is due."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from quyuan_desktop.registers.reporting import due_on, printed, window
from quyuan_desktop.services.closed_months import closing_for
from quyuan_desktop.services.coverage import Reminder
from quyuan_desktop.services.workplace import Workplace

SOON = 3
"""So many days before the last one it is reminded of in amber; after it in red."""


def reminder(place: Workplace) -> Reminder | None:
    """What is to be said of the month that ended last; None where it is closed, or nothing is set, or nothing was entered."""
    cut = window(place.house)
    this = cut.month_of(place.today)
    last = cut.month_of(this.first - timedelta(days=1))
    due = due_on(place.house, last)
    if due is None:
        return None
    with place.ledger.reading() as session:
        if closing_for(session, place.office, last) is not None or not _begun(session, place, last.last):
            return None
    left = (due - place.today).days
    told = f"剩 {left} 日" if left > 0 else "今天到期" if left == 0 else f"已过 {-left} 日"
    tone = "red" if left < 0 else "amber" if left <= SOON else ""
    name = last.label.partition("（")[0]
    return Reminder(f"{name}的月报还没有结账", f"报送期限 {due:%m-%d}，{told}；请到“统计报送”核对、结账。", tone)


def _begun(session: Session, place: Workplace, last: date) -> bool:
    """Whether anything at all was entered up to that day."""
    for register in printed(place.office.level):
        record: Any = register.record
        if session.scalar(select(record.id).where(getattr(record, register.day) <= last).limit(1)) is not None:
            return True
    return False
