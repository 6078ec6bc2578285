"""法律顾问公示牌, A3 or A4: who advises the village, when, and how to reach them; read from two metres away.

The A4 board is the A3 board made smaller: all measures are those of A3, in millimetres and points.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from quyuan_desktop.documents import qr
from quyuan_desktop.documents.fonts import Face, require, tidy, width
from quyuan_desktop.documents.layout import filled
from quyuan_desktop.documents.page import A3, A4, MM, Align, Paper, Size
from quyuan_desktop.documents.sheet import Sheet
from quyuan_desktop.documents.wrap import wrap

TITLE = "一村（社区）一法律顾问公示牌"
HOTLINE = "12348"
SERVICES = (
    "解答法律咨询",
    "举办法治讲座",
    "审查合同协议",
    "修订村规民约",
    "参与纠纷调解",
    "协助法律援助",
)
TIMES = "每月到村（社区）现场服务不少于 {hours} 小时，每季度法治讲座不少于 {lectures} 次；其他时间请打电话或者在群里预约。"
_LEFT, _RIGHT = 24.0, 273.0  # the column everything stands in
_ROOM = _RIGHT - _LEFT
_PHOTO = (_LEFT, 98.0, 86.0, 114.0)  # 3 to 4, as a photograph of a person is
_CODE = 62.0  # side of the group's code, with its frame


@dataclass(frozen=True, slots=True)
class _Board:
    """A page on which everything is `scale` times what A3 has."""

    paper: Paper
    scale: float

    def write(
        self,
        x: float,
        y: float,
        text: str,
        face: Face,
        size: float,
        align: Align = "left",
        room: float = 0.0,
        spacing: float = 0.0,
    ) -> None:
        k = self.scale
        self.paper.write(x * k, y * k, text, face, size * k, align, spacing * k, room * k)

    def rule(self, x1: float, y1: float, x2: float, y2: float, weight: float) -> None:
        k = self.scale
        self.paper.rule(x1 * k, y1 * k, x2 * k, y2 * k, weight * k)

    def box(self, x: float, y: float, wide: float, high: float, weight: float) -> None:
        k = self.scale
        self.paper.box(x * k, y * k, wide * k, high * k, weight * k)

    def shade(self, x: float, y: float, wide: float, high: float, grey: float) -> None:
        k = self.scale
        self.paper.shade(x * k, y * k, wide * k, high * k, grey)

    def block(self, x: float, y: float, text: str, sizes: Sequence[tuple[float, int]], room: float) -> None:
        """`text` at the first of `sizes` at which it takes no more than so many lines; `y` is the last baseline. What is
        longer than any board has room for becomes as small as it takes on its last line."""
        size, most = sizes[-1]
        lines = wrap(text, Face.HEI, size, room * MM)
        for tried, allowed in sizes:
            found = wrap(text, Face.HEI, tried, room * MM)
            if len(found) <= allowed:
                size, lines = tried, found
                break
        texts = [line.text for line in lines[: most - 1]]
        texts += [text[lines[most - 1].start :]] if len(lines) >= most else []
        step = size * 1.4 / MM
        for number, line in enumerate(texts, 1):
            self.write(x, y - (len(texts) - number) * step, line, Face.HEI, size, room=room)


def board_a3(sheet: Sheet) -> bytes:
    """The board as PDF, A3. The same sheet gives the same bytes. Raises `Trouble`."""
    return _drawn(sheet, A3)


def board_a4(sheet: Sheet) -> bytes:
    """The board as PDF, A4. The same sheet gives the same bytes. Raises `Trouble`."""
    return _drawn(sheet, A4)


def _drawn(sheet: Sheet, size: Size) -> bytes:
    require(sheet.everything(), Face.HEI)
    paper = Paper(size, sheet.title or TITLE, sheet.office.name, sheet.issued_at)
    board = _Board(paper, size.width / A3.width)
    _head(board, sheet)
    _photograph(board, sheet)
    _person(board, sheet)
    _service(board, sheet)
    _contact(board, sheet)
    _foot(board, sheet)
    paper.end_page()
    return paper.finish()


def _said(sheet: Sheet, text: str) -> str:
    return tidy(filled(text, sheet)).replace("\n", " ")


def _head(board: _Board, sheet: Sheet) -> None:
    middle = (_LEFT + _RIGHT) / 2
    board.box(12, 12, 273, 396, 3.0)
    board.box(14.5, 14.5, 268, 391, 0.8)
    village = _said(sheet, "{village_told}")
    if village:
        board.write(middle, 45, village, Face.TITLE, 56, "center", _ROOM, 4.0)
    else:
        board.rule(middle - 70, 46, middle + 70, 46, 0.8)
    board.write(middle, 75, "法律顾问公示牌", Face.TITLE, 72, "center", _ROOM, 6.0)
    board.rule(_LEFT, 87, _RIGHT, 87, 2.4)
    board.rule(_LEFT, 89, _RIGHT, 89, 0.8)


def _photograph(board: _Board, sheet: Sheet) -> None:
    x, y, wide, high = _PHOTO
    board.box(x, y, wide, high, 1.0)
    photo = sheet.pictures.get("photo")
    if photo is None:
        board.write(x + wide / 2, y + high / 2 + 3, "贴照片处", Face.SONG, 26, "center")
        return
    k, inset = board.scale, 1.5
    board.paper.picture((x + inset) * k, (y + inset) * k, (wide - 2 * inset) * k, (high - 2 * inset) * k, photo)


def _person(board: _Board, sheet: Sheet) -> None:
    """Name and kind, firm, licence, telephone, beside the photograph."""
    x = _PHOTO[0] + _PHOTO[2] + 12
    room = _RIGHT - x
    kind = _said(sheet, "{adviser_kind}")
    taken = width(kind, Face.HEI, 30) / MM + 8 if kind else 0.0
    name = _said(sheet, "{adviser_told}")
    _labelled(board, x, 103, "姓　　名")
    if name:
        board.write(x, 125, name, Face.TITLE, 62, room=room - min(taken, room / 2))
    else:
        board.rule(x, 126, x + 80, 126, 0.8)
    board.write(_RIGHT, 125, kind, Face.HEI, 30, "right", room / 2 - 4)
    _labelled(board, x, 138.5, "执业机构")
    _filled_in(board, x, 155, _said(sheet, "{adviser_firm}"), ((34, 1), (28, 1), (18, 2)))
    _labelled(board, x, 168, "执业证号")
    _filled_in(board, x, 181, _said(sheet, "{licence}"), ((30, 1), (24, 1)))
    _labelled(board, x, 194, "联系电话")
    _filled_in(board, x, 211, _said(sheet, "{adviser_phone}"), ((54, 1), (42, 1), (34, 1)))


def _labelled(board: _Board, x: float, y: float, label: str) -> None:
    board.write(x, y, label, Face.SONG, 20)


def _filled_in(board: _Board, x: float, y: float, text: str, sizes: Sequence[tuple[float, int]]) -> None:
    """What was filled in, or a line to write on."""
    if text:
        board.block(x, y, text, sizes, _RIGHT - x)
    else:
        board.rule(x, y + 1, _RIGHT, y + 1, 0.8)


def _heading(board: _Board, y: float, text: str) -> None:
    board.shade(_LEFT, y, _ROOM, 15, 0.88)
    board.shade(_LEFT, y, 4, 15, 0.0)
    board.write(_LEFT + 9, y + 11, text, Face.TITLE, 32)


def _service(board: _Board, sheet: Sheet) -> None:
    _heading(board, 221, "服务内容")
    for number, service in enumerate(SERVICES):
        x = _LEFT + 4 + number % 3 * 84
        y = 249 + number // 3 * 13
        board.shade(x, y - 6.2, 4, 4, 0.0)
        board.write(x + 7, y, service, Face.HEI, 29, room=75)
    _heading(board, 271, "服务时间")
    board.block(_LEFT + 4, 312, _said(sheet, TIMES), ((27, 2), (24, 2)), _ROOM - 4)


def _contact(board: _Board, sheet: Sheet) -> None:
    """The group's code, or room to stick it, and where to complain."""
    top = 324.0
    _code(board, sheet, _LEFT, top)
    x = _LEFT + _CODE + 10
    group = _said(sheet, "{group}")
    caption = "扫码加入法律服务群" if sheet.text("invitation") else "法律服务群二维码"
    board.write(x, top + 10, caption, Face.HEI, 26, room=_RIGHT - x)
    board.write(x, top + 20, f"群名：{group}" if group else "", Face.SONG, 20, room=_RIGHT - x)
    board.rule(x, top + 26, _RIGHT, top + 26, 0.8)
    board.write(x, top + 38, "监督电话", Face.HEI, 26)
    phone = _said(sheet, "{office.phone}")
    if phone:
        board.write(x + 42, top + 38.5, phone, Face.HEI, 40, room=_RIGHT - x - 42)
    else:
        board.rule(x + 42, top + 39, _RIGHT, top + 39, 0.8)
    board.write(x, top + 50, f"公共法律服务热线 {HOTLINE}", Face.HEI, 24, room=_RIGHT - x)
    board.write(x, top + 60, "法律顾问服务不向村（居）民收取费用", Face.SONG, 20, room=_RIGHT - x)


