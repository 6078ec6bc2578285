"""The year's report out of a ledger: what it says, what it leaves to be filled in, what it counts, what it refuses."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from quyuan_desktop.documents.official import Kind, Official
from quyuan_desktop.domain import periods
from quyuan_desktop.domain.problems import Trouble
from quyuan_desktop.domain.terms import Town
from quyuan_desktop.registers import MEASURES, REGISTERS
from quyuan_desktop.registers.annual import ANNUAL
from quyuan_desktop.registers.base import blank
from quyuan_desktop.registers.legal_review.cleanup import NORM_CLEANUP
from quyuan_desktop.registers.legal_review.meeting import MEETING
from quyuan_desktop.registers.legal_review.norm_doc import NORM_DOC
from quyuan_desktop.registers.legal_review.terms import MeetingKind, Outcome
from quyuan_desktop.registers.publicity import terms as promo
from quyuan_desktop.registers.publicity.event import PROMO_EVENT, PromoOrganisation
from quyuan_desktop.services.month import rows_behind
from quyuan_desktop.services.save_record import defaults, save_record
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.services.year import read_year, write_year, year_meant, year_report
from tests.disputes import accepted, settled
from tests.offices import START, Clock, at_work, fresh, save

YEAR = periods.year(2023)


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Workplace]:
    """An office on 31 December 2023, without records."""
    clock = Clock(START)
    clock.forward(days=31)
    with at_work(fresh(tmp_path / "data", clock)) as at:
        yield at


def said(report: Official) -> str:
    """The whole text, without the numbers of figures."""
    return "\n".join(each.text for each in report.passages)


def gaps(report: Official) -> list[str]:
    return [piece.text for each in report.passages for piece in each.pieces if piece.kind is Kind.GAP]


def meeting(place: Workplace, kind: MeetingKind, on: date, **more: object) -> None:
    values = {**defaults(place, MEETING), "on": on, "kind": kind, "title": "会议", **more}
    save_record(place, MEETING, values, confirmed=True)


def test_an_empty_ledger_gives_gaps_and_no_figures(place: Workplace) -> None:
    report = year_report(place, YEAR)
    assert "关于营田司法所2023年度" in report.title
    assert all(
        words in "".join(gaps(report)) for words in ("专项行动", "接待法律咨询", "宪法宣传周", "规范性文件")
    )
    assert "0件" not in said(report)
    rates = [line.exact for line in report.annex if line.code.endswith(".rate")]
    assert set(rates) == {"—"}


def test_the_annex_has_all_twenty_and_every_mark(place: Workplace) -> None:
    save(place)
    report = year_report(place, YEAR)
    codes = {line.code: line for line in report.annex}
    assert codes.keys() >= {code for row in ANNUAL for code in row.codes}
    assert [line.number for line in report.annex] == list(range(1, len(report.annex) + 1))
    marks = [piece.text for each in report.passages for piece in each.pieces if piece.kind is Kind.MARK]
    assert f"[{codes['consult.people'].number}]" in marks
    assert codes["consult.people"].exact == "1人次"
    known = {*MEASURES, *(mean.code for register in REGISTERS.values() for mean in register.means)}
    assert codes.keys() <= known


def test_what_is_said_is_what_was_entered(place: Workplace) -> None:
    for _ in range(12):
        save(place)
    settled(place)
    accepted(place)
    text = said(year_report(place, YEAR))
    assert "共接待咨询10余人次。" in text
    assert "人民调解纠纷案件共受理2件，成功调解1件，调解成功率50%。" in text
    assert "受理的纠纷中年末仍在调解1件。" in text
    assert "转入2024年继续办理的有：年末仍在调解的纠纷1件。" in text


def test_disputes_not_settled_are_listed_by_number_alone(place: Workplace) -> None:
    settled(place)
    accepted(place)
    report = year_report(place, YEAR)
    note = next(each for each in report.notes if "没有调解成功" in each)
    assert "纠纷1件：" in note
    assert "正在调解" in note
    assert "王芳" not in said(report) + "".join(report.notes)


def test_meetings_are_named_as_they_were(place: Workplace) -> None:
    thought = {"thought": True, "enlarged": True, "ordinal": 10, "topic": "习近平法治思想"}
    meeting(place, MeetingKind.STUDY, date(2023, 10, 20), **thought)
    meeting(place, MeetingKind.COMMITTEE, date(2023, 3, 2), reporting=True, ordinal=1)
    meeting(place, MeetingKind.COMMITTEE, date(2023, 9, 2), ordinal=2)
    meeting(place, MeetingKind.DEPLOY, date(2023, 11, 30), title="组织相关单位部署“宪法宣传周”活动")
    meeting(place, MeetingKind.DEPLOY, date(2022, 11, 30), title="上一年的会")
    text = said(year_report(place, YEAR))
    assert "党委理论学习中心组2023年第十次集中（扩大）学习，专题学习习近平法治思想。" in text
    assert "召开全面依法治区委员会第一次会议，并开展现场述法。" in text
    assert "11月30日组织相关单位部署“宪法宣传周”活动。" in text
    assert "第二次" not in text
    assert "上一年" not in text


def test_who_took_part_on_constitution_day(place: Workplace) -> None:
    names = ("区政法委", "区司法局", "区农业农村局", "区教育局")
    rows = [{**blank(PromoOrganisation), "name": name, "part": promo.Part.JOINED} for name in names]
    values = {**defaults(place, PROMO_EVENT), "on": date(2023, 12, 4), "topic": "宪法日", "place": "广场"}
    values |= {"form": promo.PromoForm.FAIR, "town": Town.YINGTIAN, "organisations": rows}
    save_record(place, PROMO_EVENT, values, confirmed=True)
    save_record(place, PROMO_EVENT, {**values, "topic": "又一场"}, confirmed=True)
    assert "12月4日，区政法委、区司法局、区农业农村局等4家单位联合开展" in said(year_report(place, YEAR))


def test_filing_and_clean_up(place: Workplace) -> None:
    doc = {**defaults(place, NORM_DOC), "received_on": date(2023, 5, 1), "title": "办法", "issuer": "区管委会"}
    doc |= {"reviewed_on": date(2023, 5, 8), "published_on": date(2023, 5, 10)}
    save_record(place, NORM_DOC, {**doc, "filed_on": date(2023, 5, 11)}, confirmed=True)
    cleaned = {**defaults(place, NORM_CLEANUP), "on": date(2023, 6, 1), "batch": "2023年清理", "scope_from": 2018}
    cleaned |= {"title": "办法", "doc_year": 2019, "outcome": Outcome.KEPT}
    for number in range(13):
        save_record(place, NORM_CLEANUP, {**cleaned, "doc_number": f"{number}号"}, confirmed=True)
    assert "全面清理2018年以来区本级规范性文件10余份。" in said(year_report(place, YEAR))
    assert "全年共审核报备规范性文件1件，无迟报漏报，报备及时率100%。" in said(year_report(place, YEAR))
    save_record(place, NORM_DOC, {**doc, "title": "又一件", "filed_on": date(2023, 12, 30)}, confirmed=True)
    assert "审核报备规范性文件2件，迟报1件、漏报0件，报备及时率50%。" in said(year_report(place, YEAR))


def test_notes_say_how_ambiguous_figures_are_counted(place: Workplace) -> None:
    notes = "\n".join(year_report(place, YEAR).notes)
    for words in ("expert.new（0名）", "dispute.closed（0件）", "visit.people（0人次）", "norm.reviewed（0件）"):
        assert words in notes
    assert "一人考两轮计两人次" in notes
    assert "main.py rows 代码 2023" in notes


def test_the_files_and_their_figures(place: Workplace, tmp_path: Path) -> None:
    save(place)
    out = tmp_path / "deep" / "out"
    written = write_year(place, YEAR, out)
    assert sorted(path.name for path in out.iterdir()) == sorted(path.name for path in written)
    assert sorted(path.suffix for path in written) == [".docx", ".json", ".pdf"]
    found = json.loads((out / "figures.json").read_text("utf-8"))
    assert (found["period"], found["office"]) == ("2023", "营田司法所")
    values = {each["code"]: each["value"] for each in found["figures"]}
    assert values["consult.people"] == sum(row.value for row in rows_behind(place, "consult.people", YEAR)) == 1


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("", "不是年份"),
        ("23", "不是年份"),
        ("2023-11", "不是年份"),
        ("二〇二三", "不是年份"),
        ("2023年", "不是年份"),
        ("1900", "1949年至2100年"),
        ("2999", "1949年至2100年"),
        ("2024", "2024年还没有到"),
    ],
)
def test_what_is_no_year_is_refused(place: Workplace, typed: str, told: str) -> None:
    with pytest.raises(Trouble, match=told):
        read_year(place, typed)


def test_years_are_read_as_people_type_them(place: Workplace) -> None:
    assert read_year(place, " ２０２３ ").code == "2023"
    assert read_year(place, "2022").code == "2022"


def test_a_rate_names_the_figures_it_is_made_of(place: Workplace) -> None:
    with pytest.raises(Trouble, match="“norm.ontime”除以“norm.due”"):
        rows_behind(place, "norm.ontime.rate", YEAR)


@pytest.mark.parametrize(
    ("period", "today", "meant"),
    [
        ("2024-01", date(2024, 1, 8), 2023),
        ("2024Q1", date(2024, 3, 31), 2023),
        ("2024-04", date(2024, 4, 1), 2024),
        ("2024-01", date(2024, 5, 2), 2024),
        ("2023-11", date(2024, 1, 8), 2023),
        ("2024", date(2024, 2, 1), 2023),
    ],
)
def test_in_the_first_months_the_report_for_the_year_before_is_meant(period: str, today: date, meant: int) -> None:
    assert year_meant(periods.read(period), today) == meant
