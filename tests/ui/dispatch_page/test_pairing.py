"""上报区局: pairing by keys."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from quyuan_desktop.domain.office import Role
from quyuan_desktop.services import pairing
from quyuan_desktop.services.pairing_files import enrolment_name, write_file
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.ui.dialogs.export import Export
from quyuan_desktop.ui.dialogs.pairing import PairingDialog, TakeEnrolment
from quyuan_desktop.ui.dispatch_page import DispatchPage
from quyuan_desktop.ui.sitting import Sitting
from quyuan_desktop.ui.tasks import Tasks
from tests.exchanging import DISTRICT, at_district
from tests.offices import OFFICE
from tests.pages import dialog, press
from tests.ui.at_the_desk import Answers
from tests.ui.dispatch_page.hand import Key, Settle, Sticks, opened


@pytest.fixture
def unpaired(page: DispatchPage, office: Workplace, settle: Settle) -> DispatchPage:
    pairing.part(office, DISTRICT.code)
    page.reload()
    settle()
    return page


def test_pairing_by_keys(
    unpaired: DispatchPage, office: Workplace, sticks: Sticks, tmp_path: Path, qtbot: QtBot, settle: Settle
) -> None:
    stick = sticks.plug(tmp_path / "stick")
    with at_district(tmp_path / "district") as district:
        pairing.part(district, OFFICE.code)
        write_file(stick / enrolment_name(OFFICE.name), pairing.enrol(district, OFFICE.code, OFFICE.name))
        write_file(stick / enrolment_name("河市司法所"), pairing.enrol(district, "430671199", "河市司法所"))
        unpaired.head.pair.setFocus()
        unpaired.do("pair")
        made: PairingDialog = dialog(unpaired, PairingDialog, qtbot, settle)
        qtbot.waitUntil(made.import_button.hasFocus)
        press(Key.Key_Return)
        taking: TakeEnrolment = dialog(unpaired, TakeEnrolment, qtbot, settle)
        taking.choice.setFocus()
        press(Key.Key_Return)
        settle()
        assert taking.verdict.text().startswith("✓")
        qtbot.waitUntil(taking.done_button.hasFocus)
        press(Key.Key_Return)
        settle()
        answer = stick / "屈原_营田司法所_结对回复.qyj"
        known = pairing.take_answer(district, answer.read_bytes())
    assert made.digits.digits.text().split() == known.digits.split(" ")
    assert made.digits.isVisible()
    assert unpaired.head.badge.text().startswith("△")
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.confirm_button.setFocus()
    press(Key.Key_Return)
    settle()
    settle()
    assert made.head.text() == f"✓ 已与{DISTRICT.name}结对"
    paired = pairing.district(office)
    assert paired is not None
    assert paired.confirmed


def test_unlike_digits_undo_the_pairing(
    unpaired: DispatchPage, office: Workplace, answers: Answers, tmp_path: Path, qtbot: QtBot, settle: Settle
) -> None:
    with at_district(tmp_path / "district") as district:
        pairing.part(district, OFFICE.code)
        pairing.answer_enrolment(office, pairing.enrol(district, OFFICE.code, OFFICE.name))
    unpaired.do("pair")
    made: PairingDialog = dialog(unpaired, PairingDialog, qtbot, settle)
    answers.next = [True]
    made.part_button.setFocus()
    press(Key.Key_Return)
    settle()
    settle()
    assert "不一样" in answers.asked[0][1]
    assert pairing.district(office) is None
    assert made.head.text() == "○ 还没有与区局结对"


def test_a_clerk_is_told_to_ask_the_head(
    qtbot: QtBot,
    office: Workplace,
    tasks: Tasks,
    answers: Answers,
    layout: QSettings,
    sticks: Sticks,
    settle: Settle,
) -> None:
    clerk = replace(office, staff=replace(office.staff, role=Role.CLERK))
    made = opened(qtbot, Sitting(clerk, tasks, answers, layout), sticks, settle)
    made.do("pair")
    shown: PairingDialog = dialog(made, PairingDialog, qtbot, settle)
    assert "只有所长" in shown.slip.text()
    assert not shown.part_button.isVisible()


@pytest.mark.parametrize("content", [b"", b"{}", b"\xff" * 50, b"[" * 5000])
def test_what_is_no_pairing_file_is_refused(
    unpaired: DispatchPage, answers: Answers, tmp_path: Path, qtbot: QtBot, settle: Settle, content: bytes
) -> None:
    (tmp_path / "x.qyj").write_bytes(content)
    made = TakeEnrolment(unpaired._sitting, unpaired, Sticks())
    made.open()
    settle()
    answers.next = [tmp_path / "x.qyj"]
    made.choose_file()
    settle()
    assert "不是结对文件" in made.slip.text()
    assert pairing.district(unpaired._sitting.place) is None


def test_everything_has_a_name(page: DispatchPage, qtbot: QtBot, settle: Settle) -> None:
    page.do("export")
    dialog(page, Export, qtbot, settle)
    nameless = [
        repr(each)
        for each in page.findChildren(QWidget)
        if each.isVisible()
        and each.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not (each.accessibleName() or each.property("text"))
    ]
    assert nameless == []
