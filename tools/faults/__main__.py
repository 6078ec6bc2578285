"""`python -m tools.faults power-cuts --times 10000`: long sweeps, each ending in one line of docs/faults.md."""

import argparse
import tempfile
from collections.abc import Callable
from pathlib import Path

from tools.faults import power_cuts
from tools.faults.jobs import JOBS

MEMORY = Path("/dev/shm")


def main() -> None:
    """Run one sweep."""
    parser = argparse.ArgumentParser(prog="python -m tools.faults", description=__doc__)
    parser.add_argument("sweep", choices=SWEEPS)
    parser.add_argument("--times", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", help="one part of a sweep")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as work:
        SWEEPS[asked.sweep](asked, Path(work))


def cut_power(asked: argparse.Namespace, work: Path) -> None:
    """So many cuts over each job."""
    for name in [asked.only] if asked.only else JOBS:
        result = power_cuts.cut(name, asked.times, asked.seed, work)
        print(
            f"{name}: {result.cuts} cuts, {result.images} different images, {len(result.faults)} faults",
            flush=True,
        )
        for fault, number in power_cuts.sorted_faults([result]).most_common(10):
            print(f"    {number} x {fault}", flush=True)


SWEEPS: dict[str, Callable[[argparse.Namespace, Path], None]] = {"power-cuts": cut_power}

if __name__ == "__main__":
    main()
