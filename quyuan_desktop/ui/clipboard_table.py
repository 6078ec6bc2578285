"""A table for the clipboard that Excel and WPS take as it is: no formulas, no broken lines."""

import html
import re

from PySide6.QtCore import QMimeData

_BREAKS = re.compile(r"[\x00-\x1f\x7f\x85\u2028\u2029]+")
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
_LONG_DIGITS = re.compile(r"0\d+|\d{12,}")
_PLAIN_NUMBER = re.compile(r"-?\d{1,11}")


def safe_cell(text: str) -> str:
    """`text` as one cell that stays what it is.

    Line breaks and tabs become a space; what a spreadsheet would take for a formula, and digits it would
    round (it keeps 15) or strip of a leading zero, get an apostrophe in front.
    """
    line = _BREAKS.sub(" ", text).strip()
    if line.startswith(_FORMULA) and not _PLAIN_NUMBER.fullmatch(line):
        return "'" + line
    return "'" + line if _LONG_DIGITS.fullmatch(line) else line


def as_text(lines: list[list[str]]) -> str:
    """Tab-separated lines."""
    return "".join("\t".join(safe_cell(cell) for cell in line) + "\r\n" for line in lines)


def as_html(lines: list[list[str]]) -> str:
    """The same table as HTML whose cells are declared to be text."""
    rows = []
    for place, line in enumerate(lines):
        tag = "td" if place else "th"
        style = " style=\"mso-number-format:'\\@'\""
        cells = "".join(f"<{tag}{style}>{html.escape(safe_cell(cell))}</{tag}>" for cell in line)
        rows.append(f"<tr>{cells}</tr>")
    return f'<html><meta charset="utf-8"><table border="1">{"".join(rows)}</table></html>'


def table_mime(lines: list[list[str]]) -> QMimeData:
    """Both flavours for the clipboard."""
    mime = QMimeData()
    mime.setText(as_text(lines))
    mime.setHtml(as_html(lines))
    return mime
