"""The removable drives of this computer: name, free space, file system, whether one may write."""

import os
import re
import shutil
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

NOT_DISKS = {"proc", "sysfs", "tmpfs", "devtmpfs", "devpts", "cgroup", "cgroup2", "overlay", "squashfs", "autofs"}
MOUNT_FOLDERS = ("/media/", "/run/media/", "/mnt/")
REMOVABLE = 2
READ_ONLY_VOLUME = 0x00080000


@dataclass(frozen=True, slots=True)
class Drive:
    """One drive that can be pulled out. Sizes in bytes; `name` is its label, or the folder it appears under."""

    folder: Path
    name: str
    file_system: str
    free: int
    size: int
    read_only: bool

    def in_words(self) -> str:
        """屈原U盘（E:，可用 3.2 GB，只读）."""
        said = f"{self.name}（{self.folder}，可用 {in_words(self.free)}{'，只读' if self.read_only else ''}）"
        return said.replace("\\，", "，")


@dataclass(frozen=True, slots=True)
class Mounted:
    """One mounted file system as the system lists it."""

    device: str
    folder: str
    file_system: str
    read_only: bool
    removable: bool
    name: str = ""


def drives(listing: Callable[[], Iterable[Mounted]] | None = None) -> list[Drive]:
    """The removable drives that are plugged in, by name; `listing` stands in for the system's own list."""
    listed = (listing or _listing())()
    found = [drive for each in listed if each.removable and (drive := _drive(each)) is not None]
    return sorted(found, key=lambda drive: (drive.name, str(drive.folder)))


def in_words(size: int) -> str:
    """A number of bytes in KB, MB or GB."""
    if 0 < size < 2**20:
        return f"{-(-size // 1024)} KB"
    return f"{size / 2**30:.1f} GB" if size >= 2**30 else f"{size // 2**20} MB"


def read_mounts(text: str, removable: Callable[[str], bool], labels: Callable[[str], str]) -> list[Mounted]:
    """The lines of /proc/mounts; `removable` and `labels` answer for a device."""
    found = []
    for line in text.splitlines():
        parts = line.split(" ")
        if len(parts) < 4 or parts[2] in NOT_DISKS or not parts[0].startswith("/dev/"):
            continue
        device, folder = _unescaped(parts[0]), _unescaped(parts[1])
        pulled_out = removable(device) or folder.startswith(MOUNT_FOLDERS[:2])
        options = parts[3].split(",")
        found.append(Mounted(device, folder, parts[2], "ro" in options, pulled_out, labels(device)))
    return found


def _unescaped(text: str) -> str:
    """A path of /proc/mounts, in which blanks are written as octal numbers of bytes."""
    octets = re.sub(rb"\\([0-7]{3})", lambda found: bytes([int(found[1], 8) & 255]), os.fsencode(text))
    return os.fsdecode(octets)


def _drive(mounted: Mounted) -> Drive | None:
    folder = Path(mounted.folder)
    try:
        usage = shutil.disk_usage(folder)
    except OSError:
        return None  # pulled out since it was listed
    read_only = mounted.read_only or not os.access(folder, os.W_OK)
    name = mounted.name or folder.name or mounted.folder
    return Drive(folder, name, mounted.file_system, usage.free, usage.total, read_only)


def _listing() -> Callable[[], Iterable[Mounted]]:
    return _on_windows if sys.platform == "win32" else _on_linux


def _on_linux() -> list[Mounted]:
    try:
        text = Path("/proc/mounts").read_text("utf-8", "surrogateescape")
    except OSError:
        return []
    return read_mounts(text, _removable_on_linux, _label_on_linux)


def _removable_on_linux(device: str) -> bool:
    """Whether the kernel calls the disk of this partition removable, or it hangs on USB."""
    name = Path(os.path.realpath(device)).name
    block = Path("/sys/class/block") / name
    try:
        disk = block.resolve(strict=True)
        whole = disk.parent if (disk / "partition").exists() else disk
        return "/usb" in str(whole) or (whole / "removable").read_text().strip() == "1"
    except OSError:
        return False


def _label_on_linux(device: str) -> str:
    folder = Path("/dev/disk/by-label")
    try:
        for link in folder.iterdir():
            if os.path.realpath(link) == os.path.realpath(device):
                return re.sub(r"\\x([0-9a-f]{2})", lambda found: chr(int(found[1], 16)), link.name)
    except OSError:
        pass
    return ""


def _on_windows() -> list[Mounted]:
    if sys.platform != "win32":
        return []
    import ctypes

    kernel = ctypes.windll.kernel32
    kernel.SetErrorMode(1)  # an empty card reader must not open a box of its own
    found, present = [], kernel.GetLogicalDrives()
    for number in range(26):
        root = f"{chr(65 + number)}:\\"
        if not present >> number & 1 or kernel.GetDriveTypeW(root) != REMOVABLE:
            continue
        name, system = ctypes.create_unicode_buffer(261), ctypes.create_unicode_buffer(261)
        flags = ctypes.c_ulong()
        if kernel.GetVolumeInformationW(root, name, 261, None, None, ctypes.byref(flags), system, 261):
            read_only = bool(flags.value & READ_ONLY_VOLUME)
            found.append(Mounted(root, root, system.value, read_only, True, name.value))
    return found
