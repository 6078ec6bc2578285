"""The papers of an application for legal aid that a station may print; decisions and appointments are the centre's.

Each function makes one paper's description from the record's sheet; their fields and their order are those of the
forms of 2023 (司法部《法律援助文书格式》) as far as they are known. 法 is the 法律援助法.
"""

from collections.abc import Callable

from quyuan_desktop.documents.aid_file import contents, cover
from quyuan_desktop.documents.layout import (
    DAY,
    GAP_LINES,
    YES_NO,
    Beside,
    Box,
    Break,
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
    options,
    row,
)
from quyuan_desktop.documents.sheet import Sheet, paper_day
from quyuan_desktop.domain.terms import PersonGroup
from quyuan_desktop.registers.legal_aid import aid_terms as terms

HOTLINE = "12348"
HOME = "{town}{village}{address}"
MATERIALS = (
    Column("name", "材料名称", 8),
    Column("copies", "份数", 1.4, total=True),
    Column("pages", "页数", 1.4, total=True),
    Column("original", "原件/复印件", 2.4),
)
MEMBERS = (
    Column("name", "姓名", 2),
    Column("relation", "关系", 1.5),
    Column("age", "年龄", 1),
    Column("wage", "工资性收入（元）", 2, "right", total=True),
    Column("business", "经营性收入（元）", 2, "right", total=True),
    Column("other", "其他收入（元）", 2, "right", total=True),
)


def application(sheet: Sheet) -> Form:
    """法律援助申请表: who asks on the front, what for on the back; signed with a fingerprint."""
    return Form(
        "法律援助申请表",
        (
            *_who(sheet),
            Break(),
            box(
                row(Cell("domain", ticks=options(terms.Domain, sheet))),
                row(Cell("form", ticks=options(terms.Form, sheet))),
                row("ground"),
                row("cause", Cell("claim", "涉及金额\n（元）")),
                row("status", "case_stage"),
                row("opposing_party"),
                row("handling_body", Cell("handling_contact", "办案人员\n及电话")),
                side="申请事项",
            ),
            box(row(Cell("summary", None, lines=8)), side="案情及申请理由"),
            box(Prose(_privacy(sheet), Style.NOTE), side="告知"),
            box(
                Sign(
                    ("申请人（代理人）签名、捺印：", DAY, "代为填写人签名：", DAY),
                    "本表所填内容和提交的材料真实、合法，如有不实，愿意承担法律责任。",
                ),
                side="申请人声明",
            ),
        ),
        note="填写说明：一、本表由申请人填写；填写有困难的，由工作人员代为填写，经申请人核对无误后签名或者捺印。"
        "二、由代理人提出申请的，附代理权证明。三、可多选的栏目在所选项目的方框内打“√”。",
    )


def _who(sheet: Sheet) -> tuple[Box, ...]:
    """The applicant, the agent, and those who ask together with the applicant."""
    applicant = box(
        row("applicant", "sex", "birth_date"),
        row("ethnic_group", "nationality", "phone"),
        row("id_kind", Cell("id_number", wide=2, boxes=18)),
        row("household"),
        row(Cell(label="住所（经常\n居住地）", text=HOME, wide=2), "postcode"),
        row("workplace"),
        row(Cell("groups", "人群类别", ticks=options(PersonGroup, sheet))),
        row("education", Cell("delivery", "文书送达\n方式", wide=2)),
        row("delivery_address"),
        row(
            Cell("applied_before", "是否曾申请", ticks=YES_NO), Cell("before_where", "时间、地\n点、编号", wide=2)
        ),
        row(Cell("detained", ticks=YES_NO), Cell("detained_at", wide=2)),
        side="申请人基本情况",
    )
    agent = box(
        row(Cell("agent_kind", "代理类别", ticks=options(terms.AgentKind, sheet))),
        row(Cell("agent", "姓名"), Cell("agent_id_number", "证件号码", wide=2)),
        row(Cell("agent_relation", "与申请人\n关系"), Cell("agent_phone", "电话", wide=2)),
        side="代理人",
    )
    columns = (Column("name", "姓名", 2), Column("id_number", "证件号码", 3), Column("phone", "电话", 2))
    return applicant, agent, box(Table("joint_applicants", columns, least=2), side="共同申请")


