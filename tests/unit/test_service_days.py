"""服务日 as offices write it."""

import pytest

from quyuan_desktop.domain.service_days import service_weekdays


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("周一至周五", {0, 1, 2, 3, 4}),
        ("星期一到星期五", {0, 1, 2, 3, 4}),
        ("每周三", {2}),
        ("周二、四", {1, 3}),
        ("每周一、三、五", {0, 2, 4}),
        ("周一和周四", {0, 3}),
        ("星期天", {6}),
        ("周六至周一", {5, 6, 0}),
        ("工作日", {0, 1, 2, 3, 4}),
        ("每天", set(range(7))),
        ("周一—周三，周五", {0, 1, 2, 4}),
    ],
)
def test_days_that_are_named(text: str, days: set[int]) -> None:
    assert service_weekdays(text) == frozenset(days)


@pytest.mark.parametrize("text", ["", "  ", "逢五逢十赶集", "周八", "电话预约", "周一上午", "、"])
def test_nothing_is_concluded_from_other_words(text: str) -> None:
    assert service_weekdays(text) is None
