"""上报区局: what is to go, and onto which stick, with one verdict for every outcome."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from quyuan_desktop.domain.standing import Standing
from quyuan_desktop.registers.legal_aid.consultation import CONSULTATION
from quyuan_desktop.services import dispatch_desk, export_package, pairing
from quyuan_desktop.services.stick import Outcome
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.storage.weights import Weight
from quyuan_desktop.ui.dialogs.export import SAFE, VERDICTS, Export
from quyuan_desktop.ui.dispatch_page import STATE, DispatchPage
from quyuan_desktop.ui.drive_choice import NONE
from quyuan_desktop.ui.paper_view import PaperView
from tests.exchanging import DISTRICT
from tests.pages import CTRL, dialog, press, texts, type_in
from tests.ui.at_the_desk import Answers
from tests.ui.dispatch_page.hand import Key, Settle, Sticks


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
