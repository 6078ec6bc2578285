"""Who of 群英断是非 serves when: each person once, however many terms. Pure queries."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from sqlalchemy import inspect, literal, select

from quyuan_desktop.domain.figures import FigureRow
from quyuan_desktop.domain.house import HouseRules
from quyuan_desktop.registers.base import State
from quyuan_desktop.registers.measures import Computed, Counted, Counting, Measure
from quyuan_desktop.registers.mediation.terms import ExpertKind


def _terms(session: Any, expert: Any, first: date, last: date, *when: Any) -> Iterator[tuple[Any, ...]]:
    """Everybody in force with a term that touches the days from `first` to `last`, once."""
    renewal: Any = inspect(expert).relationships["renewals"].mapper.class_
    columns = (expert.uid, expert.number, expert.start_on, expert.name)
    alive = (expert.state == State.LIVE, expert.last_on >= first, *when)
    begun = select(*columns).where(*alive, expert.start_on <= last, expert.end_on >= first)
    again = (
        select(*columns)
        .join(renewal, renewal.parent_id == expert.id)
        .where(*alive, renewal.start_on <= last, renewal.end_on >= first)
    )
    found = {row[0]: tuple(row) for wanted in (begun, again) for row in session.execute(wanted)}
    yield from sorted(found.values(), key=lambda row: (row[2], row[1]))


def serves_on(session: Any, uid: str, day: date) -> bool:
    """Whether the expert `uid` is within a term on `day`."""
    from quyuan_desktop.registers.mediation.expert import Expert  # which is declared with these figures

    return any(True for _ in _terms(session, Expert, day, day, Expert.uid == uid))


def expert_figures(expert: Any) -> tuple[Counting, ...]:
    """Who served in the period, and who was engaged anew in it (年度报告 §F 2)."""

    def served(session: Any, first: date, last: date, house: HouseRules) -> Iterable[FigureRow]:
        for uid, number, start, name in _terms(session, expert, first, last):
            yield FigureRow(uid, number, start, 1, name, "expert")

    new = Counted(record=expert, day=expert.start_on)
    one: Any = literal(1)
    return (
        Computed(
            code="expert.served",
            label="“群英断是非”专家",
            unit="名",
            group="群英",
            words="聘期与本期有重叠的人数，一人续聘只计一名；含本期新聘，另列",
            rows=served,
        ),
        Measure(
            code="expert.new",
            label="其中本期新聘",
            unit="名",
            group="群英",
            words="首次聘期的起日在本期的人数",
            base=new,
            value=one,
        ),
        *(
            Measure(
                code=f"expert.new.{term.code}",
                label=term.label,
                unit="名",
                group="本期新聘的群英",
                words=f"首次聘期的起日在本期、类别为“{term.label}”的人数",
                base=new,
                value=one,
                by=expert.kind,
                of=(term,),
            )
            for term in ExpertKind
        ),
    )
