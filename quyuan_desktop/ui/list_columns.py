"""The columns of a list as the person likes them: which, how wide, in what order; remembered per register."""

import json
from typing import Any

from PySide6.QtCore import QObject, QPoint, QSettings, Qt, Signal
from PySide6.QtWidgets import QMenu, QTableView

from quyuan_desktop.ui import theme
from quyuan_desktop.ui.columns import NUMBER
from quyuan_desktop.ui.row_table import indent_head, padding
from quyuan_desktop.ui.table_model import Question, RegisterModel

LEAST_SUBJECT = 8
ALWAYS_SHOWN = 3


class ListColumns(QObject):
    """Looks after the header of `view`. said(str): a hint for the status bar.

    The subject takes the room that is left. Until the person has chosen columns, the last ones hide when
    there is no room for them.
    """

    said = Signal(str)

    def __init__(self, view: QTableView, model: RegisterModel, layout: QSettings) -> None:
        super().__init__(view)
        self._view = view
        self._header = view.horizontalHeader()
        self._model = model
        self._layout = layout
        self._key = f"list/{model.register.code}/columns"
        self._chosen = False
        self._arranging = False
        self._dress()
        self._load()

    def _dress(self) -> None:
        header = self._header
        self.indent()
        header.setHighlightSections(False)
        header.setSectionsMovable(True)
        header.setSectionsClickable(True)
        header.setMinimumSectionSize(self._character() * 2 + 2 * padding())
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        header.sectionClicked.connect(self._sort_by)
        header.sectionResized.connect(self._keep)
        header.sectionMoved.connect(self._keep)
        header.customContextMenuRequested.connect(self._show_menu)

    def indent(self) -> None:
        """Begin the head of the first column where its cells begin."""
        indent_head(self._header)

    def _character(self) -> int:
        return self._view.fontMetrics().horizontalAdvance("字")

    # -- order

    def _sort_by(self, section: int) -> None:
        if self._model.columns[section].key == self._model.register.day:
            self.turn_order()
        else:
            self.said.emit("列表按日期排列：点“日期”列头，可在从近到远和从远到近之间切换。")

    def turn_order(self) -> None:
        """Newest first becomes oldest first, and back."""
        asked = self._model.question
        self._model.show(Question(asked.choice, not asked.newest_first))

    def _section(self, key: str) -> int:
        return next(at for at, column in enumerate(self._model.columns) if column.key == key)

    # -- choosing

    def menu(self) -> QMenu:
        """The menu that chooses columns and the order."""
        menu = QMenu(self._view)
        for section, column in enumerate(self._model.columns):
            action = menu.addAction(column.label)
            action.setCheckable(True)
            action.setChecked(not self._header.isSectionHidden(section))
            action.setEnabled(column.key != NUMBER)
            action.toggled.connect(lambda on, at=section: self._choose(at, on))
        menu.addSeparator()
        newest = self._model.question.newest_first
        menu.addAction("日期从远到近排列" if newest else "日期从近到远排列").triggered.connect(self.turn_order)
        menu.addAction("恢复默认的列").triggered.connect(self.reset)
        return menu

    def _show_menu(self, at: QPoint) -> None:
        menu = self.menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self._header.mapToGlobal(at))

    def _choose(self, section: int, shown: bool) -> None:
        self._chosen = True
        self._header.setSectionHidden(section, not shown)
        self.fit()
        self._keep()

    def reset(self) -> None:
        """Forget what was chosen of columns, widths and places."""
        self._arranging = True
        for section in range(self._header.count()):
            self._header.moveSection(self._header.visualIndex(section), section)
        self._arranging = False
        self._layout.remove(self._key)
        self._load()
        self.fit()

    def shown(self) -> list[int]:
        """The columns one sees, in the order in which they stand."""
        header = self._header
        places = (header.logicalIndex(place) for place in range(header.count()))
        return [section for section in places if not header.isSectionHidden(section)]

    # -- remembering

    def follow_type(self) -> None:
        """Grow and shrink with the size of type; widths are kept as they are at 100 %."""
        self._arranging = True  # else what is too narrow now would be kept as if the person had widened it
        self._header.setMinimumSectionSize(self._character() * 2 + 2 * padding())
        self._load()
        self.fit()

    def _load(self) -> None:
        kept = _kept(self._layout, self._key)
        widths, hidden, order = kept.get("widths", {}), kept.get("hidden"), kept.get("order", [])
        self._chosen = hidden is not None
        header = self._header
        self._arranging = True
        for section, column in enumerate(self._model.columns):
            width = widths.get(column.key, 0)
            usual = column.width * self._character() + 2 * padding()
            header.resizeSection(section, theme.px(width) if isinstance(width, int) and width > 0 else usual)
            header.setSectionHidden(section, column.key in (hidden or ()))
        keys = [column.key for column in self._model.columns]
        for place, key in enumerate(key for key in order if key in keys):
            header.moveSection(header.visualIndex(keys.index(key)), place)
        self._arranging = False

    def _keep(self, *_: object) -> None:
        if self._arranging:
            return
        columns, header = self._model.columns, self._header
        kept: dict[str, Any] = {
            "widths": {
                column.key: round(header.sectionSize(at) * 100 / theme.percent())
                for at, column in enumerate(columns)
                if not header.isSectionHidden(at) and column.key != self._model.register.what
            },
            "order": [columns[header.logicalIndex(place)].key for place in range(len(columns))],
        }
        if self._chosen:
            kept["hidden"] = [column.key for at, column in enumerate(columns) if header.isSectionHidden(at)]
        self._layout.setValue(self._key, json.dumps(kept))

    # -- fitting

    def fit(self) -> None:
        """Share out the width of the view."""
        header, subject = self._header, self._section(self._model.register.what)
        least = self._character() * LEAST_SUBJECT + 2 * padding()
        room = self._view.viewport().width()
        self._arranging = True
        if not self._chosen:
            self._hide_what_lacks_room(room - least, subject)
        others = (at for at in range(header.count()) if at != subject and not header.isSectionHidden(at))
        header.resizeSection(subject, max(least, room - sum(header.sectionSize(at) for at in others)))
        self._arranging = False
        self._view.viewport().update()

    def _hide_what_lacks_room(self, room: int, subject: int) -> None:
        header = self._header
        full = False
        for place in range(header.count()):
            section = header.logicalIndex(place)
            if section == subject:
                continue
            header.setSectionHidden(section, False)
            room -= header.sectionSize(section)
            full = full or (room < 0 and place > ALWAYS_SHOWN)
            header.setSectionHidden(section, full)


def _kept(layout: QSettings, key: str) -> dict[str, Any]:
    """What was kept; what is damaged is as good as nothing."""
    try:
        kept = json.loads(str(layout.value(key, "{}")))
    except ValueError:
        return {}
    forms = {"widths": dict, "order": list, "hidden": list}
    given = kept if isinstance(kept, dict) else {}
    return {name: given[name] for name, form in forms.items() if isinstance(given.get(name), form)}
