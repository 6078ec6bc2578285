"""Who may sign in at this folder; light, so that the sign-in page can be painted at once."""

from pathlib import Path

from quyuan_desktop.storage import founding, keys
from quyuan_desktop.storage.keys import Login

__all__ = ["Login", "is_founded", "logins"]

LEDGER = "office.db"


def is_founded(folder: Path) -> bool:
    """Whether an office keeps its data in `folder`; one whose founding was broken off is none."""
    if founding.left_half(folder):
        return False
    return (folder / keys.FILE).exists() or (folder / LEDGER).exists()


def logins(folder: Path) -> list[Login]:
    """Who may sign in. Raises Trouble when the key file is gone or damaged."""
    return keys.logins(folder)
