"""法律顾问: who advises villages, and the group chats in which they can be reached."""

from datetime import date
from typing import Any

from sqlalchemy import Index, and_, select
from sqlalchemy.orm import Mapped

from quyuan_desktop.domain.house import HouseRules
from quyuan_desktop.domain.problems import Problem
from quyuan_desktop.registers.advisers.measures import adviser_measures, group_measures
from quyuan_desktop.registers.advisers.terms import AdviserKind, Practice
from quyuan_desktop.registers.attached import Attached
from quyuan_desktop.registers.base import Occasion, Record, Register, Section, State, Values
from quyuan_desktop.registers.fields import choice, count, day, files, flag, full_name, link, name, phone, words
from quyuan_desktop.registers.linked import Linked


class Adviser(Record, kw_only=True):
    """One adviser."""

    __tablename__ = "adviser"
    __table_args__ = (Index("ix_adviser_listed", "state", "since"),)

    name: Mapped[str] = name("姓名", section="adviser", required=True, column=True, searched="name")
    kind: Mapped[AdviserKind] = choice(
        "类别", AdviserKind, required=True, column=True, counted=True, default="lawyer", width=16
    )
    licence: Mapped[str] = words("执业证号", limit=40, column=True, searched="content", width=20)
    firm: Mapped[str] = words("执业机构", limit=60, column=True, searched="content", suggest="firm", width=20)
    phone: Mapped[str] = phone("电话", masked=True, searched="phone", help="会印在公示牌上。")
    specialities: Mapped[str] = words("专长", limit=100, searched="content", suggest="specialities", width=24)
    practice: Mapped[Practice] = choice(
        "执业状态", Practice, required=True, column=True, default="active", width=10
    )
    since: Mapped[date] = day("登记日期", required=True, column=True, default="today")
    until: Mapped[date | None] = day("离任日期")
    photo: Mapped[tuple[Attached, ...]] = files("照片", most=1, pictures=True)
    note: Mapped[str] = words("备注", limit=200, width=40)


def check_adviser(values: Values, occasion: Occasion) -> list[Problem]:
    """The slips of an adviser."""
    found = []
    if values["kind"] in (AdviserKind.LAWYER, AdviserKind.GRASSROOTS) and not values["licence"]:
        found.append(Problem("licence", "律师、基层法律服务工作者请填执业证号，公示牌上要用。", warning=True))
    if values["practice"] is Practice.LEFT and not values["until"]:
        found.append(Problem("until", "执业状态是注销或离开，请填离任日期。"))
    if values["until"] and values["since"] and values["until"] < values["since"]:
        found.append(Problem("until", "离任日期早于登记日期，请核对。"))
    return found


def entered_already(session: Any, values: Values, uid: str, house: HouseRules) -> list[Problem]:
    """An adviser who stands in the table already: entered twice, nobody would notice that they serve too many."""
    if values["licence"]:
        same, field = Adviser.licence == values["licence"], "licence"
    else:
        same, field = and_(Adviser.name == values["name"], Adviser.firm == values["firm"]), "name"
    wanted = select(Adviser.name, Adviser.number).where(Adviser.state == State.LIVE, Adviser.uid != uid, same)
    found = session.execute(wanted.limit(1)).first()
    if found is None:
        return []
    text = f"{found[0]}已登记过（{found[1]}），同一人登记两次会看不出超载，请用那一条。"
    return [Problem(field, text, warning=True)]


class WechatGroup(Record, kw_only=True):
    """One group chat (微信群) of a village and its adviser."""

    __tablename__ = "wechat_group"
    __table_args__ = (Index("ix_wechat_group_listed", "state", "founded_on"),)

    village: Mapped[Linked] = link("村（社区）", "village", section="group", required=True)
    village_name: Mapped[str] = words("村名", limit=60, derived=True, column=True, searched="content", width=10)
    name: Mapped[str] = name("群名", required=True, column=True, searched="name", width=20)
    members: Mapped[int | None] = count("人数", most=500, column=True, counted=True, unit="人")
    founded_on: Mapped[date] = day("建群日期", required=True, column=True, default="today")
    dissolved_on: Mapped[date | None] = day("解散日期")
    owner: Mapped[str] = full_name("群主", column=True)
    real_names: Mapped[bool] = flag("实名")
    pushes: Mapped[int | None] = count(
        "推送次数", most=9999, counted=True, unit="次", help="本年累计推送的普法信息。"
    )
    invitation: Mapped[str] = words(
        "入群二维码内容",
        limit=200,
        width=40,
        help="用手机扫群的二维码，把扫出来的网址填在这里，公示牌上就印出同样的二维码。微信群自己的二维码七天就过期，"
        "宜填长期有效的（如企业微信活码）；空着的，公示牌上留出粘贴的位置。",
    )
    note: Mapped[str] = words("备注", limit=200, width=40)


def complete_group(values: Values, occasion: Occasion) -> Values:
    """Call the group by its village."""
    return {**values, "village_name": values["village"].text if values["village"] is not None else ""}


def check_group(values: Values, occasion: Occasion) -> list[Problem]:
    """The slips of a group."""
    if values["dissolved_on"] and values["founded_on"] and values["dissolved_on"] < values["founded_on"]:
        return [Problem("dissolved_on", "解散日期早于建群日期，请核对。")]
    return []


ADVISER = Register(
    code="adviser",
    label="法律顾问",
    record=Adviser,
    number="{short}顾〔{year}〕{serial}",
    day="since",
    who="name",
    what="firm",
    called_by=("name",),
    sections=(Section(code="adviser", label="法律顾问"),),
    filters=("kind", "practice"),
    known_by=(("licence",), ("name", "firm")),
    printed=("name", "kind", "licence", "firm", "phone", "specialities", "practice", "since"),
    measures=adviser_measures(Adviser),
    report="法律顾问月报表",
    check=check_adviser,
    doubted=entered_already,
)

WECHAT_GROUP = Register(
    code="wechat_group",
    label="微信群",
    record=WechatGroup,
    number="{short}群〔{year}〕{serial}",
    day="founded_on",
    who="name",
    what="village_name",
    called_by=("name",),
    known_by=(("name", "village"),),
    sections=(Section(code="group", label="微信群"),),
    measures=group_measures(WechatGroup),
    report="微信群月报表",
    complete=complete_group,
    check=check_group,
)
