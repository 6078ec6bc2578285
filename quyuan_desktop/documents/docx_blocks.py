"""The blocks of a `layout.Form` as rows and paragraphs of a Word document."""

import re
from collections.abc import Sequence
from dataclasses import replace

from quyuan_desktop.documents.docx_parts import FANGSONG, HEI, SONG, Para, Tab, TableCell, TableRow, typed
from quyuan_desktop.documents.form import WIDE
from quyuan_desktop.documents.layout import (
    DATED,
    DAY,
    GAP,
    NARROW,
    SEALED,
    TYPE,
    WRITTEN,
    Beside,
    Block,
    Box,
    Cell,
    Prose,
    Row,
    Seal,
    Sign,
    Style,
    Table,
    column_rooms,
    columns_of,
    filled,
    label_of,
    printed_words,
    shares,
    table_texts,
    ticked,
    total_texts,
    value_of,
)
from quyuan_desktop.documents.page import MM, SIZE_4, SIZE_5, SMALL_4, Align
from quyuan_desktop.documents.sheet import Sheet

_GROWN = 1.6  # what has room for many lines has so much more: in Word nothing grows to fill the page
# WORKAROUND(LibreOffice): in a cell no line leads to a tab with nothing after it.
_NOTHING = "\u200b"

_FONTS = {
    Style.BODY: FANGSONG,
    Style.ADDRESS: FANGSONG,
    Style.HEADING: HEI,
    Style.TEXT: SONG,
    Style.NOTE: SONG,
}


def ruled_rows(block: Block, around: Box, sheet: Sheet, room: float, row: float) -> list[TableRow]:
    """The rows of a block that stands in a box; `room` millimetres wide, `row` high at the least."""
    row = around.row or row
    match block:
        case Row():
            return [_row(block, around, sheet, room, row)]
        case Table():
            return _table(block, sheet, room, row)
        case Prose():
            return [TableRow((TableCell(_prose(block, sheet), room),), row, divided=True)]
        case Sign() | Seal():
            return [_signing((block,), sheet, room)]
        case Beside(parts):
            return [_signing(parts, sheet, room)]


def free_block(block: Block, sheet: Sheet, room: float) -> list[Para] | TableRow:
    """A block that stands free, as paragraphs or, when its parts stand side by side, as a row without lines."""
    match block:
        case Prose():
            return list(_prose(block, sheet))
        case Sign():
            return _sign(block, sheet, room)
        case Seal():
            half = room / 2 if room > NARROW else room
            return [replace(para, left=room - half) for para in _seal(block, sheet, half)]
        case Beside(parts):
            return _signing(parts, sheet, room)
        case _:
            raise TypeError(f"{type(block).__name__} stands in a box")


def _said(text: str, sheet: Sheet) -> str:
    return typed(filled(text, sheet))


def _one_line(text: str, sheet: Sheet) -> str:
    return _said(text, sheet).replace("\n", " ")


# -- rows


def _row(block: Row, around: Box, sheet: Sheet, room: float, row: float) -> TableRow:
    cells: list[TableCell] = []
    lines = 0
    for cell, label_room, value_room in shares(block, room, around.label):
        if label_room:
            label = _label(typed(label_of(cell, sheet)), label_room, around.size)
            cells.append(TableCell((label,), label_room, air=0.5))
        cells.append(_value(cell, around, sheet, value_room))
        lines = max(lines, cell.lines)
    written = lines * WRITTEN * (_GROWN if lines > 4 else 1)
    return TableRow(tuple(cells), max(row, written), divided=bool(lines))


def _label(text: str, room: float, size: float) -> Para:
    return Para(text, SONG, _size(text, room - 1.2, size), "center")


def _size(text: str, room: float, size: float) -> float:
    """The size at which the lines of `text` fit `room` millimetres, or else a little smaller. Programs that leave a
    quarter of a character between figures and Chinese have to have room for it too."""
    ems = (
        sum(1 if letter > "⺀" else 0.5 for letter in line) + len(_FIGURES.findall(line)) / 4
        for line in text.split("\n")
    )
    longest = max(ems)
    sizes = [each for each in (size, SIZE_4, SMALL_4) if each <= size and longest * each < room * MM]
    return max(sizes, default=min(size, SIZE_5))


_FIGURES = re.compile("[0-9A-Za-z](?=[⺀-￿])|[⺀-￿](?=[0-9A-Za-z])")


def _value(cell: Cell, around: Box, sheet: Sheet, room: float) -> TableCell:
    if cell.ticks:
        return TableCell((Para(_ticks(ticked(cell, sheet), (room - 3) * MM / SIZE_5), SONG, SIZE_5),), room)
    text = typed(value_of(cell, sheet))
    if cell.lines:
        paras = tuple(Para(line, FANGSONG, around.size, indent=2) for line in text.split("\n"))
        return TableCell(paras, room, top=True)
    align: Align = "left" if room > WIDE and around.size <= SMALL_4 else "center"
    if printed_words(cell.text):
        return TableCell((Para(text, SONG, SIZE_5, align),), room)
    return TableCell((Para(text, FANGSONG, _size(text, room - 2, around.size), align),), room)


