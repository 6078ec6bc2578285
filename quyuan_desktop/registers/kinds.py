"""The kinds of field a declaration may use: each knows its value typed, in Python, shown and plain."""

import re
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from typing import Any, ClassVar

from quyuan_desktop.domain import masking, phone, text
from quyuan_desktop.domain.problems import Problem
from quyuan_desktop.domain.terms import Term

EARLIEST = date(1900, 1, 1)
LATEST = date(2100, 12, 31)


@dataclass(frozen=True, slots=True)
class Kind:
    """What a field's values are. `read` takes what was typed, `show` gives what is read,
    `plain` and `restore` convert from and to what JSON can hold (history, drafts, packages)."""

    empty: ClassVar[Any] = ""
    typed_as_text: ClassVar[bool] = True
    chosen: ClassVar[bool] = False
    """Whether a value can only be picked, never read from the words that show it."""

    def read(self, typed: str, today: date) -> Any:
        """The value of what was typed, or a Problem with an empty field name. Empty input is `empty`."""
        raise NotImplementedError(type(self).__name__)  # abstract

    def show(self, value: Any) -> str:
        """What a person reads; empty for no value."""
        return "" if value is None else str(value)

    def plain(self, value: Any) -> Any:
        return value

    def restore(self, plain: Any) -> Any:
        """The value of its plain form. Raises ValueError or TypeError when it is none."""
        return plain

    def hide(self, shown: str) -> str:
        """What may be shown of a masked value."""
        return masking.STAR * len(shown)


@dataclass(frozen=True, slots=True)
class Text(Kind):
    """Words. `limit` is in characters."""

    limit: int = 200
    multiline: bool = False

    def read(self, typed: str, today: date) -> Any:
        if len(typed) > self.limit * 20:
            return Problem("", f"内容太长（{len(typed)} 字），最多 {self.limit} 字，请删减后再保存。")
        value = text.clean(typed, multiline=self.multiline)
        if len(value) > self.limit:
            return Problem("", f"内容太长（{len(value)} 字），最多 {self.limit} 字，请删减后再保存。")
        return value

    def restore(self, plain: Any) -> Any:
        return _only(str, plain)

    def hide(self, shown: str) -> str:
        return masking.mask_address(shown)


@dataclass(frozen=True, slots=True)
class Name(Text):
    """A person's or body's name; · and rare characters included."""

    limit: int = 60

    def read(self, typed: str, today: date) -> Any:
        value = Text.read(self, typed, today)
        return value if isinstance(value, Problem) else text.clean_name(value)

    def hide(self, shown: str) -> str:
        return masking.mask_name(shown)


@dataclass(frozen=True, slots=True)
class Identity(Text):
    """A 证件号码. Which rules hold depends on the 证件类型 beside it: see the register's rules."""

    limit: int = 40

    def read(self, typed: str, today: date) -> Any:
        value = Text.read(self, typed, today)
        if isinstance(value, Problem):
            return value
        return re.sub(r"[\s\-—_]", "", text.half_width(value)).upper()

    def hide(self, shown: str) -> str:
        return masking.mask_identity(shown)


@dataclass(frozen=True, slots=True)
class Phone(Text):
    """A telephone number, or several; odd ones are kept with a warning by the rules."""

    limit: int = 60

    def read(self, typed: str, today: date) -> Any:
        value = Text.read(self, typed, today)
        return value if isinstance(value, Problem) else phone.read_phone(value)[0]

    def hide(self, shown: str) -> str:
        return masking.mask_phone(shown)


_NUMBERS = re.compile(r"[0-9]+")
_LONGEST_SHORT = 40


def _short(typed: str) -> str:
    """What was typed for a day, a time or a number: clean, half width, and cut where it is too long for any."""
    return text.half_width(text.clean(typed[:4096], multiline=False))[: _LONGEST_SHORT + 1]


def _only(wanted: type, plain: Any) -> Any:
    if type(plain) is not wanted:
        raise TypeError(f"{wanted.__name__} wanted")
    return plain


