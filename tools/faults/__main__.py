"""`python -m tools.faults power-cuts --times 10000`: long sweeps by hand, each ending in lines for docs/faults.md."""

import argparse
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path

from tools.faults import answers, bit_flips, full_disks, packages, power_cuts, rollbacks, sticks
from tools.faults.jobs import JOBS

MEMORY = Path("/dev/shm")


def main() -> None:
    """Run one sweep; the exit status is 1 when it came out otherwise than it should."""
    parser = argparse.ArgumentParser(prog="python -m tools.faults", description=__doc__)
    parser.add_argument("sweep", choices=SWEEPS)
    parser.add_argument("--times", type=int, default=1000, help="of each part")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", default="", help="one part of the sweep")
    asked = parser.parse_args()
    if asked.only and asked.only not in PARTS[asked.sweep]:
        parser.error(f"--only takes {', '.join(PARTS[asked.sweep])}")
    with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as work:
        right = [SWEEPS[asked.sweep](part, asked, Path(work)) for part in _parts(asked)]
    raise SystemExit(0 if all(right) else 1)


def _parts(asked: argparse.Namespace) -> list[str]:
    return [asked.only] if asked.only else PARTS[asked.sweep]


def _cut_power(part: str, asked: argparse.Namespace, work: Path) -> bool:
    result = power_cuts.cut(part, asked.times, asked.seed, work)
    print(f"{part}: {result.cuts} cuts, {result.images} different images, {len(result.faults)} faults", flush=True)
    _tell(result.faults)
    return bool(result.faults) is JOBS[part].control


def _flip_bits(part: str, asked: argparse.Namespace, work: Path) -> bool:
    result = bit_flips.flip(part, asked.times, asked.seed, work)
    print(f"{part}: {result.noticed} noticed, {result.harmless} harmless, {len(result.faults)} faults", flush=True)
    _tell(result.faults)
    return not result.faults


def _pull_stick(part: str, asked: argparse.Namespace, work: Path) -> bool:
    how = {"careful": part != "control", "promised": part != "any moment"}
    result = sticks.pull(asked.times, asked.seed, work, **how)
    print(f"{part}: {result.pulls} pulls, {result.after} after a promise, {len(result.faults)} faults", flush=True)
    _tell(result.faults)
    return bool(result.faults) is (part == "control")


def _change_packages(part: str, asked: argparse.Namespace, work: Path) -> bool:
    if part == "receipts":
        result = answers.try_receipts(asked.times, asked.seed, work)
    else:
        result = packages.try_packages(part, asked.times, asked.seed, work)
    refused, sorts = sum(result.refused.values()), len(result.refused)
    print(
        f"{part}: {refused} refused by {sorts} sentences, {result.taken} taken ({result.merged} merged and looked through),"
        f" slowest {result.slowest:.2f} s, {len(result.faults)} faults",
        flush=True,
    )
    _tell(result.faults)
    return not result.faults


def _fill_disk(part: str, asked: argparse.Namespace, work: Path) -> bool:
    result = full_disks.fill(part, asked.times, work)
    print(f"{part}: refused at {result.refused} sizes, then done, {len(result.faults)} faults", flush=True)
    _tell(result.faults)
    return not result.faults


def _take_back(part: str, asked: argparse.Namespace, work: Path) -> bool:
    result = rollbacks.take_back(asked.times, work, careful=part != "control")
    print(f"{part}: {result.rollbacks} taken back, {len(result.faults)} faults", flush=True)
    _tell(result.faults)
    return bool(result.faults) is (part == "control")


def _tell(faults: Iterable[str]) -> None:
    """The faults, how often each sort."""
    for fault, number in Counter(fault.partition(": ")[2] for fault in faults).most_common(10):
        print(f"    {number} x {fault}", flush=True)


SWEEPS: dict[str, Callable[[str, argparse.Namespace, Path], bool]] = {
    "power-cuts": _cut_power,
    "bit-flips": _flip_bits,
    "sticks": _pull_stick,
    "packages": _change_packages,
    "full-disks": _fill_disk,
    "rollbacks": _take_back,
}
PARTS = {
    "power-cuts": list(JOBS),
    "bit-flips": list(bit_flips.KINDS),
    "full-disks": list(full_disks.JOBS),
    "packages": [*packages.KINDS, "receipts"],
    "rollbacks": ["a transaction", "control"],
    "sticks": ["any moment", "after the promise", "control"],
}

if __name__ == "__main__":
    main()