def _privacy(sheet: Sheet) -> str:
    """个人信息保护法 §17, for authorities §35; §31 for a child under fourteen."""
    child = sheet.text("age").removesuffix(" 岁")
    young = child.isdigit() and int(child) < 14
    consent = "申请人不满十四周岁，其个人信息经父母或者其他监护人同意后处理（第三十一条）。" if young else ""
    return (
        "{office.name}和法律援助机构为审查、办理法律援助以及依法统计和归档，收集和使用本表及所附材料中的个人信息"
        "（含身份、家庭、经济状况），依法保密，按档案管理规定的期限保存，不作他用。您有权查阅、复制、更正本人信息，"
        f"可向本所提出（电话：{{office.phone}}）。{consent}依据：《中华人民共和国个人信息保护法》第十七条、第三十五条。"
    )


def means(sheet: Sheet) -> Form:
    """经济困难状况说明表: the household's income, and the pledge or, after a false one, the check (法§41, §42, §64)."""
    return Form(
        "经济困难状况说明表",
        (
            box(
                row("applicant", Cell("id_number", wide=2)),
                row("phone", Cell(label="住所", text=HOME, wide=2)),
                side="申请人",
            ),
            box(
                Table("members", MEMBERS, least=4),
                row("family_size", "yearly_income"),
                row("monthly_income", "monthly_spending"),
                side="家庭成员及年收入",
                label=36,
            ),
            box(row("housing"), row("savings"), side="资产", label=36),
            box(
                row(Cell("means", "核查方式", ticks=options(terms.MeansTest, sheet))),
                row(Cell("exemption", "免予核查事由", ticks=options(terms.Exemption, sheet))),
                row("exemption_evidence"),
                side="核查",
                label=36,
            ),
            box(
                Prose(
                    "本人同意并授权法律援助机构和{office.name}通过信息共享查询，向有关部门、单位、村（居）民委员会或者"
                    "个人核查以上经济状况。",
                    Style.TEXT,
                ),
                Prose(_pledge(sheet), Style.TEXT),
                Sign(("申请人（代理人）签名、捺印：", DAY)),
                side="授权和承诺",
            ),
        ),
        note="填写说明：收入填写一年的数额，没有的填“0”。属于免予核查情形的（《法律援助法》第四十二条），"
        "附相应的凭证；属于不受经济困难条件限制情形的（第三十二条），不必填写本表。",
    )


def _pledge(sheet: Sheet) -> str:
    if sheet.text("false_pledge") == "是":
        return "申请人曾经作过虚假承诺，本次不适用个人诚信承诺，以上情况由法律援助机构核查，或者由申请人提供证明材料。"
    return (
        "本人承诺以上情况真实、完整，没有隐瞒。知悉：以欺骗或者其他不正当手段获得法律援助的，依照《中华人民共和国"
        "法律援助法》第六十四条，由司法行政部门责令支付已实施法律援助的费用，并处三千元以下罚款；法律援助机构还应当"
        "依照第四十八条终止法律援助。"
    )


def receipt(sheet: Sheet) -> Form:
    """申请材料接收凭证 in two copies: what was handed in, and what happens next (法§43)."""
    return Form(
        "法律援助申请材料接收凭证",
        (
            row(Cell("applicant", "申请人"), Cell("received_on", "接收日期"), Cell("agent", "代理人")),
            Table("materials", MATERIALS, least=3),
            row(
                Cell(
                    label="下一步",
                    text="本所将材料转交{handed_over_to:法律援助机构}审查，法律援助机构自收到申请之日起七日内作出决定；"
                    "需要补充材料的，一次性告知。电话：{office.phone:________}、" + HOTLINE + "。",
                )
            ),
            box(Beside((Sign(("接收人签名：", "申请人签名：")), Seal("{received_on}")))),
        ),
        copies=("第一联　存根", "第二联　交申请人"),
    )


def supplement(sheet: Sheet) -> Form:
    """补充材料/说明通知书: everything that is missing, told at once, from the newest notice (法§43)."""
    newest = sheet.rows["supplements"][-1] if sheet.rows.get("supplements") else {}
    fields = {name: entry.text for name, entry in newest.items()}
    items, matters = fields.get("items", ""), fields.get("matters", "")
    asked: list[Prose] = []
    if items or not matters:
        asked += [Prose("一、需要补充的材料", Style.HEADING), Prose(f"{{items:{GAP_LINES}}}")]
    if matters or not items:
        asked += [Prose(f"{'二' if asked else '一'}、需要说明的事项", Style.HEADING)]
        asked += [Prose(f"{{matters:{GAP_LINES}}}")]
    return Form(
        "补充材料/说明通知书",
        (
            Prose("{applicant}：", Style.ADDRESS),
            Prose(
                "你于{applied_on}提出的法律援助申请（案由：{cause}）收悉。经查看，申请材料不齐全或者需要说明。根据"
                "《中华人民共和国法律援助法》第四十三条的规定，现一次性告知如下："
            ),
            *asked,
            Prose(
                "请于{due_on}前将上述材料、说明送交{office.name}。逾期未补充材料或者未作说明的，视为撤回申请。补充、"
                "说明所用的时间不计入审查期限。"
            ),
            Prose("地址：{office.address}\n电话：{office.phone}\n时间：{office.hours:工作日}"),
            Seal("{asked_on}"),
            Stub(
                (
                    Prose(
                        "存根：{applicant}的《补充材料/说明通知书》已经收到，知悉补充的内容、期限和逾期的后果。",
                        Style.TEXT,
                    ),
                    Sign(("收件人签名（捺印）：", DAY)),
                )
            ),
        ),
        fields={**fields, "items": _numbered(items), "matters": _numbered(matters)},
    )


