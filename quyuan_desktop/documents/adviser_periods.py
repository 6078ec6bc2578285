"""Papers of village advisers over a period: 工作日志, 考核评分表, 补贴核算表, described from plain data."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from quyuan_desktop.documents.layout import DAY, Beside, Cell, Column, Form, Seal, Sign, Table, box, row
from quyuan_desktop.documents.page import A4_LANDSCAPE
from quyuan_desktop.documents.sheet import Entry, Sheet
from quyuan_desktop.domain.amounts import capital_amount
from quyuan_desktop.domain.office import Office

NONE = "本期没有服务记录"
MADE_BY = "制表：{made_by} {made_on}"


@dataclass(frozen=True, slots=True)
class Served:
    """One service as the log book has it; `minutes` long, `proof` what shows it."""

    on: date
    times: str
    village: str
    adviser: str
    mode: str
    kind: str
    minutes: int
    people: int | None
    told: str
    result: str
    proof: str


@dataclass(frozen=True, slots=True)
class LogBook:
    """The services of one village, or of one adviser, in a period. `whose` is its name."""

    whose: str
    of_village: bool
    period: str
    services: tuple[Served, ...]


@dataclass(frozen=True, slots=True)
class Scored:
    """One item of a score sheet; `points` empty where it is scored by hand."""

    item: str
    full: int
    rule: str
    found: str
    points: str


@dataclass(frozen=True, slots=True)
class ScoreSheet:
    """How far the duty was done in a period, by one adviser or in one village; `others` are the villages, or the
    advisers."""

    whose: str
    of_village: bool
    others: str
    period: str
    items: tuple[Scored, ...]


@dataclass(frozen=True, slots=True)
class Subsidy:
    """One term in a period: months in term and those with the hours, services and those with evidence, lectures; the
    standard a year and what is due, in fen, None where there is no standard. `key` tells advisers of one name apart."""

    key: str
    village: str
    adviser: str
    firm: str
    agreement: str
    term: str
    months: str
    fulfilled: str
    services: int
    proved: int
    lectures: int
    standard: int | None
    due: int | None
    note: str = ""


def sheet_for(office: Office, made: datetime, by: str) -> Sheet:
    """The sheet that a paper over a period is drawn from: it belongs to no record and has no number."""
    fields = {"made_by": Entry("", by), "made_on": Entry("", f"{made:%Y-%m-%d}")}
    return Sheet(office, "", "", made.date(), fields, {}, "", made, "")


# -- 工作日志


def log_book(book: LogBook) -> Form:
    """工作日志 by village or by adviser: every service of the period in its order, with sums."""
    other = Column("adviser", "法律顾问", 20) if book.of_village else Column("village", "村（社区）", 20)
    minutes = sum(each.minutes for each in book.services)
    one_year = len({each.on.year for each in book.services}) == 1
    kinds = Counter(each.kind for each in book.services)
    told = "、".join(f"{kind} {count} 次" for kind, count in kinds.most_common())
    return Form(
        "法律顾问工作日志",
        (
            box(
                row(
                    Cell(label="村（社区）" if book.of_village else "法律顾问", text=_plain(book.whose), wide=1.4),
                    Cell(label="服务次数", text=f"{len(book.services)} 次"),
                    Cell(label="服务时长", text=f"{hours_told(minutes)} 小时"),
                    Cell(label="分类", text=told or NONE, wide=2.4),
                ),
                label=23,
            ),
            Table(
                "services",
                (
                    Column("on", "日期", 20.5, "center"),
                    Column("times", "时间", 28, "center"),
                    other,
                    Column("mode", "方式", 12.5, "center"),
                    Column("kind", "类别", 19, "center"),
                    Column("minutes", "分钟", 14, "center", total=True),
                    Column("people", "人数", 12, "center", total=True),
                    Column("told", "服务内容", 62, "left"),
                    Column("result", "结果", 31, "left"),
                    Column("proof", "村干部签字\n和佐证", 26, "left"),
                ),
                least=6,
            ),
            box(
                Sign(
                    (
                        "法律顾问签名：",
                        DAY,
                        "村（社区）负责人签名：" if book.of_village else "司法所审核人签名：",
                        DAY,
                    )
                )
            ),
        ),
        size=A4_LANDSCAPE,
        head=f"统计期间：{_plain(book.period)}　" + MADE_BY,
        rows={"services": [_served(each, one_year=one_year) for each in book.services]},
    )


def _plain(text: str) -> str:
    """A text that stands in a description: never read for names in braces."""
    return text.replace("{", "｛").replace("}", "｝")


def _served(each: Served, *, one_year: bool) -> dict[str, str]:
    return {
        "on": f"{each.on.month}月{each.on.day}日"
        if one_year
        else f"{each.on.year}年\n{each.on.month}月{each.on.day}日",
        "times": each.times,
        "village": each.village,
        "adviser": each.adviser,
        "mode": each.mode,
        "kind": each.kind,
        "minutes": str(each.minutes),
        "people": "" if each.people is None else str(each.people),
        "told": each.told,
        "result": each.result,
        "proof": each.proof,
    }


def hours_told(minutes: int) -> str:
    """Minutes as hours to a tenth: 90 is 1.5, 240 is 4."""
    return f"{round(minutes / 60, 1):g}"


# -- 考核评分表


def score_sheet(sheet: ScoreSheet) -> Form:
    """考核评分表: the points that follow from the records, beside them room for those that are given."""
    who, others = ("村（社区）", "法律顾问") if sheet.of_village else ("法律顾问", "服务的村")
    return Form(
        "法律顾问考核评分表",
        (
            box(
                row(
                    Cell(label=who, text=_plain(sheet.whose)),
                    Cell(label=others, text=_plain(sheet.others), wide=2),
                )
            ),
            Table(
                "items",
                (
                    Column("item", "考核项目", 22, "left"),
                    Column("full", "分值", 11, "center", total=True),
                    Column("rule", "评分标准", 44, "left"),
                    Column("found", "台账情况", 38, "left"),
                    Column("points", "参考得分", 16.6, "center", total=True),
                    Column("given", "核定得分", 16.6, "center"),
                ),
            ),
            box(
                row(Cell(label="考核等次", ticks=("优秀", "合格", "基本合格", "不合格"))),
                row(Cell(label="考核意见", lines=2)),
            ),
            box(Beside((Sign(("考核人签名：", "法律顾问签名：")), Seal("")))),
        ),
        note="“参考得分”由台账按评分标准算出，台账不记的项目留空，以“核定得分”为准。项目和分值参照外地的考核办法设定，本区另有"
        "规定的从其规定。",
        head=f"考核期间：{_plain(sheet.period)}　" + MADE_BY,
        rows={"items": [_scored(each) for each in sheet.items]},
    )


def _scored(each: Scored) -> dict[str, str]:
    return {
        "item": each.item,
        "full": str(each.full),
        "rule": each.rule,
        "found": each.found,
        "points": each.points,
        "given": "",
    }


# -- 补贴核算表


def subsidy_sheet(period: str, rows: Sequence[Subsidy]) -> Form:
    """补贴核算表: every term of the period with its services and what is due, the same summed by adviser, and the whole
    in capital figures."""
    total = sum(each.due for each in rows if each.due is not None)
    return Form(
        "法律顾问补贴核算表",
        (
            Table("terms", _TERMS, least=4),
            box(
                row(
                    Cell(label="合计（小写）", text=f"￥{yuan(total)} 元", wide=1),
                    Cell(label="合计（大写）", text=f"人民币{capital_amount(total)}", wide=2),
                ),
                label=28,
            ),
            Table("advisers", _ADVISERS, least=1),
            box(Beside((Sign(("制表人签名：", "审核人签名：", "负责人签名：")), Seal("")))),
        ),
        size=A4_LANDSCAPE,
        note="口径：应发金额＝补贴标准÷12×在聘月数，不足一月的按在聘天数折算；服务次数为期内登记的全部服务，“佐证次数”为有村"
        "干部签字或者照片的服务；“达标月数”为现场服务达到规定小时数的月份。是否按考核结果扣减，由审核人在“核定金额”栏核定。",
        head=f"核算期间：{_plain(period)}　" + MADE_BY,
        rows={"terms": [_term(each) for each in rows], "advisers": _by_adviser(rows)},
    )


_TERMS = (
    Column("village", "村（社区）", 19),
    Column("adviser", "法律顾问", 17),
    Column("firm", "执业机构", 25.5, "left"),
    Column("agreement", "协议编号", 25, "left"),
    Column("term", "期内在聘起止", 28, "left"),
    Column("months", "在聘\n月数", 10, "center"),
    Column("fulfilled", "达标\n月数", 10, "center"),
    Column("services", "服务\n次数", 13, "center", total=True),
    Column("proved", "佐证\n次数", 13, "center", total=True),
    Column("lectures", "讲座\n次数", 10.5, "center", total=True),
    Column("standard", "补贴标准\n（元/年）", 20, "right"),
    Column("due", "应发金额\n（元）", 22, "right", total=True),
    Column("given", "核定金额\n（元）", 20, "right"),
    Column("note", "备注", 12, "left"),
)
_ADVISERS = (
    Column("adviser", "法律顾问", 2),
    Column("villages", "村数", 1, "center", total=True),
    Column("names", "服务的村（社区）", 6, "left"),
    Column("services", "服务次数", 1.3, "center", total=True),
    Column("proved", "有佐证", 1.3, "center", total=True),
    Column("due", "应发金额（元）", 2.2, "right", total=True),
    Column("signed", "领款人签名、日期", 4),
)


def yuan(fen: int) -> str:
    """An amount with its two decimals, as accounts write it: 3,600.00."""
    return f"{fen // 100:,}.{fen % 100:02d}"


def _term(each: Subsidy) -> dict[str, str]:
    return {
        "village": each.village,
        "adviser": each.adviser,
        "firm": each.firm,
        "agreement": each.agreement.replace("〔", "\n〔", 1),
        "term": each.term,
        "months": each.months,
        "fulfilled": each.fulfilled,
        "services": str(each.services),
        "proved": str(each.proved),
        "lectures": str(each.lectures),
        "standard": "" if each.standard is None else yuan(each.standard),
        "due": "" if each.due is None else yuan(each.due),
        "given": "",
        "note": each.note,
    }


def _by_adviser(rows: Sequence[Subsidy]) -> list[dict[str, str]]:
    found: dict[str, list[Subsidy]] = {}
    for each in rows:
        found.setdefault(each.key, []).append(each)
    return [
        {
            "adviser": theirs[0].adviser,
            "villages": str(len({each.village for each in theirs})),
            "names": "、".join(dict.fromkeys(each.village for each in theirs)),
            "services": str(sum(each.services for each in theirs)),
            "proved": str(sum(each.proved for each in theirs)),
            "due": yuan(sum(each.due for each in theirs if each.due is not None)),
            "signed": "",
        }
        for theirs in found.values()
    ]
