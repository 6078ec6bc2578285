"""Invented applications for legal aid to draw papers from: full, empty, long. Nobody has such numbers."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from quyuan_desktop.documents.sheet import Entry, Sheet
from quyuan_desktop.registers import kinds
from quyuan_desktop.registers.base import fields_of
from quyuan_desktop.registers.legal_aid.application import Application
from tests.documents.paper_specimens import MADE, OFFICE
from tests.offices import resident

SUMMARY = (
    "申请人自2023年3月起在河市镇某安置房工地做小工，约定每天180元，由工地负责人李某记工。至9月完工时，公司尚欠"
    "工资12,600元，李某出具了欠条，承诺国庆前付清，至今未付。\n"
    "申请人多次到公司讨要，公司以工程款未结清为由推脱；11月15日向区劳动保障监察大队投诉，经调解没有结果。申请人年过"
    "六十，与残疾的丈夫靠务农和零工为生，无力支付律师费用，特申请法律援助，请求指派律师代理劳动争议仲裁。"
)
FIELDS = {
    "applied_on": "2023-11-30",
    "way": "本人到所",
    "source": "当事人申请",
    "acceptor": "张三",
    "applicant": "王秀兰",
    "id_kind": "居民身份证",
    "id_number": resident(),
    "sex": "女",
    "birth_date": "1962-03-04",
    "ethnic_group": "汉族",
    "nationality": "中国",
    "education": "初中",
    "phone": "19055550123",
    "postcode": "414418",
    "household": "湖南省汨罗市营田镇荷花村5组",
    "town": "营田镇",
    "village": "荷花村",
    "address": "5组12号",
    "workplace": "务农",
    "groups": "妇女、农民、农民工、老年人",
    "detained": "否",
    "delivery": "直接送达",
    "delivery_address": "营田镇荷花村5组12号",
    "applied_before": "是",
    "before_where": "2021年6月，区法律援助中心，屈援申字〔2021〕第9号",
    "joint": "共同申请，请求可分且同类（按人数计件）",
    "agent_kind": "委托代理人",
    "agent": "王小明",
    "agent_id_number": "999001198807150017",
    "agent_phone": "19055550124",
    "agent_relation": "儿子",
    "domain": "民事",
    "form": "劳动争议调解与仲裁代理",
    "ground": "请求确认劳动关系或支付劳动报酬",
    "cause": "追索劳动报酬",
    "status": "原告（申请人）",
    "case_stage": "仲裁",
    "opposing_party": "某某建筑劳务有限公司（负责人李某）",
    "handling_body": "区劳动人事争议仲裁委员会",
    "handling_contact": "0730-0000001",
    "claim": "12,600",
    "summary": SUMMARY,
    "means": "个人诚信承诺",
    "exemption": "申请支付劳动报酬或者请求工伤赔偿的进城务工人员",
    "exemption_evidence": "工地出入证、欠条",
    "family_size": "3",
    "yearly_income": "31,400",
    "monthly_income": "872.22",
    "monthly_spending": "950",
    "housing": "农村自建平房一处，约90平方米",
    "savings": "信用社存款约3,000元，无证券",
    "pledged": "是",
    "false_pledge": "否",
    "received_on": "2023-11-30",
    "receipt_by": "张三",
    "handed_over_on": "2023-12-07",
    "handed_over_to": "屈原管理区法律援助中心",
    "handed_over_by": "张三",
    "decided_on": "2023-12-11",
    "decision": "给予法律援助",
    "decision_number": "屈援决字〔2023〕第41号",
    "decision_served_on": "2023-12-13",
    "appointed_on": "2023-12-13",
    "appointment_number": "屈援指字〔2023〕第38号",
    "firm": "湖南某某律师事务所",
    "undertaker": "周律师",
    "agreement_on": "2023-12-16",
    "closed_on": "2024-03-08",
    "closing": "非诉：劳动仲裁",
    "closing_document": "仲裁裁决书（屈劳人仲案字〔2024〕第12号）",
    "archived_on": "2024-04-01",
    "file_number": "2023-援-017",
    "file_pages": "46",
    "retention": "10年",
    "age": "61 岁",
}
MATERIALS = (
    {"name": "法律援助申请表", "copies": "1", "pages": "2", "original": "原件"},
    {"name": "居民身份证（申请人、代理人）", "copies": "1", "pages": "2", "original": "复印件"},
    {"name": "经济困难状况说明表", "copies": "1", "pages": "1", "original": "原件"},
    {"name": "欠条（2023年9月26日）", "copies": "1", "pages": "1", "original": "复印件"},
    {"name": "授权委托书", "copies": "1", "pages": "1", "original": "原件"},
)
ROWS: Mapping[str, Sequence[Mapping[str, str]]] = {
    "joint_applicants": (
        {"name": "刘满姑", "id_number": "999001196508120029", "phone": "19055550125"},
        {"name": "易冬生", "id_number": "999001197011030010", "phone": "19055550126"},
    ),
    "members": (
        {
            "name": "王秀兰",
            "relation": "本人",
            "age": "61",
            "wage": "9,000",
            "business": "6,400",
            "other": "1,500",
        },
        {"name": "杨德厚", "relation": "丈夫", "age": "64", "wage": "", "business": "", "other": "4,500"},
        {"name": "王小明", "relation": "儿子", "age": "35", "wage": "10,000", "business": "", "other": ""},
    ),
    "materials": MATERIALS,
    "supplements": (
        {
            "asked_on": "2023-12-01",
            "due_on": "2023-12-15",
            "items": "工地考勤记录或者能够证明在该工地做工的其他材料；\n欠条原件（核对后退回）。",
            "matters": "2023年3月至9月已经领取的工资数额和时间。",
            "returned_on": "2023-12-06",
            "outcome": "已补齐",
        },
    ),
}


def sheet_of(
    fields: Mapping[str, str], rows: Mapping[str, Sequence[Mapping[str, str]]], **changes: object
) -> Sheet:
    """A sheet with every declared field, filled in from `fields`, and these child rows."""
    declared = fields_of(Application)
    entries = {
        field.name: Entry(field.label, fields.get(field.name, ""))
        for field in declared
        if not isinstance(field.kind, kinds.Rows)
    }
    entries["age"] = Entry("年龄", fields.get("age", ""))
    sheet = Sheet(
        office=OFFICE,
        title="",
        number="屈营司援收字〔2023〕第17号",
        date=date(2023, 11, 30),
        fields=entries,
        rows={
            name: [{n: Entry(n, text) for n, text in each.items()} for each in these]
            for name, these in rows.items()
        },
        digest=hashlib.sha256(b"specimen").hexdigest(),
        issued_at=MADE,
        issued_by="张三",
        hours="工作日 8:30—12:00，14:30—17:30",
    )
    return replace(sheet, **changes)  # type: ignore[arg-type]  # names are checked by replace


def with_texts(**texts: str) -> Sheet:
    """The full sheet with some texts changed."""
    return sheet_of({**FIELDS, **texts}, ROWS)


def full() -> Sheet:
    return sheet_of(FIELDS, ROWS)


def empty() -> Sheet:
    """Only what a record can't be without: the rest is to be written by hand."""
    needed = {"applied_on": "2023-11-30", "applicant": "李某", "detained": "否", "applied_before": "否"}
    return sheet_of(
        {**needed, "false_pledge": "否", "pledged": "否"}, {}, number="", digest="", issued_by="", hours=""
    )


