"""The viewer of attached files: pictures and PDFs are shown, the others can be saved; ← → go through them."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from quyuan_desktop.registers.attached import Attached
from quyuan_desktop.services import attachments
from quyuan_desktop.services.file_checks import PDF
from quyuan_desktop.ui import theme
from quyuan_desktop.ui.dialogs.parts import button, fit, label
from quyuan_desktop.ui.elided import Elided
from quyuan_desktop.ui.file_cards import NAMELESS, about, sort_of
from quyuan_desktop.ui.latest import Latest
from quyuan_desktop.ui.pages_view import PagesView
from quyuan_desktop.ui.picture_view import PictureView, read_image
from quyuan_desktop.ui.sitting import Sitting

WIDTH, HEIGHT = 1160, 690
_SAVED = "已存为 {name}。存出的文件没有加密，用完请删除。"
_BROKEN = "这张图片打不开。可以另存后用别的程序试试，或重新拍照、扫描后换掉它。"


def save_out(sitting: Sitting, file: Attached, tell: Callable[[str, str], None]) -> None:
    """Ask where to, and write the file there; `tell` gets the sentence on how that went, and its tone."""
    suggested = attachments.disk_name(file)
    ending = suggested.rpartition(".")[2]
    path = sitting.ask.save_path("另存为", suggested, f"{sort_of(file)} 文件 (*.{ending})")
    if path is None:
        return
    target: Path = path if path.suffix.lower() == f".{ending}".lower() else path.with_name(f"{path.name}.{ending}")
    sitting.tasks.run(
        lambda: attachments.save_as(sitting.place, file, target),
        done=lambda _: tell(_SAVED.format(name=target.name), ""),
        trouble=lambda error: tell(f"没有存出：{error}", "red"),
    )


class FileView(QDialog):
    """Shows `files`, the one at `at` first. ← → another file, Ctrl+S save, Ctrl++ and Ctrl+- zoom, Esc close."""

    def __init__(
        self, sitting: Sitting, files: Sequence[Attached], at: int = 0, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._sitting, self.files, self.at = sitting, tuple(files), -1
        self._asked = Latest(self, sitting.tasks)
        self.setWindowTitle("查看文件")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        fit(self, WIDTH, HEIGHT)
        self._build()
        self._add_keys()
        self.turn_to(at)

    # -- built once

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head())
        column.addWidget(self._banner())
        body = QWidget()
        self._stack = QStackedLayout(body)
        self.picture = PictureView()
        self.pages = PagesView(self._sitting)
        self.pages.setAccessibleName("PDF 页面")
        self.pages.setCornerWidget(QWidget())
        self.message = label("", wrap=True)
        self.message.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.message.setMargin(theme.px(24))
        for view in (self.message, self.picture, self.pages):
            self._stack.addWidget(view)
        column.addWidget(body, 1)
        self.picture.zoomed.connect(self._show_percent)
        self.pages.zoomed.connect(self._show_percent)
        self.pages.turned.connect(self._show_page)

    def _head(self) -> QWidget:
        head = QFrame()
        head.setProperty("role", "head")
        row = QHBoxLayout(head)
        row.setContentsMargins(theme.px(16), theme.px(8), theme.px(16), theme.px(8))
        row.setSpacing(theme.px(8))
        self.name = Elided("", "heading")
        self.place = label("", "hint")
        row.addWidget(self.name)
        row.addWidget(self.place)
        row.addStretch(1)
        self.back = self._button("← 上一个", "看上一个文件（←）", lambda: self.turn_by(-1))
        self.on = self._button("下一个 →", "看下一个文件（→）", lambda: self.turn_by(1))
        self.smaller = self._button("−", "缩小（Ctrl+-）", lambda: self.zoom(-1), "quiet")
        self.percent = QLabel("100%")
        self.percent.setMinimumWidth(self.percent.fontMetrics().horizontalAdvance("000%"))
        self.percent.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.larger = self._button("+", "放大（Ctrl++）", lambda: self.zoom(1), "quiet")
        self.whole = self._button("适合窗口", "整张看全（Ctrl+0）", lambda: self.zoom(0), "quiet")
        self.smaller.setAccessibleName("缩小")
        self.larger.setAccessibleName("放大")
        self.save = self._button("另存为…", "存到硬盘或U盘，存出的文件没有加密（Ctrl+S）", self.save_as)
        self.close_button = self._button("关闭 Esc", "回到原来的页面（Esc）", self.close)
        self._zooms = (self.smaller, self.percent, self.larger, self.whole)
        for each in (self.back, self.on, *self._zooms, self.save, self.close_button):
            row.addWidget(each)
        return head

    def _banner(self) -> QWidget:
        self.banner = QFrame()
        self.banner.setProperty("role", "banner")
        row = QHBoxLayout(self.banner)
        row.setContentsMargins(theme.px(16), theme.px(6), theme.px(16), theme.px(6))
        self.told = label("", wrap=True)
        row.addWidget(self.told, 1)
        self.banner.hide()
        return self.banner

    def _button(self, text: str, tip: str, pressed: Callable[[], Any], role: str = "") -> QPushButton:
        made = button(text, role, pressed)
        made.setToolTip(tip)
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the keyboard with what is looked at
        return made

    def _add_keys(self) -> None:
        keys: dict[str, Callable[[], Any]] = {
            "Left": lambda: self.turn_by(-1),
            "Right": lambda: self.turn_by(1),
            "Ctrl+S": self.save_as,
            "Ctrl++": lambda: self.zoom(1),
            "Ctrl+=": lambda: self.zoom(1),
            "Ctrl+-": lambda: self.zoom(-1),
            "Ctrl+0": lambda: self.zoom(0),
        }
        for key, act in keys.items():
            QShortcut(QKeySequence(key), self).activated.connect(act)

    # -- what is shown

    @property
    def file(self) -> Attached:
        """The file that is looked at."""
        return self.files[self.at]

    def turn_by(self, by: int) -> None:
        """The next file (1) or the one before (-1); at the end nothing."""
        self.turn_to(self.at + by)

    def turn_to(self, at: int) -> None:
        """Show the file at that place."""
        at = max(0, min(at, len(self.files) - 1))
        if at == self.at:
            return
        self.at = at
        self.banner.hide()
        name = self.file.name or NAMELESS
        many = len(self.files) > 1
        self.name.setText(name)
        self.setWindowTitle(name)
        self.place.setText(f"{at + 1} / {len(self.files)}　{about(self.file)}" if many else about(self.file))
        for each, usable in ((self.back, at > 0), (self.on, at + 1 < len(self.files))):
            each.setVisible(many)
            each.setEnabled(usable)
        self._load()

    def _load(self) -> None:
        file, place = self.file, self._sitting.place
        seen = file.picture or file.media == PDF
        for each in self._zooms:
            each.setVisible(seen)
        self.save.setProperty("role", "" if seen else "primary")
        theme.restyle(self.save)
        if file.picture:
            self._asked.ask(lambda: read_image(attachments.content(place, file)), self._show_picture, self._refuse)
        elif file.media == PDF:

            def job() -> tuple[bytes, list[tuple[float, float]]]:
                pdf = attachments.content(place, file)
                return pdf, attachments.page_sizes(pdf)

            self._asked.ask(job, self._show_pages, self._refuse)
        else:
            self._asked.drop()
            self._say(f"{sort_of(file)} 文件不能在这里预览。\n请按 Ctrl+S 另存后，用办公软件打开。")

    def _show_picture(self, image: Any) -> None:
        if image.isNull():
            self._say(_BROKEN, "red")
            return
        self.picture.show_image(image)
        self._show(self.picture)

    def _show_pages(self, answer: tuple[bytes, list[tuple[float, float]]]) -> None:
        self.pages.show_sized(*answer)
        self._show(self.pages)

    def _show(self, view: QWidget) -> None:
        self._stack.setCurrentWidget(view)
        view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _refuse(self, error: Exception) -> None:
        self._say(str(error), "red")

    def _say(self, text: str, tone: str = "") -> None:
        theme.set_tone(self.message, tone)
        self.message.setText(text)
        self._stack.setCurrentWidget(self.message)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_percent(self, percent: int) -> None:
        self.percent.setText(f"{percent}%")

    def _show_page(self, page: int, pages: int) -> None:
        if self.file.media != PDF or not pages:
            return
        place = f"{self.at + 1} / {len(self.files)}　" if len(self.files) > 1 else ""
        turning = f"　第 {page} / {pages} 页" if pages > 1 else ""
        self.place.setText(f"{place}{about(self.file)}{turning}")

    def zoom(self, direction: int) -> None:
        """One step larger (1), smaller (-1), or all of it (0)."""
        view = self._stack.currentWidget()
        if view is self.picture:
            self.picture.zoom_by(direction) if direction else self.picture.fit()
        elif view is self.pages:
            self.pages.zoom_by(direction) if direction else self.pages.fit_width()

    def save_as(self) -> None:
        """Save the file that is looked at somewhere else."""
        save_out(self._sitting, self.file, self._tell_saved)

    def _tell_saved(self, sentence: str, tone: str) -> None:
        if not isValid(self):
            self._sitting.said.emit(sentence)
            return
        self.told.setText(sentence)
        theme.set_tone(self.banner, tone)
        self.banner.show()
