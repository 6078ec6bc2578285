"""今日: what is due, what is to be done, what was left unfinished, what to remember."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from quyuan_desktop.domain import periods
from quyuan_desktop.registers import MEASURES, REGISTERS
from quyuan_desktop.registers.base import State
from quyuan_desktop.reports import month as report
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.storage import backup
from quyuan_desktop.storage import drafts as stored_drafts

AHEAD = timedelta(days=7)
BACKUP_AFTER = timedelta(days=3)
TREND_MONTHS = 13


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a block; opens a record or a draft. `tone` is red, amber, green or empty."""

    register: str
    uid: str
    draft: str
    title: str
    detail: str
    tone: str


@dataclass(frozen=True, slots=True)
class Block:
    """One of the four lists."""

    code: str
    label: str
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class DayView:
    """The page: its blocks, the month's two numbers, and 人次 of thirteen months."""

    blocks: tuple[Block, ...]
    month_people: int
    month_matters: int
    trend: tuple[tuple[str, int], ...]


def day_view(place: Workplace) -> DayView:
    """All that 今日 shows. Raises Trouble."""
    today = place.today
    with place.ledger.reading() as session:
        due = [item for code in REGISTERS for item in _due(session, code, today)]
        drafts = tuple(_draft(row) for row in stored_drafts.listed(session))
        people, matters = MEASURES["consult.people"], MEASURES["consult.matters"]
        months = _months_back(today, TREND_MONTHS)
        trend = tuple((name, _value(session, people, first, last)) for name, first, last in months)
        _, first, last = months[-1]
        counted = _value(session, matters, first, last)
    blocks = (
        Block("due", "到期与超期", tuple(item for item in due if item.tone)),
        Block("todo", "待办", tuple(item for item in due if not item.tone)),
        Block("drafts", "草稿", drafts),
        Block("reminders", "提醒", tuple(_reminders(place))),
    )
    return DayView(blocks, trend[-1][1], counted, trend)


def _value(session: Any, measure: Any, first: date, last: date) -> int:
    return report.totals(session, [measure], first, last)[measure.code]


def _due(session: Any, code: str, today: date) -> list[Item]:
    register = REGISTERS[code]
    record: Any = register.record
    found = []
    for due in register.dues:
        wanted = select(record.uid, record.number, getattr(record, register.who), due.on)
        wanted = wanted.where(record.state == State.LIVE, due.on <= today + AHEAD, due.open_)
        for uid, number, who, on in session.execute(wanted.order_by(due.on)):
            left = (on - today).days
            tone = "red" if left < 0 else "amber" if left <= 2 else ""
            when = f"已过 {-left} 天" if left < 0 else "今天" if left == 0 else f"还有 {left} 天"
            found.append(Item(code, uid, "", f"{due.label} · {who}", f"{on:%m-%d} {when} · {number}", tone))
    return found


def _draft(row: Any) -> Item:
    label = REGISTERS[row.register].label if row.register in REGISTERS else ""
    when = row.at.astimezone()
    title = f"{label}草稿 · {row.title or '未填姓名'}"
    return Item(row.register, row.uid, row.key, title, f"{when:%m-%d %H:%M} {row.by}", "grey")


def _reminders(place: Workplace) -> list[Item]:
    made = backup.listed(place.folder)
    if not made:
        return [Item("", "", "", "还没有备份", "关闭程序时会自动备份；也可以现在从菜单里备份。", "amber")]
    age = place.now().replace(tzinfo=None) - made[0].at
    if age > BACKUP_AFTER:
        return [Item("", "", "", f"上次备份在 {age.days} 天前", "请从菜单“备份与还原”里立即备份。", "amber")]
    return []


def _months_back(today: date, many: int) -> list[tuple[str, date, date]]:
    found = []
    first = today.replace(day=1)
    for _ in range(many):
        period = periods.month(f"{first:%Y-%m}")
        found.append((f"{first:%Y-%m}", period.first, period.last))
        first = (first - timedelta(days=1)).replace(day=1)
    return found[::-1]
