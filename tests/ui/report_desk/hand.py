"""What the report desk shows, read off the page."""

from collections.abc import Callable

from quyuan_desktop.ui.report_desk import ReportDesk

Settle = Callable[[], None]


def shown(page: ReportDesk, code: str, column: int) -> str:
    row = page.table.model.row_of(code)
    assert row is not None
    return str(page.table.model.index(row, column).data())


def stand_on(page: ReportDesk, code: str) -> None:
    row = page.table.model.row_of(code)
    assert row is not None
    page.table.figures.selectRow(row)
    page.table.figures.setFocus()
