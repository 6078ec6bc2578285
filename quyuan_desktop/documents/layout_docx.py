"""A `layout.Form` as a Word document to go on working on: the same blocks and proportions in real tables.

A copy that can be edited proves nothing, so it has no code to check it by.
"""

import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO

from docx import Document
from docx.document import Document as Word
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Mm

from quyuan_desktop.documents.docx_blocks import free_block, ruled_rows
from quyuan_desktop.documents.docx_parts import (
    SONG,
    XML,
    Para,
    Tab,
    TableRow,
    element,
    fonts,
    paragraph,
    table,
    typed,
)
from quyuan_desktop.documents.layout import (
    SIDE,
    Beside,
    Block,
    Box,
    Break,
    Form,
    Prose,
    Seal,
    Sign,
    Stub,
    Style,
    Table,
    boxed,
    filled,
    table_texts,
    told,
)
from quyuan_desktop.documents.page import A4, PROGRAM, SIZE_4, SIZE_5, SMALL_4, TITLE_SIZE
from quyuan_desktop.documents.sheet import Sheet

_TIGHT = Para("", size=1, leading=1)
"""What Word wants between two tables."""
_NAMED = "　"
"""In place of the name of a part that has it in the table above."""
_SHORT = 6
"""Rows of a table that half a page holds in Word."""


def form_docx(form: Form, sheet: Sheet) -> bytes:
    """The paper as DOCX. The same form and sheet give the same bytes.

    Raises `Trouble` for a character that no document can hold.
    """
    sheet = told(form, sheet)
    halves = len(form.copies) == 2 and form.size == A4 and _is_short(form, sheet)
    word = _blank(form, sheet, halves=halves)
    last = word.element.body[-1]  # the section's properties stay at the end
    for number, mark in enumerate(form.copies or (form.side,)):
        if number and halves:
            last.addprevious(paragraph(_tear(sheet, form.size.room)))
        for para in _heading(form, sheet, mark, breaks=number > 0 and not halves, halves=halves):
            last.addprevious(paragraph(para))
        row = 5.9 if halves else 9.2 if form.size.height > 250 else 8.0
        for each in _stacked(form.blocks, sheet, form.size.room, row, form.note, kept=halves):
            last.addprevious(each)
    file = BytesIO()
    word.save(file)
    return dated(file.getvalue(), sheet.issued_at)


def _is_short(form: Form, sheet: Sheet) -> bool:
    """Whether two copies share a sheet of A4; nobody knows for sure where Word ends a page."""
    blocks = [block for each in form.blocks for _, block in boxed(each)]
    return all(len(table_texts(block, sheet)) <= _SHORT for block in blocks if isinstance(block, Table))


# -- what stands on the pages


def _heading(form: Form, sheet: Sheet, mark: str, *, breaks: bool, halves: bool) -> Iterator[Para]:
    large = form.size.height > 250 and not halves
    small, big = (SIZE_4 + 2, TITLE_SIZE) if large else (SIZE_4, SIZE_4 + 2)
    issuer, title = _one_line(filled(form.issuer, sheet)), _one_line(sheet.title)
    yield Para(issuer, SONG, small, "center", bold=True, before=form.drop, breaks=breaks, kept=True)
    yield Para(title, SONG, big, "center", bold=True, before=1 if large else 0, kept=True)
    number = _one_line(filled(form.head, sheet)) or f"编号：{_one_line(sheet.number) or '________________'}"
    marks = "　".join(filter(None, (_one_line(mark), _one_line(sheet.copy_mark))))
    tabs: tuple[Tab, ...] = ((form.size.room, "right", "none"),)
    yield Para(f"{marks}\t{number}", SONG, SIZE_5, before=2 if large else 0.5, after=1, tabs=tabs, kept=True)


def _stacked(
    blocks: Sequence[Block | Box | Stub | Break],
    sheet: Sheet,
    room: float,
    row: float,
    note: str,
    *,
    kept: bool,
) -> Iterator[XML]:
    """Paragraphs and tables of `blocks`; the small print stands where the first page ends. `kept`: together on a page
    where one can hold them."""
    run: list[TableRow] = []
    before: tuple[Box, Block] | None = None
    for number, each in enumerate(blocks):
        for around, block in boxed(each):
            if around is not None and not isinstance(block, Stub | Break):
                rows = ruled_rows(block, around, sheet, room - (SIDE if around.side else 0), row)
                if before and before[0] is around and isinstance(before[1], Prose):
                    rows[0] = replace(rows[0], lined=False)
                if run and isinstance(block, Sign | Seal | Beside):
                    run[-1] = _kept(run[-1])
                run += [replace(line, side=(number, typed(around.side))) for line in rows]
                before = around, block
                continue
            yield from _tables(run, room, kept=kept)
            run, before = [], None
            if isinstance(block, Stub | Break):
                yield from _note(note, sheet, room)
                note = ""
            if isinstance(block, Break):
                yield paragraph(replace(_TIGHT, breaks=True))
            elif isinstance(block, Stub):
                yield paragraph(_tear(sheet, room))
                yield from _stacked(block.blocks, sheet, room, row, "", kept=True)
            else:
                yield from _free(block, sheet, room)
    yield from _tables(run, room, kept=kept)
    yield from _note(note, sheet, room)