def long() -> Sheet:
    """Texts that no cell holds, and more rows than a page."""
    point = "被申请人没有依照约定支付报酬，也没有签订书面劳动合同（参见所附考勤记录）。"
    fields = {
        "applicant": "阿卜杜热合曼·买买提依明江·吐尔逊",
        "household": "湖南省岳阳市汨罗市营田镇荷花村（原新堤村与三洲村合并）第五村民小组十二号附一号，"
        "二〇一九年迁入，原籍沅江市",
        "before_where": "2019年5月在沅江市法律援助中心申请，编号不详；2021年6月在屈原管理区法律援助中心申请，"
        "屈援申字〔2021〕第9号，已结案",
        "summary": "\n".join(f"{number}．{point * 6}" for number in range(1, 19)),
        "housing": "农村自建平房一处，约90平方米；另与兄弟共有祖屋一间，长期无人居住，屋顶漏雨，" * 2,
    }
    materials = [
        {
            "name": f"材料之{number}：" + "考勤表、工资条、聊天记录截图" * (1 + number % 3),
            "copies": "1",
            "pages": str(number),
        }
        for number in range(1, 41)
    ]
    supplements = {**ROWS["supplements"][0], "items": "；\n".join(f"第{n}项材料：{point}" for n in range(1, 31))}
    members = [{"name": f"家人{n}", "relation": "子女", "age": str(n), "wage": "1,000.50"} for n in range(1, 13)]
    joint = [{"name": f"工友{n}", "id_number": resident(), "phone": "19055550199"} for n in range(1, 31)]
    rows = {"materials": materials, "supplements": [supplements], "members": members, "joint_applicants": joint}
    return sheet_of({**FIELDS, **fields}, rows)
