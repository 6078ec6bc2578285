"""Child rows under real keys: one more, one less, taken back, moved, and what is wrong with which."""

from collections.abc import Callable, Iterator

import pytest
from pytestqt.qtbot import QtBot

from quyuan_desktop.registers.base import blank
from quyuan_desktop.registers.legal_aid.terms import MatterKind
from quyuan_desktop.registers.mediation import DISPUTE
from quyuan_desktop.ui.forms import RecordForm
from quyuan_desktop.ui.rows_editor import RowsEditor
from quyuan_desktop.ui.sitting import Sitting
from tests.filling import CTRL, KEY, SHIFT, Typist, new_consultation
from tests.offices import TODAY


@pytest.fixture
def clerk(qtbot: QtBot, sitting: Sitting, settle: Callable[[], None]) -> Iterator[Typist]:
    """Someone in front of a consultation with three matters: 劳动报酬, 工伤, 继承."""
    typist = new_consultation(qtbot, sitting, settle)
    for row, label in enumerate(("劳动报酬", "工伤", "继承")):
        if row:
            typist.press(KEY.Key_F8)
        typist.go("category", row)
        typist.type(label)
        typist.press(KEY.Key_Return)
        typist.type(f"内容{row + 1}")
    yield typist
    typist.leave()


def labels(clerk: Typist) -> list[str]:
    """The matters from top to bottom."""
    return [each["category"] for each in clerk.rows.typed()]


def test_f8_adds_a_row_and_goes_into_it(clerk: Typist) -> None:
    clerk.go("visitor")
    clerk.press(KEY.Key_F8)
    assert len(clerk.rows.rows) == 4
    assert clerk.rows.rows[3].isAncestorOf(clerk.focus)
    assert clerk.at() == "category"


def test_a_blank_row_is_no_matter(clerk: Typist) -> None:
    clerk.press(KEY.Key_F8)
    values = clerk.form.values()["matters"]
    assert [each["category"] for each in values] == [
        MatterKind.WAGES,
        MatterKind.WORK_INJURY,
        MatterKind.INHERITANCE,
    ]


def test_a_removed_row_can_be_taken_back_to_its_place(clerk: Typist) -> None:
    before = clerk.form.typed()
    clerk.go("summary", 1)
    clerk.press(KEY.Key_F8, with_=SHIFT)
    assert labels(clerk) == ["劳动报酬", "继承"]
    assert clerk.rows._gone.text() == "已删除第 2 项"
    assert clerk.rows.rows[1].isAncestorOf(clerk.focus)
    clerk.rows._back.click()
    assert clerk.form.typed() == before
    assert clerk.rows._gone.isHidden()


def test_the_last_row_that_is_needed_is_only_emptied(clerk: Typist) -> None:
    for _ in range(3):
        clerk.go("category", 0)
        clerk.press(KEY.Key_F8, with_=SHIFT)
    assert labels(clerk) == [""]
    assert clerk.rows.rows[0].remove.isHidden()
    clerk.rows._back.click()
    assert labels(clerk) == ["继承"]


def test_rows_move_up_and_down_with_the_focus(clerk: Typist) -> None:
    clerk.go("summary", 2)
    clerk.press(KEY.Key_Up, with_=CTRL | SHIFT)
    assert labels(clerk) == ["劳动报酬", "继承", "工伤"]
    assert clerk.focus.accessibleName() == "事项 2 内容"
    clerk.press(KEY.Key_Up, KEY.Key_Up, with_=CTRL | SHIFT)
    assert labels(clerk) == ["继承", "劳动报酬", "工伤"]
    clerk.press(KEY.Key_Down, with_=CTRL | SHIFT)
    assert labels(clerk) == ["劳动报酬", "继承", "工伤"]


def test_enter_and_tab_follow_the_rows_as_they_stand(clerk: Typist) -> None:
    clerk.go("summary", 2)
    clerk.press(KEY.Key_Up, with_=CTRL | SHIFT)
    clerk.go("category", 0)
    clerk.press(KEY.Key_Return, KEY.Key_Tab)
    assert clerk.focus.accessibleName() == "删除事项 1"
    clerk.press(KEY.Key_Tab)
    assert clerk.focus.accessibleName() == "事项 2 案由"
    clerk.press(KEY.Key_Return)
    assert clerk.focus.accessibleName() == "事项 2 内容"


def test_slips_stand_by_their_own_row_even_after_a_blank_one(clerk: Typist) -> None:
    clerk.go("category", 0)
    clerk.press(KEY.Key_A, with_=CTRL)
    clerk.press(KEY.Key_Delete)
    clerk.go("summary", 0)
    clerk.press(KEY.Key_A, with_=CTRL)
    clerk.press(KEY.Key_Delete)
    clerk.go("summary", 2)
    clerk.press(KEY.Key_A, with_=CTRL)
    clerk.press(KEY.Key_Delete)
    clerk.press(KEY.Key_S, with_=CTRL)
    notes = [row.note.text() for row in clerk.rows.rows]
    assert notes == ["", "", "× 请填写内容。"]
    assert clerk.rows.rows[2].editors["summary"].control.property("tone") == "red"


def test_no_more_rows_than_may_be_saved(clerk: Typist) -> None:
    most = clerk.rows.kind.at_most
    clerk.rows.retype([{"summary": "x"}] * most)
    clerk.rows.add()
    assert len(clerk.rows.rows) == most
    assert f"最多 {most} 项" in clerk.rows.note.text()


def test_both_sides_of_a_dispute_lie_ready(qtbot: QtBot, sitting: Sitting, settle: Callable[[], None]) -> None:
    """Who asks and who is asked; the second is no party until somebody stands in it."""
    form = RecordForm(sitting, DISPUTE)
    qtbot.addWidget(form)
    form.start({**blank(DISPUTE.record), "accepted_on": TODAY})
    settle()
    parties = form.body.editors["parties"]
    assert isinstance(parties, RowsEditor)
    assert [row.typed()["side"] for row in parties.rows] == ["申请人", "被申请人"]
    first, second = parties.rows
    first.editors["name"].retype("王芳")
    assert [(each["name"], each["side"].label) for each in form.values()["parties"]] == [("王芳", "申请人")]
    second.editors["name"].retype("李长庚")
    left = form.typed()
    parties.retype(left["parties"][:1])
    assert [each["name"] for each in form.values()["parties"]] == ["王芳"]
    parties.retype(left["parties"])
    assert [each["side"].label for each in form.values()["parties"]] == ["申请人", "被申请人"]
