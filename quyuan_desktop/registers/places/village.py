"""村（社区）: the one table of villages; towns are a code table, villages are imported and may be changed."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Index, and_, or_, select
from sqlalchemy.orm import Mapped

from quyuan_desktop.domain.house import HouseRules
from quyuan_desktop.domain.problems import Problem
from quyuan_desktop.domain.terms import Term, Town
from quyuan_desktop.registers.base import Occasion, Record, Register, Section, State, Values
from quyuan_desktop.registers.fields import choice, count, day, link, name, phone, words
from quyuan_desktop.registers.linked import Linked


class VillageKind(Term):
    """村 or 社区."""

    VILLAGE = "village", "行政村"
    COMMUNITY = "community", "社区（居委会）"


class Village(Record, kw_only=True):
    """One village or community. One that was merged into another stays readable, with the day of its end."""

    __tablename__ = "village"
    __table_args__ = (Index("ix_village_listed", "state", "valid_from"),)

    name: Mapped[str] = name(
        "村（社区）名称",
        section="village",
        required=True,
        column=True,
        searched="name",
        help="写全称，如“荷花村”。",
    )
    town: Mapped[Town] = choice("乡镇", Town, required=True, column=True, counted=True, default="last", width=9)
    kind: Mapped[VillageKind] = choice(
        "类别", VillageKind, required=True, column=True, default="village", width=12
    )
    code: Mapped[str] = words(
        "12位代码",
        limit=12,
        column=True,
        searched="number",
        width=14,
        help="国家统计局12位统计用区划代码，不知道的先空着。",
    )
    valid_from: Mapped[date] = day("启用日期", required=True, column=True, default="2000-01-01")
    valid_to: Mapped[date | None] = day(
        "停用日期", column=True, help="并村、改名的，填停用的日期，旧记录照样能读。"
    )
    merged_into: Mapped[Linked | None] = link("并入", "village")
    households: Mapped[int | None] = count("户数", most=100_000, unit="户")
    population: Mapped[int | None] = count("人口", most=1_000_000, unit="人")
    contact: Mapped[str] = words("村联系人", limit=60, column=True, width=10, help="村支书、主任或调解主任。")
    contact_phone: Mapped[str] = phone("联系电话", masked=True, searched="phone")
    note: Mapped[str] = words("备注", limit=200, width=40)


def check(values: Values, occasion: Occasion) -> list[Problem]:
    """The slips of a village."""
    return list(_slips(values))


def _slips(values: Values) -> Iterator[Problem]:
    code = values["code"]
    if code and not (code.isascii() and code.isdigit() and len(code) == 12):
        yield Problem("code", "统计用区划代码是12位数字，请核对；不知道的先空着。")
    elif code and values["town"] not in (None, Town.ELSEWHERE) and code[:9] != values["town"].code:
        text = f"{values['town'].label}的村（社区）代码一般以 {values['town'].code} 开头，请核对代码和乡镇。"
        yield Problem("code", text, warning=True)
    elif code.endswith("000"):
        yield Problem("code", "后三位是000的不是村（社区）的代码，请核对；不知道的先空着。", warning=True)
    if values["valid_to"] and values["valid_from"] and values["valid_to"] < values["valid_from"]:
        yield Problem("valid_to", "停用日期早于启用日期，请核对。")
    if values["merged_into"] is not None and values["valid_to"] is None:
        yield Problem("valid_to", "填了并入哪个村，请填停用日期。")


def doubted(session: Any, values: Values, uid: str, house: HouseRules) -> list[Problem]:
    """Another village in use at the same time under this code, or under this name in the same town; an odd merger."""
    return [*_twice(session, values, uid), *_merged(session, values, uid)]


def _merged(session: Any, values: Values, uid: str) -> Iterator[Problem]:
    """A village merged into itself, or into one that was out of use by then."""
    if values["merged_into"] is None or values["valid_to"] is None:
        return
    wanted = select(Village.name, Village.valid_to).where(Village.uid == values["merged_into"].uid)
    name, until = session.execute(wanted).one()
    if values["merged_into"].uid == uid:
        yield Problem("merged_into", "并入的是这个村自己，请改选并入的村。", warning=True)
    elif until is not None and until <= values["valid_to"]:
        yield Problem("merged_into", f"{name} {until} 已停用，请选后来启用的村。", warning=True)


def _twice(session: Any, values: Values, uid: str) -> Iterator[Problem]:
    if values["valid_from"] is None:
        return
    also = [Village.state == State.LIVE, Village.uid != uid, _at_the_time_of(values)]
    wanted = select(Village.name, Village.number)
    if values["code"]:
        found = session.execute(wanted.where(*also, Village.code == values["code"])).first()
        if found is not None:
            yield Problem("code", f"代码 {values['code']} 已是{found[0]}（{found[1]}）的，请核对。", warning=True)
    if values["town"] is not None:
        named = and_(Village.name == values["name"], Village.town == values["town"])
        found = session.execute(wanted.where(*also, named)).first()
        if found is not None:
            text = f"{values['town'].label}已有{found[0]}（{found[1]}），再登记一条会算成两个村，请核对。"
            yield Problem("name", text, warning=True)


def _at_the_time_of(values: Values) -> ColumnElement[bool]:
    begun = Village.valid_from <= values["valid_to"] if values["valid_to"] else Village.valid_from.is_not(None)
    return and_(begun, or_(Village.valid_to.is_(None), Village.valid_to >= values["valid_from"]))


VILLAGE = Register(
    code="village",
    label="村（社区）",
    record=Village,
    number="{short}村〔{year}〕{serial}",
    day="valid_from",
    who="name",
    what="contact",
    called_by=("name",),
    sections=(Section(code="village", label="村（社区）"),),
    filters=("town", "kind"),
    known_by=(("code",), ("name", "town")),
    printed=(
        "name",
        "town",
        "kind",
        "code",
        "households",
        "population",
        "contact",
        "contact_phone",
        "valid_from",
        "valid_to",
    ),
    check=check,
    doubted=doubted,
)
