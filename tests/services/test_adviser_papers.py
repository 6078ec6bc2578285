"""Papers of village advisers from records: what a term's papers say, and the figures of a period worked out by hand."""

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import docx
import pytest

from quyuan_desktop.documents.preview import extract_text
from quyuan_desktop.domain.periods import quarter, year
from quyuan_desktop.domain.problems import Trouble
from quyuan_desktop.registers.advisers.assignment import ASSIGNMENT
from quyuan_desktop.registers.advisers.service_log import SERVICE_LOG
from quyuan_desktop.registers.advisers.terms import AdviceKind, Dismissal, Mode
from quyuan_desktop.registers.base import Record
from quyuan_desktop.registers.places.village import VillageKind
from quyuan_desktop.services.adviser_papers import log_book, score_sheet, subsidy_sheet
from quyuan_desktop.services.attachments import attach_bytes
from quyuan_desktop.services.house_rules import keep_setting
from quyuan_desktop.services.papers import editable_paper, issue_paper
from quyuan_desktop.services.save_record import void_record
from quyuan_desktop.services.workplace import Workplace
from tests.adviser_records import adviser, group, service, term, village
from tests.documents.adviser_specimens import photograph
from tests.offices import at_work, fresh

Q4 = quarter(2023, 4)


class Desk:
    """Two advisers in three villages in the fourth quarter of 2023; today is 30 November.

    荷花村, all year, 3,600 元: October and November with 4 hours and a lecture; one service without evidence.
    三洲村, since 17 October, 2,400 元: October in part with enough hours, then nothing.
    古罗城村, 彭楚云 until 15 November, no standard: October only.
    """

    def __init__(self, place: Workplace) -> None:
        self.place = place
        photo = attach_bytes(place, photograph(), "周.png", pictures=True)
        self.zhou = adviser(place, "周明远", photo=(photo,))
        self.peng = adviser(place, "彭楚云", phone="19055550189")
        self.hehua, self.sanzhou, self.guluo = (village(place, name) for name in ("荷花村", "三洲村", "古罗城村"))
        self.first = term(
            place,
            self.hehua,
            self.zhou,
            date(2023, 1, 1),
            date(2023, 12, 31),
            subsidy=360_000,
            agreement="屈营顾协〔2023〕6号",
            mutual=True,
        )
        self.second = term(place, self.sanzhou, self.zhou, date(2023, 10, 17), date(2024, 10, 16), subsidy=240_000)
        self.third = term(
            place,
            self.guluo,
            self.peng,
            date(2023, 1, 1),
            date(2023, 12, 31),
            dismissed_on=date(2023, 11, 16),
            dismissal=Dismissal.MOVED,
        )
        self.lecture = service(
            place, self.first, date(2023, 10, 10), 240, kind=AdviceKind.LECTURE, people=30, topic="赡养讲座"
        )
        service(place, self.first, date(2023, 11, 7), 240)
        service(
            place,
            self.first,
            date(2023, 11, 20),
            60,
            mode=Mode.REMOTE,
            kind=AdviceKind.MEDIATION,
            topic="边界纠纷",
            signed=False,
            signer="",
        )
        service(place, self.second, date(2023, 10, 20), 150)
        service(place, self.third, date(2023, 10, 12), 240)
        service(place, self.first, date(2023, 9, 12), 240, topic="九月的服务")
        void = service(place, self.first, date(2023, 11, 8), 240, topic="作废的服务")
        void_record(place, SERVICE_LOG, void.uid, "重复登记")


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    with at_work(fresh(tmp_path / "data")) as place:
        yield Desk(place)


def text(pdf: bytes) -> str:
    return re.sub(r"\s", "", "".join(extract_text(pdf)))


# -- papers of a term


def issued(desk: Desk, code: str, of: Record) -> str:
    register = SERVICE_LOG if code.startswith("service") else ASSIGNMENT
    return text(issue_paper(desk.place, register, of.uid, code).pdf)


def test_the_board_shows_adviser_village_and_group(desk: Desk) -> None:
    group(desk.place, desk.hehua, "旧群", founded_on=date(2022, 1, 1), dissolved_on=date(2023, 1, 1))
    group(desk.place, desk.hehua, "荷花村法律服务群", invitation="https://work.example.org/g/1")
    for code in ("adviser_board", "adviser_board_a4"):
        found = issued(desk, code, desk.first)
        for words in (
            "营田镇荷花村",
            "周明远",
            "律师",
            "19055550188",
            "14306202310000001",
            "群名：荷花村法律服务群",
        ):
            assert words in found, words
        assert "粘贴处" not in found
        assert "贴照片处" not in found
    assert "群二维码粘贴处" in issued(desk, "adviser_board", desk.second)
    assert "贴照片处" in issued(desk, "adviser_board", desk.third)


def test_letter_and_agreement_name_the_committee(desk: Desk) -> None:
    assert "营田镇荷花村村民委员会" in issued(desk, "assignment_letter", desk.first)
    found = issued(desk, "assignment_agreement", desk.first)
    assert "大写：叁仟陆佰元整" in found
    assert "不少于4小时" in found
    community = village(desk.place, "槐花社区", kind=VillageKind.COMMUNITY)
    there = term(desk.place, community, desk.peng, date(2024, 1, 1), date(2024, 12, 31))
    assert "营田镇槐花社区居民委员会" in issued(desk, "assignment_letter", there)


def test_the_agreement_follows_the_settings_of_the_house(desk: Desk) -> None:
    place = keep_setting(desk.place, "advisers.hours", 6)
    found = text(issue_paper(place, ASSIGNMENT, desk.first.uid, "assignment_agreement").pdf)
    assert "不少于6小时" in found


