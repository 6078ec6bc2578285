"""What the papers of village advisers say: letter, agreement, board, slip; and that the board can be read from afar."""

import re

import pytest

from quyuan_desktop.documents import qr
from quyuan_desktop.documents.adviser_board import board_a3, board_a4
from quyuan_desktop.documents.adviser_letter import certificate
from quyuan_desktop.documents.adviser_papers import FORMS
from quyuan_desktop.documents.layout_pdf import form_pdf
from quyuan_desktop.documents.preview import extract_text, page_size, render_page
from quyuan_desktop.documents.sheet import Sheet
from quyuan_desktop.domain.problems import Trouble
from tests.documents.adviser_specimens import FILLED, TERM_FIELDS, WHO, empty, full, photograph, with_texts
from tests.documents.paper_geometry import contents, pages_of
from tests.documents.record_specimens import sheet_of

BOARDS = {"A3": (board_a3, (297, 420)), "A4": (board_a4, (210, 297))}


def tight(pdf: bytes) -> str:
    return re.sub(r"\s", "", "".join(extract_text(pdf)))


def said(code: str, sheet: Sheet) -> str:
    return tight(form_pdf(FORMS[code](sheet), sheet))


# -- the board


@pytest.mark.parametrize("size", BOARDS)
def test_the_board_tells_who_what_when_and_where_to_complain(size: str) -> None:
    draw, edges = BOARDS[size]
    pdf = draw(full("adviser_board"))
    assert tuple(round(edge / 72 * 25.4) for edge in page_size(pdf, 0)) == edges
    found = tight(pdf)
    for text in (
        WHO["village_told"],
        WHO["adviser_told"],
        WHO["adviser_firm"],
        WHO["licence"],
        WHO["adviser_phone"],
        "律师",
        "服务内容",
        "参与纠纷调解",
        "不少于4小时",
        "每季度法治讲座不少于1次",
        "荷花村法律服务群",
        "监督电话0730-0000000",
        "12348",
        "聘期：2023年1月1日至2023年12月31日",
    ):
        assert text in found, text


def test_the_board_follows_the_rules_of_the_house() -> None:
    found = tight(board_a3(with_texts("adviser_board", hours="6", lectures="2")))
    assert "不少于6小时" in found
    assert "不少于2次" in found


def test_the_board_can_be_read_from_two_metres() -> None:
    """Characters of 1/250 of the distance are read with ease (8 mm from 2 m); the small print at the foot is not for that."""
    texts = {text.text: text for page in pages_of(board_a3(full("adviser_board"))) for text in page.texts}
    high = {text: box.bottom - box.top for text, box in texts.items()}
    assert high[WHO["adviser_told"]] > 15
    assert high[WHO["adviser_phone"]] > 10
    for text, tall in high.items():
        if not text.startswith(("聘期", "屈原管理区")):
            assert tall > 4.5, text
    for text in ("解答法律咨询", WHO["adviser_firm"], "监督电话"):
        assert high[text] > 7.5, text


def test_the_groups_code_is_the_invitation() -> None:
    paths = "".join(contents(board_a3(full("adviser_board"))))
    code = qr.encode(TERM_FIELDS["invitation"])
    assert code.data in paths
    assert "粘贴处" not in tight(board_a3(full("adviser_board")))


def test_without_an_invitation_or_a_photograph_there_is_room_to_stick_them() -> None:
    found = tight(board_a3(empty("adviser_board")))
    assert "群二维码粘贴处" in found
    assert "贴照片处" in found
    assert "贴照片处" not in tight(board_a3(full("adviser_board")))


def test_the_photograph_is_on_the_board_undistorted() -> None:
    """The specimen is dark with a light middle; a wide one leaves the frame free above and below."""
    sheet = sheet_of(*FILLED["adviser_board"], pictures={"photo": photograph(160, 80)})
    wide, _, pixels = render_page(board_a3(sheet), 0, 25.4)  # a pixel a millimetre
    grey = {y: pixels[(y * wide + 40) * 4] for y in (102, 140, 170, 208)}
    assert grey[102] > 250
    assert grey[208] > 250
    assert grey[140] < 230 or grey[170] < 230


def test_a_damaged_photograph_is_told() -> None:
    sheet = sheet_of(*FILLED["adviser_board"], pictures={"photo": b"\x89PNG no picture"})
    with pytest.raises(Trouble, match="照片已损坏"):
        board_a3(sheet)


# -- letter and agreement


def test_the_letter_appoints() -> None:
    pdf = certificate(full("assignment_letter"))
    width, height = page_size(pdf, 0)
    assert width > height
    found = tight(pdf)
    for text in (
        "聘书",
        "周明远同志：",
        "经双向选择，兹聘请您担任营田镇荷花村法律顾问",
        "聘期自2023年1月1日起至2023年12月31日止",
        "营田镇荷花村村民委员会",
        "屈原管理区营田司法所",
        "2022年12月28日",
    ):
        assert text in found, text
    assert found.count("（盖章）") == 2
    assert "双向" not in tight(certificate(with_texts("assignment_letter", mutual="否")))


def test_the_agreement_has_parties_term_duties_and_the_subsidy_in_capitals() -> None:
    found = said("assignment_agreement", full("assignment_agreement"))
    for text in (
        "甲方（聘请方）营田镇荷花村村民委员会",
        "乙方（执业机构）湖南某某律师事务所",
        "14306202310000001",
        "自2023年1月1日起至2023年12月31日止",
        "不少于4小时",
        "每季度举办法治讲座不少于1次",
        "每年人民币3,600元（大写：叁仟陆佰元整）",
        "一式三份",
        "见证方经办",
    ):
        assert text in found, text
    assert found.count("（盖章）") == 3


def test_an_agreement_without_a_subsidy_leaves_it_to_be_written() -> None:
    found = said("assignment_agreement", with_texts("assignment_agreement", subsidy="", subsidy_capital=""))
    assert "每年人民币________元（大写：________________）" in found


# -- the slip


def test_the_slip_is_two_copies_on_one_sheet_for_the_village_to_sign() -> None:
    found = said("service_slip", full("service_slip"))
    for text in (
        "营田镇荷花村",
        "周明远",
        "09:00—11:30",
        "150分钟",
        "√审查合同",
        "审查鱼塘承包合同：审查村集体",
        "12人",
    ):
        assert found.count(text) == 2, text
    assert found.count("村（社区）干部签名：") == 2
    assert "骑缝" in found


def test_a_topic_that_says_all_is_said_once() -> None:
    found = said("service_slip", with_texts("service_slip", topic="审查合同", content="审查合同"))
    assert "服务内容审查合同结果" in found
    assert "容解答来电" in said("service_slip", with_texts("service_slip", topic="", content="解答来电"))


def test_a_blank_slip_has_room_for_times_and_numbers() -> None:
    found = said("service_slip", empty("service_slip"))
    assert "时分—时分" in found
    assert "□审查合同" in found
