"""What the month counts of consultations: 人次 of receptions and 件 of matters, each by its columns."""

from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import ColumnElement

from quyuan_desktop.domain.terms import IdKind, PersonGroup, Sex, Term, Town
from quyuan_desktop.registers.legal_aid.terms import Channel, MatterKind, Result, YearlyType, yearly_type
from quyuan_desktop.registers.measures import ONE, Counted, Measure


def consultation_measures(consultation: Any, matter: Any) -> tuple[Measure, ...]:
    """All figures of 咨询 over the two declared classes; codes are listed in docs/figures.md."""
    receptions = Counted(record=consultation, day=consultation.received_on)
    matters = Counted(record=consultation, day=consultation.received_on, child=matter)
    return (
        *_totals(consultation, receptions, matters),
        *_each("channel", "途径", Channel, consultation.channel, receptions, consultation.headcount),
        Measure(
            code="consult.channel.call.12348",
            label="其中12348",
            unit="人次",
            group="途径",
            words="来电中由12348热线转来的统计人次",
            base=receptions,
            value=consultation.headcount,
            when=(consultation.channel == Channel.CALL) & consultation.via_12348,
        ),
        *_groups(consultation, receptions),
        *_each("sex", "性别", Sex, consultation.sex, receptions, consultation.headcount),
        *_each("result", "结果", Result, consultation.result, receptions, consultation.headcount),
        *_each("town", "乡镇", Town, consultation.town, receptions, consultation.headcount),
        *_yearly(matter, matters),
        *_each("matter", "案由", MatterKind, matter.category, matters, ONE, unit="件"),
    )


def _totals(consultation: Any, receptions: Counted, matters: Counted) -> Iterator[Measure]:
    def people(code: str, label: str, words: str, when: ColumnElement[bool] | None = None) -> Measure:
        return Measure(
            code=f"consult.{code}",
            label=label,
            unit="人次",
            group="总计",
            words=words,
            base=receptions,
            value=consultation.headcount,
            when=when,
        )

    yield people("people", "咨询人次", "日期在本期、未作废的咨询的统计人次之和")
    yield Measure(
        code="consult.receptions",
        label="接待批次",
        unit="批",
        group="总计",
        words="日期在本期、未作废的咨询记录数",
        base=receptions,
        value=ONE,
    )
    yield Measure(
        code="consult.matters",
        label="咨询件数",
        unit="件",
        group="总计",
        words="本期咨询的事项之和；一人一次问两类以上计 1 人次、2 件以上",
        base=matters,
        value=ONE,
    )
    yield people("repeat", "重复来访", "标明重复来访的统计人次", consultation.repeat_visit.is_(True))
    yield people(
        "informed", "已告知申请权", "已告知有权申请法律援助的统计人次", consultation.informed_right.is_(True)
    )
    yield people("at.points", "在服务点", "在公共法律服务点登记的统计人次", consultation.at_point.is_(True))
    yield people("at.popups", "在临时站点", "在临时站点逐一登记的统计人次", consultation.at_popup.is_(True))
    yield people("at.events", "在普法活动", "在普法活动现场逐一登记的统计人次", consultation.at_event.is_(True))
    withheld = consultation.id_kind == IdKind.REFUSED
    yield people("withheld", "拒绝提供身份", "证件类型为“拒绝提供”的统计人次", withheld)


def _each(
    part: str,
    group: str,
    terms: Iterable[Term],
    column: Any,
    base: Counted,
    value: Any,
    unit: str = "人次",
) -> Iterator[Measure]:
    for term in terms:
        yield Measure(
            code=f"consult.{part}.{term.code}",
            label=term.label,
            unit=unit,
            group=group,
            words=f"{group}为“{term.label}”的{'统计人次' if unit == '人次' else '事项数'}",
            base=base,
            value=value,
            by=column,
            of=(term,),
        )
    if part in ("sex", "result", "town"):
        yield Measure(
            code=f"consult.{part}.none",
            label="未填",
            unit=unit,
            group=group,
            words=f"{group}未填的统计人次",
            base=base,
            value=value,
            by=column,
            of=(None,),
        )


def _groups(consultation: Any, receptions: Counted) -> Iterator[Measure]:
    for term in PersonGroup:
        yield Measure(
            code=f"consult.group.{term.code}",
            label=term.label,
            unit="人次",
            group="人群",
            words=f"类别含“{term.label}”的统计人次；各类可交叉，相加不等于总数",
            base=receptions,
            value=consultation.headcount,
            by=consultation.groups,
            of=(term,),
        )


def _yearly(matter: Any, matters: Counted) -> Iterator[Measure]:
    for column in YearlyType:
        kinds = tuple(kind for kind in MatterKind if yearly_type(kind) is column)
        yield Measure(
            code=f"consult.type.{column.code}",
            label=column.label,
            unit="件",
            group="年报类型",
            words="案由为" + "、".join(kind.label for kind in kinds) + "的事项数",
            base=matters,
            value=ONE,
            by=matter.category,
            of=kinds,
        )
