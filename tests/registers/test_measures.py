"""What the month counts, for every register: rows sum to their figure, parts sum to their whole."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, or_, select

from quyuan_desktop.domain import periods
from quyuan_desktop.registers import MEASURES, REGISTERS, adds_up
from quyuan_desktop.registers.base import Register, State
from quyuan_desktop.registers.columns import TermsColumn
from quyuan_desktop.registers.measures import Counted, Counting, Measure, Total
from quyuan_desktop.reports import month as report
from quyuan_desktop.services.month import month_table, rows_behind
from quyuan_desktop.services.save_record import save_record, void_record
from quyuan_desktop.services.workplace import Workplace
from tests.offices import at_work, fresh
from tests.strategies import anchored, drawn

OCTOBER = periods.month("2023-10")
DAY = timedelta(days=1)
EDGES = (OCTOBER.first - DAY, OCTOBER.first, OCTOBER.first + 13 * DAY, OCTOBER.last, OCTOBER.last + DAY)

each_register = pytest.mark.parametrize("register", REGISTERS.values(), ids=REGISTERS)
few = settings(max_examples=max(2, settings().max_examples // 10))


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workplace]:
    """One ledger that grows from example to example."""
    with at_work(fresh(tmp_path_factory.mktemp("office") / "data")) as place:
        yield place


def enter_some(place: Workplace, register: Register, data: st.DataObject) -> None:
    """Save some records in and about the month, and void one more in it."""
    for days in (EDGES, EDGES, EDGES, (OCTOBER.last,)):
        values = drawn(place, register, data, on=st.sampled_from(days))
        save_record(place, register, values, confirmed=True)
    made = save_record(place, register, anchored(place, register, values), confirmed=True)
    void_record(place, register, made.record.uid, "重复登记")


def figures(place: Workplace, registers: list[Register] | None = None) -> dict[str, int]:
    return {line.figure.code: line.figure.value for line in month_table(place, OCTOBER, registers).lines}


@each_register
@few
@given(data=st.data())
def test_the_rows_behind_a_figure_sum_to_it_and_so_do_the_days(
    register: Register, place: Workplace, data: st.DataObject
) -> None:
    enter_some(place, register, data)
    found = figures(place)
    for measure in register.measures:
        rows = rows_behind(place, measure.code, OCTOBER)
        assert sum(row.value for row in rows) == found[measure.code], measure.code
        assert all(row.register in REGISTERS and row.value for row in rows)
        if is_flow(measure):
            assert len({(row.register, row.uid) for row in rows}) == len(rows)
            assert all(row.date in OCTOBER for row in rows)
        assert sorted(row.date for row in rows) == [row.date for row in rows]
    assert any(found.values()) or register.workflow is not None, "steps may all lie elsewhere"
    days = of_days(place, register)
    assert days == {code: found[code] for code in days}


def of_days(place: Workplace, register: Register) -> dict[str, int]:
    """Every figure of what happened, counted day by day and summed."""
    flows = [each for each in register.measures if adds_up(each)]
    found = dict.fromkeys((each.code for each in flows), 0)
    with place.ledger.reading() as session:
        for number in range(OCTOBER.days):
            day = OCTOBER.first + number * DAY
            for code, value in report.totals(session, flows, day, day, place.house).items():
                found[code] += value
    return found


@each_register
@few
@given(data=st.data())
def test_parts_sum_to_their_whole(register: Register, place: Workplace, data: st.DataObject) -> None:
    """Where measures divide a column by its code table, every row falls into one of them and into one only."""
    enter_some(place, register, data)
    found = figures(place)
    for measures in divisions(register):
        parts = [term for measure in measures for term in measure.of]
        assert len(set(parts)) == len(parts), "a row is counted twice"
        required = not measures[0].by.property.columns[0].nullable
        assert set(parts) == {*measures[0].by.type.terms, *(() if required else (None,))}, "a row is not counted"
        assert sum(found[measure.code] for measure in measures) == whole(place, measures[0])


def is_flow(counting: Counting) -> bool:
    """Whether a figure is of what happened in a period, so that periods add up; a stock is what stands at its end."""
    if isinstance(counting, Total):
        return all(is_flow(MEASURES[code]) for code in counting.parts)
    return isinstance(counting, Measure) and counting.base.until is None


def divisions(register: Register) -> list[list[Measure]]:
    """The measures that divide one column among them, by column, value and the heading they stand under."""
    together: defaultdict[tuple[Any, ...], list[Measure]] = defaultdict(list)
    for measure in register.measures:
        if isinstance(measure, Measure) and measure.grouped and not isinstance(measure.by.type, TermsColumn):
            together[id(measure.base), measure.by.key, id(measure.value), measure.group].append(measure)
    return list(together.values())


def whole(place: Workplace, measure: Measure) -> int:
    """What the value of a measure sums to over all rows, asked in the plainest SQL."""
    base: Counted = measure.base
    wanted = select(func.coalesce(func.sum(measure.value), 0)).select_from(base.record)
    if base.child is not None:
        wanted = select(func.coalesce(func.sum(measure.value), 0)).select_from(base.child)
        wanted = wanted.join(base.record, base.record.id == base.child.parent_id)
    if base.until is None:
        wanted = wanted.where(base.day.between(OCTOBER.first, OCTOBER.last))
    else:
        wanted = wanted.where(base.day <= OCTOBER.last, or_(base.until.is_(None), base.until >= OCTOBER.last))
    wanted = wanted.where(base.record.state != State.VOID)
    with place.ledger.reading() as session:
        return int(session.scalar(wanted) or 0)


@each_register
@few
@given(data=st.data())
def test_a_year_is_the_sum_of_its_months(register: Register, place: Workplace, data: st.DataObject) -> None:
    enter_some(place, register, data)
    months = [periods.month(f"2023-{number:02d}") for number in range(1, 13)]
    tables = [month_table(place, month, [register]) for month in months]
    so_far = dict.fromkeys((measure.code for measure in register.measures), 0)
    worst = {each.code for each in register.measures if isinstance(each, Measure) and each.worst}
    flows = {each.code for each in register.measures if is_flow(each)}
    for table in tables:
        for line in table.lines:
            if line.figure.code in flows:
                parts = so_far[line.figure.code], line.figure.value
                so_far[line.figure.code] = max(parts) if line.figure.code in worst else sum(parts)
                assert line.year_to_date == so_far[line.figure.code]
    after = month_table(place, periods.month("2024-10"), [register])
    assert {line.figure.code: line.last_year for line in after.lines} == figures(place, [register])
    assert all(line.figure.value == 0 for line in after.lines if line.figure.code in flows)


def test_a_new_office_has_done_nothing(tmp_path_factory: pytest.TempPathFactory) -> None:
    with at_work(fresh(tmp_path_factory.mktemp("office") / "data")) as place:
        assert set(figures(place).values()) == {0}
        assert all(line.change is None for line in month_table(place, OCTOBER).lines)
