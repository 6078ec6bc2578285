"""The form of an application: applicant, case, economic situation, materials; what is seldom needed is folded."""

from collections.abc import Mapping

from quyuan_desktop.domain.terms import IdKind
from quyuan_desktop.registers import kinds
from quyuan_desktop.registers.base import Values
from quyuan_desktop.registers.form_design import Card, FormDesign, Slot, line
from quyuan_desktop.registers.legal_aid.aid_terms import (
    CRIMINAL,
    WITHOUT_MEANS_TEST,
    Decision,
    Domain,
    Ground,
    Joint,
    MeansTest,
    Way,
)
from quyuan_desktop.registers.persons import person_told, told_by_number

PERSON, MEANS, GROUND = "person", "means", "ground"


def hidden(values: Values, faulty: frozenset[str]) -> frozenset[str]:
    """The fields of an application that the clerk need not see now; what is filled in or faulty is never hidden."""
    ground, means = values["ground"], values["means"]
    criminal = ground in CRIMINAL
    tested = ground not in WITHOUT_MEANS_TEST
    agent = bool(values["agent_kind"] or values["agent"]) or values["way"] is Way.BY_AGENT
    exempt = means is MeansTest.EXEMPT or bool(values["exemption"])
    needed = {
        "refusal": values["decision"] is Decision.REFUSE or bool(values["decision"] is None and values["refusal"]),
        "id_number": values["id_kind"] not in (IdKind.NONE, IdKind.REFUSED),
        "id_reason": bool(values["id_number"] and "id_number" in faulty) or bool(values["id_reason"]),
        "sex": told_by_number(values)[0] is None or "sex" in faulty,
        "birth_date": told_by_number(values)[1] is None or "birth_date" in faulty,
        "agent": agent,
        "agent_id_number": agent,
        "agent_phone": agent,
        "agent_relation": agent,
        "joint_applicants": values["joint"] is not Joint.ALONE or bool(values["joint_applicants"]),
        "detained_at": values["detained"],
        "before_where": values["applied_before"],
        "detained": criminal or values["detained"],
        "exemption": tested or exempt,
        "exemption_evidence": exempt,
        "members": (tested and not exempt) or bool(values["members"]),
        "family_size": (tested and not exempt) or bool(values["members"]),
        "monthly_spending": (tested and not exempt) or bool(values["monthly_spending"]),
        "housing": (tested and not exempt) or bool(values["housing"]),
        "savings": (tested and not exempt) or bool(values["savings"]),
        "pledged": tested,
    }
    return frozenset(name for name, shown in needed.items() if not shown and name not in faulty)


def told(values: Values) -> Mapping[str, str]:
    """Who the applicant is, and what the household's income comes to."""
    parts = []
    if values["yearly_income"] is not None:
        parts.append(f"年总收入 {kinds.yuan(values['yearly_income'])} 元")
    if values["monthly_income"] is not None:
        parts.append(f"人均每月 {kinds.yuan(values['monthly_income'])} 元")
    ground = values["ground"]
    return {
        PERSON: person_told(values, values["applied_on"]),
        MEANS: " · ".join(parts),
        GROUND: ground.note if ground is not None else "",
    }


def narrowed(values: Values) -> Mapping[str, tuple[Ground, ...]]:
    """The grounds of a criminal case, or those of any other."""
    if values["domain"] is None:
        return {}
    criminal = values["domain"] is Domain.CRIMINAL
    return {"ground": tuple(ground for ground in Ground if (ground in CRIMINAL) is criminal)}


APPLICATION_FORM = FormDesign(
    cards=(
        Card(
            heading="",
            framed=False,
            lines=(
                line(
                    Slot(fields=("applied_on", "way"), labelled=("way",)),
                    Slot(fields=("source", "acceptor"), labelled=("acceptor",)),
                ),
            ),
        ),
        Card(
            heading="申请人",
            people=True,
            lines=(
                line("applicant", Slot(fields=("id_kind", "id_number"), label="证件")),
                line("sex", Slot(fields=("birth_date",), told=PERSON)),
                line(None, "id_reason"),
                line("phone", Slot(fields=("town", "village", "address"), label="住址")),
                line("household", Slot(fields=("ethnic_group", "postcode"), labelled=("postcode",))),
                line("groups"),
                line("agent_kind", Slot(fields=("agent", "agent_relation"), labelled=("agent_relation",))),
                line("agent_phone", "agent_id_number"),
                line("joint"),
                line("joint_applicants"),
            ),
        ),
        Card(
            heading="案件",
            lines=(
                line("domain", "form"),
                line(Slot(fields=("ground",), told=GROUND), "cause"),
                line("status", "case_stage"),
                line("opposing_party", "claim"),
                line("summary"),
                line(
                    Slot(fields=("event_on", "limitation"), labelled=("limitation",)),
                    Slot(fields=("limitation_on", "urgency"), labelled=("urgency",)),
                ),
            ),
        ),
        Card(
            heading="经济困难状况",
            lines=(
                line("means", Slot(fields=("exemption",))),
                line(Slot(fields=("pledged",)), "exemption_evidence"),
                line("members"),
                line(
                    Slot(fields=("family_size",)),
                    Slot(fields=("monthly_spending",), told=MEANS),
                ),
                line("housing", "savings"),
            ),
        ),
        Card(heading="", lines=(line("materials"),)),
    ),
    folded=(
        line("consultation", "visit"),
        line("education", "workplace"),
        line("nationality", Slot(fields=("detained", "detained_at"), labelled=("detained_at",))),
        line("delivery", "delivery_address"),
        line(Slot(fields=("applied_before", "before_where"), labelled=("before_where",))),
        line("handling_body", "handling_contact"),
        line("green", "report_column"),
        line("false_pledge", "note"),
    ),
    hidden=hidden,
    told=told,
    narrowed=narrowed,
)
