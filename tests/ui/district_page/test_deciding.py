"""汇总: clashes are decided, what stands out is looked at, and answered."""

from pathlib import Path

from pytestqt.qtbot import QtBot

from quyuan_desktop.registers.legal_aid.consultation import CONSULTATION
from quyuan_desktop.services.merge_package import merge
from quyuan_desktop.services.open_office import sign_in
from quyuan_desktop.services.receipts import acknowledge, receive
from quyuan_desktop.services.save_record import open_record
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.ui.clash_view import ClashView
from quyuan_desktop.ui.dialogs.cross_office import CrossOffice
from quyuan_desktop.ui.dialogs.export import SAFE
from quyuan_desktop.ui.dialogs.lay_down import LayDown
from quyuan_desktop.ui.dialogs.write_receipts import WriteReceipts
from quyuan_desktop.ui.district_page import DistrictPage
from tests.exchanging import at_office, exported
from tests.offices import PASSWORD, Clock, at_work, contents, correct, put, save
from tests.pages import ALT, CTRL, dialog, focused, press
from tests.ui.at_the_desk import Answers
from tests.ui.district_page.hand import Key, Settle, push, sent


def test_a_dispute_is_decided(
    page: DistrictPage,
    district: Workplace,
    answers: Answers,
    tmp_path: Path,
    stick: Path,
    qtbot: QtBot,
    settle: Settle,
) -> None:
    with at_office(tmp_path / "one") as office:
        uid = save(office).record.uid
    put(tmp_path / "copy", contents(tmp_path / "one"))
    for folder, note in (("one", "甲改"), ("copy", "乙改")):
        with at_work(sign_in(tmp_path / folder, PASSWORD, now=Clock())) as office:
            correct(office, uid, note=note)
            exported(office, stick)
        merge(district, [stick])
    page.reload()
    settle()
    page.take_focus()
    assert focused() is page.clashes
    press(Key.Key_Return)
    settle()
    view = page.findChild(ClashView)
    assert view is not None
    assert view.table is not None
    (line,) = view.table.lines.lines
    assert line.texts[0] == "≠"
    wanted = line.texts.index("乙改") - 1
    answers.next = [None, "电话核实过"]
    press(Key.Key_1, ALT)
    assert view.isVisible()
    press(Key.Key_1 if wanted == 1 else Key.Key_2, ALT)
    settle()
    settle()
    assert open_record(district, CONSULTATION, uid).note == "乙改"
    assert page.view is not None
    assert page.view.clashes == ()
    acknowledge(district, stick)
    with at_work(sign_in(tmp_path / "one", PASSWORD, now=Clock())) as office:
        receive(office, stick)
        assert open_record(office, CONSULTATION, uid).note == "乙改"


def test_what_stands_out_leads_to_the_records(
    page: DistrictPage,
    district: Workplace,
    answers: Answers,
    tmp_path: Path,
    stick: Path,
    qtbot: QtBot,
    settle: Settle,
) -> None:
    sent(tmp_path, stick)
    sent(tmp_path, stick, other=True)
    merge(district, [stick])
    page.reload()
    settle()
    page.findings.setFocus()
    press(Key.Key_Return)
    dialog(page, CrossOffice, qtbot, settle)
    with qtbot.waitSignal(page._sitting.wanted) as wanted:
        press(Key.Key_Return)
    assert wanted.args[0] == CONSULTATION.code
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    page.findings.setFocus()
    press(Key.Key_Return)
    shown: CrossOffice = dialog(page, CrossOffice, qtbot, settle)
    answers.next = ["已核实，是两件事"]
    push(shown.clear_button, qtbot, settle)
    settle()
    assert page.findings.lines() == []


def test_receipts_are_written_to_the_stick(
    page: DistrictPage, district: Workplace, tmp_path: Path, stick: Path, qtbot: QtBot, settle: Settle
) -> None:
    merge(district, [sent(tmp_path, tmp_path)])
    press(Key.Key_R, CTRL)
    writing: WriteReceipts = dialog(page, WriteReceipts, qtbot, settle)
    push(writing.go_button, qtbot, settle)
    assert writing.verdict.text() == SAFE
    assert [path.suffix for path in stick.iterdir()] == [".qyr"]
    with at_work(sign_in(tmp_path / "one", PASSWORD, now=Clock())) as office:
        assert receive(office, stick).batches == [1]


def test_rules_are_laid_down_by_choice_alone(page: DistrictPage, qtbot: QtBot, settle: Settle) -> None:
    page.do("rules")
    laying: LayDown = dialog(page, LayDown, qtbot, settle)
    assert not laying.go_button.isEnabled()
    assert focused() is laying.boxes["holidays"]
    press(Key.Key_Space)
    push(laying.go_button, qtbot, settle)
    settle()
    assert page.view is not None
    assert page.view.laid_down is not None
    assert set(page.view.laid_down.counts) == {"holidays"}
