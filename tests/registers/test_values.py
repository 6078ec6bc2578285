"""Values of every declared field: typed, in Python, shown and plain, and back again unchanged."""

import json
from datetime import date, datetime, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quyuan_desktop.domain.lineage import canonical
from quyuan_desktop.domain.problems import Problem
from quyuan_desktop.domain.terms import Education, PersonGroup, Sex, Term, Town
from quyuan_desktop.registers import REGISTERS, kinds
from quyuan_desktop.registers.base import (
    Base,
    Register,
    blank,
    fields_of,
    plain_of,
    row_class,
    values_of,
)
from quyuan_desktop.registers.kinds import Kind
from quyuan_desktop.registers.linked import Link, Linked
from quyuan_desktop.registers.restoring import restored
from tests.offices import TODAY
from tests.strategies import any_values, raw_for, raw_text, values_of_kind

DECLARED = {
    f"{register.code}.{name}" if name else register.code: declared
    for register in REGISTERS.values()
    for name, declared in [
        ("", register.record),
        *(
            (field.name, row_class(register.record, field.name))
            for field in register.fields
            if isinstance(field.kind, kinds.Rows)
        ),
    ]
}
SINGLE = {
    f"{name}.{field.name}": field.kind
    for name, declared in DECLARED.items()
    for field in fields_of(declared)
    if not isinstance(field.kind, kinds.Rows)
}
OTHERS: dict[str, Kind] = {
    "text": kinds.Text(limit=5),
    "text.lines": kinds.Text(limit=300, multiline=True),
    "name": kinds.Name(),
    "identity": kinds.Identity(),
    "phone": kinds.Phone(),
    "day": kinds.Day(),
    "day.past": kinds.Day(past=True),
    "clock": kinds.Clock(),
    "number": kinds.Number(least=-5, most=10**15 - 1),
    "choice": kinds.Choice(terms=Education),
    "choice.radio": kinds.Choice(terms=Sex, radio=True),
    "choices": kinds.Choices(terms=PersonGroup),
    "choices.towns": kinds.Choices(terms=Town),
    "flag": kinds.Flag(),
    "money": kinds.Money(),
    "link": Link(register="consultation"),
}
EVERY = {**SINGLE, **OTHERS}
JSON = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(), st.floats(), raw_text(), st.dates().map(str), st.times().map(str)
    ),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=5), inner, max_size=3)),
    max_leaves=5,
)

each_declaration = pytest.mark.parametrize("declared", DECLARED.values(), ids=DECLARED)
each_kind = pytest.mark.parametrize("kind", EVERY.values(), ids=EVERY)
each_sort = pytest.mark.parametrize("kind", OTHERS.values(), ids=OTHERS)


@each_declaration
@given(data=st.data())
def test_plain_form_survives_json(declared: type[Base], data: st.DataObject) -> None:
    values = data.draw(any_values(declared))
    plain = plain_of(declared, values)
    again = json.loads(json.dumps(plain))
    assert again == plain
    assert restored(declared, again) == values


@each_declaration
@given(data=st.data())
def test_plain_form_is_one_form(declared: type[Base], data: st.DataObject) -> None:
    """However the values were put together, the plain form and so the digest are the same to the byte."""
    values = data.draw(any_values(declared))
    turned = dict(reversed(values.items()))
    assert canonical(plain_of(declared, turned)) == canonical(plain_of(declared, values))
    assert list(plain_of(declared, turned)) == list(plain_of(declared, values))
    assert canonical(plain_of(declared, restored(declared, plain_of(declared, values)))) == canonical(
        plain_of(declared, values)
    )


@each_declaration
def test_fields_that_a_plain_form_lacks_are_empty(declared: type[Base]) -> None:
    assert restored(declared, {}) == blank(declared)
    assert restored(declared, {"a field of a newer program": 1}) == blank(declared)
    assert restored(declared, plain_of(declared, blank(declared))) == blank(declared)


@each_declaration
@given(data=st.data())
def test_an_object_holds_its_values(declared: type[Base], data: st.DataObject) -> None:
    values = data.draw(any_values(declared))
    record = declared.__new__(declared)
    declared.__init__(record, **_attributes(declared, values), **_house(declared))
    assert values_of(record) == values


def _attributes(declared: type[Base], values: dict[str, Any]) -> dict[str, Any]:
    found = dict(values)
    for field in fields_of(declared):
        if isinstance(field.kind, kinds.Rows):
            row = row_class(declared, field.name)
            found[field.name] = [row(**_attributes(row, each)) for each in values[field.name]]
    return found


