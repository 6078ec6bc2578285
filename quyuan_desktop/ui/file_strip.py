"""A record's attached files as a line of links that open the viewer, for the pane that shows the record."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QPushButton, QWidget

from quyuan_desktop.registers import kinds
from quyuan_desktop.registers.attached import Attached, Files
from quyuan_desktop.registers.base import Base, Values, fields_of, row_class
from quyuan_desktop.ui import theme
from quyuan_desktop.ui.dialogs.parts import forget, label
from quyuan_desktop.ui.file_cards import NAMELESS, OneStop, about
from quyuan_desktop.ui.file_view import FileView
from quyuan_desktop.ui.flow import Flow, flowing
from quyuan_desktop.ui.sitting import Sitting

MOST = 12
"""Links that are shown; the viewer goes through the others."""
LONGEST = 14
"""Chinese characters of a name that there is room for."""


@dataclass(frozen=True, slots=True)
class FileGroup:
    """The files of one field, and what it is called."""

    label: str
    files: tuple[Attached, ...]


def groups_of(declared: type[Base], values: Values) -> list[FileGroup]:
    """The attached files of a record, those of its child rows among them, by the field they stand in."""
    found = []
    for field in fields_of(declared):
        if isinstance(field.kind, Files) and values[field.name]:
            found.append(FileGroup(field.label, tuple(values[field.name])))
        elif isinstance(field.kind, kinds.Rows):
            row = row_class(declared, field.name)
            for number, each in enumerate(values[field.name], 1):
                name = _name_of(row, each) or f"{field.kind.noun} {number}"
                found += [FileGroup(name, group.files) for group in groups_of(row, each)]
    return found


def _name_of(row: type[Base], values: Values) -> str:
    """What a child row is called: its first field, where that is words."""
    first = fields_of(row)[0]
    return first.kind.show(values[first.name]) if isinstance(first.kind, kinds.Text) else ""


class FileStrip(QWidget):
    """Links to files; hidden while there are none. One stop for Tab, arrow keys go from link to link."""

    def __init__(self, sitting: Sitting, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sitting = sitting
        self.links: list[QPushButton] = []
        self.files: tuple[Attached, ...] = ()
        self._flow = Flow(self, across=theme.px(8), down=0)
        self._stop = OneStop(self, lambda: self.links)
        flowing(self)
        self.setAccessibleName("附件")
        self.hide()

    def show_groups(self, groups: list[FileGroup]) -> None:
        """Show links to the files of `groups`. To be called once the strip has its place in the window."""
        forget(self._flow)
        self.setFocusProxy(None)  # type: ignore[arg-type]  # none, which the stub forgets
        self.links = []
        self.files = tuple(file for group in groups for file in group.files)
        for at, (group, file) in enumerate(self._shown(groups)):
            head = self._add_head(group, first=not at) if group else None
            self._add_link(file.name or NAMELESS, at, about(file))
            if head is not None:
                head.setFixedHeight(self.links[-1].sizeHint().height())
        if len(self.files) > MOST:
            self._add_link(f"共 {len(self.files)} 个…", MOST, "从这里接着看")
        if self.links:
            self._stop.point_at(self.links[0])
        self._flow.invalidate()
        self.updateGeometry()
        self.setVisible(bool(self.files))

    def _shown(self, groups: list[FileGroup]) -> Iterator[tuple[str, Attached]]:
        """The files that get a link, the first of each group with the group's name."""
        pairs = [(group.label if not at else "", file) for group in groups for at, file in enumerate(group.files)]
        return iter(pairs[:MOST])

    def _add_head(self, text: str, *, first: bool) -> QWidget:
        made = label(self._fitted(text), "label")
        made.setContentsMargins(0 if first else theme.px(8), 0, 0, 0)
        self._flow.addWidget(made)
        made.show()
        return made

    def _add_link(self, text: str, at: int, tip: str) -> None:
        link = QPushButton(self._fitted(text).replace("&", "&&"), self)
        link.setProperty("role", "link")
        link.setAutoDefault(True)  # Enter presses it
        link.setAccessibleName(text)
        link.setToolTip(f"{text}\n{tip}（回车或单击查看）")
        link.clicked.connect(partial(self.look_at, at))
        self._stop.join(link)
        self.links.append(link)
        self._flow.addWidget(link)
        link.show()

    def _fitted(self, text: str) -> str:
        room = self.fontMetrics().horizontalAdvance("字") * LONGEST
        return self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideMiddle, room)

    def look_at(self, at: int, *_: Any) -> None:
        """Open the viewer on one of the files."""
        FileView(self._sitting, self.files, at, self.window()).open()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._flow.invalidate()
