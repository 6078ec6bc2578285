"""设备: what helps to see conflicts early (高清摄像头 of 智慧社区); several of a kind at one place are one record."""

from datetime import date
from typing import Any

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from quyuan_desktop.domain.problems import Problem
from quyuan_desktop.domain.terms import Town
from quyuan_desktop.registers.base import Occasion, Record, Register, Section, Values
from quyuan_desktop.registers.fields import choice, count, day, words
from quyuan_desktop.registers.measures import Counted, Counting, Measure
from quyuan_desktop.registers.mediation import terms
from quyuan_desktop.registers.twice import entered_once


class Device(Record, kw_only=True):
    """One device, or several of a kind at one place."""

    __tablename__ = "device"
    __table_args__ = (Index("ix_device_listed", "state", "installed_on"),)

    kind: Mapped[terms.DeviceKind] = choice(
        "种类",
        terms.DeviceKind,
        section="device",
        required=True,
        column=True,
        counted=True,
        default="camera",
        width=14,
    )
    pieces: Mapped[int] = count(
        "台数", least=1, most=10_000, required=True, column=True, counted=True, default=1, unit="台"
    )
    town: Mapped[Town] = choice("乡镇", Town, required=True, column=True, counted=True, default="last", width=9)
    village: Mapped[str] = words("村（社区）", limit=60, column=True, suggest="village", width=10)
    place: Mapped[str] = words("位置", limit=100, required=True, column=True, searched="content", width=24)
    model: Mapped[str] = words("型号、编号", limit=60, searched="content", width=18)
    keeper: Mapped[str] = words("维护单位", limit=60, suggest="keeper", width=18)
    installed_on: Mapped[date] = day("启用日期", past=True, required=True, column=True, default="today")
    retired_on: Mapped[date | None] = day(
        "停用日期", past=True, column=True, help="停用的设备不删除，期末不再计入在用台数。"
    )
    note: Mapped[str] = words("备注", limit=200, width=40)


def check(values: Values, occasion: Occasion) -> list[Problem]:
    """The slips of a device."""
    if values["retired_on"] and values["installed_on"] and values["retired_on"] < values["installed_on"]:
        return [Problem("retired_on", "停用日期早于启用日期，请核对。")]
    return []


def _figures() -> tuple[Counting, ...]:
    pieces: Any = Device.pieces
    stock = Counted(record=Device, day=Device.installed_on, until=Device.retired_on)
    kinds = tuple(
        Measure(
            code=f"device.{kind.code}",
            label=kind.label,
            unit="台",
            group="设备（期末）",
            words=f"期末在用、种类为“{kind.label}”的台数",
            base=stock,
            value=pieces,
            by=Device.kind,
            of=(kind,),
        )
        for kind in terms.DeviceKind
    )
    towns = tuple(
        Measure(
            code=f"device.camera.{town.code}",
            label=town.label,
            unit="台",
            group="高清摄像头（按乡镇）",
            words=f"期末在用、位置在{town.label}的高清摄像头台数",
            base=stock,
            value=pieces,
            when=(Device.kind == terms.DeviceKind.CAMERA) & (Device.town == town),
        )
        for town in Town
    )
    return (*kinds, *towns)


DEVICE = Register(
    code="device",
    label="设备",
    record=Device,
    number="{short}设备〔{year}〕{serial}号",
    day="installed_on",
    who="place",
    what="model",
    sections=(Section(code="device", label="设备"),),
    filters=("kind", "town"),
    sheet=("installed_on", "kind", "pieces", "town", "village", "place", "model", "keeper"),
    known_by=(("model",),),
    printed=("place", "kind", "pieces", "town", "village", "model", "keeper", "installed_on", "retired_on"),
    measures=_figures(),
    report="智慧社区设备月报表",
    check=check,
    doubted=entered_once(
        Device,
        "model",
        "这个编号的设备已登记为 {number}，重复登记会重复计数。",
        "kind",
        "model",
        still="retired_on",
    ),
)
