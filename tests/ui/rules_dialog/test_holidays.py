"""The holidays in the dialogue of rules: a year's notice from a file or pasted, and what is wrong with it."""

from datetime import date, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from quyuan_desktop.ui.dialogs.rules import Rules
from quyuan_desktop.ui.dialogs.rules_holidays import HolidaysPage
from quyuan_desktop.ui.short_list import LINE
from quyuan_desktop.ui.sitting import Sitting
from tests.offices import ZONE, Clock
from tests.ui.at_the_desk import Answers, focus
from tests.ui.rules_dialog.hand import NOTICE, Key, Open, Settle, deadlines, page_of, press


def lines(dialog: Rules, what: str) -> list[str]:
    """The lines of a list of the page."""
    page = page_of(dialog, HolidaysPage)
    return [f"{line.title} {line.detail}".strip() for line in getattr(page, what).lines()]


def test_the_present_year_is_shown_first(dialog: Rules) -> None:
    page = page_of(dialog, HolidaysPage)
    assert page.year == 2023
    assert "09-30 周六 至 10-06 周五 国庆节　7 天" in lines(dialog, "rests")
    assert lines(dialog, "works")[-2:] == ["10-07 周六", "10-08 周日"]
    assert page.rests_head.text() == "2023 年放假　共 28 天"
    assert not page.unknown.isVisible()
    assert not page.restore.isEnabled()


def test_the_years_are_gone_through_by_keys(dialog: Rules, settle: Settle) -> None:
    page = page_of(dialog, HolidaysPage)
    page.years.setFocus()
    press(Key.Key_Down)
    settle()
    assert page.year == 2022
    assert page.rests_head.text().startswith("2022 年放假")


def test_a_year_without_a_notice_says_how_it_is_counted(
    open_rules: Open, sitting: Sitting, clock: Clock, settle: Settle
) -> None:
    clock.at = datetime(2031, 3, 3, 9, 0, tzinfo=ZONE)
    dialog = open_rules(sitting)
    page = page_of(dialog, HolidaysPage)
    settle()
    assert page.year == 2031
    assert page.unknown.isVisible()
    assert page.unknown.text().startswith("2031 年还没有放假安排，暂按周六、周日休息推算")
    assert page.unknown.property("tone") == "amber"
    assert lines(dialog, "years")[:2] == ["2032 年 没有安排", "2031 年 没有安排"]
    tones = [page.years.model().index(place, 0).data(LINE).tone for place in range(3)]
    assert tones == ["amber", "amber", ""]


def test_a_notice_from_a_file(
    qtbot: QtBot, dialog: Rules, answers: Answers, tmp_path: Path, settle: Settle
) -> None:
    path = tmp_path / "2024.csv"
    path.write_bytes(NOTICE.encode("gb18030"))
    answers.next = [path]
    page = page_of(dialog, HolidaysPage)
    page.file.setFocus()
    with qtbot.waitSignal(dialog.changed) as changed:
        press(Key.Key_Space)
    settle()
    assert changed.args is not None
    assert not changed.args[0].house.holidays.is_rest_day(date(2024, 10, 12))
    assert page.year == 2024
    assert lines(dialog, "rests") == ["10-01 周二 国庆节　1 天"]
    assert page.slip.text() == "✓ 已收进 2024 年的放假安排，共 2 天。"
    assert "*.csv" in answers.asked[0][1]


def test_a_notice_changes_the_example_at_once(dialog: Rules, settle: Settle) -> None:
    QGuiApplication.clipboard().setText("2023-10-01,休,国庆节\n2023-12-07,休,校庆\n")
    page_of(dialog, HolidaysPage).paste.click()
    settle()
    assert "2023-12-08 到期" in deadlines(dialog).example.text()


def test_a_notice_pasted_by_its_key_and_the_year_put_back(dialog: Rules, settle: Settle) -> None:
    QGuiApplication.clipboard().setText("2023-10-01\t休\t国庆节")
    page = page_of(dialog, HolidaysPage)
    page.years.setFocus()
    QTest.keyClick(focus(), Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    settle()
    assert lines(dialog, "rests")[0] == "10-01 周日 国庆节　1 天"
    assert page.restore.isEnabled()
    page.restore.setFocus()
    press(Key.Key_Space)
    settle()
    assert page.rests_head.text() == "2023 年放假　共 28 天"
    assert not page.restore.isEnabled()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "剪贴板里没有文字"),
        ("2024-10-01,休,国庆节\n十月二日,休,国庆节", "第 2 行看不懂：“十月二日,休,国庆节”"),
        ("日期,休或班,名称", "没有放假安排"),
    ],
)
def test_lines_that_cannot_be_read_are_told_beside(
    dialog: Rules, sitting: Sitting, settle: Settle, text: str, sentence: str
) -> None:
    QGuiApplication.clipboard().setText(text)
    page = page_of(dialog, HolidaysPage)
    page.paste.click()
    settle()
    assert sentence in page.slip.text()
    assert page.slip.property("tone") == "red"
    assert page.rests_head.text() == "2023 年放假　共 28 天"


def test_a_notice_without_its_national_day_is_told(dialog: Rules, settle: Settle) -> None:
    QGuiApplication.clipboard().setText("2031-01-01,休,元旦")
    page = page_of(dialog, HolidaysPage)
    page.paste.click()
    settle()
    assert "没有 2031 年国庆节" in page.slip.text()
    assert page.slip.property("tone") == "amber"
    assert page.year == 2031
    assert page.unknown.isVisible()
    assert lines(dialog, "rests") == ["01-01 周三 元旦　1 天"]


def test_a_workbook_is_told_what_to_do_with(
    dialog: Rules, answers: Answers, tmp_path: Path, settle: Settle
) -> None:
    path = tmp_path / "2024.xlsx"
    path.write_bytes(b"PK\x03\x04")
    answers.next = [path]
    page = page_of(dialog, HolidaysPage)
    page.file.click()
    settle()
    assert "另存为 CSV" in page.slip.text()


def test_nothing_chosen_is_nothing_done(dialog: Rules, answers: Answers, settle: Settle) -> None:
    answers.next = [None, None]
    page = page_of(dialog, HolidaysPage)
    page.file.click()
    page.sample.click()
    settle()
    assert not page.slip.isVisible()


def test_the_sheet_to_fill_in_is_written(dialog: Rules, answers: Answers, tmp_path: Path, settle: Settle) -> None:
    answers.next = [tmp_path / "样表"]
    page = page_of(dialog, HolidaysPage)
    page.sample.click()
    settle()
    text = (tmp_path / "样表.csv").read_text(encoding="utf-8-sig")
    assert text.splitlines()[:2] == ["日期,休或班,名称", "2022-01-01,休,元旦"]
    assert "样表.csv" in page.slip.text()
    answers.next = [tmp_path / "没有" / "样表.csv"]
    page.sample.click()
    settle()
    assert "写不进去" in page.slip.text()
