"""The month: its figures beside their yardsticks, the rows behind each, and its papers."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from quyuan_desktop.documents.month_summary import month_summary_docx
from quyuan_desktop.documents.sheet import long_date
from quyuan_desktop.documents.summary import Signatures, summary_pdf
from quyuan_desktop.documents.workbook import summary_xlsx
from quyuan_desktop.domain import periods
from quyuan_desktop.domain.figures import Figure, FigureLine, FigureRow, FigureTable, accumulates, plain
from quyuan_desktop.domain.periods import Period, Window
from quyuan_desktop.domain.problems import Trouble
from quyuan_desktop.registers import COUNTED_IN, MEASURES, adds_up
from quyuan_desktop.registers.base import Register
from quyuan_desktop.registers.measures import Counting, Mean
from quyuan_desktop.registers.reporting import TABLES, cut_off, printed, reported, title_of, window
from quyuan_desktop.reports import month as report
from quyuan_desktop.services.closed_months import as_closed, closed_rows, closed_table, closing_for
from quyuan_desktop.services.month_text import paragraphs
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.storage import closings, papers

NOTES = (
    "口径：按业务发生日期统计，作废的不计。人次按接待计，件按事项计，一人一次问两类以上计 1 人次、2 件以上。",
    "人群各类可以交叉，相加不等于总数；妇女指成年女性，年龄按咨询当天计算。",
    "同比为与上年同期相比的增减，上年同期为 0 时记“—”。",
)
STANDING = "期末数、家数等不逐月相加，本年累计栏为到期末的数"
STANDING_OF_A_YEAR = "期末数、家数等不逐月相加，为到期末的数"
OPEN = "未结账"
"""In place of the number of a closed month."""


def month_table(place: Workplace, period: Period, registers: Sequence[Register] | None = None) -> FigureTable:
    """The figures of `registers` (of all, unless told) in the period, with year to date and same period last year.

    The period is cut as the office, or the table, has it in its settings. What was closed is read from the closing and
    stays as it is. Raises Trouble.
    """
    chosen = tuple(registers) if registers is not None else reported()
    with place.ledger.reading() as session:
        closing = closing_for(session, place.office, period)
        tables = [
            (closing and closed_table(session, closing, register))
            or counted_table(session, place, register, period)
            for register in chosen
        ]
    cut = as_closed(closing) if closing is not None else window(place.house).recut(period)
    return tables[0] if len(tables) == 1 else _joined(tables, cut)


def refuse_to_come(place: Workplace, period: Period) -> None:
    """Raise Trouble for a period that has not begun: its zeros would be taken for figures."""
    cut = window(place.house).recut(period)
    if cut.first > place.today:
        raise Trouble(f"{cut.label}还没有开始，没有可统计的内容。请核对期间。")


def _joined(tables: Sequence[FigureTable], cut: Period) -> FigureTable:
    """All tables as one: the figures, then the averages and rates."""
    lines = [line for table in tables for line in table.lines]
    return FigureTable(
        office=tables[0].office,
        title=f"{TABLES[cut.word]}（{cut.name}）",
        first=cut.first,
        last=cut.last,
        lines=(*(line for line in lines if line.counted), *(line for line in lines if not line.counted)),
        notes=NOTES,
    )


def counted_table(
    session: Session, place: Workplace, register: Register, period: Period, closed: str = ""
) -> FigureTable:
    """The table of `register` counted now; `closed` is the number under which it is being closed."""
    cut = window(place.house, register)
    asked = cut.recut(period)
    before = last_year(cut, asked)
    begins = cut.year_to_date(asked).first
    spans = ((asked.first, asked.last), (begins, asked.last), (before.first, before.last))
    values = [report.totals(session, register.measures, *span, place.house) for span in spans]
    lines = [_line(measure, *(each[measure.code] for each in values)) for measure in register.measures]
    lines += [_mean_line(mean, *(mean_of(mean, each) for each in values)) for mean in register.means]
    groups = list(dict.fromkeys(line.group for line in lines))
    lines.sort(key=lambda line: groups.index(line.group))  # a group is one, its averages and rates in it
    return FigureTable(
        office=place.office.name,
        title=f"{title_of(register, period)}（{asked.name}）",
        first=asked.first,
        last=asked.last,
        lines=tuple(lines),
        notes=(*_notes(register), *_standing_note(register, period), _state(place, register, period, closed)),
    )


def _notes(register: Register) -> tuple[str, ...]:
    """The 口径 of a table: that of people and matters only where it counts them, and what its rates are made of."""
    counted, groups, years = NOTES
    codes = [measure.code for measure in register.measures]
    found = [counted if "consult.matters" in codes else counted.partition("。")[0] + "。"]
    found += [groups] if any(".group." in code for code in codes) else []
    rates = [f"{mean.label}为{mean.words}" for mean in register.means]
    return (*found, *(["；".join(rates) + "。"] if rates else []), years)


def _standing_note(register: Register, period: Period) -> tuple[str, ...]:
    """That what stands at an end is not summed over the months, where a table has any such figure."""
    if all(adds_up(each) for each in register.measures):
        return ()
    return (STANDING if accumulates(period.word) else STANDING_OF_A_YEAR,)


def last_year(cut: Window, asked: Period) -> Period:
    """The same period a year before, as it is counted."""
    before = periods.last_year(asked)
    return cut.recut(before) if before.first.year >= periods.FIRST_YEAR else before


def _state(place: Workplace, register: Register, period: Period, closed: str) -> str:
    """Up to which day a month counts, when the table was drawn up, and whether the month is closed."""
    day = cut_off(place.house, register)
    until = f"每月统计到{day}日" if day else "每月统计到月末"
    state = f"已结账，编号{closed}" if closed else "本月未结账" if period.is_month else "按现有记录统计"
    return f"{until}；数据截至{long_date(place.today)}，{state}"


def _line(measure: Counting, now: int, so_far: int, before: int) -> FigureLine:
    figure = Figure(measure.code, measure.label, measure.unit, now)
    return FigureLine(figure, measure.group, measure.words, so_far, before)


def _mean_line(mean: Mean, now: float | None, so_far: float | None, before: float | None) -> FigureLine:
    figure = Figure(mean.code, mean.label, mean.unit, 0)
    return FigureLine(figure, mean.group, mean.words, 0, 0, (now, so_far, before))


def mean_of(mean: Mean, values: Mapping[str, int]) -> float | None:
    """The average or rate out of these figures; None where there is nothing to divide by."""
    return values[mean.top] * mean.scale / values[mean.bottom] if values[mean.bottom] else None


def rows_behind(place: Workplace, code: str, period: Period) -> list[FigureRow]:
    """The records that the figure `code` counts in the period; of a closed month, as they were counted.

    Raises Trouble for an unknown code.
    """
    measure = MEASURES.get(code)
    if measure is None:
        _refuse_mean(code)
        raise Trouble(f"没有“{code[:60]}”这个指标代码。全部代码见 docs/figures.md，或看 figures.json。")
    register = COUNTED_IN[code]
    with place.ledger.reading() as session:
        closing = closing_for(session, place.office, period)
        found = closed_rows(session, closing, register, code) if closing else None
        if found is None:
            cut = window(place.house, register).recut(period)
            found = report.rows(session, measure, cut.first, cut.last, place.house)
    return found


def _refuse_mean(code: str) -> None:
    """Raise Trouble for an average or a rate, which has no records of its own, naming the figures that it is made of."""
    for register in reported():
        for mean in register.means:
            if mean.code == code:
                made = f"“{mean.top}”除以“{mean.bottom}”"
                raise Trouble(f"“{code}”是{made}得来的，本身没有记录，请分别查看这两个代码。")


def month_pdf(place: Workplace, period: Period, register: Register) -> bytes:
    """The register's table of the period as A4 landscape PDF; of a closed month, the paper that was closed."""
    with place.ledger.reading() as session:
        closing = closing_for(session, place.office, period)
        kept = closing and closings.table_of(session, closing.id, register.code)
        if kept:
            return papers.blob(session, kept.paper)
    return summary_pdf(month_table(place, period, [register]), place.now(), signatures(place), period.word)


