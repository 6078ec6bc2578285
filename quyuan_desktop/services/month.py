"""The month: its figures beside their yardsticks, the rows behind each, and its papers and files."""

import json
from datetime import date
from pathlib import Path
from typing import Any

from quyuan_desktop.documents.summary import Signatures, summary_pdf
from quyuan_desktop.documents.workbook import summary_xlsx
from quyuan_desktop.domain import periods
from quyuan_desktop.domain.figures import Figure, FigureLine, FigureRow, FigureTable
from quyuan_desktop.domain.periods import Period
from quyuan_desktop.domain.problems import Trouble
from quyuan_desktop.registers import MEASURES, REGISTERS
from quyuan_desktop.registers.base import Register
from quyuan_desktop.registers.measures import Measure
from quyuan_desktop.reports import month as report
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.storage.files import make_folder, write_whole

NOTES = (
    "口径：按业务发生日期统计，作废的不计。人次按接待计，件按事项计，一人一次问两类以上计 1 人次、2 件以上。",
    "人群各类可以交叉，相加不等于总数；妇女指成年女性，年龄按咨询当天计算。",
    "同比为与上年同期相比的增减，上年同期为 0 时记“—”。",
)


def month_table(place: Workplace, period: Period) -> FigureTable:
    """All figures of the period with year to date, same period last year and change. Raises Trouble."""
    measures = list(MEASURES.values())
    before = periods.last_year(period)
    with place.ledger.reading() as session:
        now = report.totals(session, measures, period.first, period.last)
        so_far = report.totals(session, measures, date(period.last.year, 1, 1), period.last)
        then = report.totals(session, measures, before.first, before.last)
    lines = tuple(
        FigureLine(
            figure=Figure(measure.code, measure.label, measure.unit, now[measure.code]),
            group=measure.group,
            words=measure.words,
            year_to_date=so_far[measure.code],
            last_year=then[measure.code],
        )
        for measure in measures
    )
    return FigureTable(
        office=place.office.name,
        title=f"法律援助咨询月报表（{period.label}）",
        first=period.first,
        last=period.last,
        lines=lines,
        notes=NOTES,
    )


def rows_behind(place: Workplace, code: str, period: Period) -> list[FigureRow]:
    """The records that the figure `code` counts in the period. Raises Trouble for an unknown code."""
    measure = MEASURES.get(code)
    if measure is None:
        raise Trouble(f"没有“{code[:60]}”这个指标代码。全部代码见 docs/figures.md，或看 figures.json。")
    with place.ledger.reading() as session:
        return report.rows(session, _register_of(measure), measure, period.first, period.last)


def _register_of(measure: Measure) -> Register:
    return next(register for register in REGISTERS.values() if measure in register.measures)


def month_pdf(place: Workplace, period: Period) -> bytes:
    """The month's table as A4 landscape PDF."""
    return summary_pdf(month_table(place, period), place.now(), _signatures(place))


def month_workbook(place: Workplace, period: Period) -> bytes:
    """The month's table as an Excel workbook."""
    return summary_xlsx(month_table(place, period), place.now(), _signatures(place))


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
                "value": line.figure.value,
            }
            for line in table.lines
        ],
    }


def write_month(place: Workplace, period: Period, out: Path) -> list[Path]:
    """Write the month's PDF, XLSX and figures.json into `out`. Raises Trouble when that cannot be written."""
    make_folder(out)
    name = f"{place.office.name}-{period.first:%Y-%m}-法律援助咨询月报表"
    figures = json.dumps(figures_json(place, period), ensure_ascii=False, indent=1) + "\n"
    files = {
        out / f"{name}.pdf": month_pdf(place, period),
        out / f"{name}.xlsx": month_workbook(place, period),
        out / "figures.json": figures.encode(),
    }
    for path, content in files.items():
        write_whole(path, content)
    return list(files)
