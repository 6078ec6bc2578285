"""The head of the window: a tab for each page, the search box, the menu button."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QToolButton, QWidget

from quyuan_desktop.ui import theme
from quyuan_desktop.ui.desk_tabs import DeskTabs


class WindowHead(QFrame):
    """Tabs called `names`; the first nine are turned to by Ctrl and their number."""

    def __init__(self, names: Sequence[str], finder: QWidget) -> None:
        super().__init__()
        self.setProperty("role", "head")
        self.tabs = DeskTabs()
        for place, name in enumerate(names):
            self.tabs.addTab(name)
            self.tabs.setTabToolTip(place, f"{name}（Ctrl+{place + 1}）" if place < 9 else name)
        self.menu_button = QToolButton()
        self.menu_button.setText("菜单")
        self.menu_button.setIcon(theme.icon("menu"))
        self.menu_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.menu_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.menu_button.setProperty("role", "quiet")
        self.menu_button.setToolTip("菜单（F10）")
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(8), 0, theme.px(8), 0)
        row.setSpacing(theme.px(8))
        row.addWidget(self.tabs, 1)
        row.addWidget(finder)
        row.addWidget(self.menu_button)
