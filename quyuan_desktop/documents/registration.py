"""法律援助咨询登记表: one A4 table that the office keeps, signed by the visitor and sealed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from quyuan_desktop.documents.continuation import draw_pages, lay_out
from quyuan_desktop.documents.fonts import Face, require
from quyuan_desktop.documents.form import (
    SIZES,
    VALUE,
    Cell,
    Fit,
    Section,
    Strip,
    cut,
    fit,
    frame,
    rest_of,
    set_text,
    share,
    side_label,
    signature,
    values,
)
from quyuan_desktop.documents.heads import NOT_TOLD, checking, heading, number_line
from quyuan_desktop.documents.page import A4, MM, OUTER, SIZE_5, SMALL_4, SMALL_5, Paper
from quyuan_desktop.documents.sheet import Entry, Sheet, long_date
from quyuan_desktop.documents.wrap import tidy_block, wrap

HEADING = "法律援助咨询登记表"
_TOP, _BOTTOM = 43.0, 262.0  # of the table, in millimetres
_ROW = 7.6
_LIMIT = 22.0  # no field grows beyond this
_SIGN = 43.0  # a 42 mm seal, clear of every line
_SIDE = 8.0
_MATTERS, _ANSWER = 2 * _ROW, 20.0  # at the least
_NOTICE, _NOTICE_HIGH = 8.5, 22.0  # points; millimetres, down to the number of the page
_LEFT, _ROOM = A4.left, A4.room
_RIGHT = _LEFT + _ROOM
_INNER = _ROOM - _SIDE
_NUMBER, _CATEGORY, _SUMMARY = 10.0, 44.0, 98.0  # columns of a matter

# (declared name, the paper's word for it, width of the label, width of the value); every row is 152 mm.
_Spec = tuple[tuple[str, str, float, float], ...]
_RECEPTION: tuple[_Spec, ...] = (
    (("received_on", "咨询日期", 21, 36), ("received_time", "时间", 19, 20), ("channel", "咨询途径", 20, 36)),
)
_VISITOR: tuple[_Spec, ...] = (
    (("visitor", "姓名", 21, 36), ("sex", "性别", 19, 20), ("birth_date", "出生日期", 20, 36)),
    (("id_kind", "证件类型", 21, 36), ("id_number", "证件号码", 19, 76)),
    (("phone", "联系电话", 21, 36), ("age", "年龄", 19, 20), ("education", "文化程度", 20, 36)),
    (("nationality", "国籍", 21, 36), ("ethnic_group", "民族", 19, 20), ("repeat_visit", "再次来访", 20, 36)),
    (("household", "户籍地", 21, 131),),
    (("address", "住址", 21, 131),),
    (("workplace", "工作单位", 21, 131),),
    (("groups", "人群类别", 21, 131),),
    (("companions", "同来人", 21, 75), ("headcount", "同来人数", 20, 36)),
    (("opposing_party", "对方当事人", 21, 131),),
)
_TITLE: tuple[_Spec, ...] = ((("title", "标题", 21, 131),),)
_RESULT: tuple[_Spec, ...] = (
    (("result", "处理结果", 21, 75), ("replied_on", "答复日期", 20, 36)),
    (("referred_to", "转送去向", 21, 75), ("appointment_on", "预约日期", 20, 36)),
)


@dataclass(frozen=True, slots=True)
class _Plan:
    """Where everything goes: parts of the table with their side labels, and what is to be continued."""

    parts: tuple[tuple[str, list[Strip]], ...]
    rest: list[Section]


def draw_registration(paper: Paper, sheet: Sheet) -> None:
    """Draws the form and its continuation pages. Raises `Trouble` for characters that no font has."""
    require(sheet.everything(), VALUE)
    plan = _plan(sheet)
    pages = lay_out(plan.rest, A4)
    title = sheet.title or HEADING
    check = checking(_LEFT, _BOTTOM + 2.5, 17.0, sheet)
    shapes = tuple((side, *(strip.shape for strip in strips)) for side, strips in plan.parts)

    def static() -> None:
        _frame(paper, sheet, plan, title)
        check.frame(paper)

    paper.stencil((sheet.office, title, shapes, check.shape), static)
    y = _TOP
    for _, strips in plan.parts:
        values(paper, _LEFT + _SIDE, y, strips)
        y += _height(strips)
    number_line(paper, _TOP - 2.5, sheet)
    paper.write(_LEFT + 0.75 * _ROOM, y + 33, long_date(sheet.date), Face.SONG, SMALL_4, "center")
    check.draw(paper)
    paper.end_page(1, 1 + len(pages))
    draw_pages(paper, pages, title, sheet.number)


def _height(strips: Sequence[Strip]) -> float:
    return sum(strip.height for strip in strips)


def _plan(sheet: Sheet) -> _Plan:
    rest: list[Section] = []
    free = _BOTTOM - _TOP - _SIGN - _ROW - _MATTERS - _ANSWER
    fields = {name: sheet.text(name) for name in sheet.fields}
    fields["address"] = _address(fields)
    groups: list[list[Strip]] = []
    rows = sum(len(specs) for specs in (_RECEPTION, _VISITOR, _TITLE, _RESULT))
    spare = free - rows * _ROW
    for specs in (_RECEPTION, _VISITOR, _TITLE, _RESULT):
        strips = []
        for spec in specs:
            strip = _fields(sheet, fields, spec, min(_LIMIT, _ROW + spare), rest)
            spare -= strip.height - _ROW
            strips.append(strip)
        groups.append(strips)
    reception, visitor, title, result = groups
    result.append(_told(sheet, rest))
    taken = sum(map(_height, groups)) + _SIGN
    matters, answer = _matters_and_answer(sheet, _BOTTOM - _TOP - taken, rest)
    parts = (
        ("基本情况", [*reception, *visitor]),
        ("咨询事项", [*title, *matters]),
        ("答复意见", [answer]),
        ("处理情况", result),
    )
    return _Plan(parts, rest)


def _address(fields: dict[str, str]) -> str:
    """乡镇, 村 and the rest of the address in one line, as it is written by hand."""
    address = fields.get("address", "")
    for part in (fields.get("village", ""), fields.get("town", "")):
        if part and part not in address:
            address = part + address
    return address


def _fields(sheet: Sheet, fields: dict[str, str], spec: _Spec, limit: float, rest: list[Section]) -> Strip:
    cells, height = [], _ROW
    for name, word, label_room, room in spec:
        fitted = fit(fields.get(name, ""), room, _ROW, limit)
        label = sheet.label(name, word)
        rest += rest_of(fitted, label)
        height = max(height, fitted.height)
        cells.append(Cell(label, label_room, room, fitted))
    return Strip(height, tuple(cells))


def _told(sheet: Sheet, rest: list[Section]) -> Strip:
    """告知 under 法律援助法 §23: ticked when it was done, otherwise to be ticked by hand."""
    told = sheet.text("informed_right")
    mark = "□" if told in NOT_TOLD else "√"
    right = fit(f"{mark} 已告知有权申请法律援助及条件、程序", 75, _ROW)
    day = fit(sheet.text("informed_on"), 36, _ROW)
    label = sheet.label("informed_on", "告知日期")
    rest += rest_of(day, label)
    return Strip(_ROW, (Cell("权利告知", 21, 75, right), Cell(label, 20, 36, day)))


def _matters_and_answer(sheet: Sheet, height: float, rest: list[Section]) -> tuple[list[Strip], Strip]:
    """The matters and the answer at one size of type, the largest at which both fit; else both continue."""
    matters = [_matter(row) for row in sheet.rows.get("matters", ())] or [("", ""), ("", "")]
    reply = tidy_block(sheet.text("reply"))
    strips: list[Strip] = []
    answer = Fit("", [], 0, 0)
    hopeless = len(reply) + sum(len(summary) for _, summary in matters) > 4000
    for size in SIZES[-1:] if hopeless else SIZES:
        strips = [_matter_strip(number, matter, size) for number, matter in enumerate(matters, 1)]
        answer = set_text(reply, _INNER, size, 1.45, indent=2)
        if _height(strips) + max(answer.height, _ANSWER) <= height:
            break
    shared = share(height, (_MATTERS, _ANSWER), (_height(strips), answer.height), (1, 1))
    strips = _keep(strips, matters, shared[0], rest)
    answer = cut(answer, height - _height(strips))
    rest += rest_of(answer, sheet.label("reply", "答复意见"))
    return strips, Strip(height - _height(strips), (Cell("", 0, _INNER, answer, block=True),))


def _matter(row: Mapping[str, Entry]) -> tuple[str, str]:
    category, summary = (row[name].text if name in row else "" for name in ("category", "summary"))
    return tidy_block(category), tidy_block(summary)


def _matter_strip(number: int, matter: tuple[str, str], size: float) -> Strip:
    category, summary = set_text(matter[0], _CATEGORY, size), set_text(matter[1], _SUMMARY, size)
    height = max(_ROW, category.height, summary.height)
    return Strip(height, (Cell(str(number), _NUMBER, _CATEGORY, category), Cell("", 0, _SUMMARY, summary)))


def _keep(strips: list[Strip], matters: list[tuple[str, str]], height: float, rest: list[Section]) -> list[Strip]:
    """The strips that `height` holds; a last one that is cut, and those after it, go on in `rest`."""
    kept: list[Strip] = []
    for number, strip in enumerate(strips, 1):
        left = height - _height(kept) - (_ROW if number < len(strips) else 0)
        if strip.height <= left + 1e-6:
            kept.append(strip)
            continue
        if left >= 2 * _ROW:
            cells = tuple(replace(cell, fitted=cut(cell.fitted, left)) for cell in strip.cells)
            kept.append(Strip(left, cells))
            for cell in cells:
                rest += rest_of(cell.fitted, f"咨询事项第 {number} 项")
            number += 1
        following = list(enumerate(matters, 1))[number - 1 :]
        if following:
            kept.append(_see_next(len(following)))
            rest += [Section(f"咨询事项第 {n} 项", "：".join(filter(None, matter))) for n, matter in following]
        break
    return kept


def _see_next(count: int) -> Strip:
    text = set_text(f"还有 {count} 项，见续页", _CATEGORY + _SUMMARY, SMALL_5)
    return Strip(_ROW, (Cell("", _NUMBER, _CATEGORY + _SUMMARY, text),))


def _frame(paper: Paper, sheet: Sheet, plan: _Plan, title: str) -> None:
    """What all forms of the same shape share: heading, lines, labels, notices."""
    heading(paper, sheet.office.name, title)
    y = _TOP
    for side, strips in plan.parts:
        frame(paper, _LEFT + _SIDE, y, strips)
        high = _height(strips)
        side_label(paper, _LEFT, y, _SIDE, high, side)
        paper.rule(_LEFT + _SIDE, y, _LEFT + _SIDE, y + high)
        y += high
        paper.rule(_LEFT, y, _RIGHT, y)
    _signing(paper, sheet, y)
    paper.box(_LEFT, _TOP, _ROOM, _BOTTOM - _TOP, OUTER)
    _privacy(paper, sheet)


def _signing(paper: Paper, sheet: Sheet, y: float) -> None:
    """Signatures on the left; on the right nothing but the office and the day, for the seal to cover."""
    middle = _LEFT + _ROOM / 2
    paper.rule(middle, y, middle, y + _SIGN)
    statement = "以上记录我已看过（已向我宣读），与我所讲的一致。"
    lines = wrap(statement, Face.SONG, SIZE_5, (_ROOM / 2 - 6) * MM, 2 * SIZE_5)
    paper.write_lines(_LEFT + 3, y + 7, lines, Face.SONG, SIZE_5, SIZE_5 * 1.5, indent=2 * SIZE_5)
    signature(paper, _LEFT + 3, y + 24, "咨询人签名（捺印）", middle - 4)
    signature(paper, _LEFT + 3, y + 34, "接待人签名", middle - 4)
    paper.write(middle - 4, y + 40.5, "年      月      日", Face.SONG, SIZE_5, "right")
    right = _LEFT + 0.75 * _ROOM
    paper.write(right, y + 18, sheet.office.name, Face.SONG, SMALL_4, "center", room=_ROOM / 2 - 4)
    paper.write(right, y + 25.5, "（盖章）", Face.SONG, SMALL_4, "center")


def _privacy(paper: Paper, sheet: Sheet) -> None:
    """Who handles what for what, for how long, and one's rights: 个人信息保护法 §17, for authorities §35."""
    office = sheet.office
    reached = "，".join(filter(None, (office.phone and f"电话 {office.phone}", office.address)))
    text = (
        f"个人信息告知：{office.name}为解答咨询、办理法律援助以及依法统计和归档，收集和使用本表所列信息，"
        "依法保密，按档案管理规定的期限保存，不作他用。您有权查阅、复制、更正本人信息，可凭编号向本所提出"
        f"{f'（{reached}）' if reached else ''}。依据：《中华人民共和国个人信息保护法》第十七条、第三十五条。"
    )
    room = (_ROOM - 48) * MM
    size = _NOTICE
    lines = wrap(tidy_block(text), Face.SONG, size, room)
    while len(lines) * size * 1.45 > _NOTICE_HIGH * MM:
        size *= 0.93
        lines = wrap(tidy_block(text), Face.SONG, size, room)
    paper.write_lines(_LEFT + 48, _BOTTOM + 5, lines, Face.SONG, size, size * 1.45, room)
