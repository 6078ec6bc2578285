"""今日: what is due, what is to be done, what was left unfinished, what to remember."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, select

from quyuan_desktop.domain import periods
from quyuan_desktop.domain.deadlines import Standing as LimitStanding
from quyuan_desktop.domain.office import Level
from quyuan_desktop.domain.standing import Standing
from quyuan_desktop.registers import MEASURES, REGISTERS
from quyuan_desktop.registers.base import Register, State
from quyuan_desktop.registers.service_points.duty import DUTY, Duty
from quyuan_desktop.reports import month as report
from quyuan_desktop.services import coverage
from quyuan_desktop.services.day import Block, DayView, Item
from quyuan_desktop.services.dispatch_desk import dispatch_day
from quyuan_desktop.services.limits import open_limits
from quyuan_desktop.services.month_due import reminder
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.storage import backup
from quyuan_desktop.storage import drafts as stored_drafts
from quyuan_desktop.storage.glimpses import many

AHEAD = 7
"""Days ahead that are shown."""
MOST_LIMITS, MOST_TODOS = 500, 200
"""Records of a register whose time limits are looked at, the newest; lines of one sort of what is to be done."""
BACKUP_AFTER = timedelta(days=3)
TREND_MONTHS = 13
DISPATCH = {Level.OFFICE: "上报", Level.DISTRICT: "汇总"}
OWN = "司法所"
"""The party of a time limit that is the office's own affair."""

if TYPE_CHECKING:
    from quyuan_desktop.documents.day_sheet import DayRow


@dataclass(frozen=True, slots=True)
class _Due:
    """A line for the time limit `code`, and its place: what waits elsewhere after the office's own, by days left."""

    rank: tuple[bool, int]
    code: str
    item: Item


LAST = (True, 10**6)
"""The place of what is told behind all time limits."""


def day_view(place: Workplace) -> DayView:
    """All that 今日 shows. Raises Trouble."""
    today = place.today
    with place.ledger.reading() as session:
        limits = [each for register in REGISTERS.values() for each in _limits(place, session, register)]
        limits.sort(key=lambda each: each.rank)  # those of one rank stay in the order of the desks
        told = {(each.code, each.item.uid) for each in limits}
        todos = tuple(item for register in REGISTERS.values() for item in _todos(session, register, today, told))
        todos = (*_on_duty(session, today), *todos)
        drafts = tuple(_draft(row) for row in stored_drafts.listed(session))
        people, matters = MEASURES["consult.people"], MEASURES["consult.matters"]
        months = _months_back(today, TREND_MONTHS)
        trend = tuple((name, _value(place, session, people, first, last)) for name, first, last in months)
        _, first, last = months[-1]
        counted = _value(place, session, matters, first, last)
    return DayView(_blocks(place, limits, todos, drafts), trend[-1][1], counted, trend)


def _blocks(
    place: Workplace, limits: list[_Due], todos: tuple[Item, ...], drafts: tuple[Item, ...]
) -> tuple[Block, ...]:
    """The lists; time limits that are near or past stand in the first, the others wait in the second."""
    return (
        Block("due", "到期与超期", tuple(each.item for each in limits if each.item.tone)),
        Block("todo", "待办", (*todos, *(each.item for each in limits if not each.item.tone))),
        Block("dispatch", DISPATCH[place.office.level], tuple(_dispatch(place))),
        Block("drafts", "草稿", drafts),
        Block("reminders", "提醒", tuple(_reminders(place))),
    )


def _value(place: Workplace, session: Any, measure: Any, first: date, last: date) -> int:
    return report.totals(session, [measure], first, last, place.house)[measure.code]


