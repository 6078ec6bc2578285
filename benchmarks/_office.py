"""A ledger of the program's own form with a million invented consultations, made once and kept in .data/.

As in life nearly all of them are answered. An answer was promised in about one in eight (an appointment, a letter): four in
ten of those of the last two weeks still wait for it, and two in a thousand of those before were forgotten; together some
450 of a million. `neglected` makes of it the ledger that no office has, where all that was ever promised still waits.
"""

import random
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from benchmarks._ledger import DATA, DAYS, FIRST_DAY, entries
from quyuan_desktop.domain.terms import IdKind, PersonGroup, Sex, Town
from quyuan_desktop.registers.legal_aid.terms import Channel, MatterKind, Result
from quyuan_desktop.services import house_rules
from quyuan_desktop.storage import migrate
from quyuan_desktop.storage.engine import Ledger, open_ledger

KEY = bytes.fromhex("5c" * 32)
BATCH = 5_000
LAST_DAY = FIRST_DAY + timedelta(days=DAYS - 1)
RECEPTION = (
    "uid, office, number, state, void_reason, digest, revisions, created_at, created_by, changed_at, changed_by, "
    "channel, via_12348, received_on, receptionist, visitor, id_kind, id_number, id_reason, sex, birth_date, "
    "phone, town, village, address, groups, ethnic_group, nationality, household, workplace, headcount, repeat_visit, "
    "opposing_party, title, reply, result, informed_right, referred_to, note, replied_on, appointment_on, id"
)


@dataclass(frozen=True, slots=True)
class Office:
    """An open ledger with `rows` consultations; the newest lies on `last_day`."""

    ledger: Ledger
    rows: int
    last_day: date


def office(rows: int) -> Office:
    """The ledger with `rows` consultations, made when it is not there yet."""
    folder = DATA / f"office-{rows}-{migrate.head()}"
    ready = folder / "ready"
    folder.mkdir(parents=True, exist_ok=True)
    if not ready.exists():
        (folder / "office.db").unlink(missing_ok=True)
        ledger = open_ledger(folder, KEY)
        migrate.bring_up(ledger)
        house_rules.supply(ledger)
        _fill(ledger, rows)
        ledger.close()
        ready.touch()
    ledger = open_ledger(folder, KEY)
    with ledger.engine.connect() as connection:
        last = connection.exec_driver_sql("SELECT max(received_on) FROM consultation").scalar()
    return Office(ledger, rows, date.fromisoformat(str(last)))


def neglected(rows: int) -> Office:
    """A copy of that ledger where whatever was promised waits for its answer, for ten years: 13 % of all."""
    plain = office(rows)
    plain.ledger.close()
    folder = plain.ledger.folder.with_name(f"{plain.ledger.folder.name}-neglected")
    if not (folder / "ready").exists():
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(plain.ledger.folder, folder)
        (folder / "ready").unlink()
        ledger = open_ledger(folder, KEY)
        with ledger.engine.begin() as connection:
            promised = f"result = '{Result.APPOINTMENT.code}' OR channel = '{Channel.LETTER.code}'"
            connection.exec_driver_sql(f"UPDATE consultation SET replied_on = NULL WHERE {promised}")
            connection.exec_driver_sql("ANALYZE")
        ledger.close()
        (folder / "ready").touch()
    return Office(open_ledger(folder, KEY), rows, plain.last_day)


def _fill(ledger: Ledger, rows: int) -> None:
    insert = f"INSERT INTO consultation ({RECEPTION}) VALUES ({','.join('?' * (RECEPTION.count(',') + 1))})"
    matter = "INSERT INTO consultation_matter (parent_id, position, category, summary) VALUES (?, ?, ?, ?)"
    with ledger.engine.begin() as connection:
        receptions: list[Any] = []
        matters: list[Any] = []
        for reception, asked in _receptions(rows):
            receptions.append(reception)
            matters += asked
            if len(receptions) == BATCH:
                connection.exec_driver_sql(insert, receptions)
                connection.exec_driver_sql(matter, matters)
                receptions, matters = [], []
        if receptions:
            connection.exec_driver_sql(insert, receptions)
            connection.exec_driver_sql(matter, matters)
        connection.exec_driver_sql("ANALYZE")


def _receptions(rows: int) -> Iterator[tuple[tuple[Any, ...], list[tuple[Any, ...]]]]:
    chance = random.Random(rows)
    channels, results, towns = list(Channel), list(Result), list(Town)
    kinds, groups = list(MatterKind), list(PersonGroup)
    for entry in entries(rows):
        chosen = sorted(chance.sample(range(len(groups)), chance.choice((1, 1, 2, 3))))
        group_text = "|" + "|".join(groups[each].code for each in chosen) + "|"
        channel, result = chance.choices(channels, (70, 16, 1, 4, 8, 1))[0], chance.choice(results)
        day = date.fromisoformat(entry.received_on)
        promised = result is Result.APPOINTMENT or channel is Channel.LETTER
        waits = promised and chance.random() < (0.4 if (LAST_DAY - day).days < 14 else 0.002)
        at = f"{entry.received_on}T02:00:00Z"
        yield (
            (
                entry.uid,
                entry.office,
                entry.number,
                "void" if chance.random() < 0.01 else "live",
                "",
                entry.uid * 2,
                1,
                at,
                "袁知秋",
                at,
                "袁知秋",
                channel.code,
                int(chance.random() < 0.05),
                entry.received_on,
                "袁知秋",
                entry.visitor,
                IdKind.RESIDENT.code,
                entry.id_number,
                "",
                chance.choice((Sex.MALE, Sex.FEMALE)).code,
                f"{entry.id_number[6:10]}-{entry.id_number[10:12]}-{entry.id_number[12:14]}",
                entry.phone,
                chance.choice(towns).code,
                entry.village,
                "3组",
                group_text,
                "汉族",
                "中国",
                "",
                "",
                1,
                int(chance.random() < 0.05),
                "",
                entry.subject,
                entry.reply,
                result.code,
                1,
                "",
                "",
                None if waits else entry.received_on,
                (day + timedelta(days=5)).isoformat() if result is Result.APPOINTMENT else None,
                entry.id,
            ),
            [
                (entry.id, position, chance.choice(kinds).code, entry.summary)
                for position in range(1, chance.choice((2, 2, 2, 2, 2, 2, 2, 3)))
            ],
        )
