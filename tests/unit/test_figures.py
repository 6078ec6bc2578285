"""How figures are printed: 余 by its rule, 「—」 where nothing can be divided."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quyuan_desktop.domain.figures import NONE, Figure, FigureLine, yu


@pytest.mark.parametrize(
    ("n", "unit", "told"),
    [
        (574, 10, "570余"),
        (570, 10, "570"),
        (431, 10, "430余"),
        (20_345, 10_000, "2万余"),
        (20_000, 10_000, "2万"),
        (29_999, 10_000, "2万余"),
        (30_001, 10_000, "3万余"),
        (123_456, 10_000, "12万余"),
        (20_345, 1000, "2万余"),
        (21_345, 1000, "21000余"),
        (755, 1, "755"),
        (9, 10, "9"),
        (9_999, 10_000, "9999"),
        (0, 10, "0"),
    ],
)
def test_yu(n: int, unit: int, told: str) -> None:
    assert yu(n, unit) == told


@pytest.mark.parametrize(("n", "unit"), [(-1, 10), (10, 0), (10, -10)])
def test_yu_is_of_whole_units(n: int, unit: int) -> None:
    with pytest.raises(ValueError, match="余"):
        yu(n, unit)


@given(n=st.integers(0, 10**9), unit=st.sampled_from([1, 10, 100, 1000, 10_000]))
def test_yu_never_says_more_than_there_is(n: int, unit: int) -> None:
    told = yu(n, unit)
    number = told.removesuffix("余")
    value = int(number[:-1]) * 10_000 if number.endswith("万") else int(number)
    assert value <= n < value + unit or value == n
    assert told.endswith("余") == (value != n)


def line(now: float | None, so_far: float | None, before: float | None) -> FigureLine:
    return FigureLine(Figure("exam.study.rate", "参学率", "%", 0), "学法考法", "", 0, 0, (now, so_far, before))


def test_a_rate_of_nothing_is_a_dash() -> None:
    assert line(None, None, None).cells() == (NONE, NONE, NONE)
    assert line(0.0, 100.0, None).cells() == ("0.00", "100.00", NONE)
    assert line(None, 100.0, 100.0).change is None
