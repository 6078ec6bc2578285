"""F1: what a field is for, how it may be typed, its rule with the article, and the keys that work there."""

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from quyuan_desktop.registers import kinds
from quyuan_desktop.registers.attached import Files
from quyuan_desktop.registers.fields import Field
from quyuan_desktop.registers.linked import Link
from quyuan_desktop.ui import theme
from quyuan_desktop.ui.sheet import Sheet

WIDTHS = (440, 620, 800, 960)
"""Widths of a bubble (pixels at 100 %), the first at which the text fits into the window."""
FORM_KEYS = "Enter 到下一栏，Shift+Tab 返回；Ctrl+S 保存，Esc 存草稿并关闭。"


def help_text(field: Field) -> str:
    """What F1 says of `field`, in plain lines: its purpose and rule, how to fill it in, the keys."""
    lines = [field.help] if field.help else []
    lines.append(_manner(field.kind))
    if field.required:
        lines.append("这一栏必须填写。")
    if field.counted:
        lines.append("这一栏计入月报。")
    if field.masked:
        lines.append("这一栏属于个人信息，列表和打印中会部分隐去。")
    if field.suggest:
        lines.append("Ctrl+J 打开常用语，可以选用、添加或删除。")
    lines.append(FORM_KEYS)
    return "\n".join(line for line in lines if line)


def _manner(kind: kinds.Kind) -> str:
    """How a field of this kind is filled in."""
    if isinstance(kind, kinds.Choice | kinds.Choices) and (isinstance(kind, kinds.Choices) or kind.radio):
        verb = "空格键勾选" if isinstance(kind, kinds.Choices) else "方向键或数字键选择"
        return f"{verb}，也可按拼音首字母跳到某一项。" + (
            "" if isinstance(kind, kinds.Choices) else "选填的可按 Delete 取消。"
        )
    if isinstance(kind, kinds.Choice):
        return "输入汉字、拼音首字母或代码查找，↑↓ 换一项，Alt+↓ 打开列表。"
    if isinstance(kind, kinds.Day):
        past = "不能填将来的日期。" if kind.past else ""
        return f"可填 2023-11-30、20231130、11-30、30（本月）、今天、昨天；↑↓ 换日，Alt+↓ 打开日历。{past}"
    if isinstance(kind, kinds.Clock):
        return "可填 14:20、1420、14点20；↑↓ 增减 5 分钟。"
    if isinstance(kind, kinds.Number):
        return f"填 {kind.least} 到 {kind.most} 的整数，↑↓ 增减。"
    if isinstance(kind, kinds.Flag):
        return "空格键勾选。"
    if isinstance(kind, Files):
        return "空格键或 Ctrl+Insert 选文件，可拖入，Ctrl+V 粘贴；回车查看，F2 改名，Delete 删除，Ctrl+Z 撤销。"
    if isinstance(kind, Link):
        return "输入姓名、拼音、编号查找，↑↓ 选，回车带出；Alt+↓ 列出最近的。"
    if isinstance(kind, kinds.Money):
        return "填金额，可写 12000.50、1.2万，最多到分。"
    if isinstance(kind, kinds.Text) and kind.multiline:
        return f"最多 {kind.limit} 字。Enter 换行，Tab 到下一栏。"
    return f"最多 {kind.limit} 字。" if isinstance(kind, kinds.Text) else ""


class Bubble(Sheet):
    """Something told over the window beneath what it is about; a key that types, or a click, ends it.

    As wide as the text needs to fit into the window; where even that is not enough the arrow and page keys scroll.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._title, self._text = QLabel(), QLabel()
        self._title.setProperty("role", "heading")
        for label in (self._title, self._text):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(14), theme.px(10), theme.px(14), theme.px(12))
        column.setSpacing(theme.px(4))
        self._scroll = QScrollArea()
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(self._text)
        self._scroll.viewport().setAutoFillBackground(False)
        self._text.setAutoFillBackground(False)
        self._text.setAlignment(Qt.AlignmentFlag.AlignTop)
        column.addWidget(self._title)
        column.addWidget(self._scroll, 1)
        self.hide()

    def tell(self, title: str, text: str, near: QWidget) -> None:
        """Show `text` under `title`, beneath the widget it is about."""
        self._title.setText(title)
        self._text.setText(text)
        self.setAccessibleName(f"{title}：{text}")
        window = near.window()
        room = window.size() - QSize(theme.px(16), theme.px(16))
        widths = [min(theme.px(each), room.width()) for each in WIDTHS]
        width = next((each for each in widths if self._needed(each) <= room.height()), widths[-1])
        off, needed = Qt.ScrollBarPolicy.ScrollBarAlwaysOff, Qt.ScrollBarPolicy.ScrollBarAsNeeded
        self._scroll.setVerticalScrollBarPolicy(off if self._needed(width) <= room.height() else needed)
        self.setFixedSize(width, min(self._needed(width), room.height()))
        self._scroll.verticalScrollBar().setValue(0)
        at = near.mapTo(window, QPoint(0, near.height() + theme.px(4)))
        if at.y() + self.height() > window.height():
            at.setY(max(0, near.mapTo(window, QPoint(0, -theme.px(4))).y() - self.height()))
        at.setX(max(theme.px(8), min(at.x(), window.width() - width - theme.px(8))))
        self.move(at)
        self.show()
        self.raise_()
        QApplication.instance().installEventFilter(self)  # type: ignore[union-attr]  # there is one

    def _needed(self, width: int) -> int:
        """The height that everything needs at that width."""
        margins = self._column.contentsMargins()
        inner = width - margins.left() - margins.right()
        texts = self._title.heightForWidth(inner) + self._column.spacing() + self._text.heightForWidth(inner)
        return texts + margins.top() + margins.bottom() + theme.px(6)

    def close_up(self) -> None:
        """Go away."""
        if self.isVisible():
            self.hide()
            QApplication.instance().removeEventFilter(self)  # type: ignore[union-attr]  # there is one

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_F1):
                event.accept()
                return True
        elif kind is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_F1):
                self.close_up()
                return True
            if self._turn(Qt.Key(event.key())):
                return True
            if event.text():
                self.close_up()
        elif kind is QEvent.Type.FocusOut or (
            kind in (QEvent.Type.MouseButtonPress, QEvent.Type.Wheel) and not self._mine(watched)
        ):
            self.close_up()
        return False

    def _mine(self, watched: QObject) -> bool:
        """Whether a press or a turn of the wheel goes to the bubble's own scroll bar or text, where there is one."""
        inside = isinstance(watched, QWidget) and (watched is self or self.isAncestorOf(watched))
        return inside and self._scroll.verticalScrollBar().maximum() > 0

    def _turn(self, key: Qt.Key) -> bool:
        """Scroll by a key where there is more than one sees."""
        bar = self._scroll.verticalScrollBar()
        by = {
            Qt.Key.Key_Down: bar.singleStep(),
            Qt.Key.Key_Up: -bar.singleStep(),
            Qt.Key.Key_PageDown: bar.pageStep(),
            Qt.Key.Key_PageUp: -bar.pageStep(),
        }
        if bar.maximum() <= 0 or key not in by:
            return False
        bar.setValue(bar.value() + by[key])
        return True


class HelpBubble(Bubble):
    """The help of one field."""

    def explain(self, field: Field, near: QWidget) -> None:
        """Show the help of `field` by the widget it is typed into."""
        self.tell(field.label, help_text(field), near)