def test_the_slip_names_village_and_adviser(desk: Desk) -> None:
    found = issued(desk, "service_slip", desk.lecture)
    for words in ("营田镇荷花村", "周明远", "√法治讲座", "赡养讲座", "30人"):
        assert words in found, words


def test_a_paper_drawn_by_hand_has_a_word_copy_only_where_it_is_words(desk: Desk) -> None:
    copied = docx.Document(io.BytesIO(editable_paper(desk.place, ASSIGNMENT, desk.first.uid, "assignment_letter")))
    assert any("周明远同志：" in paragraph.text for paragraph in copied.paragraphs)
    with pytest.raises(KeyError):
        editable_paper(desk.place, ASSIGNMENT, desk.first.uid, "adviser_board")


# -- over a period


def test_the_log_book_of_a_village(desk: Desk) -> None:
    found = text(log_book(desk.place, Q4, village=desk.hehua.uid))
    for words in (
        "村（社区）荷花村",
        "服务次数3次",
        "服务时长9小时",
        "10月10日09:00—13:00周明远实地法治讲座24030赡养讲座",
        "易冬生，补录",
        "11月20日09:00—10:00周明远远程参与调解60边界纠纷",
        "合计54030",
        "2023年第四季度",
        "制表：袁知秋2023年11月30日",
    ):
        assert words in found, words
    for words in ("九月的服务", "作废的服务", "三洲村"):
        assert words not in found


def test_the_log_book_of_an_adviser_has_all_his_villages(desk: Desk) -> None:
    found = text(log_book(desk.place, Q4, adviser=desk.zhou.uid))
    assert "服务次数4次" in found
    assert "三洲村" in found
    assert "古罗城村" not in found
    assert "服务次数5次" in text(log_book(desk.place, year(2023), adviser=desk.zhou.uid))


def test_a_village_without_services_says_so(desk: Desk) -> None:
    quiet = village(desk.place, "推山咀村")
    assert "本期没有服务记录" in text(log_book(desk.place, Q4, village=quiet.uid))


def test_the_score_sheet_of_an_adviser(desk: Desk) -> None:
    """签订 5×1/2; hours in 3 of 6 village-months, 25×3/6; the one whole quarter with its lecture; 20×3/4 with evidence."""
    issue_paper(desk.place, ASSIGNMENT, desk.first.uid, "adviser_board")
    issue_paper(desk.place, ASSIGNMENT, desk.first.uid, "adviser_board_a4")
    found = text(score_sheet(desk.place, Q4, adviser=desk.zhou.uid))
    for words in (
        "法律顾问周明远",
        "服务的村荷花村、三洲村",
        "2个聘期，有协议1份2.5",
        "出具公示牌1份",
        "在聘6个村月，达标3个12.5",
        "在聘1个整季，达标1个15",
        "服务4次，有佐证3次，补录3次15",
        "调解1次",
        "合计10045.0",
    ):
        assert words in found, words


def test_the_score_sheet_of_a_village(desk: Desk) -> None:
    found = text(score_sheet(desk.place, Q4, village=desk.guluo.uid))
    assert "法律顾问彭楚云" in found
    assert "在聘2个村月，达标1个12.5" in found
    assert "在聘0个整季，达标0个7" not in found


def test_subsidies_by_hand(desk: Desk) -> None:
    """荷花村 3/12 of 3,600; 三洲村 15/31 + 2 months of 2,400: 496.774… ; 古罗城村 has no standard."""
    found = text(subsidy_sheet(desk.place, Q4))
    for words in (
        "2023-10-17至2023-12-312.48",
        "2,400.00496.77",
        "3,600.00900.00",
        "2023-10-01至2023-11-151.5",
        "未填补贴标准",
        "已解聘：工作变动",
        "￥1,396.77元",
        "人民币壹仟叁佰玖拾陆元柒角柒分",
        "周明远2荷花村、三洲村431,396.77",
    ):
        assert words in found, words
    assert found.index("彭楚云") < found.index("周明远")


def test_two_advisers_of_one_name_are_not_added_up(desk: Desk) -> None:
    other = adviser(desk.place, "周明远", licence="14306202310000002")
    there = village(desk.place, "新堤村")
    term(desk.place, there, other, date(2023, 10, 1), date(2023, 12, 31), subsidy=120_000)
    found = text(subsidy_sheet(desk.place, Q4))
    assert "周明远1新堤村00300.00" in found
    assert "1,396.77" in found


def test_a_period_before_everything(desk: Desk) -> None:
    found = text(subsidy_sheet(desk.place, year(2019)))
    assert "零元整" in found


def test_word_copies(desk: Desk) -> None:
    made = (
        log_book(desk.place, Q4, village=desk.hehua.uid, word=True),
        score_sheet(desk.place, Q4, adviser=desk.zhou.uid, word=True),
        subsidy_sheet(desk.place, Q4, word=True),
    )
    for content, title in zip(made, ("法律顾问工作日志", "法律顾问考核评分表", "法律顾问补贴核算表"), strict=True):
        document = docx.Document(io.BytesIO(content))
        assert any(title in paragraph.text for paragraph in document.paragraphs)
        assert not any("编号" in paragraph.text for paragraph in document.paragraphs)


def test_one_village_or_one_adviser(desk: Desk) -> None:
    with pytest.raises(ValueError, match="village"):
        log_book(desk.place, Q4)
    with pytest.raises(ValueError, match="village"):
        score_sheet(desk.place, Q4, village=desk.hehua.uid, adviser=desk.zhou.uid)
    with pytest.raises(Trouble, match="没有找到"):
        log_book(replace(desk.place), Q4, village="0" * 32)
