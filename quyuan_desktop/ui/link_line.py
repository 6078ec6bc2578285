"""The records that belong to the one that is shown: where it came from, and what has come of it."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from quyuan_desktop.registers.base import Register, Values
from quyuan_desktop.registers.linked import Link
from quyuan_desktop.services.linking import Pointing
from quyuan_desktop.ui import theme
from quyuan_desktop.ui.dialogs.parts import forget, label

MOST = 4
WIDEST = 320
ROOM = 720
"""Pixels at 100 %: of one link at most, and of all together, so that the pane never outgrows the window."""


class LinkLine(QWidget):
    """opened(register, uid): that record is wanted."""

    opened = Signal(str, str)

    def __init__(self, register: Register, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._register = register
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(theme.px(8))
        self.links: list[QPushButton] = []
        self._widest = WIDEST
        self.setAccessibleName("关联的记录")
        self.hide()

    def show_links(self, values: Values, pointing: list[Pointing]) -> None:
        """Show what `values` link to, and what points back; hidden when there is neither."""
        forget(self._row)
        self.links = []
        links = [
            (field, field.kind, values[field.name])
            for field in self._register.fields
            if isinstance(field.kind, Link) and values[field.name] is not None
        ]
        self._widest = min(WIDEST, ROOM // max(1, len(links) + len(pointing[:MOST])))
        for field, kind, value in links:
            self._add(field.label, value.text, kind.register, value.uid)
        for each in pointing[:MOST]:
            self._add(f"{each.label}", f"{each.number} {each.title}", each.register, each.uid)
        if len(pointing) > MOST:
            self._row.addWidget(label(f"等 {len(pointing)} 条", "hint"))
        self._row.addStretch(1)
        self.setVisible(bool(self.links))

    def _add(self, head: str, text: str, register: str, uid: str) -> None:
        self._row.addWidget(label(head, "label"))
        shown = self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, theme.px(self._widest))
        link = QPushButton(shown.replace("&", "&&"), self)
        link.setProperty("role", "link")
        link.setAutoDefault(True)
        link.setToolTip(f"打开 {text}")
        link.setAccessibleName(f"{head} {text}")
        link.clicked.connect(partial(self._open, register, uid))
        self._row.addWidget(link)
        self.links.append(link)

    def _open(self, register: str, uid: str, *_: object) -> None:
        self.opened.emit(register, uid)
