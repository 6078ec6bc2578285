"""The numbers of an office's packages that never came."""

import pytest

from quyuan_desktop.storage.arrivals import MOST_MISSING, missing


@pytest.mark.parametrize(
    ("came", "unsent", "lacking"),
    [
        ([], [], []),
        ([1, 2, 3], [], []),
        ([3, 1], [], [2]),
        ([4], [2], [1, 3]),
        ([2, 2, 5], [3, 9], [1, 4]),
    ],
)
def test_what_lies_between_and_is_not_known_as_unused(
    came: list[int], unsent: list[int], lacking: list[int]
) -> None:
    assert missing(came, unsent) == lacking


def test_a_number_as_great_as_it_likes_costs_nothing() -> None:
    """It is the office that says it; counting up to it would take all the memory there is."""
    assert missing([10**9 - 1], [1]) == list(range(2, MOST_MISSING + 2))
