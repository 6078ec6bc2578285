"""Amounts in capital figures: the examples of the rule itself, noughts, large amounts, and that each can be read back."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quyuan_desktop.domain.amounts import capital_amount

BY_THE_RULE = {  # 《正确填写票据和结算凭证的基本规定》 §4
    "1409.50": "壹仟肆佰零玖元伍角整",
    "6007.14": "陆仟零柒元壹角肆分",
    "1680.32": "壹仟陆佰捌拾元零叁角贰分",
    "107000.53": "壹拾万柒仟元零伍角叁分",
    "16409.02": "壹万陆仟肆佰零玖元零贰分",
    "325.04": "叁佰贰拾伍元零肆分",
}
OTHERS = {
    "0.00": "零元整",
    "0.05": "伍分",
    "0.50": "伍角整",
    "0.55": "伍角伍分",
    "1.00": "壹元整",
    "10.00": "壹拾元整",
    "10.50": "壹拾元零伍角整",
    "101.00": "壹佰零壹元整",
    "1001.00": "壹仟零壹元整",
    "1010.00": "壹仟零壹拾元整",
    "10000.00": "壹万元整",
    "10001.00": "壹万零壹元整",
    "100100.00": "壹拾万零壹佰元整",
    "1001000.00": "壹佰万壹仟元整",
    "10010001.00": "壹仟零壹万零壹元整",
    "100000000.00": "壹亿元整",
    "100000001.00": "壹亿零壹元整",
    "100050000.00": "壹亿零伍万元整",
    "1200000000.00": "壹拾贰亿元整",
    "1000000000000.00": "壹万亿元整",
    "999999999999.99": "玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分",
}
FIGURES = {figure: value for value, figure in enumerate("零壹贰叁肆伍陆柒捌玖")}
TIMES = {"拾": 10, "佰": 100, "仟": 1000, "万": 10_000, "亿": 100_000_000}


@pytest.mark.parametrize(("amount", "told"), [*BY_THE_RULE.items(), *OTHERS.items()])
def test_amounts(amount: str, told: str) -> None:
    assert capital_amount(int(amount.replace(".", ""))) == told


@given(st.integers(0, 10**14))
def test_what_is_written_can_be_read_back(fen: int) -> None:
    told = capital_amount(fen)
    assert read(told) == fen
    assert "零零" not in told
    assert told.endswith("整") == (fen % 10 == 0)


def read(told: str) -> int:
    """The fen that a clerk reads."""
    parts = re.fullmatch("(?:(.+)元)?零?(?:(.)角)?零?(?:(.)分)?整?", told)
    assert parts is not None
    yuan, jiao, fen = parts.groups()
    return value(yuan or "零") * 100 + FIGURES[jiao or "零"] * 10 + FIGURES[fen or "零"]


def value(words: str) -> int:
    for unit in ("亿", "万", "仟", "佰", "拾"):
        high, found, low = words.rpartition(unit)
        if found:
            return value(high) * TIMES[unit] + value(low)
    return FIGURES[words.strip("零") or "零"]


def test_no_negative_amount_and_no_fractions() -> None:
    with pytest.raises(ValueError, match="negative"):
        capital_amount(-1)
    for wrong in (1.5, True, "1"):
        with pytest.raises(TypeError):
            capital_amount(wrong)  # type: ignore[arg-type]  # on purpose
