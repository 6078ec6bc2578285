"""The report desk (统计报送台): how a period stands, the records behind each cell, its months, its words, its set of papers."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum

from sqlalchemy.orm import Session

from quyuan_desktop.documents.corrections import corrections_pdf as drawn_corrections
from quyuan_desktop.documents.together import joined
from quyuan_desktop.domain.corrections import Correction, CorrectionKind, Restated
from quyuan_desktop.domain.figures import FigureRow
from quyuan_desktop.domain.office import Level
from quyuan_desktop.domain.periods import FIRST_YEAR, Period, Window
from quyuan_desktop.domain.problems import Trouble
from quyuan_desktop.registers import CHECKS, COUNTED_IN, MEASURES
from quyuan_desktop.registers.base import Register
from quyuan_desktop.registers.reporting import due_on, printed, title_of, window
from quyuan_desktop.reports import month as report
from quyuan_desktop.services import closing
from quyuan_desktop.services.closed_months import as_closed, closing_for
from quyuan_desktop.services.closing import ClosedMonth
from quyuan_desktop.services.closing_draft import drafted
from quyuan_desktop.services.closing_keep import corrections_sheet
from quyuan_desktop.services.corrections import Span, corrections, spans_of
from quyuan_desktop.services.cross_checks import Finding, cross_check
from quyuan_desktop.services.month import (
    corrections_pdf,
    last_year,
    month_pdf,
    month_table,
    rows_behind,
    signatures,
)
from quyuan_desktop.services.month_text import paragraphs
from quyuan_desktop.services.report_forms import form_pdf, form_title, forms_of
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.storage import closings
from quyuan_desktop.storage.tables import ClosedCorrection, ClosedPeriod

UNCLOSED = "草稿（未结账）"
"""In place of a closing's number on the 更正表 of an open month."""
MONTHS = 13
"""A trend goes back to the same month of the year before."""


class Part(Enum):
    """Which number of a line: of the period, of the year to date, of the same period last year."""

    NOW = "now"
    TO_DATE = "to_date"
    LAST_YEAR = "last_year"


@dataclass(frozen=True, slots=True)
class PeriodState:
    """How a period stands. `closed`: the closing that stands; `due`: until when its tables are to
    be handed in, None where nothing is set; `checks`: so many cross-checks were made, `findings`: those
    that do not hold; `changed`: so many records of the closed month count otherwise since."""

    period: Period
    closed: ClosedMonth | None
    due: date | None
    checks: int
    findings: tuple[Finding, ...]
    changed: int


def period_state(place: Workplace, period: Period) -> PeriodState:
    """How the period stands now, cut as the office cuts it. Raises Trouble."""
    with place.ledger.reading() as session:
        kept = closing_for(session, place.office, period)
        cut = as_closed(kept) if kept is not None else window(place.house).recut(period)
        values = _values(session, place, period, kept)
        findings = cross_check(session, place.house, replace(cut, code="") if kept is not None else cut, values)
    made = sum(values.keys() >= {*check.left, *check.right} for check in CHECKS)
    closed = None
    if kept is not None:
        standing = [each for each in closing.closed_list(place) if each.reopened_at is None]
        closed = next(each for each in standing if each.code == period.code)
    changed = len(corrections(place, period).corrections) if closed else 0
    return PeriodState(cut, closed, due_on(place.house, cut), made, tuple(findings), changed)


def _values(session: Session, place: Workplace, period: Period, closing: ClosedPeriod | None) -> dict[str, int]:
    """All figures as they are counted now, over the days that were closed where the month is."""
    values: dict[str, int] = {}
    for register in printed(place.office.level):
        kept = closings.table_of(session, closing.id, register.code) if closing is not None else None
        cut = (
            Period(kept.first, kept.last, "") if kept is not None else window(place.house, register).recut(period)
        )
        values |= report.totals(session, register.measures, cut.first, cut.last, place.house)
    return values


def rows_of(place: Workplace, code: str, period: Period, part: Part) -> list[FigureRow]:
    """The records behind one cell: they sum to it, but for closed months whose records were corrected since.

    An average has none. Raises Trouble.
    """
    if code not in MEASURES:
        return []
    if part is Part.NOW:
        return rows_behind(place, code, period)
    with place.ledger.reading() as session:
        cut = _cut_of(session, place, COUNTED_IN[code], period)
        asked = cut.recut(period)
        span = cut.year_to_date(asked) if part is Part.TO_DATE else last_year(cut, asked)
        return report.rows(session, MEASURES[code], span.first, span.last, place.house)


def _cut_of(session: Session, place: Workplace, register: Register, period: Period) -> Window:
    """How the table of `register` was cut when the month was closed; of an open one, how it is cut now."""
    now = window(place.house, register)
    closing = closing_for(session, place.office, period)
    kept = closings.table_of(session, closing.id, register.code) if closing is not None else None
    return Window(kept.first.day, now.first_month) if kept is not None else now


def figure_called(typed: str, first: Register, level: Level = Level.DISTRICT) -> str | None:
    """The code of the figure whose code or name fits best what was typed; of equals, one of the table of `first`.

    Only what is handed in at that level is found.
    """
    wanted = typed.strip().casefold()
    if not wanted:
        return None
    codes = [each.code for register in (first, *printed(level)) for each in register.measures]
    for fits in (
        lambda code: code == wanted,
        lambda code: MEASURES[code].label.casefold() == wanted,
        lambda code: code.startswith(wanted),
        lambda code: wanted in code or wanted in MEASURES[code].label.casefold(),
    ):
        for code in codes:
            if fits(code):
                return code
    return None


