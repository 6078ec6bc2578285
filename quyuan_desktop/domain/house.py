"""What an office may change without a new program: holidays, time limits, and the settings its desks declare."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from quyuan_desktop.domain.deadlines import DeadlineRule
from quyuan_desktop.domain.workdays import HolidayTable


@dataclass(frozen=True, slots=True)
class HouseRules:
    """The rules of the house as they stand: handed to whatever decides by them.

    settings: values by code in Python form, those that were changed only; see registers.settings.
    """

    holidays: HolidayTable = field(default_factory=HolidayTable)
    deadlines: tuple[DeadlineRule, ...] = ()
    settings: Mapping[str, Any] = field(default_factory=dict)

    def deadline(self, code: str) -> DeadlineRule:
        """The rule of the time limit `code`. Raises KeyError when the house has none."""
        for rule in self.deadlines:
            if rule.code == code:
                return rule
        raise KeyError(code)
