"""The search box: what is found as one types, why, and how it is opened by keys."""

import threading
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from quyuan_desktop.domain.problems import Trouble
from quyuan_desktop.services.find import Found
from quyuan_desktop.ui import finder as finder_module
from quyuan_desktop.ui import theme
from quyuan_desktop.ui.finder import HIT, Finder, emphasised, emphasised_reason
from quyuan_desktop.ui.sitting import Sitting
from tests.offices import save

Key = Qt.Key
Settle = Callable[[], None]


@pytest.fixture
def finder(qtbot: QtBot, filled_sitting: Sitting) -> Finder:
    """The box with the focus, on a page."""
    host = QWidget()
    host.resize(1200, 700)
    made = Finder(filled_sitting, host)
    column = QVBoxLayout(host)
    column.addWidget(made, 0, Qt.AlignmentFlag.AlignRight)
    column.addStretch(1)
    qtbot.addWidget(host)
    host.show()
    qtbot.waitUntil(host.isActiveWindow)
    made.begin()
    assert made.hasFocus()
    return made


def shown(finder: Finder) -> list[Found | str]:
    """What the sheet shows: headings as words, hits as they were found."""
    if not finder.hits.isVisible() or not finder.hits.list.isVisible():
        return []
    model = finder.hits.model
    rows = [model.index(row, 0) for row in range(model.rowCount())]
    return [index.data(HIT) or str(index.data()) for index in rows]


def hits(finder: Finder) -> list[Found]:
    return [each for each in shown(finder) if isinstance(each, Found)]


def hit(number: int, register: str = "consultation", **changes: Any) -> Found:
    """An invented hit."""
    values: dict[str, Any] = {
        "register_code": register,
        "register_label": {"consultation": "咨询"}.get(register, "调解"),
        "uid": f"{number:032x}",
        "number": f"屈营司咨字〔2023〕{number}号",
        "day": date(2023, 11, 30),
        "title": "王某某 · 劳动报酬",
        "reason": "姓名 王某某",
        "void": False,
    }
    return Found(**{**values, **changes})


def test_before_anything_is_typed_it_says_what_can_be_searched(finder: Finder) -> None:
    assert finder.hits.isVisible()
    for what in ("姓名", "首字母", "证件号", "电话", "编号", "内容"):
        assert what in finder.hits.note.text()


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("zhang", "张㛃"),
        ("oy", "欧阳𬱖"),
        ("5550123", "电话"),
        ("19055550123", "电话"),
        ("9990011962", "证件号码"),
        ("ouyang", "欧阳𬱖"),
    ],
)
def test_keys_find_the_record_and_say_why(
    qtbot: QtBot, finder: Finder, settle: Settle, typed: str, reason: str
) -> None:
    QTest.keyClicks(finder, typed)
    settle()
    assert reason in hits(finder)[0].reason
    assert shown(finder)[0] == f"咨询 {len(hits(finder))}"


@pytest.mark.parametrize("typed", ["㛃", "拖欠工资", "张㛃", "𬱖"])
def test_what_an_input_method_brings_is_found(finder: Finder, settle: Settle, typed: str) -> None:
    finder.insert(typed)
    settle()
    assert hits(finder)


def test_void_records_are_found_and_said_to_be_void(finder: Finder, settle: Settle) -> None:
    finder.setText("买买提")
    settle()
    assert [each.void for each in hits(finder)] == [True]


def test_arrows_and_enter_open_the_hit(qtbot: QtBot, finder: Finder, settle: Settle) -> None:
    QTest.keyClicks(finder, "oy")
    settle()
    wanted = hits(finder)
    assert len(wanted) >= 2
    assert finder.hits.current == wanted[0]
    for key in (Key.Key_Up, Key.Key_Down, Key.Key_Down, Key.Key_Down, Key.Key_Down, Key.Key_Up):
        QTest.keyClick(finder, key)
    assert finder.hits.current == wanted[-2]
    with qtbot.waitSignal(finder.opened) as opened:
        QTest.keyClick(finder, Key.Key_Return)
    assert opened.args == [wanted[-2].register_code, wanted[-2].uid]
    assert not finder.hits.isVisible()


def test_arrows_step_over_headings(finder: Finder) -> None:
    finder.hits.show()
    finder.hits.show_hits([hit(1), hit(2, "mediation"), hit(3, "mediation")], ["王"])
    assert [each if isinstance(each, str) else each.uid[-1] for each in shown(finder)] == [
        "咨询 1",
        "1",
        "调解 2",
        "2",
        "3",
    ]
    finder.hits.step(1)
    assert finder.hits.current == hit(2, "mediation")
    finder.hits.step(-1)
    assert finder.hits.current == hit(1)


def test_enter_without_a_hit_opens_nothing(qtbot: QtBot, finder: Finder, settle: Settle) -> None:
    opened: list[Any] = []
    finder.opened.connect(lambda *args: opened.append(args))
    QTest.keyClick(finder, Key.Key_Return)
    QTest.keyClicks(finder, "qqqqq")
    settle()
    QTest.keyClick(finder, Key.Key_Return)
    assert opened == []
    assert "没有找到“qqqqq”" in finder.hits.note.text()


def test_escape_clears_then_leaves(qtbot: QtBot, finder: Finder, settle: Settle) -> None:
    QTest.keyClicks(finder, "oy")
    settle()
    QTest.keyClick(finder, Key.Key_Escape)
    assert finder.text() == ""
    assert finder.hits.isVisible()
    with qtbot.waitSignal(finder.left):
        QTest.keyClick(finder, Key.Key_Escape)
    assert not finder.hits.isVisible()


