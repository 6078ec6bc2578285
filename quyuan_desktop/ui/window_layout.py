"""Where the window stood and which tab was shown, kept from one sitting to the next."""

from PySide6.QtCore import QByteArray, QSettings, Qt
from PySide6.QtWidgets import QMainWindow

from quyuan_desktop.ui import theme
from quyuan_desktop.ui.dialogs.parts import fit

GEOMETRY, TAB = "window/geometry", "window/tab"
NARROW = 1400
"""On a screen of up to so many pixels the window begins as large as the screen."""


def keep_layout(window: QMainWindow, layout: QSettings, tab: int) -> None:
    """Keep where `window` stands and its tab."""
    layout.setValue(GEOMETRY, window.saveGeometry())
    layout.setValue(TAB, tab)
    layout.sync()


def keep_within_screen(window: QMainWindow) -> None:
    """Make `window` no larger than its screen where it may be smaller; large type can have widened it."""
    room = window.screen().availableSize()
    if not window.isMaximized() and window.size().boundedTo(room) != window.size():
        window.resize(window.size().boundedTo(room))


def restore_layout(window: QMainWindow, layout: QSettings) -> None:
    """Put `window` where it stood last."""
    fit(window, 1280, 760)
    kept = layout.value(GEOMETRY)
    if not (isinstance(kept, QByteArray) and window.restoreGeometry(kept)):
        room = window.screen().availableSize()
        if room.width() <= theme.px(NARROW):
            window.setWindowState(Qt.WindowState.WindowMaximized)
