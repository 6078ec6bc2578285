"""The editor of a link under real keys: found as one types, picked, changed, and a slip while nothing is picked."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from quyuan_desktop.domain.problems import Problem
from quyuan_desktop.registers import kinds
from quyuan_desktop.registers.fields import Field
from quyuan_desktop.registers.legal_aid.consultation import CONSULTATION
from quyuan_desktop.registers.linked import Link, Linked
from quyuan_desktop.services.linking import linkable
from quyuan_desktop.services.save_record import void_record
from quyuan_desktop.ui.editors import make_editor
from quyuan_desktop.ui.field_help import help_text
from quyuan_desktop.ui.link_editor import HINT, LinkEditor
from quyuan_desktop.ui.sitting import Sitting
from tests.filling import ALT, CTRL, KEY
from tests.offices import TODAY, resident, save
from tests.pages import focused, press, type_in

Settle = Callable[[], None]
FIELD = Field(label="来自咨询", kind=Link(register="consultation"), name="consultation", width=24, help="依据")


class Desk:
    """Someone in front of a link and a line behind it."""

    def __init__(self, qtbot: QtBot, sitting: Sitting, settle: Settle) -> None:
        self.settle, self.place = settle, sitting.place
        self.ground = QWidget()
        column = QVBoxLayout(self.ground)
        editor = make_editor(FIELD, lambda: TODAY, None, sitting)
        assert isinstance(editor, LinkEditor)
        self.editor, self.line = editor, editor.line
        self.next = make_editor(Field(label="下一栏", kind=kinds.Text(), name="next"), lambda: TODAY)
        column.addWidget(self.editor)
        column.addWidget(self.next)
        column.addStretch(1)
        self.changes: list[bool] = []
        self.left: list[bool] = []
        self.editor.changed.connect(lambda: self.changes.append(True))
        self.editor.left.connect(lambda: self.left.append(True))
        qtbot.addWidget(self.ground)
        self.ground.resize(600, 400)
        self.ground.show()
        self.ground.activateWindow()
        qtbot.waitUntil(self.ground.isActiveWindow)
        self.editor.setFocus()
        settle()

    def type(self, text: str) -> None:
        type_in(text)
        self.settle()

    @property
    def listed(self) -> list[str]:
        """What the list offers; nothing while it is closed."""
        return self.line.list.texts() if self.line.dropped else []

    def link(self, name: str) -> Linked:
        (found,) = linkable(self.place, "consultation", name)
        return found


@pytest.fixture
def desk(qtbot: QtBot, sitting: Sitting, settle: Settle) -> Desk:
    """A link with nobody picked; 欧阳𬱖, 王小明 and 王小芳 were here, the last one today."""
    save(sitting.place)
    save(sitting.place, visitor="王小明", id_number=resident(4))
    save(sitting.place, visitor="王小芳", id_number=resident(6))
    return Desk(qtbot, sitting, settle)


OUYANG = "屈营司咨字〔2023〕1号 欧阳𬱖"
MING = "屈营司咨字〔2023〕2号 王小明"
FANG = "屈营司咨字〔2023〕3号 王小芳"


@pytest.mark.parametrize(
    ("typed", "found"),
    [("wxm", [MING]), ("wangxiao", [FANG, MING]), ("oy", [OUYANG]), ("2023 2", [MING]), ("zzzz", [])],
)
def test_records_are_found_as_one_types(desk: Desk, typed: str, found: list[str]) -> None:
    desk.type(typed)
    assert desk.listed == found


def test_enter_picks_the_marked_one_and_goes_on(desk: Desk) -> None:
    entered: list[bool] = []
    desk.editor.entered.connect(lambda: entered.append(True))
    desk.type("wx")
    assert desk.listed == [FANG, MING]
    press(KEY.Key_Down)
    press(KEY.Key_Return)
    assert desk.editor.value() == desk.link("王小明")
    assert (desk.line.text(), desk.listed, entered) == (MING, [], [True])
    assert desk.changes


def test_who_goes_on_before_the_list_has_come_gets_the_only_hit(desk: Desk) -> None:
    type_in("oy")
    press(KEY.Key_Return)
    press(KEY.Key_Tab)
    assert desk.listed == []
    desk.settle()
    assert desk.editor.value() == desk.link("欧阳𬱖")
    assert desk.listed == [], "nothing drops down behind their back"


def test_of_several_late_hits_none_is_taken(desk: Desk) -> None:
    type_in("wx")
    press(KEY.Key_Tab)
    desk.settle()
    assert isinstance(desk.editor.value(), Problem)
    assert desk.line.text() == "wx"


def test_tab_picks_and_leaves(desk: Desk) -> None:
    desk.type("oy")
    press(KEY.Key_Tab)
    assert desk.editor.value() == desk.link("欧阳𬱖")
    assert desk.next.isAncestorOf(focused())
    assert desk.left == [True]


def test_the_newest_are_offered_before_anything_is_typed(desk: Desk) -> None:
    press(KEY.Key_Down, ALT)
    desk.settle()
    assert desk.listed == [FANG, MING, OUYANG]
    press(KEY.Key_Down)
    press(KEY.Key_Down)
    press(KEY.Key_Return)
    assert desk.editor.value() == desk.link("欧阳𬱖")
    press(KEY.Key_F4)
    desk.settle()
    assert desk.listed == [FANG, MING, OUYANG], "what stands there does not narrow the choice"
    press(KEY.Key_F4)
    assert desk.listed == []
    assert desk.editor.value() == desk.link("欧阳𬱖")


def test_escape_puts_the_list_away_and_picks_nothing(desk: Desk) -> None:
    desk.type("wx")
    press(KEY.Key_Escape)
    assert desk.listed == []
    assert desk.line.text() == "wx"
    found = desk.editor.value()
    assert found == Problem("", "请从列表中选择；列表里没有“wx”的，要先登记。")


def test_words_that_find_nobody_are_a_slip_and_stay(desk: Desk) -> None:
    desk.type("zzzz")
    press(KEY.Key_Return)
    assert desk.editor.typed() == "zzzz"
    assert isinstance(desk.editor.value(), Problem)
    desk.editor.set_tone("red")


def test_typing_on_unpicks_what_was_picked(desk: Desk) -> None:
    desk.editor.show_value(desk.link("王小明"))
    press(KEY.Key_End)
    press(KEY.Key_Backspace)
    desk.settle()
    assert isinstance(desk.editor.value(), Problem)
    assert desk.editor.typed() == MING[:-1]
    assert desk.listed == [MING], "it is offered again"
    press(KEY.Key_Return)
    assert desk.editor.value() == desk.link("王小明")


def test_an_emptied_line_is_no_link(desk: Desk) -> None:
    desk.editor.show_value(desk.link("王小明"))
    press(KEY.Key_A, CTRL)
    press(KEY.Key_Delete)
    desk.settle()
    press(KEY.Key_Escape)
    assert desk.editor.value() is None
    assert desk.editor.is_blank()


def test_what_was_voided_is_not_offered(desk: Desk) -> None:
    void_record(desk.place, CONSULTATION, desk.link("王小芳").uid, "重复登记")
    desk.type("wx")
    assert desk.listed == [MING]


def test_the_list_of_an_answer_that_comes_late_does_not_drop_on_who_has_left(desk: Desk) -> None:
    type_in("wx")
    desk.next.setFocus()
    desk.settle()
    assert desk.listed == []
    assert desk.editor.typed() == "wx"


def test_only_the_answer_to_the_last_key_counts(desk: Desk) -> None:
    type_in("w")
    type_in("x")
    type_in("m")
    desk.settle()
    assert desk.listed == [MING]


def test_values_come_back_as_they_were_shown(desk: Desk) -> None:
    link = desk.link("王小明")
    desk.editor.show_value(link)
    assert (desk.editor.value(), desk.line.text()) == (link, MING)
    assert not desk.changes, "showing is no change"
    typed = desk.editor.typed()
    assert typed == {"text": MING, "uid": link.uid}
    desk.editor.show_value(None)
    assert (desk.editor.value(), desk.editor.typed(), desk.editor.is_blank()) == (None, "", True)
    desk.editor.retype(typed)
    assert desk.editor.value() == link
    desk.editor.retype("wx")
    assert (desk.editor.typed(), desk.line.text()) == ("wx", "wx")


@pytest.mark.parametrize(
    "damaged",
    [{}, {"uid": "kurz", "text": "某"}, {"uid": 7}, {"text": "某"}, {"uid": "0" * 32, "text": 5}, None, []],
)
def test_a_damaged_draft_shows_nothing(desk: Desk, damaged: object) -> None:
    desk.editor.retype(damaged)
    assert desk.editor.value() is None
    assert desk.line.text() == ""


def test_undoing_gives_back_what_was_typed(desk: Desk) -> None:
    desk.type("wxm")
    press(KEY.Key_Return)
    assert desk.line.text() == MING
    press(KEY.Key_Z, CTRL)
    assert desk.line.text() == "wxm"


def test_it_says_what_it_is_and_how_it_is_used(desk: Desk) -> None:
    assert desk.line.accessibleName() == "来自咨询"
    assert desk.line.placeholderText() == HINT
    assert desk.line.arrow is not None
    assert desk.line.arrow.toolTip() == "选择来自咨询（Alt+↓ 或 F4）"
    assert "输入姓名、拼音、编号查找" in help_text(FIELD)


def test_the_mouse_picks_too(desk: Desk) -> None:
    desk.type("wx")
    rows = desk.line.list.list
    second = rows.visualItemRect(rows.item(1)).center()
    QTest.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=second)
    assert desk.editor.value() == desk.link("王小明")
    assert desk.line.hasFocus()


def test_without_a_ledger_it_only_keeps_what_it_is_given(qtbot: QtBot) -> None:
    editor = make_editor(FIELD, lambda: TODAY)
    assert isinstance(editor, LinkEditor)
    qtbot.addWidget(editor)
    editor.show_value(Linked("0" * 32, MING))
    assert editor.value() == Linked("0" * 32, MING)
    with pytest.raises(TypeError, match="no link"):
        LinkEditor(Field(label="x", kind=kinds.Text(), name="x"), lambda: TODAY)
