"""Several papers as one file for the printer."""

from io import BytesIO

import pytest
from reportlab.pdfgen.canvas import Canvas

from quyuan_desktop.documents.preview import page_count, page_size
from quyuan_desktop.documents.together import joined
from quyuan_desktop.domain.problems import Trouble


def paper(*widths: int) -> bytes:
    """A PDF with a blank page of each width."""
    file = BytesIO()
    canvas = Canvas(file, invariant=1)
    for width in widths:
        canvas.setPageSize((width, 300))
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def test_pages_follow_in_their_order_each_of_its_size() -> None:
    whole = joined([paper(100, 110), paper(200), paper(300, 310)])
    assert [page_size(whole, at)[0] for at in range(page_count(whole))] == [100, 110, 200, 300, 310]


def test_one_paper_stays_as_it_is() -> None:
    alone = paper(100)
    assert joined([alone]) is alone


def test_the_same_papers_give_the_same_bytes() -> None:
    """The identifier of the whole, too; other papers give another."""
    one, again, other = (joined([paper(100, width), paper(200)]) for width in (110, 110, 111))
    assert one == again
    assert page_count(one) == 3
    assert one[one.rfind(b"/ID") :] != other[other.rfind(b"/ID") :]


def test_a_damaged_paper_is_told() -> None:
    with pytest.raises(Trouble, match="已损坏"):
        joined([paper(100), b"%PDF-1.7 nothing"])
