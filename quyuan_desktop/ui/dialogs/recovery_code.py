"""The recovery code (恢复码), shown once: printed, copied or saved, and said to be so before going on."""

from collections.abc import Callable
from html import escape

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QWidget

from quyuan_desktop.ui.ask import Ask
from quyuan_desktop.ui.dialogs.parts import Slip, button, column, label

Print = Callable[[QWidget, str], bool]
"""Prints a page of HTML over a window; False when the person thought better of it."""


def sheet(office: str, staff: str, code: str) -> str:
    """The page to keep, as HTML."""
    return (
        f"<h2>{escape(office)} 恢复码</h2>"
        f"<p style='font-size:20pt'>{escape(code)}</p>"
        f"<p>登录人：{escape(staff)}</p>"
        "<p>忘记密码时，在登录页点“忘记密码”，输入恢复码即可重设。"
        "谁拿到它都能打开数据：请放进保险柜或由负责人保管，不要贴在电脑上。</p>"
    )


def plain(office: str, code: str) -> str:
    """The same as a text file."""
    return f"{office} 恢复码\n{code}\n忘记密码时在登录页点“忘记密码”使用。请妥善保管，不要与电脑放在一起。\n"


def print_by_dialog(window: QWidget, page: str) -> bool:
    """Ask for a printer and print."""
    from PySide6.QtGui import QTextDocument
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    if QPrintDialog(printer, window).exec() != QPrintDialog.DialogCode.Accepted:
        return False
    document = QTextDocument()
    document.setHtml(page)
    document.print_(printer)
    return True


class RecoveryCode(QWidget):
    """Shows `code` once. `kept`: the person says that it is safe."""

    kept = Signal()

    def __init__(self, ask: Ask, print_page: Print) -> None:
        super().__init__()
        self._ask, self._print = ask, print_page
        self.office, self.staff = "", ""
        self.code = label("", "title")
        self.code.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.code.setAccessibleName("恢复码")
        self.code.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.done = Slip("green")
        self.print = button("打印", "", self._print_it)
        self.copy = button("复制", "", self._copy_it)
        self.save = button("保存…", "", self._save_it)
        self.written_down = QCheckBox("已抄下（或已打印、保存），放在安全的地方")
        self.go_on = button("开始使用", "primary", self.kept.emit)
        self.go_on.setEnabled(False)
        self.written_down.toggled.connect(self.go_on.setEnabled)
        self._lay_out()

    def _lay_out(self) -> None:
        page = column(self, margin=0, spacing=12)
        page.addWidget(label("请留好恢复码", "heading"))
        page.addWidget(
            label(
                "数据是加密的。忘记密码时只有恢复码能打开；它只在这里显示一次，以后谁也查不到。",
                "hint",
                wrap=True,
            )
        )
        page.addSpacing(8)
        page.addWidget(self.code)
        page.addSpacing(8)
        row = QHBoxLayout()
        for each in (self.print, self.copy, self.save):
            row.addWidget(each)
        page.addLayout(row)
        page.addWidget(self.done)
        page.addSpacing(8)
        page.addWidget(self.written_down)
        page.addWidget(self.go_on)
        page.addStretch(1)

    def show_code(self, office: str, staff: str, code: str) -> None:
        """Show that code of that office."""
        self.office, self.staff = office, staff
        self.code.setText(code)
        self.print.setFocus()

    def _print_it(self) -> None:
        if self._print(self, sheet(self.office, self.staff, self.code.text())):
            self._say("已送往打印机，请看纸上是否清楚。")

    def _copy_it(self) -> None:
        QGuiApplication.clipboard().setText(self.code.text())
        self._say("已复制，请粘贴到安全的地方。")

    def _save_it(self) -> None:
        path = self._ask.save_path("保存恢复码", f"恢复码-{self.office}.txt", "文本文件 (*.txt)")
        if path is None:
            return
        try:
            path.write_text(plain(self.office, self.code.text()), encoding="utf-8-sig")
        except OSError:
            self._say("没有存成。请换一个可以写入的地方（如U盘），或改用打印。", "red")
        else:
            self._say(f"已存为 {path.name}，请把它移到U盘等安全的地方。")

    def _say(self, text: str, tone: str = "green") -> None:
        from quyuan_desktop.ui.theme import set_tone

        set_tone(self.done, tone)
        self.done.say(text)
        self.written_down.setFocus()
