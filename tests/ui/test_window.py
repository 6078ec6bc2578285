"""The window by keys: tabs, search, new records, saving and its undoing, troubles, closing and locking."""

import threading
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from PySide6.QtCore import QSettings, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from quyuan_desktop.domain.problems import Problem, Refused, Trouble
from quyuan_desktop.registers import DESKS
from quyuan_desktop.registers.base import Desk
from quyuan_desktop.registers.legal_aid.consultation import CONSULTATION
from quyuan_desktop.services.backups import backups
from quyuan_desktop.services.day import Item
from quyuan_desktop.services.drafts import drafts, keep_draft
from quyuan_desktop.services.list_records import Choice, count_records
from quyuan_desktop.services.open_office import sign_in
from quyuan_desktop.services.save_record import Saved
from quyuan_desktop.services.workplace import Changed, Workplace
from quyuan_desktop.ui import status as status_module
from quyuan_desktop.ui import theme
from quyuan_desktop.ui import window as window_module
from quyuan_desktop.ui.desk import DRAFTS, DeskPage
from quyuan_desktop.ui.dialogs.backups import Backups
from quyuan_desktop.ui.dialogs.rules import Rules
from quyuan_desktop.ui.dialogs.rules_deadlines import DeadlinesPage
from quyuan_desktop.ui.forms import RecordForm
from quyuan_desktop.ui.sitting import Sitting
from quyuan_desktop.ui.status import Banner, StatusLine
from quyuan_desktop.ui.tasks import Progress, Tasks
from quyuan_desktop.ui.today_page import AT_FIRST
from quyuan_desktop.ui.window import MainWindow
from quyuan_desktop.ui.window_layout import GEOMETRY, keep_layout
from quyuan_desktop.ui.window_pages import REPORTS
from tests.offices import PASSWORD, Clock, save
from tests.ui.at_the_desk import Answers, focus

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
Settle = Callable[[], None]
SECOND = Desk(code="second", label="人民调解", registers=(CONSULTATION,))


@pytest.fixture
def window(qtbot: QtBot, filled_sitting: Sitting, settle: Settle) -> MainWindow:
    """The window of an office with a few records."""
    return opened(qtbot, filled_sitting, settle)


def opened(qtbot: QtBot, sitting: Sitting, settle: Settle, desks: tuple[Desk, ...] = DESKS) -> MainWindow:
    made = MainWindow(sitting, desks)
    qtbot.addWidget(made, before_close_func=lambda each: setattr(each, "_over", True))
    made.show()
    qtbot.waitUntil(made.isActiveWindow)
    qtbot.waitUntil(lambda: made.today.view is not None, timeout=20_000)
    settle()
    return made


def press(qtbot: QtBot, window: QWidget, key: Qt.Key, held: Qt.KeyboardModifier = CTRL) -> None:
    """Press a key wherever the focus is."""
    QTest.keyClick(QApplication.focusWidget() or window, key, held)


def saved(window: MainWindow, settle: Settle, **changes: Any) -> Saved:
    """A record saved as the form at the first desk would."""
    page = window.desk_page(window.desks[0]).register_page
    made: list[Saved] = []

    def done(result: Saved) -> None:
        made.append(result)
        window.sitting.changed.emit(result.changed)
        page.saved.emit(result)

    window.sitting.tasks.run(lambda: save(window.sitting.place, **changes), done=done)
    settle()
    settle()
    return made[0]


# -- going about


def test_a_tab_for_today_and_each_desk(qtbot: QtBot, filled_sitting: Sitting, settle: Settle) -> None:
    window = opened(qtbot, filled_sitting, settle, (*DESKS, SECOND))
    names = [window.tabs.tabText(place) for place in range(window.tabs.count())]
    assert names == ["今日", *(desk.label for desk in DESKS), "人民调解", "统计报送", "上报区局"]
    press(qtbot, window, Key(Key.Key_1 + len(DESKS) + 1))
    assert isinstance(window.stack.currentWidget(), DeskPage)
    assert window.desk is SECOND


