"""The month: its figures beside their yardsticks, the rows behind each, and its papers and files."""

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from quyuan_desktop.documents.summary import Signatures, summary_pdf
from quyuan_desktop.documents.workbook import summary_xlsx
from quyuan_desktop.domain import periods
from quyuan_desktop.domain.figures import Figure, FigureLine, FigureRow, FigureTable, plain
from quyuan_desktop.domain.periods import Period
from quyuan_desktop.domain.problems import Trouble
from quyuan_desktop.registers import MEASURES, REGISTERS
from quyuan_desktop.registers.base import Register
from quyuan_desktop.registers.measures import Counting, Mean
from quyuan_desktop.reports import month as report
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.storage.files import make_folder, write_whole

NOTES = (
    "口径：按业务发生日期统计，作废的不计。人次按接待计，件按事项计，一人一次问两类以上计 1 人次、2 件以上。",
    "人群各类可以交叉，相加不等于总数；妇女指成年女性，年龄按咨询当天计算。",
    "同比为与上年同期相比的增减，上年同期为 0 时记“—”。",
)


def reported() -> tuple[Register, ...]:
    """The registers that have a table of their own in the month, in the order of the desks."""
    return tuple(register for register in REGISTERS.values() if register.measures)


def month_table(place: Workplace, period: Period, registers: Sequence[Register] | None = None) -> FigureTable:
    """The figures of `registers` (of all, unless told) in the period, with year to date and same period last year.

    Raises Trouble.
    """
    chosen = tuple(registers) if registers is not None else reported()
    measures = [measure for register in chosen for measure in register.measures]
    before = periods.last_year(period)
    with place.ledger.reading() as session:
        now = report.totals(session, measures, period.first, period.last, place.house)
        so_far = report.totals(session, measures, date(period.last.year, 1, 1), period.last, place.house)
        then = report.totals(session, measures, before.first, before.last, place.house)
    values = (now, so_far, then)
    lines = [_line(measure, *(each[measure.code] for each in values)) for measure in measures]
    for register in chosen:
        lines += [_mean_line(mean, *(_mean(mean, each) for each in values)) for mean in register.means]
    title = chosen[0].report if len(chosen) == 1 else "月报表"
    return FigureTable(
        office=place.office.name,
        title=f"{title}（{period.label}）",
        first=period.first,
        last=period.last,
        lines=tuple(lines),
        notes=NOTES,
    )


def _line(measure: Counting, now: int, so_far: int, before: int) -> FigureLine:
    figure = Figure(measure.code, measure.label, measure.unit, now)
    return FigureLine(figure, measure.group, measure.words, so_far, before)


def _mean_line(mean: Mean, now: float | None, so_far: float | None, before: float | None) -> FigureLine:
    figure = Figure(mean.code, mean.label, mean.unit, 0)
    return FigureLine(figure, mean.group, mean.words, 0, 0, (now, so_far, before))


def _mean(mean: Mean, values: dict[str, int]) -> float | None:
    return values[mean.top] * mean.scale / values[mean.bottom] if values[mean.bottom] else None


def rows_behind(place: Workplace, code: str, period: Period) -> list[FigureRow]:
    """The records that the figure `code` counts in the period. Raises Trouble for an unknown code."""
    measure = MEASURES.get(code)
    if measure is None:
        raise Trouble(f"没有“{code[:60]}”这个指标代码。全部代码见 docs/figures.md，或看 figures.json。")
    with place.ledger.reading() as session:
        return report.rows(session, measure, period.first, period.last, place.house)


def month_pdf(place: Workplace, period: Period, register: Register) -> bytes:
    """The register's table of the month as A4 landscape PDF."""
    return summary_pdf(month_table(place, period, [register]), place.now(), _signatures(place))


def month_workbook(place: Workplace, period: Period, registers: Sequence[Register] | None = None) -> bytes:
    """The month's tables as an Excel workbook, a sheet for each register."""
    chosen = tuple(registers) if registers is not None else reported()
    tables = [month_table(place, period, [register]) for register in chosen]
    return summary_xlsx(tables, place.now(), _signatures(place))


def _signatures(place: Workplace) -> Signatures:
    """The maker is who makes it; head and reviewer sign by hand."""
    return Signatures(maker=place.staff.name, phone=place.office.phone)


def figures_json(place: Workplace, period: Period) -> dict[str, Any]:
    """The month's figures as plain data: period, office, figures."""
    table = month_table(place, period)
    return {
        "period": f"{period.first:%Y-%m}",
        "office": place.office.name,
        "figures": [
            {
                "code": line.figure.code,
                "label": line.figure.label,
                "unit": line.figure.unit,
                "value": plain(line.figure.value, line.figure.unit),
            }
            for line in table.lines
            if line.counted
        ],
    }


def write_month(place: Workplace, period: Period, out: Path) -> list[Path]:
    """Write the month's tables (PDF), its workbook and figures.json into `out`.

    Raises Trouble when that cannot be written.
    """
    make_folder(out)
    head = f"{place.office.name}-{period.first:%Y-%m}"
    files = {out / f"{head}-{each.report}.pdf": month_pdf(place, period, each) for each in reported()}
    files[out / f"{head}-月报表.xlsx"] = month_workbook(place, period)
    figures = json.dumps(figures_json(place, period), ensure_ascii=False, indent=1) + "\n"
    files[out / "figures.json"] = figures.encode()
    for path, content in files.items():
        write_whole(path, content)
    return list(files)
