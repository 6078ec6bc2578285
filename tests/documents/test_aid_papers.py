"""The papers of an application for legal aid: their words, what each says when, and that nothing is lost or covered."""

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import fields as parts_of
from dataclasses import is_dataclass, replace
from typing import Any

import docx
import pytest
from docx.oxml.ns import qn

from quyuan_desktop.documents.aid_papers import FORMS
from quyuan_desktop.documents.layout import Cell, Column, Form, Table, told
from quyuan_desktop.documents.layout_docx import form_docx
from quyuan_desktop.documents.layout_pdf import form_pdf
from quyuan_desktop.documents.page import SEAL
from quyuan_desktop.documents.preview import extract_text, page_count
from quyuan_desktop.documents.sheet import Sheet, paper_day
from quyuan_desktop.domain.problems import Trouble
from quyuan_desktop.registers.legal_aid.application_register import APPLICATION
from tests.documents import aid_specimens as specimens
from tests.documents.aid_specimens import FIELDS, MATERIALS, ROWS, sheet_of, with_texts
from tests.documents.paper_geometry import Box, collisions, fonts_not_embedded, pages_of, shown_codes
from tests.documents.paper_specimens import RARE

SPECIMENS = {name: getattr(specimens, name) for name in ("full", "empty", "long")}
WRITTEN = 50  # millimetres: the line for the name of an office that is not known, under its seal
papers = pytest.mark.parametrize("code", FORMS)
fillings = pytest.mark.parametrize("specimen", SPECIMENS)


def drawn(code: str, sheet: Sheet) -> bytes:
    return form_pdf(FORMS[code](sheet), sheet)


def words(pdf: bytes) -> str:
    """The whole text without blanks and line ends."""
    return re.sub(r"\s", "", "".join(extract_text(pdf)))


def said(code: str, sheet: Sheet) -> str:
    return words(drawn(code, sheet))


def in_word(code: str, sheet: Sheet) -> Any:
    return docx.Document(io.BytesIO(form_docx(FORMS[code](sheet), sheet)))


@fillings
@papers
def test_text(code: str, specimen: str, golden: Callable[[str, bytes], None]) -> None:
    golden(f"{code}_{specimen}", drawn(code, SPECIMENS[specimen]()))


@fillings
@papers
def test_nothing_covers_anything_and_every_glyph_is_in_the_file(code: str, specimen: str) -> None:
    pdf = drawn(code, SPECIMENS[specimen]())
    assert collisions(pdf) == []
    assert fonts_not_embedded(pdf) == set()
    assert not any(0 in codes for codes in shown_codes(pdf))


@papers
def test_the_same_sheet_gives_the_same_bytes(code: str) -> None:
    sheet = specimens.full()
    assert drawn(code, sheet) == drawn(code, specimens.full())
    assert form_docx(FORMS[code](sheet), sheet) == form_docx(FORMS[code](sheet), sheet)


def test_the_register_has_all_these_papers_and_no_others() -> None:
    assert [kind.code for kind in APPLICATION.papers] == list(FORMS)


@fillings
@papers
def test_every_name_in_a_description_is_declared(code: str, specimen: str) -> None:
    """A name misspelt would be an empty cell for ever."""
    sheet = SPECIMENS[specimen]()
    form = FORMS[code](sheet)
    known = told(form, sheet)
    rows = {**dict.fromkeys(("materials", "members", "joint_applicants", "supplements")), **form.rows}
    for part in _parts(form):
        if isinstance(part, Cell) and part.name:
            assert part.name in known.fields
        if isinstance(part, Table):
            assert part.rows in rows
        if isinstance(part, str):
            for name in re.findall(r"\{([\w.]+)", part):
                assert name in known.fields or name.startswith(("office.", "sheet.")) or _of_notice(code, name), (
                    name
                )


def _of_notice(code: str, name: str) -> bool:
    """Whether `name` is one of the row that a notice is made from, which an application may not have yet."""
    return code == "aid_supplement" and name in ROWS["supplements"][0]


def _parts(part: Any) -> Iterator[Any]:
    yield part
    if is_dataclass(part):
        for each in parts_of(part):
            yield from _parts(getattr(part, each.name))
    elif isinstance(part, tuple):
        for each in part:
            yield from _parts(each)


def test_every_column_is_declared() -> None:
    sheet = specimens.full()
    for code in ("aid_application", "aid_means", "aid_receipt", "aid_handover"):
        for part in _parts(FORMS[code](sheet)):
            if isinstance(part, Table):
                names = {column.name for column in part.columns if isinstance(column, Column)}
                assert names <= sheet.rows[part.rows][0].keys(), part.rows


# -- what each says


ON_THE_APPLICATION = (
    "applicant sex birth_date ethnic_group nationality education phone postcode household workplace delivery "
    "delivery_address before_where agent agent_id_number agent_phone agent_relation ground cause status case_stage "
    "opposing_party handling_body handling_contact claim summary"
).split()


