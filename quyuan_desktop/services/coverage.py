"""The coverage board (覆盖看板): how every village stands, what is lacking, and the rates, as of a day."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from quyuan_desktop.documents.coverage_sheet import BoardSheet, TileSheet, TownSheet, coverage_sheet_pdf
from quyuan_desktop.domain.figures import NONE, FigureRow
from quyuan_desktop.domain.house import HouseRules
from quyuan_desktop.domain.terms import Town
from quyuan_desktop.registers.advisers import coverage_figures, tenure
from quyuan_desktop.registers.advisers.coverage import (
    Fault,
    Gap,
    Light,
    VillageState,
    hours,
    quarter_start,
    states,
    village_months,
)
from quyuan_desktop.services.workplace import Workplace

__all__ = ["Board", "Check", "Fault", "Gap", "Light", "Rate", "Town", "VillageState", "board", "hours"]

MOST_NAMED = 4
"""Villages that a reminder names; of the others it gives the number."""
LIGHT_WORDS = {Light.RED: "缺口", Light.AMBER: "注意", Light.GREEN: "正常"}


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate of totals: what is there of what should be."""

    top: int
    bottom: int

    @property
    def percent(self) -> float | None:
        """In percent; None where there is nothing to divide by."""
        return self.top / self.bottom * 100 if self.bottom else None

    @property
    def words(self) -> str:
        """95.0%（38/40）, or — where there is nothing to divide by."""
        percent = self.percent
        return NONE if percent is None else f"{percent:.1f}%（{self.top}/{self.bottom}）"


@dataclass(frozen=True, slots=True)
class Check:
    """Records to be looked at: what is odd about them in a word, and the records."""

    code: str
    label: str
    words: str
    rows: tuple[FigureRow, ...]


@dataclass(frozen=True, slots=True)
class Board:
    """All that the board shows. `rules` are the desk's settings by the code behind the point.

    done_month and done_year: 履职率 of the last whole month, `month` its first day, and of the year up to its end.
    """

    on: date
    villages: tuple[VillageState, ...]
    rules: dict[str, Any]
    covered: Rate
    month: date
    done_month: Rate
    done_year: Rate
    checks: tuple[Check, ...]

    def lit(self, light: Light) -> tuple[VillageState, ...]:
        """The villages with that light."""
        return tuple(each for each in self.villages if each.light is light)

    def lacking(self, gap: Gap) -> tuple[VillageState, ...]:
        """The villages that stand in that list of gaps."""
        return tuple(each for each in self.villages if each.lacks(gap))

    def towns(self) -> list[tuple[Town, list[VillageState]]]:
        """The villages by town, those with gaps first, else as they were entered."""
        order = list(Light)[::-1]
        found: dict[Town, list[VillageState]] = {}
        for each in self.villages:
            found.setdefault(each.town, []).append(each)
        return [(town, sorted(rows, key=lambda each: order.index(each.light))) for town, rows in found.items()]


def gap_label(gap: Gap, rules: dict[str, Any]) -> str:
    """What a list of gaps is called under these settings."""
    return {
        Gap.NOBODY: "无顾问",
        Gap.SILENT: f"{rules['silent_days']} 日无记录",
        Gap.EXPIRING: f"{rules['expiry_ahead']} 日内到期",
        Gap.LAST_MONTH: "上月工时不足",
        Gap.HOURS: "本月工时不足",
        Gap.LECTURE: "当季无讲座" if rules["lectures"] == 1 else "当季讲座不足",
    }[gap]


def board(place: Workplace, on: date | None = None) -> Board:
    """The board as of a day, today unless told otherwise. Some fifteen queries, whatever the number of villages."""
    day, house = on or place.today, place.house
    whole = _last_whole_month(day)
    with place.ledger.reading() as session:
        found = tuple(states(session, day, house))
        months = list(village_months(session, whole.replace(month=1, day=1), whole, house))
        checks = tuple(_checks(session, day, house))
    last = [each for each in months if (each.last_day.year, each.last_day.month) == (whole.year, whole.month)]
    return Board(
        day,
        found,
        tenure.limits(house),
        Rate(sum(each.term is not None for each in found), len(found)),
        whole.replace(day=1),
        Rate(sum(each.done for each in last), len(last)),
        Rate(sum(each.done for each in months), len(months)),
        checks,
    )


def _last_whole_month(day: date) -> date:
    """The last day of the month that ended last, the day itself when it is one."""
    after = day + timedelta(days=1)
    return after.replace(day=1) - timedelta(days=1)


