"""Takes the pictures of the user's guide from the program itself: `python -m tools.take_pictures`.

An invented office-year is made in a temporary folder, the window is opened on it without a display, and every
page is photographed into docs/guide. Run it again whenever a page has changed; the same program gives the same
pictures but for the hour of the day.
"""

import contextlib
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from sqlalchemy import ColumnElement, select

from quyuan_desktop.domain import periods
from quyuan_desktop.registers.base import values_of
from quyuan_desktop.registers.legal_aid.consultation import CONSULTATION
from quyuan_desktop.registers.mediation.dispute import Dispute
from quyuan_desktop.registers.mediation.terms import Stage
from quyuan_desktop.services import dispatch_desk, own_forms
from quyuan_desktop.services.demo import OFFICE, PASSWORD, ZONE, make_demo
from quyuan_desktop.services.demo.district import make_district
from quyuan_desktop.services.demo.district.plan import BUREAU_FOLDER, SHARES
from quyuan_desktop.services.export_package import export_package
from quyuan_desktop.services.form_guess import likely_cells
from quyuan_desktop.services.list_records import Choice, page_of_records
from quyuan_desktop.services.merge_package import merge
from quyuan_desktop.services.open_office import close_office, sign_in
from quyuan_desktop.services.save_record import open_record, save_record
from quyuan_desktop.ui import theme
from quyuan_desktop.ui.ask import DialogAsk
from quyuan_desktop.ui.sign_in import SignIn
from quyuan_desktop.ui.sitting import Sitting
from quyuan_desktop.ui.tasks import Tasks
from quyuan_desktop.ui.window import MainWindow
from quyuan_desktop.ui.window_pages import DISPATCH, DISTRICT, REPORTS

GUIDE = Path(__file__).resolve().parent.parent / "docs" / "guide"
SCREEN = (1366, 768)
NOON = datetime(2023, 12, 29, 14, 20, tzinfo=ZONE)
PATIENCE = 20.0
"""Seconds to wait for a page at most."""


class Photographer:
    """Waits until the page has settled, then takes its picture."""

    def __init__(self, app: QApplication, tasks: Tasks) -> None:
        self.app, self.tasks = app, tasks

    def settle(self) -> None:
        """Let everything that was begun come to its end."""
        until = time.monotonic() + PATIENCE
        calm = 0
        while calm < 12 and time.monotonic() < until:
            self.app.processEvents()
            calm = calm + 1 if self.tasks.idle else 0
            time.sleep(0.05)

    def take(self, name: str, widget: QWidget) -> None:
        """Save what `widget` looks like as docs/guide/`name`.png, in few colours to keep it small."""
        from PIL import Image

        self.settle()
        picture = widget.grab().toImage()
        with tempfile.TemporaryDirectory() as folder:
            raw = Path(folder) / "raw.png"
            picture.save(str(raw))
            small = Image.open(raw).convert("RGB").quantize(128, dither=Image.Dither.NONE)
        small.save(GUIDE / f"{name}.png", optimize=True)
        sys.stdout.write(f"docs/guide/{name}.png\n")

    def type(self, text: str) -> None:
        """Type where the focus is, as an input method hands it over."""
        for character in text:
            focus = self.app.focusWidget()
            assert focus is not None
            event = QInputMethodEvent("", [])
            event.setCommitString(character)
            self.app.sendEvent(focus, event)
        self.settle()

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key where the focus is."""
        focus = self.app.focusWidget()
        assert focus is not None
        QTest.keyClick(focus, key, held)
        self.settle()


def main() -> int:
    """Take all pictures; returns the exit status."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    theme.apply(app, dark=False)
    tasks = Tasks()
    camera = Photographer(app, tasks)
    with tempfile.TemporaryDirectory() as folder, contextlib.chdir(folder):  # so that no long path is shown
        _first_start(camera, Path("新数据"))
        make_demo(Path("司法所数据"))
        place = sign_in(Path("司法所数据"), PASSWORD, now=lambda: NOON)
        layout = QSettings(str(Path(folder) / "layout.ini"), QSettings.Format.IniFormat)
        window = MainWindow(Sitting(place, tasks, DialogAsk(), layout))
        window.setWindowState(Qt.WindowState.WindowNoState)
        window.resize(*SCREEN)
        window.show()
        window.activateWindow()
        camera.settle()
        for part in PARTS:
            part(camera, window)
        window.hide()
        _district(camera, layout)
        tasks.close()
        place.ledger.close()
    return 0


