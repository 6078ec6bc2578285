"""Attached files in the child rows of a form: which row they lie in, drafts, the way by Tab, the room there is."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from quyuan_desktop.registers.legal_aid.application_register import APPLICATION
from quyuan_desktop.services.save_record import defaults
from quyuan_desktop.ui import theme
from quyuan_desktop.ui.file_editor import FileEditor
from quyuan_desktop.ui.forms import RecordForm
from quyuan_desktop.ui.sitting import Sitting
from tests import attached_files as made
from tests.file_hand import Settle, choose, drop, urls
from tests.filling import KEY, Typist, show_form


@pytest.fixture
def form(qtbot: QtBot, sitting: Sitting, settle: Settle) -> Iterator[Typist]:
    """Someone in front of an application with two materials."""
    made_form = RecordForm(sitting, APPLICATION)
    made_form.start(defaults(sitting.place, APPLICATION))
    typist = Typist(qtbot, sitting, made_form, settle)
    show_form(made_form, qtbot, settle)
    rows = made_form.body.editors["materials"]
    for _ in range(2):
        rows.add()  # type: ignore[union-attr]  # child rows
    settle()
    yield typist
    typist.leave()


def scans(form: Typist, row: int) -> FileEditor:
    """The editor of the scans of one material, in sight."""
    editor = form.form.body.editors["materials"].rows[row].editors["scans"]  # type: ignore[union-attr]  # child rows
    assert isinstance(editor, FileEditor)
    form.form.body.ensureWidgetVisible(editor, 0, 50)
    return editor


def test_what_is_dropped_on_a_child_row_lies_in_that_row(form: Typist, tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(made.jpeg())
    editor = scans(form, 1)
    form.qtbot.waitUntil(lambda: editor.visibleRegion().contains(editor.rect().center()))
    assert drop(editor, urls(tmp_path / "a.jpg"))
    form.settle()
    materials = form.form.typed()["materials"]
    assert [len(each["scans"]) for each in materials] == [0, 1]
    assert [len(each["scans"]) for each in form.form.values()["materials"]] == [1], "the blank row is left out"
    assert editor.control.accessibleName() == "材料 2 扫描件"


def test_what_was_refused_is_said_in_the_form(form: Typist, tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(b"text")
    editor = scans(form, 0)
    choose(editor, tmp_path / "a.jpg")
    form.settle()
    form.examined()
    rows: Any = form.form.body.editors["materials"]
    assert "“a.jpg”：这种文件不能存" in rows.note.text()
    assert rows.note.isVisibleTo(form.form)


def test_a_draft_keeps_the_files_and_a_removed_row_brings_them_back(
    form: Typist, tmp_path: Path, qtbot: QtBot, sitting: Sitting
) -> None:
    (tmp_path / "a.jpg").write_bytes(made.jpeg())
    editor = scans(form, 0)
    choose(editor, tmp_path / "a.jpg")
    form.settle()
    rows: Any = form.form.body.editors["materials"]
    typed = form.form.typed()
    rows.remove(rows.rows[0])
    rows.take_back()
    assert form.form.typed() == typed
    again = RecordForm(sitting, APPLICATION)
    qtbot.addWidget(again)
    again.start(json.loads(json.dumps(typed)), draft_key="draft")
    form.settle()
    assert again.typed() == typed
    assert again.values()["materials"][0]["scans"][0].name == "a.jpg"


def test_tab_goes_through_the_rows_in_reading_order(form: Typist, tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(made.jpeg())
    editor = scans(form, 0)
    choose(editor, tmp_path / "a.jpg")
    form.settle()
    rows: Any = form.form.body.editors["materials"]
    editor.cards[0].setFocus()
    rows.add()
    rows.rows[0].editors["original"].setFocus()
    form.press(KEY.Key_Tab)
    assert editor.isAncestorOf(form.focus)
    form.press(KEY.Key_Tab)
    assert form.focus is rows.rows[0].remove
    form.press(KEY.Key_Tab)
    assert rows.rows[1].editors["name"].isAncestorOf(form.focus)


@pytest.mark.parametrize("percent", [100, 125, 150])
def test_rows_with_files_fit_the_window(
    qtbot: QtBot, sitting: Sitting, settle: Settle, tmp_path: Path, percent: int
) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.apply(app, percent=percent, dark=False)
    made_form = RecordForm(sitting, APPLICATION)
    made_form.start(defaults(sitting.place, APPLICATION))
    typist = Typist(qtbot, sitting, made_form, settle)
    show_form(made_form, qtbot, settle)
    rows: Any = made_form.body.editors["materials"]
    rows.add()
    rows.add()
    (tmp_path / "a.jpg").write_bytes(made.jpeg())
    (tmp_path / "b.jpg").write_bytes(made.png())
    editor = scans(typist, 0)
    choose(editor, tmp_path / "a.jpg", tmp_path / "b.jpg")
    settle()
    qtbot.waitUntil(lambda: rows.rows[0].height() >= editor.shelf.sizeHint().height())
    for row in rows.rows:
        parts = [*(each for each in row.editors.values()), row.remove]
        boxes = [part.rect().translated(part.mapTo(row, QPoint(0, 0))) for part in parts]
        assert all(row.rect().contains(box) for box in boxes)
        assert not any(one.intersects(other) for one in boxes for other in boxes if one is not other)
        assert row.mapTo(made_form.body.viewport(), row.rect().topRight()).x() <= made_form.body.viewport().width()
    typist.leave()
