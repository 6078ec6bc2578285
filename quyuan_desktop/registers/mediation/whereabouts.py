"""Where a 群英 is at a time: within a term or not, and not in two places at once. Pure queries."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from sqlalchemy import select

from quyuan_desktop.domain.problems import Problem
from quyuan_desktop.registers.base import State
from quyuan_desktop.registers.linked import Linked, points_to
from quyuan_desktop.registers.mediation.dispute import Dispute, MediationSession
from quyuan_desktop.registers.mediation.expert_terms import serves_on
from quyuan_desktop.registers.mediation.lead import DisputeLead


@dataclass(frozen=True, slots=True)
class Stay:
    """Being at `place` on a day from `start` to `end`; both the same where only one time is known."""

    on: date
    start: time
    end: time
    place: str

    def clashes(self, other: "Stay") -> bool:
        """Whether nobody can keep both: the times overlap and the places differ. One may end as the other begins.

        Cases that are heard together at one place are one sitting.
        """
        if self.on != other.on or (self.place and self.place == other.place):
            return False
        first, then = sorted((self, other), key=lambda each: each.start)
        return first.start == then.start or then.start < first.end


def out_of_term(session: Any, expert: Linked, on: date | None) -> Iterator[Problem]:
    """A warning when the 群英 has no term on the day."""
    if on is not None and not serves_on(session, expert.uid, on):
        yield Problem("expert", f"{expert.text}在 {on:%Y-%m-%d} 不在聘期内，请核对。", warning=True)


def elsewhere(session: Any, expert: Linked, stay: Stay, uid: str, field: str) -> Iterator[Problem]:
    """A warning at `field` when the 群英 was somewhere else during `stay`, by a record other than `uid`."""
    for number, other in _stays(session, expert, stay.on, uid):
        if stay.clashes(other):
            text = (
                f"{expert.text}这个时间在 {number} 的“{other.place or '另一处'}”（{other.start:%H:%M} 起），"
                "一个人不能同时在两处，请核对。"
            )
            yield Problem(field, text, warning=True)
            return


def _stays(session: Any, expert: Linked, on: date, uid: str) -> Iterator[tuple[str, Stay]]:
    """Where the 群英 sat or arrived on the day, by the records in force other than `uid`."""
    sat = (
        select(Dispute.number, MediationSession.start, MediationSession.end, MediationSession.place)
        .join(MediationSession, MediationSession.parent_id == Dispute.id)
        .where(
            MediationSession.on == on,
            MediationSession.start.is_not(None),
            Dispute.state == State.LIVE,
            Dispute.uid != uid,
            points_to(Dispute.expert, expert.uid),
        )
    )
    arrived = select(
        DisputeLead.number, DisputeLead.arrived_at, DisputeLead.arrived_at.label("end"), DisputeLead.place
    ).where(
        DisputeLead.arrived_on == on,
        DisputeLead.arrived_at.is_not(None),
        DisputeLead.state == State.LIVE,
        DisputeLead.uid != uid,
        points_to(DisputeLead.expert, expert.uid),
    )
    for wanted in (sat, arrived):
        for number, start, end, place in session.execute(wanted.order_by(wanted.selected_columns[0])):
            yield number, Stay(on, start, end or start, place)
