"""Papers of an application: issued as PDF and kept, copied as Word and only logged."""

import io
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest
from sqlalchemy import select

from quyuan_desktop.documents.preview import extract_text
from quyuan_desktop.domain.problems import Refused
from quyuan_desktop.registers.legal_aid.aid_terms import Stage
from quyuan_desktop.registers.legal_aid.application_register import APPLICATION
from quyuan_desktop.services.drawings import DRAWINGS, EDITABLE
from quyuan_desktop.services.papers import editable_paper, issue_paper, pages, papers_of
from quyuan_desktop.services.save_record import void_record
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.storage.tables import AuditLine
from tests.applications import brought_to
from tests.offices import at_work, fresh


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Workplace]:
    with at_work(fresh(tmp_path / "data")) as place:
        yield place


@pytest.fixture
def uid(place: Workplace) -> str:
    """The name of an application that has come its whole way."""
    return brought_to(place, Stage.ARCHIVED)


def acts(place: Workplace) -> list[tuple[str, str, str]]:
    with place.ledger.reading() as session:
        lines = session.scalars(select(AuditLine).order_by(AuditLine.id))
        return [(line.verb, line.uid, line.detail) for line in lines]


def test_every_paper_of_an_application_is_drawn_and_can_be_edited() -> None:
    codes = {kind.code for kind in APPLICATION.papers}
    assert codes <= DRAWINGS.keys() & EDITABLE.keys()


@pytest.mark.parametrize("code", [kind.code for kind in APPLICATION.papers if not kind.stages])
def test_a_copy_to_edit_is_logged_and_not_kept(place: Workplace, uid: str, code: str) -> None:
    before = acts(place)
    document = docx.Document(io.BytesIO(editable_paper(place, APPLICATION, uid, code)))
    assert "欧阳𬱖" in "".join(node.text or "" for node in document.element.body.iter() if node.tag.endswith("}t"))
    assert acts(place) == [*before, ("edit_copy", uid, code)]
    assert papers_of(place, APPLICATION, uid) == []
    assert pages(issue_paper(place, APPLICATION, uid, code).pdf) >= 1


def test_a_copy_takes_no_number(place: Workplace, uid: str) -> None:
    first = issue_paper(place, APPLICATION, uid, "aid_handover")
    copied = docx.Document(io.BytesIO(editable_paper(place, APPLICATION, uid, "aid_handover")))
    second = issue_paper(place, APPLICATION, uid, "aid_handover")
    assert "第1号" in extract_text(first.pdf)[0]
    assert "第2号" in extract_text(second.pdf)[0]
    assert any(paragraph.text.endswith("编号：________________") for paragraph in copied.paragraphs)


def test_what_may_not_be_issued_may_not_be_copied(place: Workplace, uid: str) -> None:
    with pytest.raises(Refused, match="待补正"):
        editable_paper(place, APPLICATION, uid, "aid_supplement")
    void_record(place, APPLICATION, uid, "重复登记")
    with pytest.raises(Refused, match="作废"):
        editable_paper(place, APPLICATION, uid, "aid_cover")
    assert "edit_copy" not in [verb for verb, _, _ in acts(place)]
