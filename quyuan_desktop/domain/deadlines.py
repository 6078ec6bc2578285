"""Time limits of an office's work: what sets them running, what stops their clock, and why they end when they do."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from quyuan_desktop.domain.workdays import Count, DayKind, HolidayTable


class Certainty(StrEnum):
    """How sure a rule is: the text of a law, what the district has confirmed, or still to be confirmed (⚠)."""

    LAW = "law"
    CONFIRMED = "confirmed"
    TO_CONFIRM = "confirm"


CERTAINTY_LABELS = {
    Certainty.LAW: "法律原文",
    Certainty.CONFIRMED: "区局已确认",
    Certainty.TO_CONFIRM: "待区局确认",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineRule:
    """One row of the table of time limits; every column may be changed by the head.

    event: what has to be done; trigger: what sets it running, in words; days of `kind`; roll_over: a last day that
    is a rest day moves on; party: who has to keep it; article and source: where it stands; ahead: days before the
    end from which it is amber, red: days before the end from which it is red already; on: whether the office
    watches it.
    """

    code: str
    event: str
    trigger: str
    days: int
    kind: DayKind = DayKind.NATURAL
    roll_over: bool = True
    party: str = "司法所"
    article: str = ""
    source: str = ""
    certainty: Certainty = Certainty.LAW
    ahead: int = 2
    red: int = 0
    on: bool = True


@dataclass(frozen=True, slots=True)
class Pause:
    """Days on which the clock stood: from the one on which it was stopped to the one on which it went on.

    `last` is None while it still stands.
    """

    first: date
    last: date | None


def merged(pauses: Iterable[Pause]) -> list[Pause]:
    """The pauses in order, those that overlap or meet made one: a clock that stands is not stopped a second time."""
    found: list[Pause] = []
    for pause in sorted(pauses, key=lambda each: each.first):
        before = found[-1] if found else None
        if before is None or (before.last is not None and before.last < pause.first):
            found.append(pause)
        elif before.last is not None and (pause.last is None or pause.last > before.last):
            found[-1] = Pause(before.first, pause.last)
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Running:
    """A time limit that a record sets running under the rule `code`.

    `done` is the day on which it was met, None while it runs; `due` a day that is fixed otherwise (in a notice).
    `asks` False: it passes without anybody's fault, as the time in which a person may object. `lapses`: something may
    be done until then, afterwards it no longer can, and nobody is late. `elsewhere`: whoever has to keep it is none of
    the office's (the centre, the bureau), so that the office can only ask. `handed`: what to say instead of a verdict
    when `done` is not its being met but its becoming somebody else's, or of no use any more.
    """

    code: str
    start: date
    done: date | None = None
    pauses: tuple[Pause, ...] = ()
    due: date | None = None
    asks: bool = True
    lapses: bool = False
    elsewhere: bool = False
    handed: str = ""


class Standing(StrEnum):
    """How a time limit stands on a day."""

    RUNNING = "running"
    PAUSED = "paused"
    LATE = "late"
    KEPT = "kept"
    BROKEN = "broken"
    LAPSED = "lapsed"


STANDING_LABELS = {
    Standing.RUNNING: "进行中",
    Standing.PAUSED: "停钟",
    Standing.LATE: "已超期",
    Standing.KEPT: "按期",
    Standing.BROKEN: "超期办结",
    Standing.LAPSED: "已届满",
}


@dataclass(frozen=True, slots=True)
class Limit:
    """A time limit as it stands on `today`.

    due: the last day on which it is met, with the pauses so far; left: natural days from today (or from the day it
    was done) to it, negative when late; used: days of the rule's kind that have run, pauses taken off; paused: such
    days on which the clock stood; count: how the days were counted, None for a day fixed in a notice; to_go: as
    `left`, in days of the rule's kind.
    """

    rule: DeadlineRule
    running: Running
    today: date
    due: date
    left: int
    used: int
    paused: int
    standing: Standing
    count: Count | None
    to_go: int

    @property
    def open(self) -> bool:
        """Whether somebody still has to do something."""
        return self.running.done is None and self.standing is not Standing.LAPSED

    @property
    def tone(self) -> str:
        """red when late (or as near as the rule says), amber when near, empty otherwise; a mere right of others is
        never red."""
        if not self.open or self.standing is Standing.PAUSED or not self.running.asks:
            return ""
        if self.left < self.rule.red:
            return "red"
        return "amber" if self.left <= self.rule.ahead else ""

    def left_in_words(self) -> str:
        """剩 2 日, 今日到期, 超 3 日, 停钟."""
        if self.standing is Standing.PAUSED:
            return "停钟"
        unit = "个工作日" if self.rule.kind is DayKind.WORKING else "日"
        if self.standing is Standing.LAPSED:
            return "已届满"
        if self.left < 0:
            return f"超 {-self.to_go} {unit}"
        return "今日到期" if self.left == 0 else f"剩 {self.to_go} {unit}"

    def explain(self) -> str:
        """Why it ends when it does: the article, the days that were counted, the pauses."""
        rule, running = self.rule, self.running
        parts = [f"{rule.event}：{rule.trigger}。"]
        if rule.article:
            parts.append(
                f"依据{rule.article}" + ("（待区局确认）。" if rule.certainty is Certainty.TO_CONFIRM else "。")
            )
        elif rule.certainty is Certainty.TO_CONFIRM:
            parts.append("没有查到全国规定，按本单位设置（待区局确认）。")
        if self.count is None:
            parts.append(f"期限写明到{self.due:%Y-%m-%d}。")
        else:
            if self.paused:
                unit = "工作日" if rule.kind is DayKind.WORKING else "日"
                parts.append(
                    f"期限{rule.days}{unit}，停钟{self.paused}{unit}，合起来按{rule.days + self.paused}{unit}数。"
                )
            parts.append(self.count.explain())
        for pause in merged(running.pauses):
            until = f"{pause.last:%Y-%m-%d}" if pause.last else "今"
            parts.append(f"{pause.first:%Y-%m-%d}至{until}停钟，不计入。")
        if self.standing is Standing.PAUSED:
            parts.append(
                f"现在停钟，已用{self.used}日，剩余{rule.days - self.used}日（剩余 = {rule.days} − 已用 + 停钟）。"
            )
        if self.standing is Standing.LAPSED:
            parts.append("期限已经届满。")
        if running.done is not None and running.handed:
            parts.append(f"{running.done:%Y-%m-%d}{running.handed}。")
        elif running.done is not None:
            verdict = "按期" if self.standing is Standing.KEPT else f"超期{-self.left}日"
            parts.append(f"{running.done:%Y-%m-%d}办理，{verdict}。")
        return "".join(parts)


def limit(rule: DeadlineRule, running: Running, today: date, holidays: HolidayTable) -> Limit:
    """How the time limit stands on `today`. The day of the event itself is not counted (民法典第201条)."""
    until = running.done or today
    pauses = merged(pause for pause in running.pauses if pause.first >= running.start)
    stopped = sum(holidays.days_between(pause.first, pause.last or until, rule.kind) for pause in pauses)
    standing_still = running.done is None and any(pause.last is None for pause in pauses)
    count: Count | None = None
    if running.due is not None:
        due = running.due
    else:
        count = holidays.add_days(running.start, rule.days + stopped, rule.kind, roll_over=rule.roll_over)
        due = count.due
    left = (due - until).days
    used = max(0, holidays.days_between(running.start, until, rule.kind) - stopped)
    if left >= 0:
        to_go = holidays.days_between(until, due, rule.kind)
    else:
        to_go = -holidays.days_between(due, until, rule.kind)
    standing = _standing(running, left, standing_still)
    return Limit(rule, running, today, due, left, used, stopped, standing, count, to_go)


def _standing(running: Running, left: int, standing_still: bool) -> Standing:
    if running.done is not None:
        return Standing.KEPT if left >= 0 else Standing.BROKEN
    if standing_still:
        return Standing.PAUSED
    if left >= 0:
        return Standing.RUNNING
    return Standing.LAPSED if running.lapses else Standing.LATE


def limits(
    rules: Iterable[DeadlineRule], runnings: Sequence[Running], today: date, holidays: HolidayTable
) -> list[Limit]:
    """Those of `runnings` that the office watches, the most pressing first."""
    by_code = {rule.code: rule for rule in rules if rule.on}
    found = [limit(by_code[each.code], each, today, holidays) for each in runnings if each.code in by_code]
    return sorted(found, key=lambda each: (not each.open, each.due))