def _checks(session: Any, on: date, house: HouseRules) -> Iterable[Check]:
    """What is to be looked at in the quarter so far; who serves too many villages on the day itself."""
    rules = tenure.limits(house)
    first = quarter_start(on)
    kinds: tuple[tuple[str, str, str, Callable[..., Iterable[FigureRow]]], ...] = (
        ("overloaded", "超载", f"一名顾问服务超过 {rules['most_villages']} 个村", coverage_figures.overloaded),
        ("oddhours", "一天时长过多", f"同一顾问一天超过 {rules['most_hours']} 小时", coverage_figures.odd_hours),
        ("copied", "内容雷同", f"同样的内容写在 {coverage_figures.COPIES} 个以上的村", coverage_figures.copied),
        ("late", "补录", f"服务后超过 {rules['late_days']} 日才录入", coverage_figures.late),
    )
    for code, label, words, rows in kinds:
        yield Check(code, label, words, tuple(rows(session, first, on, house)))


# -- on 今日


@dataclass(frozen=True, slots=True)
class Reminder:
    """A line for 今日: what, the particulars, and whether it is urgent (red) or not (amber)."""

    what: str
    detail: str
    tone: str


def reminders(place: Workplace) -> list[Reminder]:
    """Agreements that run out, and the gaps summed up; nothing where no villages are kept."""
    with place.ledger.reading() as session:
        found = states(session, place.today, place.house)
    rules = tenure.limits(place.house)
    made = []
    expiring = [each for each in found if each.lacks(Gap.EXPIRING)]
    if expiring:
        terms = sorted((each.term for each in expiring if each.term), key=lambda term: term.last)
        named = [f"{each.village_name}（{each.adviser_name}）{each.last:%m-%d}" for each in terms]
        more = f"等 {len(named)} 个村" if len(named) > MOST_NAMED else ""
        what = f"{len(expiring)} 个村的聘期 {rules['expiry_ahead']} 日内届满"
        made.append(Reminder(what, "、".join(named[:MOST_NAMED]) + more + "，请续聘或换人", "amber"))
    counts = {gap: sum(each.lacks(gap) for each in found) for gap in Gap if gap is not Gap.EXPIRING}
    parts = [f"{gap_label(gap, rules)} {count}" for gap, count in counts.items() if count]
    if parts:
        faulty = sum(each.light is not Light.GREEN or bool(each.faults) for each in found)
        tone = "red" if counts[Gap.NOBODY] or counts[Gap.SILENT] else "amber"
        made.append(Reminder(f"村法律顾问 {faulty} 个村有缺口", "，".join(parts) + "（村）", tone))
    return made


# -- on paper


def board_sheet(place: Workplace, on: date | None = None) -> bytes:
    """The board as PDF, A4 landscape, one page for as many villages as can be read on one. Raises Trouble."""
    shown = board(place, on)
    counts = {light: len(shown.lit(light)) for light in Light}
    lights = "　".join(f"{LIGHT_WORDS[light]} {counts[light]}" for light in reversed(list(Light)))
    done = f"履职率 {shown.month.month}月 {shown.done_month.words}，本年 {shown.done_year.words}"
    gaps = [(gap_label(gap, shown.rules), shown.lacking(gap)) for gap in Gap]
    checks = [f"{each.label} {len(each.rows)}" for each in shown.checks if each.rows]
    sheet = BoardSheet(
        place.office.name,
        shown.on,
        f"村（社区）{len(shown.villages)}：{lights}",
        f"覆盖率 {shown.covered.words}　{done}",
        [TownSheet(town.label, [_tile(each, shown) for each in rows]) for town, rows in shown.towns()],
        [(label, [each.name for each in rows]) for label, rows in gaps if rows],
        "、".join(checks),
        _legend(shown.rules),
    )
    return coverage_sheet_pdf(sheet, place.now(), place.staff.name)


def _tile(state: VillageState, shown: Board) -> TileSheet:
    return TileSheet(
        state.name,
        state.light.value,
        state.term.adviser_name if state.term else "",
        [fault.words for fault in state.faults],
        f"至{state.term.last:%y-%m-%d}" if state.term else "",
        min(1.0, state.minutes / state.wanted) if state.wanted else 1.0,
        f"{hours(state.minutes)}/{hours(state.wanted)}",
        state.lectures,
        state.lectures_wanted,
        f"{state.last:%m-%d}" if state.last else NONE,
    )


def _legend(rules: dict[str, Any]) -> str:
    lectures = f"每季讲座 {rules['lectures']} 次"
    return f"每村每月现场服务 {rules['hours']} 小时（不足月按天折算），{lectures}"
