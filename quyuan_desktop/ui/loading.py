"""What is loaded ahead of its use, on the worker: the window while the password is typed, the papers after it stands."""

from collections.abc import Callable
from functools import partial
from importlib import import_module

from quyuan_desktop.ui.tasks import Tasks

WINDOW = (
    "quyuan_desktop.services.open_office",
    "quyuan_desktop.ui.window",
    "quyuan_desktop.ui.sitting",
    "quyuan_desktop.services.today",
    "quyuan_desktop.ui.forms",
    "quyuan_desktop.ui.paper_view",
    "quyuan_desktop.ui.history_view",
    "quyuan_desktop.ui.list_files",
)
"""What it takes to sign in, to show the window, and to work at a desk, in the order in which it is wanted."""
PAPERS = ("quyuan_desktop.services.drawings",)
"""What draws papers."""


def load(tasks: Tasks, modules: tuple[str, ...], still: Callable[[], bool] = lambda: True) -> None:
    """Load the modules one by one in the background; those whose turn comes when `still` no longer holds are left."""
    for name in modules:
        tasks.run(partial(_load, name, still))


def _load(name: str, still: Callable[[], bool]) -> None:
    if still():
        import_module(name)