def test_every_field_is_on_the_application() -> None:
    found = said("aid_application", specimens.full())
    for name in ON_THE_APPLICATION:
        assert re.sub(r"\s", "", paper_day(FIELDS[name])) in found, name
    for text in (
        "营田镇荷花村5组12号",
        "√妇女",
        "□残疾人",
        "√老年人",
        "√委托代理人",
        "√民事",
        "√劳动争议调解与仲裁代理",
    ):
        assert text in found, text
    for each in ROWS["joint_applicants"]:
        assert each["id_number"] in found
    assert FIELDS["id_number"] in found  # a box for each figure
    assert "第十七条、第三十五条" in found


def test_a_front_and_a_back() -> None:
    for specimen in (specimens.full(), specimens.empty()):
        front, back = extract_text(drawn("aid_application", specimen))
        assert "人群类别" in front
        assert "签名、捺印" in back


@pytest.mark.parametrize(("age", "young"), [("13 岁", True), ("14 岁", False), ("", False)])
def test_children_under_fourteen_have_their_own_notice(age: str, young: bool) -> None:
    sheet = with_texts(age=age)
    assert ("第三十一条" in said("aid_application", sheet)) is young


def test_the_means_with_their_sums_and_the_pledge() -> None:
    found = said("aid_means", specimens.full())
    for text in (
        "王秀兰本人61",
        "合计",
        "19,000",
        "6,400",
        "6,000",
        "872.22",
        "√个人诚信承诺",
        "√申请支付劳动报酬",
    ):
        assert text in found, text
    for text in ("第六十四条", "三千元以下罚款", "授权", "签名、捺印", "工地出入证、欠条", "信用社存款"):
        assert text in found, text


def test_who_pledged_falsely_does_not_pledge_again() -> None:
    found = said("aid_means", with_texts(false_pledge="是"))
    assert "不适用个人诚信承诺" in found
    assert "本人承诺" not in found


def test_two_copies_of_the_receipt_on_one_sheet() -> None:
    pdf = drawn("aid_receipt", specimens.full())
    found = words(pdf)
    assert page_count(pdf) == 1
    for each in MATERIALS:
        assert found.count(each["name"]) == 2
    for text in ("接收人签名", "申请人签名", "七日内", "0730-0000000", "2023年11月30日", "（盖章）"):
        assert found.count(text) >= 2, text
    assert "骑缝屈营司援收字〔2023〕第17号" in found


def test_a_receipt_for_many_materials_takes_pages_for_each_copy() -> None:
    pages = extract_text(drawn("aid_receipt", specimens.long()))
    assert len(pages) == 6
    assert "骑缝" not in "".join(pages)
    assert all("材料名称" in page for page in pages)


def test_the_notice_is_made_from_the_newest_row() -> None:
    older = {**ROWS["supplements"][0], "items": "旧材料", "due_on": "2023-11-01"}
    sheet = sheet_of(FIELDS, {**ROWS, "supplements": [older, ROWS["supplements"][0]]})
    found = said("aid_supplement", sheet)
    assert "旧材料" not in found
    for text in (
        "1．工地考勤记录",
        "2．欠条原件",
        "二、需要说明的事项",
        "请于2023年12月15日前",
        "视为撤回申请",
        "第四十三条",
    ):
        assert text in found, text
    assert "2023年12月1日" in found
    assert "存根：王秀兰" in found


@pytest.mark.parametrize(("given", "missing"), [("items", "需要说明的事项"), ("matters", "需要补充的材料")])
def test_a_notice_says_only_what_is_asked(given: str, missing: str) -> None:
    notice = {"asked_on": "2023-12-01", "due_on": "2023-12-15", given: "一样东西"}
    found = said("aid_supplement", sheet_of(FIELDS, {"supplements": [notice]}))
    assert "一、" in found
    assert "二、" not in found
    assert missing not in found


def test_lines_that_are_numbered_are_not_numbered_again() -> None:
    notice = {"asked_on": "2023-12-01", "due_on": "2023-12-15", "items": "1、甲\n2、乙"}
    assert "1、甲2、乙" in said("aid_supplement", sheet_of(FIELDS, {"supplements": [notice]}))


def test_an_empty_notice_has_lines_to_write_on() -> None:
    found = said("aid_supplement", specimens.empty())
    assert "____年__月__日前" in found
    assert "_" * 40 in found


def test_what_is_handed_over() -> None:
    found = said("aid_handover", specimens.full())
    for text in (
        "屈原管理区法律援助中心",
        "移交人签名",
        "接收人签名",
        "2023年12月7日",
        "2023年12月1日通知，2023年12月6日收到",
    ):
        assert text in found, text
    assert found.count("（盖章）") == 2
    assert all(each["name"] in found for each in MATERIALS)


