"""Journey: a 随手拍 lead goes to a 群英, becomes a dispute, and ends in the archived file, by key clicks alone."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from quyuan_desktop.domain import periods
from quyuan_desktop.registers.mediation import DISPUTE, LEAD, terms
from quyuan_desktop.registers.mediation.dispute import Dispute
from quyuan_desktop.services.check_ledger import check
from quyuan_desktop.services.history import history
from quyuan_desktop.services.linking import pointing_at
from quyuan_desktop.services.month import rows_behind
from quyuan_desktop.services.save_record import open_record
from quyuan_desktop.ui.choice_editors import ChoicesEditor
from quyuan_desktop.ui.desk import DeskPage
from quyuan_desktop.ui.register_page import RegisterPage
from quyuan_desktop.ui.rows_editor import RowsEditor
from quyuan_desktop.ui.sitting import Sitting
from tests.disputes import expert
from tests.journeys.test_application import Clerk
from tests.pages import CTRL, focused, press, type_in

Key = Qt.Key
Settle = Callable[[], None]


def desk(clerk: Clerk) -> DeskPage:
    return clerk.window.desk_page(clerk.window.desk)


def page(clerk: Clerk) -> RegisterPage:
    return desk(clerk).register_page


def next_step(clerk: Clerk, label: str) -> None:
    """The record's main button says `label`; press its key."""
    assert page(clerk).detail.main_step.text() == label
    clerk.key(Key.Key_Return, CTRL)


def save(clerk: Clerk) -> None:
    clerk.key(Key.Key_S, CTRL)


def within_row(clerk: Clerk, rows: str, name: str, number: int = 0) -> None:
    """Tab on to a column of a child row."""
    held = clerk.form.body.editors[rows]
    assert isinstance(held, RowsEditor)
    editor = held.rows[number].editors[name]
    for _ in range(60):
        if editor.isAncestorOf(focused()):
            return
        press(Key.Key_Tab)
    raise AssertionError(f"Tab does not lead to {rows}.{name}")


def test_from_a_snapshot_to_the_file(qtbot: QtBot, sitting: Sitting, settle: Settle) -> None:
    expert(sitting.place)
    clerk = Clerk(qtbot, sitting, settle)
    clerk.key(Key.Key_5, CTRL)
    _notice(clerk)
    _dispute(clerk)
    _mediate(clerk)
    _file(clerk)
    _check_what_was_kept(sitting)


def _notice(clerk: Clerk) -> None:
    """Take the lead in, send it to 钟望龙, and note what was found on the spot."""
    side = desk(clerk).side
    for _ in range(40):
        if focused() is side:
            break
        press(Key.Key_Tab)
    clerk.key(Key.Key_Down)
    clerk.key(Key.Key_N, CTRL)
    assert clerk.form.register is LEAD
    clerk.tab_to("subject")
    clerk.compose("排水沟")
    clerk.tab_to("place")
    clerk.compose("荷花村5组")
    clerk.tab_to("description")
    clerk.compose("两家为排水沟争吵。")
    save(clerk)
    next_step(clerk, "派单")
    clerk.tab_to("expert")
    type_in("zwl")
    clerk.settle()
    press(Key.Key_Return)
    save(clerk)
    next_step(clerk, "登记到场")
    clerk.tab_to("outcome")
    type_in("1")
    save(clerk)


def _dispute(clerk: Clerk) -> None:
    """One key leads on; who quarrels, and what kind it is, are what is missing."""
    next_step(clerk, "转调解")
    form = clerk.form
    assert form.register is DISPUTE
    values = form.values()
    assert (values["summary"], values["title"], values["lead"].text) == (
        "两家为排水沟争吵。",
        "排水沟",
        "屈营司线〔2023〕1号 荷花村5组",
    )
    clerk.tab_to("committee")
    clerk.compose("荷花村人民调解委员会")
    within_row(clerk, "parties", "name")
    clerk.compose("王芳")
    within_row(clerk, "parties", "name", 1)
    clerk.compose("李长庚")
    clerk.tab_to("kind")
    type_in("lljf")
    press(Key.Key_Return)
    save(clerk)


def _mediate(clerk: Clerk) -> None:
    """Sent, taken over, mediated once, agreed."""
    next_step(clerk, "派单")
    save(clerk)
    next_step(clerk, "承接")
    save(clerk)
    next_step(clerk, "登记调解")
    within_row(clerk, "sessions", "content")
    clerk.compose("双方各让一步。")
    save(clerk)
    next_step(clerk, "登记结果")
    clerk.tab_to("result")
    assert not clerk.form.body.editors["agreement"].isVisibleTo(clerk.form)
    type_in("1")
    clerk.qtbot.waitUntil(lambda: clerk.form.body.editors["agreement"].isVisibleTo(clerk.form))
    clerk.tab_to("form")
    type_in("2")
    clerk.tab_to("agreement")
    clerk.compose("一、恢复排水沟。二、赔偿一千元。")
    save(clerk)
    next_step(clerk, "登记履行")
    save(clerk)
    next_step(clerk, "登记回访")
    clerk.tab_to("visit_note")
    clerk.compose("已履行，双方满意。")
    save(clerk)


def _file(clerk: Clerk) -> None:
    """With papers missing it is not archived; with all of them it is."""
    next_step(clerk, "归档")
    clerk.tab_to("file_number")
    clerk.compose("2023-调-1")
    clerk.tab_to("papers")
    held = clerk.form.body.editors["papers"]
    assert isinstance(held, ChoicesEditor)
    boxes = held.buttons
    assert [box.text() for box in boxes.values() if box.visibleRegion().isEmpty()] == []
    for term, box in boxes.items():
        for _ in boxes:
            if focused() is box:
                break
            press(Key.Key_Right)
        if term is not terms.FilePaper.NOTICE:
            press(Key.Key_Space)
    save(clerk)
    assert "卷内还缺：权利义务告知书" in clerk.form.body._by_field["papers"].note.text()
    while focused() is not boxes[terms.FilePaper.NOTICE]:
        press(Key.Key_Right)
    press(Key.Key_Space)
    save(clerk)
    assert page(clerk).detail.main_step.text() == "申报以案定补"


def _check_what_was_kept(sitting: Sitting) -> None:
    place = sitting.place
    with place.ledger.reading() as session:
        (uid,) = session.scalars(select(Dispute.uid))
    record: Any = open_record(place, DISPUTE, uid)
    assert (record.stage, record.sides, record.mediators) == (terms.Stage.ARCHIVED, "王芳与李长庚", "钟望龙")
    assert record.form is terms.AgreementForm.WRITTEN
    assert [each.uid for each in pointing_at(place, "lead", record.lead.uid)] == [uid]
    labels = [change.verb_label for change in history(place, DISPUTE, uid)]
    assert labels == ["归档", "登记回访", "登记履行", "登记结果", "登记调解", "承接", "派单", "登记"]
    for code in ("lead.count", "dispute.accepted", "dispute.success", "dispute.archived"):
        assert [row.value for row in rows_behind(place, code, periods.month("2023-11"))] == [1], code
    assert check(place) == []
