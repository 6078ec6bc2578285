"""Writing a file so that it is there whole or not at all, and stays there when the power fails."""

import contextlib
import os
import time
from pathlib import Path

from quyuan_desktop.domain.problems import Trouble

BUSY_ON_WINDOWS = (5, 32, 33)
"""Windows errors that an antivirus causes for a moment: access denied, sharing and lock violation."""

PATIENCE = 2.5
"""Seconds for which such an error is retried."""


def write_whole(path: Path, content: bytes, *, synced: bool = True) -> None:
    """Write `content` to `path` by way of a synced ``*.part``. Raises Trouble when it cannot be written.

    Not `synced` for what may be lost with the power, but not be half there.
    """
    part = path.with_name(path.name + ".part")
    try:
        with part.open("wb") as file:
            file.write(content)
            if synced:
                file.flush()
                os.fsync(file.fileno())
        move_over(part, path) if synced else rename(part, path)
    except OSError as error:
        with contextlib.suppress(OSError):
            part.unlink()
        raise disk_trouble(error, path) from error


def move_over(part: Path, path: Path) -> None:
    """Rename `part` to `path`, replacing it, and sync the folder. Raises OSError."""
    rename(part, path)
    sync_folder(path.parent)


def rename(part: Path, path: Path) -> None:
    """Rename `part` to `path`, replacing it, however an antivirus minds for a moment. Raises OSError."""
    started = time.monotonic()
    while True:
        try:
            part.replace(path)
            break
        except OSError as error:
            if getattr(error, "winerror", None) not in BUSY_ON_WINDOWS or time.monotonic() - started > PATIENCE:
                raise
            time.sleep(0.05)


def sync_folder(folder: Path) -> None:
    """Make a rename in `folder` outlast a power cut, where the system can."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def disk_trouble(error: OSError, path: Path) -> Trouble:
    """The sentence for a clerk that `error` at `path` deserves."""
    match error.errno:
        case 28 | 122:
            return Trouble(
                f"磁盘空间已满，“{path.name}”没有写成。请清理磁盘或换一个位置后再试，原有内容没有变化。"
            )
        case 13 | 1 | 30:
            return Trouble(f"“{path.parent}”不允许写入。请换一个可以写入的文件夹，或请管理员开放权限。")
        case 2 | 20:
            return Trouble(f"找不到文件夹“{path.parent}”。请核对路径，U盘请确认已插好。")
        case 17 | 21:
            return Trouble(f"“{path.parent}”应是文件夹，却是一个文件。请换一个文件夹名。")
        case 36 | 22:
            return Trouble("文件夹名太长或有不能用的字符。请换一个短一些的名字。")
        case code:
            return Trouble(f"写入“{path.name}”时出错（错误号 {code}）。请检查磁盘或U盘后再试。")


def is_folder(path: Path) -> bool:
    """Whether `path` is a folder; a name that no disk takes is none."""
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def make_folder(path: Path) -> None:
    """Make `path` and what lies above it. Raises Trouble when that cannot be."""
    try:
        if not path.is_dir():
            path.mkdir(parents=True, exist_ok=True)
            with contextlib.suppress(OSError):  # a folder that may be written to, but not read
                sync_folder(path.parent)
    except OSError as error:
        raise disk_trouble(error, path / "office.db") from error
    except ValueError as error:
        raise Trouble("文件夹名里有不能用的字符，请换一个名字。") from error