def month_workbook(place: Workplace, period: Period, registers: Sequence[Register]) -> bytes:
    """The period's tables as an Excel workbook, a sheet for each register; of a closed month, the same for ever."""
    with place.ledger.reading() as session:
        closing = closing_for(session, place.office, period)
    tables = [month_table(place, period, [register]) for register in registers]
    if closing is None:
        return summary_xlsx(tables, place.now(), signatures(place), period.word)
    signed = Signatures(maker=closing.by, phone=closing.phone)
    return summary_xlsx(tables, closing.at.astimezone(), signed, period.word)


def signatures(place: Workplace) -> Signatures:
    """The maker is who makes it; head and reviewer sign by hand."""
    return Signatures(maker=place.staff.name, phone=place.office.phone)


def month_summary(place: Workplace, period: Period) -> bytes:
    """What the period came to in words, as a Word document; of a closed month, the one that was closed."""
    with place.ledger.reading() as session:
        closing = closing_for(session, place.office, period)
        if closing:
            return papers.blob(session, closing.summary)
    tables = [month_table(place, period, [register]) for register in printed(place.office.level)]
    return summary_in_words(place, tables, window(place.house).recut(period), OPEN)


def summary_in_words(place: Workplace, tables: Sequence[FigureTable], period: Period, number: str) -> bytes:
    """The Word document of what `tables` say; `number` is that of a closed month."""
    texts = paragraphs(tables, period)
    notes = (f"说明：{NOTES[0]}", f"数据截至{long_date(place.today)}。")
    title = f"{period.name}工作情况"
    return month_summary_docx(place.office, title, texts, notes, number, place.now(), place.staff.name)


def corrections_pdf(place: Workplace, period: Period) -> bytes | None:
    """The corrections (更正表) that a closed month reports; None for a month that is not closed or has none."""
    with place.ledger.reading() as session:
        closing = closing_for(session, place.office, period)
        return papers.blob(session, closing.corrections) if closing and closing.corrections else None


def figures_json(place: Workplace, period: Period) -> dict[str, Any]:
    """The period's figures as plain data: period, office, figures as docs/figures.md lists them, and the number of a
    closed month."""
    table = month_table(place, period)
    order = {code: at for at, code in enumerate(MEASURES)}
    with place.ledger.reading() as session:
        closing = closing_for(session, place.office, period)
    return {
        "period": period.code or f"{period.first}..{period.last}",
        "office": table.office,
        **({"closed": closing.number} if closing else {}),
        "figures": [
            {
                "code": line.figure.code,
                "label": line.figure.label,
                "unit": line.figure.unit,
                "value": plain(line.figure.value, line.figure.unit),
            }
            for line in sorted(table.lines, key=lambda line: order.get(line.figure.code, len(order)))
            if line.counted
        ],
    }
