"""An invented office's year, entered through the same services as a real one; the same seed, the same data."""

import random
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from quyuan_desktop.domain.problems import Trouble
from quyuan_desktop.registers import REGISTERS
from quyuan_desktop.services.demo import advisers, applications, consultations, mediation, places, publicity
from quyuan_desktop.services.demo.diary import ZONE, Clock, Diary
from quyuan_desktop.services.demo.people import AREA, CLERKS, OFFICE, id_number
from quyuan_desktop.services.open_office import close_office, found_office
from quyuan_desktop.services.settings import keep_setting
from quyuan_desktop.storage.files import make_folder
from quyuan_desktop.storage.settings import INVENTED

__all__ = ["AREA", "CLERKS", "OFFICE", "PASSWORD", "ZONE", "Demo", "id_number", "make_demo"]

PASSWORD = "quyuan-demo"
CONSULTATIONS = 145
"""Receptions of a usual year; about a quarter as many applications come of them."""


@dataclass(frozen=True, slots=True)
class Demo:
    """What was made: how many records of each register, by its label."""

    office: str
    records: dict[str, int]

    def in_words(self) -> str:
        """145 条咨询、36 条申请."""
        return "、".join(f"{count} 条{label}" for label, count in self.records.items())


def make_demo(folder: Path, year: int = 2023, seed: int = 1, *, about: int = CONSULTATIONS) -> Demo:
    """Make a new data folder with one invented office-year of `about` receptions and what belongs to it.

    Raises Trouble when the folder is not empty, cannot be written, or the year makes no sense.
    """
    if not 2000 <= year <= 2099:
        raise Trouble(f"{year} 年不合情理，请给 2000 到 2099 之间的年份。")
    make_folder(folder)
    if any(folder.iterdir()):
        raise Trouble(f"“{folder}”已经存在而且不是空文件夹。请换一个新的文件夹名。")
    chance = random.Random(f"{year}/{seed}")
    clock = Clock(datetime(year, 1, 1, 8, tzinfo=ZONE))
    place = found_office(folder, OFFICE, CLERKS[0], PASSWORD, clock, quick=True).place
    place = replace(place, name_record=lambda: f"{chance.getrandbits(128):032x}")
    diary = Diary(place, clock, chance, year)
    try:
        with place.ledger.unsynced():
            keep_setting(place, INVENTED, True)
            _plan(diary, f"{year}/{seed}", about)
            diary.live(datetime(year, 12, 31, 17, 30, tzinfo=ZONE))
        keep_setting(place, INVENTED, True)  # said again, now that saying it syncs the whole ledger
    finally:
        close_office(place)
    labels = [register.label for register in REGISTERS.values()]
    return Demo(OFFICE.name, {label: diary.made[label] for label in labels if diary.made[label]})


def _plan(diary: Diary, seed: str, about: int) -> None:
    """Put what begins by itself into the diary."""
    away = diary.beside(random.Random(f"{seed}/places"))
    villages = places.plan(away, about)
    promoting = diary.beside(random.Random(f"{seed}/publicity"))
    advisers.plan(away, villages, about, follow=lambda _, lecture: publicity.follow(promoting, lecture))
    publicity.plan(promoting, villages, about)
    mediation.plan(diary.beside(random.Random(f"{seed}/mediation")), about)
    consultations.plan(diary, about, follow=applications.follow)
    applications.plan(diary, about)
