"""What the papers of service points say: the visitor's receipt, the notice after an inspection, the record sheets."""

import re

import pytest

from quyuan_desktop.documents.layout_pdf import form_pdf
from quyuan_desktop.documents.point_papers import FORMS
from quyuan_desktop.documents.preview import extract_text, page_size
from quyuan_desktop.documents.sheet import Sheet
from tests.documents.point_specimens import INSPECTION_FIELDS, VISIT_FIELDS, empty, full, with_texts


def said(code: str, sheet: Sheet) -> str:
    return re.sub(r"\s", "", "".join(extract_text(form_pdf(FORMS[code](sheet), sheet))))


def test_the_receipt_says_what_the_visitor_needs_to_know() -> None:
    found = said("visit_receipt", full("visit_receipt"))
    for text in (
        "王秀兰",
        "2023年11月30日",
        "宅基地边界纠纷",
        "村调解主任",
        "转人民调解",
        "人民调解不收取任何费用",
        "约定2023年12月10日前回复您",
        "营田司法所公共法律服务点",
        "0730-0000000",
        "（盖章）",
        "不收取任何费用",
    ):
        assert text in found, text
    assert VISIT_FIELDS["id_number"] not in found
    assert "满意" not in found


def test_the_receipt_is_a5() -> None:
    pdf = form_pdf(FORMS["visit_receipt"](full("visit_receipt")), full("visit_receipt"))
    assert [round(edge / 72 * 25.4) for edge in page_size(pdf, 0)] == [148, 210]


@pytest.mark.parametrize(
    ("result", "words"),
    [
        ("当场解答", "12348"),
        ("转法律援助", "申请法律援助，法律援助不收取费用"),
        ("转其他部门", "请与该单位联系"),
        ("待办", "正在办理"),
    ],
)
def test_the_next_step_follows_from_the_result(result: str, words: str) -> None:
    found = said("visit_receipt", with_texts("visit_receipt", result=result, referred_to="镇劳动保障站"))
    assert words in found
    assert ("镇劳动保障站，请" in found) is (result == "转其他部门")


def test_a_point_without_a_telephone_lends_the_offices() -> None:
    sheet = with_texts("visit_receipt", point_phone="", point_address="", point_hours="")
    found = said("visit_receipt", sheet)
    assert "电话0730-0000000" in found
    assert "营田镇文化路18号（镇政府一楼）" in found


def test_the_notice_lists_every_item_with_its_sums() -> None:
    found = said("inspection_notice", full("inspection_notice"))
    for text in (
        "营田司法所公共法律服务点：",
        "总分100分，得分83分",
        "标牌、制度上墙3010公示牌电话已停用",
        "合计10017",
        "整改要求",
        "一周内更换",
        "请于2023年12月6日前完成整改",
        "回执：营田司法所公共法律服务点已收到",
        "服务点负责人签名",
    ):
        assert text in found, text
    assert INSPECTION_FIELDS["team"] in found


def test_a_blank_notice_has_lines_to_write_on() -> None:
    found = said("inspection_notice", empty("inspection_notice"))
    assert "____年__月__日前完成整改" in found
    assert "_" * 40 in found


@pytest.mark.parametrize(
    ("code", "signs"),
    [
        ("point_sheet", ["服务点负责人签名"]),
        ("duty_log_sheet", ["值班人签名", "交接人签名", "负责人签名"]),
        ("visit_form", ["来访人签名", "接待人签名"]),
        ("popup_sheet", ["责任单位负责人签名", "填表人签名"]),
    ],
)
def test_who_signs(code: str, signs: list[str]) -> None:
    for sheet in (full(code), empty(code)):
        found = said(code, sheet)
        assert all(f"{sign}：" in found for sign in signs)


def test_the_log_of_a_day_of_duty() -> None:
    found = said("duty_log_sheet", full("duty_log_sheet"))
    for text in ("6批", "9人次", "3个", "欠薪、宅基地边界、赡养", "7件", "李雨禾", "《保障农民工工资支付条例》"):
        assert text in found, text
