"""The acceptance table of the year's report: twenty figures recomputed from the raw rows, against figures.json and the text.

The district is made as a user makes it: four offices' years, entered through the services, carried over on a stick and
merged. What is counted here is counted by plain SQL alone, without the program's measures.
"""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from quyuan_desktop.cli import run
from quyuan_desktop.documents.preview import extract_text
from quyuan_desktop.services.check_ledger import check
from quyuan_desktop.services.demo.diary import ZONE
from quyuan_desktop.services.demo.district import PASSWORD, SHARES
from quyuan_desktop.services.demo.district.plan import BUREAU
from quyuan_desktop.services.export_package import unreported
from quyuan_desktop.services.open_office import sign_in
from quyuan_desktop.services.workplace import Workplace

LIVE = "state = 'live'"
IN_YEAR = "BETWEEN '2023-01-01' AND '2023-12-31'"
EVENTS = f'promo_event e WHERE e.{LIVE} AND e."on" {IN_YEAR}'

RAW: dict[str, str] = {
    "device.camera.430671001": f"""SELECT sum(pieces) FROM device WHERE {LIVE} AND kind = 'camera' AND town = '430671001'
        AND installed_on <= '2023-12-31' AND (retired_on IS NULL OR retired_on >= '2023-12-31')""",
    "expert.served": f"""SELECT count(DISTINCT name) FROM expert WHERE {LIVE} AND start_on <= '2023-12-31'
        AND end_on >= '2023-01-01' AND (dismissed_on IS NULL OR dismissed_on > '2023-01-01')""",
    "campaign.count": f"SELECT count(*) FROM campaign WHERE {LIVE} AND start_on {IN_YEAR}",
    "dispute.accepted": f"SELECT count(*) FROM dispute WHERE {LIVE} AND accepted_on {IN_YEAR} AND refused_on IS NULL",
    "dispute.success": f"""SELECT count(*) FROM dispute WHERE {LIVE} AND accepted_on {IN_YEAR}
        AND refused_on IS NULL AND closed_on IS NOT NULL AND result = 'success'""",
    "consult.people": f"SELECT sum(headcount) FROM consultation WHERE {LIVE} AND received_on {IN_YEAR}",
    "aid.received": f"""SELECT count(*) FROM application WHERE {LIVE} AND received_on {IN_YEAR} AND joint = 'alone'""",
    "promo.orgs.constitution": f"""SELECT count(DISTINCT o.name) FROM promo_organisation o
        JOIN promo_event e ON o.parent_id = e.id WHERE e.{LIVE} AND e."on" = '2023-12-04'""",
    "meeting.kind.deploy": f"SELECT count(*) FROM meeting WHERE {LIVE} AND kind = 'deploy' AND \"on\" = '2023-11-30'",
    "promo.copies": f"""SELECT sum(m.copies) FROM promo_material m JOIN promo_event e ON m.parent_id = e.id
        WHERE e.{LIVE} AND e."on" {IN_YEAR}""",
    "promo.reach": f"SELECT sum(coalesce(reach_counted, 0) + coalesce(reach_estimated, 0)) FROM {EVENTS}",
    "exam.population.state": f"SELECT sum(sat) FROM study_exam WHERE {LIVE} AND population = 'state' AND \"on\" {IN_YEAR}",
    "meeting.study.enlarged": f"""SELECT count(*) FROM meeting WHERE {LIVE} AND kind = 'study' AND ordinal = 10
        AND enlarged AND thought AND topic = '习近平法治思想' AND "on" {IN_YEAR}""",
    "meeting.committee.reporting": f"""SELECT count(*) FROM meeting WHERE {LIVE} AND kind = 'committee'
        AND ordinal = 1 AND reporting AND "on" {IN_YEAR}""",
    "cleanup.docs.district": f"""SELECT count(DISTINCT doc_number) FROM norm_cleanup WHERE {LIVE}
        AND rank = 'district' AND doc_year >= 2018 AND "on" {IN_YEAR}""",
    "norm.filed": f"SELECT count(*) FROM norm_doc WHERE {LIVE} AND filed_on {IN_YEAR}",
    "norm.late": f"""SELECT count(*) FROM norm_doc WHERE {LIVE} AND published_on IS NOT NULL
        AND filed_on > date(published_on, '+15 days')""",
    "norm.missing": f"""SELECT count(*) FROM norm_doc WHERE {LIVE} AND published_on IS NOT NULL AND filed_on IS NULL
        AND date(published_on, '+15 days') <= '2023-12-31'""",
    "contract.issued": f"SELECT count(*) FROM contract_review WHERE {LIVE} AND in_scope AND issued_on {IN_YEAR}",
}
"""By code: what a person with a database tool would count."""

