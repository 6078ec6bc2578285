"""The papers of a mediation, after the forms of the 司法部 of December 2010 as far as they are known.

法 is the 人民调解法. Each function makes one paper's description from the record's sheet.
"""

from collections.abc import Callable
from functools import partial

from quyuan_desktop.documents.layout import (
    DAY,
    GAP_LINES,
    Beside,
    Cell,
    Column,
    Form,
    Prose,
    Seal,
    Sign,
    Style,
    Table,
    box,
    options,
    row,
)
from quyuan_desktop.documents.mediation_file import contents, cover
from quyuan_desktop.documents.record_sheet import Plan, record_sheet
from quyuan_desktop.documents.sheet import Entry, Sheet
from quyuan_desktop.registers.mediation import terms
from quyuan_desktop.registers.mediation.claim import CLAIM

COMMITTEE = "{committee:________________人民调解委员会}"
PARTIES = Table(
    "parties",
    (
        Column("side", "身份", 2.1, "center"),
        Column("name", "姓名\n（名称）", 2.4, "center"),
        Column("sex", "性别", 1.1, "center"),
        Column("ethnic_group", "民族", 1.3, "center"),
        Column("age", "年龄", 1.1, "center"),
        Column("occupation", "职业、\n职务", 1.9),
        Column("phone", "电话", 3.2),
        Column("address", "住址", 4.6),
    ),
    least=2,
    numbered=False,
)
APPLICANTS = Table(
    "parties",
    (
        Column("name", "姓名\n（名称）", 2.2, "center"),
        Column("sex", "性别", 1.0, "center"),
        Column("ethnic_group", "民族", 1.2, "center"),
        Column("id_number", "证件号码", 5.3, "center"),
        Column("phone", "电话", 3.4),
        Column("address", "住址", 4.3),
    ),
    least=2,
    numbered=False,
)
MOST_SIGN = 8
"""For so many parties there is a line each; more sign on a sheet of their own."""


def register(sheet: Sheet) -> Form:
    """人民调解受理登记表: who asks whom for what, and that it was taken in (法第17、18条)."""
    return Form(
        "人民调解受理登记表",
        (
            row(Cell("accepted_on", "受理日期"), "acceptor"),
            row(Cell("committee", "调委会")),
            row(Cell("source", "案件来源", ticks=options(terms.Source, sheet))),
            box(PARTIES, side="当事人"),
            row(Cell("kind", "纠纷类型"), "title"),
            row("persons", Cell("amount", "涉及金额\n（元）"), "hard"),
            box(row(Cell("summary", None, lines=6)), side="纠纷简要情况"),
            box(row(Cell("request", None, lines=3)), side="当事人请求"),
            box(
                Sign(
                    ("申请人签名（捺印）：", DAY, "登记人签名：", DAY),
                    "当事人申请（同意）由本调委会调解，知悉人民调解不收取任何费用。",
                ),
                side="申请登记",
            ),
        ),
        note="主动调解的，当事人没有明确拒绝即可调解，“申请人签名”栏由参加调解的当事人签名。",
        issuer=COMMITTEE,
    )


