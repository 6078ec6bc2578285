"""A real exFAT stick, pulled out: what its file system writes to the device is watched, and replayed to any point.

Needs root, loop devices, `strace`, `mkfs.exfat` and `mount.exfat-fuse` (Debian: exfatprogs, exfat-fuse). Pulling a stick
is a power cut for it: what the device had not been told to keep is there sector by sector, or not.
"""

import hashlib
import json
import random
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from quyuan_desktop.domain.problems import Trouble
from quyuan_desktop.exchange.envelope import check_outside
from quyuan_desktop.services import stick
from quyuan_desktop.services.open_office import sign_in
from quyuan_desktop.services.stick import Outcome
from tests.exchanging import at_office, exported
from tests.offices import PASSWORD, Clock, at_work, save
from tools.faults.crashes import Crash, Disk, Replay
from tools.faults.recorded import MARKS, record

SIZE = 4 << 20
DEVICE, MOUNTED = "watched/disk", "mounted"
PACKAGES = 4


@dataclass(slots=True)
class Pulled:
    """What came of pulling the stick so many times. `after`: how often at least one package had been promised."""

    pulls: int = 0
    after: int = 0
    faults: list[str] = field(default_factory=list)


@contextmanager
def _device(image: Path) -> Iterator[str]:
    """A block device on a file."""
    name = _run("losetup", "--find", "--show", str(image)).strip()
    try:
        yield name
    finally:
        _run("losetup", "--detach", name)


@contextmanager
def _mounted(device: str, folder: Path) -> Iterator[Path]:
    folder.mkdir(exist_ok=True)
    _run("mount.exfat-fuse", device, str(folder))
    try:
        yield folder
    finally:
        _run("umount", str(folder))


def _run(*command: str) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def pull(times: int, seed: int, work: Path, *, careful: bool, promised: bool) -> Pulled:
    """Export packages to a stick and pull it `times`: at any moment, or only after something was `promised`.

    Not `careful` leaves out the syncing of the folder, and must be seen to lose what was promised.
    """
    with tempfile.TemporaryDirectory(dir=work) as home:
        folder, image = Path(home), Path(home) / "image"
        image.write_bytes(bytes(SIZE))
        _run("mkfs.exfat", str(image))
        (folder / "watched").mkdir()
        with at_office(folder / "office") as office:
            save(office)
        with _device(image) as device:
            (folder / DEVICE).symlink_to(device)
            asked = ["-m", "tools.faults.sticks", str(folder), "careful" if careful else "careless"]
            recording = record(asked, folder / "watched", folder / "log")
        marks = [(n, json.loads(op.content)) for n, op in enumerate(recording.ops) if op.verb == "mark"]
        result, chance, replay = Pulled(), random.Random(seed), Replay(recording)
        first = next(n for n, (_, outcome, _) in marks if outcome == Outcome.DONE.value) + 1 if promised else 0
        for at in sorted(chance.randint(first, len(recording.ops)) for _ in range(times)):
            replay.forward(at)
            kept = {name: digest for n, (name, outcome, digest) in marks if n < at and outcome == "done"}
            result.pulls += 1
            result.after += bool(kept)
            found = _found(replay.crash(Disk.ORDERED, chance), folder)
            result.faults += [f"before op {at}: {fault}" for fault in _wrong(found, kept)]
    return result


def _found(crash: Crash, folder: Path) -> dict[str, bytes] | None:
    """The packages on the stick when it is plugged in again; None when it cannot be read at all."""
    image = folder / "pulled"
    image.write_bytes(crash.files["disk"])
    try:
        with _device(image) as device, _mounted(device, folder / MOUNTED) as mounted:
            return {path.name: path.read_bytes() for path in mounted.glob("*.qyb")}
    except (OSError, subprocess.CalledProcessError):
        return None


def _wrong(found: dict[str, bytes] | None, kept: dict[str, str]) -> Iterator[str]:
    if found is None:
        yield "the stick cannot be read any more"
        return
    for name, digest in kept.items():
        if name not in found:
            yield "a package that was promised is gone"
        elif hashlib.sha256(found[name]).hexdigest() != digest:
            yield "a package that was promised is not whole"
    for name in found.keys() - kept.keys():
        with tempfile.TemporaryFile() as file:
            file.write(found[name])
            try:
                check_outside(file)
            except Trouble:
                yield "a package bears its name and is not whole"


def _export(folder: Path, tell: Any, *, careful: bool) -> None:
    """Some packages onto the stick, one after the other."""
    if not careful:
        vars(stick)["sync_folder"] = lambda folder: None
    device = folder / DEVICE
    mounted = folder / MOUNTED
    mounted.mkdir()
    served = subprocess.Popen(
        ["mount.exfat-fuse", "-d", str(device), str(mounted)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        while not mounted.is_mount():
            if served.poll() is not None:
                raise OSError("mount.exfat-fuse has ended")
        with at_work(sign_in(folder / "office", PASSWORD, now=Clock())) as office:
            for number in range(PACKAGES):
                for _ in range(number):
                    save(office, note="记录" * 20 * number)
                done = exported(office, mounted)
                tell(done.path.name if done.path else "", done.outcome.value, done.digest)
    finally:
        subprocess.run(["umount", str(mounted)], check=False)
        served.wait()


def main() -> None:
    """The part that is watched."""
    folder, how = Path(sys.argv[1]), sys.argv[2]
    with (folder / MARKS).open("wb", buffering=0) as marks:
        _export(folder, lambda *what: marks.write(json.dumps(what).encode()), careful=how == "careful")


if __name__ == "__main__":
    main()
