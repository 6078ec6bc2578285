"""The 口径 beneath a table: what it says is of that table and of no other."""

from collections.abc import Iterator

import pytest

from quyuan_desktop.domain import periods
from quyuan_desktop.registers import REGISTERS
from quyuan_desktop.services.month import month_table
from quyuan_desktop.services.workplace import Workplace
from tests.offices import at_work, fresh


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workplace]:
    with at_work(fresh(tmp_path_factory.mktemp("office") / "data")) as made:
        yield made


def notes(place: Workplace, code: str) -> str:
    return "".join(month_table(place, periods.read("2023-11"), [REGISTERS[code]]).notes)


def test_consultations_say_how_people_and_matters_are_counted(place: Workplace) -> None:
    found = notes(place, "consultation")
    assert "一人一次问两类以上计 1 人次、2 件以上" in found
    assert "人群各类可以交叉" in found


def test_advisers_say_what_their_rates_are_made_of(place: Workplace) -> None:
    found = notes(place, "assignment")
    assert "覆盖率为有顾问的村 ÷ 启用的村；履职率为履职村月 ÷ 在聘村月。" in found
    assert "人次" not in found
    assert "人群" not in found
    assert "作废的不计" in found
