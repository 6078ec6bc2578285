"""Pages of the window that belong to no desk: each a tab behind those of the desks, made when it is first turned to."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from quyuan_desktop.domain.office import Level
from quyuan_desktop.ui.sitting import Sitting

REPORTS, DISPATCH, DISTRICT = "reports", "dispatch", "district"


@dataclass(frozen=True, slots=True)
class WindowPageKind:
    """What the tab is called, how its page is made, and at which levels it stands.

    The page has a `take_focus()`; what draws it is loaded with the first one, so that the window is there sooner.
    """

    label: str
    make: Callable[[Sitting], QWidget]
    levels: tuple[Level, ...] = tuple(Level)


def _reports(sitting: Sitting) -> QWidget:
    if sitting.place.office.level is Level.DISTRICT:
        from quyuan_desktop.ui.district_reports import DistrictReports

        return DistrictReports(sitting)
    from quyuan_desktop.ui.report_desk import ReportDesk

    return ReportDesk(sitting)


def _dispatch(sitting: Sitting) -> QWidget:
    from quyuan_desktop.ui.dispatch_page import DispatchPage

    return DispatchPage(sitting)


def _district(sitting: Sitting) -> QWidget:
    from quyuan_desktop.ui.district_page import DistrictPage

    return DistrictPage(sitting)


PAGES: dict[str, WindowPageKind] = {
    REPORTS: WindowPageKind("统计报送", _reports),
    DISPATCH: WindowPageKind("上报区局", _dispatch, (Level.OFFICE,)),
    DISTRICT: WindowPageKind("汇总", _district, (Level.DISTRICT,)),
}
"""In the order of their tabs."""


def pages_for(level: Level) -> dict[str, WindowPageKind]:
    """The pages of an office, or of the bureau."""
    return {code: page for code, page in PAGES.items() if level in page.levels}
