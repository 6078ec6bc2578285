"""Opening an application with all that hangs on it, against a consultation; and 今日 over the big ledger."""

import statistics
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import event

from benchmarks._office import Office
from benchmarks.pairs import Pair, interleaved
from benchmarks.timing import milliseconds
from quyuan_desktop.registers.base import blank, values_of
from quyuan_desktop.registers.legal_aid.aid_terms import Original
from quyuan_desktop.registers.legal_aid.application import Material
from quyuan_desktop.registers.legal_aid.application_register import APPLICATION
from quyuan_desktop.registers.legal_aid.consultation import CONSULTATION
from quyuan_desktop.services.demo import PASSWORD
from quyuan_desktop.services.list_records import Choice, page_of_records
from quyuan_desktop.services.open_office import close_office, sign_in
from quyuan_desktop.services.save_record import open_record, save_record
from quyuan_desktop.services.today import day_view
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.ui.detail import look_at

STEPS, MATERIALS = 20, 30
MOST_TODAY = 30
"""Milliseconds that the queries of 今日 may take."""
LEAST_ROUNDS = 51
"""Opening takes some milliseconds; fewer rounds would measure the machine."""


def measure_opening(folder: Path, rounds: int) -> Pair:
    """All that the pane beneath the list shows of an application with 20 steps and 30 materials."""
    place = sign_in(folder, PASSWORD, now=lambda: datetime(2023, 12, 29, 9).astimezone())
    try:
        long = _long_application(place)
        short = page_of_records(place, CONSULTATION, Choice(), 0, 1)[0].uid
        return interleaved(
            f"opening an application with {STEPS} steps and {MATERIALS} materials",
            "opening a consultation",
            lambda: look_at(place, APPLICATION, long),
            lambda: look_at(place, CONSULTATION, short),
            max(rounds, LEAST_ROUNDS),
            1.5,
        )
    finally:
        close_office(place)


def _long_application(place: Workplace) -> str:
    uid = page_of_records(place, APPLICATION, Choice(), 0, 1)[0].uid
    values = values_of(open_record(place, APPLICATION, uid))
    values["materials"] = [
        {**blank(Material), "name": f"材料{number}", "copies": 1, "original": Original.COPY}
        for number in range(1, MATERIALS + 1)
    ]
    for step in range(STEPS):
        values = {**values, "note": f"第{step + 1}次办理"}
        save_record(place, APPLICATION, values, uid=uid, reason="办理", confirmed=True)
    return uid


def measure_today(office: Office, place: Workplace, rounds: int, ledger: str = "") -> Pair:
    """All that 今日 asks of the ledger, asked again by itself; it may take 30 ms. The page whole is in the note."""
    newest = "SELECT uid FROM consultation ORDER BY received_on DESC, id DESC LIMIT 50"
    asked = _asked_by(office, lambda: day_view(place))

    def bare() -> Any:
        with office.ledger.engine.connect() as connection:
            return connection.exec_driver_sql(newest).all()

    def ours() -> None:
        with office.ledger.engine.connect() as connection:
            for statement, parameters in asked:
                connection.exec_driver_sql(statement, parameters).all()

    pair = interleaved(
        f"今日: its queries{ledger}", "bare query of the newest page", ours, bare, rounds, MOST_TODAY
    )
    whole = statistics.median(milliseconds(day_view, place) for _ in range(rounds))
    note = f"{len(asked)} queries, goal {MOST_TODAY} ms; the whole page {whole:.0f} ms"
    return replace(pair, goal=MOST_TODAY / pair.theirs, note=note)


def _asked_by(office: Office, act: Callable[[], object]) -> list[tuple[str, Any]]:
    """The statements that `act` sends, with their parameters."""
    asked: list[tuple[str, Any]] = []

    def keep(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        if statement.lstrip().upper().startswith(("SELECT", "WITH")):
            asked.append((statement, parameters))

    event.listen(office.ledger.engine, "before_cursor_execute", keep)
    try:
        act()
    finally:
        event.remove(office.ledger.engine, "before_cursor_execute", keep)
    return asked