@dataclass(frozen=True, slots=True)
class Day(Kind):
    """A calendar day. Reads 2023-11-30, 2023.11.30, 2023年11月30日, 20231130, 11-30, 30 and 今天/昨天.

    A day of its own year 1900–2100; `past` when it cannot lie in the future.
    """

    empty: ClassVar[Any] = None
    past: bool = False

    def read(self, typed: str, today: date) -> Any:
        value = _short(typed)
        if not value:
            return None
        if value in ("今天", "今日"):
            return today
        if value in ("昨天", "昨日"):
            return date.fromordinal(today.toordinal() - 1)
        try:
            day = _day_of(value, today)
        except (ValueError, OverflowError):
            return Problem("", f"“{value[:20]}”不是日历上的日期，请按 2023-11-30 的样子填写。")
        if not EARLIEST <= day <= LATEST:
            return Problem("", f"年份 {day.year} 不合情理，请填 1900 年至 2100 年之间的日期。")
        if self.past and day > today:
            return Problem("", f"日期 {day:%Y-%m-%d} 在今天之后，请核对年份和月份。")
        return day

    def show(self, value: Any) -> str:
        return f"{value:%Y-%m-%d}" if value else ""

    def plain(self, value: Any) -> Any:
        return value.isoformat() if value else None

    def restore(self, plain: Any) -> Any:
        return None if plain is None else date.fromisoformat(_only(str, plain))


def _day_of(value: str, today: date) -> date:
    parts = _NUMBERS.findall(value)
    if len(parts) == 1 and len(parts[0]) == 8:
        whole = parts[0]
        parts = [whole[:4], whole[4:6], whole[6:]]
    if not parts or not value[0].isdigit() or _NUMBERS.sub("", value).strip("-./年月日号 "):
        raise ValueError(value)
    numbers = [int(part) for part in parts]
    if len(numbers) == 3 and len(parts[0]) == 4:
        return date(*numbers)
    if len(numbers) == 2 and numbers[0] <= 12:
        return date(today.year, *numbers)
    if len(numbers) == 1:
        return today.replace(day=numbers[0])
    raise ValueError(value)


_CLOCK = re.compile(
    r"(?P<before>上午|下午|晚上)?\s*(?P<hour>[0-9]{1,2})"
    r"(\s*[:点时.]?\s*((?P<half>半)|(?P<minute>[0-9]{2})\s*分?)?)?\s*(?P<after>am|pm)?"
)


@dataclass(frozen=True, slots=True)
class Clock(Kind):
    """A time of day to the minute: 14:20, 1420, 14点20分, 下午2点半, 2:20 PM."""

    empty: ClassVar[Any] = None

    def read(self, typed: str, today: date) -> Any:
        value = _short(typed)
        if not value:
            return None
        found = _CLOCK.fullmatch(value.lower())
        try:
            if found is None:
                raise ValueError(value)
            hour = int(found["hour"])
            if hour == 12 and found["before"] == "晚上":
                raise ValueError(value)  # noon or midnight: nobody can tell
            minute = 30 if found["half"] else int(found["minute"] or 0)
            if hour < 12 and {found["before"], found["after"]} & {"下午", "晚上", "pm"}:
                hour += 12
            return time(hour, minute)
        except ValueError:
            return Problem("", f"“{value[:20]}”不是时间，请按 14:20 的样子填写。")

    def show(self, value: Any) -> str:
        return f"{value:%H:%M}" if value is not None else ""

    def plain(self, value: Any) -> Any:
        return f"{value:%H:%M}" if value is not None else None

    def restore(self, plain: Any) -> Any:
        if plain is None:
            return None
        found = time.fromisoformat(_only(str, plain))
        return time(found.hour, found.minute)


@dataclass(frozen=True, slots=True)
class Number(Kind):
    """A whole number between `least` and `most`, in `unit`."""

    empty: ClassVar[Any] = None
    least: int = 0
    most: int = 1_000_000
    unit: str = ""

    def read(self, typed: str, today: date) -> Any:
        value = _short(typed).replace(",", "")
        if not value:
            return None
        if not re.fullmatch(r"[+-]?[0-9]{1,15}", value):
            return Problem("", f"“{value[:20]}”不是整数，请只填数字。")
        number = int(value)
        if not self.least <= number <= self.most:
            return Problem("", f"数值应在 {self.least} 到 {self.most} 之间，请核对。")
        return number

    def restore(self, plain: Any) -> Any:
        return None if plain is None else _only(int, plain)


_MONEY = re.compile(r"([+-]?[0-9]{1,15}(?:\.[0-9]{1,6})?)(万|亿)?元?")
_TIMES = {None: 1, "万": 10_000, "亿": 100_000_000}


