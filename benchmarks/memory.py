"""How much memory the program takes: the window at rest, and each heavy job over a large ledger, each a process of its own.

`python -m benchmarks.memory` makes its ledgers under .data when they are not there yet and prints lines for README.md.
Peaks are VmHWM of /proc/self/status, in MB, after the job; Linux only.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks import _packages
from benchmarks._ledger import DATA
from benchmarks._office import KEY, office
from benchmarks.merging import at_work
from quyuan_desktop.domain import periods
from quyuan_desktop.registers.legal_aid.consultation import CONSULTATION
from quyuan_desktop.services.backups import backup_now
from quyuan_desktop.services.check_ledger import check, rebuild_search
from quyuan_desktop.services.closing import close_month
from quyuan_desktop.services.demo import OFFICE, PASSWORD, make_demo
from quyuan_desktop.services.export_package import export_package
from quyuan_desktop.services.find import find
from quyuan_desktop.services.list_records import Choice, count_records, page_of_records
from quyuan_desktop.services.merge_package import merge
from quyuan_desktop.services.month import month_table
from quyuan_desktop.services.month_files import write_month
from quyuan_desktop.services.open_office import found_office, sign_in
from quyuan_desktop.services.today import day_view
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.storage.engine import FILE, connect

ROOT = Path(__file__).resolve().parent.parent
IDLE, JOB = 150, 300
"""The most that the window at rest, and any job, may take, in MB."""

REST = "the window at rest"
PACKAGE = "package.qyb"
MERGING = "merging"
MONTH = periods.month("2023-11")
RESTS = 25_000
"""Milliseconds after the list is there at which the window is at rest: more than `ui.quiet.QUIET_MS`."""


def megabytes(name: str) -> float:
    """VmHWM (the peak) or VmRSS (now) of this process."""
    found = re.search(rf"^{name}:\s+(\d+) kB", Path("/proc/self/status").read_text(encoding="ascii"), re.MULTILINE)
    assert found
    return int(found.group(1)) / 1024


def _listing(place: Workplace) -> None:
    page_of_records(place, CONSULTATION, Choice(), 0, 50)
    total = count_records(place, CONSULTATION, Choice())
    page_of_records(place, CONSULTATION, Choice(), total // 2, 50)


def _searching(place: Workplace) -> None:
    for typed in ("王", "wang", "wd", "工资", "0123", "欧阳", "不存在的"):
        find(place, typed)


def _papers(place: Workplace) -> None:
    with tempfile.TemporaryDirectory() as name:
        write_month(place, MONTH, Path(name))


def _export(place: Workplace) -> None:
    with tempfile.TemporaryDirectory() as name:
        export_package(place, Path(name), MONTH, password=_packages.PASSWORD, everything=True)


def _merge(place: Workplace) -> None:
    merge(place, [place.folder / PACKAGE], password=_packages.PASSWORD)


JOBS: dict[str, tuple[str, Callable[[Workplace], object]]] = {
    "a list, anywhere in it": ("rows", _listing),
    "今日": ("rows", day_view),
    "a month's table": ("rows", lambda place: month_table(place, MONTH)),
    "a month's papers": ("rows", _papers),
    "a backup": ("rows", lambda place: backup_now(place, "手动")),
    MERGING: ("empty", _merge),
    "searching": ("district", _searching),
    "the check": ("district", check),
    "a new search index": ("district", rebuild_search),
    "the export of everything": ("district", _export),
    "closing a month": ("district", lambda place: close_month(place, MONTH, confirmed=True)),
}


def job(name: str, folder: Path) -> None:
    """Do one job and print its peak."""
    if name == REST:
        _window(folder)
        return
    place = sign_in(folder, PASSWORD, now=at_work)
    try:
        JOBS[name][1](place)
    finally:
        place.ledger.close()
    print(f"{megabytes('VmHWM'):.0f}", flush=True)


def _window(folder: Path) -> None:
    """Sign in, open the desk's list, let everything come that comes afterwards, and print what is taken then."""
    from PySide6.QtCore import QTimer

    from benchmarks import _painted

    def rested() -> None:
        os.write(1, f"{megabytes('VmRSS'):.0f}\n".encode())
        os._exit(0)

    vars(_painted)["told"] = lambda: QTimer.singleShot(RESTS, rested)
    _painted.sign_in(folder, go_on=True)


def measured(name: str, folder: Path) -> int:
    """The peak of one job, of a process of its own, in MB."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "QT_QPA_PLATFORM": "offscreen"}
    asked = [sys.executable, "-m", "benchmarks.memory", "--job", name, "--folder", str(folder)]
    done = subprocess.run(asked, env=environment, cwd=ROOT, capture_output=True, text=True, check=True)
    return int(done.stdout.split()[-1])


def ledgers(rows: int) -> dict[str, Path]:
    """The folders that the jobs need: a demo, an office of so many rows, a district to merge in and one that has."""
    found = {name: DATA / f"memory-{name}-{rows}" for name in ("demo", "rows", "empty", "district")}
    DATA.mkdir(exist_ok=True)
    if not found["demo"].exists():
        make_demo(found["demo"])
    if not found["rows"].exists():
        _with_rows(found["rows"], rows)
    if not found["empty"].exists() and not found["district"].exists():
        _packages.found_bureau(found["empty"], at_work)
        place = sign_in(found["demo"], PASSWORD, now=at_work)
        _packages.write(place, found["empty"] / PACKAGE, rows // 10)
        place.ledger.close()
    return found


def _with_rows(folder: Path, rows: int) -> None:
    """An office with the rows of the other benchmarks, and with somebody who may sign in."""
    big = office(rows)
    big.ledger.close()
    key = found_office(folder, OFFICE, "袁知秋", PASSWORD, at_work, quick=True).place.ledger
    key.close()
    connection = connect(folder / FILE, key.key)
    connection.execute(f"ATTACH DATABASE ? AS big KEY \"x'{KEY.hex()}'\"", (str(big.ledger.folder / FILE),))
    for table in ("consultation", "consultation_matter"):
        connection.execute(f"INSERT INTO main.{table} SELECT * FROM big.{table}")
    connection.close()


def lines(rows: int, only: str = "") -> Iterator[str]:
    """A line for README.md of each measurement."""
    found = ledgers(rows)
    for where in ("demo", "rows"):
        if only in ("", REST):
            taken = measured(REST, found[where])
            yield _line(f"{REST}, {'a demo' if where == 'demo' else f'{rows:,} consultations'}", taken, IDLE)
    for name, (where, _) in JOBS.items():
        if only not in ("", name):
            continue
        if where == "district" and not found["district"].exists():
            measured(MERGING, found["empty"])
            shutil.move(found["empty"], found["district"])
        yield _line(f"{name}, {_size(where, rows)}", measured(name, found[where]), JOB)
        if name == MERGING:
            shutil.move(found["empty"], found["district"])


def _size(where: str, rows: int) -> str:
    return f"{rows:,} consultations" if where == "rows" else f"{rows // 10:,} records with their history"


def _line(name: str, taken: int, goal: int) -> str:
    return f"| {name} | {taken} | ≤ {goal} {'met' if taken <= goal else '**not met**'} |"


def main() -> None:
    """Measure one job here, or all of them in children."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--only", default="")
    parser.add_argument("--job", default="")
    parser.add_argument("--folder", type=Path, default=Path())
    asked = parser.parse_args()
    if asked.job:
        job(asked.job, asked.folder)
        return
    print("| what | MB | goal |\n|---|---|---|", flush=True)
    for line in lines(asked.rows, asked.only):
        print(line, flush=True)


if __name__ == "__main__":
    main()
