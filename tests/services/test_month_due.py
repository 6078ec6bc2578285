"""The month to be handed in: when it is reminded of, in which tone, and when not at all."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest

from quyuan_desktop.domain import periods
from quyuan_desktop.domain.house import HouseRules
from quyuan_desktop.registers.reporting import CUT_OFF, DUE_DAY, due_on, window
from quyuan_desktop.services.house_rules import keep_setting
from quyuan_desktop.services.month_due import reminder
from quyuan_desktop.services.today import day_view
from quyuan_desktop.services.workplace import Workplace
from tests.closings import OCTOBER, close, keep, without_papers
from tests.offices import ZONE, Clock, at_work, fresh


@pytest.fixture
def clock() -> Clock:
    return Clock(datetime(2023, 11, 1, 9, tzinfo=ZONE))


@pytest.fixture
def place(tmp_path: Path, clock: Clock) -> Iterator[Workplace]:
    """A consultation in October; the report is due on the fifth."""
    with at_work(fresh(tmp_path / "data", clock)) as place, without_papers():
        keep(place, date(2023, 10, 9))
        yield keep_setting(place, DUE_DAY.code, 5)


@pytest.mark.parametrize(
    ("day", "tone", "words"),
    [
        (1, "", "11-05，剩 4 日"),
        (2, "amber", "11-05，剩 3 日"),
        (5, "amber", "11-05，今天到期"),
        (6, "red", "11-05，已过 1 日"),
    ],
)
def test_an_open_month_is_reminded_of(place: Workplace, clock: Clock, day: int, tone: str, words: str) -> None:
    clock.at = datetime(2023, 11, day, 9, tzinfo=ZONE)
    told = reminder(place)
    assert told is not None
    assert (told.what, told.tone) == ("2023年10月的月报还没有结账", tone)
    assert words in told.detail
    (item,) = [each for block in day_view(place).blocks for each in block.items if each.opens == "reports"]
    assert item.what == told.what


def test_a_closed_month_an_empty_one_and_no_day_are_silent(place: Workplace, clock: Clock) -> None:
    assert reminder(keep_setting(place, DUE_DAY.code, None)) is None
    place = keep_setting(place, DUE_DAY.code, 5)
    clock.at = datetime(2023, 10, 30, 9, tzinfo=ZONE)
    assert reminder(place) is None
    clock.at = datetime(2023, 11, 6, 9, tzinfo=ZONE)
    close(place, OCTOBER)
    assert reminder(place) is None


@pytest.mark.parametrize(
    ("cut", "due", "expected"),
    [
        (0, 5, date(2023, 11, 5)),
        (20, 25, date(2023, 10, 25)),
        (20, 5, date(2023, 11, 5)),
        (20, 20, date(2023, 11, 20)),
    ],
)
def test_it_is_due_on_the_first_such_day_after_its_end(cut: int, due: int, expected: date) -> None:
    house = HouseRules(settings={CUT_OFF.code: cut, DUE_DAY.code: due})
    assert due_on(house, window(house).recut(periods.month("2023-10"))) == expected
    assert due_on(HouseRules(), OCTOBER) is None
