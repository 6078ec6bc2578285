"""The heads of document numbers in the dialogue of rules, with a live sample."""

from typing import Any

import pytest
from PySide6.QtTest import QTest

from quyuan_desktop.registers import REGISTERS
from quyuan_desktop.services.number_templates import number_templates
from quyuan_desktop.ui.dialogs.rules import Rules
from quyuan_desktop.ui.dialogs.rules_settings import NumbersPage
from quyuan_desktop.ui.sitting import Sitting
from tests.offices import save
from tests.ui.at_the_desk import focus
from tests.ui.rules_dialog.hand import Key, Settle, enter, page_of, press


def test_a_number_has_a_live_sample_and_is_kept(dialog: Rules, sitting: Sitting, settle: Settle) -> None:
    page = page_of(dialog, NumbersPage)
    settle()
    card = page.cards["application"]
    assert card.hint.text() == "样子：屈营司援收字〔2023〕第3号"
    card.field.editor.setFocus()
    QTest.keyClick(focus(), Key.Key_Home)
    QTest.keyClicks(focus(), "A")
    assert card.hint.text() == "样子：A屈营司援收字〔2023〕第3号"
    press(Key.Key_Return)
    settle()
    settle()
    found = {each.code: each.template for each in number_templates(sitting.place)}
    assert found["application"] == "A{short}援收字〔{year}〕第{serial}号"
    assert card.back.isVisible()
    card.back.setFocus()
    press(Key.Key_Space)
    settle()
    settle()
    found = {each.code: each.template for each in number_templates(sitting.place)}
    assert found["application"] == REGISTERS["application"].number
    assert not card.back.isVisible()
    assert card.field.isAncestorOf(focus())


def test_the_changed_number_is_given_out(dialog: Rules, sitting: Sitting, settle: Settle) -> None:
    card = page_of(dialog, NumbersPage).cards["consultation"]
    enter(card.field, "{字头}询〔{年份}〕{序号}")
    press(Key.Key_Tab)
    settle()
    made: list[Any] = []
    sitting.tasks.run(lambda: save(sitting.place), done=made.append)
    settle()
    assert made[0].record.number == "屈营司询〔2023〕1"


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "要有一处{序号}"),
        ("{字头}{年份}{序列}", "不认识{序列}"),
        ("{字头}{年份}", "要有一处{序号}"),
        ("{字头}{年份}{序号", "花括号没有成对"),
        ("{字头}援收字〔{年份}〕第{序号}号", "与“申请登记”的编号样子相同"),
    ],
)
def test_slips_of_a_number(dialog: Rules, sitting: Sitting, settle: Settle, typed: str, sentence: str) -> None:
    card = page_of(dialog, NumbersPage).cards["consultation"]
    enter(card.field, typed)
    press(Key.Key_Return)
    settle()
    assert sentence in card.field.slip.text()
    assert card.field.slip.property("tone") == "red"
    found = {each.code: each for each in number_templates(sitting.place)}["consultation"]
    assert found.template == found.default


def test_a_slip_of_a_number_goes_as_it_is_mended(dialog: Rules) -> None:
    card = page_of(dialog, NumbersPage).cards["consultation"]
    enter(card.field, "{字头}{年份}{序号")
    press(Key.Key_Return)
    assert card.field.slip.isVisible()
    assert card.hint.text() == "样子：—"
    QTest.keyClick(focus(), Key.Key_End)
    QTest.keyClicks(focus(), "}")
    assert not card.field.slip.isVisible()
    assert card.hint.text() == "样子：屈营司20233"


def test_an_unwise_number_is_kept_with_a_word(dialog: Rules, sitting: Sitting, settle: Settle) -> None:
    card = page_of(dialog, NumbersPage).cards["consultation"]
    enter(card.field, "询〔{年份}〕{序号}")
    press(Key.Key_Tab)
    settle()
    settle()
    assert "别的司法所" in card.field.slip.text()
    assert card.field.slip.property("tone") == "amber"
    found = {each.code: each for each in number_templates(sitting.place)}["consultation"]
    assert found.template == "询〔{year}〕{serial}"
