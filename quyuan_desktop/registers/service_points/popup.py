"""临时站点: a desk put up at a fair or a farm shop for a day; the consultations held there hang on it and count once."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from quyuan_desktop.domain.problems import Problem
from quyuan_desktop.domain.terms import Town
from quyuan_desktop.registers.attached import Attached
from quyuan_desktop.registers.base import Occasion, PaperKind, Record, Register, Row, Section, Values, parent
from quyuan_desktop.registers.fields import choice, count, day, files, flag, link, name, paragraph, rows, words
from quyuan_desktop.registers.linked import Linked
from quyuan_desktop.registers.service_points.measures import popup_measures
from quyuan_desktop.registers.service_points.terms import Helper


class PopupHelper(Row, kw_only=True):
    """One person who works there."""

    __tablename__ = "popup_helper"

    parent_id: Mapped[int] = parent("popup")
    name: Mapped[str] = name("姓名", required=True, searched="name", width=10)
    kind: Mapped[Helper] = choice("身份", Helper, required=True, default="office", width=16)
    unit: Mapped[str] = words("单位", limit=60, suggest="unit", width=20)


class Handout(Row, kw_only=True):
    """One kind of material given out, and how many copies."""

    __tablename__ = "popup_handout"

    parent_id: Mapped[int] = parent("popup")
    kind: Mapped[str] = words("资料名称", limit=100, required=True, suggest="handout", width=30)
    copies: Mapped[int] = count("份数", least=1, most=100_000, required=True, counted=True, unit="份")


class Popup(Record, kw_only=True):
    """One pop-up desk on one day."""

    __tablename__ = "popup"
    __table_args__ = (Index("ix_popup_listed", "state", "on"),)

    on: Mapped[date] = day("日期", section="popup", past=True, required=True, column=True, default="today")
    title: Mapped[str] = name(
        "名称", required=True, column=True, searched="name", width=24, help="如“荷花村集市法律咨询站点”。"
    )
    place: Mapped[str] = words(
        "地点", limit=100, required=True, column=True, searched="content", suggest="place", width=20
    )
    town: Mapped[Town] = choice("乡镇", Town, required=True, column=True, counted=True, default="last", width=9)
    village: Mapped[str] = words("村（社区）", limit=60, suggest="village", width=10)
    fair: Mapped[str] = words("圩期", limit=40, suggest="fair", width=12, help="如“逢五、十赶集”。")
    unit: Mapped[str] = words("责任单位", limit=60, required=True, suggest="unit", width=20)
    point: Mapped[Linked | None] = link("所属服务点", "point")
    helpers: Mapped[list[PopupHelper]] = rows("工作人员", "PopupHelper", noun="人员")
    handouts: Mapped[list[Handout]] = rows("发放资料", "Handout", noun="资料")
    reach: Mapped[int | None] = count("受众人数", most=1_000_000, column=True, counted=True, unit="人")
    reach_estimated: Mapped[bool] = flag("受众为估计数", help="点人数得来的不勾，估计的勾上，统计时分开列。")
    other_consulted: Mapped[int | None] = count(
        "未逐一登记的咨询人次",
        most=10_000,
        counted=True,
        unit="人次",
        help="在现场逐一登记成“咨询”的不要再计在这里；这里只填没有逐一登记的。",
    )
    questions: Mapped[str] = paragraph("代表性问题", searched="content", limit=5000)
    photos: Mapped[tuple[Attached, ...]] = files("照片", pictures=True)
    note: Mapped[str] = words("备注", limit=300, width=40)


def check(values: Values, occasion: Occasion) -> list[Problem]:
    """The slips of a pop-up desk."""
    return list(_slips(values))


def _slips(values: Values) -> Iterator[Problem]:
    if not values["helpers"]:
        yield Problem("helpers", "还没有填工作人员。", warning=True)
    if values["reach"] is not None and values["other_consulted"] and values["reach"] < values["other_consulted"]:
        yield Problem("reach", "受众人数少于咨询人次，请核对。", warning=True)


POPUP = Register(
    code="popup",
    label="临时站点",
    record=Popup,
    number="{short}站点〔{year}〕{serial}号",
    day="on",
    who="title",
    what="place",
    called_by=("title",),
    sections=(Section(code="popup", label="临时站点"),),
    filters=("town",),
    measures=popup_measures(Popup, Handout),
    report="临时站点月报表",
    papers=(PaperKind(code="popup_sheet", label="临时站点登记表"),),
    check=check,
)