def _district(camera: Photographer, layout: QSettings) -> None:
    """The bureau, after a correction of which two offices' computers know nothing of each other."""
    folder = Path("全区数据")
    make_district(folder)
    _disagree(folder)
    place = sign_in(folder / BUREAU_FOLDER, PASSWORD, now=lambda: NOON)
    window = MainWindow(Sitting(place, camera.tasks, DialogAsk(), layout))
    window.setWindowState(Qt.WindowState.WindowNoState)
    window.resize(*SCREEN)
    window.show()
    window.activateWindow()
    camera.settle()
    window.turn_to_page(DISTRICT)
    camera.settle()
    camera.take("district", window)
    window.hide()
    place.ledger.close()


def _disagree(folder: Path) -> None:
    """An office's folder and a copy of it correct the same record, and both report."""
    stick, office, copy = folder / "stick", folder / SHARES[0].folder, folder / "copy"
    shutil.copytree(office, copy)
    for each, note in ((office, "来电补充：已去村里看过。"), (copy, "来电补充：约定下周二再来。")):
        place = sign_in(each, PASSWORD, now=lambda: NOON)
        newest = page_of_records(place, CONSULTATION, Choice(), 0, 1)[0]
        record = open_record(place, CONSULTATION, newest.uid)
        values = {**values_of(record), "note": note}
        save_record(place, CONSULTATION, values, uid=record.uid, reason="来电补充", confirmed=True)
        export_package(place, stick, periods.month("2023-12"))
        close_office(place)
        for package in stick.glob("*.qyb"):
            package.rename(folder / f"{each.name}.qyb")
    place = sign_in(folder / BUREAU_FOLDER, PASSWORD, now=lambda: NOON)
    merge(place, sorted(folder.glob("*.qyb")))
    place.ledger.close()


def _first_start(camera: Photographer, folder: Path) -> None:
    page = SignIn(folder, lambda: NOON, camera.tasks)
    page.resize(720, 640)
    page.show()
    camera.settle()
    camera.type(OFFICE.name)
    camera.take("first-start", page)
    page.close()


def _today(camera: Photographer, window: MainWindow) -> None:
    camera.take("today", window)


