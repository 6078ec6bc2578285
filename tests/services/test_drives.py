"""The removable drives, from lists as systems write them."""

from pathlib import Path

from quyuan_desktop.services.drives import Mounted, drives, in_words, read_mounts

MOUNTS = r"""/dev/sda2 / ext4 rw,relatime 0 0
proc /proc proc rw 0 0
/dev/sdb1 /media/office/屈原\040U盘 vfat ro,nosuid,uid=1000 0 0
/dev/sdc1 /mnt/data exfat rw 0 0
tmpfs /run/user/0 tmpfs rw 0 0
"""


def test_the_lines_of_proc_mounts_are_read() -> None:
    found = read_mounts(MOUNTS, lambda device: device == "/dev/sdc1", lambda device: device[-4:])
    assert [(each.folder, each.removable, each.read_only) for each in found] == [
        ("/", False, False),
        ("/media/office/屈原 U盘", True, True),
        ("/mnt/data", True, False),
    ]
    assert found[1].name == "sdb1"
    assert found[2].file_system == "exfat"


def test_only_removable_drives_that_are_there_are_offered(tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    listed = [
        Mounted("/dev/sda1", str(tmp_path), "ext4", False, False),
        Mounted("/dev/sdb1", str(stick), "vfat", True, True, "屈原U盘"),
        Mounted("/dev/sdc1", str(tmp_path / "pulled"), "vfat", False, True),
    ]
    (found,) = drives(lambda: listed)
    assert (found.folder, found.name, found.read_only, found.file_system) == (stick, "屈原U盘", True, "vfat")
    assert 0 <= found.free <= found.size
    assert "屈原U盘" in found.in_words()
    assert found.in_words().endswith("，只读）")


def test_this_computer_can_be_asked() -> None:
    assert all(drive.folder.is_dir() for drive in drives())


def test_sizes_in_words() -> None:
    assert (in_words(3 * 2**30), in_words(5 * 2**20), in_words(0)) == ("3.0 GB", "5 MB", "0 MB")
    assert (in_words(1), in_words(700_000)) == ("1 KB", "684 KB")