def _numbered(text: str) -> str:
    """The lines of `text`, numbered where there are several and nobody has numbered them."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) < 2 or any(line[0].isdigit() for line in lines):
        return "\n".join(lines)
    return "\n".join(f"{number}．{line}" for number, line in enumerate(lines, 1))


def handover(sheet: Sheet) -> Form:
    """转交清单: what goes to the centre, signed and sealed by both (法§13)."""
    return Form(
        "法律援助申请材料转交清单",
        (
            row(Cell("applicant", "申请人"), "phone"),
            row("cause", "received_on"),
            row("ground"),
            row(Cell("form"), Cell("means", "经济状况")),
            row(Cell("supplements_told", "补正情况")),
            Table("materials", MATERIALS, least=8),
            box(
                Beside(
                    (
                        Seal("{handed_over_on}", lines=("移交人签名：",)),
                        Seal("", "{handed_over_to}", lines=("接收人签名：",)),
                    )
                )
            ),
        ),
        note="本清单一式两份，移交、接收单位各执一份。接收人核对无误后签名，并注明接收日期。",
        fields={"supplements_told": _supplements(sheet)},
    )


def _supplements(sheet: Sheet) -> str:
    """How often more was asked for, and what came of it: it suspends the seven days (法§43)."""
    told = []
    for each in sheet.rows.get("supplements", ()):
        asked, back = each["asked_on"].text, each["returned_on"].text
        told.append(f"{paper_day(asked)}通知，" + (f"{paper_day(back)}收到" if back else "尚未收到"))
    return "；".join(told)


def delivery(sheet: Sheet) -> Form:
    """送达回证: which papers were served on whom, how, when, and who took or refused them."""
    return Form(
        "送达回证",
        (
            row("cause"),
            row(Cell("applicant", "受送达人"), Cell(label="电话", name="phone")),
            row(Cell("delivery_address")),
            Table(
                "served",
                (Column("paper", "送达文书名称", 5), Column("number", "文号", 4), Column("copies", "份数", 1)),
                least=4,
            ),
            row(Cell("delivery", "送达方式", ticks=options(terms.Delivery, sheet))),
            box(
                row(Cell(label="收到日期", text="    年    月    日    时"), Cell(label="受送达人签名\n（捺印）")),
                row(Cell(label="代收人签名"), Cell(label="与受送达人关系")),
                row(Cell(label="拒收事由\n和日期", lines=2)),
                row(Cell(label="见证人签名"), Cell(label="见证人单位、\n电话")),
                row(Cell(label="送达人签名"), Cell(label="送达日期")),
                row(Cell(label="备注", lines=2)),
                row=11,
                label=30,
            ),
            Seal(""),
        ),
        note="填写说明：受送达人不在的，交其同住的成年亲属签收，并写明关系；拒绝接收的，写明拒收事由和日期，由送达人、"
        "见证人签名；邮寄、电子送达的，附回执或者送达记录。",
        rows={"served": _served(sheet)},
    )


def _served(sheet: Sheet) -> list[dict[str, str]]:
    """The centre's papers that have a number on the record; others are written by hand."""
    refused = sheet.text("decision") == terms.Decision.REFUSE.label
    known = (
        ("不予法律援助决定书" if refused else "给予法律援助决定书", "decision_number"),
        ("指派通知书", "appointment_number"),
        ("终止法律援助决定书", "termination_number"),
    )
    return [{"paper": paper, "number": sheet.text(name)} for paper, name in known if sheet.text(name)]


FORMS: dict[str, Callable[[Sheet], Form]] = {
    "aid_application": application,
    "aid_means": means,
    "aid_receipt": receipt,
    "aid_supplement": supplement,
    "aid_handover": handover,
    "aid_delivery": delivery,
    "aid_contents": contents,
    "aid_cover": cover,
}
"""How each paper is described, by its code in the register's declaration."""
