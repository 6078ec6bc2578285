"""The records that the district sent back, or finds in dispute: each with its reason, opened by Enter."""

from collections.abc import Sequence

from quyuan_desktop.domain.numbers import short_number
from quyuan_desktop.domain.standing import Standing
from quyuan_desktop.services.dispatch_desk import Returned
from quyuan_desktop.ui.short_list import Line, ShortList

WAITING = "等区局裁定"


class ReturnedList(ShortList):
    """`opened(Returned)`: that record is to be shown."""

    def __init__(self, most: int = 5) -> None:
        super().__init__("退回与冲突的记录", most=most)

    def show_returned(self, found: Sequence[Returned]) -> None:
        """Show these."""
        self.show_lines([line_of(each) for each in found])


def line_of(each: Returned) -> Line:
    """退回 · 咨询〔2023〕118 王某某, and at the right why."""
    standing = each.answer.standing
    title = f"{standing.label} · {each.label}{short_number(each.number)}　{each.who}"
    clash = standing is Standing.CLASH
    return Line(title, WAITING if clash else each.answer.reason, "amber" if clash else "red", each)
