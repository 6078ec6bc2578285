"""An official report as a Word document in the form of GB/T 9704-2012, to be filled in and finished by hand.

Fonts are named, never embedded: 方正小标宋, 仿宋_GB2312 and 楷体_GB2312 belong to others; for a computer without them the
document names what stands in for each.
"""

from copy import deepcopy
from datetime import UTC
from io import BytesIO
from typing import Any

from docx import Document
from docx.document import Document as Word
from docx.opc.oxml import serialize_part_xml
from docx.oxml.ns import qn
from docx.shared import Mm

from quyuan_desktop.documents.docx_parts import XML, Para, TableCell, TableRow, element, paragraph, table, typed
from quyuan_desktop.documents.layout_docx import dated, plain_styles
from quyuan_desktop.documents.official import (
    A4_OFFICIAL,
    CHARACTERS,
    DRAFT,
    HEADS,
    HEIGHT,
    LINES,
    SHARES,
    SIZE_2,
    SIZE_3,
    TOP,
    Kind,
    Official,
    Piece,
    Pieces,
    Style,
)
from quyuan_desktop.documents.page import MM, PROGRAM, SIZE_4, SIZE_5, SMALL_5, Align

TITLE, TEXT, KAI, HEI, SONG = "方正小标宋简体", "仿宋_GB2312", "楷体_GB2312", "黑体", "宋体"
STAND_INS = {TITLE: "华文中宋", TEXT: "仿宋", KAI: "楷体"}
"""What every Windows has, for a computer without the font of the standard."""
MARK_STYLE, GAP_STYLE = "指标号", "待填"
_LEADING = int(
    HEIGHT * MM / LINES * 20
)  # twentieths of a point, so that 22 lines never come to more than the 版心
_TIGHTER = int(((A4_OFFICIAL.room * MM / CHARACTERS) - SIZE_3) * 20) - 1  # as the width of 28 characters
_FONTS = {Style.ADDRESS: TEXT, Style.BODY: TEXT, Style.FIRST: HEI, Style.SECOND: KAI}
_OUTLINE = {Style.FIRST: 0, Style.SECOND: 1}


def official_docx(report: Official) -> bytes:
    """The report as DOCX; the same report gives the same bytes. Raises `Trouble` for what no document can hold."""
    word = _blank(report)
    last = word.element.body[-1]  # the section's properties stay at the end
    text = _report(report)
    _end_section(text[-1], last)
    for each in (*text, *_annex(report)):
        last.addprevious(each)
    file = BytesIO()
    word.save(file)
    return dated(file.getvalue(), report.made)


def _report(report: Official) -> list[XML]:
    found = [_line(())]
    found += [_line((Piece(line),), TITLE, SIZE_2, "center") for line in report.title]
    found += [_line((Piece(DRAFT),), KAI, align="center"), _line(())]
    for passage in report.passages:
        indent = 0 if passage.level is Style.ADDRESS else 2
        outline = _OUTLINE.get(passage.level)
        found.append(_line(passage.pieces, _FONTS[passage.level], indent=indent, outline=outline))
    found += [_line(()), _line((Piece(f"附件：{report.annex_title}"),), indent=2), _line(())]
    wide, later = (sum(len(piece.text) for piece in each) for each in (report.signed, report.day))
    begins = CHARACTERS - 2 - max(wide, later + 2)
    found += [_line(report.signed, indent=begins, kept=True), _line(report.day, indent=begins + 2)]
    return found


def _end_section(paragraph_: XML, last: XML) -> None:
    """Let the grid of 22 lines end with the text: the annex is set closer."""
    own = deepcopy(last)
    paragraph_.find(qn("w:pPr")).append(own)
    for grid in last.findall(qn("w:docGrid")):
        last.remove(grid)


def _line(
    pieces: Pieces,
    font: str = TEXT,
    size: float = SIZE_3,
    align: str = "both",
    *,
    indent: int = 0,
    outline: int | None = None,
    kept: bool = False,
) -> XML:
    """A paragraph on the grid of 22 lines of 28 characters."""
    properties = element("pPr")
    if outline is not None or kept:
        properties.append(element("keepNext"))
    properties.append(element("widowControl", val=0))
    properties.append(element("autoSpaceDE", val=0))
    properties.append(element("autoSpaceDN", val=0))
    properties.append(element("spacing", before=0, after=0, line=_LEADING, lineRule="exact"))
    if indent:
        properties.append(element("ind", firstLineChars=indent * 100, firstLine=round(indent * SIZE_3 * 20)))
    properties.append(element("jc", val=align))
    if outline is not None:
        properties.append(element("outlineLvl", val=outline))
    found = element("p", properties)
    found.extend(_run(piece, font, size) for piece in pieces)
    return found


