"""The forms of the desk 公共法律服务: which fields stand together, and which show by exception."""

from collections.abc import Mapping

from quyuan_desktop.domain.terms import IdKind
from quyuan_desktop.registers.base import Values
from quyuan_desktop.registers.form_design import Card, FormDesign, Slot, line
from quyuan_desktop.registers.persons import person_told, told_by_number
from quyuan_desktop.registers.service_points.terms import PointState, VisitResult

PERSON = "person"
"""Key of the line that says who the visitor is."""


def visit_hidden(values: Values, faulty: frozenset[str]) -> frozenset[str]:
    """The fields of a visit that need not be seen now; what is faulty is never hidden."""
    result = values["result"]
    needed = {
        "id_number": values["id_kind"] not in (IdKind.NONE, IdKind.REFUSED),
        "id_reason": bool(values["id_number"] and "id_number" in faulty) or bool(values["id_reason"]),
        "sex": told_by_number(values)[0] is None or "sex" in faulty,
        "birth_date": told_by_number(values)[1] is None or "birth_date" in faulty,
        "referred_to": result is VisitResult.REFERRED or bool(values["referred_to"]),
    }
    return frozenset(name for name, shown in needed.items() if not shown and name not in faulty)


def visit_told(values: Values) -> Mapping[str, str]:
    """Who the visitor is, in one line."""
    return {PERSON: person_told(values, values["on"])}


VISIT_FORM = FormDesign(
    cards=(
        Card(
            heading="",
            framed=False,
            lines=(
                line("point", Slot(fields=("manner",))),
                line(Slot(fields=("on", "at")), "receptionist"),
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
        Card(
            heading="事项",
            lines=(
                line("service", "title"),
                line("content"),
                line("reply"),
                line("result"),
                line("referred_to"),
                line("satisfaction", "headcount"),
            ),
        ),
    ),
    folded=(line("related"), line("follow_up_due", "follow_up_on"), line("follow_up")),
    hidden=visit_hidden,
    told=visit_told,
)

LOG_FORM = FormDesign(
    cards=(
        Card(heading="", framed=False, lines=(line("point"), line("on", "person"))),
        Card(
            heading="接待情况",
            lines=(
                line(Slot(fields=("batches", "people", "calls"), label="接待批次", labelled=("people", "calls"))),
                line(Slot(fields=("done", "transferred", "pending"), labelled=("transferred", "pending"))),
                line("topic"),
                line("summary"),
                line("handed_to"),
                line("signature"),
            ),
        ),
    ),
)


def point_hidden(values: Values, faulty: frozenset[str]) -> frozenset[str]:
    """The day on which a point closed is asked of one that is closed."""
    closed = values["point_state"] is PointState.CLOSED or values["closed_on"] or "closed_on" in faulty
    return frozenset() if closed else frozenset({"closed_on"})


POINT_FORM = FormDesign(
    cards=(
        Card(
            heading="服务点",
            lines=(
                line("name", "tier"),
                line(Slot(fields=("town", "village", "address"), label="地址")),
                line("host", "opened_on"),
                line("point_state", "closed_on"),
            ),
        ),
        Card(
            heading="人员与时间",
            lines=(line("head", "phone"), line("staff", "area"), line("hours", "service_days")),
        ),
        Card(heading="服务与设备", lines=(line("services"), line("plates"), line("equipment"), line("photos"))),
    ),
    folded=(line("note"),),
    hidden=point_hidden,
)

POPUP_FORM = FormDesign(
    cards=(
        Card(
            heading="临时站点",
            lines=(
                line("on", "title"),
                line("place", Slot(fields=("town", "village"), label="乡镇、村")),
                line("fair", "unit"),
                line("point"),
            ),
        ),
        Card(heading="人员与资料", lines=(line("helpers"), line("handouts"))),
        Card(
            heading="成效",
            lines=(
                line(Slot(fields=("reach", "reach_estimated")), "other_consulted"),
                line("questions"),
                line("photos"),
            ),
        ),
    ),
    folded=(line("note"),),
)

INSPECTION_FORM = FormDesign(
    cards=(
        Card(heading="检查", lines=(line("point", "on"), line("team"))),
        Card(heading="检查项目", lines=(line("items"), line("problems"), line("due_on"))),
        Card(heading="整改", lines=(line("rectified_on"), line("result"), line("photos"))),
    ),
)

FORMS = {
    "visit": VISIT_FORM,
    "duty_log": LOG_FORM,
    "point": POINT_FORM,
    "popup": POPUP_FORM,
    "inspection": INSPECTION_FORM,
}
