"""Writing one large file to a stick so that it is there whole or not at all, and saying what came of it."""

import contextlib
import errno
import hashlib
import os
from collections.abc import Callable
from enum import Enum
from pathlib import Path
from typing import BinaryIO

from quyuan_desktop.exchange.behind import Sink
from quyuan_desktop.services.attentive import Tell, nobody
from quyuan_desktop.storage.files import rename, sync_folder

PIECE = 1 << 20
STEP = 8 << 20
"""Bytes after which the stick has to have what was written, so that nobody is told of bytes that only the memory has, and
nobody who wants to stop waits for more than these."""


class Outcome(Enum):
    """All that can come of writing to a stick; `sentence` is what the clerk reads."""

    sentence: str

    def __new__(cls, code: str, sentence: str) -> "Outcome":
        member = object.__new__(cls)
        member._value_ = code
        member.sentence = sentence
        return member

    DONE = "done", "已写好并核对无误，可以安全拔出。"
    NO_DRIVE = "no_drive", "没有找到U盘。请插好U盘，等它出现后再试。"
    DRIVE_GONE = "drive_gone", "U盘在写入时断开或读写出错，没有写成。请重新插好（必要时换一个U盘或接口）再试。"
    FULL = "full", "U盘空间不够，没有写成，U盘上原有的文件没有变化。请腾出空间或换一个U盘再试。"
    READ_ONLY = "read_only", "U盘不允许写入。请拨开写保护开关，或换一个U盘再试。"
    VERIFY_FAILED = "verify_failed", "写完后读回来的内容不一致，这个U盘可能已损坏。请换一个U盘重新导出。"
    NOT_CLOSED = "not_closed", "内容已拷到U盘，但U盘没有正常收尾。请先在系统里“弹出”U盘；不行就重新导出一次。"


GONE = {errno.EIO, errno.ENXIO, errno.ENODEV, errno.ENOENT, errno.ENOTDIR, errno.EBADF, errno.ESTALE}
NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
FORBIDDEN = {errno.EROFS, errno.EACCES, errno.EPERM}


def outcome_of(error: OSError) -> Outcome:
    """What an error while writing comes to; what is not known counts as a drive that is gone."""
    if error.errno in NO_ROOM:
        return Outcome.FULL
    return Outcome.READ_ONLY if error.errno in FORBIDDEN else Outcome.DRIVE_GONE


class _Stepwise:
    """A file on a stick that is synced every so many bytes."""

    def __init__(self, file: BinaryIO) -> None:
        self._file, self._since = file, 0
        self._sync: Callable[[int], None] = getattr(os, "fdatasync", os.fsync)

    def write(self, content: bytes | bytearray) -> None:
        """Write it. Raises OSError."""
        self._file.write(content)
        self._since += len(content)
        if self._since >= STEP:
            self._since = 0
            self._file.flush()
            self._sync(self._file.fileno())


def write_to_stick(path: Path, write: Callable[[Sink], str], tell: Tell = nobody) -> tuple[Outcome, str]:
    """Let `write` fill a ``*.part`` beside `path` and return its SHA-256; then sync, rename, sync the folder, read back.

    Only what the stick has whole is given the name `path`, and it keeps it only when it is read back as it was written.
    Returns the outcome and the SHA-256 (empty unless the file is there). Whatever else `write` or `tell` raises leaves
    nothing behind.
    """
    if not path.parent.is_dir():
        return Outcome.NO_DRIVE, ""
    part = path.with_name(path.name + ".part")
    try:
        with part.open("wb") as file:
            digest = write(_Stepwise(file))
            file.flush()
            os.fsync(file.fileno())
        rename(part, path)
    except OSError as error:
        remove(part)
        return outcome_of(error), ""
    except BaseException:
        remove(part)
        raise
    return _closed(path, digest, tell)


def _closed(path: Path, digest: str, tell: Tell) -> tuple[Outcome, str]:
    """Make the name outlast the pulling of the stick, and see on the stick that what bears it is what was written.

    What was not seen does not keep the name, whether the folder could be synced or not.
    """
    outcome = Outcome.DONE
    try:
        sync_folder(path.parent)
    except OSError:
        outcome = Outcome.NOT_CLOSED
    try:
        if _read_anew(path, tell) == digest:
            return outcome, digest
        outcome = Outcome.VERIFY_FAILED
    except OSError as error:
        outcome = outcome_of(error)
    except BaseException:
        remove(path)
        raise
    remove(path)
    return outcome, ""


def unused(path: Path) -> Path:
    """`path`, or the same with a number behind it (…_2.qyb) while another file bears that name.

    Two offices of one name, or a computer that was put back, give the same name to what is not the same.
    """
    found, number = path, 1
    with contextlib.suppress(OSError):
        while found.exists():
            number += 1
            found = path.with_stem(f"{path.stem}_{number}")
    return found


def sweep(folder: Path, endings: tuple[str, ...]) -> None:
    """Take away what an interrupted writing has left: ``*.part`` of files with these endings."""
    with contextlib.suppress(OSError):
        for path in folder.iterdir():
            if path.name.endswith(tuple(f"{ending}.part" for ending in endings)):
                remove(path)


def _read_anew(path: Path, tell: Tell) -> str:
    """The SHA-256 of a file as the stick has it, not as the system remembers it, where that can be told."""
    found, read, buffer = hashlib.sha256(), 0, memoryview(bytearray(PIECE))
    with path.open("rb", buffering=0) as file:
        size = os.fstat(file.fileno()).st_size
        if hasattr(os, "posix_fadvise"):
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        while got := file.readinto(buffer):
            found.update(buffer[:got])
            read += got
            tell("从U盘读回核对", read, size)
    return found.hexdigest()


def remove(path: Path) -> None:
    """Take a file away, where the stick lets us."""
    with contextlib.suppress(OSError):
        path.unlink()
