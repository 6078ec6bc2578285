"""The papers of 普法宣传 and 法制审核: 活动登记表, 合法性审查意见书, 规范性文件备案报备表."""

from collections.abc import Callable
from functools import partial

from quyuan_desktop.documents.layout import DAY, GAP_LINES, Form, Prose, Seal, Style
from quyuan_desktop.documents.record_sheet import Plan, record_sheet
from quyuan_desktop.documents.sheet import Sheet
from quyuan_desktop.registers.legal_review.norm_doc import NORM_DOC
from quyuan_desktop.registers.publicity.event import PROMO_EVENT

EVENT_SHEET = Plan(
    "法治宣传活动登记表",
    signs=("主办单位负责人签名：", DAY, "填表人签名：", DAY),
    unless_empty=("service",),
    note="统计口径：参与单位同一天同一家只计一次；受众点数的和估计的分开填、分开统计；在现场逐一登记为“咨询”的，不在"
    "“未逐一登记的咨询”中重复计算。",
)
FILING_SHEET = Plan(
    "规范性文件备案报备表",
    signs=("报备单位经办人签名：", DAY),
    sealed=True,
    also=("due_on",),
    note="随表报送：规范性文件正式文本、起草说明、合法性审核意见。",
)


def review_opinion(sheet: Sheet) -> Form:
    """合法性审查意见书: what was sent in, what is said of it, the verdict; sealed. It speaks of what was sent in only."""
    amount = "，金额{amount}元" if sheet.text("amount") else ""
    materials = "（送审材料：{materials}）" if sheet.text("materials") else ""
    counsel = "，法律顾问：{counsel}" if sheet.text("counsel") else ""
    return Form(
        "合法性审查意见书",
        (
            Prose("{sender:________________}：", Style.ADDRESS),
            Prose(
                "你单位{received_on}送审的{kind:合同（协议、备忘录）}《{title:________________________}》"
                f"{materials}收悉，相对方为{{counterparty:________________}}{amount}。经审查，提出以下意见："
            ),
            Prose("一、审查意见", Style.HEADING),
            Prose(f"{{opinions:{GAP_LINES * 3}}}"),
            Prose("二、审查结论", Style.HEADING),
            Prose("{verdict}。" if sheet.text("verdict") else "□ 同意　　□ 修改后同意　　□ 不同意"),
            Prose(
                "本意见只对送审材料的合法性提出，送审内容有变动的，应当重新送审。请于收到后将采纳情况和签订的文本报送本单位"
                "备案。"
            ),
            Prose(f"承办人：{{handler:________}}{counsel}", Style.TEXT),
            Seal("{issued_on}"),
        ),
    )


FORMS: dict[str, Callable[[Sheet], Form]] = {
    "event_sheet": partial(record_sheet, PROMO_EVENT, EVENT_SHEET),
    "review_opinion": review_opinion,
    "filing_sheet": partial(record_sheet, NORM_DOC, FILING_SHEET),
}
"""How each paper is described, by its code in the registers' declarations."""
