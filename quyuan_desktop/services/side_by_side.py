"""分所对照表: the figures of one table with the offices side by side, and what the whole district comes to."""

from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from quyuan_desktop.documents.grid import grid_pdf
from quyuan_desktop.documents.grid_workbook import grid_xlsx
from quyuan_desktop.documents.sheet import long_date
from quyuan_desktop.domain.figures import NONE, mean_text, plain, shown
from quyuan_desktop.domain.grids import Grid, GridCell, GridColumn, GridRow
from quyuan_desktop.domain.office import Level
from quyuan_desktop.domain.periods import Period
from quyuan_desktop.domain.problems import Trouble
from quyuan_desktop.registers.base import Register
from quyuan_desktop.registers.measures import Counting, Mean
from quyuan_desktop.registers.reporting import printed, title_of, window
from quyuan_desktop.reports import month as report
from quyuan_desktop.services.month import mean_of, signatures
from quyuan_desktop.services.office_sight import OfficeName, offices_in
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.storage.one_office import OfficeLedger, only

CODE = "side_by_side"
TITLE = "分所对照表"
TOTAL = "合计"
COUNTED = "各所的数字按区局合并后的现有记录统计，与各所已结账的报表可能有出入；作废的不计"
RATES = "平均数和比率不能相加，合计栏按全区的记录计算"
Values = Mapping[str, int]


def is_whole(place: Workplace) -> bool:
    """Whether this is the bureau's ledger, with the records of all its offices."""
    return place.office.level is Level.DISTRICT and not isinstance(place.ledger, OfficeLedger)


def side_by_side(place: Workplace, register: Register, period: Period) -> Grid:
    """The figures of `register` in the period: a row each, the offices as columns, the district's last.

    The bureau is an office among them where it has records of its own. Raises Trouble where there is but one office.
    """
    if not is_whole(place):
        raise Trouble("只有区局的数据里有几个司法所，才有分所对照表。请在区局的电脑上出这张表。")
    offices = offices_in(place)
    with place.ledger.reading() as session:
        whole = _counted(session, place, register, period)
        of_each: dict[OfficeName, Values] = {}
        for office in offices:
            with only(session, office.code):
                of_each[office] = _counted(session, place, register, period)
    if not any(of_each[offices[0]].values()):
        del of_each[offices[0]]  # the bureau's own
    return _grid(place, register, period, of_each, whole)


def _counted(session: Session, place: Workplace, register: Register, period: Period) -> Values:
    asked = window(place.house, register).recut(period)
    return report.totals(session, register.measures, asked.first, asked.last, place.house)


def _grid(
    place: Workplace, register: Register, period: Period, of_each: Mapping[OfficeName, Values], whole: Values
) -> Grid:
    cut = window(place.house, register).recut(period)
    columns = [*of_each.values(), whole]
    rows = [_row(measure, columns) for measure in register.measures]
    rows += [_mean_row(mean, columns) for mean in register.means]
    heads = [GridColumn(_short(office.name), 1.2) for office in of_each]
    notes = [COUNTED, *([RATES] if register.means else []), f"数据截至{long_date(place.today)}"]
    return Grid(
        code=f"{CODE}.{register.code}",
        title=f"{title_of(register, period)}{TITLE}（{cut.label}）",
        office=place.office.name,
        first=cut.first,
        last=cut.last,
        unit="见表内",
        columns=(
            GridColumn("类别", 1.6, "left", merged=True),
            GridColumn("指标", 3.4, "left"),
            GridColumn("单位", 0.8, "center"),
            *heads,
            GridColumn(TOTAL, 1.2),
        ),
        rows=tuple(rows),
        notes=tuple(notes),
    )


def _short(office: str) -> str:
    """天问司法所 as a head: 天问所."""
    return office.removesuffix("司法所") + "所" if office.endswith("司法所") and office != "司法所" else office


def _row(measure: Counting, columns: Sequence[Values]) -> GridRow:
    cells = [
        GridCell(shown(values[measure.code], measure.unit), plain(values[measure.code], measure.unit))
        for values in columns
    ]
    return _led(measure, cells)


def _mean_row(mean: Mean, columns: Sequence[Values]) -> GridRow:
    found = [mean_of(mean, values) for values in columns]
    texts = [mean_text(value, mean.unit) for value in found]
    cells = [GridCell(text, None if text == NONE else float(text.replace(",", ""))) for text in texts]
    return _led(mean, cells)


def _led(figure: Counting | Mean, cells: Sequence[GridCell]) -> GridRow:
    return GridRow((GridCell(figure.group), GridCell(figure.label), GridCell(figure.unit), *cells))


def side_by_side_pdf(place: Workplace, register: Register, period: Period) -> bytes:
    """The table as A4 landscape PDF. Raises Trouble."""
    return grid_pdf(side_by_side(place, register, period), place.now(), signatures(place))


def side_by_side_xlsx(place: Workplace, period: Period) -> bytes:
    """The tables of all registers as a workbook, a sheet for each. Raises Trouble."""
    grids = [side_by_side(place, register, period) for register in printed(place.office.level)]
    return grid_xlsx(grids, place.now(), signatures(place))
