"""The papers of 公共法律服务: record sheets of points, duty, visits and pop-up desks; the visitor's receipt; 检查整改通知."""

from collections.abc import Callable
from functools import partial

from quyuan_desktop.documents.layout import (
    DAY,
    GAP_LINES,
    Cell,
    Column,
    Form,
    Prose,
    Seal,
    Sign,
    Stub,
    Style,
    Table,
    box,
    row,
)
from quyuan_desktop.documents.page import A5
from quyuan_desktop.documents.record_sheet import Plan, record_sheet
from quyuan_desktop.documents.sheet import Sheet
from quyuan_desktop.registers.service_points.duty import DUTY_LOG
from quyuan_desktop.registers.service_points.point import POINT
from quyuan_desktop.registers.service_points.popup import POPUP
from quyuan_desktop.registers.service_points.terms import VisitResult
from quyuan_desktop.registers.service_points.visit import VISIT

HOTLINE = "12348"

POINT_SHEET = Plan(
    "公共法律服务点登记表",
    signs=("服务点负责人签名：", DAY),
    sealed=True,
    unless_empty=("closed_on",),
)
DUTY_LOG_SHEET = Plan(
    "公共法律服务值班日志",
    signs=("值班人签名：", DAY, "交接人签名：", DAY, "负责人签名：", DAY),
)
VISIT_FORM = Plan(
    "公共法律服务群众接待登记表",
    signs=("来访人签名：", DAY, "接待人签名：", DAY),
    statement="以上内容已向来访人宣读或者交其阅看，核对无误。",
    unless_empty=("id_reason", "referred_to", "related", "follow_up_due"),
)
POPUP_SHEET = Plan(
    "法律咨询临时站点登记表",
    signs=("责任单位负责人签名：", DAY, "填表人签名：", DAY),
    unless_empty=("point",),
    note="统计口径：在现场逐一登记为“咨询”的，计入咨询人次，不在“未逐一登记的咨询人次”中重复计算；受众人数是估计数的要"
    "注明。",
)

_NEXT = {
    VisitResult.ANSWERED.label: "已当场答复。需要进一步帮助的，请凭本回执再来，或者拨打"
    + HOTLINE
    + "公共法律服务热线。",
    VisitResult.MEDIATION.label: "已转人民调解，请等候调解员联系；人民调解不收取任何费用。",
    VisitResult.AID.label: "请带身份证件和与案件有关的材料到{office.name}申请法律援助，法律援助不收取费用。",
    VisitResult.REFERRED.label: "已转{referred_to:有关部门}，请与该单位联系；需要帮助的，请凭本回执再来。",
    VisitResult.PENDING.label: "本所正在办理。",
}


def visit_receipt(sheet: Sheet) -> Form:
    """群众接待回执: what the visitor takes home: the matter, the answer, what comes next, where to ask."""
    result = sheet.text("result")
    promised = "约定{follow_up_due}前回复您。" if sheet.text("follow_up_due") else ""
    return Form(
        "群众接待回执",
        (
            box(
                row(Cell("visitor", "来访人"), Cell("on", "接待日期")),
                row("receptionist", Cell("manner", "接待方式")),
                row("service"),
                row(Cell("title", "事项")),
                row(Cell("reply", "答复", lines=2)),
                row(
                    Cell(
                        label="处理结果",
                        text="{result}（{referred_to}）" if sheet.text("referred_to") else "{result}",
                    )
                ),
                row(Cell(label="下一步", text=_NEXT.get(result, "") + promised)),
                row(Cell("point")),
                row(Cell(label="地址", text=_first(sheet, "{point_address}", "{office.address}"))),
                row(Cell(label="时间", text=_first(sheet, "{point_hours}", "{office.hours}"))),
                row(Cell(label="电话", text=_first(sheet, "{point_phone}", "{office.phone}"))),
            ),
            Seal("{on}"),
        ),
        size=A5,
        note="接待、咨询不收取任何费用。对答复还有疑问的，可凭本回执的编号再来或者来电。",
    )


def _first(sheet: Sheet, point: str, office: str) -> str:
    """What the point has of its own, else the office's."""
    return point if sheet.text(point[1:-1]) else office


def inspection_notice(sheet: Sheet) -> Form:
    """检查整改通知书: what was looked at and what was found, what is to be put right by when; signed for on the stub."""
    return Form(
        "检查整改通知书",
        (
            Prose("{point}：", Style.ADDRESS),
            Prose("{on}，{team:检查组}对你点进行了检查，总分{full}分，得分{score}分。检查项目和发现的问题如下："),
            Table(
                "items",
                (
                    Column("item", "检查项目", 4),
                    Column("full", "分值", 1.2, "center", total=True),
                    Column("off", "扣分", 1.2, "center", total=True),
                    Column("problem", "发现的问题", 5),
                ),
            ),
            Prose("整改要求", Style.HEADING),
            Prose(f"{{problems:{GAP_LINES}}}"),
            Prose("请于{due_on}前完成整改，并将整改情况书面报送{office.name}（电话：{office.phone:________}）。"),
            Seal("{on}"),
            Stub(
                (
                    Prose(
                        "回执：{point}已收到《检查整改通知书》（{sheet.number:________________}），知悉整改的要求和期限。",
                        Style.TEXT,
                    ),
                    Sign(("服务点负责人签名：", DAY)),
                )
            ),
        ),
    )


FORMS: dict[str, Callable[[Sheet], Form]] = {
    "point_sheet": partial(record_sheet, POINT, POINT_SHEET),
    "duty_log_sheet": partial(record_sheet, DUTY_LOG, DUTY_LOG_SHEET),
    "visit_form": partial(record_sheet, VISIT, VISIT_FORM),
    "visit_receipt": visit_receipt,
    "popup_sheet": partial(record_sheet, POPUP, POPUP_SHEET),
    "inspection_notice": inspection_notice,
}
"""How each paper is described, by its code in the registers' declarations."""
