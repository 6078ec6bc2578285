"""上报区局 by keys: pairing, export to a stick, its outcomes, the sheet, the receipt, what came back."""

import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from quyuan_desktop.documents.preview import extract_text
from quyuan_desktop.domain.office import Role
from quyuan_desktop.domain.standing import Standing
from quyuan_desktop.registers.legal_aid.consultation import CONSULTATION
from quyuan_desktop.services import dispatch_desk, export_package, pairing
from quyuan_desktop.services.drives import Drive
from quyuan_desktop.services.handover import handover_pdf
from quyuan_desktop.services.merge_package import merge
from quyuan_desktop.services.pairing_files import enrolment_name, write_file
from quyuan_desktop.services.receipts import acknowledge, receive, return_record
from quyuan_desktop.services.stick import Outcome
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.storage.weights import Weight
from quyuan_desktop.ui.dialogs.export import SAFE, VERDICTS, Export
from quyuan_desktop.ui.dialogs.pairing import PairingDialog, TakeEnrolment
from quyuan_desktop.ui.dialogs.receipt import TakeReceipt
from quyuan_desktop.ui.dispatch_page import STATE, DispatchPage
from quyuan_desktop.ui.drive_choice import NONE
from quyuan_desktop.ui.paper_view import PaperView
from quyuan_desktop.ui.sitting import Sitting
from quyuan_desktop.ui.tasks import Tasks
from tests.exchanging import DISTRICT, at_district, at_office, exported
from tests.offices import OFFICE, save
from tests.pages import CTRL, press, show, texts, type_in
from tests.ui.at_the_desk import Answers

Settle = Callable[[], None]
Key = Qt.Key


class Sticks:
    """The drives that are plugged in, as the test plugs them."""

    def __init__(self) -> None:
        self.drives: list[Drive] = []

    def __call__(self) -> list[Drive]:
        return list(self.drives)

    def plug(self, folder: Path, *, read_only: bool = False, name: str = "屈原U盘") -> Path:
        """Plug in a stick that appears under `folder`."""
        folder.mkdir(exist_ok=True)
        self.drives.append(Drive(folder, name, "exfat", 3 << 30, 8 << 30, read_only))
        return folder


@pytest.fixture
def office(tmp_path: Path, settle: Settle) -> Iterator[Workplace]:
    """The head at work in an office that is paired with its district."""
    with at_office(tmp_path / "office") as place:
        yield place
        settle()


@pytest.fixture
def sticks() -> Sticks:
    return Sticks()


@pytest.fixture(autouse=True)
def no_counting(monkeypatch: pytest.MonkeyPatch) -> None:
    """The month's figures are counted elsewhere; here they take time."""
    monkeypatch.setattr(
        export_package, "month_snapshot", lambda place, period: {"period": period.code, "figures": []}
    )


@pytest.fixture
def page(
    qtbot: QtBot,
    office: Workplace,
    tasks: Tasks,
    answers: Answers,
    layout: QSettings,
    sticks: Sticks,
    settle: Settle,
) -> DispatchPage:
    """The page of that office, which has two records."""
    for visitor in ("欧阳𬱖", "张㛃"):
        save(office, visitor=visitor)
    return opened(qtbot, Sitting(office, tasks, answers, layout), sticks, settle)


def opened(qtbot: QtBot, sitting: Sitting, sticks: Sticks, settle: Settle) -> DispatchPage:
    made = DispatchPage(sitting, finds=sticks)
    show(qtbot, made, settle)
    made.take_focus()
    return made


def dialog(page: DispatchPage, kind: type[Any], qtbot: QtBot, settle: Settle) -> Any:
    """The dialogue that is open, when it has looked for sticks."""
    found = [each for each in page.findChildren(kind) if each.isVisible()]
    assert len(found) == 1, found
    settle()
    settle()
    qtbot.waitUntil(found[0].isActiveWindow)
    return found[0]


def export_to(page: DispatchPage, qtbot: QtBot, settle: Settle) -> Export:
    """The export by keys to the only stick, up to its outcome."""
    press(Key.Key_E, CTRL)
    found: Export = dialog(page, Export, qtbot, settle)
    qtbot.waitUntil(found.go_button.isEnabled)
    found.go_button.setFocus()
    press(Key.Key_Return)
    settle()
    settle()
    return found


