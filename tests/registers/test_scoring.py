"""Scores and subsidies of village advisers: points that follow from counts, months in part, and amounts to the fen."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from quyuan_desktop.registers.advisers.scoring import Doing, marks
from quyuan_desktop.registers.advisers.subsidy import months_in_term, months_told, subsidy_due

YEAR = date(2023, 1, 1), date(2023, 12, 31)


def points(done: Doing) -> dict[str, Decimal | None]:
    return {mark.item: mark.points for mark in marks(done, 4, 1)}


def test_the_items_make_a_hundred() -> None:
    assert sum(mark.full for mark in marks(Doing(), 4, 1)) == 100


def test_points_follow_from_what_the_records_know() -> None:
    done = Doing(terms=3, agreements=2, months=12, fulfilled=7, quarters=4, lectured=4, services=9, proved=8)
    found = points(done)
    assert found["签订协议"] == Decimal("3.3")
    assert found["现场服务"] == Decimal("14.6")
    assert found["法治讲座"] == Decimal(15)
    assert found["服务记录"] == Decimal("17.8")
    assert [item for item, given in found.items() if given is None] == [
        "公示上墙",
        "微信群",
        "调解和援助",
        "群众评价",
    ]


def test_nothing_to_judge_by_is_not_nought_and_no_service_is() -> None:
    assert set(points(Doing()).values()) == {None}
    assert points(Doing(terms=1))["服务记录"] == 0
    assert points(Doing(terms=1))["法治讲座"] is None


def test_the_rules_name_the_duty_of_the_house() -> None:
    rules = " ".join(mark.rule for mark in marks(Doing(), 6, 2))
    assert "不少于 6 小时" in rules
    assert "不少于 2 次" in rules


@pytest.mark.parametrize(
    ("start", "last", "months"),
    [
        (date(2022, 5, 1), date(2024, 5, 1), Fraction(12)),
        (date(2023, 1, 1), date(2023, 1, 31), Fraction(1)),
        (date(2023, 2, 15), date(2023, 2, 28), Fraction(1, 2)),
        (date(2023, 10, 17), date(2023, 12, 31), 2 + Fraction(15, 31)),
        (date(2023, 12, 31), date(2024, 6, 30), Fraction(1, 31)),
        (date(2024, 1, 1), date(2024, 6, 30), Fraction(0)),
    ],
)
def test_months_in_term(start: date, last: date, months: Fraction) -> None:
    assert months_in_term(start, last, *YEAR) == months


def test_a_leap_february() -> None:
    assert months_in_term(date(2024, 2, 1), date(2024, 2, 29), date(2024, 2, 1), date(2024, 2, 29)) == 1


def test_parts_of_a_term_add_up() -> None:
    whole = months_in_term(date(2023, 3, 9), date(2023, 11, 20), *YEAR)
    halves = [(YEAR[0], date(2023, 6, 17)), (date(2023, 6, 18), YEAR[1])]
    assert sum(months_in_term(date(2023, 3, 9), date(2023, 11, 20), *half) for half in halves) == whole


@pytest.mark.parametrize(
    ("yearly", "months", "due"),
    [
        (360_000, Fraction(12), 360_000),
        (360_000, Fraction(3), 90_000),
        (240_000, 2 + Fraction(15, 31), 49_677),
        (100, Fraction(1), 8),
        (6, Fraction(1), 1),
        (0, Fraction(12), 0),
    ],
)
def test_what_is_due(yearly: int, months: Fraction, due: int) -> None:
    assert subsidy_due(yearly, months) == due


def test_months_are_told_short() -> None:
    assert [months_told(each) for each in (Fraction(12), Fraction(3, 2), Fraction(10, 31))] == [
        "12",
        "1.5",
        "0.32",
    ]
