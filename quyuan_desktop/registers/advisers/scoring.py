"""考核评分: what the records say of an adviser's duty in a period, and the points that follow where they follow.

No rule of the province or the district was found; items and points are after a county's score sheet (协议 5, 公示 5,
日志 20 …), and say so on the paper. What the records do not know is left to be scored by hand.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal


@dataclass(frozen=True, slots=True)
class Doing:
    """What was done in the terms of a period: terms and those with an agreement; boards issued; months in term and
    those with the hours; whole quarters in term and those with the lectures; services, those with evidence, those
    entered late; group chats and what was sent there; mediations and legal-aid matters helped with."""

    terms: int = 0
    agreements: int = 0
    boards: int = 0
    months: int = 0
    fulfilled: int = 0
    quarters: int = 0
    lectured: int = 0
    services: int = 0
    proved: int = 0
    late: int = 0
    groups: int = 0
    pushes: int = 0
    mediations: int = 0
    aids: int = 0


@dataclass(frozen=True, slots=True)
class Mark:
    """One item: full points, by what rule, what the records say, the points that follow; None: by hand."""

    item: str
    full: int
    rule: str
    found: str
    points: Decimal | None


def marks(done: Doing, hours: int, lectures: int) -> Iterator[Mark]:
    """The items in their order, 100 points in all, for a duty of `hours` a month and `lectures` a quarter."""
    yield Mark(
        "签订协议",
        5,
        "每个村（社区）有聘书或者协议编号",
        f"{done.terms} 个聘期，有协议 {done.agreements} 份",
        _share(5, done.agreements, done.terms),
    )
    yield Mark("公示上墙", 5, "公示牌上墙，内容与实际一致", f"出具公示牌 {done.boards} 份", None)
    yield Mark(
        "现场服务",
        25,
        f"每月到村（社区）现场服务不少于 {hours} 小时，按达标月数计分",
        f"在聘 {done.months} 个村月，达标 {done.fulfilled} 个",
        _share(25, done.fulfilled, done.months),
    )
    yield Mark(
        "法治讲座",
        15,
        f"每季度不少于 {lectures} 次，按达标季数计分；不满一季的不计",
        f"在聘 {done.quarters} 个整季，达标 {done.lectured} 个",
        _share(15, done.lectured, done.quarters),
    )
    yield Mark(
        "服务记录",
        20,
        "每次服务有签字或者照片，按有佐证的比例计分；补录的酌情扣分",
        f"服务 {done.services} 次，有佐证 {done.proved} 次，补录 {done.late} 次",
        _share(20, done.proved, done.services) if done.services else (Decimal(0) if done.terms else None),
    )
    yield Mark(
        "微信群", 10, "建群、实名、定期推送，群内提问及时答复", f"群 {done.groups} 个，推送 {done.pushes} 次", None
    )
    yield Mark(
        "调解和援助",
        10,
        "参与人民调解，协助申请法律援助",
        f"调解 {done.mediations} 次，法律援助 {done.aids} 次",
        None,
    )
    yield Mark("群众评价", 10, "走访村（社区）和群众，以满意度测评为准", "台账不记，另附测评表", None)


def _share(full: int, part: int, whole: int) -> Decimal | None:
    """So much of the full points, to a tenth, half up; None where there is nothing to judge by."""
    if not whole:
        return None
    return (Decimal(full) * part / whole).quantize(Decimal("0.1"), ROUND_HALF_UP)
