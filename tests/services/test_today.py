"""What 今日 tells of applications: each thing once, whose affair it is, the office's own first."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from quyuan_desktop.registers.legal_aid.aid_terms import Stage
from quyuan_desktop.registers.linked import Linked
from quyuan_desktop.registers.service_points.terms import DutyRole, Half
from quyuan_desktop.services.day import Item
from quyuan_desktop.services.today import day_view
from quyuan_desktop.services.workplace import Workplace
from tests.applications import brought_to
from tests.duty_points import NAME, add_point
from tests.offices import ZONE, Clock, at_work, fresh
from tests.villages import put


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Workplace]:
    with at_work(fresh(tmp_path / "data", Clock())) as place:
        yield place


def told(place: Workplace, day: str, block: str) -> tuple[Item, ...]:
    """The lines of one of the page's lists on a day."""
    at = replace(place, now=Clock(datetime.fromisoformat(f"{day}T09:00").replace(tzinfo=ZONE)))
    return next(each.items for each in day_view(at).blocks if each.code == block)


def test_each_thing_is_told_once(place: Workplace) -> None:
    """待转交 and 把申请材料转交区法律援助中心 are the same work."""
    brought_to(place, Stage.RECEIVED)
    assert [item.what for item in told(place, "2023-11-30", "todo")] == [
        "把申请材料转交区法律援助中心",
        "作出是否给予法律援助的决定",
    ]
    assert [item.what for item in told(place, "2023-12-04", "due")] == ["把申请材料转交区法律援助中心"]
    assert "待转交" not in [item.what for item in told(place, "2023-12-04", "todo")]


def test_what_no_limit_tells_yet_is_still_to_be_done(place: Workplace) -> None:
    brought_to(place, Stage.CLOSED)
    assert "待归档" in [item.what for item in told(place, "2023-11-30", "todo")], "thirty days are far off"
    assert "待归档" not in [item.what for item in told(place, "2023-12-27", "todo")]


def test_whose_affair_it_is_stands_there_and_what_waits_elsewhere_comes_last(place: Workplace) -> None:
    waiting = brought_to(place, Stage.HANDED, applicant="甲早")
    brought_to(place, Stage.RECEIVED, applicant="乙晚")
    due = told(place, "2023-12-09", "due")
    assert (due[0].what, due[0].who, due[0].party) == ("把申请材料转交区法律援助中心", "乙晚", "")
    decide = ("作出是否给予法律援助的决定", "区法律援助中心")
    assert [(item.what, item.party) for item in due[1:]] == [decide, decide]
    assert waiting in {item.uid for item in due[1:]}
    assert (
        next(item.detail for item in due[1:] if item.uid == waiting)
        == "12-07 超 2 日 · 区法律援助中心 · 〔2023〕1"
    )


def test_who_is_on_duty_today_stands_first(place: Workplace) -> None:
    point = Linked(add_point(place), NAME)
    slot: dict[str, Any] = {"point": point, "on": date(2023, 12, 4), "role": DutyRole.OFFICE}
    put(place, "duty", **slot, half=Half.AFTERNOON, person="彭望舒", substitute="周既白", substitute_reason="外出")
    put(place, "duty", **slot, half=Half.MORNING, person="袁知秋")
    brought_to(place, Stage.RECEIVED)
    found = told(place, "2023-12-04", "todo")
    assert [(item.what, item.who) for item in found[:2]] == [
        ("今日值班", "袁知秋"),
        ("今日值班", "周既白（替彭望舒）"),
    ]
    assert found[0].when == f"上午 未签到 {NAME}"
    assert "今日值班" not in [item.what for item in told(place, "2023-12-05", "todo")]
