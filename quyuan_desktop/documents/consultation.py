"""The papers of a consultation: 咨询登记表 for the office's file, 咨询回执 for the visitor."""

from collections.abc import Sequence

from quyuan_desktop.documents import receipt as receipts_
from quyuan_desktop.documents import registration
from quyuan_desktop.documents.page import A4, A5, Paper
from quyuan_desktop.documents.sheet import Sheet


def registration_form(sheet: Sheet) -> bytes:
    """法律援助咨询登记表, A4, as PDF; with continuation pages when the texts are long.

    The same sheet gives the same bytes. Raises `Trouble` naming the characters that no font has.
    """
    paper = Paper(A4, sheet.title or registration.HEADING, sheet.office.name, sheet.issued_at)
    registration.draw_registration(paper, sheet)
    return paper.finish()


def receipt(sheet: Sheet) -> bytes:
    """法律援助咨询回执, A5 with a stub to tear off, as PDF; otherwise like `registration_form`."""
    return receipts([sheet])


def receipts(sheets: Sequence[Sheet]) -> bytes:
    """The receipts of `sheets` (one at least, of one office) in one PDF, each numbered by itself."""
    first = sheets[0]
    paper = Paper(A5, first.title or receipts_.HEADING, first.office.name, first.issued_at)
    receipts_.draw_receipts(paper, sheets)
    return paper.finish()
