"""The history of a record: who, when, why, and what each change changed."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from quyuan_desktop.registers.legal_aid.consultation import CONSULTATION
from quyuan_desktop.registers.legal_aid.terms import MatterKind
from quyuan_desktop.services.save_record import void_record
from quyuan_desktop.ui.history_view import HistoryView
from quyuan_desktop.ui.sitting import Sitting
from tests.offices import correct, matter, save
from tests.pages import press, show, texts

Settle = Callable[[], None]


@pytest.fixture
def view(qtbot: QtBot, sitting: Sitting, settle: Settle) -> HistoryView:
    """The history of a record that was entered, corrected and made void."""
    saved = save(sitting.place, note="<b>初记</b>")
    correct(
        sitting.place,
        saved.record.uid,
        note="改后",
        phone="",
        matters=[matter(), matter(MatterKind.LAND, "承包地界。")],
    )
    void_record(sitting.place, CONSULTATION, saved.record.uid, "登记错人")
    made = HistoryView(sitting, CONSULTATION, saved.record.uid, f"修改历史　{saved.record.number}")
    show(qtbot, made, settle)
    return made


def test_changes_are_listed_newest_first_with_who_when_and_why(view: HistoryView) -> None:
    lines = [view.steps.item(at).text() for at in range(view.steps.count())]
    assert [line.split("\u3000")[0] for line in lines] == ["作废", "更正", "登记"]
    assert all("袁知秋" in line and "2023-11-30" in line for line in lines)
    assert "登记错人" in lines[0]
    assert "补正" in lines[1]
    assert view.steps.currentRow() == 0


def test_keys_walk_through_the_changes_field_by_field(view: HistoryView, settle: Settle) -> None:
    view.steps.setFocus()
    press(Qt.Key.Key_Down)
    settle()
    said = texts(view)
    at = said.index("备注")
    assert said[at : at + 3] == ["备注", "<b>初记</b>", "改后"]
    at = said.index("电话")
    assert said[at + 1 : at + 3] == ["19055550123", "（空）"]
    assert "承包地界。" in said
    assert "改前" in said
    assert "姓名" not in said, "what did not change is not listed"


def test_the_first_entry_lists_what_was_filled_in(view: HistoryView) -> None:
    view.steps.setFocus()
    press(Qt.Key.Key_End)
    said = texts(view)
    assert "填写" in said
    assert "改前" not in said
    assert "欧阳𬱖" in said


def test_a_voiding_without_changes_says_so(view: HistoryView) -> None:
    assert "内容没有改动。" in texts(view)
    assert "理由：登记错人" in texts(view)


def test_what_people_typed_is_never_taken_for_markup(view: HistoryView) -> None:
    view.steps.setCurrentRow(2)
    labels = view.findChildren(QLabel)
    assert any(label.text() == "<b>初记</b>" for label in labels)
    assert {label.textFormat() for label in labels} == {Qt.TextFormat.PlainText}


def test_escape_closes(qtbot: QtBot, view: HistoryView) -> None:
    with qtbot.waitSignal(view.closed):
        press(Qt.Key.Key_Escape)
