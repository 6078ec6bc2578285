"""Several PDFs as one, page after page, for printing a whole set at once."""

import re
from collections.abc import Iterable
from hashlib import sha256
from io import BytesIO

from quyuan_desktop.documents.preview import opened

_ID = re.compile(rb"/ID\[<[0-9A-Fa-f]*>\s*<([0-9A-Fa-f]*)>\]")


def joined(pdfs: Iterable[bytes]) -> bytes:
    """All pages of `pdfs` in their order as one PDF. Raises Trouble when one of them is damaged."""
    parts = list(pdfs)
    if len(parts) == 1:
        return parts[0]
    with opened(parts[0]) as whole:
        for part in parts[1:]:
            with opened(part) as other:
                whole.import_pages(other)
        found = BytesIO()
        whole.save(found)
    return _named_by_content(found.getvalue())


def _named_by_content(pdf: bytes) -> bytes:
    """The same PDF with an identifier that follows from it, so that the same parts give the same bytes.

    WORKAROUND(PDFium makes up the second part of the identifier at random whenever it saves).
    """
    at = pdf.rfind(b"/ID[<")
    found = _ID.match(pdf, at) if at >= 0 else None
    if found is None:
        return pdf
    named = sha256(pdf[: found.start(1)] + pdf[found.end(1) :]).hexdigest().upper().encode()
    room = found.end(1) - found.start(1)
    return pdf[: found.start(1)] + (named * (room // len(named) + 1))[:room] + pdf[found.end(1) :]
