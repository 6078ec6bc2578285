"""What a cell of a workbook is for each kind of field, both ways: the value to write, and what a cell that came in means."""

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from typing import Any

from quyuan_desktop.documents.workbook import Value
from quyuan_desktop.domain import masking, text
from quyuan_desktop.domain.problems import Problem
from quyuan_desktop.registers import kinds
from quyuan_desktop.registers.attached import Files
from quyuan_desktop.registers.fields import Field
from quyuan_desktop.registers.linked import Link

Raw = str | int | float | bool | datetime | time | None
"""A cell as it was read: numbers as numbers, dates and times of day where the cell is formatted as one."""

EXACT = 10**15
"""From here on Excel has rounded a number: what it was can't be known."""
ROUNDED = "号码被 Excel 当成了数字，末尾几位已经丢失，请把这一格设成文本，重新填写。"
_ROUNDED = re.compile(r"\d\.\d+E\+\d+", re.IGNORECASE)
_LAST_SERIAL = 73_415  # 2100-12-31
_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001  # the cells of a workbook know no zone
_DAY_TAIL = re.compile(r"[\sT]+\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?$")
_YES = {"是", "有", "对", "√", "✓", "Y", "YES", "TRUE", "1"}
_NO = {"否", "无", "没有", "不是", "×", "✗", "N", "NO", "FALSE", "0", ""}


class CellError(str):
    """What Excel shows where it could not reckon: #N/A, #REF!."""

    __slots__ = ()


def cell_of(field: Field, value: Any, *, masked: bool = False) -> Value:
    """The value of a field as a cell holds it; with `masked` what is hidden in lists is hidden here too."""
    kind = field.kind
    if masked and field.masked:
        return masking.masked(kind, kind.show(value))
    match kind:
        case kinds.Day() | kinds.Number():
            found: Value = value
            return found
        case kinds.Money():
            return None if value is None else value / 100
        case Files():
            return "、".join(file.name for file in value)
    return kind.show(value)


def value_of(field: Field, raw: Raw, today: date) -> Any:
    """What `raw` means in `field`, or a Problem without a field; of a link the words by which it is called."""
    if isinstance(raw, CellError):
        return Problem("", f"这一格是 Excel 的错误值“{raw}”，请改成内容。")
    if raw is None or (isinstance(raw, str) and not raw.strip()):
        return field.kind.empty
    return _READERS[_family(field.kind)](field.kind, raw, today)


def _family(kind: kinds.Kind) -> type[kinds.Kind]:
    return next(each for each in type(kind).__mro__ if each in _READERS)


def _text(kind: kinds.Kind, raw: Raw, today: date) -> Any:
    if isinstance(raw, int | float) and not isinstance(raw, bool) and abs(raw) >= EXACT:
        return Problem("", ROUNDED)
    words = words_of(raw)
    return Problem("", ROUNDED) if _ROUNDED.fullmatch(words.strip()) else kind.read(words, today)


def words_of(raw: Raw) -> str:
    """A cell as the words a person reads in it."""
    if isinstance(raw, bool):
        return "是" if raw else "否"
    if isinstance(raw, float):
        return str(int(raw)) if raw.is_integer() and abs(raw) < EXACT else f"{raw:.10g}"
    if isinstance(raw, datetime):
        return f"{raw:%Y-%m-%d}" if raw.time() == time() else f"{raw:%Y-%m-%d %H:%M}"
    if isinstance(raw, time):
        return f"{raw:%H:%M}"
    return "" if raw is None else str(raw)


def _day(kind: kinds.Kind, raw: Raw, today: date) -> Any:
    if isinstance(raw, int | float) and not isinstance(raw, bool) and 1 <= raw <= _LAST_SERIAL:
        raw = of_serial(raw)
    if isinstance(raw, datetime):
        return kind.read(f"{raw:%Y-%m-%d}", today)
    typed = _DAY_TAIL.sub("", text.half_width(words_of(raw)).strip())
    if re.fullmatch(r"\d{5}(\.0+)?", typed) and int(float(typed)) <= _LAST_SERIAL:
        return kind.read(f"{of_serial(float(typed)):%Y-%m-%d}", today)
    if len(re.findall(r"\d+", typed)) < 3 and not re.fullmatch(r"\d{8}", typed):
        return Problem("", f"“{typed[:20]}”不是完整的日期，请按 2023-11-30 的样子写年、月、日。")
    return kind.read(typed, today)


