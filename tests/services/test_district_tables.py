"""What the district lays down travels with the receipts, is taken once, and never an older one after a newer."""

import hashlib
from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from quyuan_desktop.domain.office import Role, Staff
from quyuan_desktop.domain.problems import Refused, Trouble
from quyuan_desktop.exchange.package import Bytes
from quyuan_desktop.services import house_rules, own_forms, phrases
from quyuan_desktop.services.district_tables import laid_down, lay_down, sizes, take_tables
from quyuan_desktop.services.merge_package import merge
from quyuan_desktop.services.receipts import Taken, acknowledge, receive
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.storage import papers, settings
from quyuan_desktop.storage import phrases as stored_phrases
from quyuan_desktop.storage.tables import HolidayRow
from tests.exchanging import MONTH, Pair, both, exported
from tests.offices import dump, save

FORM: dict[str, Any] = {
    "uid": "a" * 32,
    "name": "省厅月报",
    "file": "省厅月报.xlsx",
    "cells": [{"sheet": "表一", "cell": "C5", "code": "consult.people", "value": "now"}],
}


@pytest.fixture
def ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Pair]:
    """A bureau that has merged a package of its office."""
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


def rules_of(place: Workplace) -> dict[str, Any]:
    return {name: rows for name, rows in dump(place).items() if name in ("holiday", "deadline")}


def test_holidays_deadlines_and_settings_are_taken_once(ends: Pair) -> None:
    assert answered(ends).laid_down == []
    house_rules.import_holidays(ends.district, "2027-10-01,休,国庆节\n2027-10-09,班")
    rule = ends.district.house.deadlines[0]
    house_rules.change_deadline(ends.district, replace(rule, days=rule.days + 3))
    house_rules.keep_setting(ends.district, "reporting.cut_off_day", 20)
    house_rules.keep_setting(ends.district, "reporting.cross_days", 90)
    before = rules_of(ends.office)
    assert answered(ends).laid_down == []
    assert rules_of(ends.office) == before
    lay_down(ends.district, ["holidays", "deadlines", "settings"])
    told = answered(ends).laid_down
    assert [each.split()[0] for each in told] == ["节假日安排", "期限规则", "业务设置"]
    assert told[1:] == ["期限规则 1 项", "业务设置 1 项"]
    now = house_rules.refreshed(ends.office).house
    assert now.holidays.is_rest_day(date(2027, 10, 1))
    assert not now.holidays.is_rest_day(date(2027, 10, 9))
    assert now.deadline(rule.code).days == rule.days + 3
    assert dict(now.settings) == {"reporting.cut_off_day": 20}
    after = dump(ends.office)
    assert answered(ends).laid_down == []
    assert {**dump(ends.office), "audit": [], "setting": []} == {**after, "audit": [], "setting": []}


def test_an_older_receipt_does_not_bring_old_rules_back(ends: Pair, tmp_path: Path) -> None:
    lay_down(ends.district, ["holidays"])
    (old,) = acknowledge(ends.district, tmp_path).paths
    house_rules.import_holidays(ends.district, "2027-10-01,休,国庆节")
    lay_down(ends.district, ["holidays"])
    answered(ends)
    receive(ends.office, old)
    with ends.office.ledger.reading() as session:
        assert session.scalar(select(HolidayRow.name).where(HolidayRow.day == date(2027, 10, 1))) == "国庆节"


def test_what_was_laid_down_in_a_receipt_that_was_lost_comes_with_a_later_one(ends: Pair) -> None:
    """And what the office has changed since it took a part is not put back by another part."""
    house_rules.import_holidays(ends.district, "2027-10-01,休,国庆节")
    lay_down(ends.district, ["holidays"])
    phrases.add_phrase(ends.district, "reply", "可以拨打 12348 热线。")
    laid = lay_down(ends.district, ["phrases"])
    assert (laid.number, set(laid.counts)) == (2, {"phrases"})
    assert [each.split()[0] for each in answered(ends).laid_down] == ["节假日安排", "常用语和村名"]
    house_rules.import_holidays(ends.office, "2027-10-01,休,国庆\n2027-10-02,休,国庆")
    house_rules.keep_setting(ends.district, "reporting.cut_off_day", 20)
    lay_down(ends.district, ["settings"])
    assert answered(ends).laid_down == ["业务设置 1 项"]
    with ends.office.ledger.reading() as session:
        days = session.scalars(select(HolidayRow.name).where(HolidayRow.day >= date(2027, 10, 1)))
        assert list(days) == ["国庆", "国庆"]


