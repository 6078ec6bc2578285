"""The office's desk for reporting (上报): what is still to go, which batches went and what became of them, what came back."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from quyuan_desktop.domain import periods
from quyuan_desktop.domain.periods import Period
from quyuan_desktop.domain.standing import Answer, Standing
from quyuan_desktop.exchange.envelope import Password
from quyuan_desktop.registers import REGISTERS
from quyuan_desktop.registers.base import Register
from quyuan_desktop.services import village_roll
from quyuan_desktop.services.attentive import Tell
from quyuan_desktop.services.closed_months import closing_for
from quyuan_desktop.services.export_package import Exported, export_package
from quyuan_desktop.services.pairing import Pairing, district
from quyuan_desktop.services.stick import Outcome
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.storage import dispatches
from quyuan_desktop.storage.tables import Dispatch

BATCH = 500
BATCHES = 60
"""Batches that are listed: five years of months."""
MONTHS = 13
STATES = {
    dispatches.BEGUN: ("— 没有写完", "grey"),
    dispatches.FAILED: ("× 没有写成", "red"),
    dispatches.DONE: ("○ 已报，等回执", ""),
    dispatches.LOST: ("△ 区局没有收到，已随后来的批次补报", "amber"),
    dispatches.TAKEN: ("✓ 区局已收", "green"),
}
"""What a state of a batch is called, with a sign and a tone."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many records of a register stand in which way towards the district."""

    register: str
    label: str
    counts: Mapping[Standing, int]

    @property
    def unsent(self) -> int:
        """How many have never gone out as they are now."""
        return self.counts.get(Standing.UNSENT, 0)


@dataclass(frozen=True, slots=True)
class Batch:
    """One package that the office made, or began. `state` in words with its sign, `tone` its meaning; `whole`: there is a
    file that was handed over."""

    number: int
    month: str
    at: datetime
    by: str
    name: str
    digest: str
    state: str
    tone: str
    whole: bool
    records: int
    revisions: int
    papers: int


@dataclass(frozen=True, slots=True)
class Returned:
    """A record that the district sent back, or that is in dispute there."""

    register: str
    label: str
    uid: str
    number: str
    who: str
    day: date
    answer: Answer


@dataclass(frozen=True, slots=True)
class DispatchView:
    """What the page shows. `pairing` is None while the office has no district; `villages`: in how many lines the
    bureau's list of villages differs from the office's."""

    pairing: Pairing | None
    waiting: tuple[Waiting, ...]
    batches: tuple[Batch, ...]
    returned: tuple[Returned, ...]
    villages: int = 0

    @property
    def unsent(self) -> int:
        """How many records have never gone out as they are now."""
        return sum(each.unsent for each in self.waiting)


def dispatch_view(place: Workplace) -> DispatchView:
    """All that the page shows. Raises Trouble."""
    with place.ledger.reading() as session:
        waiting = tuple(_waiting(session))
        batches = tuple(_batch(each) for each in dispatches.finished(session, BATCHES))
        returned = tuple(_returned(session))
        villages = village_roll.how_many(session, place)
    return DispatchView(district(place), waiting, batches, returned, villages)


def _waiting(session: Session) -> Iterator[Waiting]:
    counts = dispatches.counts(session, {code: register.record for code, register in REGISTERS.items()})
    for code, register in REGISTERS.items():
        if counts[code]:
            yield Waiting(code, register.label, counts[code])


def _batch(row: Dispatch) -> Batch:
    words, tone = STATES[row.state]
    if row.state == dispatches.DONE and row.outcome == Outcome.NOT_CLOSED.value:
        words, tone = "△ 已拷，U盘没有正常收尾", "amber"
    made = {name: int(row.counts.get(name, 0)) for name in ("records", "revisions", "papers")}
    whole = row.state in dispatches.WENT
    return Batch(
        row.batch, row.month, row.at.astimezone(), row.by, row.name, row.digest, words, tone, whole, **made
    )


def _returned(session: Session) -> Iterator[Returned]:
    """What the district sent back, then what is in dispute, register by register."""
    found = [
        each
        for code, answers in dispatches.sent_back(session).items()
        if code in REGISTERS
        for each in _present(session, REGISTERS[code], answers)
    ]
    order = list(REGISTERS)
    yield from sorted(
        found,
        key=lambda each: (
            each.answer.standing is Standing.CLASH,
            order.index(each.register),
            each.day,
            each.number,
        ),
    )


def _present(session: Session, register: Register, answers: dict[tuple[str, str], Answer]) -> Iterator[Returned]:
    """Those of the records that are still as they were answered."""
    record: Any = register.record
    day, who = getattr(record, register.day), getattr(record, register.who)
    uids = sorted({uid for uid, _ in answers})
    for at in range(0, len(uids), BATCH):
        wanted = select(record.uid, record.digest, record.number, who, day)
        for uid, digest, number, name, on in session.execute(wanted.where(record.uid.in_(uids[at : at + BATCH]))):
            if (uid, digest) in answers:
                answer = answers[uid, digest]
                yield Returned(register.code, register.label, uid, number, str(name or ""), on, answer)


def returned(place: Workplace) -> tuple[Returned, ...]:
    """What the district sent back or finds in dispute, as the records are now. Raises Trouble."""
    with place.ledger.reading() as session:
        return tuple(_returned(session))


@dataclass(frozen=True, slots=True)
class DispatchDay:
    """What 今日 tells of reporting: what came back, how many records are to go, the last month that went (2023-11, empty
    for none), and whether there is a district to report to."""

    returned: tuple[Returned, ...]
    unsent: int
    last_month: str
    paired: bool


def dispatch_day(place: Workplace) -> DispatchDay:
    """What there is to tell on any day; quick, however much has gone. Raises Trouble."""
    known = district(place)
    with place.ledger.reading() as session:
        return DispatchDay(
            tuple(_returned(session)),
            dispatches.unsent(session),
            dispatches.last_month(session),
            known is not None and known.confirmed,
        )


@dataclass(frozen=True, slots=True)
class MonthChoice:
    """A month that a package may bear; `closed`: the number under which it was closed, empty while it is open."""

    period: Period
    closed: str

    @property
    def label(self) -> str:
        """2023年11月（已结账） or （未结账）."""
        return f"{self.period.label}（{'已结账' if self.closed else '未结账'}）"


def months_to_report(place: Workplace) -> tuple[list[MonthChoice], int]:
    """The months up to the present one, newest first, and which of them is due: the newest closed one that no package
    has borne yet, else the present one."""
    with place.ledger.reading() as session:
        found = []
        for back in range(MONTHS):
            period = periods.shifted(periods.of_kind("本月", place.today), -back)
            closing = closing_for(session, place.office, period)
            found.append(MonthChoice(period, closing.number if closing is not None else ""))
        went = {each.month for each in dispatches.finished(session, BATCHES) if _batch(each).whole}
    due = (at for at, each in enumerate(found) if each.closed and each.period.code not in went)
    return found, next(due, 0)


def export(
    place: Workplace,
    folder: Path,
    period: Period,
    *,
    words: str = "",
    everything: bool = False,
    progress: Tell | None = None,
) -> Exported:
    """`export_package`, sealed by `words` where there are any, else to the paired district. Raises Trouble."""
    password = Password(words) if words else None
    return export_package(place, folder, period, password=password, everything=everything, progress=progress)
