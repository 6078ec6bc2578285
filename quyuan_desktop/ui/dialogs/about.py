"""Help: the pages of resources/help, and what the program is and stands on."""

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QTextBrowser, QWidget

from quyuan_desktop.bundle import RESOURCES
from quyuan_desktop.ui import theme
from quyuan_desktop.ui.dialogs.parts import button, column, fit
from quyuan_desktop.ui.short_list import LINE, Line, ShortList

KEYS = """# 键盘

| 按键 | 作用 |
|---|---|
| Ctrl+N | 新建登记（任何页面） |
| Ctrl+F | 查找（任何页面） |
| Ctrl+1、2…… | 切换页面 |
| 回车 | 到下一栏；在列表里打开 |
| Ctrl+S | 保存 |
| Ctrl+Alt+Z | 撤销刚才的保存（十秒内） |
| F1 | 解释这一栏和它的依据 |
| F10 | 菜单 |
| Ctrl+加号、减号、0 | 放大、缩小、原来大小 |
"""
ABOUT = """# 关于

**屈原司法所工作台** {version}

离线的司法所业务登记、文书与统计程序。数据只存放在本机，全程加密，不联网。

字体：Noto Sans SC、Noto Serif SC、LXGW WenKai（SIL OFL 1.1）。界面：Qt（LGPL 3）。
"""


def pages() -> list[tuple[str, str]]:
    """Titles and Markdown of the help pages: those in resources/help by file name, then keys and about."""
    from quyuan_desktop import __version__

    found = []
    folder = RESOURCES / "help"
    for path in sorted(folder.glob("*.md")) if folder.is_dir() else []:
        text = path.read_text(encoding="utf-8")
        title = next((line.lstrip("# ").strip() for line in text.splitlines() if line.startswith("#")), path.stem)
        found.append((title, text))
    return [*found, ("键盘", KEYS), ("关于", ABOUT.format(version=__version__))]


class Help(QDialog):
    """Titles at the left, the page beside."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("帮助")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        fit(self, 820, 560)
        self.list, self.text = ShortList("帮助目录", most=0), QTextBrowser()
        self.list.setFixedWidth(theme.px(200))
        self.text.setAccessibleName("帮助内容")
        self.text.setOpenLinks(False)
        self.list.selectionModel().currentChanged.connect(self._turn)
        row = QHBoxLayout()
        row.addWidget(self.list)
        row.addWidget(self.text, 1)
        page = column(self, margin=16)
        page.addLayout(row, 1)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(button("关闭", "", self.close))
        page.addLayout(foot)
        self.list.show_lines([Line(title, "", "", text) for title, text in pages()])
        self.list.setFocus()

    def _turn(self, index: QModelIndex) -> None:
        if index.isValid():
            self.text.setMarkdown(index.data(LINE).what)
