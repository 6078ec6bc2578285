"""The forms of the desk 法制审核: which fields stand together, and which show by exception."""

from quyuan_desktop.registers.base import Values
from quyuan_desktop.registers.form_design import Card, FormDesign, Slot, line

CONTRACT_FORM = FormDesign(
    cards=(
        Card(
            heading="送审",
            lines=(
                line("received_on", "sender"),
                line("kind", "in_scope"),
                line("title"),
                line("counterparty", "amount"),
                line("materials"),
            ),
        ),
        Card(
            heading="审查",
            lines=(
                line("handler", "counsel"),
                line("opinions"),
                line("verdict"),
                line("opinion_count", "issued_on"),
                line("adoption", Slot(fields=("signed_on", "filed_on"), labelled=("filed_on",))),
                line("scan"),
            ),
        ),
    ),
    folded=(line("note"),),
)

NORM_FORM = FormDesign(
    cards=(
        Card(
            heading="文件",
            lines=(
                line("title"),
                line("issuer", "issuer_kind"),
                line("drafter", "received_on"),
                line("doc_number", "unified_number"),
            ),
        ),
        Card(
            heading="程序",
            lines=(
                line(
                    Slot(fields=("consulted_from", "consulted_to"), label="征求意见", labelled=("consulted_to",)),
                    "passed_on",
                ),
                line("reviewed_on", "opinion_number"),
                line("published_on", Slot(fields=("effective_on", "expires_on"), labelled=("expires_on",))),
            ),
        ),
        Card(heading="报备", lines=(line("filed_with", "filed_on"), line("filing_number"), line("scan"))),
    ),
    folded=(line("note"),),
)


def case_hidden(values: Values, faulty: frozenset[str]) -> frozenset[str]:
    """Who appeared is asked when somebody did."""
    shown = values["appeared"] or values["head_name"] or faulty & {"head_name", "head_post"}
    return frozenset() if shown else frozenset({"head_name", "head_post"})


CASE_FORM = FormDesign(
    cards=(
        Card(
            heading="案件",
            lines=(
                line("kind"),
                line("received_on", "case_number"),
                line("party", "agency"),
                line("act"),
                line("forum"),
            ),
        ),
        Card(
            heading="办理",
            lines=(
                line("answered_on", "heard_on"),
                line("appeared", Slot(fields=("head_name", "head_post"), labelled=("head_post",))),
                line("counsel"),
                line("result", "closed_on"),
                line("followed"),
                line("scan"),
            ),
        ),
    ),
    folded=(line("note"),),
    hidden=case_hidden,
)

FORMS = {"contract_review": CONTRACT_FORM, "norm_doc": NORM_FORM, "litigation": CASE_FORM}
