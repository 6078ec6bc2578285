"""The register 线索: the declaration of `lead.py` with its rules, workflow, figures, and where a lead leads on to."""

from collections.abc import Iterator
from datetime import date, time
from typing import Any

from sqlalchemy import literal, select

from quyuan_desktop.domain.deadlines import Running
from quyuan_desktop.domain.house import HouseRules
from quyuan_desktop.domain.problems import Problem
from quyuan_desktop.registers.base import Lead, Occasion, Register, Section, State, Todo, Values, blank
from quyuan_desktop.registers.linked import points_to
from quyuan_desktop.registers.measures import Counted, Counting, Measure
from quyuan_desktop.registers.mediation import terms
from quyuan_desktop.registers.mediation.dispute import Dispute
from quyuan_desktop.registers.mediation.lead import DisputeLead
from quyuan_desktop.registers.mediation.leading import from_lead
from quyuan_desktop.registers.mediation.whereabouts import Stay, elsewhere, out_of_term
from quyuan_desktop.registers.persons import check_phone
from quyuan_desktop.registers.workflow import Step, Workflow


def stage_of(values: Values) -> terms.LeadStage:
    """How far the lead has come."""
    if values["invalid_on"]:
        return terms.LeadStage.INVALID
    if values["arrived_on"]:
        return terms.LeadStage.ARRIVED
    return terms.LeadStage.SENT if values["dispatched_on"] else terms.LeadStage.FOUND


def complete(values: Values, occasion: Occasion) -> Values:
    """The stage, from the days."""
    return {**values, "stage": stage_of(values)}


def check(values: Values, occasion: Occasion) -> list[Problem]:
    """The slips of a lead."""
    return list(_slips(values))


def _slips(values: Values) -> Iterator[Problem]:
    yield from check_phone("reporter_phone", values["reporter_phone"])
    before: tuple[date, time | None, str] | None = None
    for on, at, label in (
        ("found_on", "found_at", "发现"),
        ("dispatched_on", "dispatched_at", "派单"),
        ("arrived_on", "arrived_at", "到场"),
    ):
        day_, hour = values[on], values[at]
        if day_ is None:
            continue
        if before is not None and day_ < before[0]:
            yield Problem(on, f"{label}日期早于{before[2]}日期，请核对。")
        elif before is not None and day_ == before[0] and hour and before[1] and hour < before[1]:
            yield Problem(at, f"{label}时间早于{before[2]}时间，请核对。")
        before = (day_, hour, label)
    if values["arrived_on"] and not values["dispatched_on"]:
        yield Problem("dispatched_on", "有到场日期而没有派单日期，请先填派单日期。")
    for one, other, text in (
        ("arrived_on", "outcome", "填了到场日期，请选现场情况。"),
        ("outcome", "arrived_on", "填了现场情况，请填到场日期。"),
        ("invalid_on", "invalid", "认定无效的，请选无效原因。"),
        ("invalid", "invalid_on", "选了无效原因，请填认定无效日期。"),
    ):
        if values[one] and not values[other]:
            yield Problem(other, text)
    if values["invalid_on"] and values["found_on"] and values["invalid_on"] < values["found_on"]:
        yield Problem("invalid_on", "认定无效日期早于发现日期，请核对。")


def doubted(session: Any, values: Values, uid: str, house: HouseRules) -> list[Problem]:
    """A 群英 who is out of term, or who was somewhere else when they are said to have arrived."""
    if values["expert"] is None:
        return []
    found = list(out_of_term(session, values["expert"], values["dispatched_on"]))
    if values["arrived_on"] and values["arrived_at"]:
        stay = Stay(values["arrived_on"], values["arrived_at"], values["arrived_at"], values["place"])
        found += elsewhere(session, values["expert"], stay, uid, "arrived_at")
    return found


def limits(values: Values) -> list[Running]:
    """The way to the spot."""
    if not values["dispatched_on"]:
        return []
    done = values["arrived_on"] or values["invalid_on"]
    return [Running(code="mediation.arrive", start=values["dispatched_on"], done=done)]


def _dispatch(values: Values, occasion: Occasion) -> Values:
    return {
        **values,
        "dispatched_on": values["dispatched_on"] or occasion.today,
        "dispatched_at": values["dispatched_at"] or occasion.now.time().replace(second=0, microsecond=0),
        "dispatcher": values["dispatcher"] or occasion.staff,
    }


def _pass_on(values: Values, occasion: Occasion) -> Values:
    """Whoever had it lets go of it: somebody else sets out, from now."""
    at = occasion.now.time().replace(second=0, microsecond=0)
    return {**values, "dispatched_on": occasion.today, "dispatched_at": at, "expert": None, "joined": ""}


def _arrive(values: Values, occasion: Occasion) -> Values:
    return {**values, "arrived_on": values["arrived_on"] or occasion.today}


def _dismiss(values: Values, occasion: Occasion) -> Values:
    return {**values, "invalid_on": values["invalid_on"] or occasion.today}


