"""What a cell of a superior's form is likely to say, by the words the form itself writes beside and above it."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from functools import cache

from quyuan_desktop.documents.form_labels import Labels, labels_of
from quyuan_desktop.documents.form_workbook import FormBook, FormSheet, Place, name_of
from quyuan_desktop.services.form_contents import CHANGE, LAST_YEAR, NOW, SOURCES, TO_DATE, refusal
from quyuan_desktop.services.own_forms import MappedCell, OwnForm

_VALUES = (
    (re.compile("同比|增减|增长|[+±]"), CHANGE),
    (re.compile("同期|去年|上年"), LAST_YEAR),
    (re.compile("累计|本年|今年|全年"), TO_DATE),
    (re.compile("本[月期季]|当[月期]|数|次|量|完成|合计"), NOW),
)
"""Words at the head of a column, and which of a figure's values stands beneath."""
_FACTS = (
    (re.compile("(填报|报送|上报|制表|填表)单位"), "fact.office"),
    (re.compile("统计期间|统计时间|报告期|年月日?$"), "fact.period"),
    (re.compile("(填报|报送|上报|制表|填表)(日期|时间)"), "fact.date"),
    (re.compile("(填报|制表|填表|经办)人"), "fact.preparer"),
    (re.compile("联系电话"), "fact.phone"),
)
_NUMBERED = re.compile(r"^(其中|[一二三四五六七八九十]+(?=[、.]))|^\d+(?=[、.])")
_MARKS = re.compile(r"[\W_]")


def likely(sheet: FormSheet, at: Place, labels: Labels, leaning: str = "") -> tuple[str, str] | None:
    """Code and value that the cell is likely to say; None where the form's words tell nothing, or several things.

    Of figures with one label that is meant whose code begins with `leaning`.
    """
    beside = labels.own or _beside(sheet, at)
    for pattern, code in _FACTS:
        if pattern.search(_plain(beside)) and not refusal(sheet, at, code):
            return code, ""
    value = _value(labels)
    if labels.own or value is None:
        return None
    for words in labels.left:
        plain = _NUMBERED.sub("", words.strip())
        codes = _by_label().get(_plain(words)) or _by_label().get(_plain(plain), ())
        if len(codes) > 1:
            codes = tuple(code for code in codes if leaning and code.startswith(leaning))
        if len(codes) == 1 and not refusal(sheet, at, codes[0]):
            return codes[0], value
    return None


def _beside(sheet: FormSheet, at: Place) -> str:
    """The words of the cell next to the left, unless what they ask for is written behind them in the same cell."""
    words = sheet.cell((at[0], at[1] - 1)).text if at[1] else ""
    return "" if re.search(r"[:：年月日]\s*$", words) else words


def leaning_of(cells: Iterable[MappedCell]) -> str:
    """The beginning of the codes of most figures that the form says: consult."""
    heads = Counter(each.code.partition(".")[0] + "." for each in cells if each.value)
    return heads.most_common(1)[0][0] if heads else ""


def _value(labels: Labels) -> str | None:
    head = next(iter(labels.above), "")
    return next((value for pattern, value in _VALUES if pattern.search(head)), None)


def likely_cells(form: OwnForm, book: FormBook) -> list[MappedCell]:
    """The cells that are tied to nothing yet and are likely to say something."""
    plain = _likely_cells(form, book, "")
    return _likely_cells(form, book, leaning_of([*form.cells, *plain]))


def _likely_cells(form: OwnForm, book: FormBook, leaning: str) -> list[MappedCell]:
    found = []
    for sheet in book.sheets:
        for at, labels in labels_of(sheet).items():
            free = form.at(sheet.name, name_of(at)) is None
            guess = likely(sheet, at, labels, leaning) if free else None
            if guess is not None:
                found.append(MappedCell(sheet.name, name_of(at), *guess))
    return found


@cache
def _by_label() -> dict[str, tuple[str, ...]]:
    """Figures by their plain label; pure, so it may be remembered."""
    found: dict[str, tuple[str, ...]] = {}
    for source in SOURCES.values():
        if not source.fact:
            label = _plain(source.label)
            found[label] = (*found.get(label, ()), source.code)
    return found


def _plain(words: str) -> str:
    return _MARKS.sub("", unicodedata.normalize("NFKC", words)).casefold()