# -- what is shown


def test_it_says_what_is_to_go_and_with_whom_it_is_paired(page: DispatchPage) -> None:
    assert page.head.badge.text() == f"✓ 已与{DISTRICT.name}结对"
    assert page.waiting_card.count.text() == "未报 2 条"
    assert [line.texts[:2] for line in page.waiting.lines.lines] == [("咨询", "2")]
    assert "还没有上报过" in "".join(texts(page.batches_card))


def test_a_line_leads_to_the_list_of_what_is_to_go(page: DispatchPage, qtbot: QtBot) -> None:
    page.waiting.setFocus()
    with qtbot.waitSignal(page._sitting.listed) as led:
        press(Key.Key_Return)
    assert led.args == [CONSULTATION.code, Standing.UNSENT]


# -- out


def test_an_export_by_keys_ends_with_the_leave_to_pull_it_out(
    page: DispatchPage, sticks: Sticks, tmp_path: Path, qtbot: QtBot, settle: Settle
) -> None:
    stick = sticks.plug(tmp_path / "stick")
    made = export_to(page, qtbot, settle)
    assert made.verdict.text() == SAFE
    assert "第1批：2 条记录" in made.outcome.text()
    assert [path.name for path in stick.iterdir()] == ["屈原_营田司法所_2023-11_第0001批.qyb"]
    assert page.waiting_card.count.text() == "✓ 都报过了"
    (batch,) = page.batches.lines.lines
    assert batch.texts[0] == "第1批"
    assert batch.texts[STATE] == "○ 已报，等回执"
    qtbot.waitUntil(made.print_button.hasFocus)
    press(Key.Key_Return)
    settle()
    (view,) = page.findChildren(PaperView)
    assert view.isVisible()


