"""The papers of a mediation: golden texts, nothing covered, every name declared, what each says when."""

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import fields as parts_of
from dataclasses import is_dataclass, replace
from typing import Any

import docx
import pytest

from quyuan_desktop.documents.layout import Cell, Column, Table, told
from quyuan_desktop.documents.layout_docx import form_docx
from quyuan_desktop.documents.layout_pdf import form_pdf
from quyuan_desktop.documents.mediation_papers import FORMS
from quyuan_desktop.documents.preview import extract_text, page_count
from quyuan_desktop.documents.sheet import Entry, Sheet
from quyuan_desktop.registers.base import fields_of
from quyuan_desktop.registers.mediation.dispute import Party
from tests.documents import mediation_specimens as specimens
from tests.documents.mediation_specimens import CODES, full, with_texts
from tests.documents.paper_geometry import collisions, fonts_not_embedded, shown_codes
from tests.offices import resident

SPECIMENS = {name: getattr(specimens, name) for name in ("full", "empty", "long")}
papers = pytest.mark.parametrize("code", CODES)
fillings = pytest.mark.parametrize("specimen", SPECIMENS)


def drawn(code: str, sheet: Sheet) -> bytes:
    return form_pdf(FORMS[code](sheet), sheet)


def said(code: str, sheet: Sheet) -> str:
    return re.sub(r"\s", "", "".join(extract_text(drawn(code, sheet))))


def test_the_registers_have_all_these_papers_and_no_others() -> None:
    assert sorted(CODES) == sorted(FORMS)


@fillings
@papers
def test_text(code: str, specimen: str, golden: Callable[[str, bytes], None]) -> None:
    golden(f"{code}_{specimen}", drawn(code, SPECIMENS[specimen](code)))


@fillings
@papers
def test_nothing_covers_anything_and_every_glyph_is_in_the_file(code: str, specimen: str) -> None:
    pdf = drawn(code, SPECIMENS[specimen](code))
    assert collisions(pdf) == []
    assert fonts_not_embedded(pdf) == set()
    assert not any(0 in codes for codes in shown_codes(pdf))


def _parts(part: Any) -> Iterator[Any]:
    yield part
    if is_dataclass(part):
        for each in parts_of(part):
            yield from _parts(getattr(part, each.name))
    elif isinstance(part, tuple):
        for each in part:
            yield from _parts(each)


@papers
def test_every_name_in_a_description_is_declared(code: str) -> None:
    """A name misspelt would be an empty cell for ever."""
    sheet = full(code)
    form = FORMS[code](sheet)
    known = told(form, sheet)
    parties = {field.name for field in fields_of(Party)}
    for part in _parts(form):
        if isinstance(part, Cell) and part.name:
            assert part.name in known.fields
        if isinstance(part, Table) and part.rows == "parties":
            assert {each.name for each in part.columns if isinstance(each, Column)} <= parties
        if isinstance(part, str):
            for name in re.findall(r"\{([\w.]+)", part):
                assert name in known.fields or name.startswith(("office.", "sheet.")), name


@pytest.mark.parametrize("code", CODES)
def test_a_usual_case_takes_one_page(code: str) -> None:
    assert page_count(drawn(code, full(code))) == 1


def test_the_agreement_has_what_the_law_wants() -> None:
    """人民调解法第29条: parties, facts, content, manner and time; room for signatures and seal; a copy each."""
    found = said("mediation_agreement", full("mediation_agreement"))
    for text in (
        "营调协〔2023〕21号",
        "王秀兰女汉族61务农19055550123",
        "翻修围墙时把沟填了一半",
        "一次性赔偿王秀兰菜地损失1800元",
        "协议金额1,800元。履行期限：2023年11月20日",
        "协议一式3份",
        "当事人签名（盖章、捺印）：",
        "人民调解员签名：",
        "营田镇人民调解委员会",
        "（盖章）",
        "三十日内共同向人民法院申请司法确认",
    ):
        assert text in found, text