EXACT = {
    "device.camera.430671001": 100,
    "expert.served": 20,
    "campaign.count": 96,
    "dispute.accepted": 544,
    "dispute.success": 543,
    "aid.received": 135,
    "promo.orgs.constitution": 8,
    "meeting.kind.deploy": 1,
    "exam.population.state": 755,
    "meeting.study.enlarged": 1,
    "meeting.committee.reporting": 1,
    "norm.filed": 2,
    "norm.late": 0,
    "norm.missing": 0,
    "contract.issued": 95,
}
BETWEEN = {
    "consult.people": (570, 580),
    "promo.copies": (20_000, 30_000),
    "promo.reach": (30_000, 40_000),
    "cleanup.docs.district": (430, 440),
}
RATES = {
    "参学率": "sum(studied) * 100.0 / sum(should_study)",
    "参考率": "sum(sat) * 100.0 / sum(should_sit)",
    "合格率": "sum(passed) * 100.0 / sum(sat)",
}
PRINTED = (
    "天问街道在用高清摄像头100个",
    "选聘“群英断是非”专家20名",
    "开展矛盾纠纷化解专项行动96次",
    "人民调解纠纷案件共受理544件，成功调解543件，调解成功率99.82%",
    "共接待咨询570余人次",
    "受理法援案件135件",
    "12月4日，区政法委、区司法局、区农业农村局等8家单位联合开展普法宣传活动",
    "11月30日组织相关单位部署“宪法宣传周”活动",
    "发放普法宣传资料2万余册，普及群众3万余人次",
    "学法考法755人次，参学率100%、参考率100%、合格率100%",
    "2023年第十次集中（扩大）学习，专题学习习近平法治思想",
    "全面依法治区委员会第一次会议，并开展现场述法",
    "全面清理2018年以来区本级规范性文件430余份",
    "审核报备规范性文件2件，无迟报漏报，报备及时率100%",
    "共对95件政府合同（协议、备忘录）进行法制审查",
)


@contextmanager
def opened(folder: Path) -> Iterator[Workplace]:
    place = sign_in(folder, PASSWORD, now=now)
    try:
        yield place
    finally:
        place.ledger.close()


def now() -> datetime:
    return datetime(2024, 1, 8, 9, tzinfo=ZONE)


def raw(place: Workplace, statement: str) -> Any:
    with place.ledger.engine.connect() as connection:
        return connection.exec_driver_sql(statement).scalar_one()


def without_marks(text: str) -> str:
    """The report without line ends and the small numbers of figures."""
    return re.sub(r"\[\d+\]|— \d+ —|\s", "", text)


def test_the_districts_year_gives_the_twenty_figures(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUYUAN_PASSWORD", PASSWORD)
    folder, out = tmp_path / "demo", tmp_path / "out"
    assert run(["demo", str(folder), "--district"], now) == 0
    assert run(["year", "2023", "--data", str(folder / "district"), "--out", str(out)], now) == 0
    figures = json.loads((out / "figures.json").read_text("utf-8"))
    told = {each["code"]: each["value"] for each in figures["figures"]}
    with opened(folder / "district") as place:
        counted = {code: raw(place, statement) for code, statement in RAW.items()}
        rates = {label: raw(place, f"SELECT {made} FROM study_exam WHERE {LIVE}") for label, made in RATES.items()}
        offices = raw(place, "SELECT count(DISTINCT office) FROM dispute")
        unsettled = raw(place, f"SELECT number FROM dispute WHERE {LIVE} AND result = 'failed'")
        assert not check(place)
    assert counted == {code: told[code] for code in RAW}, "the program counts what a person counts"
    assert {code: counted[code] for code in EXACT} == EXACT
    assert not [code for code, (more, less) in BETWEEN.items() if not more < counted[code] < less]
    assert rates == dict.fromkeys(RATES, 100.0)
    assert offices == len(SHARES)
    pdf = "".join(extract_text(next(out.glob("*.pdf")).read_bytes()))
    text = without_marks(pdf)
    assert [words for words in PRINTED if words not in text] == []
    assert f"没有调解成功的纠纷1件：{unsettled}（调解不成）" in text
    _came_by_the_stick(folder)


def _came_by_the_stick(folder: Path) -> None:
    """The stick is empty, every office has its receipt, and the bureau has of it what it has itself."""
    assert list((folder / "stick").iterdir()) == []
    with opened(folder / "district") as district:
        taken = raw(district, "SELECT count(*) FROM arrival")
        merged = {
            share.folder: raw(district, f"SELECT count(*) FROM dispute WHERE office = '{share.office.code}'")
            for share in SHARES
        }
        everything = raw(district, "SELECT count(*) FROM contract_review")
        own = raw(district, f"SELECT count(*) FROM contract_review WHERE office = '{BUREAU.code}'")
    assert taken == len(SHARES)
    assert own == everything
    for share in SHARES:
        with opened(folder / share.folder) as office:
            assert unreported(office) == 0
            assert raw(office, "SELECT count(*) FROM dispute") == merged[share.folder]
