"""Every declared register is whole: what its parts name exists, and what a person reads is there."""

import re
import string
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import inspect, select

from quyuan_desktop.registers import DESKS, MEASURES, REGISTERS, kinds
from quyuan_desktop.registers.attached import Files
from quyuan_desktop.registers.base import (
    PAPER_SIZES,
    Base,
    PaperKind,
    Record,
    Register,
    Row,
    blank,
    fields_of,
    row_class,
)
from quyuan_desktop.registers.fields import Field
from quyuan_desktop.registers.linked import Link
from quyuan_desktop.registers.measures import Measure, Total
from quyuan_desktop.services.drawings import DRAWINGS
from quyuan_desktop.services.house_rules import seeded_deadlines
from quyuan_desktop.storage.grams import Way
from tests.strategies import any_values

KINDS = (
    kinds.Text,
    kinds.Name,
    kinds.Identity,
    kinds.Phone,
    kinds.Day,
    kinds.Clock,
    kinds.Number,
    kinds.Choice,
    kinds.Choices,
    kinds.Flag,
    kinds.Rows,
    kinds.Money,
    Link,
    Files,
)
WORDS_OF_DEFAULT = {kinds.Day: {"today"}, kinds.Clock: {"now"}, kinds.Text: {"staff"}, kinds.Name: {"staff"}}
CODE = re.compile("[a-z][a-z0-9_]*")

PUBLIC = {("point", "phone")}
"""Telephones that hang on the wall."""

each_register = pytest.mark.parametrize("register", REGISTERS.values(), ids=REGISTERS)


def declarations(register: Register) -> list[type[Base]]:
    """The record's class and those of its child rows."""
    names = [field.name for field in register.fields if isinstance(field.kind, kinds.Rows)]
    return [register.record, *(row_class(register.record, name) for name in names)]


def all_fields(register: Register) -> list[Field]:
    return [field for declared in declarations(register) for field in fields_of(declared)]


def test_desks_and_registers_have_codes_and_labels_of_their_own() -> None:
    desks = [desk for desk in DESKS if CODE.fullmatch(desk.code) and desk.label]
    registers = [register for desk in DESKS for register in desk.registers]
    assert len({desk.code for desk in desks}) == len({desk.label for desk in desks}) == len(DESKS)
    assert (
        len({register.code for register in registers}) == len({each.label for each in registers}) == len(registers)
    )
    assert {register.code: register for register in registers} == REGISTERS
    assert all(CODE.fullmatch(code) and len(code) <= 40 for code in REGISTERS)


@each_register
def test_a_register_is_a_record_with_child_rows(register: Register) -> None:
    assert issubclass(register.record, Record)
    assert all(issubclass(row, Row) and hasattr(row, "parent_id") for row in declarations(register)[1:])


@each_register
def test_every_field_says_what_a_person_reads(register: Register) -> None:
    for field in all_fields(register):
        assert field.label.strip() == field.label != ""
        assert type(field.kind) in KINDS
        assert field.width > 0
        assert field.help.strip() == field.help
        assert not field.help or field.help.endswith("。"), field.name


@each_register
def test_every_field_stands_in_a_section(register: Register) -> None:
    codes = [section.code for section in register.sections]
    assert len(set(codes)) == len({section.label for section in register.sections}) == len(codes)
    assert {field.section for field in register.fields} == set(codes)


@each_register
def test_labels_are_unique_in_their_section(register: Register) -> None:
    for declared in declarations(register):
        found = [(field.section, field.label) for field in fields_of(declared)]
        assert len(set(found)) == len(found)


@each_register
def test_the_number_is_made_of_office_year_and_serial(register: Register) -> None:
    parts = list(string.Formatter().parse(register.number))
    assert sorted(name for _, name, _, _ in parts if name is not None) == ["serial", "short", "year"]
    assert not any(spec or conversion for _, _, spec, conversion in parts)


def test_numbers_of_two_registers_cannot_be_the_same() -> None:
    assert len({register.number for register in REGISTERS.values()}) == len(REGISTERS)


@each_register
def test_what_decides_the_month_is_a_required_day(register: Register) -> None:
    day = register.field(register.day)
    assert isinstance(day.kind, kinds.Day)
    assert day.required
    assert day.column, "a list is read by its day"


@each_register
def test_who_and_what_are_words(register: Register) -> None:
    assert isinstance(register.field(register.who).kind, kinds.Text)
    assert isinstance(register.field(register.what).kind, kinds.Text)


