"""Reporting to the district, sealed, signed and read back, against copying, summing and syncing a file as large."""

import os
import shutil
import subprocess
import tempfile
from dataclasses import replace
from pathlib import Path

from benchmarks._packages import PASSWORD as SEALED_BY
from benchmarks.merging import at_work
from benchmarks.pairs import Pair, from_times
from benchmarks.timing import milliseconds
from quyuan_desktop.domain import periods
from quyuan_desktop.registers.legal_aid.consultation import CONSULTATION
from quyuan_desktop.services.demo import PASSWORD
from quyuan_desktop.services.export_package import export_package
from quyuan_desktop.services.list_records import Choice, page_of_records
from quyuan_desktop.services.open_office import sign_in
from quyuan_desktop.services.workplace import Workplace
from quyuan_desktop.storage import papers, records

GOAL = 2.0
SCAN = 200_000
"""Bytes of one scanned page, which no compressing makes smaller."""
MONTH = periods.month("2023-11")


def measure_packaging(folder: Path, megabytes: int, rounds: int) -> Pair:
    """The whole year of the demo office in `folder`, with `megabytes` of scans beside its records."""
    times: tuple[list[float], list[float]] = ([], [])
    size = 0
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        shutil.copytree(folder, work / "office")
        place = sign_in(work / "office", PASSWORD, now=at_work)
        try:
            _scan(place, megabytes * 1_000_000 // SCAN)
            for each in range(rounds + 1):
                sticks = [work / f"stick{end}" for end in ("", "-bare")]
                for stick in sticks:
                    shutil.rmtree(stick, ignore_errors=True)
                    stick.mkdir()
                ours = milliseconds(export_package, place, sticks[0], MONTH, password=SEALED_BY, everything=True)
                (package,) = sticks[0].iterdir()
                size = package.stat().st_size
                theirs = milliseconds(_copied, package, sticks[1] / "copy")
                if each:
                    times[0].append(ours)
                    times[1].append(theirs)
        finally:
            place.ledger.close()
    pair = from_times("a package onto the stick, read back", "cp, sha256sum, sync of it", *times, GOAL)
    return replace(pair, note=f"{size / 1e6:.0f} MB")


def _scan(place: Workplace, pages: int) -> None:
    uid = page_of_records(place, CONSULTATION, Choice(), 0, 1)[0].uid
    with place.ledger.writing() as session:
        record = records.load(session, CONSULTATION, uid)
        for _ in range(pages):
            kind, by = CONSULTATION.papers[0], place.staff.name
            papers.keep(session, CONSULTATION, record, kind, os.urandom(SCAN), place.now(), by)


def _copied(package: Path, target: Path) -> None:
    subprocess.run(["cp", str(package), str(target)], check=True)
    subprocess.run(["sha256sum", str(target)], check=True, stdout=subprocess.DEVNULL)
    subprocess.run(["sync", str(target)], check=True)
