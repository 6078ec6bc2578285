"""What becomes of a closed month's records afterwards: what a correction (更正) is, as tables and papers hold it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from quyuan_desktop.domain.terms import Term


class CorrectionKind(Term):
    """What happened to the record since its month was closed; or that a table's figures that do not add up are others."""

    ADDED = "added", "补录"
    CORRECTED = "corrected", "更正"
    VOIDED = "voided", "作废"
    MOVED_IN = "in", "移入"
    MOVED_OUT = "out", "移出"
    RESTATED = "stock", "期末数"


@dataclass(frozen=True, slots=True)
class Correction:
    """One record that counts otherwise in a closed month than it was reported.

    table: the register in whose table; register, uid, number: the record; month: the closed month as it is printed;
    year: of its year to date; before, after: its values by code, as reported and as they are now. One of `RESTATED`
    figures is of no one record: uid and number are empty, register is the table's.
    """

    table: str
    register: str
    uid: str
    number: str
    month: str
    year: date
    kind: CorrectionKind
    before: Mapping[str, int]
    after: Mapping[str, int]
    reason: str
    on: date
    by: str

    def changes(self) -> Iterator[tuple[str, int, int]]:
        """Each code whose value changed, with both values."""
        for code in [*self.before, *(code for code in self.after if code not in self.before)]:
            before, after = self.before.get(code, 0), self.after.get(code, 0)
            if before != after:
                yield code, before, after


@dataclass(frozen=True, slots=True)
class Restated:
    """A figure that does not add up over months (what stands at an end, what is counted once over several records), as it
    was told last and as it is counted now for the same month; table: the register in whose table it stands; month: the
    closed month as it is printed."""

    table: str
    month: str
    code: str
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Carried:
    """How the year to date of one figure came about: before + now + open_ + corrected = after.

    before: the year to date as it was closed last; open_: of the months left open since; corrected: the corrections.
    """

    code: str
    before: int
    now: int
    open_: int
    corrected: int
    after: int

    @property
    def missing(self) -> int:
        """What it lacks to add up."""
        return self.after - (self.before + self.now + self.open_ + self.corrected)

    @property
    def sound(self) -> bool:
        """Whether it adds up."""
        return not self.missing
