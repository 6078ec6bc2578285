"""A register's list on paper: which columns it has, in which order its rows stand, and what is summed up."""

from typing import Any

from quyuan_desktop.documents.list_sheet import PrintColumn, list_pdf
from quyuan_desktop.domain import masking
from quyuan_desktop.domain.problems import Trouble
from quyuan_desktop.registers import kinds
from quyuan_desktop.registers.attached import Files
from quyuan_desktop.registers.base import Register, State
from quyuan_desktop.registers.fields import Field
from quyuan_desktop.services.list_records import count_records, records_of
from quyuan_desktop.services.workbook_export import APART, Extract
from quyuan_desktop.services.workplace import Workplace

MOST_ROWS = 3000
MOST_COLUMNS = 12
SUMMED = ("人", "户", "次", "人次", "件", "份", "场", "小时")
"""Units of what may be added up over records; years of age or square metres may not."""


def printed_list(place: Workplace, register: Register, extract: Extract) -> bytes:
    """The list as PDF. Without columns in `extract` it has those that the register prints. Raises Trouble."""
    total = count_records(place, register, extract.choice)
    if total > MOST_ROWS:
        raise Trouble(f"共 {total:,} 条，一次最多打印 {MOST_ROWS:,} 条。请缩小筛选范围，分几次打印。")
    loaded = [
        record
        for part in records_of(place, register, extract.choice, newest_first=extract.newest_first)
        for record in part
    ]
    fields = _fields(register, extract)
    if register.called_by:
        loaded.sort(key=lambda record: _order(register, record))
    rows = [_texts(register, fields, record, extract.masked) for record in loaded]
    live = [record for record in loaded if record.state is State.LIVE]
    columns = [PrintColumn(NUMBER_LABEL, "left", least=9), *(_column(field, live) for field in fields)]
    if register.called_by:  # such records go by their names: their numbers say nothing to a reader
        columns, rows = columns[1:], [row[1:] for row in rows]
    title = f"{register.label}一览表"
    return list_pdf(title, place.office.name, extract.words, columns, rows, place.now(), place.staff.name)


NUMBER_LABEL = "编号"


def _fields(register: Register, extract: Extract) -> list[Field]:
    """The fields that are printed: those shown, or those the register prints; a dozen at most."""
    if extract.columns is not None:
        names = [key for key, _ in extract.columns if key not in APART]
    elif register.printed:
        names = list(register.printed)
    else:
        leading = (register.day, register.who, register.what)
        names = [
            *leading,
            *(field.name for field in register.fields if field.column and field.name not in leading),
        ]
    fields = [register.field(name) for name in dict.fromkeys(names)]
    return [field for field in fields if not isinstance(field.kind, Files | kinds.Rows)][:MOST_COLUMNS]


def _order(register: Register, record: Any) -> tuple[int, ...]:
    """Places and people stand by what they are filtered by (tier, town) in the code tables' order, then as entered."""
    terms = [
        list(field.kind.terms).index(value) if (value := getattr(record, field.name)) is not None else -1
        for field in map(register.field, register.filters)
        if isinstance(field.kind, kinds.Choice)
    ]
    return (*terms, record.id)


def _texts(register: Register, fields: list[Field], record: Any, masked: bool) -> list[str]:
    found = [f"{record.number}（作废）" if record.state is State.VOID else record.number]
    for field in fields:
        shown = field.kind.show(getattr(record, field.name))
        found.append(masking.masked(field.kind, shown) if masked and field.masked else shown)
    if register.called_by and record.state is State.VOID:
        found[1] += "（作废）"
    return found


def _column(field: Field, live: list[Any]) -> PrintColumn:
    match field.kind:
        case kinds.Number() | kinds.Money():
            known = [value for record in live if (value := getattr(record, field.name)) is not None]
            summed = isinstance(field.kind, kinds.Money) or field.kind.unit in SUMMED
            total = field.kind.show(sum(known)) if summed and known else ""
            return PrintColumn(_headed(field), "right", total, least=4)
        case kinds.Day():
            return PrintColumn(field.label, "center", least=6)
        case kinds.Flag():
            return PrintColumn(field.label, "center", least=2)
        case kinds.Identity() | kinds.Phone():
            return PrintColumn(field.label, least=7)
    return PrintColumn(field.label, least=4)


def _headed(field: Field) -> str:
    unit = getattr(field.kind, "unit", "") or ("元" if isinstance(field.kind, kinds.Money) else "")
    return f"{field.label}（{unit}）" if unit and unit not in field.label else field.label
