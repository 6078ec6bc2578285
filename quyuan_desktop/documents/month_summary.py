"""What a month came to in words (工作情况), as a Word document to paste from or to send on."""

from collections.abc import Sequence
from datetime import datetime

from quyuan_desktop.documents.layout import Form, Prose, Style
from quyuan_desktop.documents.sheet import Sheet, long_date
from quyuan_desktop.domain.office import Office

NOTHING = "0" * 64
"""In place of a record's digest: it is of no record."""


def month_summary_docx(
    office: Office,
    title: str,
    texts: Sequence[tuple[str, str]],
    notes: Sequence[str],
    number: str,
    made: datetime,
    by: str,
) -> bytes:
    """The paragraphs, each a heading (empty for none) and its text, under `title`; `notes` in small print beneath.

    The same texts made at the same time give the same bytes.
    """
    from quyuan_desktop.documents.layout_docx import form_docx  # Word's library takes 0.1 s, and few ask for it

    blocks: list[Prose] = []
    for heading, text in texts:
        if heading:
            blocks.append(Prose(heading, Style.HEADING))
        blocks.append(Prose(text, Style.BODY))
    blocks.append(Prose(f"{by}　{long_date(made.date())}", Style.NOTE))
    blocks += [Prose(note, Style.NOTE) for note in notes]
    form = Form(title, tuple(blocks))
    sheet = Sheet(
        office=office,
        title=title,
        number=number,
        date=made.date(),
        fields={},
        rows={},
        digest=NOTHING,
        issued_at=made,
        issued_by=by,
    )
    return form_docx(form, sheet)
