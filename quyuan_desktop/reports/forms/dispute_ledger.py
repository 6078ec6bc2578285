"""矛盾纠纷排查化解台账: one row to each dispute that was accepted in the period, and what has become of it."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select

from quyuan_desktop.domain.figures import YUAN, shown
from quyuan_desktop.domain.grids import GridCell, GridColumn, GridRow, count, day
from quyuan_desktop.domain.numbers import short_number
from quyuan_desktop.registers.base import State
from quyuan_desktop.registers.mediation.dispute import Dispute
from quyuan_desktop.reports.forms.shape import Asked, Body, Form

COLUMNS = (
    GridColumn("序号", 10, "center"),
    GridColumn("受理日期", 20, "center"),
    GridColumn("编号", 22, "center"),
    GridColumn("当事人", 27, "left"),
    GridColumn("纠纷类型", 24, "left"),
    GridColumn("案由", 30, "left"),
    GridColumn("涉及人数", 10),
    GridColumn("涉及金额（元）", 18),
    GridColumn("调委会", 26, "left"),
    GridColumn("调解员", 20, "left"),
    GridColumn("进度", 15, "center"),
    GridColumn("结案日期", 20, "center"),
    GridColumn("协议", 11, "center"),
    GridColumn("履行情况", 18, "center"),
    GridColumn("备注", 22, "left"),
)


def dispute_ledger(asked: Asked) -> Body:
    """The disputes in the order in which they were accepted, and 合计."""
    wanted = select(Dispute).where(
        Dispute.accepted_on.between(asked.first, asked.last),
        Dispute.state == State.LIVE,
        Dispute.status.is_not(None),
    )
    found = list(asked.session.scalars(wanted.order_by(Dispute.accepted_on, Dispute.id)))
    rows = [GridRow(tuple(_cells(at, each)), False, "dispute", each.uid) for at, each in enumerate(found, 1)]
    closed = sum(each.closed_on is not None for each in found)
    blank = GridCell("")
    total = (
        GridCell("合计"),
        GridCell(f"受理 {len(found)} 件"),
        *(blank,) * 4,
        count(sum(each.persons or 0 for each in found)),
        _money(sum(each.amount or 0 for each in found)),
        blank,
        blank,
        GridCell(f"结案 {closed} 件"),
        *(blank,) * 4,
    )
    return Body(COLUMNS, (*rows, GridRow(total, total=True)), NOTES)


def _cells(at: int, each: Any) -> Iterator[GridCell]:
    yield count(at)
    yield day(each.accepted_on)
    yield GridCell(short_number(each.number))
    yield GridCell(each.sides)
    yield GridCell(each.kind.label)
    yield GridCell(each.title)
    yield count(each.persons) if each.persons is not None else GridCell("")
    yield _money(each.amount) if each.amount is not None else GridCell("")
    yield GridCell(each.committee)
    yield GridCell(each.mediators)
    yield GridCell(each.stage.label)
    yield day(each.closed_on)
    yield GridCell(each.form.label.removesuffix("协议") if each.form else "")
    yield GridCell(each.performance.label if each.performance else "")
    yield GridCell("、".join(_remarks(each)))


def _remarks(each: Any) -> Iterator[str]:
    if each.hard:
        yield "疑难复杂"
    if each.expert_took_part:
        yield "群英介入"
    if each.confirm_on:
        yield "司法确认"


def _money(fen: int) -> GridCell:
    return GridCell(shown(fen, YUAN), fen / 100)


NOTES = (
    "列出受理日期在本期、未列入不予受理的纠纷，进度、结果为截至制表日的情况",
    "本表有当事人姓名，只报有权查看的单位，不张贴、不外传",
)

DISPUTE_LEDGER = Form(
    code="dispute_ledger",
    title="矛盾纠纷排查化解台账",
    make=dispute_ledger,
    register="dispute",
    unit="件、人、元",
)
