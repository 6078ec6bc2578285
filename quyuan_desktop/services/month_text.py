"""A period in words (文字总结): plain official Chinese out of its figures, nothing invented, what is zero left out.

Every number is one of the tables'; a sentence of which nothing is left is left out, and so is its heading.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from quyuan_desktop.domain.figures import FigureLine, FigureTable, accumulates, mean_text, shown
from quyuan_desktop.domain.periods import Period

NUMBERS = "一二三四五六七八九十"
Lines = Mapping[str, FigureLine]


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence: each figure in its words ({} for the number), the first of them compared with last year's."""

    figures: tuple[tuple[str, str], ...]
    compared: bool = False


@dataclass(frozen=True, slots=True)
class Listed:
    """A sentence that goes through the parts of a figure: `prefix` and one more word are their codes."""

    words: str
    prefix: str


@dataclass(frozen=True, slots=True)
class Told:
    """A part of the text with its heading."""

    heading: str
    sentences: tuple[Said | Listed, ...]


TEXT = (
    Told(
        "法律咨询",
        (
            Said(
                (
                    ("consult.people", "共接待法律咨询{}人次"),
                    ("consult.receptions", "接待{}批"),
                    ("consult.matters", "涉及事项{}件"),
                ),
                compared=True,
            ),
            Listed("从途径看", "consult.channel"),
            Listed("从事项看", "consult.matter"),
            Listed("从人群看（各类可交叉）", "consult.group"),
            Listed("从处理结果看", "consult.result"),
        ),
    ),
    Told(
        "法律援助",
        (
            Said(
                (("aid.received", "收到法律援助申请{}件"), ("aid.handed", "转交区法律援助中心{}件")), compared=True
            ),
            Said(
                (
                    ("aid.granted", "决定给予援助{}件"),
                    ("aid.persons", "受援{}人"),
                    ("aid.refused", "决定不予援助{}件"),
                    ("aid.appointed", "指派{}件"),
                )
            ),
            Listed("办理案件中", "aid.column"),
            Said(
                (
                    ("aid.closed", "结案{}件"),
                    ("aid.recovered", "为受援人挽回损失{}元"),
                    ("aid.wages", "其中为农民工讨薪{}元"),
                )
            ),
        ),
    ),
    Told(
        "公共法律服务",
        (
            Said(
                (
                    ("visit.people", "服务点接待群众{}人次"),
                    ("visit.batches", "接待{}批"),
                    ("consult.at.points", "另有在服务点登记的法律咨询{}人次"),
                ),
                compared=True,
            ),
            Listed("从事项看", "visit.service"),
            Said(
                (("duty.slots", "安排值班{}班"), ("duty.signed", "已签到{}班"), ("duty.substituted", "替班{}班"))
            ),
            Said(
                (
                    ("popup.count", "设临时站点{}次"),
                    ("popup.copies", "发放资料{}份"),
                    ("popup.reach", "受众{}人"),
                    ("popup.consulted", "解答咨询{}人次"),
                )
            ),
            Said(
                (
                    ("inspection.count", "检查服务点{}次"),
                    ("inspection.found", "要求整改{}次"),
                    ("inspection.rectified", "完成整改{}次"),
                )
            ),
            Said((("point.open", "期末启用公共法律服务点{}个"), ("point.opened", "本期新设{}个"))),
        ),
    ),
    Told(
        "一村一法律顾问",
        (
            Said(
                (
                    ("service.count", "法律顾问提供服务{}次"),
                    ("service.onsite", "其中进村{}次"),
                    ("service.people", "服务群众{}人"),
                    ("service.kind.lecture", "举办法治讲座{}次"),
                ),
                compared=True,
            ),
            Said(
                (
                    ("coverage.villages", "期末启用的村（社区）{}个"),
                    ("coverage.covered", "有法律顾问的{}个"),
                    ("coverage.rate", "覆盖率{}%"),
                    ("coverage.uncovered", "没有法律顾问的{}个"),
                )
            ),
        ),
    ),
    Told(
        "人民调解",
        (
            Said(
                (
                    ("dispute.accepted", "受理矛盾纠纷{}件"),
                    ("dispute.success", "截至制表日调解成功{}件"),
                    ("dispute.success.rate", "成功率{}%"),
                    ("dispute.amount", "涉及金额{}元"),
                ),
                compared=True,
            ),
            Listed("从纠纷类型看", "dispute.type"),
            Said((("dispute.form.oral", "达成口头协议{}件"), ("dispute.form.written", "书面协议{}件"))),
            Said((("dispute.confirmed", "申请司法确认{}件"), ("dispute.visited", "回访{}件"))),
            Said((("lead.count", "发现线索{}条"), ("dispute.experts", "群英介入调解{}件"))),
            Said(
                (
                    ("screening.rounds", "开展三级排查{}次"),
                    ("screening.found", "排查纠纷{}件"),
                    ("screening.settled", "化解{}件"),
                )
            ),
            Said(
                (
                    ("campaign.count", "开展专项行动{}次"),
                    ("campaign.households", "走访{}户"),
                    ("campaign.settled", "化解纠纷{}件"),
                )
            ),
        ),
    ),
    Told(
        "法治宣传",
        (
            Said(
                (
                    ("promo.count", "开展法治宣传{}场"),
                    ("promo.copies", "发放资料{}册"),
                    ("promo.reach", "受众{}人次"),
                    ("promo.consulted", "现场解答咨询{}人次"),
                ),
                compared=True,
            ),
            Listed("从形式看", "promo.form"),
            Said((("exam.sat", "学法考法实考{}人次"), ("exam.pass.rate", "合格率{}%"))),
            Said(
                (
                    ("lawperson.kind.versed", "期末在册法律明白人{}名"),
                    ("household.count", "学法用法示范户{}户"),
                    ("modelvillage.count", "民主法治示范村{}个"),
                    ("culture.count", "法治文化阵地{}处"),
                )
            ),
        ),
    ),
    Told(
        "法制审核",
        (
            Said(
                (
                    ("contract.issued", "审查政府合同（协议、备忘录）{}件"),
                    ("contract.opinions", "提出意见{}条"),
                    ("contract.amount", "涉及金额{}元"),
                ),
                compared=True,
            ),
            Said(
                (
                    ("norm.reviewed", "审核规范性文件{}件"),
                    ("norm.filed", "报备{}件"),
                    ("norm.ontime.rate", "报备及时率{}%"),
                )
            ),
            Said((("cleanup.docs", "清理文件{}件"), ("decision.reviewed", "审查决策事项{}件"))),
            Said(
                (
                    ("case.received", "收到复议、诉讼案件{}件"),
                    ("case.closed", "结案{}件"),
                    ("case.appeared", "负责人出庭应诉{}件"),
                )
            ),
        ),
    ),
)