def _house(declared: type[Base]) -> dict[str, Any]:
    if "uid" not in declared.__table__.columns:
        return {}
    at = datetime(2023, 11, 30).astimezone()
    return {
        "uid": "u",
        "office": "o",
        "number": "n",
        "created_at": at,
        "created_by": "c",
        "changed_at": at,
        "changed_by": "c",
    }


@each_kind
@given(data=st.data())
def test_what_is_shown_reads_as_the_same_value(kind: Kind, data: st.DataObject) -> None:
    value = data.draw(values_of_kind(kind))
    if kind.chosen:
        assert kind.restore(kind.plain(value)) == value
        return
    assert kind.read(kind.show(value), TODAY) == value


@each_kind
@given(data=st.data())
def test_whatever_is_typed_is_a_value_or_a_sentence(kind: Kind, data: st.DataObject) -> None:
    """Reading never raises; a value that was read shows, reads and lies in the database as itself."""
    value = kind.read(data.draw(raw_for(kind)), TODAY)
    if isinstance(value, Problem):
        assert value.field == ""
        assert value.text.endswith("。")
        assert "\n" not in value.text
        value.text.encode()
        return
    assert kind.read(kind.show(value), TODAY) == value
    assert kind.restore(json.loads(json.dumps(kind.plain(value)))) == value
    canonical(kind.plain(value))
    kind.show(value).encode()


@each_kind
@pytest.mark.parametrize("nothing", ["", " ", "　\t\n", "\u200b\ufeff", "\x00"])
def test_nothing_typed_is_the_empty_value(kind: Kind, nothing: str) -> None:
    assert kind.read(nothing, TODAY) == kind.empty
    assert kind.restore(kind.plain(kind.empty)) == kind.empty


@each_sort
def test_ten_million_characters_are_refused_or_read(kind: Kind) -> None:
    for one in ("长", "1", "\u0300", " ", "、", "男"):
        value = kind.read(one * 10_000_000, TODAY)
        assert isinstance(value, Problem) or value == kind.empty, one


@each_sort
@given(plain=JSON)
def test_only_a_plain_form_is_restored(kind: Kind, plain: Any) -> None:
    """What comes from a file is a value of the kind or refused by the errors that `Kind.restore` names."""
    try:
        value = kind.restore(plain)
    except (ValueError, TypeError):
        return
    assert value == kind.empty or isinstance(value, type_of(kind))
    kind.show(value)
    assert kind.restore(kind.plain(value)) == value


def type_of(kind: Kind) -> Any:
    """The Python type of a kind's values."""
    match kind:
        case kinds.Text():
            return str
        case kinds.Day():
            return date
        case kinds.Clock():
            return time
        case kinds.Number() | kinds.Money():
            return int
        case Link():
            return Linked
        case kinds.Choice():
            return kind.terms
        case kinds.Choices():
            return tuple
        case kinds.Flag():
            return bool
    raise NotImplementedError(type(kind).__name__)


@each_declaration
@given(
    plain=st.dictionaries(
        st.sampled_from(sorted({name for each in DECLARED.values() for name in blank(each)})), JSON
    )
)
def test_a_damaged_plain_form_is_refused_by_the_errors_it_names(
    declared: type[Base], plain: dict[str, Any]
) -> None:
    try:
        values = restored(declared, plain)
    except (ValueError, TypeError, KeyError):
        return
    assert list(values) == list(blank(declared))


@pytest.mark.parametrize(
    "kind", [kinds.Text(limit=7), kinds.Name(limit=7), kinds.Text(limit=7, multiline=True)], ids=repr
)
@pytest.mark.parametrize("one", ["字", "𰻞", "👩", "x"])
def test_the_limit_is_in_characters(kind: Kind, one: str) -> None:
    assert kind.read(one * 7, TODAY) == one * 7
    assert isinstance(kind.read(one * 8, TODAY), Problem)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2023-11-30", date(2023, 11, 30)),
        ("2023.11.30", date(2023, 11, 30)),
        ("2023/11/30", date(2023, 11, 30)),
        ("2023年11月30日", date(2023, 11, 30)),
        ("２０２３－１１－３０", date(2023, 11, 30)),
        ("20231130", date(2023, 11, 30)),
        ("2023-1-5", date(2023, 1, 5)),
        ("11-29", date(2023, 11, 29)),
        ("11月29日", date(2023, 11, 29)),
        ("29", date(2023, 11, 29)),
        ("今天", TODAY),
        ("昨天", date(2023, 11, 29)),
        ("2000-02-29", date(2000, 2, 29)),
        ("1900-01-01", date(1900, 1, 1)),
    ],
)
def test_days_as_clerks_write_them(typed: str, day: date) -> None:
    assert kinds.Day(past=True).read(typed, TODAY) == day


