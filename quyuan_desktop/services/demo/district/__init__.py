"""An invented district with four offices: a year each, carried to the bureau on a stick; the same seed, the same data."""

import multiprocessing
import os
import random
import signal
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from quyuan_desktop.domain.problems import Trouble
from quyuan_desktop.registers import REGISTERS
from quyuan_desktop.services.demo.diary import ZONE, Clock, Diary
from quyuan_desktop.services.demo.district import bureau, legal_aid, mediation, villages
from quyuan_desktop.services.demo.district.carrying import carry
from quyuan_desktop.services.demo.district.entering import end_of_year
from quyuan_desktop.services.demo.district.plan import BUREAU, BUREAU_FOLDER, BUREAU_STAFF, SHARES, STICK, Share
from quyuan_desktop.services.open_office import found_office
from quyuan_desktop.services.settings import keep_setting
from quyuan_desktop.storage.files import make_folder
from quyuan_desktop.storage.settings import INVENTED

__all__ = ["BUREAU_FOLDER", "PASSWORD", "SHARES", "STICK", "make_district"]

PASSWORD = "quyuan-demo"
AT_ONCE = 2
"""Ledgers that are filled side by side: old computers have two cores."""


def make_district(folder: Path, year: int = 2023, seed: int = 1) -> dict[str, int]:
    """Make `folder` with the bureau (`district`), the offices by their own names, and an empty stick.

    Returns how many records of each register were made, by its label. Raises Trouble when the folder is not empty,
    cannot be written, or the year makes no sense.
    """
    if not 2018 < year <= 2099:
        raise Trouble(f"{year} 年不合情理，请给 2019 到 2099 之间的年份。")
    make_folder(folder)
    if any(folder.iterdir()):
        raise Trouble(f"“{folder}”已经存在而且不是空文件夹。请换一个新的文件夹名。")
    make_folder(folder / STICK)
    made = _lived(folder, year, seed)
    carry(folder, year, PASSWORD)
    labels = [register.label for register in REGISTERS.values()]
    return {label: total for label in labels if (total := sum(each.get(label, 0) for each in made))}


def _lived(folder: Path, year: int, seed: int) -> list[dict[str, int]]:
    """What was made in each ledger, the offices' and the bureau's, in processes side by side."""
    context = multiprocessing.get_context("spawn")  # a forked child would share this one's open ledgers
    try:
        with ProcessPoolExecutor(AT_ONCE, mp_context=context, initializer=_stop_quietly) as pool:
            tasks = [pool.submit(live, folder, number, year, seed) for number in range(len(SHARES) + 1)]
            return [task.result() for task in tasks]
    except BrokenProcessPool as broken:
        raise Trouble(f"编造数据的过程中断了，没有建好。请删去“{folder}”，关掉一些程序后再试。") from broken


def _stop_quietly() -> None:
    """Let a process beside this one end at Ctrl+C without a word: this one says what there is to say."""
    signal.signal(signal.SIGINT, lambda *_: os._exit(1))


def live(folder: Path, number: int, year: int, seed: int) -> dict[str, int]:
    """The year of one office, or of the bureau (the last `number`), in a new ledger. Raises Trouble."""
    share = SHARES[number] if number < len(SHARES) else None
    office = share.office if share else BUREAU
    chance = random.Random(f"{year}/{seed}/{office.code}")
    clock = Clock(datetime(year, 1, 1, 8, tzinfo=ZONE))
    target = folder / (share.folder if share else BUREAU_FOLDER)
    place = found_office(target, office, share.clerk if share else BUREAU_STAFF, PASSWORD, clock, quick=True).place
    place = replace(place, name_record=lambda: f"{chance.getrandbits(128):032x}")
    try:
        with place.ledger.unsynced():
            diary = Diary(place, clock, chance, year)
            if share:
                _office_year(diary, share)
            else:
                bureau.plan(diary)
            diary.live(end_of_year(year))
        keep_setting(place, INVENTED, True)  # which syncs the whole ledger
    finally:
        place.ledger.close()
    return dict(diary.made)


def _office_year(diary: Diary, share: Share) -> None:
    villages.plan(diary, share)
    mediation.plan(diary, share)
    legal_aid.plan(diary, share)
