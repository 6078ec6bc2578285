"""Days as the page 今日 is shown them."""

from collections.abc import Callable
from typing import Any

from quyuan_desktop.services.day import Block, DayView, Item

Settle = Callable[[], None]
MONTHS = tuple((f"{2022 + (10 + each) // 12}-{(10 + each) % 12 + 1:02d}", each * 3) for each in range(13))


def item(title: str, tone: str = "", **changes: Any) -> Item:
    """An invented line."""
    values = {"register": "consultation", "uid": title, "draft": "", "when": "今天", **changes}
    return Item(what=title, tone=tone, **values)


def day(**blocks: tuple[Item, ...]) -> DayView:
    """A day with those lines in its blocks."""
    labels = {"due": "到期与超期", "todo": "待办", "drafts": "草稿", "reminders": "提醒"}
    made = tuple(Block(code, label, blocks.get(code, ())) for code, label in labels.items())
    return DayView(made, 16, 21, MONTHS)
