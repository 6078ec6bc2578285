"""The bureau's list of villages comes with a receipt, changes nothing by itself, and is taken over by choice."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from quyuan_desktop.domain.problems import Refused, Trouble
from quyuan_desktop.domain.terms import Town
from quyuan_desktop.registers.base import values_of
from quyuan_desktop.registers.places import VILLAGE
from quyuan_desktop.registers.places.village import Village, VillageKind
from quyuan_desktop.services.check_ledger import check
from quyuan_desktop.services.district_tables import LAID_DOWN, lay_down, sizes, take_tables
from quyuan_desktop.services.history import history
from quyuan_desktop.services.merge_package import merge
from quyuan_desktop.services.receipts import Taken, acknowledge, receive
from quyuan_desktop.services.save_record import open_record, save_record, void_record
from quyuan_desktop.services.village_roll import differences, take_over
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.storage import settings
from tests.exchanging import Pair, both, exported, renamed
from tests.offices import dump, save
from tests.villages import village

ROW: dict[str, Any] = {
    "name": "荷花村",
    "town": Town.YINGTIAN.code,
    "kind": "village",
    "code": "430671101201",
    "since": "2000-01-01",
    "until": None,
    "into": None,
}
END = date(2023, 10, 31)


@pytest.fixture
def ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Pair]:
    """A bureau that has merged a package of its office, 营田."""
    monkeypatch.setattr(
        "quyuan_desktop.services.export_package.month_snapshot",
        lambda place, period: {"period": period.code, "figures": []},
    )
    with both(tmp_path) as pair:
        save(pair.office)
        exported(pair.office, pair.stick)
        merge(pair.district, [pair.stick])
        yield pair


def answered(ends: Pair) -> Taken:
    acknowledge(ends.district, ends.stick)
    return receive(ends.office, ends.stick)


def brought(place: Workplace, *rows: Any, number: int = 1) -> None:
    """Have the list come to an office."""
    with place.ledger.writing() as session:
        take_tables(place, session, {"number": number, "villages": list(rows)}, [])


def told(place: Workplace) -> list[tuple[str, list[tuple[str, str, str]]]]:
    """What differs: the name in the list, and each field with what is here and what is there."""
    return [
        (each.listed.name, [(one.field, one.before, one.after) for one in each.changes])
        for each in differences(place)
    ]


def villages(place: Workplace) -> list[tuple[str, date | None]]:
    """Every village that the office has: its name, and until when."""
    with place.ledger.reading() as session:
        found = session.execute(select(Village.name, Village.valid_to).order_by(Village.name))
        return [(name, until) for name, until in found]


def test_what_an_office_lacks_is_shown_and_entered_when_it_is_chosen(ends: Pair) -> None:
    village(ends.district, "荷花村", code="430671101201", contact="欧阳修远", households=300)
    village(ends.district, "天问村", Town.TIANWEN)
    assert sizes(ends.district)["villages"] == 2
    lay_down(ends.district, ["villages"])
    taken = answered(ends)
    assert (taken.laid_down, taken.villages) == ([], 1)
    assert villages(ends.office) == []
    (found,) = differences(ends.office)
    assert (found.uid, found.listed.name, found.listed.code) == ("", "荷花村", "430671101201")
    (uid,) = take_over(ends.office, [found]).uids
    record = open_record(ends.office, VILLAGE, uid)
    assert (record.name, record.town, record.office) == ("荷花村", Town.YINGTIAN, ends.office.office.code)
    assert (record.contact, record.households) == ("", None)
    assert differences(ends.office) == []
    assert answered(ends).villages == 0
    assert len(villages(ends.office)) == 1
    assert check(ends.office) == []


def test_the_list_speaks_of_no_person(ends: Pair) -> None:
    village(ends.district, "荷花村", contact="欧阳修远", contact_phone="19055550123", note="备注")
    lay_down(ends.district, ["villages"])
    with ends.district.ledger.reading() as session:
        written = str(settings.read(session, LAID_DOWN))
    assert "荷花村" in written
    assert not any(each in written for each in ("欧阳修远", "19055550123", "备注"))


def test_what_an_office_has_otherwise_stays_until_it_is_chosen_and_then_is_a_revision(ends: Pair) -> None:
    mine = village(ends.office, "荷花", code="430671101201", contact="欧阳修远", households=300)
    brought(ends.office, ROW)
    before = villages(ends.office)
    assert told(ends.office) == [("荷花村", [("name", "荷花", "荷花村")])]
    assert villages(ends.office) == before
    take_over(ends.office, differences(ends.office))
    record = open_record(ends.office, VILLAGE, mine.uid)
    assert (record.name, record.contact, record.households, record.revisions) == ("荷花村", "欧阳修远", 300, 2)
    newest = history(ends.office, VILLAGE, mine.uid)[0]
    assert newest.reason == "照区局下发的村名册（第1次下发）"
    assert told(ends.office) == []


def test_a_merger_and_a_village_that_came_of_it(ends: Pair) -> None:
    old = village(ends.office, "荷花村", code="430671101201")
    row = {**ROW, "until": END.isoformat(), "into": [Town.YINGTIAN.code, "三洲社区"]}
    new = {**ROW, "name": "三洲社区", "kind": "community", "code": "430671101202", "since": "2023-11-01"}
    brought(ends.office, row, new)
    lacking, changed = differences(ends.office)
    assert lacking.uid == ""
    assert [(each.field, each.after) for each in changed.changes] == [
        ("valid_to", "2023-10-31"),
        ("merged_into", "三洲社区"),
    ]
    with pytest.raises(Refused, match="一起选用"):
        take_over(ends.office, [changed])
    assert open_record(ends.office, VILLAGE, old.uid).revisions == 1
    take_over(ends.office, [changed, lacking])
    record = open_record(ends.office, VILLAGE, old.uid)
    assert (record.valid_to, record.merged_into.text) == (END, "三洲社区")
    assert open_record(ends.office, VILLAGE, record.merged_into.uid).kind is VillageKind.COMMUNITY
    assert told(ends.office) == []


def test_a_renamed_village_with_its_old_code_is_a_new_one_beside_the_old(ends: Pair) -> None:
    village(ends.office, "荷花村", code="430671101201")
    brought(
        ends.office,
        {**ROW, "until": END.isoformat()},
        {**ROW, "name": "新荷村", "since": "2023-11-01"},
    )
    assert told(ends.office) == [("新荷村", []), ("荷花村", [("valid_to", "", "2023-10-31")])]
    take_over(ends.office, differences(ends.office))
    assert villages(ends.office) == [("新荷村", None), ("荷花村", END)]


def test_a_code_that_the_list_lacks_and_the_day_of_beginning_are_the_offices_own(ends: Pair) -> None:
    village(ends.office, "荷花村", code="430671101201", valid_from=date(1990, 1, 1))
    brought(ends.office, {**ROW, "code": ""})
    assert told(ends.office) == []


def test_a_village_that_the_office_has_closed_is_shown_as_in_use(ends: Pair) -> None:
    village(ends.office, "荷花村", valid_to=END)
    brought(ends.office, {**ROW, "code": ""})
    assert told(ends.office) == [("荷花村", [("valid_to", "2023-10-31", "")])]


def test_an_older_list_does_not_come_after_a_newer(ends: Pair) -> None:
    brought(ends.office, ROW, number=2)
    brought(ends.office, {**ROW, "name": "旧名村"}, number=1)
    brought(ends.office, {**ROW, "name": "旧名村"}, number=2)
    assert [name for name, _ in told(ends.office)] == ["荷花村"]


def test_what_was_chosen_from_an_older_sight_is_not_taken(ends: Pair) -> None:
    brought(ends.office, ROW)
    seen = differences(ends.office)
    take_over(ends.office, seen)
    before = dump(ends.office)
    for stale in (seen, [], [replace(seen[0], listed=replace(seen[0].listed, name="别的村"))]):
        with pytest.raises(Refused, match="重新选"):
            take_over(ends.office, stale)
    assert dump(ends.office) == before


def test_what_the_bureau_entered_stands_before_what_an_office_did(ends: Pair) -> None:
    village(ends.office, "荷花村", code="430671101201")
    village(ends.office, "三洲村")
    exported(ends.office, ends.stick)
    merge(ends.district, [ends.stick])
    village(ends.district, "新荷村", code="430671101201")
    lay_down(ends.district, ["villages"])
    answered(ends)
    assert told(ends.office) == [("新荷村", [("name", "荷花村", "新荷村")])]


def test_only_the_towns_of_the_office_are_looked_at(ends: Pair) -> None:
    """By its code, or by its own villages; an office of neither sees the whole list."""
    rows = (ROW, {**ROW, "name": "凤凰村", "town": Town.FENGHUANG.code, "code": ""})
    brought(ends.office, *rows)
    assert [name for name, _ in told(ends.office)] == ["荷花村"]
    elsewhere = renamed(ends.office, replace(ends.office.office, code="office7"))
    assert [name for name, _ in told(elsewhere)] == ["荷花村", "凤凰村"]
    village(elsewhere, "青港村", Town.FENGHUANG)
    assert [name for name, _ in told(elsewhere)] == ["凤凰村"]


HOSTILE: tuple[Any, ...] = (
    "荷花村",
    7,
    None,
    {},
    [ROW["name"]],
    {**ROW, "name": ""},
    {**ROW, "name": " \u200b"},
    {**ROW, "name": "长" * 61},
    {**ROW, "name": 5},
    {**ROW, "name": None},
    {**ROW, "code": "43067110120"},
    {**ROW, "code": "４３０６７１１０１２０１"},
    {**ROW, "code": 430671101201},
    {**ROW, "since": "2023-13-01"},
    {**ROW, "since": None},
    {**ROW, "since": "0001-01-01"},
    {**ROW, "since": "9999-01-01"},
    {**ROW, "until": "1999-12-31"},
    {**ROW, "until": 5},
    {**ROW, "until": "9999-12-31"},
    {**ROW, "into": [Town.YINGTIAN.code, "三洲村"]},
    {**ROW, "until": "2023-10-31", "into": "三洲村"},
    {**ROW, "until": "2023-10-31", "into": [Town.YINGTIAN.code]},
    {**ROW, "until": "2023-10-31", "into": [Town.YINGTIAN.code, ""]},
    {**ROW, "town": []},
    {**ROW, "kind": {}},
)


@pytest.mark.parametrize("row", HOSTILE, ids=range(len(HOSTILE)))
def test_what_is_no_village_is_refused_whole(ends: Pair, row: Any) -> None:
    before = dump(ends.office)
    with pytest.raises(Trouble, match="没有导入"):
        brought(ends.office, ROW, row)
    assert dump(ends.office) == before


@pytest.mark.parametrize("rows", [7, "村", {"name": "荷花村"}, None])
def test_what_is_no_list_is_refused(ends: Pair, rows: Any) -> None:
    with pytest.raises(Trouble, match="没有导入"), ends.office.ledger.writing() as session:
        take_tables(ends.office, session, {"number": 1, "villages": rows}, [])


def test_what_a_newer_program_says_is_passed_over(ends: Pair) -> None:
    brought(
        ends.office,
        {**ROW, "area": 12.5, "geometry": {"deep": [1]}},
        {**ROW, "name": "甲", "town": "430671999"},
        {**ROW, "name": "乙", "kind": "hamlet"},
        {**ROW, "name": "丙村", "code": "", "until": "2023-10-31", "into": ["430671999", "丁"]},
        ROW,
    )
    found = differences(ends.office)
    assert [each.listed.name for each in found] == ["丙村", "荷花村"]
    assert take_over(ends.office, found).uids
    assert told(ends.office) == []


def test_taken_one_by_one_in_any_order_and_changed_again_by_hand(ends: Pair) -> None:
    brought(ends.office, ROW, {**ROW, "name": "三洲村", "code": ""})
    one, other = sorted(differences(ends.office), key=lambda each: each.listed.name, reverse=True)
    take_over(ends.office, [other])
    (uid,) = take_over(ends.office, [one]).uids
    values = values_of(open_record(ends.office, VILLAGE, uid))
    save_record(ends.office, VILLAGE, {**values, "name": "荷塘村"}, uid=uid, reason="更名", confirmed=True)
    brought(ends.office, ROW, {**ROW, "name": "三洲村", "code": ""}, number=1)
    assert told(ends.office) == [("荷花村", [("name", "荷塘村", "荷花村")])]
    assert open_record(ends.office, VILLAGE, uid).name == "荷塘村"


def test_a_voided_record_is_none(ends: Pair) -> None:
    gone = village(ends.office, "荷花村", code="430671101201")
    brought(ends.office, ROW)
    assert told(ends.office) == []
    void_record(ends.office, VILLAGE, gone.uid, "重复")
    assert told(ends.office) == [("荷花村", [])]
