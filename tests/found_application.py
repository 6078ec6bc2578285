"""Bugs found in 申请 that are not mended yet: each test fails until its bug is. Not collected; run it by its path.

.venv/bin/pytest tests/found_application.py -p no:randomly

What passes goes into the file that is named at the end of each test's docstring.
"""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from quyuan_desktop.domain.office import Role, Staff
from quyuan_desktop.registers.legal_aid import aid_terms as terms
from quyuan_desktop.registers.legal_aid.aid_terms import Stage
from quyuan_desktop.registers.legal_aid.application_register import APPLICATION
from quyuan_desktop.registers.legal_aid.application_workflow import WORKFLOW
from quyuan_desktop.services.drafts import keep_draft
from quyuan_desktop.services.phrases import add_phrase
from quyuan_desktop.ui import theme
from quyuan_desktop.ui.rows_editor import RowsEditor
from quyuan_desktop.ui.sitting import Sitting
from tests.applications import (
    CENTRE,
    CLOSING,
    FILE,
    FIRM,
    GRANT,
    ask,
    brought_to,
    note,
    take,
)
from tests.offices import TODAY
from tests.pages import CTRL, texts
from tests.ui.test_steps import Desk

pytest_plugins = ("tests.ui.conftest",)
Settle = Callable[[], None]
Key = Qt.Key


@pytest.fixture
def desk(qtbot: QtBot, sitting: Sitting, settle: Settle) -> Desk:
    """Someone at the page of applications, which is empty."""
    return Desk(qtbot, sitting, settle)


def test_nothing_of_other_people_stands_in_the_form_of_a_step(desk: Desk) -> None:
    """The card 曾来访, empty, covers half of the form from behind. → test_steps"""
    desk.stand_on(note(desk.place))
    desk.go_on()
    assert not desk.form.people.isVisible()


def test_why_a_file_is_not_handed_over_is_to_be_read(desk: Desk) -> None:
    """It says 还没有保存，请先改正 1 处：申请。 and nothing of what is missing. → test_steps"""
    desk.stand_on(brought_to(desk.place, Stage.RECEIVED, means=None))
    desk.go_on()
    desk.key(Key.Key_S, CTRL)
    said = " ".join(texts(desk.form))
    assert "还没有核查方式，请先在“更正”里填写经济困难状况怎样核查（第41、42条）。" in said


def test_what_was_confirmed_of_the_record_is_not_asked_at_every_step(desk: Desk) -> None:
    """A child without an agent: every step needs two presses, and says only 请核对 1 处：申请。 → test_steps"""
    uid = note(desk.place, limitation_on=TODAY)
    desk.stand_on(uid)
    desk.go_on()
    desk.key(Key.Key_S, CTRL)
    said = " ".join(texts(desk.form)) if not desk.at_list() else ""
    assert desk.at_list() or "距时效届满只有 0 日" in said


def test_the_days_of_a_notice_are_not_cut_off(desk: Desk) -> None:
    """At 1366 pixels one reads 202 where 2023-11-30 stands. → test_steps"""
    desk.stand_on(brought_to(desk.place, Stage.RECEIVED))
    desk.choose("通知补正…")
    rows = desk.form.body.editors["supplements"]
    assert isinstance(rows, RowsEditor)
    for name in ("asked_on", "due_on"):
        line = rows.rows[0].editors[name].control
        needed = line.fontMetrics().horizontalAdvance("2023-11-30")
        assert line.width() >= needed + 24, name


def test_what_is_being_retyped_does_not_vanish_under_the_cursor(desk: Desk) -> None:
    """In a correction an emptied 收件日期 is hidden at once. → test_steps"""
    desk.stand_on(brought_to(desk.place, Stage.RECEIVED))
    desk.key(Key.Key_F2)
    clerk = desk.typist
    clerk.go("received_on")
    clerk.press(Key.Key_A, with_=CTRL)
    clerk.press(Key.Key_Delete)
    clerk.examined()
    assert clerk.sees("received_on")
    assert clerk.at() == "received_on"


def test_the_names_of_materials_complete_themselves(desk: Desk) -> None:
    """suggest="material" is declared, but nothing in child rows is ever suggested or remembered. → test_steps"""
    add_phrase(desk.place, "material", "法律援助申请表")
    desk.stand_on(note(desk.place, materials=[]))
    desk.go_on()
    clerk = desk.typist
    clerk.press(Key.Key_F8)
    clerk.type("flyz")
    desk.settle()
    line = clerk.editor("name").control
    assert getattr(line, "dropped", False)


def test_a_clerk_is_told_before_filling_in_what_is_the_heads(
    qtbot: QtBot, sitting: Sitting, settle: Settle
) -> None:
    """The form opens and is refused only when it is saved. → test_steps"""
    steps = tuple(replace(step, head=step.code == "receive") for step in WORKFLOW.steps)
    register = replace(APPLICATION, workflow=replace(WORKFLOW, steps=steps))
    uid = note(sitting.place)
    sitting.place = replace(sitting.place, staff=Staff("1" * 32, "万和平", Role.CLERK))
    desk = Desk(qtbot, sitting, settle, register)
    desk.stand_on(uid)
    desk.go_on()
    assert desk.at_list()


def test_the_answer_to_a_supplement_begins_with_what_came_back(desk: Desk) -> None:
    """The keyboard stands in 要说明的事项, which was left blank on purpose. → test_steps"""
    desk.stand_on(brought_to(desk.place, Stage.ASKED))
    desk.go_on()
    assert desk.typist.at() in ("returned_on", "outcome")


def test_only_the_reason_that_is_needed_is_asked_for(desk: Desk) -> None:
    """不予援助原因 is to be seen while aid is granted. → test_steps"""
    desk.stand_on(brought_to(desk.place, Stage.HANDED))
    desk.go_on()
    clerk = desk.typist
    clerk.type("1")
    clerk.examined()
    assert clerk.editor("decision").value() is terms.Decision.GRANT
    assert not clerk.sees("refusal")


@pytest.mark.parametrize("percent", [100, 150])
def test_all_limits_of_a_long_case_are_to_be_read(desk: Desk, qapp: QApplication, percent: int) -> None:
    """With nine limits the bubble of Ctrl+D is higher than the window; its end is cut off. → test_progress_strip"""
    uid = brought_to(desk.place, Stage.RECEIVED, limitation_on=TODAY)
    for _ in range(2):
        ask(desk.place, uid)
        take(desk.place, uid, "supplemented")
    for code, more in (
        ("hand_over", {"handed_over_to": CENTRE}),
        ("decide", GRANT),
        ("appoint", FIRM),
        ("close", CLOSING),
        ("archive", FILE),
    ):
        take(desk.place, uid, code, **more)
    desk.page.resize(1234, 700)
    theme.scale(qapp, percent)
    desk.stand_on(uid)
    desk.key(Key.Key_D, CTRL)
    bubble = desk.page.detail.progress.bubble
    theme.scale(qapp, 100)
    assert bubble is not None
    assert desk.page.rect().contains(bubble.geometry())


def test_the_draft_of_a_step_that_is_no_more_breaks_nothing(desk: Desk) -> None:
    """KeyError in RegisterPage._make_form, when an update has renamed a step. → test_steps"""
    uid, key = note(desk.place), "d" * 32
    keep_draft(desk.place, key, APPLICATION.code, {"_step": "gone"}, uid=uid)
    desk.page.resume(key)
    desk.settle()
    assert desk.at_list() or desk.form.isVisible()
