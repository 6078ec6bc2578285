"""A paper described as plain data: what stands on it, in order. `layout_pdf` and `layout_docx` draw the same description.

The words of a description are constants. What was typed comes from the `Sheet` by its declared name, in a `Cell`, a
`Column` or as {name} within a text, and is never read again for braces, markup or formulas:

    Form(
        "补充材料通知书",
        (
            Prose("{applicant}：", Style.ADDRESS),
            Prose("你于{applied_on}提出的法律援助申请，还缺下列材料："),
            Table("materials", (Column("name", "材料名称", 5), Column("copies", "份数"))),
            Seal("{asked_on}"),
        ),
    )

A form is a stack of blocks. `Row`, `Table` and everything within a `Box` are ruled; the rest stands free. Whatever
needs an *if* is ordinary Python in the function that makes the form from the sheet.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation
from enum import Enum

from quyuan_desktop.documents.page import A4, SIZE_4, SMALL_4, SMALL_5, Align, Size
from quyuan_desktop.documents.sheet import Entry, Sheet, long_date, paper_day
from quyuan_desktop.domain.terms import Term

YES_NO = ("是", "否")
GAP = "________"
GAP_DAY = "____年__月__日"
GAP_LINES = "_" * 120
DAY = "        年      月      日"
# Proportions in millimetres, the same on every sort of paper.
NUMBERS = 12.0  # the column of running numbers
LABEL = 20.0  # a label of five characters
SIDE = 8.0  # the column of a name written downwards
SEALED = 43.0  # a 42 mm seal, clear of every line
WRITTEN = 8.0  # from line to line of handwriting
NARROW = 110.0  # in less than this, signatures stand one below the other
DATED = 44.0  # what a day at the right takes of a line to sign on


class Style(Enum):
    """How prose is set."""

    BODY = "body"  # the text of a letter: 四号仿宋
    ADDRESS = "address"  # to whom it goes: like the body, not indented
    HEADING = "heading"  # 一、二、三: 四号黑体
    TEXT = "text"  # statements within a form: 小四宋体
    NOTE = "note"  # small print: 小五宋体


TYPE = {
    Style.BODY: (SIZE_4, 1.9, 2),
    Style.ADDRESS: (SIZE_4, 1.9, 0),
    Style.HEADING: (SIZE_4, 1.9, 2),
    Style.TEXT: (SMALL_4, 1.55, 2),
    Style.NOTE: (SMALL_5, 1.45, 2),
}
"""Size in points, leading in ems, characters that a paragraph is indented by."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A label and beside it what was filled in, or room to write it.

    name: the declared field whose text and label it shows; label, text: instead of those, a label of None for none
    at all; wide: its share of the row; lines: running text from the top with room for so many lines at the least;
    ticks: all values there are (`options`), those of the field ticked; boxes: a box for each of so many characters.
    """

    name: str = ""
    label: str | None = ""
    text: str = ""
    wide: float = 1
    lines: int = 0
    ticks: tuple[str, ...] = ()
    boxes: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """Cells side by side; made by `row`."""

    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of child rows: the declared name, its head, its share of the width, how its texts stand (as suits
    the width when that is empty); total: numbers are summed in the last row."""

    name: str
    head: str
    wide: float = 1
    align: Align | None = None
    total: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """The child rows called `rows` under `columns`, with blank ones up to `least`; the head is repeated on every page."""

    rows: str
    columns: tuple[Column, ...]
    least: int = 3
    numbered: bool = True


@dataclass(frozen=True, slots=True)
class Prose:
    """Paragraphs, one a line of `text`. An empty field leaves a line to write on, {name:so} the words after the colon."""

    text: str
    style: Style = Style.BODY


@dataclass(frozen=True, slots=True)
class Sign:
    """A statement and beneath it lines: one that ends with a colon has room to write after it, any other (a day)
    stands at the right."""

    lines: tuple[str, ...]
    text: str = ""


@dataclass(frozen=True, slots=True)
class Seal:
    """The office and the day (without one, room to write it) with （盖章） and room for a seal of 42 mm; `lines` to
    sign on above it."""

    date: str = "{sheet.date}"
    office: str = "{office.name}"
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Beside:
    """Signatures and seals side by side."""

    parts: tuple[Sign | Seal, ...]


Block = Row | Table | Prose | Sign | Seal | Beside


