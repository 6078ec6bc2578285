"""What happens in the invented year, in order of time: each act may put further acts on later days."""

import heapq
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta, timezone
from itertools import count

from quyuan_desktop.registers.base import Register, Values
from quyuan_desktop.services.save_record import Saved, save_record, take_step
from quyuan_desktop.services.workplace import Workplace

ZONE = timezone(timedelta(hours=8))
Act = Callable[[], None]


@dataclass(slots=True)
class Clock:
    """A clock that the demo sets."""

    at: datetime

    def __call__(self) -> datetime:
        return self.at


@dataclass(slots=True)
class Diary:
    """The office, the clock, chance, and what is still to come. `made` counts the records by their register."""

    place: Workplace
    clock: Clock
    chance: random.Random
    year: int
    made: Counter[str] = field(default_factory=Counter)
    _coming: list[tuple[datetime, int, Act]] = field(default_factory=list)
    _order: "count[int]" = field(default_factory=count)

    def beside(self, chance: random.Random) -> "Diary":
        """The same diary with a chance of its own, so that what it decides leaves all else as it is."""
        place = replace(self.place, name_record=lambda: f"{chance.getrandbits(128):032x}")
        return replace(self, place=place, chance=chance)

    def on(self, day: date, act: Act, *, hour: int | None = None) -> None:
        """Let `act` happen on `day`, in office hours."""
        chosen = hour if hour is not None else self.chance.randint(8, 16)
        moment = datetime.combine(day, time(chosen, self.chance.randint(0, 59)), ZONE)
        heapq.heappush(self._coming, (moment, next(self._order), act))

    def live(self, until: datetime) -> None:
        """Let everything happen that happens before `until`."""
        while self._coming and self._coming[0][0] < until:
            self.clock.at, _, act = heapq.heappop(self._coming)
            act()
        self.clock.at = until

    @property
    def today(self) -> date:
        """The day on which one is."""
        return self.clock.at.date()

    def days_of_work(self, many: int) -> list[date]:
        """`many` days of the year, more of them in busy months, hardly any at weekends; in order."""
        first = date(self.year, 1, 1)
        days = [first + timedelta(days=each) for each in range((date(self.year + 1, 1, 1) - first).days)]
        weights = [0.02 if day.weekday() >= 5 else 1.6 if day.month in (1, 3, 11, 12) else 1.0 for day in days]
        return sorted(self.chance.choices(days, weights, k=many))

    def after(self, least: int, most: int) -> date:
        """A working day between `least` and `most` days from today."""
        day = self.today + timedelta(days=self.chance.randint(least, most))
        while day.weekday() >= 5:
            day += timedelta(days=1)
        return day

    def save(self, register: Register, values: Values) -> Saved:
        """Save a new record, warnings confirmed."""
        saved = save_record(self.place, register, values, confirmed=True)
        self.made[register.label] += 1
        return saved

    def correct(self, register: Register, uid: str, values: Values, reason: str) -> Saved:
        """Correct a saved record."""
        return save_record(self.place, register, values, uid=uid, reason=reason, confirmed=True)

    def step(self, register: Register, uid: str, code: str, values: Values) -> Saved:
        """Take a step of a record's workflow."""
        return take_step(self.place, register, uid, code, values, confirmed=True)