def test_a_line_of_today_without_a_record_opens_the_list_of_all_days(window: MainWindow, settle: Settle) -> None:
    window.today.opened.emit(Item("另有 9 条", register=CONSULTATION.code))
    settle()
    page = window.desk_page(window.desks[0]).register_page
    assert page.isVisible() and page.filter.period_label() == "全部时间"


def test_ctrl_and_a_number_turn_to_the_tabs(qtbot: QtBot, window: MainWindow) -> None:
    assert window.stack.currentWidget() is window.today
    press(qtbot, window, Key.Key_2)
    page = window.stack.currentWidget()
    assert isinstance(page, DeskPage)
    assert page.side.hasFocus()
    press(qtbot, window, Key.Key_1)
    assert window.stack.currentWidget() is window.today


def test_the_office_stands_in_the_title_and_the_person_in_the_foot(window: MainWindow) -> None:
    assert window.windowTitle() == "屈原司法所工作台 · 营田司法所"
    assert window.status.who.text() == "袁知秋（所长）"


def test_the_side_list_turns_the_pages_and_counts(qtbot: QtBot, window: MainWindow, settle: Settle) -> None:
    press(qtbot, window, Key.Key_2)
    settle()
    page = window.stack.currentWidget()
    assert isinstance(page, DeskPage)
    assert page.count_of("consultation") == "3"
    assert page.count_of(DRAFTS) == ""
    saved(window, settle, visitor="李四", id_number="")
    assert page.count_of("consultation") == "4"
    press(qtbot, window, Key.Key_End, Qt.KeyboardModifier.NoModifier)
    assert page.stack.currentWidget() is page.pages()[-1]
    with pytest.raises(KeyError):
        page.turn_to("nowhere")
    with pytest.raises(KeyError):
        page.count_of("nowhere")


def test_every_line_of_the_side_list_has_its_page(window: MainWindow, settle: Settle) -> None:
    page = window.desk_page(window.desks[0])
    for code in ("consultation", DRAFTS):
        page.turn_to(code)
        settle()
    assert len({type(each) for each in page.pages()}) == 2


@pytest.mark.parametrize("tab", [Key.Key_1, Key.Key_2])
def test_ctrl_n_begins_a_record_from_anywhere(
    qtbot: QtBot, window: MainWindow, settle: Settle, tab: Qt.Key
) -> None:
    press(qtbot, window, tab)
    press(qtbot, window, Key.Key_N)
    settle()
    form = window.findChild(RecordForm)
    assert form is not None
    qtbot.waitUntil(form.isVisible)
    qtbot.waitUntil(lambda: form.isAncestorOf(QApplication.focusWidget() or window))


def test_ctrl_n_comes_back_from_the_report_desk(qtbot: QtBot, window: MainWindow, settle: Settle) -> None:
    press(qtbot, window, Key.Key_2)
    window.turn_to_page(REPORTS)
    settle()
    assert window.stack.currentWidget() is window.page(REPORTS)
    press(qtbot, window, Key.Key_N)
    settle()
    form = window.findChild(RecordForm)
    assert form is not None
    assert form.isVisible()


@pytest.mark.parametrize("tab", [Key.Key_1, Key.Key_2])
def test_ctrl_f_searches_and_escape_comes_back(
    qtbot: QtBot, window: MainWindow, settle: Settle, tab: Qt.Key
) -> None:
    press(qtbot, window, tab)
    before = window.stack.currentWidget()
    press(qtbot, window, Key.Key_F)
    assert window.finder.hasFocus()
    for _ in range(2):
        press(qtbot, window, Key.Key_Escape, Qt.KeyboardModifier.NoModifier)
    assert window.stack.currentWidget() is before
    assert not window.finder.hits.isVisible()