def with_a_third(code: str) -> Sheet:
    """Three parties, one of whom has a name that looks like a field."""
    sheet = full(code)
    first, other = sheet.rows["parties"]
    third = {**other, "side": Entry("", "其他当事人"), "name": Entry("", "吴起{title}")}
    return replace(sheet, rows={**sheet.rows, "parties": (first, other, third)})


@pytest.mark.parametrize(
    "code", ["mediation_agreement", "mediation_notice", "mediation_record", "mediation_register"]
)
def test_three_parties_still_take_one_page(code: str) -> None:
    assert page_count(drawn(code, with_a_third(code))) == 1


@pytest.mark.parametrize(
    ("code", "line"),
    [
        ("mediation_agreement", "当事人签名（盖章、捺印）："),
        ("mediation_notice", "当事人签名："),
        ("mediation_record", "当事人签名（捺印）："),
        ("mediation_confirm", "申请人签名（盖章、捺印）："),
    ],
)
def test_every_party_has_a_line_to_sign_on(code: str, line: str) -> None:
    assert said(code, with_a_third(code)).count(line) == 3


def test_a_name_is_never_read_as_a_field() -> None:
    assert "李长庚、吴起{title}：" in said("mediation_notice", with_a_third("mediation_notice"))


def test_papers_are_the_committee_s_and_the_application_is_the_parties_own() -> None:
    for code in CODES:
        first = said(code, full(code))[:40]
        assert ("营田镇人民调解委员会" in first) is (code not in ("mediation_confirm", "claim_sheet")), code
        assert ("营田司法所" in first) is (code == "claim_sheet"), code
    assert resident() in said("mediation_confirm", full("mediation_confirm"))


def test_what_was_performed_at_once_needs_no_time() -> None:
    found = said("mediation_agreement", with_texts("mediation_agreement", performance="当即履行"))
    assert "当即履行。" in found
    assert "履行期限：2023" not in found


def test_the_record_tells_of_the_newest_session() -> None:
    found = said("mediation_record", full("mediation_record"))
    assert "第2次" in found
    assert "2023年11月10日14:30—16:40" in found
    assert "原宽0.8米" in found
    assert "约定去现场看沟" not in found


def test_the_notice_names_both_parties() -> None:
    found = said("mediation_notice", full("mediation_notice"))
    assert "王秀兰、李长庚：" in found
    for article in ("第二十三条", "第二十四条", "第三十一条", "第三十三条", "不收取任何费用"):
        assert article in found


def test_the_contents_list_what_was_ticked_and_nothing_else() -> None:
    found = said("mediation_contents", full("mediation_contents"))
    assert "7人民调解协议书" not in found
    assert "6人民调解协议书2023年11月10日营调协〔2023〕21号" in found
    assert "共2次" in found
    assert "授权委托书" not in found
    oral = with_texts("mediation_contents", form="口头协议", papers="权利义务告知书、调解协议书或口头协议登记表")
    assert "2口头协议登记表" in said("mediation_contents", oral)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "调解成功（书面协议），已全部履行"),
        ({"performance": ""}, "调解成功（书面协议）"),
        ({"result": "调解不成", "form": ""}, "调解结果调解不成"),
        ({"withdrawn_on": "2023-11-09"}, "申请人撤回"),
    ],
)
def test_the_cover_says_how_it_ended(changes: dict[str, str], words: str) -> None:
    assert words in said("mediation_cover", with_texts("mediation_cover", **changes))


def test_the_application_to_the_court_is_joint_and_dated() -> None:
    found = said("mediation_confirm", full("mediation_confirm"))
    assert "汨罗市人民法院屈原人民法庭" in found
    assert "于2023年11月10日自愿达成调解协议（书面协议）" in found
    assert found.count("申请人签名（盖章、捺印）：") == 2


@papers
def test_word_says_the_same_title(code: str) -> None:
    sheet = full(code)
    form = FORMS[code](sheet)
    document = docx.Document(io.BytesIO(form_docx(form, sheet)))
    assert form.title in "".join(paragraph.text for paragraph in document.paragraphs)
