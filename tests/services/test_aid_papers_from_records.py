"""The eight papers of an application, issued from records as the steps leave them: what they say, number, stage, reprint."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from quyuan_desktop.documents.preview import extract_text
from quyuan_desktop.domain.problems import Refused, Trouble
from quyuan_desktop.registers.legal_aid import aid_terms as terms
from quyuan_desktop.registers.legal_aid.aid_terms import Stage
from quyuan_desktop.registers.legal_aid.application_register import APPLICATION
from quyuan_desktop.services.backups import backup_now, restore
from quyuan_desktop.services.check_ledger import check
from quyuan_desktop.services.open_office import sign_in
from quyuan_desktop.services.papers import (
    editable_paper,
    issue_paper,
    pages,
    papers_of,
    preview_paper,
    reprint_paper,
)
from quyuan_desktop.services.save_record import save_record, void_record
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.storage.tables import AuditLine, Paper
from tests.applications import ask, brought_to, material, member, present, take
from tests.offices import PASSWORD, ZONE, Clock, at_work, fresh, resident

PAPERS = [kind.code for kind in APPLICATION.papers]
OWN_NUMBER = [kind.code for kind in APPLICATION.papers if kind.number]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def place(tmp_path: Path, clock: Clock) -> Iterator[Workplace]:
    with at_work(fresh(tmp_path / "data", clock)) as place:
        yield place
        assert check(place) == []


def brought(place: Workplace, stage: Stage) -> str:
    """An application with a household at `stage`."""
    pledge = {"means": terms.MeansTest.PLEDGE, "pledged": True, "members": [member(wage=12_000_00)]}
    return brought_to(place, stage, **pledge, address="5组12号", materials=[material("欠条"), material("身份证")])


def text(pdf: bytes) -> str:
    return re.sub(r"\s", "", "".join(extract_text(pdf)))


def lines(pdf: bytes) -> set[str]:
    return {line.strip() for page in extract_text(pdf) for line in page.splitlines() if line.strip()}


def issued(place: Workplace, uid: str, code: str) -> str:
    """Issue the paper; what it says, without spaces."""
    return text(issue_paper(place, APPLICATION, uid, code).pdf)


# -- where each belongs

BELONGS: list[tuple[str, Stage, list[str]]] = [
    ("aid_application", Stage.NOTED, ["法律援助申请表", "追索劳动报酬", "拖欠工资一万二千元。"]),
    ("aid_means", Stage.NOTED, ["经济困难状况说明表", "王芳", "12,000", "1,000"]),
    ("aid_receipt", Stage.RECEIVED, ["法律援助申请材料接收凭证", "欠条", "身份证", "2023年11月30日", "第二联"]),
    ("aid_supplement", Stage.ASKED, ["补充材料/说明通知书", "工资表", "2023年12月15日", "第四十三条"]),
    ("aid_handover", Stage.HANDED, ["法律援助申请材料转交清单", "屈原管理区法律援助中心", "欠条", "个人诚信承诺"]),
    ("aid_delivery", Stage.GRANTED, ["送达回证", "给予法律援助决定书", "屈援决字〔2023〕第41号"]),
    ("aid_contents", Stage.ARCHIVED, ["卷内目录", "法律援助申请表", "欠条", "2023-援-1"]),
    ("aid_cover", Stage.ARCHIVED, ["法律援助档案", "2023-援-1", "汨水律师事务所（虚构）", "非诉：劳动仲裁"]),
]


def test_all_papers_are_told_of_here() -> None:
    assert [code for code, _, _ in BELONGS] == PAPERS
    assert OWN_NUMBER == ["aid_supplement", "aid_handover"]


@pytest.mark.parametrize(("code", "stage", "wanted"), BELONGS, ids=PAPERS)
def test_each_paper_is_issued_where_it_belongs(
    place: Workplace, code: str, stage: Stage, wanted: list[str]
) -> None:
    uid = brought(place, stage)
    paper = issue_paper(place, APPLICATION, uid, code)
    said = text(paper.pdf)
    assert (paper.reprint, paper.label) == (False, next(k.label for k in APPLICATION.papers if k.code == code))
    assert pages(paper.pdf) >= 1
    for each in ("欧阳𬱖", "营田司法所", *wanted):
        assert each in said, each
    assert "样张" not in said
    (entry,) = papers_of(place, APPLICATION, uid)
    assert (entry.uid, entry.kind, entry.reprints, entry.current) == (paper.uid, code, 0, True)


@pytest.mark.parametrize("code", [code for code in PAPERS if code not in OWN_NUMBER])
def test_a_paper_without_a_number_of_its_own_bears_the_records(place: Workplace, code: str) -> None:
    stage = next(stage for each, stage, _ in BELONGS if each == code)
    uid = brought(place, stage)
    issue_paper(place, APPLICATION, uid, code)
    with place.ledger.reading() as session:
        assert list(session.scalars(select(Paper.number))) == ["屈营司援收字〔2023〕第1号"]


@pytest.mark.parametrize("code", ["aid_receipt", "aid_supplement"])
def test_what_the_applicant_carries_off_hides_number_and_telephone(place: Workplace, code: str) -> None:
    stage = {"aid_receipt": Stage.RECEIVED, "aid_supplement": Stage.ASKED}[code]
    said = issued(place, brought(place, stage), code)
    assert resident() not in said
    assert "19055550123" not in said
    assert "5组12号" not in said


def test_what_goes_to_the_centre_says_all(place: Workplace) -> None:
    assert "19055550123" in issued(place, brought(place, Stage.HANDED), "aid_handover")
    said = issued(place, brought(place, Stage.NOTED), "aid_means")
    assert resident() in said
    assert "5组12号" in said


@pytest.mark.parametrize("stage", [stage for stage in Stage if stage is not Stage.ASKED])
def test_a_notice_to_supplement_goes_out_only_while_it_is_waited_for(place: Workplace, stage: Stage) -> None:
    uid = brought(place, stage)
    sentence = f"^补充材料/说明通知书要在“待补正”时出具，这条记录现在是“{stage.label}”。$"
    for issue in (issue_paper, preview_paper, editable_paper):
        with pytest.raises(Refused, match=sentence):
            issue(place, APPLICATION, uid, "aid_supplement")
    assert papers_of(place, APPLICATION, uid) == []


def test_the_notice_is_that_of_the_newest_supplement(place: Workplace) -> None:
    uid = brought(place, Stage.ASKED)
    take(place, uid, "supplemented")
    ask(place, uid, items="身份证复印件", matters="做工的天数")
    said = issued(place, uid, "aid_supplement")
    assert "身份证复印件" in said
    assert "做工的天数" in said
    assert "工资表" not in said


def test_the_handover_tells_what_was_supplemented_when(place: Workplace, clock: Clock) -> None:
    uid = brought(place, Stage.ASKED)
    clock.forward(days=6)
    take(place, uid, "supplemented")
    take(place, uid, "hand_over", handed_over_to="屈原管理区法律援助中心")
    said = issued(place, uid, "aid_handover")
    assert "2023年11月30日通知，2023年12月6日收到" in said


# -- numbers of their own

KINDS = {"aid_supplement": ("援补字", Stage.ASKED), "aid_handover": ("援转字", Stage.HANDED)}


def numbers(place: Workplace) -> list[str]:
    with place.ledger.reading() as session:
        return list(session.scalars(select(Paper.number).order_by(Paper.issued_at, Paper.number)))


@pytest.mark.parametrize("code", OWN_NUMBER)
def test_a_number_is_taken_once_and_in_order(place: Workplace, code: str) -> None:
    word, stage = KINDS[code]
    first, second = brought(place, stage), brought(place, stage)
    said = [issued(place, uid, code) for uid in (first, second, first)]
    wanted = [f"屈营司{word}〔2023〕第{serial}号" for serial in (1, 2, 3)]
    assert numbers(place) == wanted
    assert all(number in each for number, each in zip(wanted, said, strict=True))
    void_record(place, APPLICATION, second, "重复登记")
    issued(place, first, code)
    assert numbers(place)[-1] == f"屈营司{word}〔2023〕第4号"
    assert len(set(numbers(place))) == 4


def test_looking_copying_and_failing_take_no_number(place: Workplace) -> None:
    uid = brought(place, Stage.HANDED)
    for _ in range(3):
        specimen = text(preview_paper(place, APPLICATION, uid, "aid_handover"))
        editable_paper(place, APPLICATION, uid, "aid_handover")
        with pytest.raises(Refused):
            issue_paper(place, APPLICATION, uid, "aid_supplement")
    assert "样张" in specimen
    assert "援转字" not in specimen
    issued(place, uid, "aid_handover")
    assert numbers(place) == ["屈营司援转字〔2023〕第1号"]


def test_the_two_kinds_count_each_for_themselves_and_every_year_anew(place: Workplace) -> None:
    handed, asked = brought(place, Stage.HANDED), brought(place, Stage.ASKED)
    issued(place, handed, "aid_handover")
    issued(place, asked, "aid_supplement")
    next_year = replace(place, now=Clock(datetime(2024, 1, 2, 9, tzinfo=ZONE)))
    issued(next_year, handed, "aid_handover")
    issued(next_year, asked, "aid_supplement")
    assert numbers(place) == [
        "屈营司援补字〔2023〕第1号",
        "屈营司援转字〔2023〕第1号",
        "屈营司援补字〔2024〕第1号",
        "屈营司援转字〔2024〕第1号",
    ]


# -- once more


@pytest.mark.parametrize("code", PAPERS)
def test_a_reprint_is_what_was_issued_with_the_mark(place: Workplace, clock: Clock, code: str) -> None:
    stage = next(stage for each, stage, _ in BELONGS if each == code)
    uid = brought(place, stage)
    paper = issue_paper(place, APPLICATION, uid, code)
    clock.forward(days=1)
    for times in (1, 2):
        again = reprint_paper(place, paper.uid)
        assert again.reprint
        assert "重印" in text(again.pdf)
        assert lines(paper.pdf) <= lines(again.pdf), "all of it, and the mark"
        (entry,) = papers_of(place, APPLICATION, uid)
        assert (entry.reprints, entry.current) == (times, True)
    with place.ledger.reading() as session:
        verbs = [line.verb for line in session.scalars(select(AuditLine)) if line.uid == uid]
    assert (verbs.count("issue"), verbs.count("reprint")) == (1, 2)


def test_after_a_step_the_paper_is_not_the_present_one(place: Workplace) -> None:
    uid = brought(place, Stage.RECEIVED)
    issue_paper(place, APPLICATION, uid, "aid_receipt")
    take(place, uid, "hand_over", handed_over_to="屈原管理区法律援助中心")
    (old,) = papers_of(place, APPLICATION, uid)
    assert not old.current
    new = issue_paper(place, APPLICATION, uid, "aid_receipt")
    entries = papers_of(place, APPLICATION, uid)
    assert {entry.uid: entry.current for entry in entries} == {old.uid: False, new.uid: True}


def test_a_paper_that_is_not_there_is_said_to_be_gone(place: Workplace) -> None:
    with pytest.raises(Trouble, match="没有找到这份文书"):
        reprint_paper(place, "0" * 32)


# -- void


def test_from_a_void_record_nothing_is_issued_but_what_was_can_be_printed_again(place: Workplace) -> None:
    uid = brought(place, Stage.ASKED)
    paper = issue_paper(place, APPLICATION, uid, "aid_receipt")
    void_record(place, APPLICATION, uid, "重复登记")
    for code in PAPERS:
        for issue in (issue_paper, editable_paper):
            with pytest.raises(Refused, match="^记录已作废，不能再出具文书。$"):
                issue(place, APPLICATION, uid, code)
    assert len(papers_of(place, APPLICATION, uid)) == 1
    assert "重印" in text(reprint_paper(place, paper.uid).pdf)


def test_a_correction_shows_on_the_next_paper_and_leaves_the_one_before(place: Workplace) -> None:
    uid = brought(place, Stage.RECEIVED)
    before = issue_paper(place, APPLICATION, uid, "aid_receipt")
    values = {**present(place, uid), "applicant": "欧阳雪"}
    save_record(place, APPLICATION, values, uid=uid, reason="核对证件后更正", confirmed=True)
    assert "欧阳雪" in issued(place, uid, "aid_receipt")
    again = text(reprint_paper(place, before.uid).pdf)
    assert "欧阳𬱖" in again
    assert "欧阳雪" not in again


def test_a_papers_number_is_not_given_out_again_after_going_back_to_a_backup(tmp_path: Path) -> None:
    """issue_paper does not write serials.json as saving does."""
    folder = tmp_path / "data"
    place = fresh(folder, Clock())
    uid = brought_to(place, Stage.HANDED)
    entry = backup_now(place, "手动")
    issue_paper(place, APPLICATION, uid, "aid_handover")
    restore(place, entry)
    with at_work(sign_in(folder, PASSWORD, now=Clock())) as again:
        issue_paper(again, APPLICATION, uid, "aid_handover")
        with again.ledger.reading() as session:
            numbers = [paper.number for paper in session.query(Paper)]
    assert numbers == ["屈营司援转字〔2023〕第2号"]


@pytest.mark.parametrize(
    ("code", "stage", "sentence"),
    [
        ("aid_receipt", Stage.NOTED, "申请材料接收凭证要在“收件”以后出具，这条记录现在是“已登记”。"),
        ("aid_handover", Stage.RECEIVED, "转交清单要在“转交中心”以后出具，这条记录现在是“已收件”。"),
        ("aid_contents", Stage.CLOSED, "卷内目录要在“归档”以后出具，这条记录现在是“已结案”。"),
        ("aid_cover", Stage.HANDED, "档案封面要在“归档”以后出具，这条记录现在是“已转交”。"),
    ],
)
def test_a_paper_of_a_step_is_not_issued_before_it(
    place: Workplace, code: str, stage: Stage, sentence: str
) -> None:
    uid = brought(place, stage)
    for issue in (issue_paper, preview_paper, editable_paper):
        with pytest.raises(Refused) as refused:
            issue(place, APPLICATION, uid, code)
        assert [problem.text for problem in refused.value.problems] == [sentence]
