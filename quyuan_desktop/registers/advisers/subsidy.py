"""补贴核算: the months of a term that fall in a period, and the subsidy due for them."""

import calendar
from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction


def months_in_term(start: date, last: date, first: date, end: date) -> Fraction:
    """Months of the term from `start` to `last` that lie between `first` and `end`, all days included; of a month in
    part, its days in term over its days."""
    return sum((Fraction(days, length) for days, length in _parts(max(start, first), min(last, end))), Fraction())


def _parts(begin: date, finish: date) -> Iterator[tuple[int, int]]:
    while begin <= finish:
        length = calendar.monthrange(begin.year, begin.month)[1]
        end = min(begin.replace(day=length), finish)
        yield (end - begin).days + 1, length
        begin = end + timedelta(days=1)


def subsidy_due(yearly: int, months: Fraction) -> int:
    """The fen due for `months` at `yearly` fen a year, a twelfth each month; half a fen is one."""
    return int(yearly * months / 12 + Fraction(1, 2))


def months_told(months: Fraction) -> str:
    """Months as people read them: 12, 5.5, 0.32."""
    return f"{round(float(months), 2):g}"
