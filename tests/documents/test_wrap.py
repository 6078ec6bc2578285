"""Lines: never too wide, nothing lost, no line that begins with a closing mark or ends with an opening one."""

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quyuan_desktop.documents.fonts import Face, width
from quyuan_desktop.documents.wrap import tidy_block, wrap

TYPED = st.text(alphabet="王秀兰法律援助，。；：（）《》“”—…abcXYZ0123456789.,-/ %\n", max_size=300)


@given(TYPED, st.sampled_from([9.0, 10.5, 12.0]), st.floats(30, 400), st.sampled_from([0.0, 24.0]))
def test_nothing_is_lost_and_nothing_is_too_wide(text: str, size: float, room: float, indent: float) -> None:
    lines = wrap(text, Face.KAI, size, room, min(indent, room - 20))
    assert "".join(line.text for line in lines).replace(" ", "") == text.replace("\n", "").replace(" ", "")
    for line in lines:
        assert line.width <= room + 1e-6
        assert width(line.text, Face.KAI, size) == pytest.approx(line.width)
        assert text[line.start :].startswith(line.text)
    assert sum(line.ends for line in lines) == text.count("\n") + 1


@given(TYPED, st.floats(30, 400))
def test_marks_stay_with_what_they_belong_to(text: str, room: float) -> None:
    for line, following in pairwise(wrap(text, Face.SONG, 10.5, room)):
        if line.ends or not (following.text[:1] in set("，。；：）》”") or line.text[-1:] in set("（《“")):
            continue
        # Only a line of nothing but marks and what clings to them may be broken there.
        assert not re.search("[王秀兰法律援助][王秀兰法律援助]", line.text)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("一二三四五六七八九，一二三", ["一二三四五六七八", "九，一二三"]),
        ("一二三四五六七八（九）", ["一二三四五六七八", "（九）"]),
        ("一二三四五六七（八）。", ["一二三四五六七", "（八）。"]),
        ("一二三四五六七八九", ["一二三四五六七八九"]),
        ("一二三四五六七八九 十", ["一二三四五六七八九", "十"]),
    ],
)
def test_marks_at_the_end_of_a_line(text: str, lines: list[str]) -> None:
    assert [line.text for line in wrap(text, Face.SONG, 10, 91)] == lines


@pytest.mark.parametrize("word", ["999001196203041228", "2023-11-30", "12,600.50", "8:30—12:00", "0730-0000000"])
def test_numbers_are_kept_whole(word: str) -> None:
    for before in range(12):
        lines = wrap("字" * before + word + "字字", Face.SONG, 10, 130)
        assert any(word in line.text for line in lines)


def test_what_fits_no_line_is_broken_anywhere() -> None:
    lines = wrap("A" * 500 + "！" * 100, Face.SONG, 10, 60)
    assert "".join(line.text for line in lines) == "A" * 500 + "！" * 100
    assert max(line.width for line in lines) <= 60


def test_indent_is_for_the_heads_of_paragraphs_only() -> None:
    lines = wrap("字" * 12 + "\n" + "文" * 12, Face.SONG, 10, 100, indent=20)
    assert [line.text for line in lines] == ["字" * 8, "字" * 4, "文" * 8, "文" * 4]
    going_on = wrap("字" * 12 + "\n" + "文" * 12, Face.SONG, 10, 100, indent=20, opens=False)
    assert [line.text for line in going_on] == ["字" * 10, "字" * 2, "文" * 8, "文" * 4]


def test_a_block_loses_blank_ends_and_keeps_blank_lines_within() -> None:
    assert tidy_block("\n\n　　甲  \r\n\r\n乙\n \n") == "甲\n\n乙"