WORKFLOW = Workflow(
    stage="stage",
    steps=(
        Step(
            code="dispatch",
            label="派单",
            start=(terms.LeadStage.FOUND,),
            end=(terms.LeadStage.SENT,),
            fields=("dispatched_on", "dispatched_at", "dispatcher", "expert", "joined"),
            needs=("dispatched_on", "expert"),
            begin=_dispatch,
        ),
        Step(
            code="arrive",
            label="登记到场",
            start=(terms.LeadStage.SENT,),
            end=(terms.LeadStage.ARRIVED,),
            fields=("arrived_on", "arrived_at", "joined", "outcome", "outcome_note"),
            needs=("arrived_on", "outcome"),
            begin=_arrive,
        ),
        Step(
            code="pass_on",
            label="转派",
            start=(terms.LeadStage.SENT,),
            end=(terms.LeadStage.SENT,),
            fields=("dispatched_on", "dispatched_at", "expert", "pass_reason", "joined"),
            needs=("dispatched_on", "expert", "pass_reason"),
            begin=_pass_on,
            aside=True,
        ),
        Step(
            code="dismiss",
            label="认定无效",
            start=(terms.LeadStage.FOUND, terms.LeadStage.SENT),
            end=(terms.LeadStage.INVALID,),
            fields=("invalid_on", "invalid"),
            needs=("invalid_on", "invalid"),
            begin=_dismiss,
            aside=True,
        ),
    ),
)


def to_consultation(values: Values) -> Values:
    """What a consultation begins with when whoever told of a conflict wants advice."""
    from quyuan_desktop.registers.legal_aid.consultation import Matter  # which leads to disputes itself

    return {
        "visitor": values["reporter"],
        "phone": values["reporter_phone"],
        "town": values["town"],
        "village": values["village"],
        "title": values["subject"],
        "matters": [{**blank(Matter), "summary": values["description"] or values["subject"]}],
    }


def _figures() -> Iterator[Counting]:
    base = Counted(record=DisputeLead, day=DisputeLead.found_on)
    one: Any = literal(1)

    def figure(code: str, label: str, group: str, words_: str, **which: Any) -> Measure:
        return Measure(
            code=f"lead.{code}", label=label, unit="条", group=group, words=words_, base=base, value=one, **which
        )

    yield figure("count", "线索", "线索", "发现日期在本期、未作废的线索数；转为纠纷的，纠纷另计，不重复")
    for source in terms.LeadSource:
        words_ = f"发现日期在本期、来源为“{source.label}”的线索数"
        yield figure(
            f"source.{source.code}", source.label, "线索来源", words_, by=DisputeLead.source, of=(source,)
        )
    for outcome in terms.Outcome:
        words_ = f"发现日期在本期、现场情况为“{outcome.label}”的线索数"
        yield figure(
            f"outcome.{outcome.code}", outcome.label, "现场情况", words_, by=DisputeLead.outcome, of=(outcome,)
        )
    words_ = "发现日期在本期、还没有到场或者认定无效的线索数"
    yield figure("outcome.none", "未到场", "现场情况", words_, by=DisputeLead.outcome, of=(None,))
    words_ = "发现日期在本期、认定无效的线索数"
    yield figure("invalid", "其中认定无效", "线索", words_, when=DisputeLead.invalid_on.is_not(None))


LEAD = Register(
    code="lead",
    label="线索",
    record=DisputeLead,
    number="{short}线〔{year}〕{serial}号",
    day="found_on",
    who="place",
    what="subject",
    sections=(Section(code="lead", label="线索"), Section(code="steps", label="办理经过")),
    filters=("stage", "source", "town"),
    printed=("found_on", "source", "town", "place", "subject", "expert", "stage", "outcome"),
    measures=tuple(_figures()),
    report="矛盾线索月报表",
    leads=(
        Lead(
            code="mediate",
            label="转调解",
            to="dispute",
            link="lead",
            carry=from_lead,
            when=lambda values: values["outcome"] is terms.Outcome.CASE,
        ),
        Lead(
            code="consult",
            label="转咨询",
            to="consultation",
            link="lead",
            carry=to_consultation,
            when=lambda values: values["outcome"] is terms.Outcome.ADVICE,
        ),
    ),
    todos=(
        Todo(
            code="dispatch",
            label="待派单线索",
            since=DisputeLead.found_on,
            open_=DisputeLead.stage == terms.LeadStage.FOUND,
        ),
        Todo(
            code="mediate",
            label="待转调解",
            since=DisputeLead.arrived_on,
            open_=(DisputeLead.outcome == terms.Outcome.CASE)
            & ~select(Dispute.id)
            .where(Dispute.state == State.LIVE, points_to(Dispute.lead, DisputeLead.uid))
            .correlate(DisputeLead)
            .exists(),
        ),
    ),
    workflow=WORKFLOW,
    complete=complete,
    check=check,
    doubted=doubted,
    limits=limits,
    timed_by=("dispatched_on", "arrived_on", "invalid_on"),
    unsettled=DisputeLead.dispatched_on.is_not(None)
    & DisputeLead.arrived_on.is_(None)
    & DisputeLead.invalid_on.is_(None),
)
