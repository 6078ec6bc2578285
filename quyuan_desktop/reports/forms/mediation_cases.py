"""人民调解案件情况统计表: a row to each 调委会 and 合计, the groups of columns of the dictionary, heads in two rows.

Every column has the same filter: accepted in the period, not refused, not void. The dictionary of columns is that of a
mediation system's statistics of cases; the older two types are printed only where something was counted under them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, literal, select

from quyuan_desktop.domain.grids import GridCell, GridColumn, GridRow, count, decimal, rate
from quyuan_desktop.registers import MEASURES
from quyuan_desktop.registers.measures import Measure
from quyuan_desktop.registers.mediation import terms
from quyuan_desktop.registers.mediation.dispute import Dispute
from quyuan_desktop.reports.forms.shape import WAN_YUAN, Asked, Body, Form
from quyuan_desktop.reports.month import counted, value_of

SHORT_SOURCES = {
    terms.Source.ACTIVE: "主动",
    terms.Source.APPLIED: "依申请",
    terms.Source.COURT: "法院移送",
    terms.Source.PROCURATORATE: "检察移送",
    terms.Source.POLICE: "公安移送",
    terms.Source.PETITION: "信访移送",
    terms.Source.OTHER: "其他移送",
}


@dataclass(frozen=True, slots=True)
class Col:
    """One column: its head, the head above it, the figure in it."""

    head: str
    group: str
    code: str
    share: float = 1.0
    amount: bool = False


def columns(retired: set[str]) -> tuple[Col, ...]:
    """The columns, with those of the older types that are `retired` but were counted."""
    kinds = [term for term in terms.Kind if term.until is None or term.code in retired]
    return (
        Col("受理", "案件总数", "accepted"),
        Col("成功", "案件总数", "success"),
        Col("不成", "案件总数", "failed"),
        Col("在调", "案件总数", "open"),
        Col("撤回", "案件总数", "withdrawn"),
        *(Col(SHORT_SOURCES[term], "案件来源", f"source.{term.code}") for term in terms.Source),
        *(Col(term.label.removesuffix("纠纷"), "纠纷类型", f"type.{term.code}") for term in kinds),
        Col("口头", "协议形式", "form.oral"),
        Col("书面", "协议形式", "form.written"),
        Col("司法确认", "其中", "judicial"),
        Col("疑难复杂", "其中", "hard"),
        Col("涉及人数", "其中", "persons", 1.2),
        Col("涉及金额（万元）", "其中", "amount", 1.9, amount=True),
    )


def mediation_cases(asked: Asked) -> Body:
    """The rows of the committees, those with most cases first by name, and 合计."""
    old = {term.code for term in terms.Kind if term.until is not None}
    found = _counted(asked, columns(old))
    retired = {code for code in old if any(values[f"type.{code}"] for _, _, values in found)}
    wanted = columns(retired)
    heads = (
        GridColumn("调委会", 5.2, "left"),
        *(GridColumn(each.head, each.share, "right", each.group) for each in wanted),
        GridColumn("成功率%", 1.8),
    )
    rows = [GridRow((GridCell(name), *_cells(wanted, values))) for name, _, values in found]
    whole = {each.code: sum(values[each.code] for _, _, values in found) for each in wanted}
    rows.append(GridRow((GridCell("合计"), *_cells(wanted, whole, behind=True)), total=True))
    return Body(heads, tuple(rows), NOTES)


def _counted(asked: Asked, wanted: tuple[Col, ...]) -> list[tuple[str, terms.Committee, dict[str, int]]]:
    """The figures of each committee: one query, under the filter that all figures share."""
    measures: list[Measure] = []
    for each in wanted:
        measure = MEASURES[f"dispute.{each.code}"]
        assert isinstance(measure, Measure)
        measures.append(measure)
    sums: list[Any] = [func.coalesce(func.sum(value_of(each)), 0) for each in measures]
    taken_in = func.coalesce(func.sum(func.iif(Dispute.status.is_not(None), literal(1), literal(0))), 0)
    query = counted(measures[0].base, select(Dispute.committee, Dispute.committee_kind, *sums))
    query = query.group_by(Dispute.committee, Dispute.committee_kind).having(taken_in > 0)
    order = list(terms.Committee)
    found = [
        (name, kind, {each.code: int(value) for each, value in zip(wanted, values, strict=True)})
        for name, kind, *values in asked.session.execute(query, {"first": asked.first, "last": asked.last})
    ]
    return sorted(found, key=lambda row: (order.index(row[1]), row[0]))


def _cells(wanted: tuple[Col, ...], values: dict[str, int], *, behind: bool = False) -> Iterator[GridCell]:
    for each in wanted:
        code, part = (f"dispute.{each.code}", "now") if behind else ("", "")
        if each.amount:
            yield decimal(values[each.code] / WAN_YUAN.by, WAN_YUAN.places, code, part)
        else:
            yield count(values[each.code], code, part)
    yield rate(values["success"], values["accepted"])


NOTES = (
    "按受理日期归期，不予受理的不计；成功、不成、在调、撤回为截至制表日的状态，四项之和等于受理",
    "案件来源各栏之和、纠纷类型各栏之和都等于受理，口头与书面之和等于成功",
    "成功率＝成功÷受理，按合计数算；没有受理的记“—”",
)

MEDIATION_CASES = Form(
    code="mediation_cases",
    title="人民调解案件情况统计表",
    make=mediation_cases,
    register="dispute",
    unit="件、人、万元",
)
