"""A disk that is full at any point of a job: what was there stays as it was, and with room the same job is done.

A real small disk (a tmpfs, so it needs root) with a little more room each time, until the job has enough.
"""

import contextlib
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path

from quyuan_desktop.domain import periods
from quyuan_desktop.domain.problems import Trouble
from quyuan_desktop.registers.legal_aid.consultation import CONSULTATION
from quyuan_desktop.services.backups import backup_now, backups
from quyuan_desktop.services.check_ledger import check
from quyuan_desktop.services.closing import close_month
from quyuan_desktop.services.merge_package import merge
from quyuan_desktop.services.open_office import sign_in
from quyuan_desktop.services.papers import issue_paper
from quyuan_desktop.services.receipts import acknowledge, receive
from quyuan_desktop.services.stick import Outcome
from quyuan_desktop.services.workplace import Workplace
from tests.exchanging import Pair, both, exported
from tests.hardships import fill_up, small_disk
from tests.offices import PASSWORD, Clock, at_work, contents, dump, put, save

MEGABYTES = 12
PAGE = 4096
LONG = "工" * 4000
Work = Callable[[Workplace, Path], object]


@dataclass(slots=True)
class Filled:
    """What came of it: at how many sizes the job was refused, and what was wrong with some."""

    job: str
    refused: int = 0
    done: int = 0
    faults: list[str] = field(default_factory=list)


class _Refused(Exception):
    """The job says that there is no room."""


def _export(place: Workplace, stick: Path) -> None:
    outcome = exported(place, stick).outcome
    if outcome is not Outcome.DONE:
        raise _Refused(outcome.sentence if outcome is Outcome.FULL else f"another outcome: {outcome}")


def _acknowledge(place: Workplace, stick: Path) -> None:
    outcome = acknowledge(place, stick).outcome
    if outcome is not Outcome.DONE:
        raise _Refused(outcome.sentence if outcome is Outcome.FULL else f"another outcome: {outcome}")


JOBS: dict[str, tuple[str, Work]] = {
    "save": ("office", lambda place, stick: save(place, reply=LONG)),
    "issue a paper": (
        "office",
        lambda place, stick: issue_paper(place, CONSULTATION, f"{1:032x}", "consultation_form"),
    ),
    "close a month": ("office", lambda place, stick: close_month(place, periods.month("2023-11"), confirmed=True)),
    "backup": ("office", lambda place, stick: backup_now(place, "手动")),
    "export": ("office", _export),
    "receive": ("office", lambda place, stick: receive(place, stick)),
    "merge": ("district", lambda place, stick: merge(place, [stick])),
    "acknowledge": ("district merged", _acknowledge),
}


def fill(job: str, times: int, work: Path) -> Filled:
    """Try the job with ever more room, `times` times by a page, then by a twelfth; where the ledger lies is full, and
    then the stick."""
    result = Filled(job)
    who, do = JOBS[job]
    with _prepared(work / job) as kept:
        for full in ("data", "stick"):
            room = 0
            while True:
                with _stage(work / job / "stage", full, kept[who], kept["stick"]) as (folder, stick, disk):
                    if _tried(result, do, folder, stick, disk, room):
                        break
                room += max(PAGE, room // 12 if room >= times * PAGE else 0)
    return result


@contextlib.contextmanager
def _prepared(folder: Path) -> Iterator[dict[str, Path]]:
    """Data folders before a job, and a stick with a package and its receipt."""
    kept = {name: folder / name for name in ("office", "district", "district merged", "stick")}
    with both(folder / "made") as ends:
        _begin(ends)
        for name, place in (("office", ends.office), ("district", ends.district)):
            put(kept[name], contents(place.folder))
        merge(ends.district, [ends.stick])
        put(kept["district merged"], contents(ends.district.folder))
        acknowledge(ends.district, ends.stick)
        put(kept["stick"], contents(ends.stick))
    yield kept


def _begin(ends: Pair) -> None:
    for number in range(1, 6):
        save(replace(ends.office, name_record=partial("{:032x}".format, number)), note=f"第{number}次")
    issue_paper(ends.office, CONSULTATION, f"{1:032x}", CONSULTATION.papers[0].code)
    exported(ends.office, ends.stick)


@contextlib.contextmanager
def _stage(home: Path, full: str, data: Path, sticks: Path) -> Iterator[tuple[Path, Path, Path]]:
    """The data folder, the stick, and the small disk that one of them lies on."""
    shutil.rmtree(home, ignore_errors=True)
    disk = home / "disk"
    disk.mkdir(parents=True)
    with small_disk(disk, megabytes=MEGABYTES):
        folder = (disk if full == "data" else home) / "data"
        stick = (disk if full == "stick" else home) / "stick"
        put(folder, contents(data))
        put(stick, contents(sticks))
        yield folder, stick, disk


def _tried(result: Filled, do: Work, folder: Path, stick: Path, disk: Path, room: int) -> bool:
    """Try with `room` bytes left on the disk, then with enough; True when there was room enough at once."""
    with at_work(sign_in(folder, PASSWORD, now=Clock())) as place:
        place.ledger.release_reserve()
        before, on_stick = dump(place), contents(stick)
        filler = fill_up(disk)
        with filler.open("rb+") as file:
            file.truncate(max(0, filler.stat().st_size - room))
        said = _refusal(do, place, stick)
        if said is None:
            result.done += 1
            return True
        result.refused += 1
        wrong = [] if "已满" in said or "空间不够" in said else [said]
        if dump(place) != before and result.job not in ("backup", "export"):
            wrong.append("refused, and the ledger was changed")
        if contents(stick) != on_stick and not (result.job == "export" and disk not in stick.parents):
            wrong.append("refused, and the stick was changed")
        wrong += [f"a backup that holds nothing: {each.path.name}" for each in backups(folder) if not each.records]
        filler.unlink()
        if again := _refusal(do, place, stick):
            wrong.append(f"with room: {again}")
        wrong += check(place)
    result.faults += [
        f"{(disk in folder.parents and 'data') or 'stick'}, {room} bytes left: {each}" for each in wrong
    ]
    return False


def _refusal(do: Work, place: Workplace, stick: Path) -> str | None:
    """What the job says when it is refused; None when it was done."""
    try:
        do(place, stick)
    except (Trouble, _Refused) as refused:
        return str(refused)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is what the sweep is after
        return f"{type(error).__name__}: {error}"
    return None
