"""How far a record has come and what runs: one line, each limit asked why by click, Enter or Ctrl+D."""

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from quyuan_desktop.domain.deadlines import DeadlineRule, Limit, Pause, Running, limit
from quyuan_desktop.domain.workdays import HolidayTable
from quyuan_desktop.registers.legal_aid.aid_terms import Stage
from quyuan_desktop.registers.legal_aid.application_register import APPLICATION
from quyuan_desktop.registers.legal_aid.consultation import CONSULTATION
from quyuan_desktop.services.save_record import void_record
from quyuan_desktop.ui import theme
from quyuan_desktop.ui.progress_strip import MOST, ProgressStrip, limit_words, told
from quyuan_desktop.ui.register_page import RegisterPage
from quyuan_desktop.ui.sitting import Sitting
from tests.applications import CENTRE, CLOSING, FILE, FIRM, GRANT, ask, brought_to, take
from tests.offices import TODAY, Clock
from tests.pages import CTRL, focused, press, show, texts

Settle = Callable[[], None]
Key = Qt.Key
HAND_OVER = DeadlineRule(
    code="aid.handover", event="转交", trigger="收齐申请材料", days=3, roll_over=False, article="", ahead=1
)
DECIDE = DeadlineRule(
    code="aid.decide", event="决定", trigger="收到申请", days=7, roll_over=False, article="法律援助法第43条"
)


def at(rule: DeadlineRule, start: str, **running: object) -> Limit:
    found = Running(code=rule.code, start=date.fromisoformat(start), **running)  # type: ignore[arg-type]  # by name
    return limit(rule, found, TODAY, HolidayTable())


@pytest.fixture
def ground(qtbot: QtBot) -> QWidget:
    """A window with a line of text, and room for a strip beneath it."""
    made = QWidget()
    column = QVBoxLayout(made)
    column.addWidget(QLabel("窗口"))
    qtbot.addWidget(made)
    made.resize(900, 400)
    return made


@pytest.fixture
def strip(ground: QWidget, qtbot: QtBot) -> ProgressStrip:
    """An empty strip in a window."""
    made = ProgressStrip(ground)
    layout = ground.layout()
    assert layout is not None
    layout.addWidget(made)
    ground.show()
    ground.activateWindow()
    qtbot.waitUntil(ground.isActiveWindow)
    return made


def links(strip: ProgressStrip) -> list[str]:
    return [each.text() for each in strip.links]


def bubble(strip: ProgressStrip) -> list[str]:
    """What the bubble says while it is to be seen."""
    return texts(strip.bubble) if strip.bubble is not None and strip.bubble.isVisible() else []


def test_nothing_to_say_takes_no_room(strip: ProgressStrip) -> None:
    strip.show_progress("", [])
    assert not strip.isVisible()
    strip.explain_all()
    assert bubble(strip) == []


def test_a_stage_stands_alone_where_nothing_runs(strip: ProgressStrip) -> None:
    strip.show_progress("已归档", [])
    assert strip.isVisible()
    assert texts(strip) == ["已归档"]
    assert links(strip) == []


def test_what_runs_stands_beside_the_stage_with_the_days_left(strip: ProgressStrip) -> None:
    running = [at(HAND_OVER, "2023-11-28"), at(DECIDE, "2023-11-28")]
    strip.show_progress("已收件", running)
    assert links(strip) == ["转交 12-01 剩 1 日", "决定 12-05 剩 5 日"]
    assert [each.property("tone") for each in strip.links] == ["amber", ""]
    assert [each.accessibleName() for each in strip.links] == [f"期限 {limit_words(each)}" for each in running]


def test_what_is_late_is_red_and_says_so_in_words(strip: ProgressStrip) -> None:
    strip.show_progress("已收件", [at(HAND_OVER, "2023-11-25"), at(DECIDE, "2023-11-23")])
    assert links(strip) == ["转交 11-28 超 2 日", "决定 11-30 今日到期"]
    assert [each.property("tone") for each in strip.links] == ["red", "amber"]


def test_a_clock_that_stands_is_quiet(strip: ProgressStrip) -> None:
    stopped = at(DECIDE, "2023-11-20", pauses=(Pause(date(2023, 11, 22), None),))
    strip.show_progress("待补正", [stopped])
    assert links(strip) == ["决定 12-05 停钟"]
    assert strip.links[0].property("tone") == ""


def test_what_is_done_or_asks_nothing_is_among_all_limits_only(strip: ProgressStrip) -> None:
    done = at(HAND_OVER, "2023-11-28", done=date(2023, 11, 29))
    right = at(DECIDE, "2023-11-28", asks=False)
    strip.show_progress("不予援助", [right, done])
    assert links(strip) == ["全部期限"]
    strip.links[0].click()
    (title, text) = bubble(strip)
    assert title == "期限怎样算的"
    assert text == told([right, done])
    assert text.startswith("【进行中】决定：收到申请。依据法律援助法第43条。")
    assert "【按期】转交：收齐申请材料。" in text


def test_no_more_than_a_few_are_shown_and_the_rest_told_on_asking(strip: ProgressStrip) -> None:
    many = [at(DECIDE, f"2023-11-{day}") for day in (24, 25, 26, 27, 28)]
    strip.show_progress("办理中", many)
    assert len(strip.links) == MOST + 1
    assert links(strip)[-1] == "全部期限"


def test_each_limit_is_explained_by_itself(strip: ProgressStrip) -> None:
    strip.show_progress("已收件", [at(HAND_OVER, "2023-11-28"), at(DECIDE, "2023-11-28")])
    QTest.mouseClick(strip.links[1], Qt.MouseButton.LeftButton)
    (_, text) = bubble(strip)
    assert text == (
        "【进行中】决定：收到申请。依据法律援助法第43条。自2023-11-28起7日，当日不计，从2023-11-29数到2023-12-05。"
    )


