"""What a desk lets its office change: a setting with its kind, what it is when nobody has changed it, and its source."""

from dataclasses import dataclass
from typing import Any

from quyuan_desktop.domain.house import HouseRules
from quyuan_desktop.registers.kinds import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskSetting:
    """One setting. `default` is in Python form; `help` says what it decides and where it comes from.

    `certain` False: to be confirmed by the district (⚠).
    """

    code: str
    label: str
    kind: Kind
    default: Any
    help: str = ""
    certain: bool = True

    def of(self, house: HouseRules) -> Any:
        """Its value in this house."""
        return house.settings.get(self.code, self.default)
