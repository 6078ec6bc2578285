"""Records of any register, made from its declaration alone: ordinary ones and nasty ones."""

import string
from datetime import date, time
from functools import cache
from typing import Any

from hypothesis import assume
from hypothesis import strategies as st

from quyuan_desktop.domain.identity import check_digit
from quyuan_desktop.domain.problems import Problem
from quyuan_desktop.registers import REGISTERS, kinds
from quyuan_desktop.registers.attached import Attached, Files
from quyuan_desktop.registers.base import Base, Register, Values, blank, called, fields_of, row_class
from quyuan_desktop.registers.fields import Field
from quyuan_desktop.registers.linked import Link, Linked
from quyuan_desktop.services.save_record import examine, save_record
from quyuan_desktop.services.workplace import Workplace
from tests.offices import TODAY, nowhere

NAMES = (
    "王芳",
    "欧阳𬱖",
    "张㛃",
    "䶮",
    "𫘧",
    "𰻞𰻞",
    "阿卜杜拉·买买提",
    "John O'Neil",
    "屈原管理区供销社",
    "单于雄",
)
WORDS = ("荷花村", "三洲村7组", "劳动报酬", "去年在工地做工，至今拖欠工资12000元", "已电话答复；来访人表示清楚。")
NASTY = (
    *NAMES,
    "𬱖" * 20,
    "葛\U000e0100城",
    "a" * 20_000,
    "工" * 59 + "𰻞",
    "' OR 1=1--",
    'NEAR("a" OR *) %_\\',
    "=1+1",
    "@SUM(A1)",
    "<b>&amp;<img src=x>",
    "👩‍👩‍👧 ﷽ ̀́",
    "مرحبا \u202egnp.exe",
    "１２３　ＡＢ－ｃ",
    "一\r\n\r\n二\t三\u2028四\v",
    "\x00\x07\ud800\udfff\ufeff",
    "null",
    "0",
    "-0",
    "{short}{0}%s",
)
PHONES = ("19055550123", "+86 190 5555 0123", "0730-5550000转801", "5550000、190-5555-0124", "5550000（村部）")
OTHER_NUMBERS = (
    "999001620304123",
    "E99900112",
    "81000019620304123X",
    "ABC999001620304",
    "99900119620304123",
    "港字第1号",
)
EDGES = (kinds.EARLIEST, date(1949, 10, 1), date(1999, 12, 31), date(2000, 2, 29), TODAY, kinds.LATEST)
SPREAD = 8
ALONE: dict[str, Values] = {
    "application": {"false_pledge": False},
    "dispute": {"file_number": "", "lead": None, "service": None},
    "claim": {"file_number": ""},
}
"""Values that make one record speak against saving another; tests of their own see to them."""


def _term_of(values: Values) -> Values:
    return {"start_on": values["on"], "end_on": values["on"]}


FITTING = {("service_log", "assignment"): _term_of}
"""What the record that a link leads to has to be like, so that it does not speak against these values."""


@cache
def raw_text() -> st.SearchStrategy[str]:
    """What may come out of a keyboard, a clipboard or a damaged file."""
    anything = st.text(st.characters(codec=None), max_size=30)
    joined = st.lists(st.sampled_from((*NASTY, *WORDS, " ", "\n")), max_size=3).map("".join)
    return st.one_of(st.sampled_from(NASTY), joined, anything, st.text(string.printable, max_size=30))


@cache
def raw_for(kind: kinds.Kind) -> st.SearchStrategy[str]:
    """What may be typed into a field of `kind`, sound or not."""
    match kind:
        case kinds.Identity():
            return st.one_of(identity_numbers(), st.sampled_from(OTHER_NUMBERS), raw_text())
        case kinds.Phone():
            joined = st.lists(st.sampled_from(PHONES), max_size=4).map("/".join)
            return st.one_of(joined, st.text("0123456789+-()（）转 、/", max_size=62), raw_text())
        case kinds.Day():
            typed = st.sampled_from(
                ("今天", "昨日", "30", "2-29", "20230230", "2023年2月29日", "0000-00-00", "31.12.2023")
            )
            return st.one_of(st.dates().map(str), typed, st.text("0123456789-./年月日", max_size=12), raw_text())
        case kinds.Clock() | kinds.Number() | kinds.Money():
            return st.one_of(st.text("0123456789:点分.,+-１２", max_size=8), st.integers().map(str), raw_text())
        case kinds.Choice() | kinds.Choices():
            labels = [part for term in kind.terms for part in (term.label, term.code)]
            return st.one_of(st.lists(st.sampled_from(labels), max_size=4).map("、".join), raw_text())
    return raw_text()