@each_register
def test_filters_are_code_tables(register: Register) -> None:
    assert len(set(register.filters)) == len(register.filters)
    for name in register.filters:
        assert isinstance(register.field(name).kind, kinds.Choice | kinds.Choices)


@each_register
def test_people_are_told_by_fields_of_their_kind(register: Register) -> None:
    assert len({role.code for role in register.people}) == len(register.people)
    for role in register.people:
        assert CODE.fullmatch(role.code)
        assert role.label
        told = {
            role.name: kinds.Name,
            role.id_number: kinds.Identity,
            role.phone: kinds.Phone,
            role.town: kinds.Choice,
        }
        assert all(isinstance(register.field(name).kind, kind) for name, kind in told.items() if name)
        assert not role.village or isinstance(register.field(role.village).kind, kinds.Text)
        assert bool(role.town) == bool(role.village), "a place is a town and a village"
        assert len(set(role.carried)) == len(role.carried)
        assert all(register.field(name) for name in role.carried)
        assert not role.carried or role.name in role.carried


@each_register
def test_list_columns_are_columns_of_the_table(register: Register) -> None:
    shown = [field for field in register.fields if field.column and not isinstance(field.kind, kinds.Rows)]
    assert {register.day, register.who} <= {field.name for field in shown}
    assert {field.name for field in shown} <= set(register.record.__table__.columns.keys())


@each_register
def test_searched_fields_say_how(register: Register) -> None:
    ways = {each.value for each in Way}
    for field in all_fields(register):
        assert field.searched in {"", *ways}
        assert not field.searched or isinstance(field.kind, kinds.Text)


@each_register
def test_personal_data_are_masked(register: Register) -> None:
    """证件号 and 电话 are never shown whole where they need not be; a telephone of the office itself is public."""
    for field in all_fields(register):
        if (register.code, field.name) in PUBLIC:
            continue
        assert field.masked or not isinstance(field.kind, kinds.Identity | kinds.Phone), field.name


@each_register
def test_defaults_are_words_or_plain_values(register: Register) -> None:
    for field in all_fields(register):
        known = WORDS_OF_DEFAULT.get(type(field.kind), set())
        if field.default is None or field.default == "last" or field.default in known:
            continue
        value = field.kind.restore(field.default)
        assert field.kind.plain(value) == field.default
        assert value != field.kind.empty


@each_register
def test_completed_fields_are_words(register: Register) -> None:
    for field in all_fields(register):
        assert not field.suggest or isinstance(field.kind, kinds.Text)


@each_register
def test_papers_have_a_drawing(register: Register) -> None:
    assert len({paper.code for paper in register.papers}) == len(register.papers)
    for paper in register.papers:
        assert paper.code in DRAWINGS
        assert paper.label
        assert paper.size in PAPER_SIZES


def test_a_paper_is_of_a_size_that_printers_have() -> None:
    with pytest.raises(ValueError, match="B5"):
        PaperKind(code="board", label="公示牌", size="B5")


def test_every_drawing_belongs_to_a_paper() -> None:
    assert set(DRAWINGS) == {paper.code for register in REGISTERS.values() for paper in register.papers}


@each_register
def test_todos_ask_the_record(register: Register) -> None:
    """`since` is a day of the record and `open_` asks of nothing else, so that SQL can be made of both."""
    assert len({todo.code for todo in register.todos}) == len(register.todos)
    for todo in register.todos:
        assert CODE.fullmatch(todo.code)
        assert todo.label
        assert isinstance(register.field(todo.since.key).kind, kinds.Day)
        asked: Any = select(todo.since).where(todo.open_)
        assert asked.get_final_froms() == [register.record.__table__]


@each_register
def test_the_workflow_is_sound(register: Register) -> None:
    """Steps ask for fields that there are, begin and end at stages, and each stage can be reached."""
    flow = register.workflow
    if flow is None:
        return
    stage = register.field(flow.stage)
    assert stage.derived
    assert isinstance(stage.kind, kinds.Choice)
    stages = set(stage.kind.terms)
    assert len({step.code for step in flow.steps}) == len(flow.steps)
    for step in flow.steps:
        assert CODE.fullmatch(step.code)
        assert len(step.code) <= 16, "the verb of a revision"
        assert set(step.needs) <= set(step.fields)
        assert all(register.field(name) for name in step.fields)
        assert {*step.start, *step.end} <= stages
        assert not step.paper or step.paper in {paper.code for paper in register.papers}
    reached = {end for step in flow.steps for end in step.end}
    assert stages - reached <= {next(iter(stage.kind.terms))}, "the first stage is where one begins"
    asked = {name for step in flow.steps for name in step.fields}
    assert {field.name for field in register.fields if field.step} <= asked


