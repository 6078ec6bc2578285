"""A paper in the window: looking keeps nothing, printing issues once, what goes out is what was kept."""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy import select

from quyuan_desktop.documents.adviser_board import board_a3
from quyuan_desktop.domain import periods
from quyuan_desktop.domain.problems import Trouble
from quyuan_desktop.registers.base import PAPER_SIZES
from quyuan_desktop.registers.legal_aid.consultation import CONSULTATION
from quyuan_desktop.services import month
from quyuan_desktop.services.papers import PaperEntry, papers_of
from quyuan_desktop.services.save_record import Saved, void_record
from quyuan_desktop.storage.tables import Blob
from quyuan_desktop.ui.paper_source import Document, RecordPaper
from quyuan_desktop.ui.paper_view import PaperView, save_file
from quyuan_desktop.ui.printing import NO_PRINTER, SIZES, Order, Printers, print_pdf
from quyuan_desktop.ui.sitting import Sitting
from tests.documents import adviser_specimens
from tests.offices import correct, save
from tests.pages import CTRL, press, show

Settle = Callable[[], None]
FORM, RECEIPT = CONSULTATION.papers


class Tray(Printers):
    """Printers whose paper is a PDF file each."""

    def __init__(self, folder: Path, *names: str) -> None:
        self.folder = folder
        self.printers = list(names)
        self.broken = False
        self.jobs: list[Path] = []
        self.copies: list[QPrinter] = []

    def names(self) -> list[str]:
        return self.printers

    def open(self, name: str) -> QPrinter:
        if self.broken:
            raise Trouble(f"打印机“{name}”现在找不到。")
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        self.jobs.append(self.folder / f"{name}-{len(self.jobs)}.pdf")
        printer.setOutputFileName(str(self.jobs[-1]))
        self.copies.append(printer)
        return printer


@pytest.fixture
def tray(tmp_path: Path) -> Tray:
    """Two printers that work."""
    return Tray(tmp_path, "窗口打印机", "里屋打印机")


@pytest.fixture
def saved(sitting: Sitting) -> Saved:
    """A consultation, saved."""
    return save(sitting.place)


Open = Callable[..., PaperView]


@pytest.fixture
def look(qtbot: QtBot, sitting: Sitting, saved: Saved, tray: Tray, settle: Settle) -> Open:
    """Opens a view on a paper of the consultation."""

    def look(kind: Any = RECEIPT, printers: Printers = tray) -> PaperView:
        source = RecordPaper(sitting.place, CONSULTATION, saved.record.uid, saved.record.number, kind)
        view = PaperView(sitting, source, printers)
        show(qtbot, view, settle)
        return view

    return look


@pytest.fixture
def issued(sitting: Sitting, saved: Saved) -> Callable[[], list[PaperEntry]]:
    """The papers kept of the consultation."""
    return lambda: papers_of(sitting.place, CONSULTATION, saved.record.uid)


def kept_bytes(sitting: Sitting) -> list[bytes]:
    with sitting.place.ledger.reading() as session:
        return list(session.scalars(select(Blob.content)))


def paper_size(pdf: bytes | Path) -> tuple[int, int]:
    """Width and height of the first page in millimetres."""
    document = pypdfium2.PdfDocument(pdf)
    wide, high = document[0].get_size()
    document.close()
    return round(wide / 72 * 25.4), round(high / 72 * 25.4)


def words(pdf: bytes | Path) -> str:
    document = pypdfium2.PdfDocument(pdf)
    found = "\n".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    return found


def pixels(pdf: bytes | Path) -> list[int]:
    """The first page in grey, drawn at 300 dpi and made small: thin lines then weigh what they weigh on paper."""
    document = pypdfium2.PdfDocument(pdf)
    picture = document[0].render(scale=300 / 72).to_pil().convert("L").resize((120, 170))
    document.close()
    return list(picture.tobytes())


# -- looking


def test_looking_shows_a_specimen_and_keeps_nothing(
    look: Open, issued: Callable[[], list[PaperEntry]], sitting: Sitting
) -> None:
    view = look()
    assert view.mark.text() == "样张"
    assert view.print_button.text() == "打印"
    assert view.pages.page() == 1
    assert all(sheet.image is not None for sheet in view.pages._sheets)
    assert issued() == []
    assert kept_bytes(sitting) == []


