"""What a person does with the board of coverage, and what is read off it."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Qt

from quyuan_desktop.domain.terms import Town
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.ui.coverage_page import CoveragePage
from quyuan_desktop.ui.coverage_tiles import Tile
from tests.pages import focused
from tests.villages import adviser, lecture, service, term, village

Settle = Callable[[], None]


Key = Qt.Key


LONG = date(2025, 12, 31)


def fill(place: Workplace) -> None:
    """Five villages: 三洲 silent, 团湖 nobody, 义南 expiring, 荷花 in order; 横港 of another town in order."""
    who, other = adviser(place), adviser(place, "柳青禾", firm="营田法律服务所")
    for name, town, last in (
        ("荷花村", Town.YINGTIAN, LONG),
        ("义南村", Town.YINGTIAN, date(2023, 12, 31)),
        ("横港村", Town.FENGHUANG, LONG),
    ):
        held = term(
            place,
            village(place, name, town),
            other if name == "横港村" else who,
            last=last,
            firm="营田法律服务所" if name == "横港村" else "",
        )
        lecture(place, held, date(2023, 10, 10), 240)
        service(place, held, date(2023, 11, 2), 90)
    silent = term(place, village(place, "三洲村"), who, last=LONG)
    lecture(place, silent, date(2023, 7, 3), 240)
    village(place, "团湖村", contact="王书记", contact_phone="19055551234")


def names(page: CoveragePage) -> list[str]:
    return [tile.state.name for tile in page.field.tiles()]


def here(page: CoveragePage) -> str:
    """The village whose tile has the focus."""
    found = focused()
    assert isinstance(found, Tile)
    return found.state.name