@dataclass(frozen=True, slots=True)
class Box:
    """Blocks ruled as one part of the table; made by `box`.

    side: its name, written downwards beside it; label: width of its labels in millimetres; size: points of its
    type; row: height of a row in millimetres, 0 for the paper's own.
    """

    blocks: tuple[Block, ...]
    side: str = ""
    label: float = LABEL
    size: float = 12
    row: float = 0


@dataclass(frozen=True, slots=True)
class Stub:
    """What is torn off at the foot of the last page, below a broken line with the number across it (骑缝)."""

    blocks: tuple[Block | Box, ...]


@dataclass(frozen=True, slots=True)
class Break:
    """What follows begins a new page."""


@dataclass(frozen=True, slots=True)
class Form:
    """A whole paper.

    note: small print at the foot of the first page; side: written downwards in the right margin; copies: their
    marks (第一联 存根): two that are short enough share a sheet of A4 with a tear line between, else each has its
    pages; drop: millimetres that everything stands lower than usual; head: what stands above the form at the right in
    place of a number, for a paper that has none; issuer: who stands above the title, empty for a paper that is nobody's
    of the office; fields, rows: texts that the paper works out from the sheet, by names of their own.
    """

    title: str
    blocks: tuple[Block | Box | Stub | Break, ...]
    size: Size = A4
    note: str = ""
    side: str = ""
    copies: tuple[str, ...] = ()
    drop: float = 0
    head: str = ""
    issuer: str = "{office.name}"
    fields: Mapping[str, str] = field(default_factory=dict)
    rows: Mapping[str, Sequence[Mapping[str, str]]] = field(default_factory=dict)


# -- short ways to say it


def row(*cells: str | Cell) -> Row:
    """A row of cells; a text is the name of a field."""
    return Row(tuple(Cell(cell) if isinstance(cell, str) else cell for cell in cells))


def box(*blocks: Block, side: str = "", label: float = LABEL, size: float = 12, row: float = 0) -> Box:
    """A part of the table, see `Box`."""
    return Box(blocks, side, label, size, row)


def options(terms: Iterable[Term], sheet: Sheet) -> tuple[str, ...]:
    """What a code table offers on the day of the sheet, for `Cell.ticks`."""
    return tuple(term.label for term in terms if term.offered_on(sheet.date))


# -- what a renderer asks of a description and a sheet


def told(form: Form, sheet: Sheet) -> Sheet:
    """`sheet` with the texts that the form works out itself, and its title."""
    fields = {name: Entry(sheet.label(name, ""), text) for name, text in form.fields.items()}
    rows = {
        name: [{column: Entry("", text) for column, text in each.items()} for each in these]
        for name, these in form.rows.items()
    }
    return replace(
        sheet, title=sheet.title or form.title, fields={**sheet.fields, **fields}, rows={**sheet.rows, **rows}
    )


_NAMED = re.compile(r"\{([\w.]+)(?::([^{}]*))?\}")


def filled(text: str, sheet: Sheet, *, gaps: bool = False) -> str:
    """`text` with every {name} replaced; an empty field leaves nothing, or with `gaps` a line to write on.

    Beside the fields there are {office.name}, .phone, .address, .hours and {sheet.number}, .date. What replaces a
    name is not looked into again.
    """

    def word(found: re.Match[str]) -> str:
        name, otherwise = found.groups()
        if value := _value(name, sheet):
            return value
        if otherwise is not None or not gaps:
            return otherwise or ""
        return GAP_DAY if name.endswith(("_on", ".date")) else GAP

    return _NAMED.sub(word, text)


def _value(name: str, sheet: Sheet) -> str:
    if name == "office.hours":
        return sheet.hours
    if name.startswith("office."):
        return str(getattr(sheet.office, name[7:]))
    if name == "sheet.date":
        return long_date(sheet.date)
    return sheet.number if name == "sheet.number" else sheet.text(name)


def printed_words(text: str) -> bool:
    """Whether a text of a description has words of its own, beside the names of fields."""
    return bool(_NAMED.sub("", text).strip())


def value_of(cell: Cell, sheet: Sheet) -> str:
    """What is filled in."""
    return filled(cell.text, sheet) if cell.text else sheet.text(cell.name)


def label_of(cell: Cell, sheet: Sheet) -> str:
    """The label: the cell's own, else the declared one; empty for none."""
    if cell.label is None:
        return ""
    return cell.label or sheet.label(cell.name, "")


def shares(cells: Row, room: float, label: float) -> list[tuple[Cell, float, float]]:
    """Each cell with the width of its label and of its value, together `room` millimetres."""
    whole = sum(cell.wide for cell in cells.cells)
    found = []
    for cell in cells.cells:
        wide = room * cell.wide / whole
        kept = 0.0 if cell.label is None else label
        found.append((cell, kept, wide - kept))
    return found


