"""The figures of 咨询 against the same counted by hand, in Python, from what the records say."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import event

from quyuan_desktop.domain import periods
from quyuan_desktop.domain.problems import Trouble
from quyuan_desktop.domain.terms import IdKind
from quyuan_desktop.registers.base import Values, values_of
from quyuan_desktop.registers.legal_aid.consultation import CONSULTATION
from quyuan_desktop.registers.legal_aid.terms import Channel, MatterKind, yearly_type
from quyuan_desktop.reports import month as report
from quyuan_desktop.services.month import figures_json, month_table, rows_behind
from quyuan_desktop.services.save_record import save_record
from quyuan_desktop.services.workplace import Workplace
from tests.offices import at_work, consultation, fresh, matter, save
from tests.strategies import records

MAY = periods.month("2023-05")


@pytest.fixture
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workplace]:
    with at_work(fresh(tmp_path_factory.mktemp("office") / "data")) as place:
        yield place


@settings(max_examples=max(3, settings().max_examples // 6))
@given(data=st.data())
def test_figures_are_what_one_counts_by_hand(
    tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    days = st.dates(MAY.first, MAY.last)
    with at_work(fresh(tmp_path_factory.mktemp("office") / "data")) as place:
        entered = data.draw(st.lists(records(CONSULTATION, on=days), max_size=4))
        made = [values_of(save_record(place, CONSULTATION, values, confirmed=True).record) for values in entered]
        expected: Counter[str] = Counter()
        for values in made:
            expected.update(counted(values))
        found = {line.figure.code: line.figure.value for line in month_table(place, MAY).lines}
    assert {code: value for code, value in found.items() if value} == dict(expected)


def counted(values: Values) -> Counter[str]:
    """What one reception adds to each figure."""
    people = values["headcount"]
    found = Counter({"people": people, "receptions": 1, "matters": len(values["matters"])})
    found[f"channel.{values['channel'].code}"] += people
    for name in ("sex", "result", "town"):
        found[f"{name}.{values[name].code if values[name] else 'none'}"] += people
    for group in values["groups"]:
        found[f"group.{group.code}"] += people
    for each in values["matters"]:
        found[f"matter.{each['category'].code}"] += 1
        found[f"type.{yearly_type(each['category']).code}"] += 1
    found["channel.call.12348"] += people * (values["channel"] is Channel.CALL and values["via_12348"])
    found["repeat"] += people * values["repeat_visit"]
    found["informed"] += people * values["informed_right"]
    found["withheld"] += people * (values["id_kind"] is IdKind.REFUSED)
    return Counter({f"consult.{code}": value for code, value in found.items() if value})


def test_one_visitor_with_two_matters_is_one_person_and_two_matters(place: Workplace) -> None:
    save(place, matters=[matter(), matter(MatterKind.LAND, "承包地界。")], headcount=1)
    found = {each["code"]: each["value"] for each in figures_json(place, periods.month("2023-11"))["figures"]}
    assert (found["consult.people"], found["consult.receptions"], found["consult.matters"]) == (1, 1, 2)


def test_the_rows_of_a_figure_of_matters_count_them(place: Workplace) -> None:
    two = save(place, matters=[matter(), matter(), matter(MatterKind.LAND, "承包地界。")])
    save(place, matters=[matter(MatterKind.LAND, "承包地界。")])
    rows = rows_behind(place, "consult.matter.wages", periods.month("2023-11"))
    assert [(row.uid, row.number, row.value, row.label) for row in rows] == [
        (two.record.uid, two.record.number, 2, consultation()["visitor"])
    ]


@pytest.mark.parametrize("code", ["", "consult", "consult.people.", "CONSULT.PEOPLE", "' OR 1=1--", "x" * 10_000])
def test_an_unknown_code_is_said_to_be_unknown(place: Workplace, code: str) -> None:
    with pytest.raises(Trouble, match="没有.*这个指标代码"):
        rows_behind(place, code, MAY)


def test_the_figures_come_of_two_queries_that_read_nothing_but_an_index(place: Workplace) -> None:
    save(place)
    asked: list[tuple[str, Any]] = []
    with place.ledger.reading() as session:

        @event.listens_for(place.ledger.engine, "before_cursor_execute")
        def hear(conn: Any, cursor: Any, statement: str, values: Any, context: Any, many: bool) -> None:
            asked.append((statement, values))

        try:
            report.totals(session, CONSULTATION.measures, MAY.first, MAY.last, place.house)
        finally:
            event.remove(place.ledger.engine, "before_cursor_execute", hear)
        connection = session.connection()
        plans = [
            line[3]
            for statement, values in asked
            if statement != "BEGIN"
            for line in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
        ]
    assert len([statement for statement, _ in asked if statement != "BEGIN"]) == 2
    searched = [line for line in plans if "SEARCH" in line or "SCAN" in line]
    assert searched
    assert all("COVERING INDEX ix_consultation" in line for line in searched)