def test_it_may_only_be_pulled_out_when_it_is_true(
    page: DispatchPage,
    sticks: Sticks,
    tmp_path: Path,
    qtbot: QtBot,
    settle: Settle,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sticks.plug(tmp_path / "stick")
    said: list[str] = []
    original = export_package.export_package

    def watched(*given: Any, **named: Any) -> Any:
        said.append(made.verdict.text())
        return original(*given, **named)

    monkeypatch.setattr(dispatch_desk, "export_package", watched)
    press(Key.Key_E, CTRL)
    made: Export = dialog(page, Export, qtbot, settle)
    made.go()
    assert SAFE not in texts(made)
    settle()
    assert said == [""]
    assert made.verdict.text() == SAFE


@pytest.mark.parametrize("outcome", [each for each in Outcome if each is not Outcome.DONE])
def test_each_outcome_has_its_own_words(
    page: DispatchPage,
    sticks: Sticks,
    tmp_path: Path,
    qtbot: QtBot,
    settle: Settle,
    monkeypatch: pytest.MonkeyPatch,
    outcome: Outcome,
) -> None:
    sticks.plug(tmp_path / "stick")
    digest = "ab" * 32 if outcome is Outcome.NOT_CLOSED else ""

    def write(path: Path, writes: Any, tell: object) -> tuple[Outcome, str]:
        with (tmp_path / "elsewhere").open("wb") as file:
            writes(file)
        return outcome, digest

    monkeypatch.setattr(export_package, "write_to_stick", write)
    made = export_to(page, qtbot, settle)
    assert made.verdict.text() == VERDICTS[outcome][0]
    assert outcome.sentence in made.outcome.text()
    assert "可以安全拔出" not in "".join(texts(made))
    qtbot.waitUntil(made.again_button.hasFocus)
    press(Key.Key_Return)
    settle()
    assert made.go_button.isVisible()


def test_a_stick_without_room_is_told_with_both_sizes_before_it_is_written_to(
    page: DispatchPage,
    sticks: Sticks,
    tmp_path: Path,
    qtbot: QtBot,
    settle: Settle,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stick = sticks.plug(tmp_path / "stick")
    monkeypatch.setattr(export_package, "weigh", lambda *_, everything: Weight(3 << 50, 2 << 50))
    made = export_to(page, qtbot, settle)
    assert made.verdict.text() == "× 没有开始：U盘放不下"
    assert "需要约 3145728.0 GB" in made.outcome.text()
    assert not made.print_button.isVisible()
    assert list(stick.iterdir()) == []


def test_verdicts_and_sentences_are_all_different() -> None:
    assert len({verdict for verdict, _ in VERDICTS.values()}) == len(Outcome)
    assert len({each.sentence for each in Outcome}) == len(Outcome)


def test_several_sticks_are_a_choice_and_one_that_may_only_be_read_is_none(
    page: DispatchPage, sticks: Sticks, tmp_path: Path, qtbot: QtBot, settle: Settle
) -> None:
    sticks.plug(tmp_path / "locked", read_only=True, name="甲盘")
    wanted = sticks.plug(tmp_path / "free", name="乙盘")
    press(Key.Key_E, CTRL)
    made: Export = dialog(page, Export, qtbot, settle)
    assert made.choice.folder() is None
    assert not made.go_button.isEnabled()
    made.choice.setFocus()
    press(Key.Key_Down)
    assert made.choice.drive() is not None
    assert made.slip.text() == Outcome.READ_ONLY.sentence
    assert not made.go_button.isEnabled()
    press(Key.Key_Down)
    assert (made.choice.folder(), made.slip.text()) == (wanted, "")
    press(Key.Key_Return)
    settle()
    assert made.verdict.text() == SAFE


def test_without_a_stick_a_folder_will_do(
    page: DispatchPage, answers: Answers, tmp_path: Path, qtbot: QtBot, settle: Settle
) -> None:
    (tmp_path / "folder").mkdir()
    press(Key.Key_E, CTRL)
    made: Export = dialog(page, Export, qtbot, settle)
    assert NONE in texts(made)
    answers.next = [tmp_path / "folder"]
    made.choice.folder_button.setFocus()
    press(Key.Key_Return)
    settle()
    assert made.choice.folder() == tmp_path / "folder"
    made.go_button.setFocus()
    press(Key.Key_Return)
    settle()
    assert made.verdict.text() == SAFE


def test_a_stick_that_is_plugged_in_later_appears(
    page: DispatchPage, sticks: Sticks, tmp_path: Path, qtbot: QtBot, settle: Settle
) -> None:
    press(Key.Key_E, CTRL)
    made: Export = dialog(page, Export, qtbot, settle)
    sticks.plug(tmp_path / "stick")
    press(Key.Key_F5)
    settle()
    assert made.choice.folder() == tmp_path / "stick"
    sticks.drives.clear()
    press(Key.Key_F5)
    settle()
    assert made.choice.folder() is None
    assert not made.go_button.isEnabled()


def test_giving_it_up_leaves_nothing_behind(
    page: DispatchPage,
    sticks: Sticks,
    tmp_path: Path,
    qtbot: QtBot,
    settle: Settle,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    stick = sticks.plug(tmp_path / "stick")
    monkeypatch.setattr(export_package, "STEP", 1)
    press(Key.Key_E, CTRL)
    made: Export = dialog(page, Export, qtbot, settle)
    made.go()
    QTest.keyClick(made, Key.Key_Escape)
    settle()
    assert "已取消" in made.slip.text()
    assert made.isVisible()
    assert list(stick.iterdir()) == []
    assert page.waiting_card.count.text() == "未报 2 条"


def test_words_seal_what_keys_do_not(
    page: DispatchPage, office: Workplace, sticks: Sticks, tmp_path: Path, qtbot: QtBot, settle: Settle
) -> None:
    pairing.part(office, DISTRICT.code)
    page.reload()
    settle()
    assert page.head.badge.text() == "○ 还没有与区局结对"
    sticks.plug(tmp_path / "stick")
    press(Key.Key_E, CTRL)
    made: Export = dialog(page, Export, qtbot, settle)
    assert made.by_words.isChecked()
    assert not made.go_button.isEnabled()
    made.words.setFocus()
    type_in("seven")
    assert "至少 8 位" in made.words_slip.text()
    type_in("-words")
    made.again.setFocus()
    type_in("seven-swords")
    assert "不一样" in made.words_slip.text()
    assert not made.go_button.isEnabled()
    made.again.clear()
    type_in("seven-words")
    press(Key.Key_Return)
    settle()
    assert (made.slip.text(), made.verdict.text()) == ("", SAFE)


# -- the sheet


def test_the_sheet_says_what_was_handed_over(office: Workplace, tmp_path: Path) -> None:
    save(office)
    stick = tmp_path / "stick"
    stick.mkdir()
    done = exported(office, stick)
    text = "".join(extract_text(handover_pdf(office, 1)))
    for words in (
        "营田司法所",
        DISTRICT.name,
        done.digest[:4].upper(),
        "第0001批.qyb",
        "咨询",
        "未结账",
        "交件人签名",
    ):
        assert words in text, words


# -- back


def merged(tmp_path: Path, stick: Path, act: Callable[[Workplace], object] = lambda district: None) -> None:
    """The district merges what lies on the stick, does `act`, and answers on the stick."""
    with at_district(tmp_path / "district") as district:
        merge(district, [stick])
        act(district)
        assert acknowledge(district, stick).outcome is Outcome.DONE


def test_a_receipt_by_keys_tells_what_came_back_and_leads_there(
    page: DispatchPage, office: Workplace, sticks: Sticks, tmp_path: Path, qtbot: QtBot, settle: Settle
) -> None:
    stick = sticks.plug(tmp_path / "stick")
    exported(office, stick)
    uid = save(office, visitor="王某某").record.uid
    exported(office, stick)
    merged(tmp_path, stick, lambda district: return_record(district, CONSULTATION, uid, "缺少联系电话"))
    press(Key.Key_I, CTRL)
    made: TakeReceipt = dialog(page, TakeReceipt, qtbot, settle)
    made.choice.setFocus()
    press(Key.Key_Return)
    settle()
    assert made.verdict.text() == "△ 已导入：退回 1 条，等你处理"
    assert "区局已收到第 1、2 批。" in made.outcome.text()
    (line,) = made.returned.lines()
    assert (line.title.split(" ")[0], line.detail) == ("退回", "缺少联系电话")
    qtbot.waitUntil(made.returned.hasFocus)
    with qtbot.waitSignal(page._sitting.wanted) as opened_:
        press(Key.Key_Return)
    assert opened_.args == [CONSULTATION.code, uid]
    settle()
    assert page.returned_card.isVisible()
    assert [each.texts[STATE] for each in page.batches.lines.lines] == ["✓ 区局已收"] * 2


def test_the_same_receipt_twice_says_so(
    page: DispatchPage, office: Workplace, sticks: Sticks, tmp_path: Path, qtbot: QtBot, settle: Settle
) -> None:
    stick = sticks.plug(tmp_path / "stick")
    exported(office, stick)
    merged(tmp_path, stick)
    for words in ("区局已收到第 1 批。", "以前已经导入过"):
        page.do("receive")
        made: TakeReceipt = dialog(page, TakeReceipt, qtbot, settle)
        made.go()
        settle()
        assert made.verdict.text() == "✓ 已导入回执"
        assert words in made.outcome.text()
        made.close()
        settle()


def test_a_batch_that_never_came_is_shown_as_such(
    page: DispatchPage, office: Workplace, tmp_path: Path, settle: Settle
) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    lost = exported(office, stick)
    assert lost.path is not None
    lost.path.unlink()
    exported(office, stick)
    merged(tmp_path, stick)
    receive(office, stick)
    page.reload()
    settle()
    assert [each.texts[STATE][0] for each in page.batches.lines.lines] == ["✓", "△"]


def test_what_is_no_receipt_is_refused_in_the_dialogue(
    page: DispatchPage, sticks: Sticks, tmp_path: Path, qtbot: QtBot, settle: Settle
) -> None:
    stick = sticks.plug(tmp_path / "stick")
    page.do("receive")
    made: TakeReceipt = dialog(page, TakeReceipt, qtbot, settle)
    made.go()
    settle()
    assert "没有给本所的回执" in made.slip.text()
    (stick / "屈原_营田司法所_回执_第0001批.qyr").write_bytes(os.urandom(300))
    made.go()
    settle()
    assert "不是工作台的上报包或回执" in made.slip.text()
    assert made.go_button.isVisible()


# -- pairing


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