def test_what_is_served() -> None:
    found = said("aid_delivery", specimens.full())
    for text in (
        "给予法律援助决定书屈援决字〔2023〕第41号",
        "指派通知书屈援指字",
        "√直接送达",
        "拒收事由",
        "见证人",
        "与受送达人关系",
    ):
        assert text in found, text
    assert "不予法律援助决定书" in said("aid_delivery", with_texts(decision="不予法律援助"))


def test_the_contents_in_the_order_of_a_file() -> None:
    found = said("aid_contents", specimens.full())
    order = (
        "法律援助申请表", "居民身份证", "授权委托书", "经济困难状况说明表", "欠条", "接收凭证", "补充材料/说明通知书",
        "转交清单", "给予法律援助决定书", "指派通知书", "委托协议", "送达回证", "仲裁裁决书", "结案报告表",
    )  # fmt: skip
    at = [found.index(name) for name in order]
    assert at == sorted(at)
    assert found.count("法律援助申请表") == found.count("经济困难状况说明表") == 1
    assert "法律援助申请表" in said("aid_contents", specimens.empty())
    assert "决定书" not in said("aid_contents", specimens.empty())


@pytest.mark.parametrize(
    ("changed", "result"),
    [
        ({}, "非诉：劳动仲裁"),
        ({"decision": "不予法律援助", "refusal": "其他", "closing": ""}, "不予法律援助：其他"),
        ({"terminated_on": "2024-01-02", "termination": "自行委托律师"}, "终止法律援助：自行委托律师"),
        ({"withdrawn_on": "2024-01-02", "withdrawal": "申请人撤回"}, "办理结果申请人撤回"),
    ],
)
def test_the_cover_says_how_the_case_ended(changed: dict[str, str], result: str) -> None:
    found = said("aid_cover", with_texts(**changed))
    assert result.removeprefix("办理结果") in found
    for text in (
        "追索劳动报酬",
        "王秀兰",
        "湖南某某律师事务所",
        "周律师",
        "2024年4月1日",
        "10年",
        "46",
        "2023-援-017",
    ):
        assert text in found, text


# -- all of them


@papers
def test_rare_names_and_typed_markup_print_as_they_are(code: str) -> None:
    typed = "㛃<b>&=1+1{cause}"
    sheet = with_texts(applicant=typed)
    assert typed in said(code, sheet)
    found = said(code, with_texts(applicant=RARE))
    assert [character for character in RARE if character not in found] == []


@papers
def test_a_character_no_font_has_stops_the_paper(code: str) -> None:
    with pytest.raises(Trouble, match=r"U\+1F600"):
        drawn(code, with_texts(applicant="王😀"))


@papers
def test_any_text_may_be_long(code: str) -> None:
    """Every field as long as its declaration lets it be, or longer."""
    long = {name: "很长的内容，" * 40 for name, text in FIELDS.items() if not re.match(r"\d{4}-", text)}
    rows = {name: [dict.fromkeys(each, "很长的内容，" * 12) for each in these] for name, these in ROWS.items()}
    pdf = drawn(code, sheet_of({**FIELDS, **long}, rows))
    assert collisions(pdf) == []


@papers
def test_the_specimen_mark_is_on_the_paper(code: str) -> None:
    pdf = drawn(code, replace(specimens.full(), copy_mark="样张"))
    assert "样张" in words(pdf)
    assert collisions(pdf) == []


@pytest.mark.parametrize("code", ["aid_receipt", "aid_supplement", "aid_handover", "aid_delivery"])
@fillings
def test_there_is_room_for_every_seal(code: str, specimen: str) -> None:
    marks = 0
    for page in pages_of(drawn(code, SPECIMENS[specimen]())):
        for text in page.texts:
            if "盖章" in text.text:
                marks += 1
                x, y, r = (text.left + text.right) / 2, (text.top + text.bottom) / 2, SEAL / 2
                shifts = (step / 2 for step in range(-12, 13))
                seals = [Box(x - r, y - r + shift, x + r, y + r + shift) for shift in shifts]
                rules = [line for line in page.lines if abs(line.right - line.left - WRITTEN) > 1]
                assert any(not any(seal.meets(rule) for rule in rules) for seal in seals), (text, page.width)
    assert marks


@fillings
@papers
def test_word_has_the_words_and_repeats_the_heads(code: str, specimen: str) -> None:
    sheet = SPECIMENS[specimen]()
    form: Form = FORMS[code](sheet)
    document = in_word(code, sheet)
    found = re.sub(r"\s", "", "".join(node.text or "" for node in document.element.body.iter(qn("w:t"))))
    assert re.sub(r"\s", "", form.title) in found
    assert sheet.text("applicant") in found
    for part in _parts(form):
        if isinstance(part, Table):
            for each in told(form, sheet).rows.get(part.rows, ()):
                assert all(
                    re.sub(r"\s", "", paper_day(each[c.name].text)) in found
                    for c in part.columns
                    if c.name in each
                )
    tables = sum(isinstance(part, Table) for part in _parts(form)) * max(len(form.copies), 1)
    assert len(document.element.body.findall(f".//{qn('w:tblHeader')}")) == tables
