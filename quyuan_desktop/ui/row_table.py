"""A table that paints its rows whole: text, hairline, a tint when selected, and a bar at the row one stands on.

A delegate would be asked cell by cell, and each cell would ask the model seven things; here a row is one look.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from quyuan_desktop.ui import theme

Index = QModelIndex | QPersistentModelIndex

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
VOID = "作废"
_AT_MOST_WHOLE = re.compile("[ -~\u3001-\u301f\u4e00-\u9fff\uff01-\uff5e·—…]*").fullmatch
"""Texts of characters none of which is wider than a Chinese one: most that a list shows."""


class RowLook(NamedTuple):
    """What a row shows: its texts by column; `void` strikes them through; `tagged` is the column that says so;
    `tones`: columns that have a meaning, each with its tone."""

    texts: tuple[str, ...]
    quiet: bool = False
    void: bool = False
    tagged: int = -1
    tones: tuple[tuple[int, str], ...] = ()


class Place(NamedTuple):
    """Where a column's texts stand, in pixels of the viewport."""

    section: int
    left: int
    width: int
    align: Qt.AlignmentFlag


def padding() -> int:
    """Pixels between a cell's edge and its text."""
    return theme.px(8)


def edge() -> int:
    """Pixels between the edge of the table and the text of the first column."""
    return theme.px(16)


def indent_head(header: QHeaderView) -> None:
    """Begin the head of the first column where its cells begin."""
    header.setStyleSheet(f"QHeaderView::section:first {{ padding-left: {edge()}px; }}")


def dress_table(table: QTableView) -> None:
    """Make it a quiet table of whole rows without grid, where Tab leaves."""
    table.setShowGrid(False)
    table.setWordWrap(False)
    table.setTabKeyNavigation(False)
    table.setCornerButtonEnabled(False)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    table.verticalHeader().hide()
    table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    table.verticalHeader().setDefaultSectionSize(theme.px(theme.ROW))
    table.horizontalHeader().setHighlightSections(False)


class RowTable(QTableView):
    """Base of the lists; a list says how a row looks."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        dress_table(self)
        self._elided: dict[tuple[str, int], str] = {}
        self._whole = 0

    def look(self, row: int) -> RowLook:
        """How the row looks."""
        raise NotImplementedError(type(self).__name__)  # abstract

    def right(self, section: int) -> bool:
        """Whether the texts of a column stand at the right."""
        raise NotImplementedError(type(self).__name__)  # abstract

    def fit_type(self) -> None:
        """Follow a changed size of type."""
        self._elided.clear()
        self.verticalHeader().setDefaultSectionSize(theme.px(theme.ROW))
        indent_head(self.horizontalHeader())

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self.viewport().update()  # Qt repaints two cells, the bar stands before two rows

    def paintEvent(self, event: QPaintEvent) -> None:
        model = self.model()
        if model is None or not model.rowCount():
            super().paintEvent(event)
            return
        first = max(0, self.rowAt(event.rect().top()))
        last = self.rowAt(event.rect().bottom())
        last = model.rowCount() - 1 if last < 0 else last
        places = list(self._places())
        painter = QPainter(self.viewport())
        painter.setFont(self.font())
        self._whole = painter.fontMetrics().horizontalAdvance("国")
        for row in range(first, last + 1):
            self._paint_row(painter, row, places)
        painter.end()

    def _places(self) -> Iterator[Place]:
        header = self.horizontalHeader()
        for place in range(header.count()):
            section = header.logicalIndex(place)
            if header.isSectionHidden(section):
                continue
            left = header.sectionViewportPosition(section)
            start = edge() if header.sectionPosition(section) == 0 else padding()
            align = RIGHT if self.right(section) else LEFT
            yield Place(section, left + start, header.sectionSize(section) - start - padding(), align)

    def _paint_row(self, painter: QPainter, row: int, places: list[Place]) -> None:
        shown = theme.colours()
        top, high, wide = self.rowViewportPosition(row), self.rowHeight(row), self.viewport().width()
        focused = self.hasFocus()
        if self.selectionModel().isRowSelected(row):
            painter.fillRect(0, top, wide, high, QColor(shown.soft if focused else shown.hover))
            if focused and row == self.currentIndex().row():
                painter.fillRect(0, top, theme.px(3), high, QColor(shown.accent))
        painter.fillRect(0, top + high - 1, wide, 1, QColor(shown.hairline))
        look = self.look(row)
        ink = QColor(shown.muted if look.quiet else shown.text)
        painter.setPen(ink)
        tones = dict(look.tones)
        if look.void:
            painter.setFont(_struck(self.font()))
        for section, left, room, align in places:
            text = look.texts[section]
            if section == look.tagged:
                room -= self._paint_tag(painter, QRect(left, top, room, high))
                painter.setPen(ink)
                painter.setFont(_struck(self.font()))
            if section in tones:
                painter.setPen(theme.meaning(tones[section]))
            if text:
                painter.drawText(left, top, room, high, align, self._fitted(painter, text, room))
            if section in tones:
                painter.setPen(ink)
        if look.void:
            painter.setFont(self.font())

    def _paint_tag(self, painter: QPainter, box: QRect) -> int:
        """作废 in plain red type at the right; returns the pixels it takes."""
        painter.setFont(self.font())
        painter.setPen(theme.meaning("red"))
        painter.drawText(box, RIGHT, VOID)
        return painter.fontMetrics().horizontalAdvance(VOID) + theme.px(6)

    def _fitted(self, painter: QPainter, text: str, room: int) -> str:
        if len(text) * self._whole <= room and _AT_MOST_WHOLE(text):
            return text  # there is no need to measure it, which takes as long as painting it
        found = self._elided.get((text, room))
        if found is None:
            if len(self._elided) > 5000:
                self._elided.clear()
            line = text.replace("\n", " ")
            found = painter.fontMetrics().elidedText(line, Qt.TextElideMode.ElideRight, room)
            self._elided[text, room] = found
        return found


def _struck(font: QFont) -> QFont:
    struck = QFont(font)
    struck.setStrikeOut(True)
    return struck