def test_escape_closes(qtbot: QtBot, look: Open) -> None:
    view = look()
    with qtbot.waitSignal(view.closed):
        press(Qt.Key.Key_Escape)


def test_zoom_by_keys(look: Open, settle: Settle) -> None:
    view = look(FORM)
    wide = view.pages._sheets[0].width()
    press(Qt.Key.Key_Minus, CTRL)
    settle()
    assert view.pages._sheets[0].width() < wide
    for key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
        press(key, CTRL)
        settle()
    assert view.pages._sheets[0].width() > wide
    press(Qt.Key.Key_0, CTRL)
    settle()
    assert view.pages._sheets[0].width() == wide
    assert view.pages._sheets[0].image is not None
    view.pages.grab()


def test_zoom_has_ends(look: Open, settle: Settle) -> None:
    view = look()
    for direction in (1, -1):
        for _ in range(30):
            view.pages.zoom_by(direction)
        settle()
    assert view.pages.percent() == 25


# -- printing


@pytest.mark.parametrize(("kind", "size"), [(RECEIPT, (148, 210)), (FORM, (210, 297))])
def test_printing_issues_once_and_prints_what_was_kept(
    look: Open,
    settle: Settle,
    tray: Tray,
    sitting: Sitting,
    issued: Callable[[], list[PaperEntry]],
    kind: Any,
    size: Any,
) -> None:
    told: list[str] = []
    sitting.said.connect(told.append)
    view = look(kind)
    press(Qt.Key.Key_P, CTRL)
    settle()
    (entry,) = issued()
    assert (entry.kind, entry.reprints, entry.current) == (kind.code, 0, True)
    (kept,) = kept_bytes(sitting)
    (job,) = tray.jobs
    assert paper_size(job) == size
    off = [abs(one - other) for one, other in zip(pixels(job), pixels(kept), strict=True)]
    assert sum(off) / len(off) < 4, "the printed page looks like the kept one"
    assert sum(pixels(kept)) / len(off) < 250, "which is not blank"
    assert "窗口打印机" in told[-1]
    assert view.print_button.text() == "重印"
    assert "样张" not in words(kept)


def test_printing_again_is_a_reprint_of_the_same_paper(
    look: Open, settle: Settle, tray: Tray, sitting: Sitting, issued: Callable[[], list[PaperEntry]]
) -> None:
    view = look()
    for _ in range(3):
        view.print_button.click()
        settle()
    (entry,) = issued()
    assert entry.reprints == 2
    assert len(tray.jobs) == 3
    assert len(kept_bytes(sitting)) == 1
    assert view.mark.text() == "重印"
    assert "重印" in view.banner_text.text()


def test_a_paper_of_an_earlier_day_is_announced_and_reprinted(
    look: Open, settle: Settle, issued: Callable[[], list[PaperEntry]]
) -> None:
    look().print_button.click()
    settle()
    again = look()
    assert again.print_button.text() == "重印"
    assert again.banner.isVisible()
    assert "袁知秋" in again.banner_text.text()
    again.print_button.click()
    settle()
    assert [entry.reprints for entry in issued()] == [1]


def test_after_a_correction_a_new_paper_is_issued(
    look: Open, settle: Settle, sitting: Sitting, saved: Saved, issued: Callable[[], list[PaperEntry]]
) -> None:
    look().print_button.click()
    settle()
    correct(sitting.place, saved.record.uid, reply="改后的答复。")
    view = look()
    assert view.print_button.text() == "打印"
    view.print_button.click()
    settle()
    assert sorted((entry.current, entry.reprints) for entry in issued()) == [(False, 0), (True, 0)]
    older = next(at for at in range(2) if "更正前" in view.side.issued.item(at).text())
    view.side.issued.setCurrentRow(older)
    view.side.reprint.click()
    settle()
    assert sorted((entry.current, entry.reprints) for entry in issued()) == [(False, 1), (True, 0)]


def test_a_failed_printing_is_tried_again_with_the_same_paper(
    look: Open, settle: Settle, tray: Tray, sitting: Sitting, issued: Callable[[], list[PaperEntry]]
) -> None:
    view = look()
    tray.broken = True
    view.print_button.click()
    settle()
    assert "现在找不到" in view.banner_text.text()
    assert view.banner.property("tone") == "red"
    assert view.print_button.isEnabled()
    assert view.print_button.text() == "打印"
    tray.broken = False
    view.print_button.click()
    settle()
    assert [entry.reprints for entry in issued()] == [0]
    assert len(kept_bytes(sitting)) == 1
    assert len(tray.jobs) == 1


