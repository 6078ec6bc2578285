"""What the year's report says beside its figures: meetings by name, who took part on 4 December, what was not settled."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from quyuan_desktop.registers.base import State
from quyuan_desktop.registers.legal_review.cleanup import NormCleanup
from quyuan_desktop.registers.legal_review.meeting import Meeting
from quyuan_desktop.registers.legal_review.terms import DocRank, MeetingKind
from quyuan_desktop.registers.mediation.dispute import Dispute
from quyuan_desktop.registers.mediation.terms import Status
from quyuan_desktop.registers.publicity.event import PromoEvent, PromoOrganisation


@dataclass(frozen=True, slots=True)
class MeetingHeld:
    """A meeting as the report names it."""

    on: date
    title: str
    topic: str
    ordinal: int | None
    enlarged: bool


@dataclass(frozen=True, slots=True)
class Unsettled:
    """A dispute that was accepted and not settled: its number, never its parties, and how it stands."""

    number: str
    status: str


def meetings(session: Session, kind: MeetingKind, first: date, last: date, *marked: str) -> list[MeetingHeld]:
    """The meetings of a kind in the period, in order, on which all the flags `marked` are set."""
    wanted = select(Meeting.on, Meeting.title, Meeting.topic, Meeting.ordinal, Meeting.enlarged).where(
        Meeting.state == State.LIVE, Meeting.kind == kind, Meeting.on.between(first, last)
    )
    for flag in marked:
        wanted = wanted.where(getattr(Meeting, flag).is_(True))
    return [MeetingHeld(*row) for row in session.execute(wanted.order_by(Meeting.on, Meeting.id))]


def units_on_constitution_day(session: Session, first: date, last: date) -> list[str]:
    """Who took part in events on 4 December (国家宪法日), each once, in the order they were entered."""
    wanted = (
        select(PromoOrganisation.name)
        .join(PromoEvent, PromoOrganisation.parent_id == PromoEvent.id)
        .where(
            PromoEvent.state == State.LIVE,
            PromoEvent.on.between(first, last),
            func.strftime("%m-%d", PromoEvent.on) == "12-04",
        )
        .order_by(PromoEvent.on, PromoEvent.id, PromoOrganisation.position)
    )
    return list(dict.fromkeys(session.scalars(wanted)))


def unsettled(session: Session, first: date, last: date) -> list[Unsettled]:
    """The disputes accepted in the period that were not settled: failed, withdrawn, or still going on."""
    wanted = (
        select(Dispute.number, Dispute.status)
        .where(
            Dispute.state == State.LIVE,
            Dispute.accepted_on.between(first, last),
            Dispute.status.is_not(None),
            Dispute.status != Status.SUCCESS,
        )
        .order_by(Dispute.accepted_on, Dispute.id)
    )
    return [Unsettled(number, status.label) for number, status in session.execute(wanted) if status is not None]


def cleaned_since(session: Session, first: date, last: date) -> int | None:
    """From which year on the district's documents were cleaned up in the period; None where nobody wrote it."""
    wanted = select(func.min(NormCleanup.scope_from)).where(
        NormCleanup.state == State.LIVE, NormCleanup.rank == DocRank.DISTRICT, NormCleanup.on.between(first, last)
    )
    return session.scalar(wanted)
