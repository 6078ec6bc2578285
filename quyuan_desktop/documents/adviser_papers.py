"""The papers of 一村一法律顾问: 服务记录, 服务确认单, 聘任登记表, 聘任协议, and the words of the 聘书."""

from collections.abc import Callable
from functools import partial

from quyuan_desktop.documents.layout import (
    DAY,
    GAP_LINES,
    YES_NO,
    Beside,
    Cell,
    Form,
    Prose,
    Seal,
    Sign,
    Style,
    box,
    options,
    row,
)
from quyuan_desktop.documents.record_sheet import Plan, record_sheet
from quyuan_desktop.documents.sheet import Sheet
from quyuan_desktop.registers.advisers.assignment import ASSIGNMENT
from quyuan_desktop.registers.advisers.service_log import SERVICE_LOG
from quyuan_desktop.registers.advisers.terms import AdviceKind, Mode

SERVICE_LOG_SHEET = Plan(
    "一村（社区）一法律顾问服务记录",
    signs=("法律顾问签名：", DAY, "村（社区）干部签名：", DAY),
    unless_empty=("consultation", "dispute"),
)
ASSIGNMENT_SHEET = Plan(
    "一村（社区）一法律顾问聘任登记表",
    signs=("法律顾问签名：", DAY, "村（社区）负责人签名：", DAY),
    sealed=True,
    unless_empty=("dismissed_on", "dismissal"),
)
DUTIES = (
    "解答村（居）民和村（社区）组织的法律咨询，提供法律意见",
    "协助起草、审查村规民约（居民公约）和村（社区）的合同",
    "参与人民调解，引导村（居）民依法表达诉求",
    "宣传法律援助，协助符合条件的村（居）民申请法律援助",
    "如实填写服务记录，每次服务由村（社区）干部签字确认，不虚报、不补造",
)


def service_slip(sheet: Sheet) -> Form:
    """服务确认单: short enough to be filled in on the spot; the village says what was done, and signs. Two copies."""
    return Form(
        "法律顾问服务确认单",
        (
            box(
                row(Cell("village_told", "村（社区）"), Cell("adviser_told", "法律顾问")),
                row(Cell("on", "服务日期"), Cell(label="起止时间", text=_times(sheet))),
                row(
                    Cell("mode", "方式", ticks=options(Mode, sheet)), Cell(label="服务时长", text=_minutes(sheet))
                ),
                row(Cell("kind", "类别", ticks=options(AdviceKind, sheet))),
                row(
                    Cell("served"),
                    Cell(label="服务人数", text="{people} 人" if sheet.text("people") else "　　　人"),
                ),
                row(Cell(label="服务内容", text=_told(sheet))),
                row(Cell("result", "结果")),
                row(
                    Cell(label="是否属实", ticks=YES_NO),
                    Cell(label="是否满意", ticks=("满意", "基本满意", "不满意")),
                ),
                Beside(
                    (
                        Sign(("村（社区）干部签名：", DAY)),
                        Sign(("法律顾问签名：", DAY)),
                    )
                ),
            ),
        ),
        copies=("第一联　司法所存", "第二联　村（社区）存"),
    )


def _times(sheet: Sheet) -> str:
    return "{start}—{end}" if sheet.text("start") or sheet.text("end") else "　　时　　分—　　时　　分"


def _minutes(sheet: Sheet) -> str:
    return "{minutes} 分钟" if sheet.text("minutes") else "　　　　分钟"


def _told(sheet: Sheet) -> str:
    """The topic and, where it says more, the content."""
    topic, content = sheet.text("topic"), sheet.text("content")
    if not content or content == topic:
        return "{topic}"
    return "{topic}：{content}" if topic else "{content}"


def letter_words(sheet: Sheet) -> tuple[str, ...]:
    """The paragraphs of a 聘书, with names in braces; the first is whom it addresses."""
    both = "经双向选择，" if sheet.text("mutual") == "是" else ""
    return (
        "{adviser_told}同志：",
        f"{both}兹聘请您担任{{village_told}}法律顾问，聘期自{{start_on}}起至{{end_on}}止。",
        "此聘",
    )


