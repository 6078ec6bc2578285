"""法律援助咨询回执: the A5 that the visitor takes home, and the stub that the office keeps."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from quyuan_desktop.documents.continuation import draw_pages, lay_out
from quyuan_desktop.documents.fonts import Face, require, tidy
from quyuan_desktop.documents.form import (
    SIZES,
    VALUE,
    Cell,
    Fit,
    Section,
    Strip,
    block,
    cut,
    fit,
    frame,
    rest_of,
    set_text,
    share,
    signature,
    values,
)
from quyuan_desktop.documents.heads import NOT_TOLD, checking, heading, number_line
from quyuan_desktop.documents.page import A5, OUTER, SIZE_5, SIZE_6, SMALL_4, SMALL_5, Paper
from quyuan_desktop.documents.sheet import Sheet, long_date
from quyuan_desktop.documents.wrap import tidy_block
from quyuan_desktop.domain.office import Office

HEADING = "法律援助咨询回执"
HOTLINE = "12348"
_TOP, _BOTTOM = 33.0, 183.0  # of the table, in millimetres
_TEAR = 189.0
_ROW = 7.6
_LIMIT = 15.0  # no field grows beyond this
_RIGHTS = 22.0  # nor the notice of rights beyond this
_SIGN = 43.0  # a 42 mm seal, clear of every line
_LABEL = 20.0
_LEFT, _ROOM = A5.left, A5.room
_RIGHT = _LEFT + _ROOM
_TEXT = _ROOM - _LABEL
_SEAL = 60.0  # millimetres: width of the cell for office, day and seal
_LEAST = (13.0, 13.0, 22.0)  # matters, next steps, answer
_CODE = 15.0  # millimetres: side of the QR code
_CONTACT = (SIZE_5, 9.5, 8.5, SIZE_6)  # points
_LONGEST_NAME = 24  # characters that the stub can show
_GAP = 66.0  # millimetres: the tear line leaves them to the number

_Field = tuple[str, str, float]  # declared name, the paper's word for it, width of the value
_FIELDS: tuple[tuple[_Field, ...], ...] = (
    (("visitor", "咨询人", 41.0), ("received_on", "咨询日期", 41.0)),
    (("receptionist", "接待人", 41.0), ("result", "处理结果", 41.0)),
)


@dataclass(frozen=True, slots=True)
class _Plan:
    """The strips of the table from its top, and what is to be continued."""

    strips: list[Strip]
    contact: Fit
    rest: list[Section]


def draw_receipts(paper: Paper, sheets: Iterable[Sheet]) -> None:
    """Draws one receipt after another. Raises `Trouble` for characters that no font has."""
    for sheet in sheets:
        _draw(paper, sheet)


def _draw(paper: Paper, sheet: Sheet) -> None:
    require(sheet.everything(), VALUE)
    plan = _plan(sheet)
    pages = lay_out(plan.rest, A5) if plan.rest else []
    title = sheet.title or HEADING
    check = checking(_LEFT + 2.5, _BOTTOM - _CODE - 2, _CODE, sheet)
    shapes = tuple(strip.shape for strip in plan.strips)

    def static() -> None:
        _frame(paper, sheet, plan, title)
        check.frame(paper)

    paper.stencil((sheet.office, sheet.hours, title, shapes, check.shape), static)
    values(paper, _LEFT, _TOP, plan.strips)
    number_line(paper, _TOP - 2.5, sheet, 1 + len(pages))
    paper.write(_RIGHT - _SEAL / 2, _BOTTOM - 10, long_date(sheet.date), Face.SONG, SMALL_4, "center")
    check.draw(paper)
    _stub(paper, sheet)
    paper.end_page()
    draw_pages(paper, pages, title, sheet.number)


def _plan(sheet: Sheet) -> _Plan:
    rest: list[Section] = []
    strips = []
    for fields in _FIELDS:
        cells, height = [], _ROW
        for name, word, room in fields:
            fitted = fit(sheet.text(name), room, _ROW, _LIMIT)
            label = sheet.label(name, word)
            rest += rest_of(fitted, label)
            height = max(height, fitted.height)
            cells.append(Cell(label, _LABEL, room, fitted))
        strips.append(Strip(height, tuple(cells)))
    rights = _rights(sheet.text("informed_right") not in NOT_TOLD, sheet.text("informed_on"))
    taken = sum(strip.height for strip in strips) + rights.height + _SIGN
    strips += _blocks(sheet, _BOTTOM - _TOP - taken, rest)
    strips.append(rights)
    rest += rest_of(rights.cells[0].fitted, rights.cells[0].label)
    contact = _contact(sheet.office, sheet.hours)
    return _Plan(strips, contact, rest + rest_of(contact, "联系方式"))


def _blocks(sheet: Sheet, height: float, rest: list[Section]) -> list[Strip]:
    """What was asked, what was answered, what comes next: at one size, the largest at which all fits."""
    labels = ("咨询事项", sheet.label("reply", "解答意见"), "后续办理")
    texts = (_matters(sheet), tidy_block(sheet.text("reply")), _next_steps(sheet))
    order = (0, 2, 1)  # the answer takes what the others leave
    fits: list[Fit] = []
    heights: list[float] = []
    for size in SIZES[-1:] if sum(map(len, texts)) > 2000 else SIZES:
        indents = (0, 2, 0)
        fits = [set_text(text, _TEXT, size, 1.4, indent) for text, indent in zip(texts, indents, strict=True)]
        wanted = [max(fits[n].height, least) for n, least in zip(order, _LEAST, strict=True)]
        if sum(wanted) <= height:
            break
    heights = share(height, _LEAST, [fits[n].height for n in order], (2, 1, 3))
    strips = [Strip(0, ())] * 3
    for n, high in zip(order, heights, strict=True):
        fitted = cut(fits[n], high)
        rest += rest_of(fitted, labels[n])
        strips[n] = Strip(high, (Cell(labels[n], _LABEL, _TEXT, fitted, block=n == 1),))
    return strips


def _matters(sheet: Sheet) -> str:
    """The matters, numbered when there are more than one."""
    asked = []
    for row in sheet.rows.get("matters", ()):
        parts = [row[name].text for name in ("category", "summary") if name in row and row[name].text]
        asked.append("：".join(tidy_block(part) for part in parts))
    if len(asked) > 1:
        asked = [f"{number}. {text}" for number, text in enumerate(asked, 1)]
    return "\n".join(asked)


def _next_steps(sheet: Sheet) -> str:
    """What the visitor does or awaits after this."""
    steps = []
    if day := sheet.text("appointment_on"):
        steps.append(f"请于{day}再到本所（已预约）。")
    if place := sheet.text("referred_to"):
        steps.append(f"转送：{place}。请凭本回执前往办理，或等候联系。")
    return "\n".join(tidy_block(step) for step in steps)


@lru_cache(maxsize=64)
def _rights(told: bool, day: str) -> Strip:
    """Being told of one's right to legal aid: 法律援助法 §23, what to bring: 办理法律援助案件程序规定."""
    when = f"（{day}）" if day else ""
    first = "本所已告知您有权申请法律援助及申请的条件和程序" if told else "您有权依法申请法律援助"
    text = (
        f"{first}{when}。申请时请带：身份证件、经济困难状况说明（依法免予核查的带相应凭证）、与申请事项有关的材料。"
        f"依据：《法律援助法》第二十三条。公共法律服务热线：{HOTLINE}。"
    )
    fitted = cut(set_text(tidy_block(text), _TEXT, SMALL_5, 1.35), _RIGHTS)
    return Strip(max(2 * _ROW, fitted.height), (Cell("权利告知", _LABEL, _TEXT, fitted),))


