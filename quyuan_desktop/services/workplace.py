"""Where and as whom one works: the open ledger, the office, the person, the clock. Given to every service."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from quyuan_desktop.domain.house import HouseRules
from quyuan_desktop.domain.office import Office, Staff
from quyuan_desktop.registers.base import Occasion
from quyuan_desktop.storage.engine import Ledger
from quyuan_desktop.storage.records import new_uid


@dataclass(frozen=True, slots=True)
class Workplace:
    """`now` gives the present instant with the computer's zone; `name_record` a uid that no other record has.

    `invented` says that nobody in this ledger exists: a demo to rehearse on; `house` are the rules that the office
    may change.
    """

    ledger: Ledger
    office: Office
    staff: Staff
    now: Callable[[], datetime]
    name_record: Callable[[], str] = new_uid
    invented: bool = False
    house: HouseRules = field(default_factory=HouseRules)

    @property
    def folder(self) -> Path:
        """The data folder."""
        return self.ledger.folder

    @property
    def today(self) -> date:
        """The present day on the computer's calendar."""
        return self.now().date()

    def occasion(self) -> Occasion:
        """The moment, as rules and defaults may know it."""
        return Occasion(
            today=self.today, now=self.now(), staff=self.staff.name, office=self.office, house=self.house
        )


@dataclass(frozen=True, slots=True)
class Changed:
    """Which records of which register a service changed."""

    register: str
    uids: tuple[str, ...]
