"""Backups: one file each (ledger, wrapped keys, a note of what is in it), proved by opening it.

Kept as Anki keeps them: all of today and yesterday, then the newest of 12 days, 10 weeks and 9 months.
"""

import contextlib
import json
import os
import re
import shutil
import zipfile
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from quyuan_desktop.domain.problems import Trouble
from quyuan_desktop.storage import engine, keys
from quyuan_desktop.storage.engine import Ledger
from quyuan_desktop.storage.files import disk_trouble, move_over, sync_folder

FOLDER = "backups"
SUFFIX = ".qybak"
ABOUT = "about.json"
PAGES_A_STEP = 2000
COUNT = "SELECT count(*) FROM revision WHERE step = 1"

WORK = "making.part"
MOST = 10**9
NOT_WHOLE = "备份没有通过核对，已作废。请检查磁盘或换一个磁盘再备份；原有数据没有变化。"
UNREADABLE = (zipfile.BadZipFile, LookupError, EOFError, RuntimeError, NotImplementedError, zlib.error)
"""What zipfile raises over a package that is damaged, or packed in a way this program never packs."""

Tell = Callable[[str, int, int], None]


class Damaged(Exception):
    """A backup or copy is not whole."""


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
    work = folder / WORK
    try:
        shutil.rmtree(work, ignore_errors=True)
        if not folder.is_dir():
            folder.mkdir(parents=True)
            sync_folder(ledger.folder)  # or a power cut takes the new folder away with the backup in it
        work.mkdir()
        copy, part = work / "copy.db", work / "backup"
        _copy(ledger, copy, tell)
        records = _proved(copy, ledger.key, check=False)
        about = {"format": 1, "reason": reason, "at": at.isoformat(), "records": records}
        _pack(part, copy, ledger.folder / keys.FILE, about)
        unpack(part, engine.FILE, work / "proof.db")
        if _proved(work / "proof.db", ledger.key) != records:
            raise Trouble(NOT_WHOLE)
        whole = _free_name(folder, f"{at:%Y%m%d-%H%M%S}", reason)
        move_over(part, whole)
    except OSError as error:
        raise disk_trouble(error, folder / reason) from error
    except Damaged as error:
        raise Trouble(NOT_WHOLE) from error
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return Backup(whole, at.replace(microsecond=0), reason, whole.stat().st_size, records)


def _free_name(folder: Path, stamp: str, reason: str) -> Path:
    """A name that no backup has: none is ever written over."""
    names = (f"{stamp}{f'.{more}' if more else ''}-{reason}{SUFFIX}" for more in count())
    return next(folder / name for name in names if not (folder / name).exists())


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


def _proved(path: Path, key: bytes, *, check: bool = True) -> int:
    """How many records a copy holds, every page of it checked. Raises Damaged when it is not whole."""
    from sqlcipher3 import dbapi2

    try:
        with contextlib.closing(engine.connect(path, key)) as connection:
            if check:
                faults = [row[0] for row in connection.execute("PRAGMA cipher_integrity_check")]
                faults += [row[0] for row in connection.execute("PRAGMA quick_check") if row[0] != "ok"]
                if faults:
                    raise Damaged(path)
            return int(connection.execute(COUNT).fetchone()[0])
    except dbapi2.Error as error:
        raise Damaged(path) from error


def _pack(target: Path, copy: Path, key_file: Path, about: dict[str, Any]) -> None:
    with target.open("wb") as file:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as package:
            package.write(copy, engine.FILE)
            package.write(key_file, keys.FILE)
            package.writestr(ABOUT, json.dumps(about, ensure_ascii=False))
        file.flush()
        os.fsync(file.fileno())


def unpack(path: Path, name: str, target: Path) -> None:
    """Write one file of a backup to `target`. Raises Damaged, OSError."""
    try:
        with zipfile.ZipFile(path) as package, package.open(name) as source, target.open("wb") as file:
            shutil.copyfileobj(source, file, 1 << 20)
            file.flush()
            os.fsync(file.fileno())
    except UNREADABLE as error:
        raise Damaged(path) from error


