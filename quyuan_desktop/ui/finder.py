"""The search box: what is found shows below it as one types, across all registers, with the reason of each hit."""

import re
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFont,
    QKeyEvent,
    QPainter,
    QStandardItem,
    QStandardItemModel,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from quyuan_desktop.services.find import Found, find
from quyuan_desktop.ui import theme
from quyuan_desktop.ui.dialogs.parts import label
from quyuan_desktop.ui.latest import Latest
from quyuan_desktop.ui.sitting import Sitting

WHAT = "可以查：姓名（任意一段）、拼音或首字母、证件号后几位、电话、编号、内容里的字句。几个词用空格隔开。"
HIT = Qt.ItemDataRole.UserRole
LONGEST = 200
ROOMY = 1000
"""Pixels at 100 % from which on a window has room for the whole search box beside its tabs."""
Index = QModelIndex | QPersistentModelIndex


def emphasised(text: str, words: Sequence[str]) -> list[tuple[int, int]]:
    """Where `words` stand in `text`, as (start, length) in order, without overlap."""
    wanted = sorted((word for word in words if word), key=len, reverse=True)
    if not wanted:
        return []
    pattern = "|".join(re.escape(word) for word in wanted)
    return [(hit.start(), hit.end() - hit.start()) for hit in re.finditer(pattern, text, re.IGNORECASE)]


def emphasised_reason(reason: str, words: Sequence[str]) -> list[tuple[int, int]]:
    """As `emphasised`; a reason without the words themselves (found by pinyin) past its label."""
    found = emphasised(reason, words)
    start = reason.find(" ") + 1
    return found or ([(start, len(reason) - start)] if 0 < start < len(reason) else [])


