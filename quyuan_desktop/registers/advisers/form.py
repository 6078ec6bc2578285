"""The forms of the desk 一村一法律顾问: which fields stand together, and which show by exception."""

from quyuan_desktop.registers.advisers.terms import Practice
from quyuan_desktop.registers.base import Values
from quyuan_desktop.registers.form_design import Card, FormDesign, Slot, line


def log_hidden(values: Values, faulty: frozenset[str]) -> frozenset[str]:
    """Who signed is asked when somebody did."""
    shown = values["signed"] or values["signer"] or "signer" in faulty
    return frozenset() if shown else frozenset({"signer"})


SERVICE_LOG_FORM = FormDesign(
    cards=(
        Card(
            heading="服务",
            lines=(
                line("assignment", "on"),
                line(Slot(fields=("start", "end", "minutes"), label="时间", labelled=("end", "minutes")), "mode"),
                line("kind", "people"),
                line("topic", "served"),
                line("content"),
                line("result"),
            ),
        ),
        Card(
            heading="佐证", lines=(line(Slot(fields=("signed", "signer"), labelled=("signer",))), line("photos"))
        ),
    ),
    folded=(line("consultation", "dispute"),),
    hidden=log_hidden,
)


def assignment_hidden(values: Values, faulty: frozenset[str]) -> frozenset[str]:
    """Why the adviser was dismissed is asked when one was."""
    shown = values["dismissed_on"] or values["dismissal"] or "dismissal" in faulty
    return frozenset() if shown else frozenset({"dismissal"})


ASSIGNMENT_FORM = FormDesign(
    cards=(
        Card(
            heading="聘任",
            lines=(
                line("village", "adviser"),
                line(Slot(fields=("start_on", "end_on"), label="聘期自", labelled=("end_on",)), "signed_on"),
                line("firm", "agreement"),
                line("subsidy", "mutual"),
                line("scan"),
            ),
        ),
        Card(heading="解聘", lines=(line("dismissed_on", "dismissal"),)),
    ),
    folded=(line("note"),),
    hidden=assignment_hidden,
)


def adviser_hidden(values: Values, faulty: frozenset[str]) -> frozenset[str]:
    """When the adviser left is asked of one who did."""
    shown = values["practice"] is Practice.LEFT or values["until"] or "until" in faulty
    return frozenset() if shown else frozenset({"until"})


ADVISER_FORM = FormDesign(
    cards=(
        Card(
            heading="法律顾问",
            lines=(
                line("name", "kind"),
                line("firm", "licence"),
                line("phone", "specialities"),
                line("practice", Slot(fields=("since", "until"), labelled=("until",))),
                line("photo"),
            ),
        ),
    ),
    folded=(line("note"),),
    hidden=adviser_hidden,
)

FORMS = {"service_log": SERVICE_LOG_FORM, "assignment": ASSIGNMENT_FORM, "adviser": ADVISER_FORM}
