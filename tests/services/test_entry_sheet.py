"""Lines saved together: all or none, each line's troubles by its place, unfinished lines kept."""

from collections.abc import Iterator
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest

from quyuan_desktop.registers import REGISTERS
from quyuan_desktop.registers.advisers import terms
from quyuan_desktop.registers.advisers.coverage_figures import copied
from quyuan_desktop.registers.advisers.service_log import SERVICE_LOG
from quyuan_desktop.registers.base import Register, State, Values
from quyuan_desktop.services.check_ledger import check
from quyuan_desktop.services.entry_sheet import SheetRefused, examine_lines, keep_sheet, kept_sheet, save_lines
from quyuan_desktop.services.list_records import Choice, count_records
from quyuan_desktop.services.save_record import defaults, open_record
from quyuan_desktop.services.save_together import undo_together
from quyuan_desktop.services.workplace import Workplace
from tests.advised import advised
from tests.offices import at_work, fresh

WITH_SHEET = [register for register in REGISTERS.values() if register.sheet]


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Workplace]:
    with at_work(fresh(tmp_path / "data")) as place:
        yield place
        assert check(place) == []


def line(place: Workplace, term: Any, day: int, **more: Any) -> Values:
    values = {**defaults(place, SERVICE_LOG), "on": date(2023, 11, day), "assignment": term}
    values |= {
        "start": time(8, 30),
        "end": time(12, 30),
        "kind": terms.AdviceKind.CONSULTATION,
        "topic": "解答咨询",
    }
    return {**values, "signed": True, "signer": "周文", **more}


@pytest.mark.parametrize("register", WITH_SHEET, ids=[each.code for each in WITH_SHEET])
def test_a_sheet_has_what_must_be_filled_in(register: Register) -> None:
    """Whatever has no default and is required can be entered on the sheet, or no line could ever be saved."""
    for field in register.fields:
        if field.required and not field.derived and field.default is None:
            assert field.name in register.sheet


def test_ten_lines_are_ten_records(place: Workplace) -> None:
    village = advised(place)
    names = list(village)
    lines = [line(place, village[names[at % 3]], at + 1) for at in range(10)]
    done = save_lines(place, SERVICE_LOG, lines)
    assert count_records(place, SERVICE_LOG, Choice()) == len(done.undos) == 10
    records = [open_record(place, SERVICE_LOG, uid) for uid in done.changed.uids]
    assert [record.on.day for record in records] == list(range(1, 11))
    assert {record.minutes for record in records} == {240}
    undo_together(place, done)
    assert {open_record(place, SERVICE_LOG, uid).state for uid in done.changed.uids} == {State.VOID}


def test_one_wrong_line_saves_none(place: Workplace) -> None:
    term = advised(place)["荷花村"]
    lines = [line(place, term, 3), line(place, term, 4, kind=None), line(place, term, 5, end=time(7))]
    with pytest.raises(SheetRefused) as refused:
        save_lines(place, SERVICE_LOG, lines, confirmed=True)
    assert {at: [each.field for each in found] for at, found in refused.value.slips.items()} == {
        1: ["kind"],
        2: ["end"],
    }
    assert str(refused.value).startswith("第2行：")
    assert count_records(place, SERVICE_LOG, Choice(void=True)) == 0


def test_what_the_ledger_says_names_its_line(place: Workplace) -> None:
    from quyuan_desktop.registers.linked import Linked

    term = advised(place)["荷花村"]
    nowhere = Linked("0" * 32, "没有这个村 谁也不是")
    with pytest.raises(SheetRefused) as refused:
        save_lines(place, SERVICE_LOG, [line(place, term, 3), line(place, nowhere, 4)], confirmed=True)
    assert list(refused.value.slips) == [1]
    assert count_records(place, SERVICE_LOG, Choice(void=True)) == 0


def test_what_the_ledger_doubts_is_asked_before_it_is_saved(place: Workplace) -> None:
    """The same text in a third village."""
    village = advised(place)
    lines = [
        line(place, term, 3 + at, content="逐户走访，解答土地承包问题。")
        for at, term in enumerate(village.values())
    ]
    with pytest.raises(SheetRefused) as refused:
        save_lines(place, SERVICE_LOG, lines)
    assert all(problem.warning for found in refused.value.slips.values() for problem in found)
    assert count_records(place, SERVICE_LOG, Choice(void=True)) == 0
    assert len(save_lines(place, SERVICE_LOG, lines, confirmed=True).undos) == 3


def test_all_that_is_doubtful_is_asked_at_once(place: Workplace) -> None:
    """One 仍要保存 answers for every line, so every line's doubts are shown with it, a missing signature's too."""
    village = advised(place)
    other = list(village)[1]
    at_once = {"start": time(9), "end": time(10)}
    lines = [
        line(place, village["荷花村"], 3),
        line(place, village[other], 3, **at_once, signed=False, signer=""),
        line(place, village["荷花村"], 4),
        line(place, village[other], 4, **at_once),
    ]
    with pytest.raises(SheetRefused) as refused:
        save_lines(place, SERVICE_LOG, lines)
    assert [(at, [each.field for each in found]) for at, found in refused.value.slips.items()] == [
        (1, ["signed", "on"]),
        (3, ["on"]),
    ]
    assert all(each.warning for found in refused.value.slips.values() for each in found)
    assert count_records(place, SERVICE_LOG, Choice()) == 0
    assert len(save_lines(place, SERVICE_LOG, lines, confirmed=True).undos) == 4


def test_the_same_result_in_many_villages_is_doubtful_on_a_sheet_without_contents(place: Workplace) -> None:
    same = "已当场解答村民的问题，发放资料。"
    lines = [line(place, term, 3 + at, result=same) for at, term in enumerate(advised(place).values())]
    with pytest.raises(SheetRefused) as refused:
        save_lines(place, SERVICE_LOG, lines)
    ((at, (doubt,)),) = refused.value.slips.items()
    assert (at, doubt.field) == (2, "result")
    assert "已写在 2 个村" in doubt.text
    save_lines(place, SERVICE_LOG, lines, confirmed=True)
    with place.ledger.reading() as session:
        found = list(copied(session, date(2023, 11, 1), date(2023, 11, 30), place.house))
    assert len(found) == 3


def test_a_line_entered_twice_is_pointed_out(place: Workplace) -> None:
    term = advised(place)["荷花村"]
    lines = [line(place, term, 3), line(place, term, 4), line(place, term, 3)]
    _, slips = examine_lines(place, SERVICE_LOG, lines)
    assert list(slips) == [2]
    assert slips[2][0].text.startswith("与第1行完全相同")
    with pytest.raises(SheetRefused):
        save_lines(place, SERVICE_LOG, lines)
    assert len(save_lines(place, SERVICE_LOG, lines, confirmed=True).undos) == 3


def test_unfinished_lines_are_kept_until_they_are_saved(place: Workplace) -> None:
    term = advised(place)["荷花村"]
    typed = [{"on": "2023-11-03", "assignment": {"uid": term.uid, "text": term.text}, "topic": "㛃"}]
    keep_sheet(place, SERVICE_LOG, typed)
    assert kept_sheet(place, SERVICE_LOG) == typed
    save_lines(place, SERVICE_LOG, [line(place, term, 3)])
    assert kept_sheet(place, SERVICE_LOG) == []
