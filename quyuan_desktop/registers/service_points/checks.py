"""Cross-checks (勾稽) of the figures of service points, duty, visits, pop-up desks and inspections."""

from quyuan_desktop.domain.terms import Town
from quyuan_desktop.registers.measures import at_least, divided
from quyuan_desktop.registers.service_points.terms import Half, Manner, Satisfaction, Service, Tier, VisitResult

CHECKS = (
    divided("point.tier", "各级别服务点之和等于启用的服务点", Tier, "point.open"),
    divided("point.town", "各乡镇服务点之和等于启用的服务点", Town, "point.open"),
    divided("duty.half", "上午、下午之和等于排班", Half, "duty.slots"),
    at_least("duty.signed", "排班不少于已签到", "duty.slots", "duty.signed"),
    divided("visit.manner", "各方式之和等于接待人次", Manner, "visit.people"),
    divided("visit.service", "各事项类别之和等于接待人次", Service, "visit.people"),
    divided("visit.result", "各处理结果之和等于接待人次", VisitResult, "visit.people", unfilled=True),
    divided("visit.town", "接待各乡镇之和等于接待人次", Town, "visit.people", unfilled=True),
    divided("visit.satisfaction", "各满意度之和等于接待人次", Satisfaction, "visit.people", unfilled=True),
    at_least("visit.batches", "接待人次不少于接待批次", "visit.people", "visit.batches"),
    at_least("popup.reach", "受众人数不少于其中估计数", "popup.reach", "popup.reach.estimated"),
    at_least("inspection.late", "完成整改不少于超期完成", "inspection.rectified", "inspection.late"),
)
