"""The day on paper: the same lines as on the page, in columns, with names and nothing else of a person."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from quyuan_desktop.documents.day_sheet import DayBlock, day_sheet_pdf
from quyuan_desktop.documents.preview import extract_text
from quyuan_desktop.domain.deadlines import Running
from quyuan_desktop.registers.base import Todo, Values
from quyuan_desktop.registers.legal_aid.consultation import CONSULTATION, Consultation
from quyuan_desktop.registers.legal_aid.terms import Result
from quyuan_desktop.services import today
from quyuan_desktop.services.drafts import keep_draft
from quyuan_desktop.services.today import day_sheet, day_view
from quyuan_desktop.services.workplace import Workplace
from tests.offices import TODAY, Clock, at_work, fresh, resident, save


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def place(tmp_path: Path, clock: Clock) -> Iterator[Workplace]:
    with at_work(fresh(tmp_path / "data", clock)) as made:
        yield made


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[Sequence[DayBlock]]:
    """What is given to the drawing."""
    seen: list[Sequence[DayBlock]] = []

    def draw(office: str, day: date, blocks: Sequence[DayBlock], *more: Any) -> bytes:
        seen.append(blocks)
        return day_sheet_pdf(office, day, blocks, *more)

    monkeypatch.setattr("quyuan_desktop.documents.day_sheet.day_sheet_pdf", draw)
    return seen


def agree(place: Workplace, visitor: str, ahead: int) -> None:
    """A visitor whose answer was agreed upon for so many days from today."""
    early = TODAY - timedelta(days=20)
    when = {"received_on": early, "replied_on": None, "informed_on": early, "reply": ""}
    on = place.today + timedelta(days=ahead)
    save(place, visitor=visitor, id_number="", result=Result.APPOINTMENT, appointment_on=on, **when)


@pytest.fixture
def watched(monkeypatch: pytest.MonkeyPatch) -> None:
    """The register of consultations with limits and things to do of every sort, whatever it declares itself."""

    def limits(values: Values) -> list[Running]:
        on = values["appointment_on"]
        return [
            Running(code="consult.appointment", start=values["received_on"], due=on),
            Running(code="consult.letter", start=values["received_on"], asks=False),
        ]

    todo = Todo(
        code="call_back",
        label="待回访",
        since=Consultation.received_on,
        open_=Consultation.result == Result.APPOINTMENT,
    )
    register = replace(
        CONSULTATION, limits=limits, todos=(todo,), unsettled=Consultation.appointment_on.is_not(None)
    )
    monkeypatch.setattr(today, "REGISTERS", {"consultation": register})


@pytest.mark.usefixtures("watched")
def test_the_sheet_has_the_lines_of_the_page(place: Workplace, drawn: list[Sequence[DayBlock]]) -> None:
    for visitor, ahead in (("甲早", -2), ("乙今", 0), ("丙近", 1), ("丁周", 7), ("戊远", 8)):
        agree(place, visitor, ahead)
    keep_draft(place, "k", "consultation", {"visitor": "李"}, title="李某")
    keep_draft(place, "l", "consultation", {}, title="")
    day_sheet(place)
    (blocks,) = drawn
    view = day_view(place)
    assert [block.label for block in blocks] == [block.label for block in view.blocks]
    assert [len(block.rows) for block in blocks] == [len(block.items) for block in view.blocks] == [3, 6, 1, 2, 1]
    for block, shown in zip(blocks, view.blocks, strict=True):
        for row, item in zip(block.rows, shown.items, strict=True):
            assert item.title.startswith(row.what.split("。")[0])
            assert row.who in item.title
            assert row.number == item.number
            assert row.late == (item.tone == "red")
    assert [(row.what, row.who, row.due, row.late) for row in blocks[0].rows] == [
        ("约期答复", "甲早", "11-28 超 2 日", True),
        ("约期答复", "乙今", "11-30 今日到期", False),
        ("约期答复", "丙近", "12-01 剩 1 日", False),
    ]
    assert [(row.what, row.who, row.due) for row in blocks[1].rows][-2:] == [
        ("待回访", "戊远", "已等 20 天"),
        ("约期答复", "丁周", "12-07 剩 7 日"),
    ]
    assert {row.who for row in blocks[3].rows} == {"李某", "未填姓名"}


@pytest.mark.usefixtures("watched")
def test_names_but_no_numbers_of_persons(place: Workplace) -> None:
    early = TODAY - timedelta(days=3)
    when = {"received_on": early, "replied_on": None, "informed_on": early, "reply": ""}
    save(place, result=Result.APPOINTMENT, appointment_on=TODAY, **when)
    text = re.sub(r"\s", "", "".join(extract_text(day_sheet(place))))
    assert "欧阳𬱖" in text
    assert "营田司法所" in text
    assert "2023年11月30日星期四" in text
    assert "制单：袁知秋09:00" in text
    assert "还没有备份。" in text
    for private in (resident(), "19055550123", "荷花村", "1962", "拖欠工资"):
        assert private not in text


def test_a_day_without_anything_prints_too(place: Workplace) -> None:
    text = re.sub(r"\s", "", "".join(extract_text(day_sheet(place))))
    assert "一、到期与超期（0项）" in text
    assert text.count("无") == 4


def test_the_same_day_gives_the_same_sheet(place: Workplace, clock: Clock) -> None:
    before = day_sheet(place)
    assert day_sheet(place) == before
    clock.forward(days=1)
    assert day_sheet(place) != before
