"""Masked data: what must stay visible does, and nothing more."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quyuan_desktop.domain import masking
from quyuan_desktop.registers import kinds

ANY = st.text(st.characters(codec=None), max_size=60)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("王芳", "王某"),
        ("王小明", "王某某"),
        ("王小明明", "王某某"),
        ("欧阳娜娜", "欧阳某某"),
        ("司马光", "司马某"),
        ("欧阳", "欧某"),
        ("王", "某"),
        ("王\u3000芳", "王某"),
        ("葛\U000e0100洪", "葛\U000e0100某"),
        ("𬱖明\U000e0100", "𬱖某"),
        ("阿卜杜拉·买买提", "阿某某"),
        ("John Smith", "J***"),
        ("A", "***"),
        ("", ""),
        ("  ", ""),
    ],
)
def test_mask_name(name: str, shown: str) -> None:
    assert masking.mask_name(name) == shown


@pytest.mark.parametrize(
    ("number", "shown", "in_statistics"),
    [
        ("99900119620304123X", "999001********123X", "999*************3X"),
        ("999001620304123", "999001*****4123", "999**********23"),
        ("999001 19620304 123X", "999001********123X", "999*************3X"),
        ("E12345678", "E1*****78", "E12****78"),
        ("E1234567890123", "E12345****0123", "E12*********23"),
        ("AB123", "A***3", "A***3"),
        ("123", "***", "***"),
        ("", "", ""),
    ],
)
def test_mask_identity(number: str, shown: str, in_statistics: str) -> None:
    assert masking.mask_identity(number) == shown
    assert masking.mask_identity(number, head=3, tail=2) == in_statistics


@given(ANY)
def test_a_quarter_of_a_number_is_always_hidden(number: str) -> None:
    shown = masking.mask_identity(number)
    assert shown.count("*") * 4 >= len(shown)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("13812345678", "138****5678"),
        ("138 1234 5678", "138****5678"),
        ("0730-5722222", "073****2222"),
        ("5722222", "5****22"),
        ("4008123456", "40*****456"),
        ("12348", "1***8"),
        ("110", "**0"),
        ("13812345678（儿子王小明代转）、13912345678", "138****5678、139****5678"),
        ("邻居王小明", "***"),
        ("", ""),
    ],
)
def test_mask_phone(typed: str, shown: str) -> None:
    assert masking.mask_phone(typed) == shown


@given(st.text("0123456789-、（）王明 ", max_size=40))
def test_masked_telephone_numbers_have_no_words(typed: str) -> None:
    assert not set(masking.mask_phone(typed)) & {"王", "明"}


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("湖南省岳阳市屈原管理区营田镇荷花村5组12号", "湖南省岳阳市屈原管理区营田镇荷花村***"),
        ("营田镇荷花村", "营田镇荷花村"),
        ("凤凰乡河泊潭村三组", "凤凰乡河泊潭村***"),
        ("天问街道琴棋社区3栋201", "天问街道琴棋社区***"),
        ("营田镇槐花居委会2组", "营田镇槐花居委会***"),
        ("中村镇大屋村3组", "中村镇大屋村***"),
        ("营田镇正街12号", "营田镇***"),
        ("营田镇幸福路5号新村小区3栋", "营田镇***"),
        ("荷花村5组", "荷花村***"),
        ("5组12号", "***"),
        ("王家大院", "***"),
        ("", ""),
    ],
)
def test_mask_address(address: str, shown: str) -> None:
    assert masking.mask_address(address) == shown


@pytest.mark.parametrize(
    ("kind", "text", "shown"),
    [
        (kinds.Name(), "王小明", "王某某"),
        (kinds.Identity(), "99900119620304123X", "999001********123X"),
        (kinds.Phone(), "13812345678", "138****5678"),
        (kinds.Text(), "5组12号", "***"),
    ],
)
def test_a_field_is_masked_as_its_kind_asks(kind: kinds.Kind, text: str, shown: str) -> None:
    assert masking.masked(kind, text) == shown


@given(ANY)
def test_any_text_can_be_masked(text: str) -> None:
    for mask in (masking.mask_name, masking.mask_identity, masking.mask_phone, masking.mask_address):
        assert bool(mask("王" + text))
