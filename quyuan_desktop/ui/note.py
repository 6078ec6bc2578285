"""The sentence beside a field: what is wrong or worth a second look, in a word and a colour."""

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from quyuan_desktop.domain.problems import Problem
from quyuan_desktop.ui import theme

SLIP, WARNING = "× ", "提醒："


class Note(QLabel):
    """Hidden while there is nothing to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        self.hide()

    def say(self, problems: Iterable[Problem]) -> None:
        """Show the problems, slips before warnings."""
        told = sorted(problems, key=lambda problem: problem.warning)
        theme.set_tone(self, "" if not told else "amber" if told[0].warning else "red")
        kinds = (
            ("".join(each.text for each in told if each.warning is warning), warning) for warning in (False, True)
        )
        self.setText("\n".join((WARNING if warning else SLIP) + text for text, warning in kinds if text))
        self.setVisible(bool(told))