def notice(sheet: Sheet) -> Form:
    """权利义务告知书 (法第4、23、24、31、33条)."""
    return Form(
        "人民调解当事人权利义务告知书",
        (
            Prose("{told_names}：", Style.ADDRESS),
            Prose(
                "你们之间的{title:________}（案号：{sheet.number:________}）由" + COMMITTEE + "调解。根据"
                "《中华人民共和国人民调解法》，现将有关权利义务告知如下：",
                Style.TEXT,
            ),
            Prose("一、调解的性质", Style.HEADING),
            Prose(
                "人民调解在当事人自愿、平等的基础上进行，不违背法律、法规和国家政策，不收取任何费用。", Style.TEXT
            ),
            Prose("二、当事人的权利（第二十三条）", Style.HEADING),
            Prose(
                "（一）选择或者接受人民调解员；（二）接受调解、拒绝调解或者要求终止调解；（三）要求调解公开进行或者不公开"
                "进行；（四）自主表达意愿、自愿达成调解协议。",
                Style.TEXT,
            ),
            Prose("三、当事人的义务（第二十四条）", Style.HEADING),
            Prose(
                "（一）如实陈述纠纷事实；（二）遵守调解现场秩序，尊重人民调解员；（三）尊重对方当事人行使权利。",
                Style.TEXT,
            ),
            Prose("四、调解协议的效力", Style.HEADING),
            Prose(
                "经调解达成的协议具有法律约束力，当事人应当按照约定履行（第三十一条）。双方认为有必要的，可以自协议生效之"
                "日起三十日内共同向人民法院申请司法确认（第三十三条）。调解不成的，可以依法通过仲裁、行政、司法等途径维护"
                "权利（第二十六条）。",
                Style.TEXT,
            ),
            box(Sign(_signs(sheet, "当事人签名："), "以上内容已经告知，本人已经知悉。")),
            Seal("{accepted_on}", COMMITTEE),
        ),
        issuer=COMMITTEE,
        fields={"told_names": _names(sheet)},
    )


def inquiry(sheet: Sheet) -> Form:
    """调查记录: asked on the spot, written by hand."""
    return Form(
        "人民调解调查记录",
        (
            row(Cell("title", "案由"), Cell("sides", "当事人")),
            row(
                Cell(label="调查时间", text="    年    月    日    时    分至    时    分"), Cell(label="调查地点")
            ),
            row(Cell(label="调查人"), Cell("committee", "调委会")),
            row(Cell(label="被调查人"), Cell(label="性别、年龄"), Cell(label="电话")),
            row(Cell(label="单位或住址")),
            box(row(Cell(label=None, lines=13)), side="调查内容"),
            box(
                Sign(
                    ("被调查人签名（捺印）：", DAY, "调查人签名：", "记录人签名："),
                    "以上记录已向被调查人宣读或者交其阅看，核对无误。",
                ),
            ),
        ),
        issuer=COMMITTEE,
    )


def record(sheet: Sheet) -> Form:
    """调解笔录 of the newest session: who was there, what was said (法第27条)."""
    newest = _newest(sheet)
    return Form(
        "人民调解笔录",
        (
            row(Cell("title", "案由"), Cell(label="第几次", text=_which(sheet))),
            row(Cell("session_on", "时间", text="{session_on}　{session_start}—{session_end}" if newest else "")),
            row(Cell("session_place", "地点")),
            row(Cell("mediators", "调解员"), Cell("joined", "联合调解")),
            row(Cell("session_present", "到场人员")),
            box(PARTIES, side="当事人"),
            box(
                Prose(
                    "调解员已告知当事人权利义务：人民调解不收费；当事人可以选择、接受调解员，接受或者拒绝调解，要求公开"
                    "或者不公开调解，自愿达成协议；应当如实陈述事实，遵守现场秩序。当事人表示清楚。",
                    Style.TEXT,
                ),
                side="告知",
            ),
            box(row(Cell("session_content", None, lines=6)), side="调解经过"),
            box(
                Sign(
                    (*_signs(sheet, "当事人签名（捺印）："), "人民调解员签名：", "记录人签名："),
                    "以上笔录已向当事人宣读或者交其阅看，核对无误。",
                ),
            ),
        ),
        issuer=COMMITTEE,
        fields={
            f"session_{name}": newest.get(name, "")
            for name in ("on", "start", "end", "place", "present", "content")
        },
    )


