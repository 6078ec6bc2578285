"""Cross-checks (勾稽) of the figures of service points, duty, visits, pop-up desks and inspections."""

from collections.abc import Iterable

from quyuan_desktop.domain.terms import Term, Town
from quyuan_desktop.registers.measures import Check, Relation
from quyuan_desktop.registers.service_points.terms import Half, Manner, Satisfaction, Service, Tier, VisitResult


def _divided(code: str, words: str, terms: Iterable[Term], whole: str, *, unfilled: bool = False) -> Check:
    """The figures called `code` with each term, and what is left of it, sum to `whole`."""
    left = [f"{code}.{term.code}" for term in terms]
    return Check(
        code=f"{code}s", words=words, left=(*left, *((f"{code}.none",) if unfilled else ())), right=(whole,)
    )


def _at_least(code: str, words: str, left: str, right: str) -> Check:
    return Check(code=code, words=words, left=(left,), right=(right,), relation=Relation.AT_LEAST)


CHECKS = (
    _divided("point.tier", "各级别服务点之和等于启用的服务点", Tier, "point.open"),
    _divided("point.town", "各乡镇服务点之和等于启用的服务点", Town, "point.open"),
    _divided("duty.half", "上午、下午之和等于排班", Half, "duty.slots"),
    _at_least("duty.signed", "排班不少于已签到", "duty.slots", "duty.signed"),
    _divided("visit.manner", "各方式之和等于接待人次", Manner, "visit.people"),
    _divided("visit.service", "各事项类别之和等于接待人次", Service, "visit.people"),
    _divided("visit.result", "各处理结果之和等于接待人次", VisitResult, "visit.people", unfilled=True),
    _divided("visit.town", "接待各乡镇之和等于接待人次", Town, "visit.people", unfilled=True),
    _divided("visit.satisfaction", "各满意度之和等于接待人次", Satisfaction, "visit.people", unfilled=True),
    _at_least("visit.batches", "接待人次不少于接待批次", "visit.people", "visit.batches"),
    _at_least("popup.reach", "受众人数不少于其中估计数", "popup.reach", "popup.reach.estimated"),
    _at_least("inspection.late", "完成整改不少于超期完成", "inspection.rectified", "inspection.late"),
)