@pytest.mark.parametrize(
    "typed",
    [
        "2023-02-30",
        "1800-01-01",
        "2999-01-01",
        "2023-13-01",
        "31",
        "2023-11-31",
        "0",
        "20231131",
        "30-11-2023",
        "23-11-30",
        "2023",
        "十一月三十",
        "2023-11-30 12:00",
        "9" * 60,
        "2023-11-30-1",
    ],
)
def test_what_is_no_day_is_said_to_be_none(typed: str) -> None:
    found = kinds.Day().read(typed, TODAY)
    assert isinstance(found, Problem)
    assert typed[:10] in found.text or "年份" in found.text


def test_tomorrow_is_no_past_day() -> None:
    assert isinstance(kinds.Day(past=True).read("2023-12-01", TODAY), Problem)
    assert kinds.Day().read("2023-12-01", TODAY) == date(2023, 12, 1)


@pytest.mark.parametrize(
    ("typed", "at"),
    [
        ("14:20", time(14, 20)),
        ("1420", time(14, 20)),
        ("14点20分", time(14, 20)),
        ("９：０５", time(9, 5)),
        ("0", time(0)),
        ("9", time(9)),
    ],
)
def test_times_as_clerks_write_them(typed: str, at: time) -> None:
    assert kinds.Clock().read(typed, TODAY) == at


@pytest.mark.parametrize("typed", ["24:00", "12:60", "25", "下午", "12345", "1" * 32])
def test_what_is_no_time_is_said_to_be_none(typed: str) -> None:
    assert isinstance(kinds.Clock().read(typed, TODAY), Problem)


@pytest.mark.parametrize("typed", ["下午2:30", "下午2点半", "2:30 PM"])
def test_an_afternoon_is_no_small_hour(typed: str) -> None:
    """Read as the afternoon or not at all, but not as half past two in the night."""
    found = kinds.Clock().read(typed, TODAY)
    assert isinstance(found, Problem) or found == time(14, 30)


@pytest.mark.parametrize("typed", ["1.5", "一", "1e3", "--1", "1000000000000000000000", "7人", "-6", "0x1"])
def test_what_is_no_number_is_said_to_be_none(typed: str) -> None:
    assert isinstance(kinds.Number(least=-5, most=10**6).read(typed, TODAY), Problem)


def test_labels_and_codes_are_read_alike() -> None:
    for register in REGISTERS.values():
        for kind in (field.kind for field in register.fields):
            if isinstance(kind, kinds.Choice):
                assert [kind.read(term.label, TODAY) for term in kind.terms] == list(kind.terms)
                assert [kind.read(term.code, TODAY) for term in kind.terms] == list(kind.terms)


@given(chosen=st.lists(st.sampled_from(PersonGroup)))
def test_several_values_stand_in_the_order_of_the_table(chosen: list[Term]) -> None:
    kind = kinds.Choices(terms=PersonGroup)
    found = kind.read("、".join(term.label for term in chosen), TODAY)
    assert found == tuple(term for term in PersonGroup if term in chosen)


def test_registers_share_no_values() -> None:
    """Two blanks are two: changing one leaves the other as it was."""
    for register in REGISTERS.values():
        one, other = blank(register.record), blank(register.record)
        for field in register.fields:
            if isinstance(field.kind, kinds.Rows):
                one[field.name].append({})
        assert other == blank(register.record)
        assert isinstance(register, Register)


@pytest.mark.parametrize("typed", ["晚上12点", "25:00", "24:00"])
def test_a_time_that_may_be_two_is_asked_again(typed: str) -> None:
    """晚上12点 is midnight to most and noon to a machine that adds nothing to 12."""
    found = kinds.Clock().read(typed, TODAY)
    assert isinstance(found, Problem)
    assert "按 14:20 的样子" in found.text


@pytest.mark.parametrize("typed", ["-1", "-11-30", ".30"])
def test_a_day_does_not_begin_with_a_sign(typed: str) -> None:
    assert isinstance(kinds.Day().read(typed, TODAY), Problem)
