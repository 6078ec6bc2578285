"""Journey: a consultation leads to an application, its materials are received, the receipt kept, the file handed over."""

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
from quyuan_desktop.registers.legal_aid import aid_terms as terms
from quyuan_desktop.registers.legal_aid.application import Application
from quyuan_desktop.registers.legal_aid.application_register import APPLICATION
from quyuan_desktop.registers.legal_aid.consultation import CONSULTATION
from quyuan_desktop.services.check_ledger import check
from quyuan_desktop.services.history import history
from quyuan_desktop.services.linking import pointing_at
from quyuan_desktop.services.month import rows_behind
from quyuan_desktop.services.papers import papers_of
from quyuan_desktop.services.save_record import open_record
from quyuan_desktop.storage.tables import Blob, Paper
from quyuan_desktop.ui.forms import RecordForm
from quyuan_desktop.ui.paper_view import PaperView
from quyuan_desktop.ui.sitting import Sitting
from quyuan_desktop.ui.window import MainWindow
from tests.offices import resident
from tests.pages import CTRL, focused, press, type_in
from tests.ui.at_the_desk import Answers

Key = Qt.Key
Settle = Callable[[], None]
NUMBER = "屈营司援收字〔2023〕第1号"


class Clerk:
    """Someone at the window with nothing but a keyboard."""

    def __init__(self, qtbot: QtBot, sitting: Sitting, settle: Settle) -> None:
        self.qtbot, self.settle = qtbot, settle
        self.window = MainWindow(sitting)
        qtbot.addWidget(self.window, before_close_func=lambda each: setattr(each, "_over", True))
        self.window.show()
        qtbot.waitUntil(self.window.isActiveWindow)
        settle()

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        press(key, modifier)
        self.settle()

    def compose(self, text: str) -> None:
        """What an input method does at the end of composing: hands over the characters whole."""
        event = QInputMethodEvent("", [])
        event.setCommitString(text)
        QApplication.sendEvent(focused(), event)

    @property
    def form(self) -> RecordForm:
        """The form that is shown, the keyboard in it."""
        (shown,) = [each for each in self.window.findChildren(RecordForm) if each.isVisible()]
        self.qtbot.waitUntil(lambda: shown.isAncestorOf(QApplication.focusWidget() or self.window))
        return shown

    def at(self, name: str) -> bool:
        """Whether the keyboard is in the field called `name`."""
        return self.form.body.editors[name].isAncestorOf(focused())

    def tab_to(self, name: str) -> None:
        for _ in range(60):
            if self.at(name):
                return
            press(Key.Key_Tab)
        raise AssertionError(f"Tab does not lead to {name}")

    def waiting(self) -> list[tuple[str, str]]:
        """What 今日 shows of applications, and about whom."""
        self.key(Key.Key_1, CTRL)
        self.qtbot.waitUntil(lambda: self.window.today.view is not None, timeout=20_000)
        return [(item.what, item.who) for item in self.window.today.items() if item.register == APPLICATION.code]


def test_from_the_consultation_to_the_hand_over(
    qtbot: QtBot, sitting: Sitting, answers: Answers, settle: Settle, tmp_path: Path
) -> None:
    clerk = Clerk(qtbot, sitting, settle)
    _consult(clerk)
    _apply(clerk)
    _receive(clerk)
    answers.next = [tmp_path / "凭证.pdf"]
    _issue(clerk)
    _check_receipt(sitting, tmp_path / "凭证.pdf")
    assert any("转交" in what and who == "欧阳𬱖" for what, who in clerk.waiting())
    _hand_over(clerk)
    assert not any("转交" in what for what, _ in clerk.waiting())
    _check_what_was_kept(sitting)


def _consult(clerk: Clerk) -> None:
    """Take the visitor in; the result is that legal aid is applied for, so the main button leads there."""
    clerk.key(Key.Key_N, CTRL)
    assert clerk.at("visitor")
    clerk.compose("欧阳𬱖")
    press(Key.Key_Return)
    press(Key.Key_Return)
    assert clerk.at("id_number")
    type_in(resident())
    press(Key.Key_Return)
    type_in("19055550123")
    clerk.tab_to("matters")
    while clerk.form.body.focused() is None:
        press(Key.Key_Tab)
    type_in("ldbc")
    press(Key.Key_Return)
    clerk.compose("拖欠工资一万二千元。")
    clerk.tab_to("reply")
    clerk.compose("可以申请法律援助。")
    clerk.tab_to("result")
    type_in("4")
    clerk.tab_to("informed_right")
    press(Key.Key_Space)
    _examined(clerk)
    assert clerk.form.bar.then.text() == "保存并转申请 Ctrl+E&nter"
    clerk.key(Key.Key_Return, CTRL)


