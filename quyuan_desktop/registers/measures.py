"""What a month counts: each measure is a value per base row, under a condition, with a code for ever."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, and_, literal, or_, true

from quyuan_desktop.domain.figures import FigureRow
from quyuan_desktop.domain.house import HouseRules
from quyuan_desktop.domain.terms import Term
from quyuan_desktop.registers.columns import TermsColumn, has_term

ONE: ColumnElement[int] = literal(1)
"""The value of a base row that counts once."""
Rows = Callable[[Any, date, date, HouseRules], Iterable[FigureRow]]
"""What a computed figure is counted by: the ledger's session, the first and the last day, the rules of the house."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Counted:
    """What measures count over: a record class, and the child class when it is child rows that count.

    `day` is the event's date, the one that decides the period. With `until` it is a stock that is counted, as it
    is at the end of the period: begun on `day`, and lasting up to the day `until` (None for ever).
    """

    record: Any
    day: Any
    child: Any = None
    until: Any = None


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
        if self.by is None or self.when is not None or self.worst:
            return False
        return len(self.of) == 1 or not isinstance(self.by.type, TermsColumn)

    @property
    def whole(self) -> bool:
        """Whether every base row counts."""
        return self.by is None and self.when is None and not self.worst

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
class Total:
    """A figure that is the sum of others, also of other registers; its rows are theirs."""

    code: str
    label: str
    unit: str
    group: str
    words: str
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Computed:
    """A figure that no single query gives: `rows` finds what it counts, and its value is their sum."""

    code: str
    label: str
    unit: str
    group: str
    words: str
    rows: Rows


def by_term(
    code: str, group: str, unit: str, terms: Iterable[Term], column: Any, base: Counted, value: Any, words: str
) -> list[Measure]:
    """A figure for each value of a code table: `code` with the value's behind it, `words` with its label in them."""
    return [
        Measure(
            code=f"{code}.{term.code}",
            label=term.label,
            unit=unit,
            group=group,
            words=words.format(term.label),
            base=base,
            value=value,
            by=column,
            of=(term,),
        )
        for term in terms
    ]


Counting = Measure | Total | Computed
"""What has a code, a value in a period, and rows that sum to it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mean:
    """An average or a rate: the figure `top` times `scale` divided by the figure `bottom`.

    Printed 「—」 when that is zero; never counted. A rate is of totals, never the average of rates.
    """

    code: str
    label: str
    unit: str
    group: str
    words: str
    top: str
    bottom: str
    scale: int = 1


class Relation(StrEnum):
    """How the two sides of a cross-check have to stand to one another."""

    EQUAL = "="
    AT_LEAST = "≥"

    def holds(self, left: int, right: int) -> bool:
        """Whether they do."""
        return left == right if self is Relation.EQUAL else left >= right


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A cross-check (勾稽): the figures `left`, summed, stand in `relation` to the figures `right`, summed.

    words: what it says, as a person reads it; warning: that it fails may be confirmed, as where a field may stay
    empty; else the month cannot be closed before it holds.
    """

    code: str
    words: str
    left: tuple[str, ...]
    right: tuple[str, ...]
    relation: Relation = Relation.EQUAL
    warning: bool = False


def divided(code: str, words: str, terms: Iterable[Term], whole: str, *, unfilled: bool = False) -> Check:
    """The figures called `code` with each term, and with `unfilled` what is left of them, sum to `whole`."""
    left = [f"{code}.{term.code}" for term in terms]
    return Check(
        code=f"{code}s", words=words, left=(*left, *((f"{code}.none",) if unfilled else ())), right=(whole,)
    )


def at_least(code: str, words: str, left: str, *right: str, warning: bool = False) -> Check:
    """The figure `left` is not less than those of `right` together."""
    return Check(code=code, words=words, left=(left,), right=right, relation=Relation.AT_LEAST, warning=warning)
