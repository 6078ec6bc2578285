"""An official report (公文) as plain data, in the form of GB/T 9704-2012; `official_pdf` and `official_docx` draw the same."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from quyuan_desktop.documents.page import Size

A4_OFFICIAL = Size(210, 297, left=28, right=26)
"""订口 28 mm, 版心 156 mm wide (GB/T 9704-2012 §5.2.1)."""
TOP, HEIGHT = 37.0, 225.0
"""天头 and the height of the 版心, in millimetres (§5.2.1)."""
LINES, CHARACTERS = 22, 28
"""On a page, on a line (§5.2.3)."""
SIZE_3 = 16.0
"""三号, in points: the text (§5.2.2)."""
SIZE_2 = 22.0
"""二号, in points: the title (§7.3.1)."""
DRAFT = "（代拟稿）"


class Style(Enum):
    """How a passage stands (§7.3.3)."""

    ADDRESS = "address"  # 主送机关: at the margin
    BODY = "body"  # 仿宋, two characters in
    FIRST = "first"  # 一、 in 黑体
    SECOND = "second"  # （一） in 楷体


class Kind(Enum):
    """What a piece of a passage is."""

    TEXT = "text"
    GAP = "gap"  # to be filled in by hand, and marked so that nobody overlooks it
    MARK = "mark"  # the number of a figure in the annex, small and raised


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of characters of one kind."""

    text: str
    kind: Kind = Kind.TEXT


Pieces = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Passage:
    """One paragraph, or one heading."""

    level: Style
    pieces: Pieces

    @property
    def text(self) -> str:
        """What it says, without the numbers of its figures."""
        return "".join(piece.text for piece in self.pieces if piece.kind is not Kind.MARK)


@dataclass(frozen=True, slots=True)
class AnnexLine:
    """One figure in the annex: its number there, its name, its code, the exact value, how the text writes it, 口径."""

    number: int
    label: str
    code: str
    exact: str
    written: str
    words: str

    def cells(self) -> tuple[str, ...]:
        """As the table shows it."""
        return str(self.number), self.label, self.code, self.exact, self.written, self.words


HEADS = ("序号", "指标", "代码", "准确数", "文中写法", "口径")
"""Of the columns of the annex."""
CODE_COLUMN = 2
SHARES = (9, 27, 40, 18, 20, 42)
"""Of its width, in millimetres: 156 together."""


@dataclass(frozen=True, slots=True)
class Official:
    """A report on its way to paper.

    `title` in its lines; `signed` is who issues it and `day` when, gaps where nobody knows yet; `made` (with its zone) is
    when the draft was drawn up, by the office `office`.
    """

    title: tuple[str, ...]
    passages: tuple[Passage, ...]
    signed: Pieces
    day: Pieces
    annex_title: str
    annex: tuple[AnnexLine, ...]
    notes: tuple[str, ...]
    office: str
    made: datetime

    @property
    def name(self) -> str:
        """The title on one line."""
        return "".join(self.title)
