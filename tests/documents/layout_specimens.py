"""Forms of every block and sheets to fill them, plain, blank, hostile and nasty: for the engine, not for any office."""

import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from quyuan_desktop.documents.layout import (
    DAY,
    YES_NO,
    Beside,
    Block,
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
    row,
)
from quyuan_desktop.documents.page import A4, A4_LANDSCAPE, A5
from quyuan_desktop.documents.preview import extract_text
from quyuan_desktop.documents.sheet import Entry, Sheet
from tests.documents.paper_specimens import sheet_of

Part = Block | Box | Stub | Break

FIELDS = {
    "visitor": ("姓名", "王秀兰"),
    "day": ("日期", "2023-11-30"),
    "address": ("住址", "营田镇荷花村5组12号"),
    "groups": ("类别", "妇女、农民"),
    "story": ("情况", "公司拖欠工资12,600元，\n多次讨要没有结果。"),
    "number": ("证件号码", "999001196203041226"),
}
THINGS = ({"name": "欠条", "count": "1", "amount": "12,600"}, {"name": "身份证", "count": "2", "amount": "0.50"})
LIST = Table(
    "things",
    (Column("name", "名称", 4), Column("count", "份数", 1, total=True), Column("amount", "元", 2, "right", True)),
)
SEALED = Beside((Sign(("接收人签名：", DAY), "以上属实。"), Seal()))
EVERYTHING: tuple[Part, ...] = (
    Prose("{visitor}：", Style.ADDRESS),
    Prose("你于{day}来所，住{address}。"),
    Prose("一、说明", Style.HEADING),
    Prose("{story}"),
    box(
        row("visitor", Cell("number", wide=2, boxes=18)),
        row(Cell("groups", ticks=("妇女", "农民", "老年人"))),
        row(Cell(label="合写", text="{address}（{visitor}）")),
        row(Cell("story", None, lines=4)),
        side="基本情况",
    ),
    LIST,
    box(Prose("本人承诺属实。", Style.TEXT), Sign(("签名（捺印）：", DAY)), side="承诺"),
    box(SEALED),
    Stub((Prose("存根：{visitor}", Style.TEXT), Sign(("签收人：", DAY)))),
)
SIZES = {"A4": A4, "A5": A5, "landscape": A4_LANDSCAPE}
HOSTILE = {
    "markup": '<b>粗</b><para/>&lt;&amp;<img src="x"/>',
    "formula": '=1+1 @SUM(A1) +cmd|"/c calc"!A0',
    "names": "{visitor} {office.name} {0} %s ${x} {{}}",
    "pdf": r"(）\n) Tj ET {x} \\n <</JS>>",
    "rare": "㛃䶮𬱖𫘧𰻞",
}


def sheet(things: Sequence[Mapping[str, str]] = THINGS, **changed: str) -> Sheet:
    """A sheet with the fields and rows above, some texts changed."""
    fields = {**FIELDS, **{name: (FIELDS[name][0], text) for name, text in changed.items()}}
    rows = [{name: Entry("", text) for name, text in each.items()} for each in things]
    return replace(sheet_of(fields), rows={"things": rows})


def blank() -> Sheet:
    return replace(sheet([], **dict.fromkeys(FIELDS, "")), number="", digest="", issued_by="", hours="")


def form(*blocks: Part, **given: Any) -> Form:
    return Form("试用表", blocks, **given)


def words(pdf: bytes) -> str:
    """The whole text without blanks and line ends."""
    return re.sub(r"\s", "", "".join(extract_text(pdf)))


def tight(text: str) -> str:
    return re.sub(r"\s", "", text)


PLACES: dict[str, tuple[Part, ...]] = {
    "cell": (row("visitor", "address"),),
    "narrow": (row("visitor", "address", "day", "story"),),
    "written": (box(row(Cell("address", None, lines=3)), side="住址"),),
    "together": (row(Cell(label="合写", text="住在{address}。")),),
    "ticks": (row(Cell("address", ticks=YES_NO)),),
    "prose": (Prose("住在{address}。"),),
    "boxed prose": (box(Prose("住在{address}。", Style.TEXT), side="住址"), LIST),
    "statement": (box(Sign(("签名：",), "住在{address}。")),),
    "large": (box(row("address"), size=16, row=18),),
    "stub": (Prose("甲"), Stub((Prose("存根：{address}", Style.TEXT),))),
}


def nasty(chance: random.Random) -> Sheet:
    def typed() -> str:
        length = chance.choice([0, 0, 1, 3, 8, 20, 40, 80, 200, 700, 2500])
        return "".join(chance.choices("王秀兰法律援助，。（）“”《》—…0123abcdefgHIJK -/.%￥𬱖\n", k=length))

    things = [{name: typed() for name in ("name", "count", "amount")} for _ in range(chance.choice([0, 1, 5, 40]))]
    typed_fields = {name: typed() if chance.random() < 0.6 else text for name, (_, text) in FIELDS.items()}
    found = sheet(things, **typed_fields)
    labels = {
        name: Entry(entry.label * chance.choice([1, 1, 4]), entry.text) for name, entry in found.fields.items()
    }
    office = replace(found.office, name=chance.choice(["营田司法所", "某" * 80]))
    return replace(
        found,
        fields=labels,
        office=office,
        number=chance.choice(["屈营司咨字〔2023〕118号", "屈" * 60, ""]),
        copy_mark=chance.choice(["", "样张"]),
        issued_by=typed()[:60],
    )
