"""汇总 by keys: an office is paired, packages are looked at and merged, a dispute is decided, receipts are written."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from quyuan_desktop.domain.office import Office
from quyuan_desktop.domain.terms import Town
from quyuan_desktop.exchange import sentences
from quyuan_desktop.registers.legal_aid.consultation import CONSULTATION
from quyuan_desktop.services import export_package, pairing
from quyuan_desktop.services.drives import Drive
from quyuan_desktop.services.list_records import Choice, count_records
from quyuan_desktop.services.merge_package import merge
from quyuan_desktop.services.open_office import sign_in
from quyuan_desktop.services.pairing_files import answer_name, write_file
from quyuan_desktop.services.receipts import acknowledge, receive
from quyuan_desktop.services.save_record import open_record
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.ui import merge_view
from quyuan_desktop.ui.clash_view import ClashView
from quyuan_desktop.ui.dialogs.cross_office import CrossOffice
from quyuan_desktop.ui.dialogs.district_pairing import EnrolOffice, OfficePairing, TakeAnswers
from quyuan_desktop.ui.dialogs.export import SAFE
from quyuan_desktop.ui.dialogs.lay_down import LayDown
from quyuan_desktop.ui.dialogs.write_receipts import WriteReceipts
from quyuan_desktop.ui.district_page import DistrictPage
from quyuan_desktop.ui.district_reports import DistrictReports
from quyuan_desktop.ui.merge_view import CHOOSING, MergeView
from quyuan_desktop.ui.paper_view import PaperView
from quyuan_desktop.ui.register_page import RegisterPage
from quyuan_desktop.ui.sitting import Sitting
from quyuan_desktop.ui.tasks import Tasks
from tests.exchanging import OTHER, at_district, at_office, exported, renamed
from tests.offices import OFFICE, PASSWORD, Clock, at_work, contents, correct, dump, fresh, put, save
from tests.pages import ALT, CTRL, SHIFT, focused, press, show
from tests.ui.at_the_desk import Answers

Settle = Callable[[], None]
Key = Qt.Key
NEW = Office(Town.FENGHUANG.code, "凤凰司法所", "屈凤司", OFFICE.town)


@pytest.fixture(autouse=True)
def no_counting(monkeypatch: pytest.MonkeyPatch) -> None:
    """The month's figures are counted elsewhere; here they take time."""
    monkeypatch.setattr(
        export_package, "month_snapshot", lambda place, period: {"period": period.code, "figures": []}
    )


@pytest.fixture
def district(tmp_path: Path, settle: Settle) -> Iterator[Workplace]:
    """The head at work in the bureau, which is paired with two offices."""
    with at_district(tmp_path / "district") as place:
        yield place
        settle()


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """A stick that is plugged in."""
    folder = tmp_path / "stick"
    folder.mkdir()
    return folder


@pytest.fixture
def page(
    qtbot: QtBot,
    district: Workplace,
    tasks: Tasks,
    answers: Answers,
    layout: QSettings,
    stick: Path,
    settle: Settle,
) -> DistrictPage:
    """The page of the bureau."""
    drive = Drive(stick, "屈原U盘", "exfat", 3 << 30, 8 << 30, read_only=False)
    made = DistrictPage(Sitting(district, tasks, answers, layout), finds=lambda: [drive])
    show(qtbot, made, settle)
    made.take_focus()
    return made


def dialog(page: QWidget, kind: type[Any], qtbot: QtBot, settle: Settle) -> Any:
    """The dialogue that is open, when it has looked for sticks."""
    found = [each for each in page.findChildren(kind) if each.isVisible()]
    assert len(found) == 1, found
    settle()
    settle()
    qtbot.waitUntil(found[0].isActiveWindow)
    return found[0]


def push(button: Any, qtbot: QtBot, settle: Settle) -> None:
    """Press a button by Enter, when it may be pressed, and wait for what comes of it."""
    qtbot.waitUntil(button.isEnabled)
    button.setFocus()
    press(Key.Key_Return)
    settle()
    settle()


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


# -- merging


def sent(tmp_path: Path, stick: Path, *, other: bool = False, many: int = 1) -> Path:
    """A package of an office with so many records."""
    with at_office(tmp_path / ("two" if other else "one"), other=other) as office:
        for _ in range(many):
            save(office)
        done = exported(office, stick)
    assert done.path is not None
    return done.path


def opened(page: DistrictPage, answers: Answers, folder: Path, settle: Settle) -> MergeView:
    """The packages in `folder` chosen by keys."""
    press(Key.Key_M, CTRL)
    view = page.findChild(MergeView)
    assert view is not None
    settle()
    answers.next = [folder]
    press(Key.Key_O, CTRL | SHIFT)
    settle()
    return view


def lines(view: MergeView) -> list[tuple[str, ...]]:
    return [line.texts for line in view.plans.lines.lines]


