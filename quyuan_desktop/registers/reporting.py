"""How the office reports: up to which day a month counts, for all its tables or for one; what a table is called."""

from datetime import date, timedelta

from quyuan_desktop.domain.house import HouseRules
from quyuan_desktop.domain.office import Level
from quyuan_desktop.domain.periods import Period, Window
from quyuan_desktop.domain.terms import Term
from quyuan_desktop.registers import REGISTERS, desks_for, kinds
from quyuan_desktop.registers.base import Register
from quyuan_desktop.registers.settings import DeskSetting

CUT_OFF = DeskSetting(
    code="reporting.cut_off_day",
    label="统计截止日",
    kind=kinds.Number(least=0, most=27, unit="日"),
    default=0,
    help="每月统计到这一天为止，次日起算下月；0 为月末。要求报上月21日至本月20日的，填 20。",
    certain=False,
)
FIRST_MONTH = DeskSetting(
    code="reporting.first_month",
    label="统计年度起始月",
    kind=kinds.Number(least=1, most=12, unit="月"),
    default=1,
    help="1 为自然年。统计年度为上年12月至当年11月的，填 12。",
    certain=False,
)
CROSS_DAYS = DeskSetting(
    code="reporting.cross_days",
    label="跨所核对：多少日内算同一件",
    kind=kinds.Number(least=1, most=1000, unit="日"),
    default=180,
    help="区局核对用：同一人就同一事项在两个司法所登记，相隔不超过这么多日的列出来。没有查到统一规定，可以改。",
    certain=False,
)
DUE_DAY = DeskSetting(
    code="reporting.due_day",
    label="月报报送期限",
    kind=kinds.Number(least=1, most=28, unit="日"),
    default=None,
    help="统计期满后在这一天以前报送：填 5，11月的表在12月5日前报。空着表示没有规定，不提醒。",
    certain=False,
)
NUMBER = "{short}结字〔{year}〕{serial}号"
"""The number of a closed month."""


class Every(Term):
    """For which periods a form is drawn up."""

    MONTH = "month", "月报"
    QUARTER = "quarter", "季报"
    HALF = "half", "半年报"
    YEAR = "year", "年报"

    @property
    def word(self) -> str:
        """The period's word (see domain.periods)."""
        return {"month": "本月", "quarter": "本季", "half": "半年", "year": "本年"}[self.code]


TABLES = {"本月": "月报表", "本季": "季报表", "半年": "半年报表", "本年": "年报表", "本期": "统计表"}
"""What the tables of a period are called, by the period's word."""


def own_cut_off(register: Register) -> DeskSetting:
    """The setting by which the table of `register` is cut off on a day of its own."""
    return DeskSetting(
        code=f"{CUT_OFF.code}.{register.code}",
        label=f"{register.report}的统计截止日",
        kind=CUT_OFF.kind,
        default=None,
        help="空着时用本所的统计截止日；0 为月末。",
        certain=False,
    )


def own_periods(code: str, title: str) -> DeskSetting:
    """The setting that says for which periods the form `code` is drawn up."""
    return DeskSetting(
        code=f"reporting.periods.{code}",
        label=f"{title}的报送周期",
        kind=kinds.Choices(terms=Every),
        default=tuple(Every),
        help="打印全套、结账存档和命令行出表时，只在选中的周期里带上这张表；单独打印不受影响。",
        certain=False,
    )


def reported() -> tuple[Register, ...]:
    """The registers that have a table of their own in the month, in the order of the desks."""
    return tuple(register for register in REGISTERS.values() if register.measures)


def printed(level: Level) -> tuple[Register, ...]:
    """Those of them that are handed in: by an office, not the tables of desks that only the bureau has."""
    own = {register.code for desk in desks_for(level) for register in desk.registers}
    return tuple(register for register in reported() if register.code in own)


def reporting_settings() -> tuple[DeskSetting, ...]:
    """Every setting of reporting: the office's, the bureau's, then those of each table."""
    return (CUT_OFF, DUE_DAY, FIRST_MONTH, CROSS_DAYS, *(own_cut_off(register) for register in reported()))


def cut_off(house: HouseRules, register: Register | None = None) -> int:
    """The last day of a month that counts, in the table of `register` or in the office's; 0 for the month's end."""
    own = own_cut_off(register).of(house) if register is not None else None
    return int(CUT_OFF.of(house) or 0) if own is None else int(own)


def due_on(house: HouseRules, period: Period) -> date | None:
    """Up to which day the tables of a closed period are to be handed in; None where nothing is set.

    That is the first such day after the period's last.
    """
    day = DUE_DAY.of(house)
    if day is None:
        return None
    due = period.last.replace(day=int(day))
    return due if due > period.last else (due.replace(day=1) + timedelta(days=31)).replace(day=int(day))


def window(house: HouseRules, register: Register | None = None) -> Window:
    """How months and years are cut in the table of `register`, or in the office's."""
    return Window(cut_off(house, register) + 1, int(FIRST_MONTH.of(house) or 1))


def title_of(register: Register, period: Period) -> str:
    """What the table of `register` is called for such a period: 法律援助咨询季报表."""
    return register.report.replace("月报表", TABLES[period.word])
