"""Pages in the window: turning, holding only what is near, the newest paper only."""

import threading
from collections.abc import Callable, Iterator

import pypdfium2
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from quyuan_desktop.domain import periods
from quyuan_desktop.registers.legal_aid.consultation import CONSULTATION
from quyuan_desktop.services import attachments, month, papers
from quyuan_desktop.ui.pages_view import NEAR, PagesView
from quyuan_desktop.ui.sitting import Sitting
from tests.pages import press, show

Settle = Callable[[], None]


@pytest.fixture
def long_pdf() -> bytes:
    """Twelve pages."""
    document = pypdfium2.PdfDocument.new()
    for _ in range(12):
        document.new_page(595, 842)
    target = _Bytes()
    document.save(target)
    document.close()
    return bytes(target.content)


class _Bytes:
    def __init__(self) -> None:
        self.content = bytearray()

    def write(self, part: bytes) -> int:
        self.content += part
        return len(part)


@pytest.fixture
def pages(qtbot: QtBot, sitting: Sitting, settle: Settle, long_pdf: bytes) -> Iterator[PagesView]:
    """The twelve pages in the window."""
    view = PagesView(sitting)
    show(qtbot, view, settle)
    view.show_pdf(long_pdf)
    settle()
    view.setFocus()
    yield view


def test_page_keys_turn_pages(pages: PagesView, settle: Settle) -> None:
    told: list[tuple[int, int]] = []
    pages.turned.connect(lambda page, of: told.append((page, of)))
    for key, page in (
        (Qt.Key.Key_PageDown, 2),
        (Qt.Key.Key_PageDown, 3),
        (Qt.Key.Key_PageUp, 2),
        (Qt.Key.Key_End, 12),
        (Qt.Key.Key_PageDown, 12),
        (Qt.Key.Key_Home, 1),
        (Qt.Key.Key_PageUp, 1),
    ):
        press(key)
        settle()
        assert pages.page() == page
    assert told[-1] == (1, 12)


def test_only_pages_near_the_one_looked_at_are_held(pages: PagesView, settle: Settle) -> None:
    for page in (1, 6, 12, 4):
        pages.turn_to(page)
        settle()
        held = [at for at, sheet in enumerate(pages._sheets, 1) if sheet.image is not None]
        assert page in held
        assert len(held) <= 2 * NEAR + 1


def test_a_newer_paper_takes_the_place_of_an_older_one(
    monkeypatch: pytest.MonkeyPatch, pages: PagesView, settle: Settle, sitting: Sitting
) -> None:
    gate = threading.Event()
    measure = attachments.page_sizes

    def slow(pdf: bytes) -> list[tuple[float, float]]:
        assert gate.wait(20)
        return measure(pdf)

    receipt = month.month_pdf(sitting.place, periods.month("2023-11"), CONSULTATION)
    monkeypatch.setattr(attachments, "page_sizes", slow)
    pages.show_pdf(pages._pdf)
    pages.show_pdf(receipt)
    gate.set()
    settle()
    assert len(pages._sheets) == papers.pages(receipt)


def test_each_page_has_its_own_size(sitting: Sitting, qtbot: QtBot, settle: Settle) -> None:
    document = pypdfium2.PdfDocument.new()
    for size in ((595, 842), (842, 595), (420, 595)):
        document.new_page(*size)
    target = _Bytes()
    document.save(target)
    document.close()
    view = PagesView(sitting)
    show(qtbot, view, settle)
    view.show_pdf(bytes(target.content))
    settle()
    upright, across, small = (sheet.size() for sheet in view._sheets)
    assert (upright.width(), upright.height()) == (across.height(), across.width())
    assert small.height() == upright.width()
    assert across.width() <= view.viewport().width(), "the broadest fits"
