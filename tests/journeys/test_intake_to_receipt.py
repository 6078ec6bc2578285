"""Journey: from the empty form to the stored receipt and the month's figure, by key clicks alone."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdfium2
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from quyuan_desktop.domain import periods
from quyuan_desktop.registers.legal_aid.consultation import CONSULTATION, Consultation
from quyuan_desktop.services.month import rows_behind
from quyuan_desktop.services.papers import papers_of
from quyuan_desktop.services.save_record import open_record
from quyuan_desktop.storage.tables import Blob, Paper
from quyuan_desktop.ui.forms import RecordForm
from quyuan_desktop.ui.paper_view import PaperView
from quyuan_desktop.ui.sitting import Sitting
from quyuan_desktop.ui.window import MainWindow
from quyuan_desktop.ui.window_pages import REPORTS
from tests.offices import resident
from tests.pages import CTRL, focused, press, type_in
from tests.ui.at_the_desk import Answers

Key = Qt.Key
Settle = Callable[[], None]


def compose(text: str) -> None:
    """What an input method does at the end of composing: hands over the characters whole."""
    event = QInputMethodEvent("", [])
    event.setCommitString(text)
    QApplication.sendEvent(focused(), event)


def test_from_the_empty_form_to_the_stored_receipt(
    qtbot: QtBot, sitting: Sitting, answers: Answers, settle: Settle, tmp_path: Path
) -> None:
    window = MainWindow(sitting)
    qtbot.addWidget(window, before_close_func=lambda each: setattr(each, "_over", True))
    window.show()
    qtbot.waitUntil(window.isActiveWindow)
    settle()

    press(Key.Key_N, CTRL)
    settle()
    form = window.findChild(RecordForm)
    assert form is not None
    qtbot.waitUntil(lambda: form.isAncestorOf(QApplication.focusWidget() or window))

    def at(name: str) -> None:
        """The keyboard is where the journey believes it to be."""
        assert form is not None
        assert form.body.editors[name].isAncestorOf(focused()), f"not at {name}: {focused()}"

    at("visitor")
    compose("欧阳𬱖")
    press(Key.Key_Return)
    at("id_kind")
    press(Key.Key_Return)
    at("id_number")
    type_in(resident())
    press(Key.Key_Return)
    at("phone")
    type_in("19055550123")
    press(Key.Key_Return)
    at("town")
    press(Key.Key_Return)
    compose("荷花村")
    press(Key.Key_Return)
    press(Key.Key_Return)
    at("groups")
    press(Key.Key_Return)
    assert form.body.editors["matters"].isAncestorOf(focused())
    type_in("ldbc")
    press(Key.Key_Return)
    compose("拖欠工资一万二千元。")
    while not form.body.editors["reply"].isAncestorOf(focused()):
        press(Key.Key_Tab)
    compose("可向劳动监察投诉，也可申请法律援助。")
    press(Key.Key_Tab)
    at("result")
    press(Key.Key_Space)
    press(Key.Key_Return)
    at("informed_right")
    press(Key.Key_Space)

    press(Key.Key_Return, CTRL)
    settle()
    view = window.findChild(PaperView)
    assert view is not None
    qtbot.waitUntil(view.isVisible)
    settle()

    answers.next = [tmp_path / "回执.pdf"]
    press(Key.Key_S, CTRL)
    settle()
    _check_what_was_kept(sitting, tmp_path / "回执.pdf")

    press(Key.Key_Escape)
    settle()
    page = window.desk_page(window.desk)
    assert page.register_page.detail.name.text() == "欧阳𬱖"
    window.turn_to_page(REPORTS)
    settle()
    line = window.page(REPORTS).table.current_line()
    assert line is not None
    assert (line.figure.code, line.figure.value) == ("consult.people", 1)
    behind = rows_behind(sitting.place, "consult.people", periods.month("2023-11"))
    assert [(row.number, row.value) for row in behind] == [("屈营司咨字〔2023〕1号", 1)]


def _check_what_was_kept(sitting: Sitting, saved_to: Path) -> None:
    with sitting.place.ledger.reading() as session:
        records = list(session.scalars(select(Consultation)))
        papers = list(session.scalars(select(Paper)))
    assert len(records) == 1
    assert len(papers) == 1
    record: Any = open_record(sitting.place, CONSULTATION, records[0].uid)
    assert record.visitor == "欧阳𬱖"
    assert record.id_number == resident()
    assert record.village == "荷花村"
    assert record.matters[0].category.label == "劳动报酬"
    assert record.informed_right
    entry = papers_of(sitting.place, CONSULTATION, record.uid)[0]
    assert entry.kind == "consultation_receipt"
    assert entry.current
    with sitting.place.ledger.reading() as session:
        kept = session.get(Blob, papers[0].sha256)
    assert kept is not None
    assert saved_to.read_bytes() == kept.content
    text = pypdfium2.PdfDocument(io.BytesIO(kept.content))[0].get_textpage().get_text_range()
    for wanted in ("欧阳𬱖", "屈营司咨字〔2023〕1号", "劳动报酬", "咨询回执"):
        assert wanted in text.replace("\r\n", "")
