"""The forms of the legal-aid desk: which fields stand together, which show when, and what the ID number tells."""

from collections.abc import Mapping

from quyuan_desktop.domain.terms import IdKind
from quyuan_desktop.registers.base import Values
from quyuan_desktop.registers.form_design import Card, FormDesign, Slot, line
from quyuan_desktop.registers.legal_aid.application_form import APPLICATION_FORM
from quyuan_desktop.registers.legal_aid.terms import Channel, Result
from quyuan_desktop.registers.persons import person_told, told_by_number

PERSON = "person"
"""Key of the line that says who the visitor is: 女 · 1962-03-04 · 61 岁 · 老年人（由证件号）."""


def hidden(values: Values, faulty: frozenset[str]) -> frozenset[str]:
    """The fields of a consultation that the clerk need not see now: each shows up by exception.

    What is filled in or faulty is never hidden.
    """
    result = values["result"]
    needed = {
        "via_12348": values["channel"] is Channel.CALL,
        "id_number": values["id_kind"] not in (IdKind.NONE, IdKind.REFUSED),
        "id_reason": bool(values["id_number"] and "id_number" in faulty) or bool(values["id_reason"]),
        "sex": told_by_number(values)[0] is None or "sex" in faulty,
        "birth_date": told_by_number(values)[1] is None or "birth_date" in faulty,
        "appointment_on": result is Result.APPOINTMENT or bool(values["appointment_on"]),
        "referred_to": result in (Result.REFERRED, Result.GUIDED) or bool(values["referred_to"]),
        "informed_on": values["informed_right"],
    }
    return frozenset(name for name, shown in needed.items() if not shown and name not in faulty)


def told(values: Values) -> Mapping[str, str]:
    """Who the visitor is, in one line, from the ID number or what was filled in."""
    return {PERSON: person_told(values, values["received_on"])}


CONSULTATION_FORM = FormDesign(
    cards=(
        Card(
            heading="",
            framed=False,
            lines=(
                line(
                    Slot(fields=("channel", "via_12348")),
                    Slot(fields=("received_on", "received_time", "receptionist"), labelled=("receptionist",)),
                ),
            ),
        ),
        Card(
            heading="来访人",
            people=True,
            lines=(
                line("visitor", Slot(fields=("id_kind", "id_number"), label="证件")),
                line("sex", Slot(fields=("birth_date",), told=PERSON)),
                line(None, "id_reason"),
                line("phone", Slot(fields=("town", "village", "address"), label="住址")),
                line("groups"),
            ),
        ),
        Card(heading="", lines=(line("matters"), line("opposing_party", "repeat_visit"))),
        Card(
            heading="",
            lines=(
                line("reply"),
                line("result"),
                line(
                    Slot(fields=("informed_right", "informed_on"), labelled=("informed_on",)),
                    Slot(fields=("appointment_on", "referred_to"), labelled=("referred_to",)),
                ),
            ),
        ),
    ),
    folded=(
        line("ethnic_group", "household"),
        line("education", "workplace"),
        line("nationality", "title"),
        line("companions", Slot(fields=("headcount", "replied_on"), labelled=("replied_on",))),
        line("point", "popup"),
        line("lead", "event"),
        line("note"),
        line("attachments"),
    ),
    hidden=hidden,
    told=told,
)

FORMS = {"consultation": CONSULTATION_FORM, "application": APPLICATION_FORM}