def letter(sheet: Sheet) -> Form:
    """聘书 as a document to go on working on; on paper it is drawn by `adviser_letter`."""
    address, *rest = letter_words(sheet)
    return Form(
        "聘　书",
        (
            Prose(address, Style.ADDRESS),
            *(Prose(text) for text in rest),
            Beside((Seal("{signed_on}", "{committee}"), Seal("{signed_on}"))),
        ),
        drop=20,
    )


def agreement(sheet: Sheet) -> Form:
    """聘任协议: the parties, the term, the duties as the house's settings have them, the subsidy in figures and words."""
    parties = box(
        row(Cell("committee", "甲方（聘请方）")),
        row(Cell("adviser_firm", "乙方（执业机构）")),
        row(Cell("adviser_told", "法律顾问"), Cell("adviser_kind", "类别")),
        row(Cell("licence", "执业证号"), Cell("adviser_phone", "联系电话")),
        row(Cell("agreement", "协议编号"), Cell("signed_on", "签订日期")),
        label=36,
    )
    return Form(
        "一村（社区）一法律顾问聘任协议",
        (
            parties,
            Prose(
                "为了方便村（居）民就近获得法律服务，甲方、乙方根据《中华人民共和国民法典》的有关规定，经协商一致，订立本协议，"
                "由{office.name}见证。"
            ),
            *_articles(sheet),
            Beside(
                (
                    Seal("", "{committee}", lines=("甲方代表：",)),
                    Seal("", "{adviser_firm}", lines=("法律顾问：",)),
                    Seal("", "{office.name}", lines=("见证方经办：",)),
                )
            ),
        ),
    )


def _articles(sheet: Sheet) -> list[Prose]:
    subsidy = (
        "每年人民币{subsidy}元（大写：{subsidy_capital}）"
        if sheet.text("subsidy")
        else "每年人民币________元（大写：________________）"
    )
    duties = [
        "每月到村（社区）现场服务不少于{hours:____}小时",
        "每季度举办法治讲座不少于{lectures:____}次",
        *DUTIES,
    ]
    numbered = "；\n".join(f"（{number}）{duty}" for number, duty in enumerate(duties, 1)) + "。"
    return [
        Prose("一、聘期", Style.HEADING),
        Prose("自{start_on}起至{end_on}止。聘期届满，双方同意的，另行续订。"),
        Prose("二、法律顾问的职责", Style.HEADING),
        Prose(numbered),
        Prose("三、甲方的责任", Style.HEADING),
        Prose(
            "提供服务场所，公示法律顾问的姓名、电话、服务内容和服务时间，把服务时间预先告诉村（居）民；对每次服务如实签字"
            "确认；不要求法律顾问从事违法或者与法律服务无关的事务。"
        ),
        Prose("四、补贴", Style.HEADING),
        Prose(
            f"补贴标准为{subsidy}，按照实际在聘时间、服务记录和考核结果核发；资金来源和发放办法按照区司法行政部门的规定"
            "执行。法律顾问提供本协议约定的服务，不向村（居）民收取费用。"
        ),
        Prose("五、解聘", Style.HEADING),
        Prose(
            "法律顾问无正当理由多次不到岗、不履行职责，或者停止执业的，甲方可以解除本协议；任何一方提前解除的，应当提前"
            "三十日书面通知对方，并报{office.name}。"
        ),
        Prose("六、其他", Style.HEADING),
        Prose(
            f"本协议一式三份，甲方、乙方、{{office.name}}各执一份，自各方签字、盖章之日起生效。其他约定：{GAP_LINES[:60]}"
        ),
    ]


FORMS: dict[str, Callable[[Sheet], Form]] = {
    "service_log_sheet": partial(record_sheet, SERVICE_LOG, SERVICE_LOG_SHEET),
    "service_slip": service_slip,
    "assignment_sheet": partial(record_sheet, ASSIGNMENT, ASSIGNMENT_SHEET),
    "assignment_agreement": agreement,
    "assignment_letter": letter,
}
"""How each paper is described, by its code in the registers' declarations; the 聘书 as Word has it."""
