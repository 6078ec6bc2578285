"""The month as a package carries it: its figures, from which days each table counts, and the closing they are of."""

from typing import Any

from sqlalchemy.orm import Session

from quyuan_desktop.domain import periods
from quyuan_desktop.domain.periods import Period
from quyuan_desktop.exchange.package import instant
from quyuan_desktop.registers.reporting import reported, window
from quyuan_desktop.services.closed_months import closing_for
from quyuan_desktop.services.month import figures_json
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.storage import closings, dispatches


def months_to_carry(session: Session, place: Workplace, chosen: Period, *, everything: bool) -> list[Period]:
    """The months whose figures a package brings: `chosen`, and those closed since the last package of which the receipt
    is back; with `everything` all that are closed. In their order."""
    answered = 0 if everything else dispatches.act_of_last_received(session)
    codes = {each.code for each in closings.standing(session, place.office.code) if each.act >= answered}
    months = [periods.month(code) for code in sorted(codes - {chosen.code})]
    return sorted([*months, chosen], key=lambda period: period.first)


def month_snapshot(place: Workplace, period: Period) -> dict[str, Any]:
    """The figures of `period` as plain data; of a closed month as they were closed, else as they are today.

    ``closed`` is the number of the closing and ``closing`` its ``digest``, ``at`` and ``by``; an open month has an
    empty ``closed`` and no ``closing``. ``spans`` says for each table from which day to which it counts, so that
    whoever has the records can count again. Raises Trouble.
    """
    told = figures_json(place, period)
    spans = {}
    with place.ledger.reading() as session:
        closing = closing_for(session, place.office, period)
        if closing is None:
            for register in reported():
                cut = window(place.house, register).recut(period)
                spans[register.code] = (cut.first, cut.last)
        else:
            for table in closings.tables_of(session, closing.id):
                spans[table.register] = (table.first, table.last)
    found = {
        **told,
        "closed": closing.number if closing is not None else "",
        "spans": {code: [first.isoformat(), last.isoformat()] for code, (first, last) in spans.items()},
    }
    if closing is not None:
        found["closing"] = {"digest": closing.digest, "at": instant(closing.at), "by": closing.by}
    return found
