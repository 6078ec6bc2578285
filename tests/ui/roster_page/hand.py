"""What a person does with the page of the roster, and what is read off it."""

from collections.abc import Callable

from PySide6.QtCore import Qt

from quyuan_desktop.registers.service_points.duty import DUTY
from quyuan_desktop.services import roster_acts as acts
from quyuan_desktop.services.roster import Cell
from quyuan_desktop.services.workplace import Changed
from quyuan_desktop.ui.roster_page import RosterPage
from tests.duty_points import names, november

Key = Qt.Key


Settle = Callable[[], None]


def there(page: RosterPage) -> dict[Cell, str]:
    """Who stands in the ledger, by half day."""
    return names(november(page._sitting.place, page._uid))


def shown(page: RosterPage, cell: Cell) -> str:
    return str(page.model.index_of(cell).data())


def put(page: RosterPage, settle: Settle, entries: dict[Cell, str]) -> None:
    """As if arranged before."""
    acts.fill(page._sitting.place, page._uid, entries)
    page._sitting.changed.emit(Changed(DUTY.code, ()))
    settle()
