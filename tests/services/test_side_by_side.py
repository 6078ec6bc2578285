"""分所对照表: each office's figures beside the district's, which they come to; only the bureau has it."""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path

import pytest

from quyuan_desktop.domain import periods
from quyuan_desktop.domain.problems import Trouble
from quyuan_desktop.registers.advisers.assignment import ASSIGNMENT
from quyuan_desktop.registers.legal_aid.application_register import APPLICATION
from quyuan_desktop.registers.legal_aid.consultation import CONSULTATION
from quyuan_desktop.services.merge_package import merge
from quyuan_desktop.services.month_files import write_month
from quyuan_desktop.services.office_sight import seen_as
from quyuan_desktop.services.side_by_side import side_by_side, side_by_side_pdf, side_by_side_xlsx
from quyuan_desktop.services.workplace import Workplace
from tests.closings import keep
from tests.exchanging import MONTH, OTHER, at_district, at_office, exported
from tests.villages import village


@pytest.fixture
def district(tmp_path: Path) -> Iterator[Workplace]:
    """The bureau, with two consultations of one office and three of another, and one of a month before."""
    stick = tmp_path / "stick"
    stick.mkdir()
    with ExitStack() as stack:
        bureau = stack.enter_context(at_district(tmp_path / "district"))
        offices = [stack.enter_context(at_office(tmp_path / f"o{at}", other=bool(at))) for at in range(2)]
        for office, times in zip(offices, (2, 3), strict=True):
            for day in range(times):
                keep(office, date(2023, 11, 6 + day), headcount=2)
        keep(offices[0], date(2023, 10, 9))
        for office in offices:
            exported(office, stick)
        merge(bureau, [stick])
        yield bureau


def test_the_offices_stand_side_by_side_and_come_to_the_whole(district: Workplace) -> None:
    grid = side_by_side(district, CONSULTATION, MONTH)
    assert [column.head for column in grid.columns[3:]] == ["营田所", "天问所", "合计"]
    rows = {row.cells[1].text: [cell.value for cell in row.cells[3:]] for row in grid.rows}
    assert rows["咨询人次"] == [4, 6, 10]
    assert rows["接待批次"] == [2, 3, 5]
    assert "2023年11月" in grid.title


def test_rates_are_of_the_whole_and_none_where_nothing_was_counted(district: Workplace) -> None:
    rows = side_by_side(district, APPLICATION, MONTH).rows
    means = [row for row in rows if row.cells[1].text in {mean.label for mean in APPLICATION.means}]
    assert len(means) == len(APPLICATION.means) > 0
    assert {cell.text for row in means for cell in row.cells[3:]} == {"—"}


def test_paper_and_workbook_bear_the_names_of_the_offices(district: Workplace, tmp_path: Path) -> None:
    assert side_by_side_pdf(district, CONSULTATION, MONTH).startswith(b"%PDF")
    assert side_by_side_xlsx(district, MONTH).startswith(b"PK")
    written = {path.name for path in write_month(district, periods.month("2023-11"), tmp_path / "out")}
    assert "屈原管理区司法局-2023-11-分所对照表.xlsx" in written
    assert "屈原管理区司法局-2023-11-法律援助咨询月报表分所对照表.pdf" in written


def test_what_stands_at_the_end_is_counted_of_each_office_anew(tmp_path: Path) -> None:
    """The villages are read once for all figures of a month: of one office, not of the one counted before it."""
    stick = tmp_path / "stick"
    stick.mkdir()
    with (
        at_district(tmp_path / "district") as bureau,
        at_office(tmp_path / "one") as one,
        at_office(tmp_path / "two", other=True) as two,
    ):
        for place, names in ((one, ("荷花村",)), (two, ("汨水村", "河泊潭村"))):
            for name in names:
                village(place, name)
            exported(place, stick)
        merged = merge(bureau, [stick])
        assert [month.differences for each in merged for month in each.recounts] == [(), ()]
        rows = {row.cells[1].text: row for row in side_by_side(bureau, ASSIGNMENT, MONTH).rows}
        assert [cell.value for cell in rows["村（社区）"].cells[3:]] == [1, 2, 3]


def test_one_office_alone_has_none(district: Workplace, tmp_path: Path) -> None:
    for place in (seen_as(district, OTHER.code), seen_as(district, district.office.code)):
        with pytest.raises(Trouble, match="区局的电脑"):
            side_by_side(place, CONSULTATION, MONTH)
