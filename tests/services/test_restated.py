"""What stands at a month's end and is another now (期末数): told with the next closing, once, and never summed."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from quyuan_desktop.domain import periods
from quyuan_desktop.domain.corrections import CorrectionKind, Restated
from quyuan_desktop.domain.periods import Period
from quyuan_desktop.registers.service_points.point import POINT
from quyuan_desktop.services import closing_draft
from quyuan_desktop.services.closing import preview, reopen
from quyuan_desktop.services.house_rules import keep_setting
from quyuan_desktop.services.month import STANDING, corrections_pdf, month_table
from quyuan_desktop.services.report_desk import told_corrections
from quyuan_desktop.services.workplace import Workplace
from tests.closings import OCTOBER, SEPTEMBER, add_point, close, keep, without_papers
from tests.offices import START, Clock, at_work, fresh
from tests.villages import village

NOVEMBER, DECEMBER = periods.month("2023-11"), periods.month("2023-12")
JANUARY = datetime(2024, 1, 3, 9, tzinfo=START.tzinfo)
EXPIRING = "advisers.expiry_ahead"


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Workplace]:
    """A consultation in September, which is closed."""
    with at_work(fresh(tmp_path / "data", Clock(JANUARY))) as place, without_papers():
        keep(place, date(2023, 9, 4))
        close(place, SEPTEMBER)
        yield place


def open_points(place: Workplace, period: Period) -> list[tuple[str, int, int]]:
    """Month, as told and as it is, of the open points that the 更正表 of `period` would tell."""
    restated = preview(place, period).restated
    return [(each.month, each.before, each.after) for each in restated if each.code == "point.open"]


def test_a_point_entered_late_changes_the_end_of_the_closed_month(place: Workplace) -> None:
    add_point(place, date(2023, 9, 12))
    found = preview(place, OCTOBER)
    told = {each.code: each for each in found.restated}
    assert told["point.open"] == Restated("point", "2023年9月", "point.open", 0, 1)
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


def test_every_closed_month_that_is_another_now_has_its_line_once(place: Workplace) -> None:
    """Not the last one alone; a change that comes on top is told from where it was told last."""
    keep(place, date(2023, 10, 9))
    close(place, OCTOBER)
    add_point(place, date(2023, 9, 12))
    assert open_points(place, NOVEMBER) == [("2023年9月", 0, 1), ("2023年10月", 0, 1)]
    keep(place, date(2023, 11, 6))
    close(place, NOVEMBER)
    assert open_points(place, DECEMBER) == []
    add_point(place, date(2023, 10, 12))
    assert open_points(place, DECEMBER) == [("2023年10月", 1, 2), ("2023年11月", 1, 2)]
    told = [(each.month, each.kind) for each in told_corrections(place, DECEMBER) if not each.uid]
    assert told == [("2023年10月", CorrectionKind.RESTATED), ("2023年11月", CorrectionKind.RESTATED)]


def test_a_month_closed_by_a_program_that_did_not_tell_is_made_up_for(
    place: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """September changed before October was closed, and its paper said nothing of it: November's does."""
    add_point(place, date(2023, 9, 12))
    with monkeypatch.context() as older:
        older.setattr(closing_draft, "restated_since", lambda *_: [])
        close(place, OCTOBER)
    assert open_points(place, NOVEMBER) == [("2023年9月", 0, 1)]
    close(place, NOVEMBER)
    assert open_points(place, DECEMBER) == []


def test_what_a_reopened_month_told_is_told_again(place: Workplace) -> None:
    add_point(place, date(2023, 9, 12))
    close(place, OCTOBER)
    reopen(place, OCTOBER, "漏了一件")
    assert open_points(place, OCTOBER) == [("2023年9月", 0, 1)]


def test_a_change_of_rules_is_nobodys_correction(place: Workplace) -> None:
    """What is worked out by the rules (覆盖, 缺口) is not compared across it; what is counted is."""
    add_point(place, date(2023, 9, 12))
    found = {each.code for each in preview(place, OCTOBER).restated}
    assert {"coverage.villages", "point.open"} & found == {"point.open"}
    village(place, "荷花村")
    assert "coverage.villages" in {each.code for each in preview(place, OCTOBER).restated}
    place = keep_setting(place, EXPIRING, 45)
    found = {each.code for each in preview(place, OCTOBER).restated}
    assert {"coverage.villages", "point.open"} & found == {"point.open"}


def test_a_year_that_is_over_is_left_alone(tmp_path: Path) -> None:
    with at_work(fresh(tmp_path / "data", Clock(JANUARY + timedelta(days=60)))) as place, without_papers():
        keep(place, date(2023, 12, 4))
        close(place, DECEMBER)
        keep(place, date(2024, 1, 8))
        close(place, periods.month("2024-01"))
        add_point(place, date(2023, 12, 12))
        assert open_points(place, periods.month("2024-02")) == [("2024年1月", 0, 1)]


def test_a_point_of_the_next_month_changes_nothing(place: Workplace) -> None:
    add_point(place, date(2023, 10, 2))
    assert preview(place, OCTOBER).restated == ()


def test_a_table_with_such_figures_says_that_they_are_not_summed(place: Workplace) -> None:
    assert STANDING in month_table(place, OCTOBER, [POINT]).notes
