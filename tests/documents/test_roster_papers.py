"""值班表 and 公示牌: everybody in their half day, heads on every page, large enough from two metres, nothing cut."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta

import pypdfium2
import pytest

from quyuan_desktop.documents.page import A3, A4, MM
from quyuan_desktop.documents.preview import extract_text, page_count
from quyuan_desktop.documents.roster_board import READABLE, Board, roster_board_pdf
from quyuan_desktop.documents.roster_sheet import WIDTHS, DutyDay, DutyMonth, OnDuty, roster_sheet_pdf
from quyuan_desktop.domain.problems import Trouble
from tests.documents.paper_geometry import collisions, fonts_not_embedded
from tests.documents.paper_specimens import MADE, RARE, han

NAMES = ("彭望舒", "周既白", "欧阳若水", "袁知秋")


def days(first: date = date(2023, 11, 1), many: int = 30, public: bool = False) -> tuple[DutyDay, ...]:
    """A month with somebody on every working day, a substitute on the 2nd, nobody on the afternoon of the 3rd."""
    return tuple(_day(first + timedelta(days=each), public=public) for each in range(many))


def _day(on: date, *, public: bool) -> DutyDay:
    if on.weekday() >= 5:
        return DutyDay(on, f"周{'六日'[on.weekday() - 5]}休息")
    phone = "" if public else "13955550123"
    morning = OnDuty(NAMES[on.weekday() % 4], phone)
    afternoon = OnDuty(NAMES[(on.weekday() + 1) % 4], phone)
    if on.day == 2:
        morning = OnDuty("林某某" if public else "林某某\n（替袁知秋）", phone)
    return DutyDay(on, "", morning, OnDuty() if on.day == 3 else afternoon, "" if public else "袁知秋")


MONTH = DutyMonth(
    office="营田司法所",
    point="营田司法所公共法律服务点",
    label="2023年11月",
    days=days(),
    address="营田镇文化路 18 号（镇政府一楼）",
    hours="周一至周五 8:30—12:00，14:30—17:30",
    phone="0730-5550100",
    by="袁知秋",
)
BOARD = Board(
    office="营田司法所",
    point="营田司法所公共法律服务点",
    label="2023年11月",
    days=days(public=True),
    hours="周一至周五 8:30—12:00，14:30—17:30",
    address="营田镇文化路 18 号（镇政府一楼）",
    phone="0730-5550100",
    services=("法律咨询", "法治宣传", "矛盾纠纷调解", "法律援助指引"),
    supervision="0730-5550199",
)
WEEK = replace(BOARD, label="2023年11月6日至11月12日", days=days(date(2023, 11, 6), 7, public=True))


def words(pdf: bytes) -> str:
    """All texts without spaces."""
    return re.sub(r"\s", "", "".join(extract_text(pdf)))


def sizes(pdf: bytes) -> dict[str, float]:
    """The size of each character that is shown, the least of each, in points."""
    found: dict[str, float] = {}
    document = pypdfium2.PdfDocument(pdf)
    try:
        text = document[0].get_textpage()
        for at in range(text.count_chars()):
            size = pypdfium2.raw.FPDFText_GetFontSize(text.raw, at)
            one = text.get_text_range(at, 1)
            found[one] = min(found.get(one, size), size)
        text.close()
    finally:
        document.close()
    return found


@pytest.mark.parametrize(("name", "board"), [("duty_board", BOARD), ("duty_board_week", WEEK)])
def test_text_of_the_board(golden: Callable[[str, bytes], None], name: str, board: Board) -> None:
    golden(name, roster_board_pdf(board, MADE))


def test_text_of_the_sheet(golden: Callable[[str, bytes], None]) -> None:
    golden("duty_sheet", roster_sheet_pdf(MONTH, MADE))


def test_a_usual_month_is_one_page() -> None:
    for first in (date(2023, 1, 1), date(2023, 2, 1), date(2023, 12, 1), date(2024, 7, 1)):
        many = (first.replace(day=28) + timedelta(days=4)).replace(day=1) - first
        assert page_count(roster_sheet_pdf(replace(MONTH, days=days(first, many.days)), MADE)) == 1


def test_long_entries_wrap_and_the_head_is_on_every_page() -> None:
    long = han(24)
    full = [
        DutyDay(day.on, "", OnDuty(long, "0730-5550100、13955550123"), OnDuty(RARE), "袁知秋") for day in days()
    ]
    pdf = roster_sheet_pdf(replace(MONTH, days=full), MADE)
    pages = [re.sub(r"\s", "", page) for page in extract_text(pdf)]
    assert len(pages) > 1
    for page in pages:
        assert all(head in page for head in ("日期", "星期", "上午", "下午", "带班领导"))
        assert page.count("值班人") == 2
        assert "2023年11月" in page
    assert "负责人：" in pages[-1]
    assert "负责人：" not in pages[0]
    assert collisions(pdf) == []


@pytest.mark.parametrize(
    "pdf", [roster_sheet_pdf(MONTH, MADE), roster_board_pdf(BOARD, MADE), roster_board_pdf(WEEK, MADE)]
)
def test_nothing_over_anything_and_fonts_embedded(pdf: bytes) -> None:
    assert collisions(pdf) == []
    assert fonts_not_embedded(pdf) == set()


def test_the_columns_of_the_sheet_fill_its_page() -> None:
    assert sum(WIDTHS) == A4.room


def test_rest_days_say_why_nobody_is_there() -> None:
    text = words(roster_sheet_pdf(MONTH, MADE))
    assert text.count("周六休息") == 4
    assert "林某某（替袁知秋）" in text


@pytest.mark.parametrize("board", [BOARD, WEEK])
def test_names_are_read_from_two_metres(board: Board) -> None:
    found = sizes(roster_board_pdf(board, MADE))
    names = set("".join(NAMES)) & found.keys()
    assert len(names) == len(set("".join(NAMES)))
    for character in names:
        assert found[character] >= READABLE - 0.01, character
    assert READABLE / MM >= 9.0, "millimetres"


def test_the_board_names_no_telephone_but_the_points() -> None:
    text = words(roster_board_pdf(BOARD, MADE))
    assert re.findall(r"\d{4}-\d{7}|1\d{10}", text) == ["0730-5550100", "0730-5550199"]


def test_a_weekend_has_a_column_when_somebody_is_there() -> None:
    plain = words(roster_board_pdf(BOARD, MADE))
    assert "周六" not in plain
    shifted = [replace(day, rest="", morning=OnDuty("林某某")) if day.on.day == 11 else day for day in BOARD.days]
    assert "周六" in words(roster_board_pdf(replace(BOARD, days=shifted), MADE))


def _texts(board: Board) -> Sequence[str]:
    return (board.hours, board.address, board.phone, board.supervision)


def test_six_weeks_and_long_texts_still_fit_one_page() -> None:
    full = [DutyDay(day.on, "", OnDuty("欧阳若水"), OnDuty("欧阳若水")) for day in days(date(2023, 10, 1), 31)]
    board = replace(BOARD, days=full, hours=han(60), address=han(120, 60), services=(han(90, 180),))
    pdf = roster_board_pdf(board, MADE)
    assert page_count(pdf) == 1
    assert collisions(pdf) == []
    text = words(pdf)
    assert all(each in text for each in _texts(board) if len(each) < 20)


def test_a_period_without_anybody_says_so() -> None:
    text = words(roster_board_pdf(replace(BOARD, days=[DutyDay(date(2023, 11, 4), "周六休息")]), MADE))
    assert "没有安排值班" in text


def test_an_unknown_supervision_telephone_is_left_to_be_written() -> None:
    assert "监督电话：" in words(roster_board_pdf(replace(BOARD, supervision=""), MADE))


def test_a_character_no_font_has_is_named() -> None:
    bad = [DutyDay(date(2023, 11, 1), "", OnDuty("坏😀"))]
    with pytest.raises(Trouble, match=r"U\+1F600"):
        roster_sheet_pdf(replace(MONTH, days=bad), MADE)
    with pytest.raises(Trouble, match=r"U\+1F600"):
        roster_board_pdf(replace(BOARD, days=bad), MADE)


def test_a3_is_twice_a4() -> None:
    assert (A3.width, A3.height) == (A4.height, 2 * A4.width)


def test_the_same_month_gives_the_same_bytes() -> None:
    assert roster_sheet_pdf(MONTH, MADE) == roster_sheet_pdf(MONTH, MADE)
    assert roster_board_pdf(BOARD, MADE) == roster_board_pdf(BOARD, MADE)