def test_a_click_opens_the_hit(qtbot: QtBot, finder: Finder, settle: Settle) -> None:
    QTest.keyClicks(finder, "zhang")
    settle()
    place = finder.hits.list.visualRect(finder.hits.model.index(1, 0)).center()
    with qtbot.waitSignal(finder.opened) as opened:
        QTest.mouseClick(finder.hits.list.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert opened.args is not None
    assert opened.args[0] == "consultation"


def test_leaving_the_box_folds_the_sheet_and_drops_the_question(
    qtbot: QtBot, finder: Finder, settle: Settle
) -> None:
    QTest.keyClicks(finder, "oy")
    finder.clearFocus()
    settle()
    assert not finder.hits.isVisible()


def test_only_the_newest_answer_is_shown_and_typing_never_waits(
    qtbot: QtBot, finder: Finder, settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, go_on = threading.Event(), threading.Event()
    asked: list[str] = []

    def slow(place: object, query: str) -> list[Found]:
        asked.append(query)
        begun.set()
        go_on.wait(10)
        return [hit(len(query), title=query)]

    monkeypatch.setattr(finder_module, "find", slow)
    QTest.keyClicks(finder, "w")
    assert begun.wait(10)
    QTest.keyClicks(finder, "angxm")
    assert finder.text() == "wangxm"
    go_on.set()
    settle()
    assert [each.title for each in hits(finder)] == ["wangxm"]
    assert asked == ["w", "wangxm"]


def test_trouble_stands_in_the_sheet(finder: Finder, settle: Settle, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(place: object, query: str) -> list[Found]:
        raise Trouble("读写磁盘出错。请检查硬盘。")

    monkeypatch.setattr(finder_module, "find", full)
    finder.setText("王")
    settle()
    assert finder.hits.note.text() == "读写磁盘出错。请检查硬盘。"


@pytest.mark.parametrize(
    "typed",
    ["' OR 1=1--", "%", "_", '"', "*", "NEAR(", "AND", "\x00", "\ud800", "\u202e王", "😀", "王 " * 90, "(" * 200],
)
def test_nasty_queries_find_nothing_and_break_nothing(finder: Finder, settle: Settle, typed: str) -> None:
    finder.setText(typed)
    settle()
    assert hits(finder) == []
    assert finder.hits.isVisible()


def test_a_pasted_book_is_cut(finder: Finder, settle: Settle) -> None:
    QApplication.clipboard().setText("王" * 1_000_000)
    finder.paste()
    settle()
    assert len(finder.text()) == finder_module.LONGEST


def test_many_hits_stay_inside_the_window(qtbot: QtBot, finder: Finder) -> None:
    finder.hits.show_hits([hit(number) for number in range(50)], ["王"])
    finder._unfold()
    host = finder.hits.parentWidget()
    assert host is not None
    assert host.rect().contains(finder.hits.geometry())
    host.resize(500, 400)
    qtbot.waitUntil(lambda: host.rect().contains(finder.hits.geometry()))


def test_every_sort_of_hit_is_painted(finder: Finder) -> None:
    odd = [
        hit(1, title="", reason=""),
        hit(2, void=True, title="𬱖" * 80, reason="内容 " + "字" * 300),
        hit(3, title="两行\n名字", reason="备注 a\nb"),
        hit(4, reason="没有标签"),
        hit(5, title="\ud800", reason="姓名 \ud800"),
    ]
    finder.hits.show_hits(odd, ["𬱖", "字", "\ud800"])
    finder._unfold()
    assert not finder.hits.grab().isNull()


@pytest.mark.parametrize(
    ("text", "words", "expected"),
    [
        ("王小明", ["小"], [(1, 1)]),
        ("王小明 小王", ["小", "王"], [(0, 1), (1, 1), (4, 1), (5, 1)]),
        ("ABCabc", ["bc"], [(1, 2), (4, 2)]),
        ("aaaa", ["a", "aa"], [(0, 2), (2, 2)]),
        ("(王)*", ["(", "*"], [(0, 1), (3, 1)]),
        ("王", [], []),
        ("王", ["", "李"], []),
    ],
)
def test_what_is_emphasised(text: str, words: list[str], expected: list[tuple[int, int]]) -> None:
    assert emphasised(text, words) == expected


def test_a_reason_found_by_spelling_is_emphasised_past_its_label() -> None:
    assert emphasised_reason("姓名 王小明", ["wxm"]) == [(3, 3)]
    assert emphasised_reason("姓名 王小明", ["王"]) == [(3, 1)]
    assert emphasised_reason("没有标签", ["wxm"]) == []
    assert emphasised_reason("", ["x"]) == []


def test_a_record_saved_since_is_found(finder: Finder, filled_sitting: Sitting, settle: Settle) -> None:
    filled_sitting.tasks.run(lambda: save(filled_sitting.place, visitor="龙𰻞", id_number=""))
    finder.setText("𰻞")
    settle()
    assert [each.reason for each in hits(finder)] == ["姓名 龙𰻞"]


def test_in_a_narrow_window_it_gives_way_to_the_tabs(finder: Finder) -> None:
    host = finder.parentWidget()
    assert host is not None
    for width, wanted in ((1366, 220), (910, 140), (1366, 220)):
        host.resize(width, 700)
        assert finder.maximumWidth() == theme.px(wanted)
        assert finder.sizeHint().width() == theme.px(wanted)
