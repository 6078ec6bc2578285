"""Runs every benchmark on the encrypted database and writes benchmarks/README.md: `make bench`."""

import argparse
import os
import platform
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from benchmarks import closing, listing, merging, month, opening, packaging, receipts, scroll, search, start
from benchmarks._office import Office, neglected, office
from benchmarks.pairs import Pair
from quyuan_desktop.documents.page import A4
from quyuan_desktop.documents.tables import Column, table_pdf
from quyuan_desktop.domain.office import Office as JudicialOffice
from quyuan_desktop.domain.office import Role, Staff
from quyuan_desktop.services import house_rules
from quyuan_desktop.services.demo import make_demo
from quyuan_desktop.services.workplace import Workplace

HERE = Path(__file__).parent
HEAD = """# Measured

`make bench` runs all of this again and writes this page; `python -m benchmarks --rows 100000` is a quick look and
writes nothing. Every line is a ratio of medians of two things timed in turn within one run, with the middle half of
the single ratios in brackets; absolute times are of the machine named below and drift with it. The database is the
program's own: SQLCipher, TRUNCATE, FULL, EXCLUSIVE.

| what | baseline | ours, ms | baseline, ms | ratio | goal | note |
|---|---|---|---|---|---|---|
"""


def table(headers: list[str], rows: list[list[str]]) -> bytes:
    """A long list as the program prints it."""
    columns = [Column(head) for head in headers]
    return table_pdf("咨询一览表", "营田司法所", columns, rows, datetime(2023, 11, 30).astimezone(), size=A4)


def all_pairs(rows: int, rounds: int) -> Iterator[Pair]:
    """Every measurement, as it is made."""
    with tempfile.TemporaryDirectory() as folder:
        make_demo(Path(folder) / "office")
        yield from start.measure(Path(folder) / "office", max(rounds, 15))
        yield opening.measure_opening(Path(folder) / "office", rounds)
        yield closing.measure_closing(Path(folder) / "office", rounds)
        yield packaging.measure_packaging(Path(folder) / "office", 100, 3)
        yield merging.measure_merging(Path(folder) / "office", rows // 10, 3)
    yield from search.measure(rows, rounds)
    big = office(rows)
    place = workplace(big)
    yield from listing.measure(big, place, rounds)
    yield from scroll.measure(big, place, 3)
    yield opening.measure_today(big, place, rounds)
    yield month.measure(big, rounds)
    big.ledger.close()
    forgotten = neglected(rows)
    yield opening.measure_today(
        forgotten, workplace(forgotten), rounds, " where 13 % of ten years wait for an answer"
    )
    forgotten.ledger.close()
    yield receipts.measure_receipts(rounds)
    yield receipts.measure_table(rounds, table)


def workplace(big: Office) -> Workplace:
    """Somebody at work in the big ledger."""
    clock: Callable[[], datetime] = lambda: datetime.combine(  # noqa: E731
        big.last_day, datetime.min.time()
    ).astimezone()
    return Workplace(
        big.ledger,
        JudicialOffice("x", "营田司法所", "屈营司", "430671101"),
        Staff("0", "袁知秋", Role.HEAD),
        clock,
        house=house_rules.load(big.ledger),
    )


def machine(rows: int) -> str:
    """What it was measured on, with how many rows, and when."""
    revision = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False, cwd=HERE
    )
    return (
        f"\nMeasured with {rows:,} rows {time.strftime('%Y-%m-%d')} at {revision.stdout.strip() or 'an unknown revision'} on "
        f"{os.cpu_count()} cores, {platform.machine()}, {platform.system()}, Python {platform.python_version()}.\n"
    )


def main() -> None:
    """Measure, print, and for a full run write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--write", action="store_true", help="write the page for fewer rows, too")
    asked = parser.parse_args()
    lines = []
    for pair in all_pairs(asked.rows, asked.rounds):
        lines.append(pair.line())
        print(lines[-1], flush=True)
    if asked.rows >= 1_000_000 or asked.write:
        page = HEAD + "\n".join(lines) + "\n" + machine(asked.rows)
        (HERE / "README.md").write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main()
