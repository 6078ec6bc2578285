"""The time limits of many records at once: reckoned from a glimpse of each, found by an index."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from quyuan_desktop.registers import REGISTERS
from quyuan_desktop.registers.base import Register, State, values_of
from quyuan_desktop.services.demo import PASSWORD, make_demo
from quyuan_desktop.services.limits import limits_of, open_limits, pressing_of
from quyuan_desktop.services.list_records import Choice, page_of_records
from quyuan_desktop.services.open_office import sign_in
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.storage import records

TIMED = [register for register in REGISTERS.values() if register.unsettled is not None]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workplace]:
    """An invented office in the middle of its year, with a good deal still to be done."""
    folder: Path = tmp_path_factory.mktemp("limits") / "office"
    make_demo(folder, 2023, 1, about=40)
    place = sign_in(folder, PASSWORD, now=lambda: datetime(2023, 12, 29, 9).astimezone())
    yield replace(place, now=lambda: datetime(2023, 11, 15, 9).astimezone())
    place.ledger.close()


def waiting(register: Register) -> Any:
    """The uids of the records that may have a time limit running, the newest first."""
    record: Any = register.record
    assert register.unsettled is not None
    return select(record.uid).where(record.state == State.LIVE, register.unsettled).order_by(record.id.desc())


def test_there_is_something_to_compare(place: Workplace) -> None:
    with place.ledger.reading() as session:
        assert sum(len(open_limits(place, session, register, 1000)[0]) for register in TIMED) >= 10


@pytest.mark.parametrize("register", TIMED, ids=str)
def test_a_glimpse_tells_the_same_as_the_whole_record(place: Workplace, register: Register) -> None:
    with place.ledger.reading() as session:
        found, left = open_limits(place, session, register, 1000)
        uids = list(session.scalars(waiting(register)))
        loaded = {each.uid: each for each in records.load_all(session, register, uids)}
        values = {uid: values_of(each) for uid, each in loaded.items()}
        whole = [
            (uid, loaded[uid].number, getattr(loaded[uid], register.who), limit)
            for uid in uids
            for limit in limits_of(place, register, values[uid])
            if limit.open
        ]
    assert [(each.record.uid, each.record.number, each.record.who, each.limit) for each in found] == whole
    assert left == 0
    page = page_of_records(place, register, Choice(), 0, 1000)
    told = {row.uid: row.limit for row in page if row.limit is not None}
    pressing = {uid: pressing_of(place, register, each) for uid, each in values.items()}
    assert told == {uid: limit for uid, limit in pressing.items() if limit is not None}


@pytest.mark.parametrize("register", TIMED, ids=str)
def test_more_than_are_looked_at_are_counted(place: Workplace, register: Register) -> None:
    with place.ledger.reading() as session:
        uids = list(session.scalars(waiting(register)))
        if len(uids) < 2:
            return
        found, left = open_limits(place, session, register, 1)
    assert left == len(uids) - 1
    assert {each.record.uid for each in found} <= {uids[0]}


@pytest.mark.parametrize(
    ("code", "index"),
    [("consultation", "consultation_waiting"), ("visit", "visit_follow_up"), ("dispute", "dispute_waiting")],
)
def test_what_waits_is_found_by_an_index(place: Workplace, code: str, index: str) -> None:
    with place.ledger.reading() as session:
        words = str(waiting(REGISTERS[code]).compile(session.get_bind(), compile_kwargs={"literal_binds": True}))
        plan = session.connection().exec_driver_sql(f"EXPLAIN QUERY PLAN {words}").all()
    assert [each[-1].split(" INDEX ")[1].split(" ")[0] for each in plan if " INDEX " in each[-1]] == [
        f"ix_{index}"
    ]
    assert not any(each[-1].startswith("SCAN") for each in plan)
