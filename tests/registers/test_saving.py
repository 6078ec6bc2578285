"""The life of a record of any register in a real, encrypted ledger: saved, corrected, voided, undone, found."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from quyuan_desktop.domain.problems import Refused, Trouble
from quyuan_desktop.registers import REGISTERS, kinds
from quyuan_desktop.registers.base import Base, Register, State, Values, blank, fields_of, row_class, values_of
from quyuan_desktop.services.check_ledger import check
from quyuan_desktop.services.find import find
from quyuan_desktop.services.history import history
from quyuan_desktop.services.list_records import Choice, count_records, page_of_records
from quyuan_desktop.services.recognise import recognise, timeline
from quyuan_desktop.services.save_record import (
    Saved,
    defaults,
    examine,
    open_record,
    save_record,
    undo_save,
    void_record,
)
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.storage.grams import Way
from tests.offices import START, TODAY, Clock, at_work, fresh, nowhere
from tests.strategies import FITTING, any_values, drawn

each_register = pytest.mark.parametrize("register", REGISTERS.values(), ids=REGISTERS)
few = settings(max_examples=max(5, settings().max_examples // 5))
EVERYTHING = Choice(void=True)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workplace]:
    """One ledger for all examples of a test: it grows, as a real one does; whole at the end."""
    with at_work(fresh(tmp_path_factory.mktemp("office") / "data")) as place:
        yield place
        assert check(place) == []


def saved(place: Workplace, register: Register, values: Values) -> Saved:
    return save_record(place, register, values, confirmed=True)


def present(place: Workplace, register: Register, uid: str) -> Values:
    return values_of(open_record(place, register, uid))


@each_register
@given(data=st.data())
def test_what_was_saved_is_there(register: Register, place: Workplace, data: st.DataObject) -> None:
    values = drawn(place, register, data)
    completed, _ = examine(place, register, values)
    made = saved(place, register, values)
    record = open_record(place, register, made.record.uid)
    assert values_of(record) == values_of(made.record) == completed
    assert (record.state, record.revisions, record.office) == (State.LIVE, 1, place.office.code)
    assert (record.created_by, record.changed_by) == (place.staff.name, place.staff.name)
    assert record.created_at == record.changed_at == START
    assert made.changed.register == register.code
    assert made.changed.uids == (record.uid,)
    again, _ = examine(place, register, completed)
    assert again == completed, "what was completed once is complete"


@each_register
@few
@given(data=st.data())
def test_a_correction_says_exactly_what_changed(register: Register, place: Workplace, data: st.DataObject) -> None:
    before, _ = examine(place, register, drawn(place, register, data))
    after, _ = examine(place, register, _mixed(place, register, before, data), before)
    assume(before != after)
    made = saved(place, register, before)
    uid = made.record.uid
    assume(not any(not problem.warning for problem in examine(place, register, after, before)[1]))
    later = replace(place, now=Clock(START + timedelta(minutes=5)))
    corrected = save_record(later, register, after, uid=uid, reason=" 核对\t更正 ", confirmed=True)
    assert present(place, register, uid) == after
    assert (corrected.record.number, corrected.record.revisions) == (made.record.number, 2)
    newest, first = history(place, register, uid)
    assert (newest.step, newest.verb_label, newest.reason, newest.by) == (2, "更正", "核对 更正", place.staff.name)
    assert (first.step, first.verb_label, first.reason) == (1, "登记", "")
    assert newest.at - first.at == timedelta(minutes=5)
    assert [each.label for each in newest.differences] == _differing(register.record, before, after)
    assert [each.label for each in first.differences] == _differing(
        register.record, blank(register.record), before
    )
    shown = {(each.label, each.before, each.after) for each in newest.differences}
    for field in register.fields:
        if not isinstance(field.kind, kinds.Rows) and before[field.name] != after[field.name]:
            assert (field.label, field.kind.show(before[field.name]), field.kind.show(after[field.name])) in shown


def _mixed(place: Workplace, register: Register, before: Values, data: st.DataObject) -> Values:
    """`before` with some fields as they are in another record that the register accepts."""
    other = drawn(place, register, data)
    chosen = data.draw(st.sets(st.sampled_from([field.name for field in register.fields]), min_size=1))
    for code, link in FITTING:
        if code == register.code and chosen & {link, register.day}:
            chosen |= {link, register.day}  # what is linked to was made to fit the day
    mixed = {**before, **{name: other[name] for name in chosen}}
    objections = [each for each in examine_nowhere(register, mixed) if not each.warning]
    return mixed if not objections else other


def examine_nowhere(register: Register, values: Values) -> list[Any]:
    return examine(nowhere(), register, values)[1]


def _differing(declared: type[Base], before: Values, after: Values, prefix: str = "") -> list[str]:
    """The labels of the fields in which two records differ, in their order; child rows by their number."""
    found = []
    for field in fields_of(declared):
        old, new = before[field.name], after[field.name]
        if not isinstance(field.kind, kinds.Rows):
            found += [prefix + field.label] if old != new else []
            continue
        row = row_class(declared, field.name)
        for position in range(max(len(old), len(new))):
            one = old[position] if position < len(old) else blank(row)
            other = new[position] if position < len(new) else blank(row)
            found += _differing(row, one, other, f"{field.kind.noun}{position + 1} ")
    return found


@each_register
@few
@given(data=st.data())
def test_a_void_record_stays_with_its_number_and_counts_no_more(
    register: Register, place: Workplace, data: st.DataObject
) -> None:
    made = saved(place, register, drawn(place, register, data))
    uid, number = made.record.uid, made.record.number
    live, everything = (count_records(place, register, choice) for choice in (Choice(), EVERYTHING))
    void_record(place, register, uid, "重复登记")
    assert count_records(place, register, Choice()) == live - 1
    assert count_records(place, register, EVERYTHING) == everything
    record = open_record(place, register, uid)
    assert (record.state, record.number, record.void_reason) == (State.VOID, number, "重复登记")
    assert values_of(record) == values_of(made.record)
    assert uid not in {row.uid for row in page_of_records(place, register, Choice(), 0, live + 1)}
    assert history(place, register, uid)[0].verb_label == "作废"
    assert history(place, register, uid)[0].differences == ()
    following = saved(place, register, values_of(record))
    assert following.record.number != number
    assert [moment.uid for moment in timeline(place, register, uid)] == [uid]
    assert uid not in {met.uid for met in recognise(place, register, values_of(record))}


@each_register
@few
@given(data=st.data())
def test_a_void_record_is_changed_no_more(register: Register, place: Workplace, data: st.DataObject) -> None:
    made = saved(place, register, drawn(place, register, data))
    void_record(place, register, made.record.uid, "重复登记")
    other = drawn(place, register, data)
    with pytest.raises(Refused):
        save_record(place, register, other, uid=made.record.uid, reason="补正", confirmed=True)
    with pytest.raises(Refused):
        void_record(place, register, made.record.uid, "再作废一次")
    with pytest.raises(Refused):
        undo_save(place, made.undo)
    assert open_record(place, register, made.record.uid).revisions == 2


@each_register
@few
@given(data=st.data())
def test_a_new_record_is_taken_back(register: Register, place: Workplace, data: st.DataObject) -> None:
    made = saved(place, register, drawn(place, register, data))
    undone = undo_save(place, made.undo)
    assert undone.values == values_of(made.record)
    assert undone.changed.uids == (made.record.uid,)
    record = open_record(place, register, made.record.uid)
    assert (record.state, record.void_reason) == (State.VOID, "保存后撤销")
    assert undone.values is not None
    again = saved(place, register, undone.values)
    assert again.record.number != made.record.number
    with pytest.raises(Refused):
        undo_save(place, made.undo)


@each_register
@few
@given(data=st.data())
def test_a_correction_is_taken_back(register: Register, place: Workplace, data: st.DataObject) -> None:
    before, after = drawn(place, register, data), drawn(place, register, data)
    made = saved(place, register, before)
    assume(values_of(made.record) != examine(place, register, after, values_of(made.record))[0])
    corrected = save_record(place, register, after, uid=made.record.uid, reason="补正", confirmed=True)
    with pytest.raises(Refused):
        undo_save(place, made.undo)
    undone = undo_save(place, corrected.undo)
    assert undone.values is None
    record = open_record(place, register, made.record.uid)
    assert values_of(record) == values_of(made.record)
    assert (record.state, record.revisions) == (State.LIVE, 3)
    changes = history(place, register, record.uid)
    assert [change.verb_label for change in changes] == ["撤销更正", "更正", "登记"]
    assert {each.label for each in changes[0].differences} == {each.label for each in changes[1].differences}
    with pytest.raises(Refused):
        undo_save(place, corrected.undo)


@each_register
@few
@given(data=st.data())
def test_a_saved_record_is_found_by_each_searched_field(
    register: Register, place: Workplace, data: st.DataObject
) -> None:
    record = saved(place, register, drawn(place, register, data, plain=True)).record
    for label, query in queries(register.record, record):
        found = find(place, query)
        assert record.uid in {each.uid for each in found}, f"{label}：{query}"
        assert all(each.reason for each in found)
    assert find(place, record.number)[0].uid == record.uid
    row = page_of_records(place, register, Choice(words=record.number), 0, 5)[0]
    assert (row.uid, row.number, row.day) == (record.uid, record.number, getattr(record, register.day))
    shown = {field.name for field in register.fields if field.column and not isinstance(field.kind, kinds.Rows)}
    assert row.values == {name: getattr(record, name) for name in shown}


def queries(declared: type[Base], record: Any) -> Iterator[tuple[str, str]]:
    """What a clerk types to find `record` by each of its searched fields, child rows included."""
    for field in fields_of(declared):
        value = getattr(record, field.name)
        if isinstance(field.kind, kinds.Rows):
            for row in value:
                yield from queries(type(row), row)
        elif field.searched and value:
            yield from ((field.label, each) for each in typed(Way(field.searched), field.kind.show(value)))


def typed(way: Way, text: str) -> list[str]:
    match way:
        case Way.NAME:
            return [text]
        case Way.TAIL:
            return [text, text[-4:], text.lower()]
        case Way.PHONE:
            return re.findall("[0-9]{7,}", text)
        case Way.CONTENT:
            return [text[:40], *re.findall("[\u4e00-\u9fff]{3,8}", text)]
        case Way.NUMBER:
            return [text]


def searched_by(register: Register) -> str:
    """The field that a record is looked for by: who it is about, else the first words of its own; empty without any."""
    own = [field.name for field in register.fields if field.searched in ("name", "content") and not field.derived]
    return register.who if register.who in own else next(iter(own), "")


@pytest.mark.parametrize("register", [each for each in REGISTERS.values() if searched_by(each)], ids=str)
@few
@given(data=st.data())
def test_a_corrected_record_is_found_as_it_now_is(
    register: Register, place: Workplace, data: st.DataObject
) -> None:
    values = drawn(place, register, data, plain=True)
    name = searched_by(register)
    before, after = {**values, name: "夏侯初见"}, {**values, name: "慕容再会"}
    assume(not any(not problem.warning for problem in examine(place, register, after)[1]))
    made = saved(place, register, before)
    save_record(place, register, after, uid=made.record.uid, reason="改名", confirmed=True)
    assert made.record.uid not in {each.uid for each in find(place, "夏侯初见", limit=500)}
    assert made.record.uid in {each.uid for each in find(place, "慕容再会", limit=500)}
    undone = void_record(place, register, made.record.uid, "重复登记")
    assert undone.uids == (made.record.uid,)
    assert {each.uid: each.void for each in find(place, "慕容再会", limit=500)}[made.record.uid]


@each_register
@given(data=st.data())
def test_examining_never_raises_and_names_fields(
    register: Register, place: Workplace, data: st.DataObject
) -> None:
    """Half-filled forms and values at odds with one another get sentences beside the fields they are about."""
    values = data.draw(any_values(register.record))
    left_out = data.draw(st.sets(st.sampled_from(list(values))))
    for name in left_out:
        values[name] = blank(register.record)[name]
    completed, problems = examine(place, register, values)
    assert list(completed) == [field.name for field in register.fields]
    names = {field.name for field in register.fields} | {""}
    assert all(problem.field.split(".")[0] in names for problem in problems)
    assert all(problem.text.endswith("。") for problem in problems)
    asked = {field.name for field in register.fields if not field.derived} - register.follow(completed).keys()
    required = {name for name in asked if register.field(name).required}
    assert {problem.field for problem in problems} >= {name for name in required if completed[name] in (None, "")}
    if any(not problem.warning for problem in problems):
        with pytest.raises(Refused):
            save_record(place, register, values, confirmed=True)


@each_register
@few
@given(data=st.data())
def test_warnings_are_confirmed(register: Register, place: Workplace, data: st.DataObject) -> None:
    values = drawn(place, register, data)
    _, problems = examine(place, register, values)
    before = count_records(place, register, EVERYTHING)
    if problems:
        with pytest.raises(Refused) as refused:
            save_record(place, register, values)
        assert refused.value.problems == problems
        assert count_records(place, register, EVERYTHING) == before
    else:
        save_record(place, register, values)
        assert count_records(place, register, EVERYTHING) == before + 1


@each_register
def test_what_is_refused_leaves_no_trace(register: Register, place: Workplace) -> None:
    before = count_records(place, register, EVERYTHING)
    with pytest.raises(Refused):
        saved(place, register, blank(register.record))
    for uid in ("f" * 32, "' OR 1=1--", "%", "", "\x00"):
        with pytest.raises(Trouble):
            void_record(place, register, uid, "没有这一条")
        with pytest.raises(Trouble):
            open_record(place, register, uid)
    assert count_records(place, register, EVERYTHING) == before


@each_register
def test_defaults_are_values(register: Register, place: Workplace) -> None:
    values = defaults(place, register)
    assert list(values) == [field.name for field in register.fields]
    day = register.field(register.day)
    assert values[register.day] == (TODAY if day.default == "today" else day.kind.restore(day.default))
    for field in register.fields:
        if not isinstance(field.kind, kinds.Rows) and field.kind.typed_as_text:
            assert field.kind.read(field.kind.show(values[field.name]), TODAY) == values[field.name]


@each_register
@few
@given(data=st.data())
def test_what_was_used_last_comes_again(register: Register, place: Workplace, data: st.DataObject) -> None:
    values = drawn(place, register, data)
    made = saved(place, register, values)
    again = defaults(place, register)
    for field in register.fields:
        if field.default == "last":
            assert again[field.name] == getattr(made.record, field.name)