@st.composite
def identity_numbers(draw: st.DrawFn) -> str:
    """Numbers of residents with a right check digit and an area that nobody has."""
    born = draw(st.dates(date(1900, 1, 1), TODAY))
    body = f"999001{born:%Y%m%d}{draw(st.integers(0, 999)):03d}"
    return body + check_digit(body)


@cache
def values_of_kind(kind: kinds.Kind, *, filled: bool = False, plain: bool = False) -> st.SearchStrategy[Any]:
    """Values that a field of `kind` may hold, as reading gives them; not the empty one when `filled`.

    `plain` leaves out what is nasty: words that a person would search for.
    """
    match kind:
        case kinds.Text():
            sound = {kinds.Name: NAMES, kinds.Phone: PHONES}.get(type(kind), WORDS)
            if isinstance(kind, kinds.Identity):
                raw: st.SearchStrategy[str] = identity_numbers() if plain else raw_for(kind)
            else:
                raw = (
                    st.sampled_from(sound)
                    if plain
                    else st.one_of(st.sampled_from(sound), raw_for(kind), longest(kind))
                )
            found: st.SearchStrategy[Any] = raw.map(lambda typed: _sound(kind, typed))
        case kinds.Day():
            last = TODAY if kind.past else kinds.LATEST
            edges = [day for day in EDGES if day <= last]
            found = st.one_of(st.sampled_from(edges), st.dates(kinds.EARLIEST, last))
        case kinds.Clock():
            found = st.one_of(st.sampled_from((time(0, 0), time(23, 59))), _minutes())
        case kinds.Number():
            found = st.one_of(st.sampled_from((kind.least, kind.most)), st.integers(kind.least, kind.most))
        case kinds.Money():
            found = st.one_of(st.sampled_from((kind.least, kind.most, 1, 99)), st.integers(kind.least, kind.most))
        case Link():
            found = st.builds(
                Linked, st.text("0123456789abcdef", min_size=32, max_size=32), st.sampled_from(NAMES)
            )
        case Files():
            digests = st.text("0123456789abcdef", min_size=64, max_size=64)
            media = st.sampled_from(("image/jpeg", "application/pdf"))
            file = st.builds(Attached, st.sampled_from(NAMES), digests, st.integers(1, 10**7), media)
            found = st.lists(file, min_size=1, max_size=2).map(tuple)
        case kinds.Choice():
            found = st.sampled_from(list(kind.terms))
        case kinds.Choices():
            found = st.sets(st.sampled_from(list(kind.terms)), min_size=1).map(kind.order)
        case kinds.Flag():
            return st.booleans()
        case _:
            raise NotImplementedError(f"a new kind needs its values here: {type(kind).__name__}")
    return found if filled else st.one_of(st.just(kind.empty), found)


def _sound(kind: kinds.Text, typed: str) -> Any:
    """What `typed` reads as, or a plain value where it is none; a filter would throw whole records away."""
    for each in (typed, *WORDS, *OTHER_NUMBERS):
        value = kind.read(each, TODAY)
        if not isinstance(value, Problem) and value != "":
            return value
    return "x"


def longest(kind: kinds.Text) -> st.SearchStrategy[str]:
    """As much as the field takes."""
    return st.sampled_from(("限", "𰻞", "x")).map(lambda one: one * kind.limit)


def _minutes() -> st.SearchStrategy[time]:
    return st.builds(time, st.integers(0, 23), st.integers(0, 59))


@cache
def any_values(declared: type[Base], *, plain: bool = False) -> st.SearchStrategy[Values]:
    """Values in which every field for itself is sound; the register's rules may object to them together."""
    return st.fixed_dictionaries({field.name: _field(declared, field, plain) for field in fields_of(declared)})


def _field(declared: type[Base], field: Field, plain: bool) -> st.SearchStrategy[Any]:
    if isinstance(field.kind, kinds.Rows):
        row = any_values(row_class(declared, field.name), plain=plain)
        least = field.kind.at_least
        return st.lists(row, min_size=least, max_size=max(least, min(field.kind.at_most, 3)))
    return values_of_kind(field.kind, filled=field.required, plain=plain)