def _utf16(text: str) -> int:
    """How many units Qt counts in `text`."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


class HitDelegate(QStyledItemDelegate):
    """Paints a heading (a register) or a hit: title and day above, number and reason below."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.words: Sequence[str] = ()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, theme.px(52) if index.data(HIT) else theme.px(30))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        hit = index.data(HIT)
        rect: QRect = option.rect  # type: ignore[attr-defined]  # the stubs leave the fields out
        state = option.state  # type: ignore[attr-defined]  # likewise
        painter.save()
        painter.setFont(theme.font())
        if hit is None:
            painter.setPen(theme.colour("muted"))
            box = rect.adjusted(theme.px(12), 0, -theme.px(12), 0)
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, str(index.data()))
        else:
            if state & QStyle.StateFlag.State_Selected:
                painter.fillRect(rect, theme.colour("soft"))
            self._paint_hit(painter, rect.adjusted(theme.px(12), theme.px(5), -theme.px(12), -theme.px(5)), hit)
        painter.setPen(theme.colour("hairline"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.restore()

    def _paint_hit(self, painter: QPainter, box: QRect, hit: Found) -> None:
        upper = QRect(box.left(), box.top(), box.width(), box.height() // 2)
        lower = QRect(box.left(), upper.bottom() + 1, box.width(), box.height() - upper.height())
        day = f"{hit.day:%Y-%m-%d}"
        wide = painter.fontMetrics().horizontalAdvance(day) + theme.px(12)
        painter.setPen(theme.colour("muted"))
        painter.drawText(upper, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, day)
        title = hit.title or "（未填姓名）"
        self._line(painter, upper.adjusted(0, 0, -wide, 0), title, emphasised(title, self.words), "text")
        state = "已作废 · " if hit.void else ""
        before = f"{state}{hit.number} · "
        spans = [(len(before) + at, many) for at, many in emphasised_reason(hit.reason, self.words)]
        self._line(painter, lower, before + hit.reason, spans, "muted")

    def _line(self, painter: QPainter, box: QRect, text: str, spans: list[tuple[int, int]], ink: str) -> None:
        text = text.replace("\n", " ")
        layout = QTextLayout(text, painter.font())
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.NoWrap)
        layout.setTextOption(option)
        formats = []
        for start, length in spans:
            part = QTextLayout.FormatRange()
            look = QTextCharFormat()
            look.setForeground(theme.colour("accent"))
            look.setFontWeight(QFont.Weight.Bold)
            part.start, part.length = _utf16(text[:start]), _utf16(text[start : start + length])  # type: ignore[attr-defined]  # fields, likewise
            part.format = look  # type: ignore[attr-defined]  # likewise
            formats.append(part)
        layout.setFormats(formats)
        layout.beginLayout()
        line = layout.createLine()
        line.setLineWidth(100_000)
        layout.endLayout()
        painter.setPen(theme.colour(ink))
        painter.save()
        painter.setClipRect(box)
        layout.draw(painter, box.topLeft())
        painter.restore()


class Hits(QFrame):
    """The sheet below the search box; never takes the focus."""

    chosen = Signal(object)

    def __init__(self, host: QWidget) -> None:
        super().__init__(host)
        self.setProperty("role", "card")
        self.setAccessibleName("查找结果")
        self.model = QStandardItemModel(self)
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.delegate = HitDelegate(self.list)
        self.list.setItemDelegate(self.delegate)
        self.list.clicked.connect(self._click)
        self.note = label("", "hint", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        self.note.setContentsMargins(*(theme.px(12),) * 4)
        column.addWidget(self.note)
        column.addWidget(self.list)
        self.hide()

    def show_note(self, text: str) -> None:
        """Show a sentence instead of hits."""
        self.model.clear()
        self.note.setText(text)
        self.note.show()
        self.list.hide()

    def show_hits(self, hits: Sequence[Found], words: Sequence[str]) -> None:
        """Show what was found, grouped by register; the first hit is the current one."""
        self.delegate.words = words
        self.model.clear()
        before = ""
        for hit in hits:
            if hit.register_code != before:
                before = hit.register_code
                many = sum(each.register_code == before for each in hits)
                heading = QStandardItem(f"{hit.register_label} {many}")
                heading.setFlags(Qt.ItemFlag.NoItemFlags)
                self.model.appendRow(heading)
            item = QStandardItem(f"{hit.title} {hit.number} {hit.day:%Y-%m-%d} {hit.reason}")
            item.setData(hit, HIT)
            item.setEditable(False)
            self.model.appendRow(item)
        self.note.hide()
        self.list.show()
        self.step(1)
        self.list.scrollToTop()

    def step(self, direction: int) -> None:
        """Make the next hit (1) or the one before (-1) current."""
        row = self.list.currentIndex().row() + direction
        while 0 <= row < self.model.rowCount():
            index = self.model.index(row, 0)
            if index.data(HIT):
                self.list.setCurrentIndex(index)
                return
            row += direction

    @property
    def current(self) -> Found | None:
        """The hit that Enter opens."""
        hit = self.list.currentIndex().data(HIT) if self.list.isVisibleTo(self) else None
        return hit if isinstance(hit, Found) else None

    def _click(self, index: QModelIndex) -> None:
        if index.data(HIT):
            self.chosen.emit(index.data(HIT))

    def wanted_height(self, width: int) -> int:
        """How high it likes to be at that width."""
        if self.list.isHidden():
            return self.note.heightForWidth(width - 2) + 2
        rows = range(self.model.rowCount())
        return sum(theme.px(52 if self.model.index(row, 0).data(HIT) else 30) for row in rows) + 2


class Finder(QLineEdit):
    """The box. `opened(register code, uid)`: a hit was chosen. `left`: Esc, the page gets the focus back."""

    opened = Signal(str, str)
    left = Signal()

    def __init__(self, sitting: Sitting, host: QWidget) -> None:
        super().__init__()
        self._sitting, self._host = sitting, host
        self._latest = Latest(self, sitting.tasks)
        self.hits = Hits(host)
        self.hits.chosen.connect(self._open)
        self.setPlaceholderText("查找 Ctrl+F")
        self.setAccessibleName("查找")
        self.setToolTip("在全部登记中查找（Ctrl+F）")
        self.setMaxLength(LONGEST)
        self.addAction(theme.icon("search", "muted"), QLineEdit.ActionPosition.LeadingPosition)
        self._fit()
        self.textChanged.connect(self._ask)
        host.installEventFilter(self)

    def sizeHint(self) -> QSize:
        """As wide as it may be, where there is room."""
        return QSize(self.maximumWidth(), super().sizeHint().height())

    def _fit(self) -> None:
        """In a narrow window it gives way before a desk's tab does."""
        roomy = self._host.width() >= theme.px(ROOMY)
        self.setMinimumWidth(theme.px(130))
        self.setMaximumWidth(theme.px(220 if roomy else 140))
        self.updateGeometry()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def begin(self) -> None:
        """Take the focus, with what was typed selected."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()
        self._ask(self.text())

    def _ask(self, typed: str) -> None:
        query = typed.strip()
        if not query:
            self._latest.drop()
            self.hits.show_note(WHAT)
            self._unfold()
            return
        place = self._sitting.place
        self._latest.ask(
            lambda: find(place, query),
            lambda hits: self._show(query, hits),
            lambda error: self._tell(str(error)),
        )

    def _show(self, query: str, hits: list[Found]) -> None:
        if hits:
            self.hits.show_hits(hits, query.split())
            self._unfold()
        else:
            self._tell(f"没有找到“{query}”。\n{WHAT}")

    def _tell(self, text: str) -> None:
        self.hits.show_note(text)
        self._unfold()

    def _unfold(self) -> None:
        if not self.hasFocus():
            return
        self._place()
        self.hits.show()
        self.hits.raise_()

    def _place(self) -> None:
        below = self.mapTo(self._host, self.rect().bottomRight())
        width = min(theme.px(560), self._host.width() - theme.px(16))
        room = self._host.height() - below.y() - theme.px(48)
        height = max(theme.px(40), min(self.hits.wanted_height(width), room))
        left = max(theme.px(8), below.x() - width + 1)
        self.hits.setGeometry(left, below.y() + theme.px(4), width, height)

    def _open(self, hit: Found) -> None:
        self.hits.hide()
        self.opened.emit(hit.register_code, hit.uid)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.hits.step(1 if key == Qt.Key.Key_Down else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            hit = self.hits.current
            if hit is not None:
                self._open(hit)
        elif key == Qt.Key.Key_Escape:
            if self.text():
                self.clear()
            else:
                self.hits.hide()
                self.left.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() != Qt.FocusReason.ActiveWindowFocusReason:
            self._ask(self.text())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._latest.drop()
        self.hits.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._host and event.type() == QEvent.Type.Resize:
            self._fit()
            if self.hits.isVisible():
                self._place()
        return super().eventFilter(watched, event)
