"""Merging an office's package at the district, all of it verified, against carrying the same rows over by ATTACH."""

import shutil
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from benchmarks import _packages
from benchmarks.pairs import Pair, from_times
from benchmarks.timing import milliseconds
from quyuan_desktop.services.demo import PASSWORD, ZONE
from quyuan_desktop.services.merge_package import merge
from quyuan_desktop.services.open_office import sign_in
from quyuan_desktop.storage.engine import FILE, connect

GOAL = 2.0
"""Half as fast as the bare rows, with everything verified, history chained and the search index written."""
LEFT = "name NOT LIKE 'sqlite_%' AND name NOT LIKE 'search_index%' AND sql NOT LIKE 'CREATE VIRTUAL%'"


def measure_merging(folder: Path, records: int, rounds: int) -> Pair:
    """The records of the demo office in `folder`, so often that there are `records`, into an empty district."""
    times: tuple[list[float], list[float]] = ([], [])
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        office = sign_in(folder, PASSWORD, now=at_work)
        try:
            states = _packages.write(office, work / "package.qyb", records)
            _packages.found_bureau(work / "empty", office.now)
        finally:
            office.ledger.close()
        for each in range(rounds + 1):
            ours, theirs = _merged_and_carried(work)
            if each:
                times[0].append(ours)
                times[1].append(theirs)
    pair = from_times(f"merging {states:,} states of records", "their rows by ATTACH and upsert", *times, GOAL)
    return replace(pair, note=f"{states / pair.ours * 1000:,.0f} states a second")


def at_work() -> datetime:
    """When the benchmarks merge and report."""
    return datetime(2023, 12, 1, 9, tzinfo=ZONE)


def _merged_and_carried(work: Path) -> tuple[float, float]:
    """Milliseconds of both, each into a new copy of the empty district."""
    merged, bare = work / "merged", work / "bare"
    for each in (merged, bare):
        shutil.rmtree(each, ignore_errors=True)
        shutil.copytree(work / "empty", each)
    place = sign_in(merged, PASSWORD, now=at_work)
    key = place.ledger.key
    try:
        ours = milliseconds(merge, place, [work / "package.qyb"], password=_packages.PASSWORD)
    finally:
        place.ledger.close()
    return ours, milliseconds(_carry(merged / FILE, bare / FILE, key))


def _carry(source: Path, target: Path, key: bytes) -> Callable[[], None]:
    connection = connect(target, key)
    connection.execute(f"ATTACH DATABASE ? AS merged KEY \"x'{key.hex()}'\"", (str(source),))
    found = connection.execute(f"SELECT name FROM merged.sqlite_master WHERE type = 'table' AND {LEFT}")
    tables = [name for (name,) in found.fetchall()]

    def carry() -> None:
        connection.execute("BEGIN")
        for name in tables:
            connection.execute(f'INSERT OR REPLACE INTO main."{name}" SELECT * FROM merged."{name}"')
        connection.execute("COMMIT")
        connection.close()

    connection.execute("PRAGMA foreign_keys = OFF")
    return carry