def agreement(sheet: Sheet) -> Form:
    """人民调解协议书 (法第28、29条): who, what was in dispute, what was agreed, how and by when; one copy each."""
    mediators = Sign(("人民调解员签名：", "记录人签名："))
    return Form(
        "人民调解协议书",
        (
            box(PARTIES, side="当事人"),
            Prose("一、纠纷主要事实、争议事项", Style.HEADING),
            Prose(f"{{told_facts:{GAP_LINES * 2}}}", Style.TEXT),
            Prose("二、经调解，双方当事人自愿达成如下协议", Style.HEADING),
            Prose(f"{{agreement:{GAP_LINES * 3}}}", Style.TEXT),
            Prose("三、履行方式和期限", Style.HEADING),
            Prose(_performance(sheet), Style.TEXT),
            Prose("四、其他", Style.HEADING),
            Prose(
                "本协议自双方当事人签名、盖章或者捺印，人民调解员签名并加盖人民调解委员会印章之日起生效。协议一式"
                "{copies:____}份，双方当事人各执一份，人民调解委员会留存一份。双方可以自协议生效之日起三十日内共同向人民法院"
                "申请司法确认。",
                Style.TEXT,
            ),
            box(
                Sign(_signs(sheet, "当事人签名（盖章、捺印）：")),
                Beside((mediators, Seal("{effective_on}", COMMITTEE))),
            ),
        ),
        head="{agreement_number}",
        issuer=COMMITTEE,
        fields={"told_facts": sheet.text("facts") or sheet.text("summary"), "copies": _copies(sheet)},
    )


def oral(sheet: Sheet) -> Form:
    """人民调解口头协议登记表: what the mediator writes down of an oral agreement (法第28条)."""
    return Form(
        "人民调解口头协议登记表",
        (
            row(Cell("committee", "调委会")),
            row(Cell("closed_on", "达成日期"), Cell("mediators", "调解员")),
            row(Cell("kind", "纠纷类型"), "title"),
            box(PARTIES, side="当事人"),
            box(row(Cell("told_facts", None, lines=6)), side="主要事实争议事项"),
            box(row(Cell("agreement", None, lines=6)), side="协议内容"),
            box(
                row(Cell("performance", ticks=options(terms.Performance, sheet))),
                row("perform_by", "agreed_amount"),
            ),
            box(
                Beside((Sign(("人民调解员签名：", "记录人签名：")), Seal("{closed_on}", COMMITTEE))),
            ),
        ),
        note="口头协议自各方当事人达成协议之日起生效（《中华人民共和国人民调解法》第三十条）。",
        issuer=COMMITTEE,
        fields={"told_facts": sheet.text("facts") or sheet.text("summary")},
    )


def confirm(sheet: Sheet) -> Form:
    """司法确认申请书: made jointly within thirty days (法第33条; 民事诉讼法第205条)."""
    return Form(
        "司法确认申请书",
        (
            box(APPLICANTS, side="申请人"),
            Prose("请求事项", Style.HEADING),
            Prose("请求确认{told_agreement}有效。", Style.TEXT),
            Prose("事实和理由", Style.HEADING),
            Prose(
                "双方因{title:________}，经"
                + COMMITTEE
                + "主持调解，于{effective_on}自愿达成调解协议（{form:________}）。协议"
                "内容如下：",
                Style.TEXT,
            ),
            Prose(f"{{agreement:{GAP_LINES * 3}}}", Style.TEXT),
            Prose(
                "双方出于解决纠纷的目的自愿达成协议，没有恶意串通、规避法律的行为；如果因该协议内容而给他人造成损害的，愿意"
                "承担相应的民事责任和其他法律责任。根据《中华人民共和国人民调解法》第三十三条的规定，共同申请司法确认。",
                Style.TEXT,
            ),
            Prose("此致", Style.TEXT),
            Prose("{court:________________人民法院}", Style.ADDRESS),
            box(Sign(tuple(line for each in _signs(sheet, "申请人签名（盖章、捺印）：") for line in (each, DAY)))),
        ),
        note="附：调解协议、双方身份证明、与协议相关的财产权利证明等材料。",
        issuer="",
        fields={"told_agreement": _told_agreement(sheet)},
    )


