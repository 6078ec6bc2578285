"""When the right that an application is about lapses: the periods, and aid that comes first (法律援助法 44)."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quyuan_desktop.registers.legal_aid import aid_terms as terms
from quyuan_desktop.registers.legal_aid.aid_terms import Limitation
from quyuan_desktop.registers.legal_aid.application_follows import LIMITATION_MONTHS, limitation_end
from tests.applications import DAY
from tests.applying import APPOINTED, completed, d, doubts, found, on, slips
from tests.offices import TODAY

# -- limitation periods


@pytest.mark.parametrize(
    ("event", "limitation", "end"),
    [
        ("2020-11-30", Limitation.CIVIL, "2023-11-30"),
        ("2020-02-29", Limitation.CIVIL, "2023-02-28"),
        ("2021-02-28", Limitation.CIVIL, "2024-02-28"),
        ("2021-01-31", Limitation.CIVIL, "2024-01-31"),
        ("2024-02-29", Limitation.LABOUR, "2025-02-28"),
        ("2023-02-28", Limitation.LABOUR, "2024-02-28"),
        ("2022-12-31", Limitation.INJURY, "2023-12-31"),
        ("2023-08-31", Limitation.ADMINISTRATIVE, "2024-02-29"),
        ("2022-08-31", Limitation.ADMINISTRATIVE, "2023-02-28"),
        ("2023-08-29", Limitation.ADMINISTRATIVE, "2024-02-29"),
        ("2023-10-31", Limitation.ADMINISTRATIVE, "2024-04-30"),
        ("2023-05-31", Limitation.ADMINISTRATIVE, "2023-11-30"),
        ("2023-06-30", Limitation.ADMINISTRATIVE, "2023-12-30"),
        ("2023-12-15", Limitation.ADMINISTRATIVE, "2024-06-15"),
        ("2023-10-01", Limitation.RECONSIDERATION, "2023-11-30"),
        ("2023-12-31", Limitation.RECONSIDERATION, "2024-02-29"),
        ("2022-12-31", Limitation.RECONSIDERATION, "2023-03-01"),
    ],
)
def test_a_period_of_months_ends_on_its_day_or_the_months_last(
    event: str, limitation: Limitation, end: str
) -> None:
    """民法典 202; 60 days are counted."""
    assert limitation_end(d(event), limitation) == d(end)
    assert completed(event_on=d(event), limitation=limitation)["limitation_on"] == d(end)


@given(event=st.dates(date(1950, 1, 1), date(2100, 12, 31)), limitation=st.sampled_from(list(LIMITATION_MONTHS)))
def test_a_limitation_never_runs_over_into_the_month_after(event: date, limitation: Limitation) -> None:
    end = limitation_end(event, limitation)
    assert end is not None
    months = (end.year - event.year) * 12 + end.month - event.month
    assert months == LIMITATION_MONTHS[limitation]
    assert end.day == event.day or (end.day < event.day and (end + DAY).day == 1)


def test_another_period_is_for_the_clerk_to_fill_in() -> None:
    assert limitation_end(TODAY, Limitation.OTHER) is None
    assert slips(limitation=Limitation.OTHER) == {"limitation_on": "选了“其他期限”，请填届满日。"}
    assert slips(limitation=Limitation.OTHER, limitation_on=d("2025-01-01")) == {}


def test_the_day_that_was_filled_in_is_not_counted_over() -> None:
    filled = {"event_on": d("2023-01-01"), "limitation": Limitation.LABOUR, "limitation_on": d("2024-05-05")}
    assert completed(**filled)["limitation_on"] == d("2024-05-05")
    assert completed(event_on=TODAY)["limitation_on"] is None
    early = {"event_on": d("2023-01-01"), "limitation_on": d("2022-12-31")}
    assert slips(**early) == {"limitation_on": "时效届满日早于权利受损之日，请核对。"}


# -- 先行提供 (法律援助法 44)


@pytest.mark.parametrize(
    ("left", "field", "text"),
    [
        (-1, "limitation_on", "时效已于 2023-11-29 届满，请核对。"),
        (0, "urgency", "距时效届满只有 0 日，可以先行提供法律援助（法律援助法第44条），请选“先行提供”。"),
        (6, "urgency", "距时效届满只有 6 日，可以先行提供法律援助（法律援助法第44条），请选“先行提供”。"),
    ],
)
def test_less_than_seven_days_before_the_end_aid_may_come_first(left: int, field: str, text: str) -> None:
    end = TODAY + left * DAY
    assert doubts(limitation_on=end) == {field: text}
    assert doubts(limitation_on=end, urgency=terms.Urgency.LIMITATION) == {}
    assert found(on("2024-06-30"), limitation_on=end, **APPOINTED) == ({}, {})


def test_seven_days_are_enough() -> None:
    assert doubts(limitation_on=TODAY + 7 * DAY) == {}