@dataclass(frozen=True, slots=True)
class Money(Kind):
    """An amount in whole fen. Reads 12000, 12,000.50, 1.2万, ￥300元; shows 12,000.00 as 12,000."""

    empty: ClassVar[Any] = None
    least: int = 0
    most: int = 10**12

    def read(self, typed: str, today: date) -> Any:
        value = re.sub(r"[,，\s￥¥$]", "", _short(typed))
        if not value:
            return None
        found = _MONEY.fullmatch(value)
        if found is None:
            return Problem("", f"“{value[:20]}”不是金额，请按 12000.50 或 1.2万 的样子填写。")
        fen = Decimal(found[1]) * _TIMES[found[2]] * 100
        if fen != fen.to_integral_value():
            return Problem("", "金额最多到分，请核对小数。")
        if not self.least <= fen <= self.most:
            return Problem("", f"金额应在 {self.show(self.least)} 到 {self.show(self.most)} 元之间，请核对。")
        return int(fen)

    def show(self, value: Any) -> str:
        return yuan(value) if value is not None else ""

    def restore(self, plain: Any) -> Any:
        return None if plain is None else _only(int, plain)


def yuan(fen: int) -> str:
    """An amount as people read it, in 元: 12,000 or 12,000.50."""
    whole, part = divmod(abs(fen), 100)
    sign = "-" if fen < 0 else ""
    return f"{sign}{whole:,}" + (f".{part:02d}" if part else "")


@dataclass(frozen=True, slots=True)
class Choice(Kind):
    """One value of a code table."""

    empty: ClassVar[Any] = None
    typed_as_text: ClassVar[bool] = False
    terms: type[Term] = Term
    radio: bool = False

    def read(self, typed: str, today: date) -> Any:
        value = text.clean(typed[:100], multiline=False)
        if not value:
            return None
        for term in self.terms:
            if value in (term.label, term.code):
                return term
        return Problem("", f"没有“{value[:20]}”这一项，请从列表中选择。")

    def show(self, value: Any) -> str:
        return value.label if value is not None else ""

    def plain(self, value: Any) -> Any:
        return value.code if value is not None else None

    def restore(self, plain: Any) -> Any:
        return None if plain is None else self.terms.of(_only(str, plain))


@dataclass(frozen=True, slots=True)
class Choices(Kind):
    """Any number of values of a code table, kept in the table's order."""

    empty: ClassVar[Any] = ()
    typed_as_text: ClassVar[bool] = False
    terms: type[Term] = Term

    def read(self, typed: str, today: date) -> Any:
        found = set()
        for part in re.split(r"[、,，;；\s]+", text.clean(typed[:1000], multiline=False)):
            value = Choice(terms=self.terms).read(part, today)
            if isinstance(value, Problem):
                return value
            found.add(value)
        return self.order(found)

    def order(self, values: Any) -> tuple[Term, ...]:
        """The values without repetition, in the order of the code table."""
        return tuple(term for term in self.terms if term in values)

    def show(self, value: Any) -> str:
        return "、".join(term.label for term in value or ())

    def plain(self, value: Any) -> Any:
        return [term.code for term in value or ()]

    def restore(self, plain: Any) -> Any:
        return self.order({self.terms.of(_only(str, code)) for code in _only(list, plain)})


@dataclass(frozen=True, slots=True)
class Flag(Kind):
    """Yes or no."""

    empty: ClassVar[Any] = False
    typed_as_text: ClassVar[bool] = False

    def read(self, typed: str, today: date) -> Any:
        value = text.clean(typed[:16], multiline=False)
        if value in ("", "否", "0"):
            return False
        if value in ("是", "1", "√", "✓"):
            return True
        return Problem("", f"“{value}”看不出是或否，请填“是”或“否”。")

    def show(self, value: Any) -> str:
        return "是" if value else "否"

    def restore(self, plain: Any) -> Any:
        return _only(bool, plain)


@dataclass(frozen=True, slots=True)
class Rows(Kind):
    """Child rows; values are lists of dicts by field name. `at_least` rows are needed to save.

    usual: what mostly stands in their first column; one key makes a row for each. turns: the codes with which the
    first column of the first row begins, of the second and so on; so many rows lie ready.
    """

    empty: ClassVar[Any] = ()
    typed_as_text: ClassVar[bool] = False
    noun: str = "项"
    at_least: int = 0
    at_most: int = 200
    usual: tuple[str, ...] = ()
    turns: tuple[str, ...] = ()