def visit(sheet: Sheet) -> Form:
    """回访记录: whether the agreement is kept, whether the parties are content, whether it may flare up again."""
    return Form(
        "人民调解回访记录",
        (
            row(Cell("sides", "当事人"), Cell("title", "案由")),
            row(Cell(label="协议编号", text="{agreement_number}"), Cell("effective_on", "协议日期")),
            row(Cell("visited_on", "回访日期"), Cell("visitor", "回访人")),
            row(Cell(label="回访事由", text="了解协议履行情况、当事人意见和有无激化迹象。")),
            row(Cell("performance", "履行情况", ticks=options(terms.Performance, sheet))),
            row(Cell("satisfaction", "满意度", ticks=options(terms.Satisfaction, sheet))),
            box(row(Cell("visit_note", None, lines=14)), side="回访情况"),
            box(Sign(("被回访人签名（捺印）：", DAY, "回访人签名：", DAY))),
        ),
        issuer=COMMITTEE,
    )


def _newest(sheet: Sheet) -> dict[str, str]:
    sessions = sheet.rows.get("sessions", ())
    return {name: entry.text for name, entry in sessions[-1].items()} if sessions else {}


def _which(sheet: Sheet) -> str:
    many = len(sheet.rows.get("sessions", ()))
    return f"第{many}次" if many else "第____次"


def _of(each: dict[str, Entry] | object, name: str) -> str:
    entry = each.get(name) if isinstance(each, dict) else None
    return entry.text if isinstance(entry, Entry) else ""


def _names(sheet: Sheet) -> str:
    """Everybody whom the paper speaks to."""
    names = [_of(each, "name") for each in sheet.rows.get("parties", ())]
    return "、".join(name for name in names if name) or "________、________"


def _signs(sheet: Sheet, line: str) -> tuple[str, ...]:
    """A line to sign on for every party, two at the least; a single one where they are too many for a page."""
    many = max(len(sheet.rows.get("parties", ())), 2)
    return (line,) * many if many <= MOST_SIGN else (f"{line.removesuffix('：')}（共{many}人，可附签名页）：",)


def _copies(sheet: Sheet) -> str:
    """One for every party and one for the committee (法第29条)."""
    many = len(sheet.rows.get("parties", ()))
    return str(many + 1) if many else ""


def _performance(sheet: Sheet) -> str:
    """How and by when it is performed."""
    if sheet.text("performance") == terms.Performance.AT_ONCE.label:
        return "当即履行。"
    amount = "协议金额{agreed_amount}元。" if sheet.text("agreed_amount") else ""
    return amount + "履行期限：{perform_by}。履行方式按协议内容所写。"


def _told_agreement(sheet: Sheet) -> str:
    number = sheet.text("agreement_number")
    return f"{sheet.text('committee') or '________________人民调解委员会'}主持达成的调解协议" + (
        f"（{number}）" if number else ""
    )


CLAIM_SHEET = Plan(
    "人民调解“以案定补”申报表",
    signs=("申报人签名：", DAY, "司法所审核人签名：", DAY),
    sealed=True,
    statement="本案一案一卷，卷宗齐全，没有重复申报。",
    note="一案只能申报一次；卷宗不合格、弄虚作假的不予补贴。",
)

FORMS: dict[str, Callable[[Sheet], Form]] = {
    "mediation_register": register,
    "mediation_notice": notice,
    "mediation_inquiry": inquiry,
    "mediation_record": record,
    "mediation_agreement": agreement,
    "mediation_oral": oral,
    "mediation_confirm": confirm,
    "mediation_visit": visit,
    "mediation_contents": contents,
    "mediation_cover": cover,
    "claim_sheet": partial(record_sheet, CLAIM, CLAIM_SHEET),
}
"""How each paper is described, by its code in the registers' declarations."""
