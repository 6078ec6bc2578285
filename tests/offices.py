"""Invented offices for tests: founded once, then copied, because founding is what takes time."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, timezone
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any, cast

from quyuan_desktop.domain.identity import check_digit
from quyuan_desktop.domain.office import Office, Role, Staff
from quyuan_desktop.domain.terms import IdKind, Sex, Town
from quyuan_desktop.registers.base import Values, blank
from quyuan_desktop.registers.legal_aid.consultation import CONSULTATION, Matter
from quyuan_desktop.registers.legal_aid.terms import Channel, MatterKind, Result
from quyuan_desktop.services.open_office import found_office, sign_in
from quyuan_desktop.services.recognise import recognise, settle
from quyuan_desktop.services.save_record import Saved, save_record, void_record
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.storage import history, papers, records

ZONE = timezone(timedelta(hours=8))
START = datetime(2023, 11, 30, 9, 0, tzinfo=ZONE)
TODAY = START.date()
OFFICE = Office(code="430671101", name="营田司法所", short="屈营司", town=Town.YINGTIAN.code)
HEAD = "袁知秋"
PASSWORD = "测试口令 No.1"
RESIDENT = "9990011962030412"  # and the last of the order, and the check digit
PAPER = b"%PDF-1.7 an invented paper"

Files = tuple[tuple[str, bytes], ...]


@dataclass(slots=True)
class Clock:
    """A clock that the test sets."""

    at: datetime = START

    def __call__(self) -> datetime:
        return self.at

    def forward(self, **by: int) -> None:
        """Let time pass, in the words of timedelta."""
        self.at += timedelta(**by)


def nowhere(clock: Callable[[], datetime] | None = None) -> Workplace:
    """A workplace without a ledger, for what touches no database."""
    return Workplace(cast(Any, None), OFFICE, Staff("0" * 32, HEAD, Role.HEAD), clock or Clock())


def resident(order: int = 2) -> str:
    """A sound number of a resident nobody is; even orders are women. `order` is one digit."""
    body = f"{RESIDENT}{order}"
    return body + check_digit(body)


def consultation(**changes: Any) -> Values:
    """A consultation that may be saved without a warning, with `changes`."""
    values = {
        **blank(CONSULTATION.record),
        "channel": Channel.VISIT,
        "received_on": TODAY,
        "received_time": time(14, 20),
        "receptionist": HEAD,
        "visitor": "欧阳𬱖",
        "id_kind": IdKind.RESIDENT,
        "id_number": resident(),
        "sex": Sex.FEMALE,
        "birth_date": date(1962, 3, 4),
        "phone": "19055550123",
        "town": Town.YINGTIAN,
        "village": "荷花村",
        "ethnic_group": "汉族",
        "nationality": "中国",
        "headcount": 1,
        "opposing_party": "湘汨建筑劳务队",
        "matters": [matter()],
        "title": "劳动报酬",
        "reply": "可向劳动监察投诉。",
        "result": Result.ANSWERED,
        "replied_on": TODAY,
        "informed_right": True,
        "informed_on": TODAY,
    }
    return {**values, **changes}


def matter(category: MatterKind = MatterKind.WAGES, summary: str = "拖欠工资一万二千元。") -> Values:
    """One matter asked about."""
    return {**blank(Matter), "category": category, "summary": summary}


def save(place: Workplace, **changes: Any) -> Saved:
    """Save the consultation above with `changes`."""
    return save_record(place, CONSULTATION, consultation(**changes), confirmed=True)


def correct(place: Workplace, uid: str, **changes: Any) -> Saved:
    """Correct the record called `uid` to the consultation above with `changes`."""
    return save_record(place, CONSULTATION, consultation(**changes), uid=uid, reason="补正", confirmed=True)


def fresh(folder: Path, clock: Callable[[], datetime] | None = None) -> Workplace:
    """Someone at work in a new office without records; `folder` is made."""
    put(folder, _founded()[0])
    return sign_in(folder, PASSWORD, now=clock or Clock())


def filled(folder: Path, clock: Callable[[], datetime] | None = None) -> Workplace:
    """Someone at work in the office described at `_fill`."""
    put(folder, _filled())
    return sign_in(folder, PASSWORD, now=clock or Clock())


def recovery_code() -> str:
    """The recovery code of every office here."""
    return _founded()[1]


@contextmanager
def at_work(place: Workplace) -> Iterator[Workplace]:
    """Let go of the ledger at the end."""
    try:
        yield place
    finally:
        place.ledger.close()


def put(folder: Path, files: Files) -> None:
    """Write `files` into `folder`, which is made."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files:
        (folder / name).write_bytes(content)


def contents(folder: Path) -> Files:
    """The files of `folder` that say anything, but for the disk set aside; not those of its folders."""
    found = ((path.name, path) for path in sorted(folder.iterdir()) if path.is_file())
    return tuple((name, path.read_bytes()) for name, path in found if name != "reserve" and path.stat().st_size)


def dump(place: Workplace) -> dict[str, list[tuple[Any, ...]]]:
    """All rows of all tables as they are stored."""
    with place.ledger.engine.connect() as connection:
        names = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
        return {
            name: sorted(map(tuple, connection.exec_driver_sql(f'SELECT * FROM "{name}"')), key=repr)
            for name in names.scalars()
            if not name.startswith("search_index")
        }


def execute(place: Workplace, statement: str, *given: Any) -> None:
    """What someone with a database tool and the key could do behind the program's back."""
    with place.ledger.engine.begin() as connection:
        connection.exec_driver_sql(statement, given)


@cache
def _founded() -> tuple[Files, str]:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "data"
        made = found_office(folder, OFFICE, HEAD, PASSWORD, Clock(), quick=True)
        made.place.ledger.close()
        return contents(folder), made.recovery_code


@cache
def _filled() -> Files:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "data"
        with at_work(fresh(folder, Clock(START - timedelta(days=3)))) as place:
            _fill(place)
        return contents(folder)


def _fill(place: Workplace) -> None:
    """Four consultations: one corrected twice, one void, two of one person; one paper, one verdict, one draft."""
    names = count(1)
    place = replace(place, name_record=lambda: f"{next(names):032x}")
    day = {"received_on": place.today, "replied_on": None, "informed_on": None}
    first = save(place, **day)
    correct(place, first.record.uid, **day, note="来电补充。")
    second = correct(place, first.record.uid, **day, note="来电补充，已核对。")
    save(place, **day, visitor="张㛃", id_number=resident(4), village="三洲村")
    void = save(place, **day, visitor="阿卜杜拉·买买提", id_number=resident(1), sex=Sex.MALE)
    void_record(place, CONSULTATION, void.record.uid, "重复登记")
    save(
        place, **day, id_number="", id_kind=IdKind.NONE, matters=[matter(), matter(MatterKind.LAND, "承包地界。")]
    )
    with place.ledger.writing() as session:
        record = records.load(session, CONSULTATION, second.record.uid)
        paper = papers.keep(session, CONSULTATION, record, CONSULTATION.papers[0], PAPER, place.now(), HEAD)
        told = {"register": CONSULTATION.code, "uid": record.uid, "detail": f"{paper.kind} {paper.sha256}"}
        history.audit(session, "issue", place.now(), HEAD, **told)
    for met in recognise(place, CONSULTATION, consultation(id_number="", id_kind=IdKind.NONE)):
        settle(place, met, same=True)
