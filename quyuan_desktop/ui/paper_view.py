"""A paper inside the window: look at the specimen, then issue and print exactly what was issued, or save it."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QSaveFile, Qt, Signal
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget
from shiboken6 import isValid

from quyuan_desktop.domain.problems import Trouble
from quyuan_desktop.services.papers import Issued, PaperEntry
from quyuan_desktop.ui import theme
from quyuan_desktop.ui.dialogs.parts import label
from quyuan_desktop.ui.elided import Elided
from quyuan_desktop.ui.latest import Latest
from quyuan_desktop.ui.pages_view import PagesView
from quyuan_desktop.ui.paper_side import PaperSide, tipped
from quyuan_desktop.ui.paper_source import PaperSource
from quyuan_desktop.ui.printing import NO_PRINTER, Order, Printers, print_pdf, remember_printer
from quyuan_desktop.ui.sitting import Sitting


class PaperView(QWidget):
    """Shows one paper. closed(): the person has done with it; issued(Issued): it was stored.

    Nothing is stored by looking. The first printing or saving issues the paper and uses exactly the bytes that
    were kept; if that printing fails, the same bytes are tried again. Whatever goes out after that is a reprint.
    """

    closed = Signal()
    issued = Signal(object)

    def __init__(
        self, sitting: Sitting, source: PaperSource, printers: Printers | None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._sitting = sitting
        self._source = source
        self._printers = printers or Printers()
        self._asked = Latest(self, sitting.tasks)
        self._listed = Latest(self, sitting.tasks)
        self._entries: list[PaperEntry] = []
        self._held: Issued | None = None
        self._build()
        self._list_issued()
        self._asked.ask(source.preview, self._show_specimen, self._tell_trouble)

    # -- built once

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head())
        column.addWidget(self._banner())
        row = QHBoxLayout()
        row.setSpacing(0)
        self.pages = PagesView(self._sitting)
        self.side = PaperSide(self._source, self._printers, self._sitting.layout)
        self.pages.zoomed.connect(self.side.show_percent)
        self.pages.turned.connect(self.side.show_page)
        self.side.zoom_wanted.connect(self._zoom)
        self.side.reprint_wanted.connect(self.reprint)
        row.addWidget(self.pages, 1)
        row.addWidget(self.side)
        column.addLayout(row, 1)
        self.setFocusProxy(self.pages)

    def _head(self) -> QWidget:
        head = QFrame()
        head.setProperty("role", "head")
        row = QHBoxLayout(head)
        row.setContentsMargins(theme.px(16), theme.px(8), theme.px(16), theme.px(8))
        row.setSpacing(8)
        self.mark = label("正在生成…", "hint")
        row.addWidget(Elided(self._source.title, "heading"))
        row.addWidget(self.mark)
        row.addStretch(1)
        self.close_button = tipped("关闭 Esc", "回到原来的页面（Esc）", self.closed.emit)
        self.save_button = tipped("另存为 PDF", "出具并存成 PDF 文件（Ctrl+S）", self.save_as)
        self.print_button = tipped("打印", "出具并打印（Ctrl+P）", self.print_out, "primary")
        self.word_button = tipped("另存为 Word", "存成可以接着改的 Word 文件，不算出具", self.save_as_word)
        for each in (self.close_button, self.word_button, self.save_button, self.print_button):
            row.addWidget(each)
        self.word_button.setVisible(self._source.editable)
        return head

    def _banner(self) -> QWidget:
        self.banner = QFrame()
        self.banner.setProperty("role", "banner")
        row = QHBoxLayout(self.banner)
        row.setContentsMargins(theme.px(16), theme.px(6), theme.px(16), theme.px(6))
        self.banner_text = label("", wrap=True)
        row.addWidget(self.banner_text, 1)
        self.banner.hide()
        return self.banner

    # -- what is shown

    def _show_specimen(self, pdf: bytes) -> None:
        self.pages.show_pdf(pdf)
        self.mark.setText("样张" if self._source.kept else "")
        self._say_state()

    def _list_issued(self) -> None:
        self._listed.ask(self._source.entries, self._take_entries)

    def _take_entries(self, entries: list[PaperEntry]) -> None:
        self._entries = entries
        self.side.show_entries(entries)
        self._say_state()

    def _current(self) -> PaperEntry | None:
        return next((entry for entry in self._entries if entry.current), None)

    def _say_state(self) -> None:
        """Name the button after what it will do, and say why when that is a reprint."""
        entry = self._current()
        again = entry is not None and self._held is None
        self.print_button.setText("重印" if again else "打印")
        if entry is not None and again:
            self._say(
                f"这份文书已在 {entry.issued_at:%m-%d %H:%M} 由{entry.issued_by}出具。"
                "再打印或另存，是存档的原样，标“重印”；记录更正后才重新出具。",
                "",
            )

    def _say(self, text: str, tone: str) -> None:
        self.banner_text.setText(text)
        theme.set_tone(self.banner, tone)
        self.banner.setVisible(bool(text))

    def _tell_trouble(self, error: Exception) -> None:
        if isValid(self):
            self._say(str(error), "red")
            self._set_busy(False)
        else:
            self._sitting.tasks.troubled.emit(error)

    # -- going out

    def print_out(self) -> None:
        """Issue the paper, or take the one that is kept, and print it."""
        if self._has_printer():
            self._send(self._to_printer)

    def save_as(self) -> None:
        """Issue the paper, or take the one that is kept, and save it as a file."""
        path = self._sitting.ask.save_path("另存为 PDF", self._source.file_name, "PDF 文件 (*.pdf)")
        if path is None:
            return
        if path.suffix.lower() != ".pdf":
            path = path.with_name(path.name + ".pdf")
        self._send(lambda issued: self._to_file(issued, path))

    def save_as_word(self) -> None:
        """Save a copy that can be edited on; nothing is issued by it."""
        suggested = self._source.file_name.removesuffix(".pdf") + ".docx"
        path = self._sitting.ask.save_path("另存为 Word", suggested, "Word 文件 (*.docx)")
        if path is None:
            return
        target = path if path.suffix.lower() == ".docx" else path.with_name(path.name + ".docx")

        def job() -> None:
            save_file(target, self._source.word())

        self._sitting.tasks.run(
            job, done=lambda _: self._sitting.said.emit(f"已存为 {target.name}。"), trouble=self._tell_trouble
        )

    def reprint(self, paper_uid: str) -> None:
        """Print an issued paper again."""
        if self._has_printer():
            self._fetch(lambda: self._source.reprint(paper_uid), self._to_printer)

    def _has_printer(self) -> bool:
        if self.side.chosen_printer():
            return True
        self._say(NO_PRINTER, "red")
        self.save_button.setFocus(Qt.FocusReason.OtherFocusReason)
        return False

    def _send(self, out: Callable[[Issued], None]) -> None:
        entry = self._current()
        if self._held is not None:
            self._set_busy(True)
            out(self._held)
        elif entry is None:
            self._fetch(self._source.issue, out)
        else:
            self._fetch(lambda: self._source.reprint(entry.uid), out)

    def _fetch(self, job: Callable[[], Issued], out: Callable[[Issued], None]) -> None:
        self._set_busy(True)

        def here(issued: Issued) -> None:
            self._held = issued
            self.mark.setText("重印" if issued.reprint else "已出具" if self._source.kept else "")
            self._say("", "")
            self.pages.show_pdf(issued.pdf)
            self._list_issued()
            self.issued.emit(issued)
            out(issued)

        self._asked.ask(job, here, self._tell_trouble)

    def _to_printer(self, issued: Issued) -> None:
        name, copies = self.side.chosen_printer(), self.side.chosen_copies()
        try:
            printer = self._printers.open(name)
        except Trouble as error:
            self._tell_trouble(error)
            return
        order = Order(self._source.size, copies, self._source.title.replace("\u3000", " "))
        remember_printer(self._sitting.layout, self._source.size, name)
        self._sitting.tasks.run_long(
            lambda progress: print_pdf(issued.pdf, printer, order, progress.step),
            done=lambda _: self._gone_out(f"已送打印机“{name}”，{copies} 份。"),
            trouble=self._tell_trouble,
        )

    def _to_file(self, issued: Issued, path: Path) -> None:
        self._sitting.tasks.run(
            lambda: save_file(path, issued.pdf),
            done=lambda _: self._gone_out(f"已存为 {path.name}。"),
            trouble=self._tell_trouble,
        )

    def _gone_out(self, sentence: str) -> None:
        self._held = None
        self._sitting.said.emit(sentence)
        if isValid(self):
            self._set_busy(False)
            self._list_issued()

    def _set_busy(self, busy: bool) -> None:
        self.side.set_busy(busy)
        self.print_button.setEnabled(not busy)
        self.save_button.setEnabled(not busy)

    # -- keys

    def _zoom(self, direction: int) -> None:
        if direction:
            self.pages.zoom_by(direction)
        else:
            self.pages.fit_width()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.pages.setFocus(Qt.FocusReason.OtherFocusReason)

    def event(self, event: QEvent) -> bool:
        # Ctrl++ and Ctrl+P are the whole window's elsewhere; over a paper they are the paper's.
        override = isinstance(event, QKeyEvent) and event.type() is QEvent.Type.ShortcutOverride
        if override and isinstance(event, QKeyEvent) and self._deed(event) is not None:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        deed = self._deed(event)
        if deed is None:
            super().keyPressEvent(event)
        else:
            deed()

    def _deed(self, event: QKeyEvent) -> Callable[[], None] | None:
        """What a key does here; None when it is nothing of the paper's."""
        key = Qt.Key(event.key())
        if not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            return self.closed.emit if key is Qt.Key.Key_Escape else None
        deeds: dict[Qt.Key, Callable[[], None]] = {
            Qt.Key.Key_Plus: lambda: self._zoom(1),
            Qt.Key.Key_Equal: lambda: self._zoom(1),
            Qt.Key.Key_Minus: lambda: self._zoom(-1),
            Qt.Key.Key_Underscore: lambda: self._zoom(-1),
            Qt.Key.Key_0: lambda: self._zoom(0),
            Qt.Key.Key_P: self.print_button.click,
            Qt.Key.Key_S: self.save_button.click,
        }
        return deeds.get(key)


def save_file(path: Path, content: bytes) -> None:
    """Write a file whole or not at all. Raises Trouble when the place cannot be written."""
    file = QSaveFile(str(path))
    whole = file.open(QSaveFile.OpenModeFlag.WriteOnly) and file.write(content) == len(content)
    if not whole or not file.commit():
        raise Trouble(f"“{path}”写不进去。请检查文件夹是否存在、磁盘是否已满或文件正被打开，再存一次。")
