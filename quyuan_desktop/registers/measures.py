"""What a month counts: each measure is a value per base row, under a condition, with a code for ever."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, true

from quyuan_desktop.domain.terms import Term
from quyuan_desktop.registers.columns import TermsColumn, has_term


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Counted:
    """What measures count over: a record class, and the child class when it is child rows that count.

    `day` is the event's date, the one that decides the period.
    """

    record: Any
    day: Any
    child: Any = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Measure:
    """One figure of the month.

    code: stable for ever; words: its definition in words (口径); value: SQL value per base row. Which rows count,
    beside the period-and-status filter that all measures share: those whose column `by` is one of `of` (None for
    not filled in; of a column of several values, holds one), and for which `when` is true. `worst`: not their sum
    but the largest of them.
    """

    code: str
    label: str
    unit: str
    group: str
    words: str
    base: Counted
    value: ColumnElement[int]
    by: Any = None
    of: tuple[Term | None, ...] = ()
    when: ColumnElement[bool] | None = None
    worst: bool = False

    @property
    def grouped(self) -> bool:
        """Whether one GROUP BY over `by` gives this figure together with its neighbours."""
        plain = self.when is None and not self.worst
        return self.by is not None and plain and not isinstance(self.by.type, TermsColumn)

    def condition(self) -> ColumnElement[bool]:
        """Which base rows count, as SQL."""
        wanted = [] if self.when is None else [self.when]
        if self.by is not None:
            several = isinstance(self.by.type, TermsColumn)
            wanted.append(or_(*(self._is(term, several) for term in self.of)))
        return and_(true(), *wanted)

    def _is(self, term: Term | None, several: bool) -> ColumnElement[bool]:
        if term is None:
            empty: ColumnElement[bool] = self.by.is_(None)
            return empty
        equal: ColumnElement[bool] = has_term(self.by, term) if several else self.by == term
        return equal


@dataclass(frozen=True, slots=True, kw_only=True)
class Mean:
    """An average: the figure `top` divided by the figure `bottom`; printed 「—」 when that is zero, never counted."""

    code: str
    label: str
    unit: str
    group: str
    words: str
    top: str
    bottom: str
