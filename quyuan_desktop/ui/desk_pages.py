"""Pages that a desk has beside its registers: each by the code that the desk's declaration names."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from PySide6.QtWidgets import QWidget

from quyuan_desktop.ui.sitting import Sitting


@runtime_checkable
class Beginning(Protocol):
    """A page that begins records itself: `new_record` is False where it stands on nothing to begin one of."""

    def new_record(self) -> bool: ...

    def take_focus(self) -> None: ...


@dataclass(frozen=True, slots=True)
class DeskPageKind:
    """What the page is called in the side list, and how it is made; `last`: it stands below the registers."""

    label: str
    make: Callable[[Sitting], QWidget]
    last: bool = False


def _roster(sitting: Sitting) -> QWidget:
    from quyuan_desktop.ui.roster_page import RosterPage

    return RosterPage(sitting)


def _coverage(sitting: Sitting) -> QWidget:
    from quyuan_desktop.ui.coverage_page import CoveragePage

    return CoveragePage(sitting)


def _adviser_papers(sitting: Sitting) -> QWidget:
    from quyuan_desktop.ui.adviser_papers_page import AdviserPapersPage

    return AdviserPapersPage(sitting)


def _own_forms(sitting: Sitting) -> QWidget:
    from quyuan_desktop.ui.own_forms_page import OwnFormsPage

    return OwnFormsPage(sitting)


PAGES: dict[str, DeskPageKind] = {
    "roster": DeskPageKind("值班表", _roster),
    "adviser_papers": DeskPageKind("期间文书", _adviser_papers, last=True),
    "own_forms": DeskPageKind("上级报表", _own_forms, last=True),
    "coverage": DeskPageKind("覆盖看板", _coverage),
}
"""What draws a page and its papers is loaded when the page is first wanted, so that the window is there sooner."""
