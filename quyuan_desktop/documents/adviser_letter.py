"""聘书 of a village's adviser as a certificate: A4 across, a double frame, the words large, room for two seals."""

from quyuan_desktop.documents.adviser_papers import letter_words
from quyuan_desktop.documents.fonts import Face, require, tidy
from quyuan_desktop.documents.form import signature
from quyuan_desktop.documents.heads import checking
from quyuan_desktop.documents.layout import DAY, filled
from quyuan_desktop.documents.page import A4_LANDSCAPE, MM, SIZE_4, SIZE_5, SMALL_4, Paper
from quyuan_desktop.documents.sheet import Sheet
from quyuan_desktop.documents.wrap import wrap

TITLE = "聘书"
_LEFT, _ROOM = 40.0, 217.0
_FIRST, _LAST = 84.0, 132.0  # baselines between which the words stand
_SEALS = (90.0, 207.0)  # the middle of each seal
_TOP = 160.0  # baseline of the names under the seals


def certificate(sheet: Sheet) -> bytes:
    """The letter as PDF, A4 across. The same sheet gives the same bytes. Raises `Trouble`."""
    require(sheet.everything(), Face.KAI)
    paper = Paper(A4_LANDSCAPE, sheet.title or TITLE, sheet.office.name, sheet.issued_at)
    size = A4_LANDSCAPE
    paper.box(10, 10, size.width - 20, size.height - 20, 2.5)
    paper.box(12.5, 12.5, size.width - 25, size.height - 25, 0.5)
    paper.write(size.width / 2, 56, "聘书", Face.TITLE, 54, "center", 50)
    _number(paper, sheet)
    _words(paper, sheet)
    _seals(paper, sheet)
    if sheet.digest:
        check = checking(20, 171, 15, sheet)
        check.frame(paper)
        check.draw(paper)
    paper.end_page()
    return paper.finish()


def _number(paper: Paper, sheet: Sheet) -> None:
    right = _LEFT + _ROOM
    if sheet.number:
        paper.write(right, 70, f"编号：{tidy(sheet.number)}", Face.SONG, SMALL_4, "right", room=110)
    else:
        signature(paper, right - 62, 70, "编号：", right)
    if sheet.copy_mark:
        paper.write(_LEFT, 70, tidy(sheet.copy_mark), Face.SONG, SIZE_5, room=40)


def _words(paper: Paper, sheet: Sheet) -> None:
    """The paragraphs at the largest size at which they fit; names that leave no room for it make them small."""
    texts = [tidy(filled(text, sheet, gaps=True)).replace("\n", " ") for text in letter_words(sheet)]
    for size in (24.0, 21.0, 18.0, 15.0, SIZE_4, SMALL_4, SIZE_5):
        leading = size * 1.75
        lines = [wrap(texts[0], Face.KAI, size, _ROOM * MM)]
        lines += [wrap(text, Face.KAI, size, _ROOM * MM, 2 * size) for text in texts[1:]]
        count = sum(map(len, lines))
        if _FIRST + (count - 1) * leading / MM <= _LAST:
            break
    y = _FIRST
    for number, paragraph in enumerate(lines):
        paper.write_lines(_LEFT, y, paragraph, Face.KAI, size, leading, _ROOM * MM, 2 * size if number else 0.0)
        y += len(paragraph) * leading / MM


def _seals(paper: Paper, sheet: Sheet) -> None:
    """The village that appoints and the office that witnesses, each with room for its seal."""
    day = tidy(filled("{signed_on}", sheet)) or DAY.strip()
    for middle, name in zip(_SEALS, ("{committee}", "{office.name}"), strict=True):
        office = tidy(filled(name, sheet)).replace("\n", " ")
        if office:
            paper.write(middle, _TOP, office, Face.SONG, SIZE_4 + 2, "center", room=100)
        else:
            paper.rule(middle - 30, _TOP + 1, middle + 30, _TOP + 1)
        paper.write(middle, _TOP + 10, "（盖章）", Face.SONG, SIZE_4, "center")
        paper.write(middle, _TOP + 20, day, Face.SONG, SIZE_4, "center")
