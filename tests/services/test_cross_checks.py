"""Cross-checks (勾稽): they speak of figures there are, hold for whatever may be entered, and name what is at fault."""

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from quyuan_desktop.domain import periods
from quyuan_desktop.domain.figures import YUAN
from quyuan_desktop.registers import CHECKS, COUNTED_IN, MEASURES, REGISTERS
from quyuan_desktop.registers.base import Register
from quyuan_desktop.registers.measures import Check, Relation
from quyuan_desktop.reports import month as report
from quyuan_desktop.reports.behind import records_behind
from quyuan_desktop.services.cross_checks import cross_check, rows_check
from quyuan_desktop.services.month import month_table, rows_behind
from quyuan_desktop.services.save_record import save_record
from quyuan_desktop.services.workplace import Workplace
from tests.offices import at_work, execute, fresh, matter, save
from tests.strategies import drawn

NOVEMBER = periods.month("2023-11")
few = settings(max_examples=max(2, settings().max_examples // 10))
CHECKED = [each for each in REGISTERS.values() if any(COUNTED_IN[check.left[0]] is each for check in CHECKS)]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workplace]:
    """One ledger that grows from example to example."""
    with at_work(fresh(tmp_path_factory.mktemp("office") / "data")) as place:
        yield place


def values(place: Workplace) -> dict[str, int]:
    return {line.figure.code: line.figure.value for line in month_table(place, NOVEMBER).lines if line.counted}


@pytest.mark.parametrize("check", CHECKS, ids=[check.code for check in CHECKS])
def test_a_check_is_of_figures_that_can_be_compared(check: Check) -> None:
    assert check.words
    assert check.left
    assert check.right
    units = {MEASURES[code].unit for code in (*check.left, *check.right)}
    assert units == {YUAN} or YUAN not in units
    assert len(set(check.left)) == len(check.left)


def test_checks_have_codes_of_their_own() -> None:
    assert len({check.code for check in CHECKS}) == len(CHECKS)


@pytest.mark.parametrize("register", CHECKED, ids=[each.code for each in CHECKED])
@few
@given(data=st.data())
def test_what_fails_names_records_and_every_figure_is_its_records(
    register: Register, place: Workplace, data: st.DataObject
) -> None:
    """Whatever the rules let through: a check holds or names the records, and what counts is found record by record."""
    for _ in range(2):
        on = st.dates(NOVEMBER.first, NOVEMBER.last)
        save_record(place, register, drawn(place, register, data, on=on), confirmed=True)
    found = values(place)
    with place.ledger.reading() as session:
        for each in cross_check(session, place.house, NOVEMBER, found):
            assert each.rows, each.sentence
            assert each.sentence.endswith("。")
        behind = records_behind(session, register.measures, NOVEMBER.first, NOVEMBER.last, place.house)
        own = {counting.code: found[counting.code] for counting in register.measures}
        assert rows_check(own, behind) == []
        digests = {row.digest for row in behind}
    assert all(len(each) == 64 for each in digests)


@pytest.mark.parametrize("register", CHECKED, ids=[each.code for each in CHECKED])
def test_the_records_behind_are_those_of_every_figure(register: Register, place: Workplace) -> None:
    with place.ledger.reading() as session:
        behind = records_behind(session, register.measures, NOVEMBER.first, NOVEMBER.last, place.house)
        for counting in register.measures:
            rows = report.rows(session, counting, NOVEMBER.first, NOVEMBER.last, place.house)
            assert sorted((row.register, row.uid, row.value) for row in rows) == sorted(
                (record.register, record.uid, entry.values[counting.code])
                for record in behind
                for entry in record.entries
                if entry.values.get(counting.code)
            ) or counting.code.startswith("coverage."), counting.code


def test_only_some_records_are_looked_at(place: Workplace) -> None:
    uids = [save(place).record.uid, save(place, matters=[matter(), matter()]).record.uid]
    consultation = REGISTERS["consultation"]
    with place.ledger.reading() as session:
        span = (NOVEMBER.first, NOVEMBER.last, place.house)
        found = records_behind(session, consultation.measures, *span, only={"consultation": [uids[1]]})
        none = records_behind(session, consultation.measures, *span, only={"visit": uids})
    assert [(row.uid, row.values()["consult.matters"]) for row in found] == [(uids[1], 2)]
    assert none == []


def test_a_failed_check_says_by_how_much(tmp_path_factory: pytest.TempPathFactory) -> None:
    with at_work(fresh(tmp_path_factory.mktemp("office") / "data")) as place:
        good, bad = save(place), save(place, headcount=3)
        execute(place, "UPDATE consultation SET headcount = -2 WHERE uid = ?", bad.record.uid)
        at_least = Check(
            code="x",
            words="人次不少于批次",
            left=("consult.people",),
            right=("consult.receptions",),
            relation=Relation.AT_LEAST,
            warning=True,
        )
        equal = Check(code="y", words="人次等于件数", left=("consult.people",), right=("consult.matters",))
        with place.ledger.reading() as session:
            found = cross_check(session, place.house, NOVEMBER, values(place), [at_least, equal])
        assert [(each.warning, [(row.uid, row.value) for row in each.rows]) for each in found] == [
            (True, [(bad.record.uid, -3)]),
            (False, [(bad.record.uid, -3)]),
        ]
        assert found[0].sentence == (
            f"人次不少于批次，现在不符：咨询人次为-1，接待批次为2。请核对{bad.record.number}。"
        )
        assert good.record.uid in {row.uid for row in rows_behind(place, "consult.people", NOVEMBER)}


def test_a_figure_that_is_not_the_sum_of_its_records_is_a_fault(place: Workplace) -> None:
    with place.ledger.reading() as session:
        measures = REGISTERS["consultation"].measures
        behind = records_behind(session, measures, NOVEMBER.first, NOVEMBER.last, place.house)
    found = {code: value for code, value in values(place).items() if code.startswith("consult.")}
    assert rows_check(found, behind) == []
    wrong = rows_check({**found, "consult.people": found["consult.people"] + 1}, behind)
    assert [each.codes for each in wrong] == [("consult.people",)]