def test_a_form_comes_with_its_workbook_and_replaces_the_one_of_its_name(ends: Pair) -> None:
    with ends.district.ledger.writing() as session:
        kept = {**FORM, "sha256": papers.keep_blob(session, b"an empty workbook")}
        settings.keep(session, settings.OWN_FORMS, [kept])
    with ends.office.ledger.writing() as session:
        settings.keep(session, settings.OWN_FORMS, [{**kept, "uid": "b" * 32, "cells": []}])
    assert sizes(ends.district)["forms"] == 1
    lay_down(ends.district, ["forms"])
    assert answered(ends).laid_down == ["上级报表 1 项"]
    with ends.office.ledger.reading() as session:
        assert settings.read(session, settings.OWN_FORMS) == [{**kept, "uid": "b" * 32}]
        assert papers.blob(session, kept["sha256"]) == b"an empty workbook"


def test_phrases_come_beside_those_of_the_office_and_nothing_that_was_typed(ends: Pair) -> None:
    def offered(place: Workplace) -> list[str]:
        return [each.text for each in phrases.phrases(place, "reply")]

    seeded = offered(ends.district)
    phrases.add_phrase(ends.district, "reply", "可以拨打 12348 热线。")
    phrases.add_phrase(ends.office, "reply", "本所自己的话。")
    with ends.district.ledger.writing() as session:
        stored_phrases.note_used(
            session, [("reply", "王小明来问过的话"), ("reply", seeded[0])], ends.district.now()
        )
    gone = phrases.phrases(ends.district, "reply")[-2]
    phrases.remove_phrase(ends.district, gone.id)
    own = offered(ends.office)
    lay_down(ends.district, ["phrases"])
    assert answered(ends).laid_down == ["常用语和村名 1 项"]
    assert offered(ends.office) == [*own, "可以拨打 12348 热线。"]
    assert answered(ends).laid_down == []


def test_what_is_no_rule_is_refused_whole_and_what_is_not_known_passed_over(ends: Pair) -> None:
    before = dump(ends.office)
    wrongs: tuple[dict[str, Any], ...] = (
        {"holidays": [["2027-13-01", "rest", ""]]},
        {"holidays": [["2027-01-01", "perhaps", ""]]},
        {"deadlines": [{"code": ends.office.house.deadlines[0].code, "days": "many"}]},
        {"settings": {"reporting.cut_off_day": {}}},
        {"forms": [{**FORM, "sha256": "0" * 64}]},
        {"holidays": 7},
        {"phrases": [["reply", 5]]},
        {"phrases": [["reply"]]},
        {"phrases": [["reply", "长" * 10_001]]},
        {"phrases": [], "numbers": 5},
        {"phrases": [], "numbers": {"phrases": "9"}},
    )
    for wrong in wrongs:
        with pytest.raises(Trouble, match="没有导入"), ends.office.ledger.writing() as session:
            take_tables(ends.office, session, {"number": 9, **wrong}, [])
    assert dump(ends.office) == before
    with ends.office.ledger.writing() as session:
        strange = {
            "number": 9,
            "terms": [1],
            "phrases": [["no store", "x"]],
            "settings": {"no.such": 1},
            "deadlines": [{"code": "no.such"}],
        }
        assert take_tables(ends.office, session, strange, []) == []


def _rule(place: Workplace, **changes: Any) -> dict[str, Any]:
    told = asdict(place.house.deadlines[0])
    return {**told, "kind": told["kind"].value, "certainty": told["certainty"].value, **changes}


RULES: dict[str, dict[str, Any]] = {
    "a kind of day that nobody knows": {"kind": "perhaps"},
    "a certainty that nobody knows": {"certainty": "perhaps"},
    "a rule without its event": {"event": " "},
    "reminded of for ever": {"ahead": 10**6},
    "reminded of afterwards": {"ahead": -1},
    "red before it began": {"red": -5},
    "red for ever": {"red": 2**40},
    "words without end": {"article": "长" * 121},
    "no days": {"days": -1},
}


