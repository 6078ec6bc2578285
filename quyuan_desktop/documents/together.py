"""Several PDFs as one, page after page, for printing a whole set at once."""

from collections.abc import Iterable
from io import BytesIO

from quyuan_desktop.documents.preview import opened


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
    return found.getvalue()
