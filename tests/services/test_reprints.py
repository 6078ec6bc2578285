"""重印: the same bytes with a mark, which says too when the record was corrected or voided since."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from quyuan_desktop.documents.preview import extract_text
from quyuan_desktop.registers.legal_aid.consultation import CONSULTATION
from quyuan_desktop.services.papers import issue_paper, papers_of, reprint_paper
from quyuan_desktop.services.save_record import void_record
from quyuan_desktop.services.workplace import Workplace
from tests.offices import at_work, correct, fresh, save


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Workplace]:
    with at_work(fresh(tmp_path / "data")) as made:
        yield made


def test_a_reprint_tells_what_became_of_the_record(place: Workplace) -> None:
    uid = save(place).record.uid
    original = issue_paper(place, CONSULTATION, uid, "consultation_receipt").pdf
    (paper,) = papers_of(place, CONSULTATION, uid)

    def mark() -> str:
        made = reprint_paper(place, paper.uid).pdf
        assert made.startswith(original)
        return next(line for line in extract_text(made)[0].splitlines() if "重印" in line)

    assert mark() == "重印（第1次）"
    correct(place, uid, note="来电补充。")
    assert mark() == "重印（第2次）后有更正"
    void_record(place, CONSULTATION, uid, "重复登记")
    assert mark() == "重印（第3次）已作废"
