"""The file that says a ledger is still being founded: a power cut in the midst leaves nothing that bars the way."""

import contextlib
from pathlib import Path

from quyuan_desktop.storage.files import sync_folder, write_whole

FILE = "founding"


def begin(folder: Path) -> None:
    """Say that what comes into `folder` now does not count yet. Raises Trouble when it cannot be written."""
    write_whole(folder / FILE, b"")


def end(folder: Path) -> None:
    """All is there, and counts. Raises OSError."""
    (folder / FILE).unlink(missing_ok=True)
    sync_folder(folder)


def left_half(folder: Path) -> bool:
    """Whether a founding was broken off in `folder`. Where a number was ever given out, there is an office.

    A folder that may not be looked into is none of that: whoever opens it says so.
    """
    try:
        if not (folder / FILE).exists():
            return False
    except (OSError, ValueError):
        return False
    from quyuan_desktop.storage import numbering  # slow to load, and hardly ever needed

    return not (folder / numbering.FILE).exists()


def clear(folder: Path, names: tuple[str, ...]) -> None:
    """Take away what a founding has left, the file that says so last."""
    for name in (*names, FILE):
        with contextlib.suppress(OSError):
            (folder / name).unlink()