def _tables(rows: Sequence[TableRow], room: float, *, kept: bool) -> Iterator[XML]:
    """Rows as tables that adjoin: what a head stands for is a table by itself, since Word repeats only what a table
    begins with."""
    parts: list[list[TableRow]] = []
    for row in map(_kept, rows) if kept else rows:
        before = parts[-1][-1] if parts else None
        if before is None or row.head or before.listed != row.listed:
            named = before is None or before.side[0] != row.side[0] or not row.side[1]
            parts.append([row if named else replace(row, side=(row.side[0], _NAMED))])
        else:
            parts[-1].append(replace(row, side=parts[-1][-1].side) if row.side[0] == before.side[0] else row)
    for number, part in enumerate(parts):
        yield table(part, room, SIDE, open_top=number > 0)
        yield paragraph(replace(_TIGHT, kept=kept))


def _kept(row: TableRow) -> TableRow:
    cells = (replace(cell, paras=tuple(replace(para, kept=True) for para in cell.paras)) for cell in row.cells)
    return replace(row, cells=tuple(cells))


def _free(block: Block, sheet: Sheet, room: float) -> Iterator[XML]:
    found = free_block(block, sheet, room)
    if isinstance(found, TableRow):
        yield table([found], room, SIDE, ruled=False)
        yield paragraph(_TIGHT)
    else:
        yield from map(paragraph, found)


def _note(note: str, sheet: Sheet, room: float) -> Iterator[XML]:
    if note:
        yield from _free(Prose(note, Style.NOTE), sheet, room)


def _tear(sheet: Sheet, room: float) -> Para:
    """A broken line from margin to margin with the number across it (骑缝)."""
    tabs: tuple[Tab, ...] = ((room / 2, "center", "hyphen"), (room, "right", "hyphen"))
    words = f"骑缝 {_one_line(sheet.number)}".rstrip()
    return Para(f"\t　{words}　\t", SONG, SIZE_5, before=2, after=2, tabs=tabs, kept=True)


def _one_line(text: str) -> str:
    return typed(text).replace("\n", " ")


# -- the document around them


def _blank(form: Form, sheet: Sheet, *, halves: bool) -> Word:
    """An empty document of the paper's size, dated and signed by the office, without the template's own styles."""
    word = Document()
    section, size = word.sections[0], form.size
    if size.width > size.height:
        section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(size.width), Mm(size.height)
    section.left_margin, section.right_margin = Mm(size.left), Mm(size.right)
    large = size.height > 250 and not halves
    section.top_margin, section.bottom_margin = (Mm(15), Mm(18)) if large else (Mm(7), Mm(6))
    section.header_distance = section.footer_distance = Mm(5)
    for grid in section._sectPr.findall(qn("w:docGrid")):
        section._sectPr.remove(grid)
    plain_styles(word)
    about = word.core_properties
    about.title = about.subject = _one_line(sheet.title)
    about.author = about.last_modified_by = _one_line(sheet.office.name)
    about.comments, about.keywords, about.category, about.language = "", "", PROGRAM, "zh-CN"
    about.created = about.modified = sheet.issued_at.astimezone(UTC).replace(tzinfo=None)
    about.revision = 1
    return word


def plain_styles(word: Word) -> None:
    """Leaves of the template's styles those that everything else rests on, and makes them Chinese."""
    styles = word.styles.element
    for style in styles.findall(qn("w:style")):
        if style.get(qn("w:default")) != "1":
            styles.remove(style)
    defaults = styles.find(qn("w:docDefaults"))
    assert defaults is not None
    for child in list(defaults):
        defaults.remove(child)
    run = fonts(SONG, SMALL_4)
    run.append(element("lang", val="zh-CN", eastAsia="zh-CN"))
    spacing = element("spacing", before=0, after=0, line=240, lineRule="auto")
    defaults.append(element("rPrDefault", run))
    defaults.append(element("pPrDefault", element("pPr", spacing)))
    for style in styles.findall(qn("w:style")):
        for child in style.findall(qn("w:rPr")):
            style.remove(child)
    settings = word.settings.element
    for language in settings.findall(qn("w:themeFontLang")):
        language.set(qn("w:eastAsia"), "zh-CN")
    package = word.part.package
    for name in [name for name, rel in package.rels.items() if rel.reltype.endswith("/thumbnail")]:
        del package.rels[name]


def dated(docx: bytes, made: datetime) -> bytes:
    """The same archive with every entry dated by the time of issue: no clock is read."""
    moment = max(made.timetuple()[:6], (1980, 1, 1, 0, 0, 0))
    file = BytesIO()
    with zipfile.ZipFile(BytesIO(docx)) as before, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            entry = zipfile.ZipInfo(name, moment)
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 0
            after.writestr(entry, before.read(name))
    return file.getvalue()