def _limits(place: Workplace, session: Any, register: Register) -> Iterator[_Due]:
    """The open time limits that are late or end within a week; what lapses, as early as its rule says.

    Where more records wait than anybody reads of, the newest are looked at, and the last line tells of the others.
    """
    found, left = open_limits(place, session, register, MOST_LIMITS)
    if left and any(each.limit.running.asks for each in found):
        yield _Due(LAST, "", _others(register, left, f"这里只列最近的 {MOST_LIMITS} 条"))
    for each in found:
        limit, record = each.limit, each.record
        ahead = limit.rule.ahead if limit.running.lapses else AHEAD
        if limit.standing is LimitStanding.PAUSED or not limit.running.asks or limit.left > ahead:
            continue
        item = Item(
            limit.rule.event,
            str(record.who or ""),
            f"{limit.due:%m-%d} {limit.left_in_words()}",
            limit.rule.article,
            record.number,
            limit.tone,
            register.code,
            record.uid,
            party="" if limit.rule.party == OWN else limit.rule.party,
        )
        yield _Due((limit.running.elsewhere, limit.left), limit.rule.code, item)


def _others(register: Register, left: int, why: str) -> Item:
    """The line that tells of records that are not listed one by one, and opens the list of their register."""
    return Item(f"另有 {left} 条更早的{register.label}没有办结", when=why, tone="amber", register=register.code)


def _todos(session: Any, register: Register, today: date, told: set[tuple[str, str]]) -> Iterator[Item]:
    """What waits to be done, the oldest first, without what a time limit tells already (its code and the record)."""
    record: Any = register.record
    for todo in register.todos:
        wanted = select(record.uid, record.number, getattr(record, register.who), todo.since)
        wanted = wanted.where(record.state == State.LIVE, todo.open_).order_by(todo.since, record.id)
        found = session.execute(wanted.limit(MOST_TODOS)).all()
        for uid, number, who, since in found:
            if any((code, uid) in told for code in todo.limits):
                continue
            waits = f"已等 {(today - since).days} 天" if since else ""
            yield Item(todo.label, str(who or ""), waits, "", number, "", register.code, uid)
        if len(found) == MOST_TODOS:
            left = many(session, register, and_(record.state == State.LIVE, todo.open_)) - MOST_TODOS
            if left:
                yield Item(f"{todo.label}的另有 {left} 条", when="这里只列等得最久的", register=register.code)


def _on_duty(session: Any, today: date) -> Iterator[Item]:
    """Who is on duty today, each half day at each point, and whether they have signed in."""
    wanted = select(Duty).where(Duty.state == State.LIVE, Duty.on == today).order_by(Duty.half, Duty.id)
    for slot in session.scalars(wanted):
        who = f"{slot.substitute}（替{slot.person}）" if slot.substitute else slot.person
        signed = "未签到" if slot.signed_in is None else f"{slot.signed_in:%H:%M} 签到"
        when = f"{slot.half.label} {signed} {slot.point.text}"
        yield Item("今日值班", who, when, register=DUTY.code, uid=slot.uid)


def _draft(row: Any) -> Item:
    label = REGISTERS[row.register].label if row.register in REGISTERS else ""
    when = f"{row.at.astimezone():%m-%d %H:%M} {row.by}"
    who = row.title or "未填姓名"
    return Item(f"{label}草稿", who, when, "", "", "grey", row.register, row.uid, row.key)


def _dispatch(place: Workplace) -> Iterator[Item]:
    """What the district sent back or finds in dispute, and what has not gone yet; at the bureau what waits of its
    offices."""
    if place.office.level is not Level.OFFICE:
        yield from _offices(place)
        return
    day = dispatch_day(place)
    for each in day.returned:
        clash = each.answer.standing is Standing.CLASH
        yield Item(
            f"{'冲突' if clash else '区局退回'} · {each.label}",
            each.who,
            "等区局裁定" if clash else each.answer.reason,
            number=each.number,
            tone="amber" if clash else "red",
            register=each.register,
            uid=each.uid,
        )
    if day.unsent:
        before = periods.shifted(periods.of_kind("本月", place.today), -1)
        late = day.paired and day.last_month < before.code
        when = f"{before.label}还没有上报" if late else "" if day.paired else "还没有与区局结对"
        yield Item(f"{day.unsent} 条记录还没有上报", when=when, tone="amber" if late else "", opens="dispatch")


