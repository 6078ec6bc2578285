"""The bureau's lists and reports, of all offices or one."""

from pathlib import Path

from PySide6.QtCore import QSettings, Qt
from pytestqt.qtbot import QtBot

from quyuan_desktop.registers.legal_aid.consultation import CONSULTATION
from quyuan_desktop.services.list_records import Choice, count_records
from quyuan_desktop.services.merge_package import merge
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.ui.district_reports import DistrictReports
from quyuan_desktop.ui.paper_view import PaperView
from quyuan_desktop.ui.register_page import RegisterPage
from quyuan_desktop.ui.sitting import Sitting
from quyuan_desktop.ui.tasks import Tasks
from tests.exchanging import OTHER
from tests.offices import OFFICE
from tests.pages import CTRL, press, show
from tests.ui.at_the_desk import Answers
from tests.ui.district_page.hand import Key, Settle, sent


def test_a_record_of_an_office_is_sent_back_not_corrected(
    district: Workplace,
    tasks: Tasks,
    answers: Answers,
    layout: QSettings,
    tmp_path: Path,
    qtbot: QtBot,
    settle: Settle,
) -> None:
    merge(district, [sent(tmp_path, tmp_path), sent(tmp_path, tmp_path, other=True)])
    register = RegisterPage(Sitting(district, tasks, answers, layout), CONSULTATION)
    show(qtbot, register, settle)
    settle()
    names = [each.label for each in register.model.columns]
    assert "单位" in names
    assert "上报" not in names
    register.filter.office.setCurrentIndex(register.filter.office.findData(OTHER.code))
    register.filter.office.activated.emit(0)
    settle()
    settle()
    register.list.setFocus()
    press(Key.Key_Home)
    settle()
    assert OTHER.name in register.detail.standing.text()
    assert not register.detail.correct.isVisible()
    answers.next = ["缺少联系电话"]
    press(Key.Key_B, CTRL)
    settle()
    settle()
    assert "已退回" in register.detail.standing.text()
    assert "缺少联系电话" in register.detail.standing.text()


def test_the_report_desk_looks_at_one_office(
    district: Workplace,
    tasks: Tasks,
    answers: Answers,
    layout: QSettings,
    tmp_path: Path,
    qtbot: QtBot,
    settle: Settle,
) -> None:
    merge(district, [sent(tmp_path, tmp_path, many=2), sent(tmp_path, tmp_path, other=True)])
    reports = DistrictReports(Sitting(district, tasks, answers, layout))
    show(qtbot, reports, settle)
    settle()
    assert [reports.office.itemData(at) for at in range(4)] == ["", district.office.code, OFFICE.code, OTHER.code]
    reports.office.setFocus()
    for _ in range(3):
        press(Key.Key_Down)
    reports.office.activated.emit(reports.office.currentIndex())
    settle()
    settle()
    assert "这个单位" in reports.said.text()
    press(Key.Key_S, Qt.KeyboardModifier.AltModifier)
    settle()
    (shown,) = reports.findChildren(PaperView)
    assert "分所对照表" in shown._source.title, "of the whole district, whatever is looked at"
    press(Key.Key_Escape)
    settle()
    looked_at = reports.desk._sitting.place
    assert looked_at.office.name == reports.office.currentText()
    assert (
        count_records(looked_at, CONSULTATION, Choice()) == {OFFICE.code: 2, OTHER.code: 1}[looked_at.office.code]
    )