@pytest.mark.parametrize("changes", RULES.values(), ids=RULES)
def test_a_time_limit_that_no_ledger_can_keep_is_refused(ends: Pair, changes: dict[str, Any]) -> None:
    """It would keep the office from opening its ledger, or remind it of nothing for ever."""
    before = dump(ends.office)
    with pytest.raises(Trouble, match="没有导入"), ends.office.ledger.writing() as session:
        take_tables(ends.office, session, {"number": 9, "deadlines": [_rule(ends.office, **changes)]}, [])
    assert dump(ends.office) == before
    with ends.office.ledger.writing() as session:
        sound = {"number": 9, "deadlines": [_rule(ends.office, days=7)]}
        assert take_tables(ends.office, session, sound, []) == ["期限规则 1 项"]
    assert house_rules.refreshed(ends.office).house.deadlines[0].days == 7


OTHERS: dict[str, dict[str, Any]] = {
    "the same day twice": {"holidays": [["2027-01-01", "rest", "元旦"], ["2027-01-01", "work", ""]]},
    "a day of another age": {"holidays": [["0001-01-01", "rest", "元旦"]]},
    "a cut-off day that no month has": {"settings": {"reporting.cut_off_day": 99}},
    "a cut-off day before the month": {"settings": {"reporting.cut_off_day": -3}},
}


@pytest.mark.parametrize("tables", OTHERS.values(), ids=OTHERS)
def test_what_a_person_could_not_enter_does_not_come_with_a_receipt(ends: Pair, tables: dict[str, Any]) -> None:
    before = dump(ends.office)
    with pytest.raises(Trouble, match="没有导入"), ends.office.ledger.writing() as session:
        take_tables(ends.office, session, {"number": 9, **tables}, [])
    assert dump(ends.office) == before


CELL = FORM["cells"][0]
FORMS: dict[str, dict[str, Any]] = {
    "a cell that no sheet has": {"cells": [{**CELL, "cell": "第五格"}]},
    "a value that no figure has": {"cells": [{**CELL, "value": "tomorrow"}]},
    "a figure without its value": {"cells": [{**CELL, "value": ""}]},
    "a code that is no text": {"cells": [{**CELL, "code": 5}]},
    "no name": {"name": ""},
    "a name of two lines": {"name": "省厅\n月报"},
    "a name without end": {"name": "长" * 41},
    "a uid that is no text": {"uid": 7},
}


@pytest.mark.parametrize("changes", FORMS.values(), ids=FORMS)
def test_a_form_that_could_not_be_filled_is_refused(ends: Pair, changes: dict[str, Any]) -> None:
    sha256 = hashlib.sha256(b"an empty workbook").hexdigest()
    form = {**FORM, "sha256": sha256, **changes}
    before = dump(ends.office)
    with pytest.raises(Trouble, match="没有导入"), ends.office.ledger.writing() as session:
        take_tables(ends.office, session, {"number": 9, "forms": [form]}, [Bytes(sha256, b"an empty workbook")])
    assert dump(ends.office) == before


def test_a_form_with_a_figure_of_a_newer_program_and_anothers_uid_is_taken(ends: Pair) -> None:
    sha256 = hashlib.sha256(b"an empty workbook").hexdigest()
    cell = {**CELL, "code": "no.such.figure", "value": "hourly"}
    with ends.office.ledger.writing() as session:
        settings.keep(session, settings.OWN_FORMS, [{**FORM, "name": "本所的表", "sha256": sha256}])
        tables = {"number": 9, "forms": [{**FORM, "name": "../月报", "sha256": sha256, "cells": [cell]}]}
        assert take_tables(ends.office, session, tables, [Bytes(sha256, b"an empty workbook")]) == [
            "上级报表 1 项"
        ]
    (theirs, mine) = own_forms.forms(ends.office)
    assert theirs.uid != mine.uid
    assert own_forms.contents(ends.office, theirs, MONTH)["表一", "C5"].value is None
    assert own_forms.file_name(ends.office, theirs, MONTH) == "营田司法所-..月报-2023年11月.xlsx"


def test_only_the_head_lays_down_and_something_has_to_be_chosen(ends: Pair) -> None:
    with pytest.raises(Refused, match="至少选一项"):
        lay_down(ends.district, [])
    clerk = replace(ends.district, staff=Staff("c" * 32, "万和平", Role.CLERK))
    with pytest.raises(Trouble, match="负责人"):
        lay_down(clerk, ["holidays"])
    assert laid_down(ends.district) is None
