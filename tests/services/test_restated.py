"""What stands at a month's end and is another now (期末数): told with the next closing, once, and never summed."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from quyuan_desktop.domain.corrections import Restated
from quyuan_desktop.domain.terms import Town
from quyuan_desktop.registers.base import blank
from quyuan_desktop.registers.service_points.point import POINT, Point
from quyuan_desktop.registers.service_points.terms import PointState, Tier
from quyuan_desktop.services.closing import preview
from quyuan_desktop.services.month import STANDING, corrections_pdf, month_table
from quyuan_desktop.services.save_record import save_record
from quyuan_desktop.services.workplace import Workplace
from tests.closings import OCTOBER, SEPTEMBER, close, keep, without_papers
from tests.offices import Clock, at_work, fresh


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Workplace]:
    """A consultation in September, which is closed."""
    with at_work(fresh(tmp_path / "data", Clock())) as place, without_papers():
        keep(place, date(2023, 9, 4))
        close(place, SEPTEMBER)
        yield place


def add_point(place: Workplace, opened: date) -> None:
    values = {
        **blank(Point),
        "name": f"{opened:%m%d}工作点",
        "tier": Tier.POINT,
        "town": Town.YINGTIAN,
        "village": "荷花村",
        "opened_on": opened,
        "point_state": PointState.OPEN,
    }
    save_record(place, POINT, values, reason="漏登记", confirmed=True)


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


def test_a_point_of_the_next_month_changes_nothing(place: Workplace) -> None:
    add_point(place, date(2023, 10, 2))
    assert preview(place, OCTOBER).restated == ()


def test_a_table_with_such_figures_says_that_they_are_not_summed(place: Workplace) -> None:
    assert STANDING in month_table(place, OCTOBER, [POINT]).notes