def _code(board: _Board, sheet: Sheet, x: float, y: float) -> None:
    """The code with the quiet zone of four modules that readers want (ISO/IEC 18004 §6.3.8)."""
    board.box(x, y, _CODE, _CODE, 0.8)
    invitation = sheet.text("invitation").strip()
    if not invitation:
        board.write(x + _CODE / 2, y + _CODE / 2, "群二维码", Face.SONG, 22, "center")
        board.write(x + _CODE / 2, y + _CODE / 2 + 10, "粘贴处", Face.SONG, 22, "center")
        return
    code = qr.encode(invitation)
    side = _CODE * code.modules / (code.modules + 8)
    at, k = (_CODE - side) / 2, board.scale
    for path in (code.frame, code.data):
        board.paper.code((x + at) * k, (y + at) * k, side * k, code.modules, path)


def _foot(board: _Board, sheet: Sheet) -> None:
    term = (
        _said(sheet, "聘期：{start_on}至{end_on}")
        if sheet.text("start_on")
        else "聘期：　　年　月　日至　　年　月　日"
    )
    board.write(_LEFT, 399, term, Face.SONG, 16, room=_ROOM / 2 + 10)
    mark = f"（{sheet.copy_mark}）" if sheet.copy_mark else ""
    board.write(_RIGHT, 399, tidy(f"{sheet.office.name}{mark}"), Face.SONG, 16, "right", _ROOM / 2 - 14)
