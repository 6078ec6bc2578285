"""What the tests of signing in have in common: whose passwords, the keys, what is printed."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from quyuan_desktop.ui.sign_in import SignIn
from tests.ui.at_the_desk import focus

HEAD, CLERK = "head-secret", "clerk-secret"
Key = Qt.Key
Open = Callable[..., SignIn]
Settle = Callable[[], None]


class Printed(list[str]):
    """Stands in for the printer's dialog: keeps what would be printed."""

    def __call__(self, window: QWidget, page: str) -> bool:
        self.append(page)
        return True


def press(*keys_: Qt.Key) -> None:
    """Press keys wherever the focus is."""
    for key in keys_:
        QTest.keyClick(focus(), key)


def write(text: str) -> None:
    """Type wherever the focus is; what no key has arrives as from an input method."""
    target = QApplication.focusWidget()
    assert target is not None
    if text.isascii():
        QTest.keyClicks(target, text)
    else:
        target.insert(text)  # type: ignore[attr-defined]  # a line edit