def _run(piece: Piece, font: str, size: float) -> XML:
    half = round(size * 2)
    properties = element("rPr")
    if piece.kind is not Kind.TEXT:
        properties.append(element("rStyle", val=MARK_STYLE if piece.kind is Kind.MARK else GAP_STYLE))
    properties.append(element("rFonts", hint="eastAsia", ascii=font, hAnsi=font, eastAsia=font, cs=font))
    properties.append(element("spacing", val=_TIGHTER if size == SIZE_3 else 0))
    properties.append(element("sz", val=half))
    properties.append(element("szCs", val=half))
    text = element("t")
    text.text = typed(piece.text).replace("\n", " ")
    text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return element("r", properties, text)


# -- the annex


def _annex(report: Official) -> list[XML]:
    found = [
        _line((Piece("附件"),), HEI, align="left"),
        _line(()),
        _line((Piece(report.annex_title),), TITLE, SIZE_2, "center"),
    ]
    rows = [_row(HEADS, SIZE_5, head=True)] + [_row(line.cells(), SMALL_5) for line in report.annex]
    found.append(paragraph(Para("", size=6, leading=8)))
    found.append(table(rows, A4_OFFICIAL.room, 0))
    found.append(paragraph(Para("说明", SONG, SIZE_5, before=3, leading=16, kept=True)))
    for number, note in enumerate(report.notes, 1):
        found.append(paragraph(Para(f"{number}. {typed(note)}", SONG, SIZE_5, leading=16)))
    return found


def _row(texts: tuple[str, ...], size: float, *, head: bool = False) -> TableRow:
    aligns: tuple[Align, ...] = ("center", "left", "left", "right", "right", "left")
    cells = tuple(
        TableCell(
            (Para(typed(text), SONG, size, "center" if head else align, leading=size * 1.25),), room, air=0.8
        )
        for text, align, room in zip(texts, aligns, SHARES, strict=True)
    )
    return TableRow(cells, 6.2, head=head, listed=True)


# -- the document around it


def _blank(report: Official) -> Word:
    word = Document()
    section = word.sections[0]
    section.page_width, section.page_height = Mm(A4_OFFICIAL.width), Mm(A4_OFFICIAL.height)
    section.left_margin, section.right_margin = Mm(A4_OFFICIAL.left), Mm(A4_OFFICIAL.right)
    section.top_margin, section.bottom_margin = Mm(TOP), Mm(A4_OFFICIAL.height - TOP - HEIGHT)
    section.header_distance, section.footer_distance = Mm(15), Mm(24)
    for grid in section._sectPr.findall(qn("w:docGrid")):
        section._sectPr.remove(grid)
    section._sectPr.append(element("docGrid", type="lines", linePitch=_LEADING))
    plain_styles(word)
    _styles(word)
    _name_fonts(word)
    word.settings.odd_and_even_pages_header_footer = True
    _page_number(section.footer, "right")
    _page_number(section.even_page_footer, "left")
    about = word.core_properties
    about.title = about.subject = typed(report.name)
    about.author = about.last_modified_by = typed(report.office)
    about.comments, about.keywords, about.category, about.language = "", "", PROGRAM, "zh-CN"
    about.created = about.modified = report.made.astimezone(UTC).replace(tzinfo=None)
    about.revision = 1
    return word


def _styles(word: Word) -> None:
    """Two styles of characters, by which all numbers and all gaps can be selected at once."""
    for name, look in (
        (MARK_STYLE, (element("color", val="7F7F7F"), element("vertAlign", val="superscript"))),
        (GAP_STYLE, (element("shd", val="clear", color="auto", fill="FFF2A8"),)),
    ):
        named = element("name", val=name)
        style = element("style", named, element("qFormat"), element("rPr", *look), type="character", customStyle=1)
        style.set(qn("w:styleId"), name)
        word.styles.element.append(style)


def _name_fonts(word: Word) -> None:
    """Say which font stands in where the standard's is not there."""
    for rel in word.part.rels.values():
        if rel.reltype.endswith("/fontTable"):
            part: Any = rel.target_part
            named = (
                element("font", element("altName", val=other), name=name) for name, other in STAND_INS.items()
            )
            part._blob = serialize_part_xml(element("fonts", *named))


def _page_number(footer: Any, side: str) -> None:
    """— 1 — in 四号宋体, one character in from the outer side (§7.5)."""
    footer.is_linked_to_previous = False
    inner = round(SIZE_4 * 20)
    properties = element(
        "pPr",
        element("spacing", before=0, after=0),
        element("ind", right=inner) if side == "right" else element("ind", left=inner),
        element("jc", val=side),
    )
    field = element("fldSimple", _number("1"), instr=" PAGE ")
    for old in list(footer._element):
        footer._element.remove(old)
    footer._element.append(element("p", properties, _number("— "), field, _number(" —")))


def _number(text: str) -> XML:
    return _run(Piece(text), SONG, SIZE_4)