def ticked(cell: Cell, sheet: Sheet) -> list[tuple[str, bool]]:
    """Every option and whether it is chosen; a chosen value that is no option (any more) comes last."""
    left = f"、{value_of(cell, sheet)}、"
    chosen = set()
    for option in sorted(cell.ticks, key=len, reverse=True):  # a longer one may contain a shorter one
        if f"、{option}、" in left:
            chosen.add(option)
            left = left.replace(f"、{option}、", "、", 1)
    found = [(option, option in chosen) for option in cell.ticks]
    return [*found, (left.strip("、"), True)] if left.strip("、") else found


def columns_of(table: Table) -> tuple[Column, ...]:
    """The columns with that of the running numbers, whose width is NUMBERS."""
    return (Column("", "序号", 0), *table.columns) if table.numbered else table.columns


def column_rooms(table: Table, room: float) -> list[float]:
    """The widths of `columns_of`, together `room` millimetres."""
    kept = NUMBERS if table.numbered else 0.0
    whole = sum(column.wide for column in table.columns)
    rooms = [(room - kept) * column.wide / whole for column in table.columns]
    return [kept, *rooms] if table.numbered else rooms


def table_texts(table: Table, sheet: Sheet) -> list[list[str]]:
    """The texts of every row under `columns_of`, blank rows included, without the total."""
    found = []
    these = sheet.rows.get(table.rows, ())
    for number in range(max(len(these), table.least)):
        entries = these[number] if number < len(these) else {}
        texts = [_text(entries, column.name) for column in table.columns]
        found.append([str(number + 1), *texts] if table.numbered else texts)
    return found


def _text(entries: Mapping[str, Entry], name: str) -> str:
    return paper_day(entries[name].text) if name in entries else ""


def total_texts(table: Table, sheet: Sheet) -> list[str] | None:
    """The last row with the sums, None for a table without; a sum of what are not all numbers stays empty."""
    if not any(column.total for column in table.columns):
        return None
    these = sheet.rows.get(table.rows, ())
    texts = [_sum([_text(each, c.name) for each in these]) if c.total else "" for c in table.columns]
    if table.numbered:
        return ["合计", *texts]
    return [texts[0] or "合计", *texts[1:]]


def _sum(texts: Sequence[str]) -> str:
    try:
        numbers = [Decimal(text.replace(",", "")) for text in texts if text.strip()]
    except InvalidOperation:
        return ""
    if not numbers or not all(number.is_finite() for number in numbers):
        return ""
    places = max(len(text.partition(".")[2].strip()) for text in texts)
    return f"{sum(numbers):,.{places}f}"


_PLAIN = Box(())


def boxed(block: Block | Box | Stub | Break) -> Iterator[tuple[Box | None, Block | Stub | Break]]:
    """The blocks within `block`, each with the box it stands in: none for what stands free, a nameless one for a row or
    table by itself."""
    if isinstance(block, Box):
        yield from ((block, each) for each in block.blocks)
    else:
        yield (_PLAIN if isinstance(block, Row | Table) else None), block


def texts(form: Form, sheet: Sheet) -> Iterator[str]:
    """Everything that is printed, to be checked against the fonts before anything is drawn; `sheet` is `told`."""
    yield from (sheet.title, sheet.number, sheet.copy_mark, sheet.issued_by, sheet.office.name)
    yield from (form.side, *form.copies, *(filled(each, sheet) for each in (form.note, form.head, form.issuer)))
    for block in form.blocks:
        yield from _printed(block, sheet)


def _printed(block: Block | Box | Stub | Break, sheet: Sheet) -> Iterator[str]:
    match block:
        case Row(cells):
            for cell in cells:
                yield from (label_of(cell, sheet), value_of(cell, sheet), *cell.ticks)
        case Table(_, columns):
            yield from (column.head for column in columns)
            for line in table_texts(block, sheet):
                yield from line
        case Prose(text):
            yield filled(text, sheet, gaps=True)
        case Sign(lines, text):
            yield from (filled(each, sheet) for each in (text, *lines))
        case Seal(date, office, lines):
            yield from (filled(each, sheet) for each in (date, office, *lines))
        case Beside(blocks) | Box(blocks) | Stub(blocks):
            yield block.side if isinstance(block, Box) else ""
            for within in blocks:
                yield from _printed(within, sheet)