def listed(folder: Path) -> list[Backup]:
    """The backups in the data folder, newest first; a damaged one counts 0 records."""
    found = []
    for path in (folder / FOLDER).glob(f"*{SUFFIX}"):
        named = re.fullmatch(r"([0-9]{8}-[0-9]{6})(?:\.[0-9]+)?-(.+)", path.stem)
        if not named or not path.is_file():
            continue
        with contextlib.suppress(ValueError, OSError):
            at = datetime.strptime(named.group(1), "%Y%m%d-%H%M%S")  # noqa: DTZ007  # local time, as named
            found.append(Backup(path, at, named.group(2), path.stat().st_size, _records(path)))
    return sorted(found, key=lambda backup: (backup.at, backup.path.name), reverse=True)


def _records(path: Path) -> int:
    try:
        with zipfile.ZipFile(path) as package:
            records = json.loads(package.read(ABOUT))["records"]
            return records if type(records) is int and 0 <= records < MOST else 0
    except (OSError, ValueError, TypeError, RecursionError, *UNREADABLE):
        return 0


def put_back(folder: Path, backup: Path, key: bytes) -> None:
    """Put the ledger of `backup` in place of the present one, closed and backed up. Raises Trouble.

    The backup is proved first and replaces the ledger in one rename: a power cut leaves one or the other. The
    present passwords stay, unless the present key file is gone or unreadable.
    """
    work = folder / WORK
    try:
        shutil.rmtree(work, ignore_errors=True)
        work.mkdir()
        unpack(backup, engine.FILE, work / engine.FILE)
        _proved(work / engine.FILE, key)
        if not keys.readable(folder):
            unpack(backup, keys.FILE, work / keys.FILE)
            move_over(work / keys.FILE, folder / keys.FILE)
        # A journal that the replaced ledger left must not be rolled back into the new one, whenever the power fails.
        (folder / f"{engine.FILE}-journal").unlink(missing_ok=True)
        sync_folder(folder)
        move_over(work / engine.FILE, folder / engine.FILE)
    except Damaged as error:
        raise Trouble(
            f"备份“{backup.name}”已损坏或不是本单位的，没有还原，数据没有变化。请选另一份备份。"
        ) from error
    except OSError as error:
        raise disk_trouble(error, folder / engine.FILE) from error
    finally:
        shutil.rmtree(work, ignore_errors=True)


def key_within(backup: Path, password: str, work: Path) -> bytes:
    """The ledger's key by a password of the time of `backup`. Raises Trouble."""
    try:
        work.mkdir(exist_ok=True)
        unpack(backup, keys.FILE, work / keys.FILE)
        return keys.unlock(work, password)[0]
    except (Damaged, OSError) as error:
        raise Trouble(f"备份“{backup.name}”已损坏，请选另一份备份。") from error
    finally:
        shutil.rmtree(work, ignore_errors=True)


def set_aside(folder: Path, at: datetime) -> Path | None:
    """Keep a ledger that does not open, with its journal, for whoever may repair it. Raises Trouble."""
    kept = folder / FOLDER / f"{at:%Y%m%d-%H%M%S}-打不开的数据"
    present = [path for path in (folder / engine.FILE, folder / f"{engine.FILE}-journal") if path.is_file()]
    if not present:
        return None
    try:
        kept.mkdir(parents=True, exist_ok=True)
        for path in present:
            shutil.copyfile(path, kept / path.name)
            with (kept / path.name).open("rb+") as file:
                os.fsync(file.fileno())
            shutil.copystat(path, kept / path.name)
        for each in (kept, kept.parent, folder):  # what is set aside is the only one once its place is taken
            sync_folder(each)
    except OSError as error:
        raise disk_trouble(error, kept) from error
    return kept


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
