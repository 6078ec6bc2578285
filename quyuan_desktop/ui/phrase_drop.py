"""常用语: pick one into the text, add the present text, remove one; opened by Ctrl+J, closed by Esc."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
)
from shiboken6 import isValid

from quyuan_desktop.domain import names
from quyuan_desktop.services.phrases import PhraseEntry, add_phrase, phrases, remove_phrase
from quyuan_desktop.ui import theme
from quyuan_desktop.ui.drop_line import DropLine
from quyuan_desktop.ui.editor import Editor
from quyuan_desktop.ui.editors import ParagraphEditor
from quyuan_desktop.ui.latest import Latest
from quyuan_desktop.ui.sheet import Sheet
from quyuan_desktop.ui.sitting import Sitting

LONGEST_SHOWN = 60
LONGEST_KEPT = 1000


class PhraseDrop(Sheet):
    """The phrases of one store over the form; a plain child of the window, so that Esc is its own."""

    closed = Signal()

    def __init__(self, sitting: Sitting, editor: Editor) -> None:
        super().__init__(editor.window())
        self._sitting, self._editor, self._store = sitting, editor, editor.field.suggest
        self._latest = Latest(self, sitting.tasks)
        self._entries: list[PhraseEntry] = []
        self.setAccessibleName(f"{editor.field.label}常用语")
        self.filter = DropLine(100)
        self.filter.setPlaceholderText("输入几个字或拼音首字母查找")
        self.filter.setAccessibleName("查找常用语")
        self.filter.textChanged.connect(self._show)
        self.list = QListWidget()
        self.list.setAccessibleName("常用语")
        self.list.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemClicked.connect(lambda _: self.pick())
        self.say = QLabel()
        self.say.setProperty("role", "hint")
        self.say.setWordWrap(True)
        self.add_button = self._button("把当前内容存为常用语 Ctrl+&N", "Ctrl+N", self.add)
        self.remove_button = self._button("删除选中 Ctrl+&Del", "Ctrl+Del", self.remove)
        self._lay_out()
        for part in (self.filter, self.list):
            part.installEventFilter(self)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(*[theme.px(10)] * 4)
        column.setSpacing(theme.px(6))
        head = QHBoxLayout()
        title = QLabel("常用语")
        title.setProperty("role", "heading")
        hint = QLabel("↑↓ 选择，Enter 填入，Esc 关闭")
        hint.setProperty("role", "hint")
        head.addWidget(title)
        head.addStretch(1)
        head.addWidget(hint)
        column.addLayout(head)
        column.addWidget(self.filter)
        column.addWidget(self.list, 1)
        column.addWidget(self.say)
        buttons = QHBoxLayout()
        buttons.addWidget(self.add_button)
        buttons.addWidget(self.remove_button)
        buttons.addStretch(1)
        column.addLayout(buttons)

    def _button(self, text: str, key: str, act: Callable[[], None]) -> QPushButton:
        button = QPushButton(text)
        button.setProperty("role", "link")
        button.setToolTip(key)
        button.clicked.connect(act)
        return button

    def drop(self) -> None:
        """Show it by the editor, its list being fetched."""
        window = self._editor.window()
        width = min(theme.px(520), window.width() - theme.px(16))
        height = min(theme.px(340), window.height() - theme.px(16))
        at = self._editor.mapTo(window, QPoint(0, self._editor.height() + theme.px(2)))
        if at.y() + height > window.height():
            at.setY(max(theme.px(8), self._editor.mapTo(window, QPoint(0, 0)).y() - height - theme.px(2)))
        at.setX(max(theme.px(8), min(at.x(), window.width() - width - theme.px(8))))
        self.setGeometry(at.x(), at.y(), width, height)
        self.show()
        self.raise_()
        self.filter.setFocus(Qt.FocusReason.OtherFocusReason)
        self._fetch()

    def put_away(self) -> None:
        """Close, with the focus back in the field."""
        self._latest.drop()
        self.hide()
        self._editor.setFocus(Qt.FocusReason.OtherFocusReason)
        self.closed.emit()
        self.deleteLater()

    def pick(self) -> None:
        """Put the marked phrase in at the cursor and close."""
        entry = self._marked()
        if entry is None:
            return
        self.put_away()
        if isinstance(self._editor, ParagraphEditor):
            self._editor.paragraph.take(entry.text)
        else:
            self._editor.control.take(entry.text)  # type: ignore[attr-defined]  # a guarded line

    def add(self) -> None:
        """Keep the field's present text as a phrase."""
        text = str(self._editor.typed()).strip()
        if not text:
            self.say.setText("这一栏还没有内容。先填好内容，再存为常用语。")
        elif len(text) > LONGEST_KEPT:
            self.say.setText(f"内容有 {len(text)} 字，常用语最多 {LONGEST_KEPT} 字，请删减后再存。")
        elif any(entry.text == text for entry in self._entries):
            self.say.setText("已经有这一条了，可直接选用。")
        else:
            place, store = self._sitting.place, self._store
            self._run(lambda: add_phrase(place, store, text), "已存为常用语。")

    def remove(self) -> None:
        """Offer the marked phrase no more."""
        entry = self._marked()
        if entry is None:
            self.say.setText("请先用 ↑↓ 选中要删除的一条。")
            return
        place = self._sitting.place
        self._run(lambda: remove_phrase(place, entry.id), f"已删除“{_short(entry.text, 12)}”。")

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            event.accept()
            return False
        if event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._key(event)
        if event.type() is QEvent.Type.FocusOut and event.reason() is Qt.FocusReason.MouseFocusReason:  # type: ignore[attr-defined]  # a QFocusEvent
            self._leave_for_mouse()
        return False

    def _key(self, event: QKeyEvent) -> bool:
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        key = event.key()
        if key == Qt.Key.Key_Escape or (control and key == Qt.Key.Key_J):
            self.put_away()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.pick()
        elif control and key == Qt.Key.Key_N:
            self.add()
        elif control and key == Qt.Key.Key_Delete:
            self.remove()
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
            by = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}[
                Qt.Key(key)
            ]
            if self.list.count():
                self.list.setCurrentRow(max(0, min(self.list.count() - 1, self.list.currentRow() + by)))
        else:
            return False
        return True

    def _leave_for_mouse(self) -> None:
        focus = self.window().focusWidget()
        if focus is None or not self.isAncestorOf(focus):
            self.put_away()

    def _marked(self) -> PhraseEntry | None:
        item = self.list.currentItem()
        found = item.data(Qt.ItemDataRole.UserRole) if item is not None else None
        return found if isinstance(found, PhraseEntry) else None

    def _run(self, job: Callable[[], None], text: str) -> None:
        self.say.setText("")
        self._sitting.tasks.run(job, done=lambda _: self._done(text))

    def _done(self, text: str) -> None:
        if not isValid(self):
            return
        self.say.setText(text)
        self._fetch()

    def _fetch(self) -> None:
        place, store = self._sitting.place, self._store
        self._latest.ask(lambda: phrases(place, store), self._take)

    def _take(self, entries: list[PhraseEntry]) -> None:
        self._entries = entries
        self._show()

    def _show(self) -> None:
        wanted = self.filter.text().strip().casefold()
        self.list.clear()
        for entry in self._entries:
            text = entry.text.casefold()
            if not wanted or wanted in text or (wanted.isascii() and names.spelt_by(entry.text, wanted)):
                item = QListWidgetItem(_short(entry.text, LONGEST_SHOWN))
                item.setToolTip(_short(entry.text, 400))
                item.setData(Qt.ItemDataRole.UserRole, entry)
                self.list.addItem(item)
        self.list.setCurrentRow(0)
        if not self._entries:
            self.say.setText("还没有常用语。在栏目里填好内容，再按 Ctrl+N 存下来。")


def _short(text: str, limit: int) -> str:
    line = " ".join(text.split())
    return line if len(line) <= limit else line[: limit - 1] + "…"
