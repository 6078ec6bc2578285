"""What the month counts at the desk 一村一法律顾问: coverage, duty done, services with their evidence."""

from typing import Any

from sqlalchemy import func

from quyuan_desktop.registers.advisers.terms import AdviceKind, AdviserKind, Mode
from quyuan_desktop.registers.measures import ONE, Computed, Counted, Counting, Mean, Measure, Rows, by_term


def adviser_measures(adviser: Any) -> tuple[Counting, ...]:
    """Advisers at the end of the period, by kind."""
    stock = Counted(record=adviser, day=adviser.since, until=adviser.until)
    return (
        Measure(
            code="adviser.count",
            label="法律顾问",
            unit="名",
            group="法律顾问（期末）",
            words="期末在任、未作废的法律顾问数",
            base=stock,
            value=ONE,
        ),
        *by_term(
            "adviser.kind",
            "法律顾问（期末）",
            "名",
            AdviserKind,
            adviser.kind,
            stock,
            ONE,
            "期末在任、类别为“{}”的法律顾问数",
        ),
    )


def group_measures(group: Any) -> tuple[Counting, ...]:
    """Group chats at the end of the period, and their members."""
    stock = Counted(record=group, day=group.founded_on, until=group.dissolved_on)

    def one(code: str, label: str, unit: str, words: str, value: Any) -> Measure:
        return Measure(
            code=f"wechat.{code}",
            label=label,
            unit=unit,
            group="微信群（期末）",
            words=words,
            base=stock,
            value=value,
        )

    return (
        one("count", "微信群", "个", "期末没有解散的微信群数", ONE),
        one("members", "群成员", "人", "期末没有解散的微信群人数之和", func.coalesce(group.members, 0)),
    )


def log_measures(log: Any) -> tuple[Counting, ...]:
    """Services by kind and mode, hours on site, people served, what is proved and what was entered late."""
    base = Counted(record=log, day=log.on)
    on_site = log.mode == Mode.ON_SITE

    def one(code: str, label: str, unit: str, words: str, value: Any, when: Any = None) -> Measure:
        return Measure(
            code=f"service.{code}",
            label=label,
            unit=unit,
            group="顾问服务",
            words=words,
            base=base,
            value=value,
            when=when,
        )

    return (
        one("count", "服务次数", "次", "服务日期在本期的服务记录数", ONE),
        one("onsite", "进村次数", "次", "服务日期在本期、方式为实地的服务记录数", ONE, on_site),
        one("minutes", "服务时长", "分钟", "服务日期在本期的服务时长之和", log.minutes),
        one("minutes.onsite", "其中现场服务", "分钟", "方式为实地的服务时长之和", log.minutes, on_site),
        one("people", "服务人数", "人", "服务日期在本期的服务人数之和", func.coalesce(log.people, 0)),
        one("proved", "有佐证的服务", "次", "有照片或村干部签字的服务记录数", ONE, log.proved.is_(True)),
        one(
            "late", "补录", "次", "录入日比服务日晚得多（天数在规则设置里定）的服务记录数", ONE, log.late.is_(True)
        ),
        *by_term(
            "service.kind",
            "服务类别",
            "次",
            AdviceKind,
            log.kind,
            base,
            ONE,
            "服务日期在本期、类别为“{}”的服务记录数",
        ),
        *by_term(
            "service.mode", "服务方式", "次", Mode, log.mode, base, ONE, "服务日期在本期、方式为“{}”的服务记录数"
        ),
    )


def assignment_figures(assignment: Any) -> tuple[Counting, ...]:
    """Coverage at the end of the period, the gaps, and the duty done month by month."""
    from quyuan_desktop.registers.advisers import coverage_figures as coverage

    stock = Counted(record=assignment, day=assignment.start_on, until=assignment.last_on)
    signed = Counted(record=assignment, day=assignment.start_on)
    ended = Counted(record=assignment, day=assignment.dismissed_on)
    figures: list[Counting] = [
        Measure(
            code="assignment.active",
            label="在聘",
            unit="个",
            group="聘任",
            words="期末在聘期内、未解聘的聘任数",
            base=stock,
            value=ONE,
        ),
        Measure(
            code="assignment.begun",
            label="本期新聘",
            unit="个",
            group="聘任",
            words="聘期起日在本期的聘任数",
            base=signed,
            value=ONE,
        ),
        Measure(
            code="assignment.dismissed",
            label="本期解聘",
            unit="个",
            group="聘任",
            words="解聘日期在本期的聘任数",
            base=ended,
            value=ONE,
        ),
    ]
    computed: tuple[tuple[str, str, str, str, str, Rows], ...] = (
        ("villages", "村（社区）", "个", "覆盖（期末）", "期末启用的村（社区）数", coverage.villages),
        ("covered", "有顾问的村", "个", "覆盖（期末）", "期末有在聘顾问的村（社区）数", coverage.covered),
        ("uncovered", "无顾问的村", "个", "覆盖（期末）", "期末没有在聘顾问的村（社区）数", coverage.uncovered),
        (
            "expiring",
            "即将到期",
            "个",
            "覆盖（期末）",
            "期末起规定天数内聘期届满、没有接上续聘的村（社区）数",
            coverage.expiring,
        ),
        ("overloaded", "超载顾问", "名", "覆盖（期末）", "期末服务村数超过上限的顾问数", coverage.overloaded),
        ("nolecture", "当季无讲座", "个", "缺口", "期末所在季度讲座次数不够的在聘村数", coverage.no_lecture),
        ("silent", "久无服务记录", "个", "缺口", "期末前规定天数内没有服务记录的在聘村数", coverage.silent),
        ("months", "在聘村月", "村月", "履职", "本期各月在聘的村月数，一村一月计1", coverage.months),
        (
            "fulfilled",
            "履职村月",
            "村月",
            "履职",
            "现场服务达到规定小时（不足月按天折算）的村月数",
            coverage.fulfilled,
        ),
        ("oddhours", "一天时长过多", "次", "核对", "同一顾问一天服务时长超过上限的次数", coverage.odd_hours),
        ("copied", "内容雷同", "次", "核对", "同样的内容写在三个以上村的服务记录数", coverage.copied),
    )
    figures += [
        Computed(code=f"coverage.{code}", label=label, unit=unit, group=group, words=words, rows=rows)
        for code, label, unit, group, words, rows in computed
    ]
    return tuple(figures)


def assignment_means() -> tuple[Mean, ...]:
    """覆盖率 and 履职率, each of totals."""
    return (
        Mean(
            code="coverage.rate",
            label="覆盖率",
            unit="%",
            group="覆盖（期末）",
            words="有顾问的村 ÷ 启用的村",
            top="coverage.covered",
            bottom="coverage.villages",
            scale=100,
        ),
        Mean(
            code="coverage.fulfilled.rate",
            label="履职率",
            unit="%",
            group="履职",
            words="履职村月 ÷ 在聘村月",
            top="coverage.fulfilled",
            bottom="coverage.months",
            scale=100,
        ),
    )
