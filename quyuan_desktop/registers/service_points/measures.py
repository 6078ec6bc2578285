"""What the month counts at the desk 公共法律服务: points, duty, visits, pop-up desks, inspections."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any

from sqlalchemy import case, func, literal, select

from quyuan_desktop.domain.figures import FigureRow
from quyuan_desktop.domain.house import HouseRules
from quyuan_desktop.domain.terms import Term, Town
from quyuan_desktop.registers.base import State
from quyuan_desktop.registers.measures import ONE, Computed, Counted, Counting, Mean, Measure, Total, by_term
from quyuan_desktop.registers.service_points.terms import Half, Manner, Satisfaction, Service, Tier, VisitResult


def _unfilled(code: str, group: str, unit: str, column: Any, base: Counted, value: Any, words: str) -> Measure:
    return Measure(
        code=f"{code}.none",
        label="未填",
        unit=unit,
        group=group,
        words=words,
        base=base,
        value=value,
        by=column,
        of=(None,),
    )


def point_measures(point: Any) -> tuple[Counting, ...]:
    """Points in use at the end of the period, by tier and town, and those opened in it."""
    stock = Counted(record=point, day=point.opened_on, until=point.closed_on)
    opened = Counted(record=point, day=point.opened_on)

    def one(code: str, label: str, words: str, base: Counted) -> Measure:
        group = "服务点（期末）"
        return Measure(code=code, label=label, unit="个", group=group, words=words, base=base, value=ONE)

    return (
        one("point.open", "启用的服务点", "期末当天启用、未作废的服务点数", stock),
        *by_term(
            "point.tier", "服务点（期末）", "个", Tier, point.tier, stock, ONE, "期末启用、级别为“{}”的服务点数"
        ),
        *by_term(
            "point.town", "服务点（按乡镇）", "个", Town, point.town, stock, ONE, "期末启用、乡镇为“{}”的服务点数"
        ),
        one("point.opened", "本期新设", "挂牌日期在本期的服务点数", opened),
        Total(
            code="point.received",
            label="服务点接待总人次",
            unit="人次",
            group="接待（合计）",
            words="服务点的接待人次加在服务点登记的咨询人次；一次接待只计一次",
            parts=("visit.people", "consult.at.points"),
        ),
    )


def duty_measures(duty: Any) -> tuple[Counting, ...]:
    """Slots of the roster, who came, who stood in."""
    base = Counted(record=duty, day=duty.on)
    signed = duty.signed_in.is_not(None)
    return (
        Computed(
            code="duty.days",
            label="值班日",
            unit="日",
            group="值班",
            words="日期在本期、排了值班的日数；一天排几班只计一日",
            rows=_duty_days(duty),
        ),
        Measure(
            code="duty.slots",
            label="排班（半天）",
            unit="班",
            group="值班",
            words="日期在本期的排班数，半天为一班",
            base=base,
            value=ONE,
        ),
        *by_term("duty.half", "值班", "班", Half, duty.half, base, ONE, "日期在本期、时段为“{}”的排班数"),
        Measure(
            code="duty.signed",
            label="已签到",
            unit="班",
            group="值班",
            words="日期在本期、有签到的排班数",
            base=base,
            value=ONE,
            when=signed,
        ),
        Measure(
            code="duty.substituted",
            label="替班",
            unit="班",
            group="值班",
            words="日期在本期、有替班人的排班数",
            base=base,
            value=ONE,
            when=duty.substitute != "",
        ),
    )


def _duty_days(duty: Any) -> Callable[[Any, date, date, HouseRules], Iterable[FigureRow]]:
    """Each day of duty once: it stands behind its first slot."""

    def rows(session: Any, first: date, last: date, house: HouseRules) -> Iterator[FigureRow]:
        wanted = (
            select(duty.uid, duty.number, duty.on, func.min(duty.id), duty.person)
            .where(duty.on.between(first, last), duty.state == State.LIVE)
            .group_by(duty.on)
            .order_by(duty.on)
        )
        for uid, number, on, _, person in session.execute(wanted):  # SQLite: those of the row with the least id
            yield FigureRow(uid, number, on, 1, person, "duty")

    return rows


def duty_means() -> tuple[Mean, ...]:
    """The rate of signing in."""
    return (
        Mean(
            code="duty.signed.rate",
            label="签到率",
            unit="%",
            group="值班",
            words="已签到的班数 ÷ 排班数",
            top="duty.signed",
            bottom="duty.slots",
            scale=100,
        ),
    )


def log_measures(log: Any) -> tuple[Counting, ...]:
    """What the duty logs say; what is taken in one by one is counted there, not here."""
    base = Counted(record=log, day=log.on)
    counted = (
        ("batches", "接待批次", "批", log.batches),
        ("people", "接待人次", "人次", log.people),
        ("calls", "来电", "个", log.calls),
        ("done", "已办", "件", log.done),
        ("transferred", "转办", "件", log.transferred),
        ("pending", "待办", "件", log.pending),
    )
    return (
        Measure(
            code="dutylog.days",
            label="值班日志",
            unit="篇",
            group="值班日志",
            words="日期在本期的值班日志数",
            base=base,
            value=ONE,
        ),
        *(
            Measure(
                code=f"dutylog.{code}",
                label=f"日志记载的{label}",
                unit=unit,
                group="值班日志",
                words=f"日期在本期的值班日志所记“{label}”之和，与逐一登记的接待、咨询互相核对，不相加",
                base=base,
                value=func.coalesce(column, 0),
            )
            for code, label, unit, column in counted
        ),
    )


def visit_measures(visit: Any) -> tuple[Counting, ...]:
    """Visits by manner, service, result, town, satisfaction."""
    base, people = Counted(record=visit, day=visit.on), visit.headcount
    parts: tuple[tuple[str, str, Iterable[Term], Any], ...] = (
        ("manner", "方式", Manner, visit.manner),
        ("service", "事项类别", Service, visit.service),
        ("result", "处理结果", VisitResult, visit.result),
        ("town", "接待（按乡镇）", Town, visit.town),
        ("satisfaction", "满意度", Satisfaction, visit.satisfaction),
    )
    found: list[Counting] = [
        Measure(
            code="visit.people",
            label="接待人次",
            unit="人次",
            group="接待",
            words="日期在本期的接待人次之和；登记为咨询的不在内",
            base=base,
            value=people,
        ),
        Measure(
            code="visit.batches",
            label="接待批次",
            unit="批",
            group="接待",
            words="日期在本期的接待记录数",
            base=base,
            value=ONE,
        ),
    ]
    for code, group, terms, column in parts:
        found += by_term(f"visit.{code}", group, "人次", terms, column, base, people, group + "为“{}”的接待人次")
        if code in ("result", "town", "satisfaction"):
            words = f"{group}未填的接待人次"
            found.append(_unfilled(f"visit.{code}", group, "人次", column, base, people, words))
    return tuple(found)


def popup_measures(popup: Any, handout: Any) -> tuple[Counting, ...]:
    """Pop-up desks: how many, materials, reach (counted and estimated apart), consultations."""
    base = Counted(record=popup, day=popup.on)
    handed = Counted(record=popup, day=popup.on, child=handout)
    reach = func.coalesce(popup.reach, 0)
    estimated = popup.reach_estimated.is_(True)

    def one(code: str, label: str, unit: str, words: str, value: Any, of: Counted = base) -> Measure:
        return Measure(
            code=f"popup.{code}", label=label, unit=unit, group="临时站点", words=words, base=of, value=value
        )

    return (
        one("count", "设站次数", "次", "日期在本期的临时站点数", ONE),
        one("copies", "发放资料", "份", "日期在本期的临时站点发放资料份数之和", handout.copies, handed),
        one("reach", "受众人数", "人", "日期在本期的临时站点受众人数之和（含估计数）", reach),
        one(
            "reach.estimated",
            "其中估计数",
            "人",
            "受众人数标明是估计数的部分",
            case((estimated, reach), else_=literal(0)),
        ),
        one(
            "other",
            "未逐一登记的咨询",
            "人次",
            "现场没有逐一登记成咨询的人次",
            func.coalesce(popup.other_consulted, 0),
        ),
        Total(
            code="popup.consulted",
            label="站点咨询人次",
            unit="人次",
            group="临时站点",
            words="在站点逐一登记的咨询人次加未逐一登记的咨询人次；一次只计一次",
            parts=("consult.at.popups", "popup.other"),
        ),
    )


def inspection_measures(inspection: Any) -> tuple[Counting, ...]:
    """Inspections, those with something to put right, and what was put right in time or late."""
    held = Counted(record=inspection, day=inspection.on)
    done = Counted(record=inspection, day=inspection.rectified_on)
    due = inspection.due_on.is_not(None)

    def one(code: str, label: str, words: str, base: Counted = held, when: Any = None) -> Measure:
        return Measure(
            code=f"inspection.{code}",
            label=label,
            unit="次",
            group="检查",
            words=words,
            base=base,
            value=ONE,
            when=when,
        )

    return (
        one("count", "检查", "检查日期在本期的检查次数"),
        one("found", "要求整改", "检查日期在本期、定了整改期限的次数", when=due),
        one("rectified", "完成整改", "整改完成日期在本期的次数", done),
        one(
            "late",
            "超期完成",
            "整改完成日期在本期、晚于期限的次数",
            done,
            inspection.rectified_on > inspection.due_on,
        ),
    )
