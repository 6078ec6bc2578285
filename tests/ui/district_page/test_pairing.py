"""汇总: an office is paired."""

from pathlib import Path

from pytestqt.qtbot import QtBot

from quyuan_desktop.domain.office import Office
from quyuan_desktop.domain.terms import Town
from quyuan_desktop.services import pairing
from quyuan_desktop.services.pairing_files import answer_name, write_file
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.ui.dialogs.district_pairing import EnrolOffice, OfficePairing, TakeAnswers
from quyuan_desktop.ui.district_page import DistrictPage
from tests.exchanging import renamed
from tests.offices import OFFICE, at_work, dump, fresh
from tests.pages import dialog, focused, press
from tests.ui.district_page.hand import Key, Settle, push

NEW = Office(Town.FENGHUANG.code, "凤凰司法所", "屈凤司", OFFICE.town)


def test_an_office_is_paired(
    page: DistrictPage, district: Workplace, stick: Path, tmp_path: Path, qtbot: QtBot, settle: Settle
) -> None:
    page.do("enrol")
    enrol: EnrolOffice = dialog(page, EnrolOffice, qtbot, settle)
    assert not enrol.go_button.isEnabled()
    enrol.name.setEditText(NEW.name)
    assert enrol.code.text() == NEW.code
    push(enrol.go_button, qtbot, settle)
    assert enrol.verdict.text() == "✓ 结对文件已写好", enrol.slip.text()
    press(Key.Key_Return)
    (file,) = stick.glob("*.qyj")
    with at_work(renamed(fresh(tmp_path / "new"), NEW)) as office:
        write_file(stick / answer_name(NEW.name), pairing.answer_enrolment(office, file.read_bytes()))
        known = pairing.district(office)
        assert known is not None
    page.do("answers")
    push(dialog(page, TakeAnswers, qtbot, settle).go_button, qtbot, settle)
    press(Key.Key_Return)
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    page.offices.setFocus()
    row = [line.what.code for line in page.offices.lines.lines].index(NEW.code)
    page.offices.selectRow(row)
    press(Key.Key_Return)
    paired: OfficePairing = dialog(page, OfficePairing, qtbot, settle)
    assert paired.digits.digits.text().split() == known.digits.split()
    assert focused() is paired.confirm_button
    press(Key.Key_Return)
    settle()
    settle()
    assert pairing.offices(district)[NEW.code].confirmed
    assert "已结对 3 个" in page.head.badge.text()


def test_a_strange_file_is_no_answer(
    page: DistrictPage, stick: Path, qtbot: QtBot, settle: Settle, district: Workplace
) -> None:
    (stick / "notes.qyj").write_bytes(b"{}")
    before = dump(district)
    page.do("answers")
    taking: TakeAnswers = dialog(page, TakeAnswers, qtbot, settle)
    push(taking.go_button, qtbot, settle)
    assert "没有给本局的结对回复" in taking.slip.text()
    assert dump(district) == before
    press(Key.Key_Escape)
