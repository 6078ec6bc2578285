"""Tables taken in: what is doubtful about a row and does not stand in its way."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from quyuan_desktop.registers.places import VILLAGE
from quyuan_desktop.services.workplace import Workplace
from tests.offices import at_work, fresh
from tests.sheets import VILLAGE_HEADS, planned, village, workbook

MERGER_HEADS = ["村（社区）名称", "乡镇", "停用日期", "并入"]


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Workplace]:
    with at_work(fresh(tmp_path / "data")) as made:
        yield made


def test_two_codes_for_one_name_in_a_file_are_pointed_out(place: Workplace, tmp_path: Path) -> None:
    rows = [village("荷花村", code=f"43067110120{last}") for last in (1, 2)]
    plan = planned(place, VILLAGE, workbook(tmp_path / "村.xlsx", [VILLAGE_HEADS, *rows]))
    assert not plan.faulty
    told = "与第 2 行的村（社区）名称、乡镇相同，其他不同，请核对是不是同一个。"
    assert [told in "".join(row.warned) for row in plan.rows] == [False, True]


def test_a_village_cannot_go_on_in_itself(place: Workplace, tmp_path: Path) -> None:
    plan = planned(
        place,
        VILLAGE,
        workbook(tmp_path / "村.xlsx", [MERGER_HEADS, ["荷花村", "营田镇", "2016-01-01", "荷花村"]]),
    )
    (row,) = plan.rows
    assert plan.faulty
    assert row.told == ("并入：写的就是这一行自己，请核对。",)
