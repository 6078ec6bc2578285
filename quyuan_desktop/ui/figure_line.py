"""A line in which one names a figure or a fact of the house: by label, pinyin or code, or picks it from the list."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from quyuan_desktop.domain import names
from quyuan_desktop.services.form_contents import SOURCES, Source
from quyuan_desktop.ui.drop_line import DropLine


def matching(typed: str) -> list[Source]:
    """What a cell may say that is called so: by code, by the beginning or a part of its label, or spelt in pinyin."""
    wanted = typed.strip().casefold()
    if not wanted:
        return list(SOURCES.values())
    ranked = []
    for at, source in enumerate(SOURCES.values()):
        rank = _rank(source, wanted)
        if rank is not None:
            ranked.append((rank, at, source))
    return [source for _, _, source in sorted(ranked, key=lambda each: each[:2])]


def _rank(source: Source, wanted: str) -> int | None:
    label, code = source.label.casefold(), source.code.casefold()
    if wanted in (label, code):
        return 0
    if label.startswith(wanted) or code.startswith(wanted):
        return 1
    if wanted in label or wanted in code:
        return 2
    if wanted.isascii() and names.spelt_by(label, wanted):
        return 3
    if wanted.isascii() and any(names.spelt_by(label[at:], wanted) for at in range(1, len(label))):
        return 4
    return 5 if wanted in source.group.casefold() else None


def entry(source: Source) -> str:
    """A source as the list shows it."""
    unit = f"（{source.unit}）" if source.unit else ""
    return f"{source.label}{unit}　{source.group}"


class FigureLine(DropLine):
    """chosen(Source | None): Enter was pressed on a source, or on nothing; left(): Escape."""

    chosen = Signal(object)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(60, parent)
        self.source: Source | None = None
        self.add_button("down", "选择指标")
        self.setAccessibleName("这一格填什么")
        self.edited.connect(self._narrow)
        self.asked.connect(lambda: self._offer(matching("")))
        self.stepped.connect(lambda _: self._offer(matching(self.text())))
        self.picked.connect(self._take)

    def show_source(self, source: Source | None) -> None:
        """Say that source, or nothing."""
        self.source = source
        self.setText(source.label if source else "")
        self.setCursorPosition(0)

    def begin(self, typed: str) -> None:
        """Start afresh with what was typed elsewhere."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        if typed:
            self.setText(typed)
            self._narrow(typed)
        else:
            self.selectAll()

    def _narrow(self, typed: str) -> None:
        self.source = None
        self._offer(matching(typed) if typed.strip() else [])

    def _offer(self, found: list[Source]) -> None:
        self.list.offer([(entry(each), each) for each in found])

    def _take(self, picked: object) -> None:
        if isinstance(picked, Source):
            self.show_source(picked)
            self.chosen.emit(picked)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.settle()
        elif event.key() == Qt.Key.Key_Escape and not self.dropped:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def settle(self) -> None:
        """Take what is marked in the list, or what the words name beyond doubt."""
        if self.dropped:
            picked = self.list.chosen()
            self.list.close_up()
            self._take(picked)
            return
        if self.source is None and self.text().strip():
            found = matching(self.text())
            self.source = found[0] if found and (len(found) == 1 or _rank(found[0], self.text().strip().casefold()) == 0) else None  # fmt: skip
        self.chosen.emit(self.source)
