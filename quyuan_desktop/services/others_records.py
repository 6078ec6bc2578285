"""The bureau looks at the records of its offices; it is the offices that correct them, or a decision on a dispute."""

from typing import Any

from sqlalchemy import select

from quyuan_desktop.domain.office import Level
from quyuan_desktop.domain.problems import Trouble
from quyuan_desktop.registers.base import Register
from quyuan_desktop.services.workplace import Workplace

OTHERS = "这是司法所报来的记录，区局不直接改。请用“退回司法所”写明理由，由该所更正后再报。"


def refuse_others(session: Any, place: Workplace, register: Register, uid: str) -> None:
    """Raise Trouble where the bureau would change a record of an office: both ledgers would drift apart."""
    if place.office.level is not Level.DISTRICT:
        return
    office = session.scalar(select(register.record.office).where(register.record.uid == uid))
    if office not in (None, place.office.code):
        raise Trouble(OTHERS)