def _frame(paper: Paper, sheet: Sheet, plan: _Plan, title: str) -> None:
    """What all receipts of the same shape share: heading, lines, labels, where the office is found."""
    heading(paper, sheet.office.name, title)
    frame(paper, _LEFT, _TOP, plan.strips)
    y = _TOP + sum(strip.height for strip in plan.strips)
    paper.rule(_LEFT, y, _RIGHT, y)
    paper.rule(_RIGHT - _SEAL, y, _RIGHT - _SEAL, _BOTTOM)
    block(paper, _LEFT + 1, y + 0.8, _ROOM - _SEAL - 1, plan.contact)
    middle = _RIGHT - _SEAL / 2
    paper.write(middle, _BOTTOM - 25, sheet.office.name, Face.SONG, SMALL_4, "center", room=_SEAL - 4)
    paper.write(middle, _BOTTOM - 17.5, "（盖章）", Face.SONG, SMALL_4, "center")
    paper.box(_LEFT, _TOP, _ROOM, _BOTTOM - _TOP, OUTER)
    _stub_frame(paper)


@lru_cache(maxsize=8)
def _contact(office: Office, hours: str) -> Fit:
    """Where and when the office is found; what is not known is left to be written."""
    known = (("电话", office.phone), ("地址", office.address), ("时间", hours))
    text = "\n".join(f"{word}：{tidy(text).replace(chr(10), ' ') or '_' * 22}" for word, text in known)
    fitted = Fit("", [], 0, 0)
    for size in _CONTACT:
        fitted = set_text(text, _ROOM - _SEAL - 1, size, 1.4, face=Face.SONG)
        if fitted.height <= _SIGN - _CODE - 4.2:
            break
    return cut(fitted, _SIGN - _CODE - 4.2)


def _stub(paper: Paper, sheet: Sheet) -> None:
    """The office's stub below the tear line, which carries the number across it (骑缝)."""
    across = f"骑缝 {sheet.number}" if sheet.number else "骑缝"
    paper.write(_LEFT + _ROOM / 2, _TEAR + 1.2, across, Face.SONG, SIZE_5, "center", room=_GAP - 4)
    visitor = tidy(sheet.text("visitor")).replace("\n", " ")
    if len(visitor) <= _LONGEST_NAME:  # a longer one is in full above
        paper.write(_LEFT + 27, _TEAR + 8.5, visitor, VALUE, SIZE_5, room=38)
    paper.write(_LEFT + 85, _TEAR + 8.5, long_date(sheet.date), VALUE, SIZE_5)


def _stub_frame(paper: Paper) -> None:
    paper.tear_line(_TEAR, _GAP)
    paper.write(_LEFT, _TEAR + 8.5, "存根", Face.TITLE, SIZE_5)
    signature(paper, _LEFT + 12, _TEAR + 8.5, "咨询人", _LEFT + 66, SIZE_5)
    signature(paper, _LEFT + 70, _TEAR + 8.5, "日  期", _RIGHT, SIZE_5)
    signature(paper, _LEFT + 12, _TEAR + 15.5, "领取人签名", _LEFT + 66, SIZE_5)
    paper.write(_LEFT + 70, _TEAR + 15.5, "领取日期        年      月      日", Face.SONG, SIZE_5)
