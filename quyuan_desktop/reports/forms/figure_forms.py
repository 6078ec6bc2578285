"""The two shapes of forms over figures: a figure to a row with its yardsticks, or a figure to a column."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from quyuan_desktop.domain.figures import CHANGE, NONE, TO_DATE, heads
from quyuan_desktop.domain.grids import GridCell, GridColumn, GridRow, rate
from quyuan_desktop.reports.forms.shape import Asked, Body, Lines, Told, change, label_of, numbers, unit_of

WIDTHS = {TO_DATE: 26, CHANGE: 20}


@dataclass(frozen=True, slots=True)
class Part:
    """Figures under one name; `whole`: code of what they are parts of, where their shares (占比) are printed."""

    label: str
    figures: tuple[Told, ...]
    whole: str = ""


def by_rows(
    parts: Callable[[Lines], tuple[Part, ...]], notes: tuple[str, ...], *, shares: bool = False
) -> Callable[[Asked], Body]:
    """类别, 指标, 单位, the period, 本年累计 but for a year, 上年同期, 同比%, then 备注, or with `shares` what part of the whole."""

    def make(asked: Asked) -> Body:
        columns = (
            GridColumn("类别", 22, "center", merged=True),
            GridColumn("指标", 44, "left"),
            GridColumn("单位", 13, "center"),
            *(GridColumn(head, WIDTHS.get(head, 24)) for head in heads(asked.word)),
            GridColumn("占比%", 18) if shares else GridColumn("备注", 60, "left"),
        )
        rows = tuple(
            GridRow(tuple(_row(part, told, asked, shares=shares)))
            for part in parts(asked.lines)
            for told in part.figures
        )
        return Body(columns, rows, notes)

    return make


def _row(part: Part, told: Told, asked: Asked, *, shares: bool) -> Iterator[GridCell]:
    lines = asked.lines
    yield GridCell(part.label)
    yield GridCell(label_of(told, lines))
    yield GridCell(unit_of(told, lines))
    yield from numbers(told, asked)
    yield change(told, lines)
    yield _share(part, told, lines) if shares else GridCell(told.remark)


def _share(part: Part, told: Told, lines: Lines) -> GridCell:
    own, whole = lines(told.code), lines(part.whole) if part.whole else None
    return GridCell(NONE) if own is None or whole is None else rate(own.figure.value, whole.figure.value)


@dataclass(frozen=True, slots=True)
class Head:
    """One column of a form: its head, the figure in it, the head above it."""

    head: str
    told: Told
    group: str = ""
    share: float = 1.0


def by_columns(over: tuple[Head, ...], notes: tuple[str, ...]) -> Callable[[Asked], Body]:
    """A column to each figure; the rows are the period, the year to date (but for a year), the same period last year and
    the change."""

    def make(asked: Asked) -> Body:
        columns = (
            GridColumn("期间", 2.0, "center"),
            *(GridColumn(each.head, each.share, "right", each.group) for each in over),
        )
        cells = [(*numbers(each.told, asked), change(each.told, asked.lines)) for each in over]
        rows = tuple(
            GridRow((GridCell(name), *(column[at] for column in cells)))
            for at, name in enumerate(heads(asked.word))
        )
        return Body(columns, rows, notes)

    return make
