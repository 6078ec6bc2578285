"""The villages that a form offers: of the chosen town, there on the record's day; free text stays free."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from quyuan_desktop.domain.terms import Town
from quyuan_desktop.registers import REGISTERS
from quyuan_desktop.registers.legal_aid.consultation import CONSULTATION
from quyuan_desktop.registers.places import VILLAGE
from quyuan_desktop.services.phrases import suggestions
from quyuan_desktop.services.places import STORE, town_beside
from quyuan_desktop.services.save_record import save_record, void_record
from quyuan_desktop.services.workplace import Workplace
from tests.offices import TODAY, at_work, consultation, fresh
from tests.strategies import plainest


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Workplace]:
    """An office with villages in two towns, one of them merged away in 2016."""
    with at_work(fresh(tmp_path / "data")) as made:
        for name, town, end in (
            ("荷花村", Town.YINGTIAN, None),
            ("老三洲村", Town.YINGTIAN, date(2016, 1, 1)),
            ("三洲村", Town.YINGTIAN, None),
            ("河泊潭村", Town.FENGHUANG, None),
        ):
            village(made, name, town, end)
        yield made


def village(place: Workplace, name: str, town: Town, end: date | None = None) -> str:
    values = {**plainest(VILLAGE), "name": name, "town": town, "valid_from": date(2000, 1, 1), "valid_to": end}
    return str(save_record(place, VILLAGE, values, confirmed=True).record.uid)


def offered(place: Workplace, typed: str = "", on: date = TODAY, town: Town | None = Town.YINGTIAN) -> list[str]:
    values = {"town": town, "received_on": on}
    return suggestions(place, CONSULTATION, "village", typed, values=values)


def test_villages_of_the_town_on_the_day(place: Workplace) -> None:
    assert sorted(offered(place)) == ["三洲村", "荷花村"]
    assert offered(place, town=Town.FENGHUANG) == ["河泊潭村"]
    assert "老三洲村" in offered(place, on=date(2015, 12, 31))
    assert "老三洲村" not in offered(place, on=date(2016, 1, 1))
    assert offered(place, on=date(1999, 12, 31)) == []
    assert len(offered(place, town=None)) == 3


def test_they_are_found_by_pinyin_and_by_any_part(place: Workplace) -> None:
    assert offered(place, "hh") == ["荷花村"] and offered(place, "sanzhou") == ["三洲村"]
    assert offered(place, "洲") == ["三洲村"]


def test_void_ones_are_gone_and_earlier_entries_help_where_none_is_known(place: Workplace) -> None:
    uid = village(place, "登记错的村", Town.YINGTIAN)
    assert "登记错的村" in offered(place)
    void_record(place, VILLAGE, uid, "登记错了")
    assert "登记错的村" not in offered(place)
    save_record(place, CONSULTATION, consultation(town=Town.HESHI, village="随手写的村"), confirmed=True)
    assert "随手写的村" in offered(place, "随手", town=Town.HESHI)


def test_every_field_of_a_village_has_its_town() -> None:
    fields = [
        (register, field) for register in REGISTERS.values() for field in register.fields if field.suggest == STORE
    ]
    assert fields
    for register, field in fields:
        town = register.field(town_beside(register, field.name))
        assert town.section == field.section and town.kind.terms is Town  # type: ignore[attr-defined]  # a choice