def test_by_keys_from_one_limit_to_the_next(strip: ProgressStrip) -> None:
    strip.show_progress("已收件", [at(HAND_OVER, "2023-11-28"), at(DECIDE, "2023-11-28")])
    strip.take_focus()
    assert focused() is strip.links[0]
    press(Key.Key_Return)
    assert "转交" in bubble(strip)[1]
    assert "决定" not in bubble(strip)[1]
    press(Key.Key_Escape)
    assert bubble(strip) == []
    press(Key.Key_Tab)
    assert focused() is strip.links[1]
    press(Key.Key_Space)
    assert "决定" in bubble(strip)[1]


def test_the_bubble_stays_within_the_window(strip: ProgressStrip, ground: QWidget) -> None:
    strip.show_progress("已收件", [at(DECIDE, "2023-11-28")])
    strip.links[0].click()
    assert strip.bubble is not None
    box = strip.bubble.geometry()
    assert ground.rect().contains(box)


def test_another_record_takes_the_place_of_the_one_before(strip: ProgressStrip, qtbot: QtBot) -> None:
    strip.show_progress("已收件", [at(HAND_OVER, "2023-11-28")])
    strip.show_progress("已转交", [at(DECIDE, "2023-11-28")])
    assert links(strip) == ["决定 12-05 剩 5 日"]
    qtbot.waitUntil(strip.links[0].isVisible)
    assert [each.text() for each in strip.findChildren(QPushButton) if each.isVisible()] == links(strip)
    strip.show_progress("", [])
    strip.take_focus()
    assert not strip.isVisible()


# -- below the list


@pytest.fixture
def page(qtbot: QtBot, sitting: Sitting, settle: Settle) -> RegisterPage:
    """The register with one application that was received on 30 November, five days ago."""
    brought_to(sitting.place, Stage.RECEIVED)
    clock = sitting.place.now
    assert isinstance(clock, Clock)
    clock.forward(days=5)
    made = RegisterPage(sitting, APPLICATION)
    show(qtbot, made, settle)
    made.filter.choose_all_days()
    settle()
    return made


def test_the_pane_shows_the_stage_and_what_runs(page: RegisterPage) -> None:
    assert texts(page.detail.progress) == ["已收件"]
    assert links(page.detail.progress) == [
        "把申请材料转交区法律援助中心 12-04 超 1 日",
        "作出是否给予法律援助的决定 12-07 剩 2 日",
    ]


@pytest.mark.parametrize("percent", [100, 150])
def test_all_limits_of_a_long_case_are_to_be_read(
    page: RegisterPage, settle: Settle, qapp: QApplication, percent: int
) -> None:
    place = page._sitting.place
    uid = brought_to(place, Stage.RECEIVED, limitation_on=TODAY)
    for _ in range(2):
        ask(place, uid)
        take(place, uid, "supplemented")
    for code, more in (
        ("hand_over", {"handed_over_to": CENTRE}),
        ("decide", GRANT),
        ("appoint", FIRM),
        ("close", CLOSING),
        ("archive", FILE),
    ):
        take(place, uid, code, **more)
    page.resize(1234, 700)
    theme.scale(qapp, percent)
    page.open_record(uid)
    settle()
    page.list.setFocus()
    press(Key.Key_D, CTRL)
    bubble = page.detail.progress.bubble
    assert bubble is not None
    assert page.rect().contains(bubble.geometry())
    text = bubble.findChildren(QLabel)[-1]
    assert "【已指派，由承办人跟进】时效或法定期限届满" in text.text()
    bar = bubble.findChild(QScrollArea).verticalScrollBar()  # type: ignore[union-attr]  # it has one
    for _ in range(20):
        press(Key.Key_PageDown)
    assert bubble.isVisible(), "the keys that scroll do not end it"
    assert bar.value() == bar.maximum()
    assert text.mapTo(bubble, text.rect().bottomLeft()).y() <= bubble.height(), "its end is in sight"
    press(Key.Key_Escape)
    assert not bubble.isVisible()


def test_ctrl_d_says_how_all_days_were_counted(page: RegisterPage) -> None:
    page.list.setFocus()
    press(Key.Key_D, CTRL)
    title, text = bubble(page.detail.progress)
    assert title == "期限怎样算的"
    assert text == (
        "【已超期】把申请材料转交区法律援助中心：收齐申请材料。没有查到全国规定，按本单位设置（待区局确认）。"
        "自2023-11-30起3日，当日不计，从2023-12-01数到2023-12-03。末日逢休息日（12-03周日），顺延到2023-12-04。\n"
        "【进行中】作出是否给予法律援助的决定：收到申请（补正期间停钟）。依据法律援助法第43条。"
        "自2023-11-30起7日，当日不计，从2023-12-01数到2023-12-07。"
    )
    press(Key.Key_Escape)
    assert bubble(page.detail.progress) == []


def test_a_void_record_has_no_limits(page: RegisterPage, settle: Settle) -> None:
    sitting = page._sitting
    sitting.changed.emit(void_record(sitting.place, APPLICATION, page.detail.uid, "重复登记"))
    settle()
    page.filter.void.click()
    settle()
    assert page.detail.void.text() == "已作废：重复登记"
    assert links(page.detail.progress) == []


def test_a_register_without_stages_shows_none(qtbot: QtBot, filled_sitting: Sitting, settle: Settle) -> None:
    page = RegisterPage(filled_sitting, CONSULTATION)
    show(qtbot, page, settle)
    assert not page.detail.progress.isVisible()
    page.list.setFocus()
    press(Key.Key_D, CTRL)
    assert page.detail.progress.bubble is None
