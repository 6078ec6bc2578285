"""The rules of the house: what a ledger is supplied with, what the head may change, how a notice is taken in."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from quyuan_desktop.domain.deadlines import Certainty, DeadlineRule
from quyuan_desktop.domain.office import Role
from quyuan_desktop.domain.problems import Refused, Trouble
from quyuan_desktop.domain.workdays import DayKind, Holiday, Mark
from quyuan_desktop.services import house_rules
from quyuan_desktop.services.check_ledger import check
from quyuan_desktop.services.house_rules import (
    LONGEST_LIMIT,
    change_deadline,
    desk_settings,
    holidays_of,
    import_holidays,
    keep_setting,
    load,
    read_holidays,
    seeded_deadlines,
    seeded_holidays,
    supply,
)
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.storage.tables import AuditLine, DeadlineRow
from tests.offices import at_work, dump, execute, fresh

NOTICE = """日期,休或班,名称
2027-01-01,休,元旦
2027-01-02,休,元旦
2027-01-03,休,元旦
2027-01-04,班,

2027-10-01,休,国庆节
2027/10/02\t放假\t国庆节
2027-10-09，上班，国庆节
"""


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Workplace]:
    with at_work(fresh(tmp_path / "data")) as made:
        yield made


@pytest.fixture
def clerk(place: Workplace) -> Workplace:
    """The same office with somebody at work who is not the head."""
    return replace(place, staff=replace(place.staff, role=Role.CLERK))


def audits(place: Workplace) -> list[tuple[str, str]]:
    """What was done to the rules, in order."""
    with place.ledger.reading() as session:
        lines = session.query(AuditLine).filter_by(verb="rules").order_by(AuditLine.id)
        return [(line.by, line.detail) for line in lines]


# -- what it begins with


def test_a_new_ledger_has_what_the_program_knows(place: Workplace) -> None:
    house = load(place.ledger)
    assert house.deadlines == tuple(seeded_deadlines())
    assert house.holidays.known_years == {each.day.year for each in seeded_holidays()}
    assert house.settings == {}
    assert place.house.deadlines == house.deadlines


def test_the_seeds_are_sound() -> None:
    rules = list(seeded_deadlines())
    assert len({rule.code for rule in rules}) == len(rules) > 10
    assert all(rule.event and rule.trigger and rule.party and rule.on for rule in rules)
    assert all(rule.article or rule.source for rule in rules)
    assert all(0 <= rule.ahead < rule.days or rule.days <= 1 for rule in rules if rule.days)
    days = [each.day for each in seeded_holidays()]
    assert days == sorted(set(days))


@pytest.mark.parametrize(
    ("code", "days", "kind", "article"),
    [
        ("aid.decide", 7, DayKind.NATURAL, "法律援助法第43条"),
        ("aid.appoint", 3, DayKind.NATURAL, "法律援助法第43条"),
        ("aid.review", 5, DayKind.NATURAL, "法律援助法第49条"),
        ("aid.archive", 30, DayKind.NATURAL, "程序规定第五章"),
    ],
)
def test_the_days_of_the_law(place: Workplace, code: str, days: int, kind: DayKind, article: str) -> None:
    rule = place.house.deadline(code)
    assert (rule.days, rule.kind, rule.article) == (days, kind, article)


def test_the_24_hours_do_not_roll_over(place: Workplace) -> None:
    rule = place.house.deadline("aid.detained")
    assert (rule.days, rule.roll_over, rule.certainty) == (1, False, Certainty.LAW)


def test_nothing_is_supplied_twice(place: Workplace) -> None:
    before = dump(place)
    supply(place.ledger)
    assert dump(place) == before


def test_only_what_lacks_is_supplied(place: Workplace) -> None:
    changed = replace(place.house.deadline("aid.decide"), days=9, event="审查")
    change_deadline(place, changed)
    execute(place, "DELETE FROM deadline WHERE code = 'aid.appoint'")
    execute(place, "DELETE FROM holiday WHERE day LIKE '2020%'")
    execute(place, "DELETE FROM holiday WHERE day LIKE '2023%' AND day <> '2023-10-01'")
    supply(place.ledger)
    house = load(place.ledger)
    assert house.deadline("aid.decide") == changed
    assert house.deadline("aid.appoint").days == 3
    assert [each.code for each in house.deadlines] == [each.code for each in seeded_deadlines()]
    assert 2020 in house.holidays.known_years
    assert holidays_of(place, 2023) == [Holiday(date(2023, 10, 1), Mark.REST, "国庆节")]


# -- time limits


def test_every_column_of_a_time_limit_is_kept(place: Workplace) -> None:
    rule = DeadlineRule(
        code="aid.decide",
        event="审查",
        trigger="收件",
        days=5,
        kind=DayKind.WORKING,
        roll_over=False,
        party="中心",
        article="某条",
        source="某处",
        certainty=Certainty.TO_CONFIRM,
        ahead=4,
        on=False,
    )
    after = change_deadline(place, rule)
    assert after.house.deadline("aid.decide") == rule
    assert load(place.ledger).deadlines == after.house.deadlines
    assert [each.code for each in after.house.deadlines] == [each.code for each in place.house.deadlines]
    assert audits(place) == [(place.staff.name, "deadline aid.decide 5 working")]
    assert check(place) == []


def test_a_change_and_back_is_as_before(place: Workplace) -> None:
    rule = place.house.deadline("aid.decide")
    changed = change_deadline(place, replace(rule, days=5))
    assert change_deadline(changed, rule).house.deadlines == place.house.deadlines


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"days": -1}, "days"),
        ({"days": LONGEST_LIMIT + 1}, "days"),
        ({"ahead": -1}, "ahead"),
        ({"ahead": 366}, "ahead"),
        ({"event": " "}, "event"),
    ],
)
def test_a_time_limit_with_a_slip_is_refused(place: Workplace, changes: dict[str, Any], field: str) -> None:
    before = dump(place)
    with pytest.raises(Refused) as told:
        change_deadline(place, replace(place.house.deadline("aid.decide"), **changes))
    assert [each.field for each in told.value.problems] == [field]
    assert dump(place) == before


@pytest.mark.parametrize("days", [0, LONGEST_LIMIT])
def test_the_least_and_the_most_days(place: Workplace, days: int) -> None:
    rule = replace(place.house.deadline("aid.decide"), days=days)
    assert change_deadline(place, rule).house.deadline("aid.decide").days == days


def test_a_time_limit_nobody_knows_is_told(place: Workplace) -> None:
    with pytest.raises(Trouble, match="没有这条时限"):
        change_deadline(place, replace(place.house.deadline("aid.decide"), code="no.such.rule"))


# -- only the head


@pytest.mark.parametrize(
    "change",
    [
        lambda place: change_deadline(place, replace(place.house.deadline("aid.decide"), days=9)),
        lambda place: keep_setting(place, "aid.income_line", 100),
        lambda place: import_holidays(place, NOTICE),
    ],
    ids=["deadline", "setting", "holidays"],
)
def test_a_clerk_changes_nothing(clerk: Workplace, change: Callable[[Workplace], object]) -> None:
    before = dump(clerk)
    with pytest.raises(Trouble, match="只有所长"):
        change(clerk)
    assert dump(clerk) == before


# -- settings of the desks


def test_a_setting_is_kept_and_emptied(place: Workplace) -> None:
    line = desk_settings()["aid.income_line"]
    assert line.of(place.house) is None
    kept = keep_setting(place, line.code, 123_400)
    assert line.of(kept.house) == 123_400
    assert load(place.ledger).settings == {line.code: 123_400}
    assert line.of(keep_setting(kept, line.code, None).house) is None
    assert [detail for _, detail in audits(place)] == ["setting aid.income_line"] * 2


def test_a_value_that_the_kind_refuses_is_not_kept(place: Workplace) -> None:
    with pytest.raises(Refused) as told:
        keep_setting(place, "aid.income_line", -5)
    assert told.value.problems[0].field == "aid.income_line"
    with pytest.raises(KeyError):
        keep_setting(place, "no.such.setting", 1)
    assert load(place.ledger).settings == {}


def test_every_desk_setting_has_its_words_and_a_default_of_its_kind() -> None:
    for setting in desk_settings().values():
        assert setting.label
        assert setting.certain or setting.help
        kind = setting.kind
        assert kind.restore(kind.plain(setting.default)) == setting.default


# -- holidays


def test_a_notice_is_taken_in(place: Workplace) -> None:
    assert 2027 not in place.house.holidays.known_years
    after, days = import_holidays(place, NOTICE)
    assert days == 7
    assert 2027 in after.house.holidays.known_years
    assert after.house.holidays.is_rest_day(date(2027, 10, 1))
    assert not after.house.holidays.is_rest_day(date(2027, 10, 9))
    assert [(each.day.isoformat(), each.mark, each.name) for each in holidays_of(after, 2027)] == [
        ("2027-01-01", Mark.REST, "元旦"),
        ("2027-01-02", Mark.REST, "元旦"),
        ("2027-01-03", Mark.REST, "元旦"),
        ("2027-01-04", Mark.WORK, ""),
        ("2027-10-01", Mark.REST, "国庆节"),
        ("2027-10-02", Mark.REST, "国庆节"),
        ("2027-10-09", Mark.WORK, "国庆节"),
    ]
    assert audits(place) == [(place.staff.name, "holidays 7")]


def test_the_same_notice_twice_is_as_once(place: Workplace) -> None:
    once, _ = import_holidays(place, NOTICE)
    rows = dump(place)["holiday"]
    import_holidays(once, NOTICE)
    assert dump(place)["holiday"] == rows


def test_a_corrected_notice_replaces_the_year(place: Workplace) -> None:
    first, _ = import_holidays(place, NOTICE)
    import_holidays(first, "2027-10-01,休,国庆节\n2027-10-03,休,国庆节")
    assert [each.day.day for each in holidays_of(place, 2027)] == [1, 3]
    assert len(holidays_of(place, 2023)) == len([each for each in seeded_holidays() if each.day.year == 2023])


def test_lines_of_a_year_without_its_national_day_are_added_to_it(place: Workplace) -> None:
    after, days = import_holidays(place, "2028-01-01,休,元旦")
    assert days == 1
    assert 2028 not in after.house.holidays.known_years
    assert after.house.holidays.is_rest_day(date(2028, 1, 1))


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("2027-13-01,休,国庆节", 1),
        ("日期,休或班\n2027-10-01,休\n十月二日,休,国庆节", 3),
        ("2027-10-01,休,国庆节\n\n2027-10-02", 3),
        ("2027-10-01,节假日,国庆节", 1),
        ("2027-10-01", 1),
        ("2027-02-29,休,春节", 1),
        ("<b>x</b>,休", 1),
    ],
)
def test_a_line_that_cannot_be_read_is_named(place: Workplace, text: str, number: int) -> None:
    before = dump(place)
    with pytest.raises(Refused, match=f"第 {number} 行看不懂"):
        import_holidays(place, text)
    assert dump(place) == before


@pytest.mark.parametrize("text", ["", "\n\n", "日期,休或班,名称", " , ,"])
def test_a_file_without_days_is_refused(place: Workplace, text: str) -> None:
    with pytest.raises(Refused, match="没有放假安排"):
        import_holidays(place, text)


def test_long_names_are_cut_and_the_later_of_two_lines_holds(place: Workplace) -> None:
    assert [each.name for each in read_holidays([f"2027-10-01,休,{'节' * 90}"])] == ["节" * 40]
    after, _ = import_holidays(place, "2027-10-01,休,国庆节\n2027-10-09,休,\n2027-10-09,班,")
    assert not after.house.holidays.is_rest_day(date(2027, 10, 9))


def test_rules_are_found_again_by_the_next_to_sign_in(place: Workplace) -> None:
    change_deadline(place, replace(place.house.deadline("aid.decide"), days=9))
    keep_setting(place, "aid.income_line", 100)
    after, _ = import_holidays(place, NOTICE)
    assert house_rules.refreshed(place).house.deadlines == after.house.deadlines
    with place.ledger.reading() as session:
        assert session.query(DeadlineRow).count() == len(list(seeded_deadlines()))
