"""What every paper of an office has: the heading at the top, the code to check it by at the bottom."""

from dataclasses import dataclass

from quyuan_desktop.documents import qr
from quyuan_desktop.documents.fonts import Face, tidy
from quyuan_desktop.documents.form import signature
from quyuan_desktop.documents.page import SIZE_4, SIZE_5, SIZE_6, SMALL_TITLE, TITLE_SIZE, Paper, page_number
from quyuan_desktop.documents.sheet import Sheet

_ISSUE = 27.0  # millimetres: room for who issued the paper when
NOT_TOLD = ("", "否", "未告知")


def heading(paper: Paper, office: str, title: str) -> None:
    """The office and beneath it the name of the paper, in the middle, a little spaced."""
    size = paper.size
    middle = size.left + size.room / 2
    large = size.height > 250
    above, below = (20.0, 31.0) if large else (14.0, 22.5)
    small, big = (SIZE_4 + 2, TITLE_SIZE) if large else (SIZE_4, SMALL_TITLE)
    paper.write(middle, above, office, Face.TITLE, small, "center", 1.0, room=size.room)
    paper.write(middle, below, title, Face.TITLE, big, "center", 2.0, room=size.room)


def number_line(paper: Paper, y: float, sheet: Sheet, pages: int = 1) -> None:
    """The number on the right, or room to write it; on the left which copy this is, and the number of the
    page when there are more and its foot has no room for it."""
    right = paper.size.left + paper.size.room
    if sheet.number:
        paper.write(
            right, y, f"编号：{sheet.number}", Face.SONG, SIZE_5, "right", room=right - paper.size.left - 40
        )
    else:
        signature(paper, right - 62, y, "编号：", right, SIZE_5)
    marks = [sheet.copy_mark] if sheet.copy_mark else []
    if pages > 1:
        marks.append(page_number(1, pages))
    if marks:
        paper.write(paper.size.left, y, "　".join(marks), Face.SONG, SIZE_5, room=38)


@dataclass(frozen=True, slots=True)
class Checking:
    """The code of number and digest at the foot of a paper; beside it the digest's first figures, and who
    issued the paper when."""

    x: float
    y: float
    side: float
    code: qr.Code
    figures: str
    issue: str

    @property
    def shape(self) -> int:
        """What its unchanging part depends on."""
        return self.code.modules

    def frame(self, paper: Paper) -> None:
        """What all codes of the same size share."""
        if self.code.modules:
            paper.code(self.x, self.y, self.side, self.code.modules, self.code.frame)
            paper.write(self.x + self.side + 2, self.y + self.side - 7, "校验码", size=SIZE_6)

    def draw(self, paper: Paper) -> None:
        """What belongs to this record alone."""
        x, y = self.x + self.side + 2, self.y + self.side
        if self.issue:
            paper.write(x, y - 10.4, self.issue, size=SIZE_6, room=_ISSUE)
        if self.code.modules:
            paper.code(self.x, self.y, self.side, self.code.modules, self.code.data)
            paper.write(x, y - 3.6, f"{self.figures[:4]} {self.figures[4:8]}", size=SIZE_6)
            paper.write(x, y - 0.4, f"{self.figures[8:12]} {self.figures[12:16]}", size=SIZE_6)


def checking(x: float, y: float, side: float, sheet: Sheet) -> Checking:
    """The code for `sheet`, `side` millimetres wide with its top left corner at `x`, `y`; none without a
    digest."""
    digest = sheet.digest.upper()
    code = qr.encode(f"{sheet.number}\n", digest) if digest else qr.Code(0, "", "")
    issue = (
        tidy(f"{sheet.issued_by} {sheet.issued_at:%Y-%m-%d %H:%M}".replace("\n", " ")) if sheet.issued_by else ""
    )
    return Checking(x, y, side, code, digest[:16], issue)
