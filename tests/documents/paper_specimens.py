"""Invented records to draw papers from: full, empty, long, with rare names."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

from quyuan_desktop.documents.fonts import coverage
from quyuan_desktop.documents.sheet import Entry, Sheet
from quyuan_desktop.domain.office import Office

MADE = datetime(2023, 11, 30, 14, 35, tzinfo=timezone(timedelta(hours=8)))
RARE = "㛃䶮𬱖𫘧𰻞龘𬶏㙦𣲘犇垚"
OFFICE = Office(
    "430671101", "屈原管理区营田司法所", "屈营司", "营田镇", "0730-0000000", "营田镇文化路 18 号（镇政府一楼）"
)
REPLY = (
    "经了解，您2023年3月至9月在河市镇某安置房工地做小工，约定每天180元，公司尚欠工资12,600元，"
    "有工地负责人签名的欠条一张。\n按照《保障农民工工资支付条例》，总承包单位应当先行清偿。您可以先向区"
    "劳动保障监察大队投诉；也可以申请劳动仲裁，时效为一年，从劳动关系终止之日起算。"
)
FIELDS = {
    "channel": ("途径", "来访"),
    "received_on": ("日期", "2023-11-30"),
    "received_time": ("时间", "14:20"),
    "receptionist": ("接待人", "张三"),
    "visitor": ("姓名", "王秀兰"),
    "sex": ("性别", "女"),
    "birth_date": ("出生日期", "1962-03-04"),
    "age": ("年龄", "61 岁"),
    "id_kind": ("证件类型", "居民身份证"),
    "id_number": ("证件号码", "999001196203041228"),
    "nationality": ("国籍", "中国"),
    "ethnic_group": ("民族", "汉族"),
    "education": ("文化程度", "初中"),
    "phone": ("电话", "13800000000"),
    "household": ("户籍地", "湖南省汨罗市营田镇荷花村5组"),
    "town": ("乡镇", "营田镇"),
    "village": ("村居", "荷花村"),
    "address": ("住址", "5组12号"),
    "workplace": ("工作单位", "务农"),
    "groups": ("类别", "妇女、农民、老年人"),
    "companions": ("同来人", "王小明（儿子）"),
    "headcount": ("统计人次", "1"),
    "repeat_visit": ("重复来访", "否"),
    "opposing_party": ("对方当事人", "某某建筑劳务有限公司（负责人李某）"),
    "title": ("标题", "追讨建筑工地劳动报酬"),
    "result": ("结果", "引导申请法律援助"),
    "reply": ("答复意见", REPLY),
    "replied_on": ("答复日期", "2023-11-30"),
    "informed_right": ("已告知申请权", "是"),
    "informed_on": ("告知日期", "2023-11-30"),
    "appointment_on": ("约定日期", "2023-12-04"),
    "referred_to": ("转往何处", "屈原管理区法律援助中心"),
}
MATTERS = (
    ("劳动报酬", "在建筑工地做工，公司拖欠工资12,600元，如何追讨。"),
    ("赡养费", "两个儿子中有一个三年没有给生活费，能不能要求他给。"),
)


def sheet_of(
    fields: Mapping[str, tuple[str, str]], matters: Sequence[tuple[str, str]] = (), **changes: object
) -> Sheet:
    """A sheet of these fields (name → label, text) and matters (category, summary)."""
    rows = [{"category": Entry("案由", category), "summary": Entry("内容", text)} for category, text in matters]
    sheet = Sheet(
        office=OFFICE,
        title="",
        number="屈营司咨字〔2023〕118号",
        date=date(2023, 11, 30),
        fields={name: Entry(label, text) for name, (label, text) in fields.items()},
        rows={"matters": rows},
        digest=hashlib.sha256(b"specimen").hexdigest(),
        issued_at=MADE,
        issued_by="张三",
        hours="工作日 8:30—12:00，14:30—17:30",
    )
    return replace(sheet, **changes)  # type: ignore[arg-type]  # names are checked by replace


def with_texts(**texts: str) -> Sheet:
    """The full sheet with some texts changed."""
    changed = {name: (FIELDS[name][0], text) for name, text in texts.items()}
    return sheet_of({**FIELDS, **changed}, MATTERS)


def han(count: int, start: int = 0) -> str:
    """`count` different characters, none of them on a paper by itself: those of Unicode's extension A."""
    known = sorted(character for character in coverage("NotoSansSC") if "\u3400" <= character <= "\u4dbf")
    return "".join(known[start : start + count])


def full() -> Sheet:
    return sheet_of(FIELDS, MATTERS)


def empty() -> Sheet:
    """Half filled: the rest is room to write on."""
    return sheet_of({"visitor": ("姓名", "李某"), "channel": ("途径", "来电")}, digest="", hours="", issued_by="")


def blank() -> Sheet:
    """Nothing filled in at all: a form for days without electricity."""
    office = Office("430671101", "营田司法所", "屈营司", "营田镇")
    return sheet_of({}, number="", digest="", hours="", issued_by="", office=office)


def long() -> Sheet:
    """Five matters and a reply of three thousand characters."""
    point = "可以认定存在事实上的劳动关系（参见有关规定）。"
    asked = "与丈夫分居三年，房子是婚后建的，宅基地在公公名下，怎么判。"
    changed = {
        "visitor": "阿卜杜热合曼·买买提依明江·吐尔逊",
        "household": "湖南省岳阳市汨罗市营田镇荷花村（原新堤村与三洲村合并）第五村民小组十二号附一号，"
        "二〇一九年迁入，原籍沅江市",
        "reply": "\n".join(f"第{number}点，{point * 8}" for number in range(1, 17)),
    }
    fields = {name: (FIELDS[name][0], text) for name, text in changed.items()}
    matters = [(f"婚姻家庭（财产分割）{number}", asked * (1 + number % 2)) for number in range(1, 6)]
    return sheet_of({**FIELDS, **fields}, matters)


def rare() -> Sheet:
    """Names that ordinary fonts do not have, and what looks like markup."""
    return with_texts(
        visitor=RARE[:5], companions=RARE[5:], opposing_party='<b>某某</b>公司 <img src="x"/> & "引号" =1+1'
    )
