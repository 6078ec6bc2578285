"""How each kind of paper is drawn, and how it becomes a Word document."""

from collections.abc import Callable
from functools import partial

from quyuan_desktop.documents import (
    adviser_board,
    adviser_letter,
    adviser_papers,
    aid_papers,
    consultation,
    mediation_papers,
    point_papers,
    publicity_papers,
)
from quyuan_desktop.documents.layout import Form
from quyuan_desktop.documents.layout_pdf import form_pdf
from quyuan_desktop.documents.sheet import Sheet


def _as_pdf(described: Callable[[Sheet], Form], sheet: Sheet) -> bytes:
    return form_pdf(described(sheet), sheet)


def _as_word(described: Callable[[Sheet], Form], sheet: Sheet) -> bytes:
    from quyuan_desktop.documents.layout_docx import form_docx  # Word's library takes 0.1 s, and few ask for it

    return form_docx(described(sheet), sheet)


_FORMS = {
    **aid_papers.FORMS,
    **point_papers.FORMS,
    **adviser_papers.FORMS,
    **mediation_papers.FORMS,
    **publicity_papers.FORMS,
}

DRAWINGS: dict[str, Callable[[Sheet], bytes]] = {
    **{code: partial(_as_pdf, described) for code, described in _FORMS.items()},
    "consultation_form": consultation.registration_form,
    "consultation_receipt": consultation.receipt,
    "assignment_letter": adviser_letter.certificate,
    "adviser_board": adviser_board.board_a3,
    "adviser_board_a4": adviser_board.board_a4,
}
"""How each kind of paper is drawn, by its code in the registers' declarations."""

EDITABLE: dict[str, Callable[[Sheet], bytes]] = {
    code: partial(_as_word, described) for code, described in _FORMS.items()
}
"""How a paper becomes a Word document, for those that can."""
