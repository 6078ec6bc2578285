"""Backups: one file each (ledger, wrapped keys, a note of what is in it), proved by opening it.

Kept as Anki keeps them: all of today and yesterday, then the newest of 12 days, 10 weeks and 9 months.
"""

import contextlib
import json
import os
import re
import shutil
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from quyuan_desktop.domain.problems import Trouble
from quyuan_desktop.storage import engine, keys
from quyuan_desktop.storage.engine import Ledger
from quyuan_desktop.storage.files import disk_trouble, move_over

FOLDER = "backups"
SUFFIX = ".qybak"
ABOUT = "about.json"
PAGES_A_STEP = 2000
COUNT = "SELECT count(*) FROM revision WHERE step = 1"

Tell = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Backup:
    """One backup. `at` is local time as the file name says; `size` in bytes; `records` how many it holds."""

    path: Path
    at: datetime
    reason: str
    size: int
    records: int


def make(ledger: Ledger, reason: str, at: datetime, tell: Tell | None = None) -> Backup:
    """Copy the open ledger, prove the copy by opening it, and keep it. Raises Trouble."""
    folder = ledger.folder / FOLDER
    part = folder / f"{at:%Y%m%d-%H%M%S}-{reason}{SUFFIX}.part"
    copy = folder / "copy.db.part"
    try:
        folder.mkdir(exist_ok=True)
        _copy(ledger, copy, tell)
        records = _count(copy, ledger.key)
        about = {"format": 1, "reason": reason, "at": at.isoformat(), "records": records}
        _pack(part, copy, ledger.folder / keys.FILE, about)
        _prove_package(part, ledger.key, records)
        whole = part.with_suffix("")
        move_over(part, whole)
    except OSError as error:
        raise disk_trouble(error, part.with_suffix("")) from error
    finally:
        for left in (part, copy):
            with contextlib.suppress(OSError):
                left.unlink()
    return Backup(whole, at, reason, whole.stat().st_size, records)


def _copy(ledger: Ledger, target: Path, tell: Tell | None) -> None:
    from sqlcipher3 import dbapi2

    target.unlink(missing_ok=True)
    source = ledger.engine.raw_connection()
    copy = engine.connect(target, ledger.key)

    def step(status: int, remaining: int, total: int) -> None:
        if tell is not None:
            tell("正在备份", total - remaining, total)

    try:
        driver: Any = source.driver_connection
        driver.backup(copy, pages=PAGES_A_STEP, progress=step)
    except dbapi2.Error as error:
        raise engine.database_trouble(error, target.parent) from error
    finally:
        copy.close()
        source.close()
    with target.open("rb+") as file:
        os.fsync(file.fileno())


def prove(path: Path, key: bytes) -> int:
    """Open a copy, check every page of it, and count its revisions. Raises Trouble when it is not whole."""
    from sqlcipher3 import dbapi2

    connection = engine.connect(path, key)
    try:
        faults = [row[0] for row in connection.execute("PRAGMA cipher_integrity_check")]
        faults += [row[0] for row in connection.execute("PRAGMA quick_check") if row[0] != "ok"]
        if faults:
            raise Trouble("备份没有通过核对，已作废。请换一个磁盘再备份；原有数据没有变化。")
        return int(connection.execute(COUNT).fetchone()[0])
    except dbapi2.Error as error:
        raise Trouble("备份打不开，已作废。请检查磁盘后再备份；原有数据没有变化。") from error
    finally:
        connection.close()


def _count(path: Path, key: bytes) -> int:
    connection = engine.connect(path, key)
    try:
        return int(connection.execute(COUNT).fetchone()[0])
    finally:
        connection.close()


def _pack(target: Path, copy: Path, key_file: Path, about: dict[str, Any]) -> None:
    with target.open("wb") as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as package:
            package.write(copy, engine.FILE)
            package.write(key_file, keys.FILE)
            package.writestr(ABOUT, json.dumps(about, ensure_ascii=False))
        file.flush()
        os.fsync(file.fileno())


def _prove_package(path: Path, key: bytes, records: int) -> None:
    opened = path.with_name("proof.db.part")
    try:
        unpack(path, engine.FILE, opened)
        if prove(opened, key) != records:
            raise Trouble("备份没有通过核对，已作废。请换一个磁盘再备份；原有数据没有变化。")
    finally:
        opened.unlink(missing_ok=True)


def unpack(path: Path, name: str, target: Path) -> None:
    """Write one file of a backup to `target`. Raises Trouble when the backup is damaged."""
    try:
        with zipfile.ZipFile(path) as package, package.open(name) as source, target.open("wb") as file:
            shutil.copyfileobj(source, file, 1 << 20)
            file.flush()
            os.fsync(file.fileno())
    except (zipfile.BadZipFile, KeyError, EOFError) as error:
        raise Trouble(f"备份“{path.name}”已损坏，请选另一份备份。") from error


def listed(folder: Path) -> list[Backup]:
    """The backups in the data folder, newest first; a damaged one counts 0 records."""
    found = []
    for path in (folder / FOLDER).glob(f"*{SUFFIX}"):
        named = re.fullmatch(r"(\d{8}-\d{6})-(.+)", path.stem)
        if not named:
            continue
        with contextlib.suppress(ValueError, OSError):
            at = datetime.strptime(named.group(1), "%Y%m%d-%H%M%S")  # noqa: DTZ007  # local time, as named
            found.append(Backup(path, at, named.group(2), path.stat().st_size, _records(path)))
    return sorted(found, key=lambda backup: (backup.at, backup.path.name), reverse=True)


def _records(path: Path) -> int:
    try:
        with zipfile.ZipFile(path) as package:
            return int(json.loads(package.read(ABOUT))["records"])
    except (OSError, ValueError, KeyError, zipfile.BadZipFile):
        return 0


def put_back(folder: Path, backup: Path, key: bytes) -> None:
    """Put the ledger of `backup` in place of the present one, closed and backed up. Raises Trouble.

    The backup is proved first and replaces the ledger in one rename: a power cut leaves one or the other. The
    present passwords stay, unless the present key file is gone or unreadable.
    """
    part, keys_part = folder / f"{engine.FILE}.part", folder / f"{keys.FILE}.part"
    try:
        unpack(backup, engine.FILE, part)
        prove(part, key)
        if not keys.readable(folder):
            unpack(backup, keys.FILE, keys_part)
            move_over(keys_part, folder / keys.FILE)
        move_over(part, folder / engine.FILE)
    except OSError as error:
        raise disk_trouble(error, folder / engine.FILE) from error
    finally:
        for left in (part, keys_part):
            with contextlib.suppress(OSError):
                left.unlink()


def to_drop(backups: Iterable[Backup], today: date) -> list[Backup]:
    """The backups that are no longer needed, by the rule at the top of this file."""
    ordered = sorted(backups, key=lambda backup: backup.at, reverse=True)
    kept = {backup.path for backup in ordered if (today - backup.at.date()) <= timedelta(days=1)}
    for bucket, most in ((_day, 12), (_week, 10), (_month, 9)):
        seen: set[tuple[int, ...]] = set()
        for backup in ordered:
            when = bucket(backup.at.date())
            if when not in seen and len(seen) < most:
                seen.add(when)
                kept.add(backup.path)
    return [backup for backup in ordered if backup.path not in kept]


def _day(day: date) -> tuple[int, ...]:
    return (day.toordinal(),)


def _week(day: date) -> tuple[int, ...]:
    return tuple(day.isocalendar()[:2])


def _month(day: date) -> tuple[int, ...]:
    return day.year, day.month