def test_a_hit_is_opened_at_its_desk(qtbot: QtBot, window: MainWindow, settle: Settle) -> None:
    press(qtbot, window, Key.Key_F)
    QTest.keyClicks(window.finder, "zhang")
    settle()
    press(qtbot, window, Key.Key_Return, Qt.KeyboardModifier.NoModifier)
    page = window.stack.currentWidget()
    assert isinstance(page, DeskPage)
    detail = page.register_page.detail
    qtbot.waitUntil(lambda: detail.sight is not None and detail.sight.record.visitor == "张㛃")
    settle()
    assert detail.sight is not None
    assert detail.sight.record.visitor == "张㛃"


def test_a_wanted_record_is_opened(window: MainWindow, settle: Settle) -> None:
    made = saved(window, settle, visitor="李四", id_number="")
    window.tabs.setCurrentIndex(0)
    window.sitting.wanted.emit("consultation", made.record.uid)
    settle()
    assert window.tabs.currentIndex() == 1


def test_lines_of_today_open_a_draft_a_record_or_the_backups(
    qtbot: QtBot, window: MainWindow, settle: Settle
) -> None:
    place = window.sitting.place
    window.sitting.tasks.run(lambda: keep_draft(place, "k", "consultation", {"visitor": "李四"}, title="李四"))
    settle()
    window.today.opened.emit(Item("草稿", tone="grey", register="consultation", draft="k"))
    settle()
    form = window.findChild(RecordForm)
    assert form is not None
    assert "李四" in [line.text() for line in form.findChildren(QLineEdit)]
    window.today.opened.emit(Item("还没有备份", tone="amber"))
    dialog = QApplication.activeModalWidget()
    assert dialog is not None
    assert dialog.windowTitle() == "备份与还原"
    settle()
    dialog.close()


# -- the foot of the window


def test_saving_says_when_and_can_be_undone(
    qtbot: QtBot, window: MainWindow, settle: Settle, clock: Clock
) -> None:
    clock.at = clock.at.replace(hour=14, minute=3)
    place = window.sitting.place
    before = count_records(place, CONSULTATION, Choice())
    saved(window, settle, visitor="李四", id_number="")
    assert window.status.saved.text() == "已保存 14:03"
    assert window.status.undo.isVisible()
    press(qtbot, window, Key.Key_Z, CTRL | ALT)
    settle()
    settle()
    assert window.status.saved.text() == "已撤销 14:03"
    assert not window.status.undo.isVisible()
    assert count_records(place, CONSULTATION, Choice()) == before
    form = window.findChild(RecordForm)
    assert form is not None
    assert "李四" in [line.text() for line in form.findChildren(QLineEdit)]
    press(qtbot, window, Key.Key_Z, CTRL | ALT)  # nothing is left to undo
    settle()
    assert window.status.saved.text() == "已撤销 14:03"


