"""The hand-over sheet (交接单) of a batch, from what the ledger remembers of it: the same whenever it is printed."""

from sqlalchemy.orm import Session

from quyuan_desktop.domain import periods
from quyuan_desktop.domain.problems import Trouble
from quyuan_desktop.registers import REGISTERS
from quyuan_desktop.services.closed_months import closing_for
from quyuan_desktop.services.pairing import district
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.storage import dispatches
from quyuan_desktop.storage.tables import Dispatch

NONE = "没有这一批的上报包，不能打印交接单。请先上报。"


def handover_pdf(place: Workplace, batch: int) -> bytes:
    """The sheet as PDF. Raises Trouble when no package of that number was finished."""
    from quyuan_desktop.documents import handover_sheet

    known = district(place)
    with place.ledger.reading() as session:
        found = session.get(Dispatch, batch)
        if found is None or not found.digest:
            raise Trouble(NONE)
        counts = found.counts.get(dispatches.OF_REGISTERS, {})
        told = handover_sheet.Handover(
            district=known.name if known is not None else "",
            batch=batch,
            month=_month(session, place, found.month),
            name=found.name,
            digest=found.digest,
            counts=[(each.label, counts[code]) for code, each in REGISTERS.items() if code in counts],
            at=found.at.astimezone(),
            by=found.by,
            **{name: int(found.counts.get(name, 0)) for name in ("records", "revisions", "papers")},
        )
    return handover_sheet.handover_pdf(place.office, told, place.staff.name, place.now())


def _month(session: Session, place: Workplace, code: str) -> str:
    """2023年11月, and under which number it was closed if it is."""
    period = periods.month(code)
    closing = closing_for(session, place.office, period)
    return f"{period.label}（{closing.number}）" if closing is not None else f"{period.label}（未结账）"
