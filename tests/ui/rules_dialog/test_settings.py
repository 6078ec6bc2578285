"""What desks and reporting let their office decide, in the dialogue of rules."""

from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QLabel

from quyuan_desktop.domain import periods
from quyuan_desktop.domain.office import Level
from quyuan_desktop.registers import DESKS, desks_for, kinds
from quyuan_desktop.registers.reporting import CUT_OFF, own_periods, window
from quyuan_desktop.registers.settings import DeskSetting
from quyuan_desktop.services import house_rules
from quyuan_desktop.services.report_forms import FORMS, handed_in
from quyuan_desktop.ui.dialogs.rules import Rules
from quyuan_desktop.ui.dialogs.rules_settings import DeskPage, ReportingPage
from quyuan_desktop.ui.sitting import Sitting
from tests.ui.at_the_desk import focus
from tests.ui.rules_dialog.hand import Key, Open, Settle, page_of, press, retype

SETTINGS = (
    DeskSetting(
        code="x.money", label="认定线（元）", kind=kinds.Money(), default=None, help="问区局。", certain=False
    ),
    DeskSetting(code="x.days", label="提前几日提醒", kind=kinds.Number(most=30, unit="日"), default=3),
    DeskSetting(code="x.flag", label="打印二维码", kind=kinds.Flag(), default=True),
    DeskSetting(code="x.words", label="落款", kind=kinds.Text(limit=20), default="营田司法所"),
)


@pytest.fixture
def desk_dialog(open_rules: Open, sitting: Sitting, monkeypatch: pytest.MonkeyPatch) -> Rules:
    """The dialog with a desk that declares a setting of every kind."""
    monkeypatch.setattr(house_rules, "desk_settings", lambda: {each.code: each for each in SETTINGS})
    return open_rules(sitting, desks=(replace(DESKS[0], label="试验台", settings=SETTINGS),))


def test_a_page_for_every_desk_that_declares_settings(dialog: Rules) -> None:
    titles = [page.title for page in dialog.pages if isinstance(page, DeskPage)]
    assert titles == [desk.label for desk in desks_for(Level.OFFICE) if desk.settings]
    assert [page.title for page in dialog.pages][:3] == ["时限", "节假日", "编号"]


def test_settings_are_shown_with_help_and_mark(desk_dialog: Rules) -> None:
    page = page_of(desk_dialog, DeskPage)
    words = {code: [each.text() for each in card.findChildren(QLabel)] for code, card in page.cards.items()}
    assert "⚠ 待区局确认" in words["x.money"]
    assert "问区局。" in words["x.money"]
    assert "⚠ 待区局确认" not in words["x.days"]
    assert [card.field.editor.typed() for card in page.cards.values()] == ["", "3", True, "营田司法所"]


def test_settings_are_kept_as_one_leaves_them(desk_dialog: Rules, sitting: Sitting, settle: Settle) -> None:
    page = page_of(desk_dialog, DeskPage)
    page.cards["x.money"].field.editor.setFocus()
    QTest.keyClicks(focus(), "1234.5")
    press(Key.Key_Return)
    retype("5")
    press(Key.Key_Tab)
    page.cards["x.flag"].field.editor.setFocus()
    press(Key.Key_Space)
    settle()
    assert dict(sitting.place.house.settings) == {"x.money": 123_450, "x.days": 5, "x.flag": False}
    assert page.cards["x.money"].field.editor.typed() == "1,234.50"
    assert [code for code, card in page.cards.items() if card.back.isVisible()] == ["x.money", "x.days", "x.flag"]
    for card in list(page.cards.values())[:3]:
        card.back.click()
        settle()
    assert dict(sitting.place.house.settings) == {}, "what the program says anyway is not kept"
    assert not any(card.back.isVisible() for card in page.cards.values())


def test_a_slip_in_a_setting(desk_dialog: Rules, sitting: Sitting, settle: Settle) -> None:
    page = page_of(desk_dialog, DeskPage)
    page.cards["x.days"].field.editor.setFocus()
    retype("31")
    press(Key.Key_Return)
    settle()
    assert "应在 0 到 30 之间" in page.cards["x.days"].field.slip.text()
    assert dict(sitting.place.house.settings) == {}


def test_the_cut_off_day_and_the_periods_of_a_form_are_kept(
    dialog: Rules, sitting: Sitting, settle: Settle
) -> None:
    page = page_of(dialog, ReportingPage)
    dialog.show_page(page)
    page.cards[CUT_OFF.code].field.editor.setFocus()
    retype("20")
    press(Key.Key_Return)
    settle()
    assert window(sitting.place.house).month(2023, 11).first == date(2023, 10, 21)
    form = FORMS[0]
    card = page.cards[own_periods(form.code, form.title).code]
    card.field.editor.findChildren(QCheckBox)[1].click()
    settle()
    assert form not in handed_in(sitting.place, periods.quarter(2023, 4))
    assert form in handed_in(sitting.place, periods.month("2023-11"))


def test_a_cut_off_day_that_no_month_has_is_refused(dialog: Rules, sitting: Sitting, settle: Settle) -> None:
    page = page_of(dialog, ReportingPage)
    dialog.show_page(page)
    page.cards[CUT_OFF.code].field.editor.setFocus()
    retype("31")
    press(Key.Key_Return)
    settle()
    assert "应在 0 到 27 之间" in page.cards[CUT_OFF.code].field.slip.text()
    assert window(sitting.place.house).start_day == 1
