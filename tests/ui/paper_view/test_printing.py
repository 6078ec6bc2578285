"""Printing from the preview: issued once, printed as kept, tried again after a failure."""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QApplication

from quyuan_desktop.documents.adviser_board import board_a3
from quyuan_desktop.domain import periods
from quyuan_desktop.domain.problems import Trouble
from quyuan_desktop.registers.base import PAPER_SIZES
from quyuan_desktop.registers.legal_aid.consultation import CONSULTATION
from quyuan_desktop.services import month
from quyuan_desktop.services.papers import PaperEntry
from quyuan_desktop.services.save_record import Saved, void_record
from quyuan_desktop.ui.printing import NO_PRINTER, SIZES, Order, Printers, print_pdf
from quyuan_desktop.ui.sitting import Sitting
from tests.documents import adviser_specimens
from tests.offices import correct
from tests.pages import CTRL, press
from tests.ui.paper_view.hand import FORM, RECEIPT, Open, Settle, Tray, kept_bytes, paper_size


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
