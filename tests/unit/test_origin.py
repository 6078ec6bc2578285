"""民族 and 国籍 as they are written: who counts as 少数民族, who as a foreigner, and what is no name of a people."""

import pytest

from quyuan_desktop.domain.origin import ETHNIC_GROUPS, Ethnic, ethnic, is_foreign


def test_the_table_has_56_peoples() -> None:
    assert len(set(ETHNIC_GROUPS)) == 56


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ("汉", Ethnic.HAN),
        ("汉族", Ethnic.HAN),
        ("土家", Ethnic.MINORITY),
        ("土家族 ", Ethnic.MINORITY),
        ("土族", Ethnic.MINORITY),
        ("毛难族", Ethnic.MINORITY),
        ("湖南", Ethnic.UNKNOWN),
        ("族", Ethnic.UNKNOWN),
        ("", Ethnic.UNSAID),
        ("不详", Ethnic.UNSAID),
        ("其他", Ethnic.UNSAID),
    ],
)
def test_what_is_written_as_a_people(written: str, wanted: Ethnic) -> None:
    assert ethnic(written) is wanted


@pytest.mark.parametrize("written", ["中国", "", "中华人民共和国", "中国香港", "台湾", " 中国 ", "不详"])
def test_whoever_is_chinese_or_says_nothing_is_no_foreigner(written: str) -> None:
    assert not is_foreign(written)


@pytest.mark.parametrize("written", ["越南", "美国", "无国籍"])
def test_foreigners_and_stateless_people(written: str) -> None:
    assert is_foreign(written)
