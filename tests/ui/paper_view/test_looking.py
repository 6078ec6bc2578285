"""The preview of a paper: a specimen that keeps nothing, zoom, and saving a copy."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from quyuan_desktop.domain import periods
from quyuan_desktop.domain.problems import Trouble
from quyuan_desktop.registers.legal_aid.consultation import CONSULTATION
from quyuan_desktop.services import month
from quyuan_desktop.services.papers import PaperEntry
from quyuan_desktop.services.save_record import Saved
from quyuan_desktop.ui.paper_source import Document
from quyuan_desktop.ui.paper_view import PaperView, save_file
from quyuan_desktop.ui.sitting import Sitting
from tests.pages import CTRL, press, show
from tests.ui.paper_view.hand import FORM, Open, Settle, Tray, kept_bytes, paper_size


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
