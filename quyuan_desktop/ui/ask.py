"""Questions to the person at the desk, as one thing that is passed in, so that tests can answer."""

from pathlib import Path
from typing import Protocol

from PySide6.QtWidgets import QFileDialog, QInputDialog, QMessageBox, QWidget


class Ask(Protocol):
    """What may be asked. Every answer can be None or False: the person thought better of it."""

    def confirm(self, title: str, text: str, yes: str, *, danger: bool = False) -> bool:
        """Whether to go on; `yes` is the verb on the button (作废这条记录)."""

    def reason(self, title: str, text: str, suggestions: tuple[str, ...] = ()) -> str | None:
        """A reason in words, never empty."""

    def tell(self, title: str, text: str) -> None:
        """Something that cannot wait to be read."""

    def save_path(self, title: str, suggested: str, pattern: str) -> Path | None:
        """Where to save a file."""

    def open_path(self, title: str, pattern: str) -> Path | None:
        """Which file to open."""

    def open_paths(self, title: str, pattern: str) -> list[Path]:
        """Which files to open, any number; none when the person thought better of it."""

    def folder_path(self, title: str) -> Path | None:
        """Which folder to read from or write to."""


class DialogAsk:
    """Asks by dialogs over `window`."""

    def __init__(self, window: QWidget | None = None) -> None:
        self.window = window

    def confirm(self, title: str, text: str, yes: str, *, danger: bool = False) -> bool:
        box = QMessageBox(self.window)
        box.setIcon(QMessageBox.Icon.Warning if danger else QMessageBox.Icon.Question)
        box.setWindowTitle(title)
        box.setText(text)
        go = box.addButton(yes, QMessageBox.ButtonRole.AcceptRole)
        stay = box.addButton("不做了", QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(stay if danger else go)
        box.exec()
        return box.clickedButton() is go

    def reason(self, title: str, text: str, suggestions: tuple[str, ...] = ()) -> str | None:
        given, accepted = QInputDialog.getItem(self.window, title, text, list(suggestions), -1, True)
        return given.strip() if accepted and given.strip() else None

    def tell(self, title: str, text: str) -> None:
        box = QMessageBox(QMessageBox.Icon.Warning, title, text, parent=self.window)
        box.addButton("知道了", QMessageBox.ButtonRole.AcceptRole)
        box.exec()

    def save_path(self, title: str, suggested: str, pattern: str) -> Path | None:
        chosen, _ = QFileDialog.getSaveFileName(self.window, title, suggested, pattern)
        return Path(chosen) if chosen else None

    def open_path(self, title: str, pattern: str) -> Path | None:
        chosen, _ = QFileDialog.getOpenFileName(self.window, title, "", pattern)
        return Path(chosen) if chosen else None

    def open_paths(self, title: str, pattern: str) -> list[Path]:
        chosen, _ = QFileDialog.getOpenFileNames(self.window, title, "", pattern)
        return [Path(each) for each in chosen]

    def folder_path(self, title: str) -> Path | None:
        chosen = QFileDialog.getExistingDirectory(self.window, title)
        return Path(chosen) if chosen else None
