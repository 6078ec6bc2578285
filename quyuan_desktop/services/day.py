"""What 今日 is made of: its lines, its lists, the whole of a day. Plain data, there before anything is reckoned."""

from dataclasses import dataclass

from quyuan_desktop.domain.numbers import short_number


@dataclass(frozen=True, slots=True)
class Item:
    """One line of a block, in its parts: what, whom it is about, when, by which article, under which number.

    party: whose affair it is where it is not the office's own (区法律援助中心).
    It opens the record `uid` of `register` (its list where there is no `uid`), the draft `draft`, or the dialog or desk
    page that `opens` names. `tone` is red, amber, green, grey or empty.
    """

    what: str
    who: str = ""
    when: str = ""
    article: str = ""
    number: str = ""
    tone: str = ""
    register: str = ""
    uid: str = ""
    draft: str = ""
    opens: str = ""
    party: str = ""

    @property
    def title(self) -> str:
        """What and whom it is about."""
        return " · ".join(part for part in (self.what, self.who) if part)

    @property
    def detail(self) -> str:
        """When, whose affair or by which article, and the number as people shorten it."""
        parts = (self.when, self.party or self.article, short_number(self.number))
        return " · ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Block:
    """One of the lists."""

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
