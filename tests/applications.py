"""Invented applications for legal aid: saved, and led along the way through the services, as tests need them."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from quyuan_desktop.domain.terms import IdKind, Sex, Town
from quyuan_desktop.registers.base import Values, blank, values_of
from quyuan_desktop.registers.legal_aid import aid_terms as terms
from quyuan_desktop.registers.legal_aid.aid_terms import Stage
from quyuan_desktop.registers.legal_aid.application import (
    Application,
    HouseholdMember,
    JointApplicant,
    Material,
    Supplement,
)
from quyuan_desktop.registers.legal_aid.application_register import APPLICATION
from quyuan_desktop.services.save_record import Saved, open_record, save_record, step_begun, take_step
from quyuan_desktop.services.workplace import Workplace
from tests.offices import HEAD, TODAY, resident

CENTRE = "屈原管理区法律援助中心"
DAY = timedelta(days=1)


def application(**changes: Any) -> Values:
    """An application that may be saved without a warning and handed over, with `changes`."""
    values = {
        **blank(Application),
        "applied_on": TODAY,
        "way": terms.Way.IN_PERSON,
        "source": terms.Source.PARTY,
        "acceptor": HEAD,
        "applicant": "欧阳𬱖",
        "id_kind": IdKind.RESIDENT,
        "id_number": resident(),
        "sex": Sex.FEMALE,
        "birth_date": date(1962, 3, 4),
        "ethnic_group": "汉族",
        "nationality": "中国",
        "phone": "19055550123",
        "town": Town.YINGTIAN,
        "village": "荷花村",
        "joint": terms.Joint.ALONE,
        "domain": terms.Domain.CIVIL,
        "form": terms.Form.ARBITRATION,
        "ground": terms.Ground.G31_5,
        "cause": "追索劳动报酬",
        "opposing_party": "湘汨建筑劳务队",
        "summary": "拖欠工资一万二千元。",
        "means": terms.MeansTest.PAPERS,
        "materials": [material()],
    }
    return {**values, **changes}


def material(name: str = "欠条", **changes: Any) -> Values:
    """One paper handed in."""
    return {**blank(Material), "name": name, "copies": 1, "original": terms.Original.COPY, **changes}


def supplement(asked: date = TODAY, **changes: Any) -> Values:
    """One notice to supplement within fifteen days, not answered."""
    row = {**blank(Supplement), "asked_on": asked, "due_on": asked + 15 * DAY, "items": "工资表"}
    return {**row, **changes}


def member(name: str = "王芳", **changes: Any) -> Values:
    """One member of the household, the applicant unless `changes` say otherwise."""
    return {**blank(HouseholdMember), "name": name, "relation": "本人", **changes}


def fellow(name: str = "刘满姑") -> Values:
    """One more applicant."""
    return {**blank(JointApplicant), "name": name}


def note(place: Workplace, **changes: Any) -> str:
    """Save the application above with `changes`; its uid."""
    return str(save_record(place, APPLICATION, application(**changes), confirmed=True).record.uid)


def present(place: Workplace, uid: str) -> Values:
    """The values of the application as they are now."""
    return values_of(open_record(place, APPLICATION, uid))


def take(place: Workplace, uid: str, code: str, **changes: Any) -> Saved:
    """Take a step as its form does: with what the form begins with, and `changes`."""
    begun = step_begun(place, APPLICATION, present(place, uid), code)
    return take_step(place, APPLICATION, uid, code, {**begun, **changes}, confirmed=True)


def ask(place: Workplace, uid: str, **changes: Any) -> Saved:
    """Ask for a supplement: the notice that the step's form begins, with `changes`."""
    *before, row = step_begun(place, APPLICATION, present(place, uid), "ask")["supplements"]
    return take(place, uid, "ask", supplements=[*before, {**row, "items": "工资表", **changes}])


GRANT = {"decision": terms.Decision.GRANT, "decision_number": "屈援决字〔2023〕第41号"}
REFUSE = {"decision": terms.Decision.REFUSE, "refusal": terms.Refusal.MEANS, "decision_served_on": TODAY}
FIRM = {"firm": "汨水律师事务所（虚构）", "undertaker": "彭望洲"}
CLOSING = {"closing": terms.Closing.ARBITRATED, "recovered": 12_600_00, "wages": 12_000_00}
FILE = {"file_number": "2023-援-1"}

Taken = tuple[str, Mapping[str, Any]]
_HANDED: tuple[Taken, ...] = (("receive", {}), ("hand_over", {"handed_over_to": CENTRE}))
_GRANTED: tuple[Taken, ...] = (*_HANDED, ("decide", GRANT))
_CLOSED: tuple[Taken, ...] = (*_GRANTED, ("appoint", FIRM), ("close", CLOSING))
WAYS: dict[Stage, tuple[Taken, ...]] = {
    Stage.NOTED: (),
    Stage.RECEIVED: _HANDED[:1],
    Stage.ASKED: (*_HANDED[:1], ("ask", {})),
    Stage.HANDED: _HANDED,
    Stage.GRANTED: _GRANTED,
    Stage.REFUSED: (*_HANDED, ("decide", REFUSE)),
    Stage.APPOINTED: _CLOSED[:-1],
    Stage.CLOSED: _CLOSED,
    Stage.ARCHIVED: (*_CLOSED, ("archive", FILE)),
    Stage.WITHDRAWN: (("withdraw", {"withdrawal": terms.Withdrawal.ASKED}),),
    Stage.TERMINATED: (*_GRANTED, ("terminate", {"termination": terms.Termination.T6})),
}
"""How an application comes to each stage: the steps and what is filled in beside what their forms begin with."""


def brought_to(place: Workplace, stage: Stage, **changes: Any) -> str:
    """An application with `changes` that has come to `stage` today, step by step; its uid."""
    uid = note(place, **changes)
    for code, filled in WAYS[stage]:
        if code == "ask":
            ask(place, uid, **filled)
        else:
            take(place, uid, code, **filled)
    assert present(place, uid)["stage"] is stage
    return uid
