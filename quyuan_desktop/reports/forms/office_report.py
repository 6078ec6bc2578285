"""司法所工作月报表: what an office did in the period, on one sheet; a row to a figure. No local form was found: layout is ours."""

from quyuan_desktop.reports.forms.figure_forms import Part, by_rows
from quyuan_desktop.reports.forms.shape import HOURS, Form, Lines, Told

PARTS = (
    Part("法律咨询", (Told("consult.people"), Told("consult.matters", remark="一人问两类以上计两件以上"))),
    Part(
        "法律援助",
        (
            Told("aid.received", "受理（收到）申请"),
            Told("aid.handed", "转交区法律援助中心"),
            Told("aid.granted", "中心决定给予援助", "登记中心决定，非本所决定"),
        ),
    ),
    Part(
        "人民调解",
        (
            Told("dispute.accepted", remark="按受理日归期"),
            Told("dispute.success", remark="同批受理中截至制表日成功的"),
            Told("dispute.success.rate", remark="调解成功÷受理"),
            Told("dispute.amount"),
            Told("dispute.form.oral"),
            Told("dispute.form.written"),
            Told("dispute.confirmed", remark="按申请日归期"),
        ),
    ),
    Part(
        "矛盾排查",
        (
            Told("screening.rounds"),
            Told("screening.found"),
            Told("screening.settled"),
            Told("campaign.count"),
        ),
    ),
    Part(
        "法治宣传",
        (
            Told("promo.count", "宣传活动"),
            Told("promo.copies"),
            Told("promo.reach", remark="点数的加估计的"),
        ),
    ),
    Part(
        "村法律顾问",
        (
            Told("service.onsite"),
            Told("service.minutes.onsite", "现场工时", "实地服务时长", HOURS),
            Told("service.kind.lecture", "法治讲座"),
        ),
    ),
    Part("公共法律服务", (Told("point.received"), Told("duty.days"))),
)


def parts(lines: Lines) -> tuple[Part, ...]:
    """The same rows in every period."""
    return PARTS


NOTES = ("同一事项在几个台都看得到的只计一次", "比率按合计数计算，除数为 0 或者没有可比的记“—”，没有发生的记 0")

OFFICE_REPORT = Form(
    code="office_report", title="司法所工作月报表", make=by_rows(parts, NOTES), unit="件、人次、元等，见表"
)