def paragraphs(tables: Sequence[FigureTable], period: Period) -> list[tuple[str, str]]:
    """The text of a period: headings (一、法律咨询) and paragraphs, to be pasted as they are."""
    lines = {line.figure.code: line for table in tables for line in table.lines}
    found: list[tuple[str, str]] = []
    for told in TEXT:
        sentences = [text for each in told.sentences if (text := _sentence(each, lines, period))]
        if sentences:
            opening = f"{period.label}，" if not found else ""
            heading = f"{NUMBERS[len(found)]}、{told.heading}"
            found.append((heading, opening + "".join(f"{each}。" for each in sentences)))
    return found or [("", f"{period.label}，没有登记的业务。")]


def _sentence(each: Said | Listed, lines: Lines, period: Period) -> str:
    return _said(each, lines, period) if isinstance(each, Said) else _listed(each, lines)


def _said(said: Said, lines: Lines, period: Period) -> str:
    parts = []
    for at, (code, words) in enumerate(said.figures):
        line = lines.get(code)
        number = _number(line)
        if line is not None and number is not None:
            beside = "；".join(_compared(line, period)) if said.compared and at == 0 else ""
            parts.append(words.format(number) + (f"（{beside}）" if beside else ""))
    return "，".join(parts)


def _number(line: FigureLine | None) -> str | None:
    """The figure as it is written in a text; None when it is zero, or nothing was counted."""
    if line is None:
        return None
    if line.means is not None:
        return None if not line.means[0] else _mean(line.means[0], line.figure.unit)
    return _plain(line.figure.value, line.figure.unit) if line.figure.value else None


def _mean(value: float, unit: str) -> str:
    """As the tables have it, without zeros that say nothing: 99.82, 100, 4.5."""
    text = mean_text(value, unit).replace(",", "")
    return text.rstrip("0").rstrip(".")


def _plain(value: int, unit: str) -> str:
    return shown(value, unit).replace(",", "")


def _compared(line: FigureLine, period: Period) -> list[str]:
    """Against the same period last year, where there was one; and the year to date, where it says more."""
    figure, found = line.figure, []
    if line.last_year:
        more, change = figure.value - line.last_year, line.change or 0.0
        if more:
            words = ("增加", "增长") if more > 0 else ("减少", "下降")
            number = _plain(abs(more), figure.unit)
            found.append(f"比上年同期{words[0]}{number}{figure.unit}，{words[1]}{_mean(abs(change), '%')}%")
        else:
            found.append("与上年同期持平")
    if line.year_to_date != figure.value and accumulates(period.word):
        found.append(f"本年累计{_plain(line.year_to_date, figure.unit)}{figure.unit}")
    return found


def _listed(listed: Listed, lines: Lines) -> str:
    depth = listed.prefix.count(".") + 1
    parts = []
    for code, line in lines.items():
        if code.startswith(f"{listed.prefix}.") and code.count(".") == depth and not code.endswith(".none"):
            number = _number(line)
            if number is not None:
                parts.append(f"{line.figure.label}{number}{line.figure.unit}{_within(code, lines)}")
    return f"{listed.words}，{'，'.join(parts)}" if parts else ""


def _within(code: str, lines: Lines) -> str:
    """What a part itself is made of, in brackets: 来电3人次（其中12348热线1人次）."""
    found = []
    for inner, line in lines.items():
        if inner.startswith(f"{code}.") and (number := _number(line)) is not None:
            label = line.figure.label
            found.append(f"{label}{'热线' if label[-1].isdigit() else ''}{number}{line.figure.unit}")
    return f"（{'、'.join(found)}）" if found else ""