def test_the_offer_to_undo_ends(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(status_module, "UNDO_MS", 1)
    line = StatusLine("袁知秋")
    qtbot.addWidget(line)
    line.show()
    undone: list[int] = []
    line.show_saved(datetime(2023, 11, 30, 14, 3), lambda: undone.append(1))  # local
    assert line.undo.isVisible()
    qtbot.waitUntil(lambda: not line.undo.isVisible())
    line.take_back()
    assert undone == []
    assert line.saved.text() == "已保存 14:03"


def test_ten_seconds() -> None:
    assert status_module.UNDO_MS == 10_000


@pytest.mark.parametrize(
    ("at", "text", "tone"),
    [
        (datetime(2023, 11, 30, 13, 30), "上次备份 13:30 ✓", ""),  # local
        (datetime(2023, 11, 28, 8, 5), "上次备份 11-28 08:05 ✓", ""),  # local
        (None, "还没有备份", "amber"),
    ],
)
def test_the_last_backup(qtbot: QtBot, clock: Clock, at: datetime | None, text: str, tone: str) -> None:
    line = StatusLine("袁知秋")
    qtbot.addWidget(line)
    line.show_backup(at, clock.at.date())
    assert line.backup.text() == text
    assert (line.backup.property("tone") or "") == tone


def test_what_is_said_goes_away_and_what_is_selected_stays(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, window: MainWindow
) -> None:
    monkeypatch.setattr(status_module, "SAID_MS", 1)
    window.status.show_sum("选中 3 行 合计 5 人次")
    window.sitting.said.emit("已复制 3 行。")
    assert window.status.told.text() == "已复制 3 行。"
    qtbot.waitUntil(lambda: window.status.told.text() == "")
    assert window.status.sum.text() == "选中 3 行 合计 5 人次"
    press(qtbot, window, Key.Key_2)
    assert window.status.sum.text() == ""


def test_backing_up_on_the_half_hour_when_something_changed(window: MainWindow, settle: Settle) -> None:
    folder = window.sitting.place.folder
    assert window._clock.interval() == 30 * 60 * 1000
    window._clock.timeout.emit()
    settle()
    settle()
    assert [each.reason for each in backups(folder)] == ["定时"]
    assert window.status.backup.text() == "上次备份 09:00 ✓"
    window._clock.timeout.emit()
    settle()
    assert len(backups(folder)) == 1
    saved(window, settle, visitor="李四", id_number="")
    window.back_up()
    settle()
    assert len(backups(folder)) == 2 or backups(folder)[0].at == window.sitting.place.now().replace(tzinfo=None)


# -- troubles


def test_troubles_stand_on_top_until_dismissed(qtbot: QtBot, window: MainWindow) -> None:
    window.sitting.tasks.troubled.emit(Trouble("磁盘空间已满，刚才的内容没有保存。请腾出空间。"))
    assert window.banner.isVisible()
    assert "磁盘空间已满" in window.banner.text.text()
    QTest.mouseClick(window.banner.dismiss, Qt.MouseButton.LeftButton)
    assert not window.banner.isVisible()
    window.sitting.tasks.troubled.emit(Refused([Problem("", "请填写姓名。"), Problem("", "请填写电话。")]))
    assert "请填写姓名。；请填写电话。" in window.banner.text.text()


def test_a_saving_that_worked_takes_the_banner_away(window: MainWindow, settle: Settle) -> None:
    window.sitting.tasks.troubled.emit(Trouble("磁盘空间已满。"))
    saved(window, settle, visitor="李四", id_number="")
    assert not window.banner.isVisible()


def test_a_sentence_is_never_markup(qtbot: QtBot) -> None:
    banner = Banner()
    qtbot.addWidget(banner)
    banner.say("<img src=x><b>粗</b>")
    assert banner.text.textFormat() is Qt.TextFormat.PlainText


# -- closing


def closed(qtbot: QtBot, window: MainWindow) -> None:
    """Close the window as a person does, and wait until it is gone."""
    window.close()
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=20_000)


def test_closing_keeps_what_was_typed_backs_up_and_lets_go(
    qtbot: QtBot, window: MainWindow, settle: Settle, filled_place: Workplace
) -> None:
    press(qtbot, window, Key.Key_N)
    settle()
    form = window.findChild(RecordForm)
    assert form is not None
    name = next(line for line in form.findChildren(QLineEdit) if line.accessibleName().startswith("姓名"))
    name.setFocus()
    QTest.keyClicks(name, "half a name")
    assert not window.close()
    closed(qtbot, window)
    assert [each.reason for each in backups(filled_place.folder)] == ["关闭时"]
    from quyuan_desktop.services.open_office import sign_in
    from tests.offices import PASSWORD

    again = sign_in(filled_place.folder, PASSWORD, now=filled_place.now)  # the file was let go of
    kept = drafts(again)
    again.ledger.close()
    assert [each.title for each in kept] == ["half a name"]


def test_closing_twice_closes_once(qtbot: QtBot, window: MainWindow, filled_place: Workplace) -> None:
    for _ in range(3):
        window.close()
    closed(qtbot, window)
    assert len(backups(filled_place.folder)) == 1