def _offices(place: Workplace) -> Iterator[Item]:
    """Disputes to be decided, pairings to be confirmed, packages that never came, months that were not reported."""
    from quyuan_desktop.services.district_desk import (
        NOT_CONFIRMED,
        PAIRED,
        district_view,
    )  # loads what merging needs

    view = district_view(place)
    before = periods.shifted(periods.of_kind("本月", place.today), -1)
    if view.clashes:
        yield Item(f"{len(view.clashes)} 条冲突等裁定", tone="amber", opens="district")
    for each in view.offices:
        if each.state == NOT_CONFIRMED:
            yield Item("结对等电话核对", each.name, tone="amber", opens="district")
        if each.missing:
            numbers = "、".join(map(str, each.missing))
            yield Item("缺上报包", each.name, f"第 {numbers} 批没有收到", tone="amber", opens="district")
        if each.state == PAIRED and each.month < before.code:
            yield Item(
                f"{before.label}还没有报来", each.name, f"最近 {each.month or '没有报过'}", opens="district"
            )


def _reminders(place: Workplace) -> list[Item]:
    return [*_month_due(place), *_villages_lacking(place), *_backup_wanted(place), *_holidays_missing(place)]


def _month_due(place: Workplace) -> Iterator[Item]:
    """The month that ended last, as long as it is open and there is a day until when it is to be handed in."""
    waiting = reminder(place)
    if waiting is not None:
        yield Item(waiting.what, when=waiting.detail, tone=waiting.tone, opens="reports")


def _villages_lacking(place: Workplace) -> Iterator[Item]:
    """Agreements that run out and gaps of the village advisers, each summed up in a line that opens the board."""
    for each in coverage.reminders(place):
        yield Item(each.what, when=each.detail, tone=each.tone, opens="coverage")


def _backup_wanted(place: Workplace) -> Iterator[Item]:
    made = backup.listed(place.folder)
    age = place.now().replace(tzinfo=None) - made[0].at if made else None
    if age is None:
        yield Item(
            "还没有备份", when="关闭程序时会自动备份；也可以现在从菜单里备份。", tone="amber", opens="backups"
        )
    elif age > BACKUP_AFTER:
        when = "请从菜单“备份与还原”里立即备份。"
        yield Item(f"上次备份在 {age.days} 天前", when=when, tone="amber", opens="backups")


def _holidays_missing(place: Workplace) -> Iterator[Item]:
    """From December on next year's notice is wanted; this year's at any time."""
    years = [place.today.year, *([place.today.year + 1] if place.today.month >= 12 else [])]
    for year in years:
        if year not in place.house.holidays.known_years:
            when = "期限暂按周六、周日休息推算，请从菜单“规则设置”导入放假安排。"
            yield Item(f"{year}年的放假安排还没有导入", when=when, tone="amber", opens="rules")


def _months_back(today: date, many: int) -> list[tuple[str, date, date]]:
    found = []
    first = today.replace(day=1)
    for _ in range(many):
        period = periods.month(f"{first:%Y-%m}")
        found.append((f"{first:%Y-%m}", period.first, period.last))
        first = (first - timedelta(days=1)).replace(day=1)
    return found[::-1]


# -- the day on paper


def day_sheet(place: Workplace) -> bytes:
    """今日任务单 as PDF: the page's four lists with names, and no other data of persons. Raises Trouble."""
    from quyuan_desktop.documents.day_sheet import DayBlock, day_sheet_pdf  # after the window is there

    blocks = [
        DayBlock(block.label, [_day_row(block, item) for item in block.items]) for block in day_view(place).blocks
    ]
    return day_sheet_pdf(place.office.name, place.today, blocks, place.now(), place.staff.name)


def _day_row(block: Block, item: Item) -> "DayRow":
    from quyuan_desktop.documents.day_sheet import DayRow

    if block.code == "reminders":
        return DayRow(f"{item.what}。{item.when}")
    what = f"{item.what}（{item.party}）" if item.party else item.what
    return DayRow(what, item.who, item.when, item.article, item.number, late=item.tone == "red")
