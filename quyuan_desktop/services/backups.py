"""Backing up and going back."""

import contextlib
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.storage import backup, history, keys, migrate, settings
from quyuan_desktop.storage.backup import Backup
from quyuan_desktop.storage.engine import open_ledger

__all__ = ["Backup", "backup_if_changed", "backup_now", "backups", "last_backup", "restore", "restore_closed"]

MARK = "backup.audit"


def backup_now(place: Workplace, reason: str, progress: Callable[[str, int, int], None] | None = None) -> Backup:
    """Make a proved backup and thin out old ones. `reason` is a word in Chinese for the list. Raises Trouble."""
    last = _acts(place)
    made = backup.make(place.ledger, reason, place.now().replace(tzinfo=None), progress)
    with place.ledger.writing() as session:
        settings.keep(session, MARK, last)
    for old in backup.to_drop(backup.listed(place.folder), place.today):
        with contextlib.suppress(OSError):
            old.path.unlink()
    return made


def backup_if_changed(
    place: Workplace, reason: str, progress: Callable[[str, int, int], None] | None = None
) -> Backup | None:
    """As `backup_now`, but only when something was saved since the last one."""
    with place.ledger.reading() as session:
        last = settings.read(session, MARK, 0)
    if last == _acts(place) and backup.listed(place.folder):
        return None
    return backup_now(place, reason, progress)


def _acts(place: Workplace) -> int:
    with place.ledger.reading() as session:
        return history.count_of_acts(session)


def backups(folder: Path) -> list[Backup]:
    """The backups kept in the data folder, newest first."""
    return backup.listed(folder)


def last_backup(place: Workplace) -> datetime | None:
    """When the newest backup was made, local time."""
    found = backup.listed(place.folder)
    return found[0].at if found else None


def restore(place: Workplace, entry: Backup, progress: Callable[[str, int, int], None] | None = None) -> None:
    """Go back to `entry`; the present state is itself backed up first. The ledger is then closed: sign in again.

    Raises Trouble when the backup is damaged or the disk refuses; the present state then stays.
    """
    backup.make(place.ledger, "还原前", place.now().replace(tzinfo=None), progress)
    place.ledger.close()
    _put_back(place.folder, entry, place.ledger.key, place.now(), place.staff.name)


def restore_closed(
    folder: Path,
    entry: Backup,
    password: str,
    *,
    now: Callable[[], datetime],
    progress: Callable[[str, int, int], None] | None = None,
) -> None:
    """Go back to `entry` when the ledger does not open; what is there is set aside first. Then sign in.

    `password` is anybody's, or one of the time of the backup when keys.json is gone. Raises Trouble.
    """
    if progress is not None:
        progress("正在还原", 0, 1)
    if keys.readable(folder):
        key, staff = keys.unlock(folder, password)
        by = staff.name
    else:
        key, by = backup.key_within(entry.path, password, folder / backup.WORK), ""
    backup.set_aside(folder, now())
    _put_back(folder, entry, key, now(), by)


def _put_back(folder: Path, entry: Backup, key: bytes, at: datetime, by: str) -> None:
    backup.put_back(folder, entry.path, key)
    ledger = open_ledger(folder, key)
    try:
        migrate.bring_up(ledger)
        with ledger.writing() as session:
            history.audit(session, "restore", at, by, detail=entry.path.name)
    finally:
        ledger.close()