def drawn(place: Workplace, register: Register, data: st.DataObject, **how: Any) -> Values:
    """Values as `records` makes them, fit to be saved in the ledger of `place`."""
    return anchored(place, register, data.draw(records(register, **how)))


def anchored(place: Workplace, register: Register, values: Values) -> Values:
    """`values` whose links lead to records made for them alone, so that no other record speaks against them."""
    found = dict(values)
    for field in register.fields:
        if isinstance(field.kind, Link) and values[field.name] is not None:
            target = REGISTERS[field.kind.register]
            fitting = FITTING.get((register.code, field.name), lambda _: {})(values)
            wanted = anchored(place, target, {**plainest(target), **fitting})
            made = save_record(place, target, wanted, confirmed=True).record
            found[field.name] = Linked(made.uid, called(target, made))
    return found


@cache
def plainest(register: Register) -> Values:
    """Values with what is required and nothing else, that the register accepts."""
    values = _plain_row(register.record, TODAY)
    for _ in range(SPREAD):
        for name in _objections(register, values):
            values = _mended(register, values, name, keep_day=True)
    assert not _objections(register, values)
    return values


@st.composite
def records(
    draw: st.DrawFn, register: Register, *, on: st.SearchStrategy[date] | None = None, plain: bool = False
) -> Values:
    """Values that the register accepts, perhaps with warnings; the event is `on` these days."""
    values = without_links(register.record, draw(any_values(register.record, plain=plain)))
    values |= ALONE.get(register.code, {})
    if on is not None:
        values[register.day] = draw(on)
        for field in register.fields:
            if field.step and isinstance(field.kind, kinds.Day):
                values[field.name] = draw(st.one_of(st.none(), on))
    for attempt in range(SPREAD):
        objections = _objections(register, values)
        if not objections:
            return values
        if attempt == SPREAD // 2:
            values = _as_begun(register, values)
        for name in objections:
            values = _mended(register, values, name, keep_day=on is not None)
    assume(False)
    return values


def _as_begun(register: Register, values: Values) -> Values:
    """`values` without what the steps of the workflow fill in."""
    begun = blank(register.record)
    return {**values, **{field.name: begun[field.name] for field in register.fields if field.step}}


def without_links(declared: type[Base], values: Values) -> Values:
    """`values` with no files and only the links that must be: what is saved must lead to what is there."""
    found = dict(values)
    for field in fields_of(declared):
        if isinstance(field.kind, Files) or (isinstance(field.kind, Link) and not field.required):
            found[field.name] = field.kind.empty
        elif isinstance(field.kind, kinds.Rows):
            row = row_class(declared, field.name)
            found[field.name] = [without_links(row, each) for each in values[field.name]]
    return found


def _objections(register: Register, values: Values) -> list[str]:
    _, problems = examine(nowhere(), register, values)
    return [problem.field for problem in problems if not problem.warning]


def _mended(register: Register, values: Values, path: str, *, keep_day: bool) -> Values:
    """`values` with another value in the field that the rules object to, or unchanged when none helps."""
    name = path.partition(".")[0]
    if name not in {field.name for field in register.fields} or (keep_day and name == register.day):
        return values
    field = register.field(name)
    others = _others(field.kind, values[register.day])
    if isinstance(field.kind, kinds.Rows):
        others = (*others, [_plain_row(row_class(register.record, name), values[register.day])])
    for other in others:
        tried = {**values, name: other}
        if path not in _objections(register, tried):
            return tried
    return values


def _plain_row(declared: type[Base], day: date) -> Values:
    """A child row in which what is required is filled in, and nothing else."""
    filled = blank(declared)
    for field in fields_of(declared):
        if field.required:
            filled[field.name] = next(each for each in _others(field.kind, day) if each not in (None, "", ()))
    return filled


def _others(kind: kinds.Kind, day: date) -> tuple[Any, ...]:
    match kind:
        case kinds.Text():
            return (kind.empty, WORDS[0])
        case kinds.Day():
            return (day, TODAY, kind.empty)
        case kinds.Number() | kinds.Money():
            return (kind.least, kind.most, kind.empty)
        case kinds.Choice():
            return (kind.empty, *kind.terms)
        case kinds.Choices():
            return (kind.empty, *((term,) for term in kind.terms))
        case kinds.Flag():
            return (True, False)
        case Link():
            return (kind.empty, Linked("0" * 32, WORDS[0]))
        case kinds.Rows():
            return ([],) if not kind.at_least else ()
    return (kind.empty,)