def of_serial(serial: float, *, from_1904: bool = False) -> datetime:
    """The day and time that Excel's serial number means; in 1900 Excel counts a 29 February that never was."""
    if from_1904:
        serial += 1462
    elif serial < 60:
        serial += 1
    return _EPOCH + timedelta(seconds=round(serial * 86_400))


def _clock(kind: kinds.Kind, raw: Raw, today: date) -> Any:
    if isinstance(raw, float) and 0 <= raw < 1:
        raw = of_serial(raw)
    if isinstance(raw, datetime):
        raw = raw.time()
    return kind.read(words_of(raw), today)


def _number(kind: kinds.Kind, raw: Raw, today: date) -> Any:
    typed = text.half_width(words_of(raw)).strip()
    unit = getattr(kind, "unit", "")
    if unit:
        typed = typed.removesuffix(unit).strip()
    return kind.read(re.sub(r"\.0+$", "", typed), today)


def _money(kind: kinds.Kind, raw: Raw, today: date) -> Any:
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        if abs(round(raw, 2) - raw) > 1e-6:
            return Problem("", "金额最多到分，请核对小数。")
        return kind.read(f"{raw:.2f}", today)
    return kind.read(words_of(raw), today)


def _choice(kind: kinds.Kind, raw: Raw, today: date) -> Any:
    typed = words_of(raw).strip()
    found = kind.read(typed, today)
    if isinstance(found, Problem) and isinstance(kind, kinds.Choice):
        plain = _plain(typed)
        near = [term for term in kind.terms if _plain(term.label) == plain]
        near = near or [term for term in kind.terms if len(plain) >= 2 and _plain(term.label).startswith(plain)]
        return near[0] if len(near) == 1 else found
    return found


def _choices(kind: kinds.Kind, raw: Raw, today: date) -> Any:
    assert isinstance(kind, kinds.Choices)
    one, chosen = kinds.Choice(terms=kind.terms), set()
    for part in re.split(r"[、,，;；/\s]+", words_of(raw).strip("、,，;； ")):
        found = _choice(one, part, today)
        if isinstance(found, Problem):
            return found
        chosen.add(found)
    return kind.order(chosen)


def _flag(kind: kinds.Kind, raw: Raw, today: date) -> Any:
    if isinstance(raw, bool):
        return raw
    typed = text.half_width(words_of(raw)).strip().upper()
    if typed in _YES | _NO:
        return typed in _YES
    return kind.read(typed, today)


def _link(kind: kinds.Kind, raw: Raw, today: date) -> Any:
    return text.clean(words_of(raw), multiline=False)


def _nothing(kind: kinds.Kind, raw: Raw, today: date) -> Any:
    return kind.empty


_READERS: dict[type[kinds.Kind], Any] = {
    kinds.Text: _text,
    kinds.Day: _day,
    kinds.Clock: _clock,
    kinds.Number: _number,
    kinds.Money: _money,
    kinds.Choice: _choice,
    kinds.Choices: _choices,
    kinds.Flag: _flag,
    Link: _link,
    Files: _nothing,
}


def _plain(words: str) -> str:
    """Words to compare: half width, without blanks, brackets and marks."""
    found = unicodedata.normalize("NFKC", words)
    return re.sub(r"[\s*()\[\]:：、/_-]+", "", found).casefold()


def plain_head(words: str) -> str:
    """The head of a column to compare: what is written about the field in brackets or by a star does not count."""
    found = unicodedata.normalize("NFKC", words)
    return _plain(re.sub(r"\((必填|选填|单位.*?|格式.*?|下拉.*?)\)", "", found))
