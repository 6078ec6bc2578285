"""How a record stands towards the district: reported, received, returned, or in dispute."""

from dataclasses import dataclass
from datetime import datetime

from quyuan_desktop.domain.terms import Term


class Standing(Term):
    """上报状态. 已收 only after the district's receipt has come back; any change to the record makes it 未报 again."""

    UNSENT = "unsent", "未报"
    SENT = "sent", "已报"
    RECEIVED = "received", "已收"
    RETURNED = "returned", "退回"
    CLASH = "clash", "冲突"


ANSWERS = (Standing.SENT, Standing.RECEIVED, Standing.RETURNED, Standing.CLASH)
"""What the district has answered, by the number under which it is kept; a later one outweighs those before it."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of the present state of a record: how it stands, in which batch it went out and when, and why the
    district sent it back (empty unless it did)."""

    standing: Standing
    batch: int = 0
    at: datetime | None = None
    reason: str = ""