def trend(place: Workplace, code: str, period: Period) -> tuple[tuple[str, int], ...]:
    """The figure in the thirteen months up to the period's last: (2023-11, value), a closed month as it was closed."""
    measure, register = MEASURES[code], COUNTED_IN[code]
    cut = window(place.house, register)
    found = []
    with place.ledger.reading() as session:
        last = cut.recut(period).last
        room = (last.year - FIRST_YEAR) * 12 + last.month  # no month is counted before January 1949
        for each in cut.months_to(last, min(MONTHS, room)):
            kept = closing_for(session, place.office, each)
            value = _closed_value(session, kept, register, code) if kept is not None else None
            if value is None:
                value = report.totals(session, [measure], each.first, each.last, place.house)[code]
            found.append((each.code, value))
    return tuple(found)


def _closed_value(session: Session, kept: ClosedPeriod, register: Register, code: str) -> int | None:
    table = closings.table_of(session, kept.id, register.code)
    figures = closings.figures_of(session, table.id) if table is not None else []
    return next((each.value for each in figures if each.code == code), None)


def period_words(place: Workplace, period: Period) -> list[tuple[str, str]]:
    """What the period came to in words: headings and paragraphs, to be pasted as they are."""
    tables = [month_table(place, period, [register]) for register in printed(place.office.level)]
    with place.ledger.reading() as session:
        closing = closing_for(session, place.office, period)
    return paragraphs(tables, as_closed(closing) if closing is not None else window(place.house).recut(period))


def told_corrections(place: Workplace, period: Period) -> tuple[Correction, ...]:
    """What the 更正表 of the month says of earlier months, the records and then the figures that do not add up (期末数);
    of a month that is open, what it would say.

    Raises Trouble.
    """
    with place.ledger.reading() as session:
        kept = closing_for(session, place.office, period)
        if kept is not None:
            every = closings.all_closings(session, place.office.code)
            spans = {(each.table.id, each.span): each for each in spans_of(session, place, every)}
            lines = closings.corrections_of(session, kept.id)
            return tuple(_told(each, spans) for each in lines if (each.table_id, each.span) in spans)
        standing = closings.standing(session, place.office.code)
        months = (each for each in spans_of(session, place, standing) if each.span == closings.MONTH)
        spans_now = {(each.label, each.table.register): each for each in months}
    found = closing.preview(place, period)
    return (*found.corrections, *_restated(place, found.restated, spans_now))


def _restated(
    place: Workplace, figures: Sequence[Restated], spans: Mapping[tuple[str, str], Span]
) -> Iterator[Correction]:
    """The figures of closed months that do not add up and are others now, those of a table together."""
    for month, table in dict.fromkeys((each.month, each.table) for each in figures):
        own = [each for each in figures if (each.month, each.table) == (month, table)]
        yield Correction(
            table=table,
            register=table,
            uid="",
            number="",
            month=month,
            year=spans[month, table].year,
            kind=CorrectionKind.RESTATED,
            before={each.code: each.before for each in own},
            after={each.code: each.after for each in own},
            reason="",
            on=place.today,
            by="",
        )


def _told(kept: ClosedCorrection, spans: dict[tuple[int, int], Span]) -> Correction:
    at = spans[kept.table_id, kept.span]
    return Correction(
        table=at.table.register,
        register=kept.register,
        uid=kept.uid,
        number=kept.number,
        month=at.label,
        year=at.year,
        kind=next(each for each in CorrectionKind if each.code == kept.kind),
        before=dict(kept.before),
        after=dict(kept.after),
        reason=kept.reason,
        on=kept.on,
        by=kept.by,
    )


def corrections_paper(place: Workplace, period: Period) -> bytes:
    """The 更正表 of a closed month; of an open one a draft of it, which says so. Raises Trouble when there is none."""
    kept = corrections_pdf(place, period)
    if kept is not None:
        return kept
    found = closing.preview(place, period)
    if not (found.corrections or found.restated or found.carried):
        raise Trouble(f"{period.label}没有更正表可打印：以前已结账的月份没有补录、更正或作废，更正表就不出。")
    with place.ledger.reading() as session:
        sheet = corrections_sheet(place, drafted(session, place, period), UNCLOSED)
    return drawn_corrections(sheet, place.now(), signatures(place))


def whole_set_pdf(
    place: Workplace,
    period: Period,
    registers: Sequence[Register] | None = None,
    tell: Callable[[str, int, int], None] | None = None,
) -> bytes:
    """All forms and tables of the period, and the corrections where there are any, as one PDF. Raises Trouble.

    With `registers`, the tables of these alone. `tell` hears how far it is, and may raise to stop it.
    """
    forms = forms_of(place, period) if registers is None else ()
    tables = printed(place.office.level) if registers is None else registers
    say = tell or (lambda text, done, total: None)
    pdfs: list[bytes] = []
    whole = len(forms) + len(tables)
    for form in forms:
        say(f"正在排出{form_title(form, period)}", len(pdfs), whole)
        pdfs.append(form_pdf(place, form, period))
    for table in tables:
        say(f"正在排出{title_of(table, period)}", len(pdfs), whole)
        pdfs.append(month_pdf(place, period, table))
    corrected = corrections_pdf(place, period)
    return joined([*pdfs, corrected] if corrected else pdfs)
