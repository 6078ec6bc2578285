"""服务日 as offices write it: which days of the week a point is open on."""

import re

_DAYS = "一二三四五六日"
_ONE = "(?:每?(?:周|星期|礼拜))?([一二三四五六日天])"
_SPAN = re.compile(f"{_ONE}(?:至|到|-|－|—|~|～){_ONE}")
_WHOLE = {"工作日": frozenset(range(5)), "每天": frozenset(range(7)), "每日": frozenset(range(7))}
_BETWEEN = re.compile(r"[、，,;；/\s和及与]+")


def service_weekdays(text: str) -> frozenset[int] | None:
    """The days of the week (Monday 0) that `text` names: 周一至周五, 每周三, 周二、四, 工作日, 每天.

    None when it says nothing or something else (逢五赶集): then nothing can be concluded from it.
    """
    found: set[int] = set()
    parts = [part for part in _BETWEEN.split(text.strip()) if part]
    for part in parts:
        if part in _WHOLE:
            found |= _WHOLE[part]
        elif span := _SPAN.fullmatch(part):
            first, last = _place(span[1]), _place(span[2])
            found |= {(first + step) % 7 for step in range((last - first) % 7 + 1)}
        elif one := re.fullmatch(_ONE, part):
            found.add(_place(one[1]))
        else:
            return None
    return frozenset(found) or None


def _place(day: str) -> int:
    return _DAYS.index("日" if day == "天" else day)
