"""法律明白人、法治带头人: who in a village knows the law, with training, assessment and the day of leaving."""

from collections.abc import Iterator
from datetime import date

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from quyuan_desktop.domain.problems import Problem
from quyuan_desktop.domain.terms import Sex
from quyuan_desktop.registers.attached import Attached
from quyuan_desktop.registers.base import Occasion, Record, Register, Section, Values
from quyuan_desktop.registers.fields import choice, count, day, files, flag, full_name, link, phone, words
from quyuan_desktop.registers.linked import Linked
from quyuan_desktop.registers.persons import check_phone
from quyuan_desktop.registers.publicity.measures import person_measures
from quyuan_desktop.registers.publicity.terms import Background, Calling, Grade
from quyuan_desktop.registers.twice import either, entered_once


class LegalPerson(Record, kw_only=True):
    """One person on the list of a village."""

    __tablename__ = "legal_person"
    __table_args__ = (Index("ix_legal_person_listed", "state", "since"),)

    kind: Mapped[Calling] = choice(
        "类别",
        Calling,
        section="person",
        radio=True,
        required=True,
        column=True,
        counted=True,
        default="versed",
        width=10,
    )
    name: Mapped[str] = full_name("姓名", required=True, column=True, searched="name")
    sex: Mapped[Sex | None] = choice("性别", Sex, width=6)
    village: Mapped[Linked] = link("村（社区）", "village", required=True, default="last")
    village_name: Mapped[str] = words("村名", limit=60, derived=True, column=True, searched="content", width=10)
    background: Mapped[Background | None] = choice("人员来源", Background, column=True, counted=True, width=12)
    phone: Mapped[str] = phone("电话", masked=True, searched="phone")
    since: Mapped[date] = day("登记日期", required=True, column=True, default="today")
    certificate: Mapped[str] = words("证书编号", limit=40, searched="content", width=18)
    certified_on: Mapped[date | None] = day("发证日期", past=True)
    badge: Mapped[bool] = flag("已发徽章")
    hours: Mapped[int | None] = count(
        "本年培训学时", most=1000, unit="学时", help="本年累计参加的培训；新的一年从头填。"
    )
    grade: Mapped[Grade | None] = choice("考核结果", Grade, column=True, width=8)
    graded_on: Mapped[date | None] = day("考核日期", past=True)
    until: Mapped[date | None] = day("退出日期", help="考核不合格、不再担任的，填退出日期，名册里仍能查到。")
    reason: Mapped[str] = words("退出原因", limit=100, width=24)
    photo: Mapped[tuple[Attached, ...]] = files("照片", most=1, pictures=True)
    note: Mapped[str] = words("备注", limit=200, width=40)


def complete(values: Values, occasion: Occasion) -> Values:
    """Name the village."""
    return {**values, "village_name": values["village"].text[:60] if values["village"] is not None else ""}


def check(values: Values, occasion: Occasion) -> list[Problem]:
    """The slips of a person."""
    return list(_slips(values))


def _slips(values: Values) -> Iterator[Problem]:
    yield from check_phone("phone", values["phone"])
    if values["until"] and values["since"] and values["until"] < values["since"]:
        yield Problem("until", "退出日期早于登记日期，请核对。")
    if values["reason"] and not values["until"]:
        yield Problem("until", "写了退出原因，请填退出日期。")
    if values["grade"] and not values["graded_on"]:
        yield Problem("graded_on", "填了考核结果，请填考核日期。")
    if values["grade"] is Grade.FAILED and not values["until"]:
        yield Problem("until", "考核不合格的应当退出，请核对是否填退出日期。", warning=True)


LEGAL_PERSON = Register(
    code="legal_person",
    label="法律明白人",
    record=LegalPerson,
    number="{short}明〔{year}〕{serial}",
    day="since",
    who="name",
    what="village_name",
    called_by=("name", "village_name"),
    sections=(Section(code="person", label="法律明白人、法治带头人"),),
    filters=("kind", "background", "grade"),
    sheet=("kind", "name", "sex", "village", "background", "phone", "certificate", "certified_on", "since"),
    known_by=(("certificate",), ("name", "village")),
    printed=(
        "kind",
        "name",
        "sex",
        "village_name",
        "background",
        "phone",
        "certificate",
        "hours",
        "grade",
        "since",
    ),
    measures=person_measures(LegalPerson),
    report="法律明白人月报表",
    complete=complete,
    check=check,
    doubted=either(
        entered_once(LegalPerson, "certificate", "这个证书编号已登记在 {number}，一人只登记一条。", "certificate"),
        entered_once(
            LegalPerson,
            "name",
            "同村同名、同一类别的人已登记为 {number}，重复登记会重复计数。",
            "name",
            "village",
            "kind",
            still="until",
        ),
    ),
)