def _examined(clerk: Clerk) -> None:
    """Wait until what was typed is examined."""
    form = clerk.form
    clerk.qtbot.waitUntil(lambda: not form._settle.isActive() and not form._look_up.isActive(), timeout=20_000)
    clerk.settle()


def _apply(clerk: Clerk) -> None:
    """Everything is there; how the means are shown is what is missing."""
    form = clerk.form
    assert form.register is APPLICATION
    assert form.head.title.text() == "新建申请　来自咨询 屈营司咨字〔2023〕1号 欧阳𬱖"
    values = form.values()
    assert (values["applicant"], values["id_number"], values["phone"]) == ("欧阳𬱖", resident(), "19055550123")
    assert (values["summary"], values["cause"]) == ("拖欠工资一万二千元。", "劳动报酬")
    assert (values["ground"], values["form"]) == (terms.Ground.G31_5, terms.Form.ARBITRATION)
    assert values["consultation"].text == "屈营司咨字〔2023〕1号 欧阳𬱖"
    clerk.tab_to("means")
    type_in("tgzm")
    press(Key.Key_Return)
    assert form.values()["means"] is terms.MeansTest.PAPERS
    _examined(clerk)
    assert form.bar.then.text() == "保存并收件 Ctrl+E&nter"
    clerk.key(Key.Key_Return, CTRL)


def _receive(clerk: Clerk) -> None:
    """List what was handed in."""
    assert clerk.form.head.title.text() == f"收件　{NUMBER} 欧阳𬱖"
    for name in ("法律援助申请表", "欠条"):
        press(Key.Key_F8)
        clerk.compose(name)
    clerk.key(Key.Key_Return, CTRL)


def _issue(clerk: Clerk) -> None:
    """Look at the receipt, and save it as a file; that issues it."""
    view = clerk.window.findChild(PaperView)
    assert view is not None
    clerk.qtbot.waitUntil(view.isVisible)
    assert view._source.title == f"申请材料接收凭证　{NUMBER}"
    clerk.key(Key.Key_S, CTRL)
    clerk.key(Key.Key_Escape)
    page = clerk.window.desk_page(clerk.window.desk).register_page
    assert page.detail.name.text() == "欧阳𬱖"
    assert page.detail.main_step.text() == "转交中心"


def _check_receipt(sitting: Sitting, saved_to: Path) -> None:
    with sitting.place.ledger.reading() as session:
        (paper,) = session.scalars(select(Paper))
        kept = session.get(Blob, paper.sha256)
    assert kept is not None
    assert saved_to.read_bytes() == kept.content
    assert paper.kind == "aid_receipt"
    text = pypdfium2.PdfDocument(io.BytesIO(kept.content))[0].get_textpage().get_text_range()
    for wanted in ("欧阳𬱖", NUMBER, "法律援助申请表", "欠条", "2023年11月30日"):
        assert wanted in text.replace("\r\n", "")


def _hand_over(clerk: Clerk) -> None:
    """From the line on 今日 to the record, and one step on."""
    clerk.key(Key.Key_Return)
    page = clerk.window.desk_page(clerk.window.desk).register_page
    assert page.detail.name.text() == "欧阳𬱖"
    clerk.key(Key.Key_Return, CTRL)
    assert clerk.form.head.title.text() == f"转交中心　{NUMBER} 欧阳𬱖"
    clerk.key(Key.Key_S, CTRL)
    assert page.detail.main_step.text() == "登记决定"


def _check_what_was_kept(sitting: Sitting) -> None:
    place = sitting.place
    with place.ledger.reading() as session:
        (uid,) = session.scalars(select(Application.uid))
    record: Any = open_record(place, APPLICATION, uid)
    assert record.stage is terms.Stage.HANDED
    assert [material.name for material in record.materials] == ["法律援助申请表", "欠条"]
    assert record.handed_over_to == "屈原管理区法律援助中心"
    consulted = open_record(place, CONSULTATION, record.consultation.uid)
    assert [each.uid for each in pointing_at(place, CONSULTATION.code, consulted.uid)] == [uid]
    labels = [change.verb_label for change in history(place, APPLICATION, uid)]
    assert labels == ["转交中心", "收件", "登记"]
    assert [entry.kind for entry in papers_of(place, APPLICATION, uid)] == ["aid_receipt"]
    for code in ("consult.people", "aid.received", "aid.handed"):
        rows = rows_behind(place, code, periods.month("2023-11"))
        assert [row.value for row in rows] == [1], code
    assert check(place) == []