def test_packages_of_two_offices_are_looked_at_and_merged(
    page: DistrictPage, district: Workplace, answers: Answers, tmp_path: Path, stick: Path, settle: Settle
) -> None:
    sent(tmp_path, stick, many=2)
    sent(tmp_path, stick, other=True)
    view = opened(page, answers, stick, settle)
    assert view.card.count.text() == "共 2 个包"
    before = dump(district)
    press(Key.Key_Return, CTRL)
    settle()
    assert dump(district) == before
    assert sorted(line[:3] for line in lines(view)) == [(OTHER.name, "第1批", "1"), (OFFICE.name, "第1批", "2")]
    assert {line[-1] for line in lines(view)} == {"✓ 可以合并"}
    press(Key.Key_Return, CTRL)
    settle()
    assert "已合并 2 个包" in view.verdict.text()
    assert count_records(district, CONSULTATION, Choice()) == 3
    assert count_records(district, CONSULTATION, Choice(office=OTHER.code)) == 1
    press(Key.Key_Escape)
    settle()
    assert [line.texts[2] for line in page.offices.lines.lines] == ["第1批", "第1批"]


def test_a_fault_in_one_package_leaves_the_others(
    page: DistrictPage, district: Workplace, answers: Answers, tmp_path: Path, stick: Path, settle: Settle
) -> None:
    sent(tmp_path, stick)
    bad = sent(tmp_path, stick, other=True)
    bad.write_bytes(bad.read_bytes()[:-20])
    view = opened(page, answers, stick, settle)
    press(Key.Key_Return, CTRL)
    settle()
    assert lines(view)[0][-1] == "× 不能合并"
    assert view.told.text() == f"{bad.name}：{sentences.CUT_SHORT}"
    assert "只合并其余 1 个" in view.merge_button.text()
    press(Key.Key_Return, CTRL)
    settle()
    assert count_records(district, CONSULTATION, Choice()) == 1
    assert "1 个没有合并" in view.verdict.text()


def test_each_bad_file_has_its_own_sentence_and_nothing_changes(
    page: DistrictPage,
    district: Workplace,
    answers: Answers,
    tmp_path: Path,
    stick: Path,
    settle: Settle,
) -> None:
    good = sent(tmp_path, tmp_path)
    whole = good.read_bytes()
    flipped = bytearray(whole)
    flipped[len(whole) // 2] ^= 1
    merge(district, [good])
    (receipt,) = acknowledge(district, tmp_path).paths
    wanted = {
        "1 text.qyb": (b"hello", sentences.NOT_OURS),
        "2 flipped.qyb": (bytes(flipped), sentences.DAMAGED),
        "3 short.qyb": (whole[: len(whole) // 2], sentences.CUT_SHORT),
        "4 more.qyb": (whole + b"x", sentences.TRAILING),
        "5 newer.qyb": (whole[:8] + b"\x00\x09" + whole[10:], sentences.NEWER),
        "6 receipt.qyb": (receipt.read_bytes(), sentences.NOT_A_PACKAGE),
        "7 empty.qyb": (b"", sentences.NOT_OURS),
    }
    for name, (content, _) in wanted.items():
        (stick / name).write_bytes(content)
    before = dump(district)
    view = opened(page, answers, stick, settle)
    press(Key.Key_Return, CTRL)
    settle()
    told = {each.path.name: each.fault for each in view.planned}
    assert told == {name: sentence for name, (_, sentence) in wanted.items()}
    assert not view.merge_button.isEnabled()
    press(Key.Key_Return, CTRL)
    settle()
    assert dump(district) == before


def test_a_folder_without_packages_is_said_so(
    page: DistrictPage, answers: Answers, stick: Path, settle: Settle
) -> None:
    view = opened(page, answers, stick, settle)
    assert view.slip.text() == sentences.NO_PACKAGE
    assert not view.plan_button.isEnabled()
    press(Key.Key_Escape)
    assert not view.isVisible()


def test_work_is_given_up_without_a_trace(
    page: DistrictPage,
    district: Workplace,
    answers: Answers,
    tmp_path: Path,
    stick: Path,
    qtbot: QtBot,
    settle: Settle,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def endless(place: Workplace, paths: list[Path], *, password: object, progress: Any) -> None:
        while True:
            progress("核对上报包", 1, 3)

    monkeypatch.setattr(merge_view, "plan", endless)
    sent(tmp_path, stick)
    before = dump(district)
    view = opened(page, answers, stick, settle)
    press(Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: "33%" in view.working.doing.text())
    press(Key.Key_Escape)
    settle()
    assert view._stack.currentIndex() == CHOOSING
    assert "已取消" in view.slip.text()
    assert dump(district) == before


# -- disputes and what stands out


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


# -- answering


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


# -- the desks of the bureau


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
