"""Real hardships for tests: a user without rights, a disk of a few megabytes, another process."""

import ctypes
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_DAC_OVERRIDE, _DAC_READ_SEARCH = 1, 2
_VERSION = 0x20080522


@contextmanager
def as_ordinary_user() -> Iterator[None]:
    """Let permissions bind: root for a while without the rights that pass them over; others are bound anyway."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        yield
        return
    before = _capabilities()
    effective, *rest = before
    _set_capabilities((effective & ~(1 << _DAC_OVERRIDE | 1 << _DAC_READ_SEARCH), *rest))
    try:
        yield
    finally:
        _set_capabilities(before)


def _capabilities() -> tuple[int, ...]:
    """This thread's: effective, permitted and inheritable of the lower 32, then of the upper."""
    header, data = (ctypes.c_uint32 * 2)(_VERSION, 0), (ctypes.c_uint32 * 6)()
    if ctypes.CDLL(None, use_errno=True).capget(header, data):
        raise OSError(ctypes.get_errno(), "capget")
    return tuple(data)


def _set_capabilities(wanted: tuple[int, ...]) -> None:
    header, data = (ctypes.c_uint32 * 2)(_VERSION, 0), (ctypes.c_uint32 * 6)(*wanted)
    if ctypes.CDLL(None, use_errno=True).capset(header, data):
        raise OSError(ctypes.get_errno(), "capset")


@contextmanager
def unwritable(path: Path) -> Iterator[None]:
    """A file or a folder, not what is in it, that nobody may write to."""
    mode = path.stat().st_mode
    path.chmod(mode & ~0o222)
    try:
        with as_ordinary_user():
            yield
    finally:
        path.chmod(mode)


@contextmanager
def unreadable(path: Path) -> Iterator[None]:
    """A file or a folder that nobody may read."""
    mode = path.stat().st_mode
    path.chmod(0)
    try:
        with as_ordinary_user():
            yield
    finally:
        path.chmod(mode)


@cache
def can_mount() -> bool:
    """Whether a disk of its own can be made for a test here."""
    with tempfile.TemporaryDirectory() as name:
        try:
            with small_disk(Path(name), megabytes=1):
                return True
        except (OSError, subprocess.CalledProcessError):
            return False


@contextmanager
def small_disk(folder: Path, *, megabytes: int) -> Iterator[Path]:
    """A disk of so many megabytes at `folder`, empty. Raises OSError, CalledProcessError where that is not allowed."""
    mount = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder)]
    subprocess.run(mount, capture_output=True, check=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], capture_output=True, check=True)


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Let the disk at `folder` be read only for a while, as a stick with its lock set."""
    remount = ["mount", "-o", "remount,ro", str(folder)]
    subprocess.run(remount, capture_output=True, check=True)
    try:
        yield
    finally:
        subprocess.run([*remount[:2], "remount,rw", remount[3]], capture_output=True, check=True)


def fill_up(folder: Path) -> Path:
    """Fill the disk of `folder` to its last byte; the file that does it."""
    path = folder / "filler"
    with path.open("ab", buffering=0) as file:
        for size in (1 << 20, 1 << 12, 1):
            try:
                while True:
                    file.write(bytes(size))
            except OSError:
                continue
    return path


def python(script: str, *given: str) -> subprocess.Popen[str]:
    """Another Python at work on `script`, spoken to by lines; it finds the program and these tests."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}
    return subprocess.Popen(
        [sys.executable, "-c", script, *given],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env=environment,
    )
