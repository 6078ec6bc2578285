"""All that is handed in of a period, as files: forms and tables on paper, one workbook, the summary in words, figures."""

import json
from functools import partial
from pathlib import Path

from quyuan_desktop.documents.grid_workbook import add_grids
from quyuan_desktop.documents.workbook import summary_xlsx
from quyuan_desktop.domain.periods import Period
from quyuan_desktop.registers.reporting import TABLES, printed, title_of
from quyuan_desktop.services.closed_months import closing_for
from quyuan_desktop.services.month import (
    corrections_pdf,
    figures_json,
    month_pdf,
    month_summary,
    month_table,
    refuse_to_come,
    signatures,
)
from quyuan_desktop.services.report_forms import form_grid, form_pdf, form_title, form_xlsx, forms_of
from quyuan_desktop.services.side_by_side import TITLE, is_whole, side_by_side_pdf, side_by_side_xlsx
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.storage import papers
from quyuan_desktop.storage.files import make_folder, write_whole


def whole_workbook(place: Workplace, period: Period) -> bytes:
    """All forms and tables of the period as one Excel workbook; of a closed month, the one that was closed."""
    with place.ledger.reading() as session:
        closing = closing_for(session, place.office, period)
        if closing:
            return papers.blob(session, closing.workbook)
    grids = [form_grid(place, form, period) for form in forms_of(place, period)]
    tables = [month_table(place, period, [register]) for register in printed(place.office.level)]
    signed = signatures(place)
    first = partial(add_grids, grids=grids, signed=signed)
    return summary_xlsx(tables, place.now(), signed, period.word, first=first)


def write_month(place: Workplace, period: Period, out: Path) -> list[Path]:
    """Write the period's forms (PDF and XLSX), tables (PDF), workbook, summary in words, corrections and figures.json.

    They go into `out`. Raises Trouble when that cannot be written, and for a period that has not begun.
    """
    refuse_to_come(place, period)
    make_folder(out)
    head = f"{place.office.name}-{period.code or f'{period.first}至{period.last}'}"
    files: dict[Path, bytes] = {}
    for form in forms_of(place, period):
        name = f"{head}-{form_title(form, period)}"
        files[out / f"{name}.pdf"] = form_pdf(place, form, period)
        files[out / f"{name}.xlsx"] = form_xlsx(place, [form], period)
    for each in printed(place.office.level):
        files[out / f"{head}-{title_of(each, period)}.pdf"] = month_pdf(place, period, each)
    if is_whole(place):
        for each in printed(place.office.level):
            files[out / f"{head}-{title_of(each, period)}{TITLE}.pdf"] = side_by_side_pdf(place, each, period)
        files[out / f"{head}-{TITLE}.xlsx"] = side_by_side_xlsx(place, period)
    files[out / f"{head}-{TABLES[period.word]}.xlsx"] = whole_workbook(place, period)
    files[out / f"{head}-工作情况.docx"] = month_summary(place, period)
    if corrected := corrections_pdf(place, period):
        files[out / f"{head}-更正表.pdf"] = corrected
    figures = json.dumps(figures_json(place, period), ensure_ascii=False, indent=1) + "\n"
    files[out / "figures.json"] = figures.encode()
    for path, content in files.items():
        write_whole(path, content)
    return list(files)