def _intake(camera: Photographer, window: MainWindow) -> None:
    window.activateWindow()
    window.tabs.setCurrentIndex(1)
    window.desk_page(window.desks[0]).turn_to("consultation")
    window.desk_page(window.desks[0]).take_focus()
    camera.settle()
    camera.press(Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    visitor = window.desk_page(window.desks[0]).register_page.list.model().index(2, 2).data()
    camera.type(str(visitor))
    for _ in range(3):
        camera.press(Qt.Key.Key_Return)
    camera.settle()
    camera.take("intake", window)
    camera.press(Qt.Key.Key_Escape)


def _search(camera: Photographer, window: MainWindow) -> None:
    camera.press(Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    camera.type("zhang")
    camera.take("search", window)
    camera.press(Qt.Key.Key_Escape)


def _paper(camera: Photographer, window: MainWindow) -> None:
    window.tabs.setCurrentIndex(1)
    camera.settle()
    page = window.desk_page(window.desks[0]).register_page
    page.list.setFocus()
    page.show_paper(page.detail.uid, "consultation_receipt")
    camera.take("paper", window)
    camera.press(Qt.Key.Key_Escape)


def _month(camera: Photographer, window: MainWindow) -> None:
    window.turn_to_page(REPORTS)
    camera.settle()
    window.page(REPORTS).head.period.step(-1)
    camera.settle()
    camera.take("month", window)


def _own_forms(camera: Photographer, window: MainWindow) -> None:
    """The superior's form is one as districts send them: a heading of two rows, a sum, who and when at its foot."""
    import xlsxwriter

    heads = ("序号", "指标", "本月", "本年累计", "上年同期", "同比", "备注")
    rows = ("咨询人次", "咨询件数", "来访", "来电", "其中12348", "妇女", "农民工", "老年人", "已告知申请权")
    with xlsxwriter.Workbook("法律援助月报.xlsx") as book:
        bold, boxed = book.add_format({"bold": True, "align": "center"}), book.add_format({"align": "center"})
        sheet = book.add_worksheet("月报")
        sheet.merge_range("A1:G1", "法律援助咨询情况月报表", bold)
        sheet.write("B2", "填报单位：")
        sheet.write("E2", "    年    月", boxed)
        sheet.write_row("A3", heads, bold)
        for number, name in enumerate(rows, 1):
            sheet.write_row(number + 2, 0, (number, name, "", "", "", "", ""), boxed)
        sheet.write_row(len(rows) + 3, 1, ("制表人：", "", "填报日期"))
        for column, width in enumerate((6, 26, 14, 14, 14, 14, 18)):
            sheet.set_column(column, column, width)
    place = window.sitting.place
    form = own_forms.keep_form(place, Path("法律援助月报.xlsx"))
    book_ = own_forms.book_of(place, form)
    own_forms.put(place, form, book_, *likely_cells(form, book_))
    window.tabs.setCurrentIndex(1)
    window.desk_page(window.desks[0]).turn_to("own_forms")
    camera.settle()
    camera.take("own-forms", window)


def _dispatch(camera: Photographer, window: MainWindow) -> None:
    """Two packages went, sealed by words, and one record was corrected since."""
    place = window.sitting.place
    stick = Path("stick")
    stick.mkdir()
    for month in ("2023-10", "2023-11"):
        dispatch_desk.export(place, stick, periods.month(month), words="invented words")
    window.turn_to_page(DISPATCH)
    camera.settle()
    camera.take("dispatch", window)


def _application(camera: Photographer, window: MainWindow) -> None:
    desk = window.desk_page(window.desks[0])
    window.tabs.setCurrentIndex(1)
    desk.turn_to("application")
    camera.settle()
    page = desk.register_page
    page.list.setFocus()
    camera.take("application", window)
    desk.new_record()
    camera.take("application-form", window)
    camera.press(Qt.Key.Key_Escape)


def _points(camera: Photographer, window: MainWindow) -> None:
    window.tabs.setCurrentIndex(2)
    window.desk_page(window.desks[1]).turn_to("roster")
    camera.take("roster", window)


def _advisers(camera: Photographer, window: MainWindow) -> None:
    desk = window.desk_page(window.desks[2])
    window.tabs.setCurrentIndex(3)
    desk.turn_to("coverage")
    camera.take("coverage", window)
    desk.turn_to("service_log")
    camera.settle()
    desk.register_page.enter_sheet()
    camera.settle()
    for text in ("12-5", "hehua", "0830", "1230", "", "", "jz", "35", "民法典与农村生活"):
        if text:
            camera.type(text)
        camera.press(Qt.Key.Key_Return)
    camera.take("entry-sheet", window)
    camera.press(Qt.Key.Key_Escape)


def _mediation(camera: Photographer, window: MainWindow) -> None:
    """An agreed dispute with its days to go, a lead as it comes in, and what a file must hold."""
    window.tabs.setCurrentIndex(4)
    desk = window.desk_page(window.desks[3])
    camera.settle()
    page = desk.register_page
    page.open_record(_newest(window, Dispute.stage == Stage.AGREED))
    camera.take("mediation", window)
    page.take_step(_newest(window, Dispute.stage == Stage.PERFORMED), "archive")
    camera.take("mediation-file", window)
    camera.press(Qt.Key.Key_Escape)
    desk.turn_to("lead")
    camera.settle()
    desk.new_record()
    camera.settle()
    camera.type("排水沟被填，两家争吵")
    camera.take("mediation-lead", window)
    camera.press(Qt.Key.Key_Escape)


def _newest(window: MainWindow, which: ColumnElement[bool]) -> str:
    with window.sitting.place.ledger.reading() as session:
        uid: str | None = session.scalar(select(Dispute.uid).where(which).order_by(Dispute.id.desc()))
    assert uid is not None
    return uid


def _publicity(camera: Photographer, window: MainWindow) -> None:
    window.tabs.setCurrentIndex(5)
    camera.take("publicity", window)


def _backups(camera: Photographer, window: MainWindow) -> None:
    window.back_up()
    camera.settle()
    window.show_backups()
    camera.settle()
    dialog = QApplication.activeModalWidget()
    if dialog is not None:
        camera.take("backups", dialog)
        dialog.close()


PARTS: tuple[Callable[[Photographer, MainWindow], None], ...] = (
    _today,
    _paper,
    _search,
    _month,
    _own_forms,
    _dispatch,
    _application,
    _points,
    _advisers,
    _mediation,
    _publicity,
    _backups,
    _intake,
)

if __name__ == "__main__":
    sys.exit(main())
