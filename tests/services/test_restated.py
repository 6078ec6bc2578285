"""What stands at a month's end and is another now (期末数): told with the next closing, once, and never summed."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from quyuan_desktop.domain import periods
from quyuan_desktop.domain.corrections import CorrectionKind, Restated
from quyuan_desktop.registers.service_points.point import POINT
from quyuan_desktop.services.closing import preview
from quyuan_desktop.services.month import STANDING, corrections_pdf, month_table
from quyuan_desktop.services.report_desk import told_corrections
from quyuan_desktop.services.workplace import Workplace
from tests.closings import OCTOBER, SEPTEMBER, add_point, close, keep, without_papers
from tests.offices import Clock, at_work, fresh

NOVEMBER = periods.month("2023-11")


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Workplace]:
    """A consultation in September, which is closed."""
    with at_work(fresh(tmp_path / "data", Clock())) as place, without_papers():
        keep(place, date(2023, 9, 4))
        close(place, SEPTEMBER)
        yield place


def test_a_point_entered_late_changes_the_end_of_the_closed_month(place: Workplace) -> None:
    add_point(place, date(2023, 9, 12))
    found = preview(place, OCTOBER)
    told = {each.code: each for each in found.restated}
    assert told["point.open"] == Restated("point", "point.open", 0, 1)
    assert told["point.tier.point"].after == 1
    assert "point.opened" not in told, "what adds up is corrected record by record"
    assert [each.register for each in found.corrections] == ["point"]


def test_it_is_told_once(place: Workplace) -> None:
    add_point(place, date(2023, 9, 12))
    close(place, OCTOBER)
    assert corrections_pdf(place, OCTOBER) is not None
    november = preview(place, OCTOBER).findings  # closed already: nothing is reckoned
    assert november
    lines = {line.figure.code: line for line in month_table(place, OCTOBER, [POINT]).lines}
    assert (lines["point.open"].figure.value, lines["point.open"].year_to_date) == (1, 1)


def test_the_list_of_corrections_tells_it_before_and_after_closing(place: Workplace) -> None:
    add_point(place, date(2023, 9, 12))
    before = told_corrections(place, OCTOBER)
    assert [(each.uid == "", each.kind) for each in before] == [
        (False, CorrectionKind.ADDED),
        (True, CorrectionKind.RESTATED),
    ]
    stock = before[-1]
    assert (stock.table, stock.month, stock.number) == ("point", "2023年9月", "")
    assert ("point.open", 0, 1) in list(stock.changes())
    closed = close(place, OCTOBER)
    assert closed.corrections == 1, "records are counted"
    after = told_corrections(place, OCTOBER)
    assert [(each.kind, dict(each.after)) for each in after] == [(each.kind, dict(each.after)) for each in before]
    assert told_corrections(place, NOVEMBER) == ()


def test_a_point_of_the_next_month_changes_nothing(place: Workplace) -> None:
    add_point(place, date(2023, 10, 2))
    assert preview(place, OCTOBER).restated == ()


def test_a_table_with_such_figures_says_that_they_are_not_summed(place: Workplace) -> None:
    assert STANDING in month_table(place, OCTOBER, [POINT]).notes
