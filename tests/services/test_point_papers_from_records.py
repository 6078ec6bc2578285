"""Papers of service points issued from records: what is masked, what the point adds, numbers of their own."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from quyuan_desktop.documents.preview import extract_text
from quyuan_desktop.domain.terms import IdKind, Town
from quyuan_desktop.registers.base import Record, Register, blank
from quyuan_desktop.registers.service_points.duty import DUTY_LOG
from quyuan_desktop.registers.service_points.inspection import INSPECTION, InspectionItem
from quyuan_desktop.registers.service_points.point import POINT
from quyuan_desktop.registers.service_points.popup import POPUP, Handout
from quyuan_desktop.registers.service_points.terms import Manner, PointState, Service, Tier, VisitResult
from quyuan_desktop.registers.service_points.visit import VISIT
from quyuan_desktop.services.papers import editable_paper, issue_paper, papers_of, preview_paper
from quyuan_desktop.services.save_record import save_record
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.storage.tables import Paper
from tests.adviser_records import link, saved
from tests.offices import HEAD, TODAY, at_work, fresh, resident


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Workplace]:
    with at_work(fresh(tmp_path / "data")) as place:
        yield place


@pytest.fixture
def point(place: Workplace) -> Record:
    return saved(
        place,
        POINT,
        name="荷花村公共法律服务工作点",
        tier=Tier.POINT,
        town=Town.YINGTIAN,
        village="荷花村",
        address="荷花村村部一楼",
        phone="0730-0000009",
        hours="每周三上午",
        opened_on=date(2021, 5, 18),
        point_state=PointState.OPEN,
        services=(Service.CONSULTATION, Service.MEDIATION),
    )


def visit(place: Workplace, point: Record, **changes: Any) -> Record:
    values = {
        "on": TODAY,
        "point": link(POINT, point),
        "manner": Manner.VISIT,
        "receptionist": HEAD,
        "visitor": "欧阳𬱖",
        "id_kind": IdKind.RESIDENT,
        "id_number": resident(),
        "phone": "19055550123",
        "town": Town.YINGTIAN,
        "village": "荷花村",
        "address": "5组12号",
        "headcount": 1,
        "service": Service.MEDIATION,
        "title": "宅基地边界纠纷",
        "reply": "约定到现场勘界。",
        "result": VisitResult.MEDIATION,
        **changes,
    }
    return saved(place, VISIT, **values)


def issued(place: Workplace, register: Register, record: Record, code: str) -> str:
    pdf = issue_paper(place, register, record.uid, code).pdf
    return re.sub(r"\s", "", "".join(extract_text(pdf)))


@pytest.mark.parametrize("code", ["visit_form", "visit_receipt"])
def test_number_telephone_and_house_are_hidden(place: Workplace, point: Record, code: str) -> None:
    found = issued(place, VISIT, visit(place, point), code)
    assert "欧阳𬱖" in found
    assert "宅基地边界纠纷" in found
    for hidden in (resident(), "19055550123", "5组12号"):
        assert hidden not in found


def test_the_receipt_tells_where_the_point_is(place: Workplace, point: Record) -> None:
    found = issued(place, VISIT, visit(place, point), "visit_receipt")
    for words in (
        "荷花村公共法律服务工作点",
        "荷花村村部一楼",
        "每周三上午",
        "0730-0000009",
        "屈营司接字〔2023〕1号",
    ):
        assert words in found, words


def test_saving_a_visit_offers_the_receipt() -> None:
    assert [kind.code for kind in VISIT.papers if kind.handed] == ["visit_receipt"]


def test_the_sheet_of_a_point(place: Workplace, point: Record) -> None:
    found = issued(place, POINT, point, "point_sheet")
    for words in (
        "荷花村公共法律服务工作点",
        "√公共法律服务工作点",
        "√法律咨询",
        "□法治宣传",
        "√矛盾纠纷调解",
        "2021年5月18日",
    ):
        assert words in found, words


def test_a_pop_up_desk_sums_its_handouts(place: Workplace) -> None:
    handouts = [
        {**blank(Handout), "kind": kind, "copies": copies} for kind, copies in (("民法典", 120), ("明白卡", 80))
    ]
    record = saved(
        place,
        POPUP,
        on=TODAY,
        title="荷花村集市站点",
        place="集市东口",
        town=Town.YINGTIAN,
        unit="营田司法所",
        handouts=handouts,
        reach=300,
    )
    found = issued(place, POPUP, record, "popup_sheet")
    assert "合计200" in found
    assert "300人" in found


def test_a_log_of_duty(place: Workplace, point: Record) -> None:
    record = saved(
        place, DUTY_LOG, on=TODAY, point=link(POINT, point), person="张三", people=9, batches=6, topic="欠薪"
    )
    found = issued(place, DUTY_LOG, record, "duty_log_sheet")
    assert "6批" in found
    assert "荷花村公共法律服务工作点" in found


def inspected(place: Workplace, point: Record) -> Record:
    items = [
        {**blank(InspectionItem), "item": "标牌", "full": 60, "off": 12, "problem": "公示牌电话停用"},
        {**blank(InspectionItem), "item": "日志", "full": 40},
    ]
    return saved(
        place,
        INSPECTION,
        on=date(2023, 11, 22),
        point=link(POINT, point),
        team="区司法局检查组",
        items=items,
        problems="一周内更换。",
        due_on=date(2023, 12, 6),
    )


def test_a_notice_takes_a_number_of_its_own(place: Workplace, point: Record) -> None:
    record = inspected(place, point)
    specimen = preview_paper(place, INSPECTION, record.uid, "inspection_notice")
    assert "改字" not in "".join(extract_text(specimen))
    editable_paper(place, INSPECTION, record.uid, "inspection_notice")
    first = issued(place, INSPECTION, record, "inspection_notice")
    second = issued(place, INSPECTION, inspected(place, point), "inspection_notice")
    for words in (
        "屈营司改字〔2023〕第1号",
        "总分100分，得分88分",
        "公示牌电话停用",
        "2023年12月6日前",
        "合计10012",
    ):
        assert words in first, words
    assert "屈营司改字〔2023〕第2号" in second
    with place.ledger.reading() as session:
        numbers = sorted(number or "" for number in session.scalars(select(Paper.number)))
    assert numbers == ["屈营司改字〔2023〕第1号", "屈营司改字〔2023〕第2号"]
    assert [entry.kind for entry in papers_of(place, INSPECTION, record.uid)] == ["inspection_notice"]


def test_a_closed_point_still_lends_its_address(place: Workplace, point: Record) -> None:
    record = visit(place, point)
    values = {f.name: getattr(point, f.name) for f in POINT.fields}
    save_record(
        place,
        POINT,
        {**values, "point_state": PointState.CLOSED, "closed_on": TODAY},
        uid=point.uid,
        reason="停用",
        confirmed=True,
    )
    assert "荷花村村部一楼" in issued(place, VISIT, record, "visit_receipt")
