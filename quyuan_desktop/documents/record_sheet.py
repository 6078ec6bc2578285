"""A record on one ruled sheet (登记表), made from its declaration alone: sections, labels, values, ticks, child rows.

The rules, the same for every register:
- every field that a person fills in has its cell, empty ones too: they are room to write in, so that a blank sheet
  serves on a day without electricity;
- what only exceptions need is named by the paper (`unless_empty`) and is dropped when it is empty;
- derived fields and attached files are left out, unless the paper names them (`also`): the first repeat what stands
  beside them, the second are kept with the record;
- a cell is a third, half, two thirds or all of the width, as the declared width of its field asks for.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from quyuan_desktop.documents.fonts import Face, width
from quyuan_desktop.documents.form import PAD
from quyuan_desktop.documents.layout import (
    LABEL,
    SIDE,
    YES_NO,
    Beside,
    Block,
    Box,
    Cell,
    Column,
    Form,
    Row,
    Seal,
    Sign,
    Table,
    box,
    options,
)
from quyuan_desktop.documents.page import A4, MM, SIZE_5, Align
from quyuan_desktop.documents.sheet import Sheet
from quyuan_desktop.registers import kinds
from quyuan_desktop.registers.attached import Files
from quyuan_desktop.registers.base import Register, fields_of, row_class
from quyuan_desktop.registers.fields import Field
from quyuan_desktop.registers.linked import Link

ABREAST, LEAST_ABREAST = 92, 10
"""Characters that the columns of a table share at the most, and those to which a wide one is narrowed at the most."""
UNITS = 6  # a row is six units wide, a cell two, three, four or six of them
_NARROW_LABEL = 18.0  # millimetres: beside the name of a part
_WIDTHS = ((14, 2), (26, 3), (36, 4))  # a field of so many characters takes so many units
_LONG = 3000  # characters: what may be so long is running text
_LINES = 2  # of running text at the least; it takes what the page has to spare
_TICK_LINES = 1.9  # options that need more than these two lines are told in words
_CLOCK = 10  # characters: so that 09:00 stands on one line
_BLANK = "　　　"
_ENDS = ("日期", "情况", "人数", "人次", "方式", "原因")


@dataclass(frozen=True, slots=True)
class Plan:
    """What a paper says beside the declaration.

    signs: lines to sign on; sealed: room for the office's seal beside them; statement: what is signed; also, left_out,
    unless_empty: names of fields, see above; least: rows that a child table has at the least; note: small print.
    """

    title: str
    signs: tuple[str, ...] = ()
    sealed: bool = False
    statement: str = ""
    also: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    unless_empty: tuple[str, ...] = ()
    least: int = 3
    note: str = ""


def record_sheet(register: Register, plan: Plan, sheet: Sheet) -> Form:
    """The sheet of one record of `register`, A4."""
    blocks = list(_sections(register, plan, sheet))
    if plan.sealed:
        blocks.append(box(Beside((Sign(plan.signs, plan.statement), Seal("")))))
    elif plan.signs:
        blocks.append(box(Sign(plan.signs, plan.statement)))
    return Form(plan.title, tuple(blocks), note=plan.note)


def _sections(register: Register, plan: Plan, sheet: Sheet) -> Iterator[Box]:
    named = len(register.sections) > 1
    for section in register.sections:
        side = section.label if named else ""
        room = A4.room - (SIDE if side else 0)
        label = _NARROW_LABEL if side else LABEL
        cells: list[tuple[Cell, int]] = []
        for field in register.fields:
            if field.section != section.code or not _printed(field, plan, sheet):
                continue
            if isinstance(field.kind, kinds.Rows):
                if cells:
                    yield box(*_packed(cells), side=side, label=label)
                cells = []
                yield box(_table(register, field, plan), side=field.label)
            else:
                cells.append(_cell(field, sheet, room, label))
        if cells:
            yield box(*_packed(cells), side=side, label=label)


def _printed(field: Field, plan: Plan, sheet: Sheet) -> bool:
    if field.name in plan.left_out:
        return False
    if (field.derived or isinstance(field.kind, Files)) and field.name not in plan.also:
        return False
    return field.name not in plan.unless_empty or bool(sheet.text(field.name))


# -- cells


def _cell(field: Field, sheet: Sheet, room: float, label: float) -> tuple[Cell, int]:
    """The cell of a field, and how many units it takes of a row of `room` millimetres."""
    kind = field.kind
    told = _told(field.label, label)
    if isinstance(kind, kinds.Text) and kind.limit >= _LONG:
        return Cell(field.name, told, lines=_LINES), UNITS
    if isinstance(kind, kinds.Choices):
        return Cell(field.name, told, ticks=options(kind.terms, sheet)), UNITS
    if isinstance(kind, kinds.Flag | kinds.Choice):
        offered = YES_NO if isinstance(kind, kinds.Flag) else options(kind.terms, sheet)
        needed = _ticks_room(offered)
        for units in (2, 3, 4, 6):
            if needed <= room * units / UNITS - label:
                return Cell(field.name, told, ticks=offered), units
        if needed <= (room - label) * _TICK_LINES:
            return Cell(field.name, told, ticks=offered), UNITS
    if isinstance(kind, kinds.Number) and kind.unit:
        text = f"{{{field.name}}} {kind.unit}" if sheet.text(field.name) else f"{_BLANK}{kind.unit}"
        return Cell(field.name, told, text=text), 2
    wanted = max(field.width, 24) if isinstance(kind, Link) else field.width
    return Cell(field.name, told), next((units for most, units in _WIDTHS if wanted <= most), UNITS)


def _told(label: str, room: float) -> str:
    """The label on two lines of about the same length where one is too long for it."""
    if "（" in label and room < LABEL:
        return label.replace("（", "\n（", 1)
    if len(label) < 6 or "（" in label:
        return label
    if "、" in label:
        return label.replace("、", "、\n", 1)
    at = len(label) - 2 if len(label) == 6 and label.endswith(_ENDS) else (len(label) + 1) // 2
    return f"{label[:at]}\n{label[at:]}"


def _ticks_room(offered: Sequence[str]) -> float:
    """Millimetres that the options take side by side, as `layout_pieces` sets them."""
    wide = sum(width(word, Face.SONG, SIZE_5) / MM for word in offered)
    return wide + len(offered) * 2.25 * SIZE_5 / MM + 2 * PAD


def _packed(cells: Sequence[tuple[Cell, int]]) -> list[Block]:
    """The cells in rows, in their order; what a row leaves over goes to its widest cells."""
    rows: list[list[tuple[Cell, int]]] = [[]]
    for cell, units in cells:
        if sum(taken for _, taken in rows[-1]) + units > UNITS:
            rows.append([])
        rows[-1].append((cell, units))
    return [_stretched(each) for each in rows]


def _stretched(cells: Sequence[tuple[Cell, int]]) -> Row:
    widest = max(units for _, units in cells)
    spare = UNITS - sum(units for _, units in cells)
    more = spare / sum(units == widest for _, units in cells)
    return Row(tuple(replace(cell, wide=units + (more if units == widest else 0)) for cell, units in cells))


def _table(register: Register, field: Field, plan: Plan) -> Table:
    columns = []
    for each in fields_of(row_class(register.record, field.name)):
        if isinstance(each.kind, Files) or each.derived:
            continue
        number = isinstance(each.kind, kinds.Number | kinds.Money)
        summed = each.counted or isinstance(each.kind, kinds.Money)  # the ages of people make no sum
        unit = each.kind.unit if isinstance(each.kind, kinds.Number) else ""
        head = f"{each.label}（{unit}）" if unit and unit != each.label[-1:] else each.label
        least = _CLOCK if isinstance(each.kind, kinds.Clock) else 8
        centred: Align | None = "center" if number else None
        columns.append(Column(each.name, head, max(each.width, least), centred, total=number and summed))
    return Table(field.name, _side_by_side(columns), least=plan.least)


def _side_by_side(columns: list[Column]) -> tuple[Column, ...]:
    """Where many columns want more than there is, the widest give way: a narrow one has to hold 见续页 in a line."""
    wide = [column.wide for column in columns]
    while sum(wide) > ABREAST and max(wide) > LEAST_ABREAST:
        wide[wide.index(max(wide))] -= 1
    return tuple(replace(column, wide=each) for column, each in zip(columns, wide, strict=True))