@pytest.mark.qt_log_ignore("propagateSizeHints", "QPainter::begin")
def test_a_printer_that_does_not_answer_gets_a_sentence(
    look: Open, settle: Settle, tray: Tray, tmp_path: Path, issued: Callable[[], list[PaperEntry]]
) -> None:
    view = look()
    tray.folder = tmp_path / "no such folder"
    view.print_button.click()
    settle()
    assert "没有响应" in view.banner_text.text()
    assert "另存为 PDF" in view.banner_text.text()
    tray.folder = tmp_path
    view.print_button.click()
    settle()
    assert [entry.reprints for entry in issued()] == [0]


def test_without_a_printer_nothing_is_issued_and_pdf_is_offered(
    look: Open, settle: Settle, tmp_path: Path, issued: Callable[[], list[PaperEntry]]
) -> None:
    view = look(printers=Tray(tmp_path))
    view.print_button.click()
    settle()
    assert view.banner_text.text() == NO_PRINTER
    assert QApplication.focusWidget() is view.save_button
    assert issued() == []


def test_a_printer_plugged_in_meanwhile_is_found(
    look: Open, settle: Settle, tmp_path: Path, issued: Callable[[], list[PaperEntry]]
) -> None:
    tray = Tray(tmp_path)
    view = look(printers=tray)
    tray.printers = ["新接的"]
    view.print_button.click()
    settle()
    assert len(tray.jobs) == 1
    assert len(issued()) == 1


def test_the_printer_is_remembered_for_each_paper_size(look: Open, settle: Settle, layout: QSettings) -> None:
    view = look(RECEIPT)
    view.side.printer.setCurrentIndex(view.side.printer.findData("里屋打印机"))
    view.print_button.click()
    settle()
    layout.sync()
    assert look(RECEIPT).side.chosen_printer() == "里屋打印机"
    assert look(FORM).side.chosen_printer() == "窗口打印机"


def test_copies_are_asked_of_the_printer(look: Open, settle: Settle, tray: Tray) -> None:
    view = look()
    view.side.copies.setCurrentIndex(1)
    view.print_button.click()
    settle()
    assert tray.copies[0].copyCount() == 2


def test_the_name_of_a_print_job_names_nobody(look: Open, settle: Settle, tray: Tray, saved: Saved) -> None:
    look().print_button.click()
    settle()
    assert saved.record.number in tray.copies[0].docName()
    assert saved.record.visitor not in tray.copies[0].docName()


def test_a_void_record_issues_no_paper(
    look: Open, settle: Settle, sitting: Sitting, saved: Saved, issued: Callable[[], list[PaperEntry]]
) -> None:
    void_record(sitting.place, CONSULTATION, saved.record.uid, "重复登记")
    view = look()
    view.print_button.click()
    settle()
    assert "作废" in view.banner_text.text()
    assert issued() == []


def test_a_character_no_font_has_stops_the_paper_and_is_named(
    look: Open, settle: Settle, sitting: Sitting, saved: Saved, issued: Callable[[], list[PaperEntry]]
) -> None:
    correct(sitting.place, saved.record.uid, reply="答复\U0001fae0。")
    view = look()
    assert "1FAE0" in view.banner_text.text().upper() or "\U0001fae0" in view.banner_text.text()
    view.print_button.click()
    settle()
    assert issued() == []
    assert view.banner.property("tone") == "red"


def test_printing_can_be_cancelled_between_pages_and_begun_anew(tmp_path: Path, sitting: Sitting) -> None:
    pdf = month.month_pdf(sitting.place, periods.month("2023-11"), CONSULTATION)
    printer = Tray(tmp_path, "甲").open("甲")

    class Stop(Exception):
        pass

    def step(text: str, done: int, total: int) -> None:
        if done:
            raise Stop

    with pytest.raises(Stop):
        print_pdf(pdf, printer, Order("A4", 1, "月报"), step)
    again = Tray(tmp_path, "乙")
    print_pdf(pdf, again.open("乙"), Order("A4", 1, "月报"), lambda text, done, total: None)
    assert paper_size(again.jobs[0]) == (297, 210)


