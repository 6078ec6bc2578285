"""The forms of the desk 矛盾调解: which fields stand together, and which show by exception."""

from quyuan_desktop.registers.base import Values
from quyuan_desktop.registers.form_design import Card, FormDesign, Slot, line
from quyuan_desktop.registers.mediation.terms import Result, Taking

OF_SUCCESS = frozenset(
    {"form", "agreement_number", "facts", "agreement", "effective_on", "agreed_amount", "perform_by"}
)
"""What is asked of a dispute that ended in an agreement, and of no other."""


def dispute_hidden(values: Values, faulty: frozenset[str]) -> frozenset[str]:
    """What belongs to the other result, and who sat with the 群英 where nobody did; never what holds something."""
    away: set[str] = set()
    if values["result"] is not Result.SUCCESS:
        away |= OF_SUCCESS
    if values["result"] is not Result.FAILED:
        away.add("advice")
    if values["taking"] is not Taking.JOINT:
        away.add("joined")
    return frozenset(name for name in away if not values[name] and name not in faulty)


DISPUTE_FORM = FormDesign(
    cards=(
        Card(
            heading="",
            framed=False,
            lines=(
                line(Slot(fields=("accepted_on", "acceptor"), labelled=("acceptor",)), "source"),
                line("committee", "committee_kind"),
            ),
        ),
        Card(heading="", lines=(line("parties"),)),
        Card(
            heading="纠纷",
            lines=(
                line("kind", "title"),
                line(Slot(fields=("town", "village"), label="发生地"), "arose_on"),
                line(
                    Slot(fields=("persons", "amount"), labelled=("amount",)),
                    "hard",
                ),
                line("summary"),
            ),
        ),
    ),
    folded=(
        line("request"),
        line("lead", "consultation"),
        line("visit", "service"),
        line("evidence"),
        line("note"),
    ),
    hidden=dispute_hidden,
)

LEAD_FORM = FormDesign(
    cards=(
        Card(
            heading="",
            framed=False,
            lines=(line("source"), line(Slot(fields=("found_on", "found_at"), label="发现时间"), None)),
        ),
        Card(
            heading="线索",
            lines=(
                line("subject", Slot(fields=("town", "village"), label="乡镇、村")),
                line("place"),
                line("description"),
                line("photos"),
            ),
        ),
        Card(heading="反映人", lines=(line("reporter", "reporter_phone"),)),
    ),
)


def expert_hidden(values: Values, faulty: frozenset[str]) -> frozenset[str]:
    """Why an engagement ended early is asked when it did."""
    shown = values["dismissed_on"] or values["dismissal"] or "dismissal" in faulty
    return frozenset() if shown else frozenset({"dismissal"})


EXPERT_FORM = FormDesign(
    cards=(
        Card(
            heading="群英",
            lines=(
                line("name", "kind"),
                line("speciality", Slot(fields=("sex", "phone"), labelled=("phone",))),
                line(Slot(fields=("town", "village"), label="所属"), None),
                line("photo"),
            ),
        ),
        Card(
            heading="聘期",
            lines=(
                line("letter", Slot(fields=("start_on", "end_on"), label="聘期自", labelled=("end_on",))),
                line("renewals"),
                line("dismissed_on", "dismissal"),
            ),
        ),
    ),
    folded=(line("note"),),
    hidden=expert_hidden,
)

SCREENING_FORM = FormDesign(
    cards=(
        Card(
            heading="排查",
            lines=(
                line("period", "tier"),
                line(Slot(fields=("start_on", "end_on"), labelled=("end_on",)), "screener"),
                line(Slot(fields=("town", "village"), label="范围"), None),
                line(Slot(fields=("found", "settled", "reported"), labelled=("settled", "reported"))),
            ),
        ),
        Card(heading="", lines=(line("matters"), line("note"))),
    ),
)

CAMPAIGN_FORM = FormDesign(
    cards=(
        Card(
            heading="专项行动",
            lines=(
                line("title"),
                line("theme", "town"),
                line(Slot(fields=("start_on", "end_on"), labelled=("end_on",)), "lead_unit"),
                line("partners"),
                line(Slot(fields=("households", "found", "settled"), labelled=("found", "settled"))),
                line("note"),
                line("photos"),
            ),
        ),
    ),
)

CLAIM_FORM = FormDesign(
    cards=(
        Card(
            heading="以案定补",
            lines=(
                line("dispute", "claimed_on"),
                line("file_number", "mediator"),
                line("kind", "amount"),
            ),
        ),
        Card(heading="审核发放", lines=(line("approved_on", "paid_on"),)),
    ),
    folded=(line("note"),),
)

FORMS = {
    "dispute": DISPUTE_FORM,
    "lead": LEAD_FORM,
    "expert": EXPERT_FORM,
    "screening": SCREENING_FORM,
    "campaign": CAMPAIGN_FORM,
    "claim": CLAIM_FORM,
}