def test_leaving_before_the_day_was_counted_asks_nothing_of_the_closed_ledger(
    qtbot: QtBot, filled_sitting: Sitting, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_close = threading.Event()
    monkeypatch.setattr(
        window_module, "close_office", lambda place, step: (place.ledger.close(), may_close.wait(10))
    )
    window = MainWindow(filled_sitting)
    qtbot.addWidget(window, before_close_func=lambda each: setattr(each, "_over", True))
    window.show()
    qtbot.waitUntil(window.isActiveWindow)
    window.close()
    later: list[bool] = []
    QTimer.singleShot(2 * AT_FIRST, window, lambda: later.append(True))
    qtbot.waitUntil(lambda: bool(later))
    assert window.today.view is None
    may_close.set()
    qtbot.waitUntil(lambda: not window.isVisible())


def test_a_backup_that_fails_is_told_and_does_not_hold_one_back(
    qtbot: QtBot, window: MainWindow, answers: Answers, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(place: Workplace, progress: object) -> None:
        raise Trouble("磁盘空间已满。")

    monkeypatch.setattr(window_module, "close_office", full)
    answers.next = [None]
    closed(qtbot, window)
    assert "磁盘空间已满" in answers.asked[0][1]


def test_a_bug_while_closing_does_not_hold_one_back(
    qtbot: QtBot, filled_place: Workplace, answers: Answers, layout: QSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    tasks = Tasks()
    window = opened(
        qtbot,
        Sitting(filled_place, tasks, answers, layout),
        lambda: qtbot.waitUntil(lambda: tasks.idle),
    )

    def broken(place: Workplace, progress: object) -> None:
        raise KeyError("x")

    monkeypatch.setattr(window_module, "close_office", broken)
    closed(qtbot, window)
    tasks.close()


def test_the_backup_at_closing_can_be_given_up(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, go_on = threading.Event(), threading.Event()

    def slow(place: Workplace, progress: Callable[[str, int, int], None]) -> None:
        progress("正在备份", 0, 2)
        begun.set()
        go_on.wait(10)
        progress("正在备份", 1, 2)

    monkeypatch.setattr(window_module, "close_office", slow)
    window.close()
    assert begun.wait(10)
    qtbot.waitUntil(window.works.isVisible)
    assert not window.stack.isEnabled()
    window.works.cancel.click()
    go_on.set()
    qtbot.waitUntil(lambda: not window.isVisible())


def test_locking_lets_somebody_else_sign_in(qtbot: QtBot, window: MainWindow, filled_place: Workplace) -> None:
    with qtbot.waitSignal(window.left, timeout=20_000):
        window.lock()
    qtbot.waitUntil(lambda: not window.isVisible())
    assert backups(filled_place.folder)


def test_going_back_to_a_backup_asks_to_sign_in(
    qtbot: QtBot, window: MainWindow, settle: Settle, answers: Answers, filled_place: Workplace
) -> None:
    window.back_up()
    settle()
    window.show_backups()
    settle()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, Backups)
    answers.next = [True]
    with qtbot.waitSignal(window.left, timeout=20_000):
        dialog.back.click()
    qtbot.waitUntil(lambda: not window.isVisible())
    sign_in(filled_place.folder, PASSWORD, now=filled_place.now).ledger.close()


def test_closing_is_not_locking(qtbot: QtBot, window: MainWindow) -> None:
    left: list[int] = []
    window.left.connect(lambda: left.append(1))
    closed(qtbot, window)
    assert left == []


def test_size_and_place_are_remembered(
    qtbot: QtBot, window: MainWindow, layout: QSettings, tasks: Tasks, answers: Answers, settle: Settle
) -> None:
    window.setWindowState(Qt.WindowState.WindowNoState)
    window.resize(720, 600)
    place = window.sitting.place
    keep_layout(window, layout, window.tabs.currentIndex())
    again = MainWindow(Sitting(place, tasks, answers, layout))
    qtbot.addWidget(again, before_close_func=lambda each: setattr(each, "_over", True))
    settle()
    assert (again.width(), again.height()) == (window.width(), window.height())


def test_a_damaged_layout_is_no_reason_not_to_open(qtbot: QtBot, filled_sitting: Sitting, settle: Settle) -> None:
    for key, value in ((GEOMETRY, "nonsense"), ("window/percent", "x"), ("window/tab", [1, 2])):
        filled_sitting.layout.setValue(key, value)
    assert opened(qtbot, filled_sitting, settle).isVisible()


# -- size, menu, being read aloud


def test_ctrl_plus_minus_and_zero(qtbot: QtBot, window: MainWindow, layout: QSettings) -> None:
    press(qtbot, window, Key.Key_Equal)
    assert theme.percent() == 110
    press(qtbot, window, Key.Key_Plus)
    assert theme.percent() == 125
    assert layout.value("window/percent") == 125
    press(qtbot, window, Key.Key_Minus)
    assert theme.percent() == 110
    press(qtbot, window, Key.Key_0)
    assert theme.percent() == 100


def test_the_menu_has_its_lines(window: MainWindow) -> None:
    names = [action.text().split("\t")[0] for action in window.menu.actions() if not action.isSeparator()]
    assert [name.rstrip("…") for name in names] == [
        "备份与还原",
        "人员与密码",
        "单位信息与编号",
        "规则设置",
        "核对数据",
        "放大",
        "缩小",
        "原来大小",
        "帮助",
        "锁定（换人登录）",
        "退出",
    ]


@pytest.mark.parametrize("place", [0, 1, 2, 3, 4, 8])
def test_the_lines_of_the_menu_open_their_dialogs(window: MainWindow, settle: Settle, place: int) -> None:
    action = [each for each in window.menu.actions() if not each.isSeparator()][place]
    action.trigger()
    settle()
    dialog = QApplication.activeModalWidget()
    assert dialog is not None
    assert action.text().startswith(dialog.windowTitle())
    dialog.close()


def test_changed_rules_hold_for_the_whole_window(window: MainWindow, settle: Settle) -> None:
    heard: list[Changed] = []
    window.sitting.changed.connect(heard.append)
    next(each for each in window.menu.actions() if each.text() == "规则设置…").trigger()
    settle()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, Rules)
    page = dialog.page
    assert isinstance(page, DeadlinesPage)
    code = page.rule.code
    page.by_name["days"].editor.setFocus()
    QTest.keyClick(focus(), Key.Key_A, CTRL)
    QTest.keyClicks(focus(), "11")
    QTest.keyClick(focus(), Key.Key_Return)
    settle()
    assert window.sitting.place.house.deadline(code).days == 11
    assert heard == [Changed("", ())]
    assert window.status.told.text().startswith("已保存：")
    dialog.close()


def test_everything_that_takes_the_focus_has_a_name(window: MainWindow) -> None:
    nameless = [
        repr(each)
        for each in window.findChildren(QWidget)
        if each.isVisible()
        and each.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not (each.accessibleName() or each.property("text") or each.property("placeholderText"))
    ]
    assert nameless == []


def test_the_empty_window_fits_the_small_screen_at_150_percent(
    qapp: QApplication, qtbot: QtBot, window: MainWindow
) -> None:
    theme.scale(qapp, 150)
    frame = window.tabs.parentWidget()
    assert frame is not None
    assert frame.minimumSizeHint().width() <= 1366
    assert window.status.minimumSizeHint().width() <= 1366


def test_long_work_shows_in_the_window(qtbot: QtBot, window: MainWindow, settle: Settle) -> None:
    go_on = threading.Event()

    def job(progress: Progress) -> None:
        progress.step("正在核对", 1, 2)
        go_on.wait(10)

    window.sitting.tasks.run_long(job)
    qtbot.waitUntil(window.works.isVisible)
    assert window.works.doing.text() == "正在核对  50%"
    assert window.stack.isEnabled()
    go_on.set()
    settle()
