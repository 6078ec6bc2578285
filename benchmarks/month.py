"""A month's table over a million records: all figures by the declared measures, against hand-written SQL."""

from datetime import date

from sqlalchemy import Connection

from benchmarks._office import Office
from benchmarks.pairs import Pair, interleaved
from quyuan_desktop.domain.house import HouseRules
from quyuan_desktop.domain.terms import PersonGroup
from quyuan_desktop.registers import REGISTERS
from quyuan_desktop.reports import month

GOAL = 1.3


def by_hand(connection: Connection, first: date, last: date) -> dict[str, int]:
    """The same figures as one would write them by hand: grouped queries over the covering indexes."""
    found: dict[str, int] = {}
    where = (
        f"received_on BETWEEN '{first}' AND '{last}' AND state <> 'void'"  # so that the covering index is taken
    )
    for column in ("channel", "sex", "result", "town", "id_kind"):
        for value, people in connection.exec_driver_sql(
            f"SELECT {column}, sum(headcount) FROM consultation WHERE {where} GROUP BY 1"
        ):
            found[f"{column}.{value}"] = people
    flags = "sum(headcount), count(*), sum(repeat_visit * headcount), sum(informed_right * headcount)"
    flags += ", sum((channel = 'call') * via_12348 * headcount)"
    found["totals"] = sum(connection.exec_driver_sql(f"SELECT {flags} FROM consultation WHERE {where}").one())
    groups = ", ".join(f"sum(headcount * (instr(groups, '|{group.code}|') > 0))" for group in PersonGroup)
    found["groups"] = sum(connection.exec_driver_sql(f"SELECT {groups} FROM consultation WHERE {where}").one())
    joined = "consultation JOIN consultation_matter ON parent_id = consultation.id"
    for value, matters in connection.exec_driver_sql(
        f"SELECT category, count(*) FROM {joined} WHERE {where} GROUP BY 1"
    ):
        found[f"matter.{value}"] = matters
    return found


def measure(office: Office, rounds: int) -> Pair:
    """The month before the newest, by measures and by hand."""
    first = date(office.last_day.year, office.last_day.month - 1 or 1, 1)
    last = date(first.year, first.month, 28)

    def measured() -> None:
        with office.ledger.reading() as session:
            month.totals(session, REGISTERS["consultation"].measures, first, last, HouseRules())

    def hand() -> None:
        with office.ledger.engine.connect() as connection:
            by_hand(connection, first, last)

    return interleaved("a month's table (86 figures)", "hand-written SQL", measured, hand, rounds, GOAL)
