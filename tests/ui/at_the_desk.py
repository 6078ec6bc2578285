"""The person at the desk, as tests play them: answers to what is asked, and where the focus is."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QApplication, QWidget


@dataclass
class Answers:
    """Answers what is asked from `next`, in order; a question without an answer is a defect."""

    next: list[Any] = field(default_factory=list)
    asked: list[tuple[str, str]] = field(default_factory=list)

    def _answer(self, title: str, text: str) -> Any:
        self.asked.append((title, text))
        assert self.next, f"asked without an answer ready: {title}: {text}"
        return self.next.pop(0)

    def confirm(self, title: str, text: str, yes: str, *, danger: bool = False) -> bool:
        return bool(self._answer(title, text))

    def reason(self, title: str, text: str, suggestions: tuple[str, ...] = ()) -> str | None:
        return self._answer(title, text)  # type: ignore[no-any-return]  # what the test put there

    def tell(self, title: str, text: str) -> None:
        self._answer(title, text)

    def save_path(self, title: str, suggested: str, pattern: str) -> Path | None:
        return self._answer(title, suggested)  # type: ignore[no-any-return]  # likewise

    def open_path(self, title: str, pattern: str) -> Path | None:
        return self._answer(title, pattern)  # type: ignore[no-any-return]  # likewise

    def folder_path(self, title: str) -> Path | None:
        return self._answer(title, "")  # type: ignore[no-any-return]  # likewise

    def open_paths(self, title: str, pattern: str) -> list[Path]:
        return list(self._answer(title, pattern))


def focus() -> QWidget:
    """What has the focus."""
    found = QApplication.focusWidget()
    assert found is not None, "nothing has the focus"
    return found