@each_register
def test_leads_carry_what_the_other_has(register: Register) -> None:
    for lead in register.leads:
        other = REGISTERS[lead.to]
        if lead.moves:
            assert not lead.link
        else:
            link = other.field(lead.link).kind
            assert isinstance(link, Link)
            assert link.register == register.code
        carried = lead.carry(blank(register.record))
        assert all(other.field(name) for name in carried)


@each_register
def test_limits_run_under_rules_that_there_are(register: Register) -> None:
    known = {rule.code for rule in seeded_deadlines()}
    for running in register.limits(blank(register.record)):
        assert running.code in known


@each_register
@given(data=st.data())
def test_limits_are_reckoned_from_the_fields_that_are_named(register: Register, data: st.DataObject) -> None:
    values = data.draw(any_values(register.record))
    assert register.limits({name: values[name] for name in register.timed_by}) == register.limits(values)
    assert register.unsettled is None or register.timed_by


@each_register
def test_blank_is_complete(register: Register) -> None:
    for declared in declarations(register):
        values = blank(declared)
        assert list(values) == [field.name for field in fields_of(declared)]
        assert all(values[field.name] in (field.kind.empty, []) for field in fields_of(declared))
    assert blank(register.record) is not blank(register.record)
    rows = [field.name for field in register.fields if isinstance(field.kind, kinds.Rows)]
    assert all(blank(register.record)[name] is not blank(register.record)[name] for name in rows)


@each_register
def test_the_database_takes_what_the_form_takes(register: Register) -> None:
    """A column holds at least the longest text its kind allows, and is empty where a form may leave it so."""
    for declared in declarations(register):
        columns = inspect(declared).columns
        for field in fields_of(declared):
            if isinstance(field.kind, kinds.Rows):
                continue
            column = columns[field.name]
            length = getattr(column.type, "length", None)
            assert not isinstance(field.kind, kinds.Text) or length is None or length >= field.kind.limit
            assert column.nullable == (field.kind.empty is None and not field.required)


@each_register
def test_code_tables_are_sound(register: Register) -> None:
    """Codes fit their column and hold no separator; a label is no other value's code or label."""
    for field in all_fields(register):
        if not isinstance(field.kind, kinds.Choice | kinds.Choices):
            continue
        terms = list(field.kind.terms)
        spoken = [part for term in terms for part in {term.label, term.code}]
        assert len(set(spoken)) == len(spoken)
        assert all(re.fullmatch("[a-z0-9]{1,24}", term.code) and term.label for term in terms)
        if isinstance(field.kind, kinds.Choices):
            assert len("|".join(term.code for term in terms)) + 2 <= 400


def test_codes_of_measures_are_stable_and_unique() -> None:
    listed = [measure for register in REGISTERS.values() for measure in register.measures]
    assert len(listed) == len(MEASURES) == len({measure.code for measure in listed})
    assert all(re.fullmatch(r"[a-z]+(\.[a-z0-9]+)+", code) for code in MEASURES)


@each_register
def test_measures_say_what_they_count(register: Register) -> None:
    for counting in register.measures:
        assert counting.label
        assert counting.unit
        assert counting.group
        assert counting.words
        if isinstance(counting, Total):
            assert counting.parts
            assert set(counting.parts) <= set(MEASURES)
        if not isinstance(counting, Measure):
            continue
        for day in (counting.base.day, counting.base.until):
            assert day is None or isinstance(register.field(day.key).kind, kinds.Day)
        assert counting.base.record is register.record
        assert counting.base.child is None or counting.base.child in declarations(register)
        assert (counting.by is None) == (counting.of == ())
        assert len(set(counting.of)) == len(counting.of)
    for mean in register.means:
        assert {mean.top, mean.bottom} <= set(MEASURES)
    assert len({(each.group, each.label) for each in register.measures}) == len(register.measures)


@given(day=st.dates())
def test_terms_out_of_use_stay_readable(day: date) -> None:
    for register in REGISTERS.values():
        for field in all_fields(register):
            if isinstance(field.kind, kinds.Choice | kinds.Choices):
                for term in field.kind.terms:
                    assert field.kind.terms.of(term.code) is term
                    assert term.offered_on(day) or term.since or term.until
