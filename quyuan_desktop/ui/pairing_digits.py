"""The digits of a pairing (结对码), large enough to be read over the telephone, and how they are spoken."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout

from quyuan_desktop.services.pairing import spoken_digits
from quyuan_desktop.ui import theme
from quyuan_desktop.ui.dialogs.parts import label


class PairingDigits(QFrame):
    """Four groups of five digits."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.digits = label("", "digits")
        self.spoken = label("", "hint")
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px(16), theme.px(16), theme.px(16), theme.px(16))
        column.setSpacing(theme.px(4))
        for each in (self.digits, self.spoken):
            each.setAlignment(Qt.AlignmentFlag.AlignCenter)
            each.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            column.addWidget(each)
        self.digits.setAccessibleName("结对码")

    def show_digits(self, digits: str) -> None:
        """Show these."""
        self.digits.setText("   ".join(digits.split(" ")))
        self.spoken.setText("　".join(spoken_digits(digits).split(" ")))
        self.setAccessibleName(f"结对码 {spoken_digits(digits)}")