def _ticks(choices: Sequence[tuple[str, bool]], room: float) -> str:
    """The choices on lines of `room` characters, none of them broken."""
    lines: list[list[str]] = [[]]
    left = room
    for word, chosen in choices:
        word = typed(word).replace("\n", " ")
        wide = len(word) + 1
        if lines[-1] and wide > left:
            lines.append([])
            left = room
        lines[-1].append(f"{'☑' if chosen else '□'}{word}")
        left -= wide + 1
    return "\n".join("　".join(line) for line in lines)


# -- tables


def _table(block: Table, sheet: Sheet, room: float, row: float) -> list[TableRow]:
    columns, rooms = columns_of(block), column_rooms(block, room)
    heads = (Para(typed(column.head), SONG, SIZE_5, "center") for column in columns)
    cells = [TableCell((head,), wide) for head, wide in zip(heads, rooms, strict=True)]
    found = [TableRow(tuple(cells), row, head=True, listed=True)]
    total = total_texts(block, sheet)
    for texts in (*table_texts(block, sheet), *([total] if total else [])):
        cells = []
        for text, column, wide in zip(texts, columns, rooms, strict=True):
            align: Align = column.align or ("left" if wide > WIDE else "center")
            cells.append(TableCell((Para(typed(text), FANGSONG, SIZE_5, align),), wide))
        found.append(TableRow(tuple(cells), row, listed=True))
    return found


# -- prose


def _prose(block: Prose, sheet: Sheet) -> tuple[Para, ...]:
    font, (size, leading, indent) = _FONTS[block.style], TYPE[block.style]
    text = typed(filled(block.text, sheet, gaps=True)).strip("\n")
    kept = block.style is Style.HEADING
    return tuple(
        Para(line, font, size, indent=indent, leading=leading * size, kept=kept) for line in text.split("\n")
    )


# -- signatures and seals


def _signing(parts: Sequence[Sign | Seal], sheet: Sheet, room: float) -> TableRow:
    wide = room / len(parts)
    cells, height = [], 0.0
    for part in parts:
        if isinstance(part, Sign):
            paras = _sign(part, sheet, wide - 2)
        else:
            half = wide / 2 if len(parts) == 1 and wide > NARROW else wide
            paras = [replace(para, left=wide - half) for para in _seal(part, sheet, half - 2)]
            height = max(height, SEALED + 10 * len(part.lines))
        cells.append(TableCell(tuple(paras), wide, top=True))
    return TableRow(tuple(cells), height)


def _sign(block: Sign, sheet: Sheet, room: float) -> list[Para]:
    wide = room > NARROW
    found = []
    if text := _said(block.text, sheet):
        size = SMALL_4 if wide else SIZE_5
        found = [Para(line, SONG, size, indent=2, before=1, kept=True) for line in text.split("\n")]
    lines = [_one_line(line, sheet) for line in block.lines]
    across = 2 if wide else 1
    for at in range(0, len(lines), across):
        found.append(_signatures(lines[at : at + across], room))
    return found


def _signatures(words: Sequence[str], room: float) -> Para:
    """A line of signatures: tabs lead with a line to where each ends."""
    tabs: list[Tab] = []
    text = ""
    ends = [room * (n + 1) / len(words) for n in range(len(words))]
    if len(words) == 2 and not words[1].endswith("："):
        ends[0] = room - DATED
    for number, (each, end) in enumerate(zip(words, ends, strict=True)):
        last = number + 1 == len(words)
        if each.endswith("："):
            text += f"{each}\t{_NOTHING}" if last else f"{each}\t\t"
            tabs.append((end - 1, "right", "underscore") if last else (end - 4, "left", "underscore"))
            tabs += [] if last or not words[number + 1].endswith("：") else [(end, "left", "none")]
        else:
            text += each if text.endswith("\t") else f"\t{each}"
            tabs.append((end, "right", "none"))
    return Para(text, SONG, SMALL_4, before=4, after=1, tabs=tuple(tabs))


def _seal(block: Seal, sheet: Sheet, room: float) -> list[Para]:
    """The office over the day in the middle of the room for its seal; lines to sign on above."""
    office = _one_line(block.office, sheet) or 2 * GAP
    day = _one_line(block.date, sheet) or DAY.strip()
    signed = [_signatures([_one_line(line, sheet)], room) for line in block.lines]
    middle = (office, "（盖章）", day)
    sealed = [
        Para(
            text,
            SONG,
            SMALL_4,
            "center",
            before=2.5 if number else 12,
            after=8 if number == 2 else 0,
            kept=number < 2,
        )
        for number, text in enumerate(middle)
    ]
    return [*signed, *sealed]