def test_a_board_goes_to_the_printer_as_a3(tmp_path: Path) -> None:
    pdf = board_a3(adviser_specimens.full("adviser_board"))
    tray = Tray(tmp_path, "甲")
    print_pdf(pdf, tray.open("甲"), Order("A3", 1, "公示牌"), lambda text, done, total: None)
    assert paper_size(tray.jobs[0]) == (297, 420)
    assert set(SIZES) == set(PAPER_SIZES)


# -- saving


def test_saving_issues_and_writes_exactly_what_was_kept(
    look: Open, settle: Settle, answers: Any, tmp_path: Path, sitting: Sitting, saved: Saved
) -> None:
    look()
    answers.next = [tmp_path / "回执"]
    press(Qt.Key.Key_S, CTRL)
    settle()
    assert (tmp_path / "回执.pdf").read_bytes() == kept_bytes(sitting)[0]
    assert answers.asked[0][1] == f"{saved.record.number}咨询回执.pdf"


def test_thinking_better_of_saving_issues_nothing(
    look: Open, settle: Settle, answers: Any, issued: Callable[[], list[PaperEntry]]
) -> None:
    view = look()
    answers.next = [None]
    view.save_button.click()
    settle()
    assert issued() == []
    assert view.mark.text() == "样张"


def test_a_place_that_cannot_be_written_is_said_and_the_paper_is_not_lost(
    look: Open,
    settle: Settle,
    answers: Any,
    tmp_path: Path,
    sitting: Sitting,
    issued: Callable[[], list[PaperEntry]],
) -> None:
    view = look()
    answers.next = [tmp_path / "no such folder" / "甲.pdf", tmp_path / "乙.pdf"]
    view.save_button.click()
    settle()
    assert "写不进去" in view.banner_text.text()
    view.save_button.click()
    settle()
    assert [entry.reprints for entry in issued()] == [0]
    assert (tmp_path / "乙.pdf").read_bytes() == kept_bytes(sitting)[0]


def test_saving_over_a_file_is_all_or_nothing(tmp_path: Path) -> None:
    path = tmp_path / "甲.pdf"
    save_file(path, b"one")
    save_file(path, b"two")
    assert path.read_bytes() == b"two"
    assert list(tmp_path.iterdir()) == [path]
    with pytest.raises(Trouble):
        save_file(tmp_path, b"three")


def test_the_months_table_is_printed_across_on_a4(
    qtbot: QtBot, sitting: Sitting, settle: Settle, tray: Tray
) -> None:
    period = periods.month("2023-11")
    source = Document("月报", "月报.pdf", lambda: month.month_pdf(sitting.place, period, CONSULTATION))
    view = PaperView(sitting, source, tray)
    show(qtbot, view, settle)
    assert not view.side.issued.isVisible()
    for _ in range(2):
        view.print_button.click()
        settle()
        assert view.print_button.text() == "打印"
    assert [paper_size(job) for job in tray.jobs] == [(297, 210)] * 2
    assert kept_bytes(sitting) == []


# -- this computer's printers


def test_a_printer_that_is_gone_is_said_to_be() -> None:
    with pytest.raises(Trouble, match="找不到"):
        Printers().open("没有这台打印机")


def test_names_of_printers_begin_with_the_usual_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("quyuan_desktop.ui.printing.QPrinterInfo.defaultPrinterName", lambda: "丙")
    monkeypatch.setattr(
        "quyuan_desktop.ui.printing.QPrinterInfo.availablePrinterNames", lambda: ["乙", "丙", "甲"]
    )
    assert Printers().names()[0] == "丙"
    assert sorted(Printers().names()) == sorted(["乙", "丙", "甲"])


def test_a_view_that_is_closed_while_printing_still_prints(
    monkeypatch: pytest.MonkeyPatch, look: Open, settle: Settle, tray: Tray, sitting: Sitting
) -> None:
    told: list[str] = []
    sitting.said.connect(told.append)
    gate = threading.Event()

    def slow(*given: Any) -> None:
        assert gate.wait(20)
        print_pdf(*given)

    monkeypatch.setattr("quyuan_desktop.ui.paper_view.print_pdf", slow)
    view = look()
    view.print_button.click()
    view.close()
    gate.set()
    settle()
    assert paper_size(tray.jobs[0]) == (148, 210)
    assert "窗口打印机" in told[-1]
