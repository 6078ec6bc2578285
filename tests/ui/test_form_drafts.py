"""What is typed outlives the form: kept within five seconds, restored exactly, dropped when it is saved."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from quyuan_desktop.domain.problems import Trouble
from quyuan_desktop.registers.base import values_of
from quyuan_desktop.registers.legal_aid.consultation import CONSULTATION
from quyuan_desktop.services import drafts, save_record
from quyuan_desktop.ui import draft_keeper
from quyuan_desktop.ui.draft_keeper import LONGEST, PAUSE
from quyuan_desktop.ui.sitting import Sitting
from tests.filling import CTRL, KEY, Typist, new_consultation
from tests.offices import save


@pytest.fixture
def clerk(qtbot: QtBot, sitting: Sitting, settle: Callable[[], None]) -> Iterator[Typist]:
    """Someone in front of an empty consultation."""
    typist = new_consultation(qtbot, sitting, settle)
    yield typist
    typist.leave()


def stored(clerk: Typist) -> list[drafts.DraftContent]:
    """The drafts in the ledger, whole."""
    clerk.settle()
    place = clerk.sitting.place
    found = [drafts.draft(place, entry.key) for entry in drafts.drafts(place)]
    return [content for content in found if content is not None]


def time_out(clerk: Typist, milliseconds: int) -> None:
    """Let the timer of the keeper with this length run out now."""
    (timer,) = [each for each in clerk.form.keeper.findChildren(QTimer) if each.interval() == milliseconds]
    assert timer.isActive()
    timer.setInterval(0)
    clerk.qtbot.waitUntil(lambda: not timer.isActive())
    timer.setInterval(milliseconds)
    clerk.settle()


def test_at_most_five_seconds_of_typing_can_be_lost() -> None:
    assert PAUSE < LONGEST <= 4000


def test_after_a_pause_the_draft_is_kept_and_said_so(clerk: Typist) -> None:
    clerk.type("王")
    time_out(clerk, PAUSE)
    (content,) = stored(clerk)
    assert content.typed["visitor"] == "王"
    assert (content.entry.register_code, content.entry.uid) == ("consultation", "")
    assert clerk.form.head.kept.text() == "草稿已保存 09:00"


def test_who_types_on_without_a_pause_is_kept_too(clerk: Typist) -> None:
    clerk.type("王")
    (longest,) = [each for each in clerk.form.keeper.findChildren(QTimer) if each.interval() == LONGEST]
    left = longest.remainingTime()
    clerk.type("小明")
    assert longest.isActive()
    assert longest.remainingTime() <= left, "typing on must not put the limit off"
    time_out(clerk, LONGEST)
    assert stored(clerk)[0].typed["visitor"] == "王小明"


def test_the_typed_state_comes_back_exactly_with_all_its_faults(clerk: Typist) -> None:
    for name, text in (
        ("received_on", "2月30日"),
        ("received_time", "25点"),
        ("visitor", " 王 "),
        ("id_number", "99900１"),
        ("phone", "一三八"),
        ("town", "火星"),
        ("headcount", "许多"),
        ("reply", "第一行\n\n 第三行\t"),
    ):
        clerk.editor(name).retype(text)
    clerk.editor("groups").retype(["farmer", "veteran"])
    clerk.editor("result").retype("referred")
    clerk.rows.add()
    clerk.rows.add()
    clerk.editor("category", 1).retype("不知道什么案由")
    before = clerk.form.typed()
    clerk.form.keep_draft()
    (content,) = stored(clerk)
    again = new_consultation(clerk.qtbot, clerk.sitting, clerk.settle)
    again.form.start(content.typed, draft_key=content.entry.key)
    restored = again.form.typed()
    assert {**restored, "visitor": ""} == {**before, "visitor": ""}
    assert restored["visitor"] in (" 王 ", "王")
    assert again.form.head.kept.text() == "从草稿继续"
    again.leave()


def test_a_resumed_draft_is_kept_under_its_own_key(clerk: Typist) -> None:
    clerk.type("王")
    clerk.form.keep_draft()
    (content,) = stored(clerk)
    clerk.form.start(content.typed, draft_key=content.entry.key)
    clerk.go("phone")
    clerk.type("1")
    clerk.form.keep_draft()
    (again,) = stored(clerk)
    assert again.entry.key == content.entry.key
    assert (again.typed["visitor"], again.typed["phone"]) == ("王", "1")


def test_an_untouched_form_leaves_no_draft(clerk: Typist) -> None:
    clerk.press(KEY.Key_Return, KEY.Key_Return, KEY.Key_Return)
    clerk.press(KEY.Key_Escape)
    assert stored(clerk) == []
    assert clerk.closed == [True]


def test_what_was_typed_and_taken_back_leaves_no_draft(clerk: Typist) -> None:
    clerk.type("王")
    clerk.form.keep_draft()
    assert len(stored(clerk)) == 1
    clerk.press(KEY.Key_Backspace)
    clerk.press(KEY.Key_Escape)
    assert stored(clerk) == []
    assert clerk.form.head.kept.text() == ""


def test_esc_keeps_the_draft_before_it_closes(clerk: Typist) -> None:
    clerk.type("王")
    clerk.press(KEY.Key_Escape)
    assert clerk.closed == []
    (content,) = stored(clerk)
    assert content.entry.title == "王"
    assert clerk.closed == [True]


def test_esc_closes_nothing_when_the_draft_cannot_be_kept(clerk: Typist, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise Trouble("磁盘已满，请清理后再试。")

    clerk.type("王")
    with monkeypatch.context() as patch:
        patch.setattr(draft_keeper, "keep_draft", full)
        clerk.press(KEY.Key_Escape)
        clerk.settle()
    assert clerk.closed == []
    assert clerk.form.bar.message.text() == "草稿没有存上：磁盘已满，请清理后再试。"
    clerk.press(KEY.Key_Escape)
    assert len(stored(clerk)) == 1
    assert clerk.closed == [True]


def test_beginning_another_record_keeps_what_stood_there(clerk: Typist) -> None:
    clerk.type("王")
    clerk.form.start(save_record.defaults(clerk.sitting.place, CONSULTATION))
    (content,) = stored(clerk)
    assert content.typed["visitor"] == "王"
    assert clerk.form.typed()["visitor"] == ""


def test_going_elsewhere_keeps_what_stood_there(clerk: Typist) -> None:
    clerk.type("王")
    clerk.form.hide()
    assert len(stored(clerk)) == 1


def test_the_draft_of_a_correction_knows_its_record_and_its_reason(clerk: Typist) -> None:
    place = clerk.sitting.place
    uid = save(place).record.uid
    clerk.form.start(values_of(save_record.open_record(place, CONSULTATION, uid)), uid=uid)
    clerk.form.setFocus()
    clerk.type("录入错误")
    clerk.form.keep_draft()
    (content,) = stored(clerk)
    assert content.entry.uid == uid
    clerk.form.start(content.typed, uid=uid, draft_key=content.entry.key)
    assert clerk.form.head.reason.typed() == "录入错误"
    clerk.go("note")
    clerk.form.aids.fold(opened=True)
    clerk.go("note")
    clerk.type("x")
    clerk.press(KEY.Key_S, with_=CTRL)
    assert stored(clerk) == []
    assert [saved.record.uid for saved in clerk.saved] == [uid]


def test_a_draft_from_an_older_program_still_opens(clerk: Typist) -> None:
    clerk.form.start(
        {"visitor": "王", "matters": [{"category": "劳动报酬"}], "no_longer_known": "x"}, draft_key="k"
    )
    assert clerk.form.typed()["visitor"] == "王"
    assert clerk.editor("category").typed() == "劳动报酬"
    assert clerk.editor("summary").typed() == ""
