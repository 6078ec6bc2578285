"""The forms that an office hands in (上报表): which of them for a period, each as data, as paper and as a sheet.

A closed month's are read from the closing and stay as they are. A month that was closed before there were such forms has
none kept: its figures are those that were closed, its lists those of now, and the form says so.
"""

from collections.abc import Iterable, Sequence
from functools import cache

from sqlalchemy.orm import Session

from quyuan_desktop.documents.grid import grid_pdf
from quyuan_desktop.documents.grid_workbook import grid_xlsx
from quyuan_desktop.documents.sheet import long_date
from quyuan_desktop.documents.summary import Signatures
from quyuan_desktop.domain.figures import FigureLine, FigureTable
from quyuan_desktop.domain.grids import Grid, restored
from quyuan_desktop.domain.periods import Period
from quyuan_desktop.registers import REGISTERS
from quyuan_desktop.registers.base import Register
from quyuan_desktop.registers.reporting import TABLES, cut_off, own_periods, window
from quyuan_desktop.reports.forms import FORMS
from quyuan_desktop.reports.forms.shape import Asked, Body, Form, Lines
from quyuan_desktop.services.closed_months import closed_table, closing_for
from quyuan_desktop.services.month import counted_table, signatures
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.storage import closings, papers
from quyuan_desktop.storage.tables import ClosedPeriod

__all__ = [
    "FORMS",
    "Form",
    "drawn_up",
    "form_called",
    "form_grid",
    "form_pdf",
    "form_title",
    "form_xlsx",
    "forms_of",
    "handed_in",
    "lines_of",
]

COUNTED = "口径：按业务发生日期统计，作废的不计"
NOT_KEPT = "结账时还没有这张表：数字是结账时的，明细按现有记录"


def handed_in(place: Workplace, period: Period) -> tuple[Form, ...]:
    """The forms that are drawn up for such a period: all of them for days chosen freely."""
    found = []
    for form in FORMS:
        every = own_periods(form.code, form.title).of(place.house)
        if not period.code or any(each.word == period.word for each in every):
            found.append(form)
    return tuple(found)


def forms_of(place: Workplace, period: Period) -> tuple[Form, ...]:
    """The forms of the period: of a closed month those that were closed with it, else those handed in. Raises Trouble."""
    with place.ledger.reading() as session:
        closing = closing_for(session, place.office, period)
        kept = [each.code for each in closings.forms_of(session, closing.id)] if closing is not None else []
    known = {form.code: form for form in FORMS}
    return tuple(known[code] for code in kept if code in known) if kept else handed_in(place, period)


def form_title(form: Form, period: Period) -> str:
    """What the form is called for such a period: 司法所工作季报表."""
    return form.title.replace("月报表", TABLES[period.word])


def form_called(code: str) -> Form:
    """The form of that code. Raises KeyError."""
    return {form.code: form for form in FORMS}[code]


def _register(form: Form) -> Register | None:
    return REGISTERS[form.register] if form.register else None


# -- as data


def form_grid(place: Workplace, form: Form, period: Period) -> Grid:
    """The form for the period; of a closed month, as it was closed. Raises Trouble."""
    with place.ledger.reading() as session:
        closing = closing_for(session, place.office, period)
        kept = closings.form_of(session, closing.id, form.code) if closing is not None else None
        if kept is not None:
            return restored(kept.grid)
        number = closing.number if closing is not None else ""
        return drawn_up(session, place, form, period, _counted(session, place, period, closing), number)


def drawn_up(
    session: Session,
    place: Workplace,
    form: Form,
    period: Period,
    lines: Lines,
    number: str,
    *,
    kept: bool = False,
) -> Grid:
    """The form out of these figures; `number` is that of a closed month, of which it is `kept` or not."""
    register = _register(form)
    cut = window(place.house, register).recut(period)
    body = form.make(Asked(session, place.house, cut.first, cut.last, period.word, lines))
    notes = [COUNTED, *body.notes, *_cut_offs(place, period, cut, body)]
    notes.append(_state(place, period, register, number))
    if number and not kept:
        notes.append(NOT_KEPT)
    return Grid(
        code=form.code,
        title=f"{form_title(form, period)}（{cut.name}）",
        office=place.office.name,
        first=cut.first,
        last=cut.last,
        unit=form.unit,
        columns=body.columns,
        rows=body.rows,
        notes=tuple(notes),
        numbered=form.numbered,
    )


def _cut_offs(place: Workplace, period: Period, cut: Period, body: Body) -> Iterable[str]:
    """Which of its figures are counted over other days than its head says: each counts as its own table does.

    So that a number is the same in every table and form of a month, and is closed and corrected once.
    """
    told: dict[Period, list[str]] = {}
    counted = {cell.code for row in body.rows for cell in row.cells if cell.code}
    standing = {_standing_in()[code].code for code in counted}
    for register in (each for code, each in REGISTERS.items() if code in standing):
        own = window(place.house, register).recut(period)
        if (own.first, own.last) != (cut.first, cut.last):
            told.setdefault(own, []).append(register.label)
    for own, labels in told.items():
        yield f"{'、'.join(labels)}的数字统计{long_date(own.first)}至{long_date(own.last)}"


def _state(place: Workplace, period: Period, register: Register | None, number: str) -> str:
    """Up to which day a month counts, when the form was drawn up, and whether the month is closed."""
    day = cut_off(place.house, register)
    until = f"每月统计到{day}日" if day else "每月统计到月末"
    state = f"已结账，编号{number}" if number else "本月未结账" if period.is_month else "按现有记录统计"
    return f"{until}；数据截至{long_date(place.today)}，{state}"


@cache
def _standing_in() -> dict[str, Register]:
    """In whose table each figure and average stands."""
    return {
        each.code: register for register in REGISTERS.values() for each in (*register.measures, *register.means)
    }


def lines_of(tables: Iterable[FigureTable]) -> Lines:
    """The figures of these tables."""
    found = {line.figure.code: line for table in tables for line in table.lines}
    return found.get


def _counted(session: Session, place: Workplace, period: Period, closing: ClosedPeriod | None) -> Lines:
    """The figures as they were closed, or as they are counted now: a register's when the first of them is asked for."""
    known: dict[str, dict[str, FigureLine]] = {}

    def line(code: str) -> FigureLine | None:
        register = _standing_in().get(code)
        if register is None:
            return None
        if register.code not in known:
            table = closed_table(session, closing, register) if closing is not None else None
            table = table or counted_table(session, place, register, period)
            known[register.code] = {each.figure.code: each for each in table.lines}
        return known[register.code].get(code)

    return line


# -- as paper and file


def form_pdf(place: Workplace, form: Form, period: Period) -> bytes:
    """The form as A4 landscape PDF; of a closed month, the paper that was closed. Raises Trouble."""
    with place.ledger.reading() as session:
        closing = closing_for(session, place.office, period)
        kept = closings.form_of(session, closing.id, form.code) if closing is not None else None
        if kept is not None:
            return papers.blob(session, kept.paper)
    return grid_pdf(form_grid(place, form, period), place.now(), signatures(place))


def form_xlsx(place: Workplace, forms: Sequence[Form], period: Period) -> bytes:
    """The forms as a workbook, a sheet for each; of a closed month, the same for ever."""
    with place.ledger.reading() as session:
        closing = closing_for(session, place.office, period)
    grids = [form_grid(place, form, period) for form in forms]
    if closing is None:
        return grid_xlsx(grids, place.now(), signatures(place))
    return grid_xlsx(grids, closing.at.astimezone(), Signatures(maker=closing.by, phone=closing.phone))
