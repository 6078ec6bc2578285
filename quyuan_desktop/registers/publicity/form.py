"""The forms of the desk 普法宣传: which fields stand together, and which show by exception."""

from quyuan_desktop.registers.base import Values
from quyuan_desktop.registers.form_design import Card, FormDesign, Slot, line
from quyuan_desktop.registers.publicity.terms import Grade

EVENT_FORM = FormDesign(
    cards=(
        Card(
            heading="活动",
            lines=(
                line("on", "form"),
                line("topic", "laws"),
                line("place", Slot(fields=("town", "village"), label="乡镇、村")),
                line("audiences"),
            ),
        ),
        Card(heading="", lines=(line("organisations"), line("volunteers"))),
        Card(
            heading="成效",
            lines=(
                line("materials"),
                line(Slot(fields=("reach_counted", "reach_estimated"), labelled=("reach_estimated",))),
                line("other_consulted"),
                line("account"),
                line("photos"),
            ),
        ),
    ),
    folded=(line("service"), line("note")),
)


def person_hidden(values: Values, faulty: frozenset[str]) -> frozenset[str]:
    """Why somebody left is asked of one who did."""
    shown = values["until"] or values["reason"] or values["grade"] is Grade.FAILED or faulty & {"until", "reason"}
    return frozenset() if shown else frozenset({"reason"})


PERSON_FORM = FormDesign(
    cards=(
        Card(
            heading="人员",
            lines=(
                line(Slot(fields=("kind",)), "village"),
                line(Slot(fields=("name", "sex"), label="姓名、性别"), "background"),
                line("phone", "since"),
                line("photo"),
            ),
        ),
        Card(
            heading="培训与考核",
            lines=(
                line("certificate", Slot(fields=("certified_on", "badge"))),
                line("hours", Slot(fields=("grade", "graded_on"), labelled=("graded_on",))),
                line("until", "reason"),
            ),
        ),
    ),
    folded=(line("note"),),
    hidden=person_hidden,
)

EXAM_FORM = FormDesign(
    cards=(
        Card(
            heading="单位与轮次",
            lines=(line("unit", "on"), line("population", Slot(fields=("year",))), line("title")),
        ),
        Card(
            heading="人数",
            lines=(
                line(Slot(fields=("should_study", "studied"), labelled=("studied",))),
                line(Slot(fields=("should_sit", "sat", "passed"), labelled=("sat", "passed"))),
            ),
        ),
    ),
    folded=(line("note"),),
)

FORMS = {"promo_event": EVENT_FORM, "legal_person": PERSON_FORM, "study_exam": EXAM_FORM}
