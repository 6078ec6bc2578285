"""Closing a month (结账): checked, looked at, closed once; it prints the same for ever. Re-opening is an act of the head."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from quyuan_desktop.domain.corrections import Carried, Correction, Restated
from quyuan_desktop.domain.office import Role, for_head_alone
from quyuan_desktop.domain.periods import Period
from quyuan_desktop.domain.problems import Problem, Refused, Trouble
from quyuan_desktop.registers import MEASURES
from quyuan_desktop.registers.reporting import NUMBER, window
from quyuan_desktop.services.closed_months import closing_for
from quyuan_desktop.services.closing_draft import Draft, drafted, first_day
from quyuan_desktop.services.closing_keep import keep
from quyuan_desktop.services.cross_checks import Finding, cross_check, rows_check
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.storage import closings, history, numbering, settings
from quyuan_desktop.storage.one_office import OfficeLedger
from quyuan_desktop.storage.tables import ClosedPeriod

KIND = "closing"
"""The kind under which serial numbers of closings are given out."""
ONE_ALONE = "现在只看着一个单位，不能结账。请在“统计范围”里选“全区合计”，再结账。"
LONGEST_REASON = 200
NAMED = 3
"""Figures named in a sentence, at most."""
STEPS = 4
"""Of a closing, as they are told while it goes on; the last can no longer be stopped."""
Tell = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Preview:
    """What closing the month now would come to: what speaks against it, the corrections it would report, the figures of
    the last closed month that are others now, and how the year to date of the figures that they touch would come about."""

    period: Period
    findings: tuple[Finding, ...]
    corrections: tuple[Correction, ...]
    restated: tuple[Restated, ...]
    carried: tuple[Carried, ...]

    @property
    def blocked(self) -> bool:
        """Whether anything speaks against it that cannot be confirmed."""
        return any(not each.warning for each in self.findings)


@dataclass(frozen=True, slots=True)
class ClosedMonth:
    """A month that was closed. `corrections`: how many records its 更正表 has; the rest is said in storage.tables."""

    code: str
    label: str
    number: str
    first: date
    last: date
    at: datetime
    by: str
    digest: str
    corrections: int
    reopened_at: datetime | None = None
    reopened_by: str = ""
    reopen_reason: str = ""


def preview(place: Workplace, period: Period) -> Preview:
    """What closing the month now would come to; nothing is changed. Raises Trouble."""
    with place.ledger.reading() as session:
        refused = _refusals(session, place, period)
        if refused:
            return Preview(period, tuple(refused), (), (), ())
        draft = drafted(session, place, period)
        findings = _findings(session, place, draft)
    told = tuple(each.correction for each in draft.corrections)
    carried = tuple(draft.told())
    return Preview(draft.period, tuple(findings), told, draft.restated, carried)


def close_month(
    place: Workplace, period: Period, *, confirmed: bool = False, tell: Tell | None = None
) -> ClosedMonth:
    """Close the month, for ever: its figures, rows, papers and corrections are kept as they are now.

    Raises Refused with what speaks against it; warnings alone refuse too unless they were `confirmed`. Raises Trouble,
    as for a full disk; then nothing was closed, nor is it where `tell`, which hears how far it is, raises.
    """
    say = tell or (lambda text, done, total: None)
    with place.ledger.writing() as session:
        say("正在汇总各表", 0, STEPS)
        _refuse(_refusals(session, place, period), confirmed=False)
        year = period.last.year if not period.code else int(period.code[:4])
        serial = numbering.take(session, place.folder, place.office, KIND, year)
        template = settings.read(session, f"number.{KIND}", NUMBER)
        number = numbering.written(template, place.office, year, serial)
        draft = drafted(session, place, period, number)
        say("正在核对", 1, STEPS)
        _refuse(_findings(session, place, draft), confirmed=confirmed)
        say("正在出表、存档", 2, STEPS)
        closing = keep(session, place, draft, number)
        say("正在结账", 3, STEPS)
        closed = _closed(session, closing)
    numbering.remember_after(place.ledger, place.folder)
    return closed


def closed_list(place: Workplace) -> list[ClosedMonth]:
    """Every closing, in the order they were made, the re-opened ones too."""
    with place.ledger.reading() as session:
        return [_closed(session, each) for each in closings.all_closings(session, place.office.code)]


def reopen(place: Workplace, period: Period, reason: str) -> ClosedMonth:
    """Re-open the month that was closed last, so that it can be closed anew; what was closed is kept and counts no more.

    An act of the head, recorded with its `reason`. Raises Refused, Trouble.
    """
    if place.staff.role is not Role.HEAD:
        raise Trouble(for_head_alone("撤销结账", place.office.level))
    why = reason.strip()
    if not why or len(why) > LONGEST_REASON:
        raise Refused([Problem("reason", f"请写明撤销结账的理由，最多 {LONGEST_REASON} 字，会记入操作记录。")])
    with place.ledger.writing() as session:
        closing = closing_for(session, place.office, period)
        if closing is None:
            raise Refused([Problem("", f"{period.label}没有结账，不用撤销。")])
        later = closings.standing(session, place.office.code)[-1]
        if later.id != closing.id:
            raise Refused(
                [
                    Problem(
                        "", f"{later.label}已经结账，要先撤销{later.label}；也可以不撤销，更正会列入下月更正表。"
                    )
                ]
            )
        closing.reopened_at, closing.reopened_by, closing.reopen_reason = place.now(), place.staff.name, why
        told = f"{closing.number} {closing.digest} {why}"
        history.audit(session, "reopen_month", place.now(), place.staff.name, detail=told)
        return _closed(session, closing)


def _closed(session: Session, closing: ClosedPeriod) -> ClosedMonth:
    return ClosedMonth(
        closing.code,
        closing.label,
        closing.number,
        closing.first,
        closing.last,
        closing.at.astimezone(),
        closing.by,
        closing.digest,
        sum(bool(each.uid) for each in closings.corrections_of(session, closing.id)),
        closing.reopened_at.astimezone() if closing.reopened_at else None,
        closing.reopened_by,
        closing.reopen_reason,
    )


# -- what speaks against it


def _refuse(findings: list[Finding], *, confirmed: bool) -> None:
    """Raise Refused with what cannot be confirmed, or was not."""
    grave = [each for each in findings if not each.warning]
    against = grave or ([] if confirmed else findings)
    if against:
        raise Refused([Problem("", each.sentence, each.warning) for each in against])


def _refusals(session: Session, place: Workplace, period: Period) -> list[Finding]:
    """Why the month cannot be closed at all, whatever its figures."""
    if isinstance(place.ledger, OfficeLedger):
        return [Finding(ONE_ALONE)]
    if not period.is_month:
        return [Finding(f"只有月份可以结账，“{period.label}”不是月份。")]
    asked = window(place.house).recut(period)
    if asked.last > place.today:
        return [Finding(f"{asked.label}还没有过完，{_day(asked.last)}以后才能结账。")]
    closing = closing_for(session, place.office, period)
    if closing is not None:
        return [
            Finding(f"{asked.label}已经结账（{closing.number}），不能再结一次；确需重结，请负责人先撤销结账。")
        ]
    standing = closings.standing(session, place.office.code)
    if not standing:
        return _before_all(session, place, asked)
    later = standing[-1]
    if later.last > asked.last:
        told = f"{later.label}已经结账（{later.number}），不能再结它前面的{asked.label}"
        return [Finding(f"{told}；确需补结，请负责人先撤销后面的结账。")]
    return []


def _before_all(session: Session, place: Workplace, asked: Period) -> list[Finding]:
    """The first month that is closed has to have something to close, or what came before it."""
    begun = first_day(session, place)
    if begun is not None and begun <= asked.last:
        return []
    since = f"最早的记录是{_day(begun)}的" if begun else "还没有任何记录"
    return [Finding(f"{asked.label}没有可以结账的内容：{since}。")]


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _findings(session: Session, place: Workplace, draft: Draft) -> list[Finding]:
    """What the figures themselves say against closing, the grave first."""
    values = draft.values()
    found = cross_check(session, place.house, draft.period, values)
    for each in draft.tables:
        own = {line.figure.code: line.figure.value for line in each.table.lines if line.counted}
        found += rows_check(own, each.rows)
    overlapping = [each for each in draft.tables if each.overlaps]
    if overlapping:
        words = "、".join(dict.fromkeys(each.register.label for each in overlapping))
        found.append(
            Finding(
                f"统计截止日改过，{words}有几天上月已经统计过，本月又会统计一次；本年累计不重复，但会少于各月相加。"
                "请先核对统计截止日。",
                warning=True,
            )
        )
    else:
        found += [
            Finding(
                f"“{MEASURES[code].label}”（{code}）的上期累计、本月与更正相加不等于本年累计，请先核对数据。",
                codes=(code,),
            )
            for code, carried in draft.carried.items()
            if not carried.sound
        ]
    if draft.restarted and not overlapping:
        labels = "、".join(f"“{MEASURES[code].label}”" for code in draft.restarted[:NAMED])
        more = f"等{len(draft.restarted)}项" if len(draft.restarted) > NAMED else ""
        why = "是上次结账以后新加的，或者口径、统计周期改过"
        found.append(
            Finding(f"{labels}{more}{why}，上期累计按现在的重新计算；已结账的报表不变。", True, draft.restarted)
        )
    found += _reminders(session, place, draft)
    return sorted(found, key=lambda each: each.warning)


def _reminders(session: Session, place: Workplace, draft: Draft) -> list[Finding]:
    found = []
    if draft.period.last == place.today:
        found.append(
            Finding(f"今天是{draft.period.label}统计的最后一天，结账后再登记的要写明理由并列入下月更正表。", True)
        )
    days = [entry.day for each in draft.tables for row in each.earlier for entry in row.entries]
    if days:
        cut = window(place.house)
        first, last = cut.month_of(min(days)), cut.month_of(draft.period.first - timedelta(days=1))
        which = first.label if first == last else f"{first.label}至{last.label}"
        found.append(
            Finding(f"{which}有记录还没有结账；先结{draft.period.label}，前面的月份就不能再单独结账。", True)
        )
    return found
