"""The power fails at any point of a job: what the long sweeps of `tools.faults` do thousands of times, a few times."""

import random
from pathlib import Path

import pytest

from tools.faults.crashes import Crash, Disk, Replay
from tools.faults.power_cuts import cut
from tools.faults.recorded import Op, Recording, can_record, record

OLD, NEW = b"o" * 1024, b"n" * 1024


def crashes(*ops: Op, disk: Disk = Disk.FREE) -> list[Crash]:
    """What a disk with one file, `ledger`, may hold after these ops and a power cut."""
    replay = Replay(Recording({"ledger": 0}, frozenset({"."}), {0: OLD}, list(ops)))
    replay.forward(len(ops))
    chance = random.Random(1)
    return [replay.crash(disk, chance) for _ in range(200)]


def held(*ops: Op, disk: Disk = Disk.FREE) -> set[tuple[tuple[str, bytes], ...]]:
    return {tuple(sorted(crash.files.items())) for crash in crashes(*ops, disk=disk)}


def test_what_was_synced_is_there() -> None:
    assert held(Op("write", content=NEW), Op("sync")) == {(("ledger", NEW),)}


def test_what_was_not_synced_is_there_sector_by_sector_or_not() -> None:
    found = held(Op("write", content=NEW))
    assert found == {(("ledger", one + two),) for one in (OLD[:512], NEW[:512]) for two in (OLD[:512], NEW[:512])}


def test_a_shortening_may_be_lost_until_it_is_synced() -> None:
    assert held(Op("truncate")) == {(("ledger", OLD),), (("ledger", b""),)}
    assert held(Op("truncate"), Op("sync")) == {(("ledger", b""),)}


@pytest.mark.parametrize("disk", Disk)
def test_a_name_lasts_once_its_folder_is_synced(disk: Disk) -> None:
    removed = Op("unlink", "ledger")
    assert held(removed, disk=disk) == {(("ledger", OLD),), ()}
    assert held(removed, Op("sync folder", "."), disk=disk) == {()}


def test_names_last_in_order_or_not() -> None:
    removed, made = Op("unlink", "ledger"), Op("create", "other", file=1)
    both = held(removed, made, disk=Disk.FREE)
    assert held(removed, made, disk=Disk.ORDERED) < both
    assert (("ledger", OLD), ("other", b"")) in both


SCRIPT = """
import os, shutil, sys
from pathlib import Path
folder = Path(sys.argv[1])
with (folder / "ledger").open("r+b") as file:
    file.seek(512)
    file.write(b"n" * 512)
    file.flush()
    os.fsync(file.fileno())
(folder / "deep").mkdir()
(folder / "deep" / "one.part").write_bytes(b"one")
(folder / "deep" / "one.part").replace(folder / "deep" / "one")
handle = os.open(folder / "deep", os.O_RDONLY)
os.fsync(handle)
os.close(handle)
with (folder / "ledger").open("ab") as file:
    file.write(b"more")
with (folder / "ledger").open("r+b") as file:
    file.truncate(3)
(folder.parent / "marks").open("ab").write(b"said")
(folder / "gone").touch()
(folder / "gone").unlink()
(folder / "full").mkdir()
(folder / "full" / "two").touch()
shutil.rmtree(folder / "full")
"""

if can_record():

    def test_what_a_program_does_to_its_files_is_recorded(tmp_path: Path) -> None:
        folder = tmp_path / "watched"
        folder.mkdir()
        (folder / "ledger").write_bytes(OLD)
        recording = record(["-c", SCRIPT, str(folder)], folder, tmp_path / "log")
        assert (recording.names, recording.files) == ({"ledger": 0}, {0: OLD})
        assert recording.ops == [
            Op("write", at=512, content=b"n" * 512),
            Op("sync"),
            Op("mkdir", "deep"),
            Op("create", "deep/one.part", file=1),
            Op("write", file=1, content=b"one"),
            Op("rename", "deep/one.part", "deep/one", file=1),
            Op("sync folder", "deep"),
            Op("write", at=1024, content=b"more"),
            Op("truncate", at=3),
            Op("mark", content=b"said"),
            Op("create", "gone", file=2),
            Op("unlink", "gone", file=2),
            Op("mkdir", "full"),
            Op("create", "full/two", file=3),
            Op("unlink", "full/two", file=3),
            Op("rmdir", "full"),
        ]

    def test_a_restoring_outlasts_power_cuts(tmp_path: Path) -> None:
        """Of a ledger that did not open: what is set aside, the journal it left, the backup in its place."""
        result = cut("rescue", 25, 1, tmp_path)
        assert (result.cuts, result.faults) == (25, [])
        assert result.images > 9
