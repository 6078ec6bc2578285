"""What an office does with its files, as jobs to be watched: `python -m tools.faults.jobs NAME FOLDER`.

A job lies in a folder of its own: `data` is what is watched, whatever else it needs lies beside it. While it works it
says after every transaction what the ledger then says, and what it has promised the clerk.
"""

import hashlib
import json
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from quyuan_desktop.domain import periods
from quyuan_desktop.domain.office import Role
from quyuan_desktop.registers.legal_aid.aid_terms import Stage
from quyuan_desktop.registers.legal_aid.consultation import CONSULTATION
from quyuan_desktop.services.backups import backup_now, backups, restore, restore_closed
from quyuan_desktop.services.closing import close_month
from quyuan_desktop.services.drafts import keep_draft
from quyuan_desktop.services.merge_package import merge, plan
from quyuan_desktop.services.open_office import add_login, change_password, close_office, found_office, sign_in
from quyuan_desktop.services.papers import issue_paper
from quyuan_desktop.services.receipts import acknowledge, receive
from quyuan_desktop.services.save_record import void_record
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.storage import engine, migrate
from quyuan_desktop.storage.backup import FOLDER
from quyuan_desktop.storage.engine import Ledger
from tests.applications import brought_to
from tests.exchanging import at_district, at_office, exported
from tests.offices import HEAD, OFFICE, PASSWORD, START, Clock, at_work, correct, filled, save
from tools.faults.recorded import MARKS

DATA = "data"
JOURNAL = f"{engine.FILE}-journal"
NEW_PASSWORD = "新的口令 No.2"
OLD_REVISION = "0002"
Tell = Callable[..., None]
"""Says a word and what goes with it."""


@dataclass(frozen=True, slots=True)
class Job:
    """`prepare` makes the folder ready beforehand, `work` is what is watched. `control` is a job that must fail."""

    prepare: Callable[[Path], None]
    work: Callable[[Path, Tell], None]
    control: bool = False


def _office(folder: Path) -> None:
    filled(folder / DATA).ledger.close()


def _desk(folder: Path) -> Workplace:
    return sign_in(folder / DATA, PASSWORD, now=Clock(START))


def _save(folder: Path, tell: Tell) -> None:
    with at_work(_desk(folder)) as place:
        for number in range(6):
            place = replace(place, now=Clock(START + timedelta(minutes=number)))
            uid = save(place, note=f"第{number}次", reply="答复。" * 40 * (number + 1)).record.uid
            tell("saved", uid)
            correct(place, uid, note=f"第{number}次，改")
            keep_draft(place, "draft", CONSULTATION.code, {"note": str(number)})
            if number % 3 == 0:
                issue_paper(place, CONSULTATION, uid, CONSULTATION.papers[0].code)
            if number % 3 == 1:
                void_record(place, CONSULTATION, uid, "重复登记")
        brought_to(place, Stage.GRANTED)


def _old_office(folder: Path) -> None:
    with at_work(filled(folder / DATA)) as place:
        migrate.downgrade(place.ledger, OLD_REVISION)


def _migrate(folder: Path, tell: Tell) -> None:
    with at_work(_desk(folder)) as place:
        for entry in backups(place.folder):
            tell("backup", entry.path.name)


def _restore(folder: Path, tell: Tell) -> None:
    with at_work(_desk(folder)) as place:
        entry = backup_now(place, "手动")
        tell("backup", entry.path.name)
        for number in range(4):
            save(place, note=f"第{number}次")
        restore(replace(place, now=Clock(START + timedelta(hours=1))), entry)
        for each in backups(place.folder):
            tell("backup", each.path.name)
    with at_work(_desk(folder)) as place:
        save(place)


def _ruined(folder: Path) -> None:
    """An office whose ledger does not open, with a journal that was left when the power failed, and a backup."""
    data = folder / DATA
    with at_work(filled(data)) as place:
        backup_now(place, "关闭时")
        save(place, note="这以后的，备份里没有")
        with place.ledger.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA cache_size = 1")
            connection.exec_driver_sql("UPDATE phrase SET text = text || hex(randomblob(3000))")
            caught = {name: (data / name).read_bytes() for name in (engine.FILE, JOURNAL)}
            connection.rollback()
    (data / JOURNAL).write_bytes(caught[JOURNAL])
    (data / engine.FILE).write_bytes(bytes(len(caught[engine.FILE])))


def _rescue(folder: Path, tell: Tell) -> None:
    (entry,) = backups(folder / DATA)
    tell("backup", entry.path.name)
    restore_closed(folder / DATA, entry, PASSWORD, now=Clock(START + timedelta(hours=1)))
    for path in sorted((folder / DATA / FOLDER).glob("*/*")):
        tell("kept", path.relative_to(folder / DATA).as_posix(), hashlib.sha256(path.read_bytes()).hexdigest())
    with at_work(_desk(folder)) as place:
        save(place)


def _backup(folder: Path, tell: Tell) -> None:
    place = _desk(folder)
    for number in range(3):
        save(place, note=f"第{number}次")
        later = replace(place, now=Clock(START + timedelta(minutes=number)))
        tell("backup", backup_now(later, "手动").path.name)
    add_login(place, "万和平", Role.CLERK, "口令二二二二")
    change_password(place, PASSWORD, NEW_PASSWORD)
    tell("password")
    save(place)
    close_office(replace(place, now=Clock(START + timedelta(hours=1))))


