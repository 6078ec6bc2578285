"""Invented disputes: saved, and led along the way through the services, as tests need them."""

from datetime import date, time
from typing import Any

from quyuan_desktop.domain.terms import Town
from quyuan_desktop.registers.base import Register, Values, blank, called, values_of
from quyuan_desktop.registers.linked import Linked
from quyuan_desktop.registers.mediation import DISPUTE, EXPERT, terms
from quyuan_desktop.registers.mediation.dispute import Dispute, MediationSession, Party
from quyuan_desktop.registers.mediation.filing import wanted
from quyuan_desktop.services.save_record import Saved, defaults, open_record, save_record, step_begun, take_step
from quyuan_desktop.services.workplace import Workplace
from tests.offices import HEAD, TODAY

AGREEMENT = "一、恢复排水沟。二、赔偿一千元，当场付清。"
SUCCESS: dict[str, Any] = {
    "result": terms.Result.SUCCESS,
    "form": terms.AgreementForm.WRITTEN,
    "agreement": AGREEMENT,
}


def party(side: terms.Side, name: str, **changes: Any) -> Values:
    """One party."""
    return {**blank(Party), "side": side, "name": name, **changes}


def both() -> list[Values]:
    """Who asks and who is asked."""
    return [party(terms.Side.APPLICANT, "王芳"), party(terms.Side.RESPONDENT, "李长庚")]


def session(on: date = TODAY, start: time | None = time(9, 0), end: time | None = time(10, 0)) -> Values:
    """One time that they sat together."""
    return {**blank(MediationSession), "on": on, "start": start, "end": end, "content": "双方各让一步。"}


def dispute(**changes: Any) -> Values:
    """A dispute that may be saved without a warning, with `changes`."""
    values = {
        **blank(Dispute),
        "accepted_on": TODAY,
        "committee": "营田镇人民调解委员会",
        "committee_kind": terms.Committee.TOWN,
        "source": terms.Source.APPLIED,
        "acceptor": HEAD,
        "parties": both(),
        "kind": terms.Kind.NEIGHBOUR,
        "town": Town.YINGTIAN,
        "summary": "排水沟被填，双方争吵。",
    }
    return {**values, **changes}


def accepted(place: Workplace, **changes: Any) -> str:
    """Save the dispute above with `changes`; its uid."""
    return str(save_record(place, DISPUTE, dispute(**changes), confirmed=True).record.uid)


def expert(place: Workplace, name: str = "钟望龙", **changes: Any) -> Linked:
    """A 群英 of this year, saved."""
    values = {**defaults(place, EXPERT), "name": name, "letter": f"聘{name}", "start_on": date(2023, 1, 1)}
    values |= {"end_on": date(2024, 12, 31), **changes}
    record = save_record(place, EXPERT, values, confirmed=True).record
    return Linked(record.uid, called(EXPERT, record))


def step(place: Workplace, uid: str, code: str, *, register: Register = DISPUTE, **changes: Any) -> Saved:
    """Take a step as its form begins, with `changes`, warnings confirmed."""
    begun = step_begun(place, register, values_of(open_record(place, register, uid)), code)
    return take_step(place, register, uid, code, {**begun, **changes}, confirmed=True)


def settled(place: Workplace, **changes: Any) -> str:
    """A dispute that was mediated once and ended in a written agreement; its uid."""
    uid = accepted(place, **changes)
    step(place, uid, "mediate", sessions=[session()], mediators="张三")
    step(place, uid, "conclude", **SUCCESS)
    return uid


def archived(place: Workplace, file_number: str, **changes: Any) -> str:
    """A dispute brought to its whole file; its uid."""
    uid = settled(place, **changes)
    step(place, uid, "perform")
    step(place, uid, "visit", visit_note="已履行，双方满意。")
    papers = wanted(values_of(open_record(place, DISPUTE, uid)))
    step(place, uid, "archive", file_number=file_number, papers=papers)
    return uid
