"""Somebody in front of the preview of a paper."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from quyuan_desktop.registers.legal_aid.consultation import CONSULTATION
from quyuan_desktop.services.papers import PaperEntry, papers_of
from quyuan_desktop.services.save_record import Saved
from quyuan_desktop.ui.paper_source import RecordPaper
from quyuan_desktop.ui.paper_view import PaperView
from quyuan_desktop.ui.printing import Printers
from quyuan_desktop.ui.sitting import Sitting
from tests.offices import save
from tests.pages import show
from tests.ui.paper_view.hand import RECEIPT, Open, Settle, Tray


@pytest.fixture
def tray(tmp_path: Path) -> Tray:
    """Two printers that work."""
    return Tray(tmp_path, "窗口打印机", "里屋打印机")


@pytest.fixture
def saved(sitting: Sitting) -> Saved:
    """A consultation, saved."""
    return save(sitting.place)


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