def _close(folder: Path, tell: Tell) -> None:
    with at_work(_desk(folder)) as place:
        save(place)
        close_month(place, periods.month("2023-11"), confirmed=True)
        keep_draft(place, "draft", CONSULTATION.code, {"note": "结账以后"})


def _two_packages(folder: Path) -> None:
    """A district at `data`, and on `stick` the packages of two offices."""
    stick = folder / "stick"
    stick.mkdir(parents=True)
    for other in (False, True):
        with at_office(folder / f"office{other}", other=other) as office:
            for number in range(8):
                uid = save(office, note=f"第{number}次").record.uid
                if number % 2:
                    correct(office, uid, note="改过")
            issue_paper(office, CONSULTATION, uid, CONSULTATION.papers[0].code)
            brought_to(office, Stage.HANDED)
            exported(office, stick)
    with at_district(folder / DATA):
        pass


def _merge(folder: Path, tell: Tell) -> None:
    one, two = sorted((folder / "stick").iterdir())
    with at_work(_desk(folder)) as place:
        plan(place, [one, two])
        merge(place, [one])
        merge(place, [one, two])
        acknowledge(place, folder / "stick")


def _export(folder: Path, tell: Tell) -> None:
    with at_work(_desk(folder)) as place:
        save(place)
        exported(place, folder / "stick")
        save(place)
        exported(place, folder / "stick")


def _reporting(folder: Path) -> None:
    (folder / "stick").mkdir(parents=True)
    with at_office(folder / DATA) as office:
        for number in range(4):
            save(office, note=f"第{number}次")


def _answered(folder: Path) -> None:
    """An office at `data` whose package the district has answered; the receipt lies on `stick`."""
    _reporting(folder)
    with at_work(_desk(folder)) as office:
        exported(office, folder / "stick")
    with at_district(folder / "district") as district:
        merge(district, [folder / "stick"])
        acknowledge(district, folder / "stick")


def _receive(folder: Path, tell: Tell) -> None:
    with at_work(_desk(folder)) as place:
        receive(place, folder / "stick")
        save(place)


def _found(folder: Path, tell: Tell) -> None:
    with at_work(found_office(folder / DATA, OFFICE, HEAD, PASSWORD, Clock(), quick=True).place) as place:
        tell("founded")
        save(place)


def _nothing(folder: Path) -> None:
    (folder / DATA).mkdir(parents=True)


def _save_carelessly(folder: Path, tell: Tell) -> None:
    """As SQLite does by itself: DELETE and FULL, without holding on to the lock."""
    careful = engine.connect

    def connect(path: Path, key: bytes) -> Any:
        connection = careful(path, key)
        for pragma in ("locking_mode = NORMAL", "journal_mode = DELETE", "synchronous = FULL"):
            connection.execute(f"PRAGMA {pragma}")
        return connection

    engine.connect = connect
    _save(folder, tell)


JOBS = {
    "save": Job(_office, _save),
    "merge": Job(_two_packages, _merge),
    "migrate": Job(_old_office, _migrate),
    "restore": Job(_office, _restore),
    "rescue": Job(_ruined, _rescue),
    "backup": Job(_office, _backup),
    "close": Job(_office, _close),
    "export": Job(_reporting, _export),
    "receive": Job(_answered, _receive),
    "found": Job(_nothing, _found),
    "control": Job(_office, _save_carelessly, control=True),
}


def state_of(ledger: Ledger) -> str:
    """All that a ledger says, every row of every table, as one short word."""
    found = hashlib.sha256()
    with ledger.engine.connect() as connection:
        names = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
        for name in names.scalars().all():
            rows = sorted(map(repr, connection.exec_driver_sql(f'SELECT * FROM "{name}"')))
            found.update(repr((name, rows)).encode())
    return found.hexdigest()[:24]


@contextmanager
def _telling_states(tell: Tell) -> Iterator[None]:
    """Let every ledger say its state when it is opened and after each of its transactions."""
    opening, writing, upgrade = engine.open_ledger, Ledger.writing, migrate.upgrade

    def opened(*given: Any, **how: Any) -> Ledger:
        ledger = opening(*given, **how)
        tell("state", state_of(ledger))
        return ledger

    @contextmanager
    def written(ledger: Ledger) -> Iterator[Any]:
        with writing(ledger) as session:
            yield session
        tell("state", state_of(ledger))

    def upgraded(ledger: Ledger, revision: str) -> None:
        upgrade(ledger, revision)
        tell("state", state_of(ledger))

    Ledger.writing, migrate.upgrade = written, upgraded  # type: ignore[method-assign, assignment]
    for module in list(sys.modules.values()):
        if getattr(module, "open_ledger", None) is opening:
            module.open_ledger = opened  # type: ignore[attr-defined]
    yield


def main() -> None:
    """Do one job, telling."""
    name, folder = sys.argv[1], Path(sys.argv[2])
    shutil._USE_CP_SENDFILE = False  # type: ignore[attr-defined]  # so that copying is reading and writing
    handle = os.open(folder / MARKS, os.O_WRONLY | os.O_CREAT | os.O_APPEND)

    def tell(*what: Any) -> None:
        os.write(handle, json.dumps(what).encode())

    with _telling_states(tell):
        JOBS[name].work(folder, tell)


if __name__ == "__main__":
    main()
